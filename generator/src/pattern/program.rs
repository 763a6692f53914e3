//! Syntax trees → programs for the backtracking engine.

use super::engines::validate::backtracking::Step;
use super::syntax::{Class, Look, Node, Repeat};
use crate::pattern::Program;

/// The program of a pattern.
pub fn compile(node: &Node) -> Program {
    let mut compiler = Compiler {
        program: Program {
            // Two for each group, whose numbers start at 1.
            registers: 2 * groups(node),
            ..Program::default()
        },
    };
    compiler.node(node, false);
    compiler.add(Step::Found);
    compiler.program
}

fn groups(node: &Node) -> usize {
    let inside = node.parts().iter().map(groups).max().unwrap_or_default();
    match node {
        Node::Group(number, _) => inside.max(*number),
        _ => inside,
    }
}

/// The first register of a group.
fn register(group: usize) -> usize {
    2 * group.saturating_sub(1)
}

struct Compiler {
    program: Program,
}

impl Compiler {
    fn add(&mut self, step: Step) -> usize {
        self.program.steps.push(step);
        self.program.steps.len() - 1
    }

    /// The index of the next step.
    fn next(&self) -> usize {
        self.program.steps.len()
    }

    fn set(&mut self, index: usize, step: Step) {
        if let Some(place) = self.program.steps.get_mut(index) {
            *place = step;
        }
    }

    fn registers(&mut self, count: usize) -> usize {
        let first = self.program.registers;
        self.program.registers += count;
        first
    }

    /// Adds the steps of a node; `back` in a look-behind, which is matched backwards (ECMA-262
    /// §22.2.2.3).
    fn node(&mut self, node: &Node, back: bool) {
        match node {
            Node::Class(class) => {
                let class = self.class(class);
                self.add(Step::Class { class, back });
            }
            Node::Sequence(nodes) if back => nodes.iter().rev().for_each(|it| self.node(it, back)),
            Node::Sequence(nodes) => nodes.iter().for_each(|it| self.node(it, back)),
            Node::Choice(nodes) => self.choice(nodes, back),
            Node::Repeat(repeat) => self.repeat(repeat, back),
            Node::Group(number, node) => {
                let start = register(*number);
                let (first, last) = if back {
                    (start + 1, start)
                } else {
                    (start, start + 1)
                };
                self.add(Step::Save { register: first });
                self.node(node, back);
                self.add(Step::Save { register: last });
            }
            Node::Look(look) => self.look(look),
            Node::Start => {
                self.add(Step::Start);
            }
            Node::End => {
                self.add(Step::End);
            }
            Node::Boundary { negated, .. } => {
                let negated = *negated;
                self.add(Step::Boundary { negated });
            }
            // At most one of several groups with one name has captured.
            Node::Reference { groups, .. } => {
                for group in groups {
                    let register = register(*group);
                    self.add(Step::Captured { register, back });
                }
            }
        }
    }

    /// The index of a class, which is added if it is new.
    fn class(&mut self, class: &Class) -> usize {
        let ranges: Vec<_> = class.ranges().collect();
        let known = self
            .program
            .classes
            .iter()
            .position(|known| *known == ranges);
        known.unwrap_or_else(|| {
            self.program.classes.push(ranges);
            self.program.classes.len() - 1
        })
    }

    fn choice(&mut self, nodes: &[Node], back: bool) {
        let mut ends = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index + 1 == nodes.len() {
                self.node(node, back);
                break;
            }
            let either = self.add(Step::Either { other: 0 });
            self.node(node, back);
            ends.push(self.add(Step::Jump { to: 0 }));
            let other = self.next();
            self.set(either, Step::Either { other });
        }
        let to = self.next();
        for end in ends {
            self.set(end, Step::Jump { to });
        }
    }

    fn repeat(&mut self, repeat: &Repeat, back: bool) {
        let (min, max) = (repeat.min as usize, repeat.max.map(|max| max as usize));
        let register = self.registers(2);
        self.add(Step::Enter { register });
        let to = self.add(Step::Found);
        let (from, to_group) = repeat.groups;
        self.add(Step::Iterate {
            register,
            from: self::register(from),
            to: self::register(to_group),
        });
        self.node(&repeat.node, back);
        self.add(Step::Again { register, min, to });
        let step = Step::Loop {
            register,
            min,
            max,
            greedy: repeat.greedy,
            exit: self.next(),
        };
        self.set(to, step);
    }

    fn look(&mut self, look: &Look) {
        let (register, negated) = (self.registers(1), look.negated);
        let start = self.add(Step::Found);
        self.node(&look.node, !look.ahead);
        self.add(Step::Seen { register, negated });
        let exit = self.next();
        self.set(
            start,
            Step::Look {
                register,
                negated,
                exit,
            },
        );
    }
}
