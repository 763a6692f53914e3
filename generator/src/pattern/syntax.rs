//! The syntax tree of a regular expression of ECMA-262.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// A node of the tree. Flags and modifiers have been applied.
#[derive(Clone, Debug)]
pub enum Node {
    /// A character of a class.
    Class(Class),
    /// Nodes in a row; the empty sequence matches the empty text.
    Sequence(Vec<Node>),
    /// Alternatives, of which the first match counts.
    Choice(Vec<Node>),
    Repeat(Repeat),
    /// A capturing group with its number.
    Group(usize, Box<Node>),
    Look(Look),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// `\b`, or `\B`
    Boundary {
        negated: bool,
        at: usize,
    },
    /// A back-reference: to several groups where they share a name.
    Reference {
        groups: Vec<usize>,
        at: usize,
    },
}

/// A quantified node.
#[derive(Clone, Debug)]
pub struct Repeat {
    pub node: Box<Node>,
    pub min: u32,
    pub max: Option<u32>,
    pub greedy: bool,
    /// The range of the groups inside, whose captures each iteration resets.
    pub groups: (usize, usize),
}

/// A look-ahead or a look-behind.
#[derive(Clone, Debug)]
pub struct Look {
    pub node: Box<Node>,
    pub ahead: bool,
    pub negated: bool,
    /// Its position in the pattern, in characters.
    pub at: usize,
}

/// A set of characters.
#[derive(Clone, Debug)]
pub struct Class {
    pub set: ClassUnicode,
    /// Its syntax in the crate `regex`, if it names Unicode properties.
    pub text: Option<String>,
}

impl Class {
    pub fn of(ranges: &[(char, char)]) -> Self {
        Self {
            set: set(ranges),
            text: None,
        }
    }

    pub fn ranges(&self) -> impl Iterator<Item = (char, char)> + '_ {
        let ranges = self.set.ranges().iter();
        ranges.map(|range| (range.start(), range.end()))
    }
}

/// The set of ranges, both ends included.
pub fn set(ranges: &[(char, char)]) -> ClassUnicode {
    let ranges = ranges.iter();
    ClassUnicode::new(ranges.map(|(from, to)| ClassUnicodeRange::new(*from, *to)))
}

/// Every character.
pub fn any() -> ClassUnicode {
    set(&[('\0', char::MAX)])
}

/// `\d`
pub const DIGIT: &[(char, char)] = &[('0', '9')];

/// `\w`
pub const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

/// `\s`: WhiteSpace and LineTerminator (ECMA-262 §12.2, §12.3).
pub const SPACE: &[(char, char)] = &[
    ('\t', '\r'),
    (' ', ' '),
    ('\u{A0}', '\u{A0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200A}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202F}', '\u{202F}'),
    ('\u{205F}', '\u{205F}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{FEFF}', '\u{FEFF}'),
];

/// LineTerminator (ECMA-262 §12.3).
pub const LINE_END: &[(char, char)] = &[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];

impl Node {
    /// The direct children.
    pub fn parts(&self) -> &[Node] {
        match self {
            Self::Sequence(nodes) | Self::Choice(nodes) => nodes,
            Self::Repeat(repeat) => std::slice::from_ref(&repeat.node),
            Self::Group(_, node) => std::slice::from_ref(node),
            Self::Look(look) => std::slice::from_ref(&look.node),
            Self::Class(_)
            | Self::Start
            | Self::End
            | Self::Boundary { .. }
            | Self::Reference { .. } => &[],
        }
    }

    /// The first result of `find` for the node and its descendants.
    pub fn find<T>(&self, find: &dyn Fn(&Node) -> Option<T>) -> Option<T> {
        find(self).or_else(|| self.parts().iter().find_map(|part| part.find(find)))
    }

    /// The number of characters and assertions once repetitions are expanded: the most states of an
    /// automaton at once.
    pub fn positions(&self) -> usize {
        self.measure(&|node| match node {
            Node::Class(_) | Node::Start | Node::End | Node::Boundary { .. } => 1,
            _ => 0,
        })
    }

    /// The size of an automaton, in ranges of characters once repetitions are expanded.
    pub fn cost(&self) -> usize {
        self.measure(&|node| match node {
            Node::Class(class) => class.set.ranges().len().max(1),
            _ => 1,
        })
    }

    fn measure(&self, own: &dyn Fn(&Node) -> usize) -> usize {
        let parts = self.parts().iter();
        let inside = parts.fold(0_usize, |sum, part| sum.saturating_add(part.measure(own)));
        let times = match self {
            Self::Repeat(repeat) => repeat.max.unwrap_or(repeat.min.saturating_add(1)),
            _ => 1,
        };
        own(self).saturating_add(inside.saturating_mul(times as usize))
    }

    /// The same tree without capturing groups, for a pattern without back-references.
    pub fn without_groups(self) -> Self {
        let all = |nodes: Vec<Node>| nodes.into_iter().map(Self::without_groups).collect();
        match self {
            Self::Group(_, node) => node.without_groups(),
            Self::Sequence(nodes) => Self::sequence(all(nodes)),
            Self::Choice(nodes) => Self::choice(all(nodes)),
            Self::Repeat(repeat) => Self::Repeat(Repeat {
                node: Box::new(repeat.node.without_groups()),
                groups: (0, 0),
                ..repeat
            }),
            Self::Look(look) => Self::Look(Look {
                node: Box::new(look.node.without_groups()),
                ..look
            }),
            other => other,
        }
    }

    /// A sequence of nodes, with inner sequences flattened.
    pub fn sequence(nodes: Vec<Node>) -> Self {
        let mut flat = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Self::Sequence(inner) => flat.extend(inner),
                node => flat.push(node),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => Self::Sequence(flat),
        }
    }

    /// A choice of nodes; a class, if all of them are classes.
    fn choice(mut nodes: Vec<Node>) -> Self {
        let sets = nodes.iter().map(|node| match node {
            Self::Class(Class { set, text: None }) => Some(set),
            _ => None,
        });
        if let Some(sets) = sets.collect::<Option<Vec<_>>>() {
            let mut all = ClassUnicode::empty();
            sets.into_iter().for_each(|set| all.union(set));
            return Self::Class(Class {
                set: all,
                text: None,
            });
        }
        match nodes.len() {
            1 => nodes.remove(0),
            _ => Self::Choice(nodes),
        }
    }
}
