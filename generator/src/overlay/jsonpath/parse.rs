//! Text → [`Query`], by the grammar of RFC 9535 (appendix A).

use super::{Comparable, Comparison, Logical, Query, Segment, Selector};
use crate::source::{Node, Number};

/// The most bytes of a query.
const MAX_LENGTH: usize = 2_000;

/// The deepest nesting of brackets and parentheses: the parser recurses.
const MAX_NESTING: usize = 40;

/// The largest integer: those that a double cannot hold are not allowed (§2.1).
const MAX_INTEGER: i64 = (1 << 53) - 1;

/// Parses a query.
///
/// # Errors
///
/// A message with the position of the error.
pub fn parse(text: &str) -> Result<Query, String> {
    if text.len() > MAX_LENGTH {
        return Err(format!("JSONPath longer than {MAX_LENGTH} bytes"));
    }
    let mut parser = Parser {
        text,
        at: 0,
        nesting: 0,
    };
    let parsed = parser.main_query();
    parsed.map_err(|message| {
        let before = text.get(..parser.at).unwrap_or(text);
        let at = before.chars().count() + 1;
        format!("invalid JSONPath `{text}`: {message} at character {at}")
    })
}

/// A parsed value, or the message of an error at the position of the parser.
type Parsed<T> = Result<T, &'static str>;

struct Parser<'t> {
    text: &'t str,
    /// In bytes.
    at: usize,
    nesting: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn expect(&mut self, token: &str, message: &'static str) -> Parsed<()> {
        if self.eat(token) {
            Ok(())
        } else {
            Err(message)
        }
    }

    fn eat_while(&mut self, accepts: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|each| !accepts(each)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn space(&mut self) {
        self.eat_while(|each| matches!(each, ' ' | '\t' | '\n' | '\r'));
    }

    /// Parses the content of brackets or parentheses.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.nesting == MAX_NESTING {
            return Err("nested deeper than 40 levels");
        }
        self.nesting += 1;
        let parsed = parse(self);
        self.nesting -= 1;
        parsed
    }

    fn main_query(&mut self) -> Parsed<Query> {
        self.expect("$", "expected `$`")?;
        let segments = self.segments()?;
        if self.rest().is_empty() {
            let absolute = true;
            return Ok(Query { absolute, segments });
        }
        Err("expected `.`, `..` or `[`")
    }

    /// A query inside a filter.
    fn query(&mut self) -> Parsed<Query> {
        let absolute = self.eat("$");
        if !absolute {
            self.expect("@", "expected a query, a literal or a function")?;
        }
        let segments = self.segments()?;
        Ok(Query { absolute, segments })
    }

    fn segments(&mut self) -> Parsed<Vec<Segment>> {
        let mut segments = Vec::new();
        loop {
            let before = self.at;
            self.space();
            let descends = self.eat("..");
            let selectors = if self.rest().starts_with('[') {
                self.nested(Self::selection)?
            } else if descends || self.eat(".") {
                vec![self.shorthand()?]
            } else {
                // Whitespace is allowed only before a segment.
                self.at = before;
                return Ok(segments);
            };
            segments.push(Segment {
                descends,
                selectors,
            });
        }
    }

    fn shorthand(&mut self) -> Parsed<Selector> {
        if self.eat("*") {
            return Ok(Selector::Wildcard);
        }
        let is_first = |each: char| each.is_ascii_alphabetic() || each == '_' || !each.is_ascii();
        if !self.peek().is_some_and(is_first) {
            return Err("expected a name or `*`");
        }
        let name = self.eat_while(|each| is_first(each) || each.is_ascii_digit());
        Ok(Selector::Name(name.to_owned()))
    }

    fn selection(&mut self) -> Parsed<Vec<Selector>> {
        self.expect("[", "expected `[`")?;
        let mut selectors = Vec::new();
        loop {
            self.space();
            selectors.push(self.selector()?);
            self.space();
            if !self.eat(",") {
                self.expect("]", "expected `,` or `]`")?;
                return Ok(selectors);
            }
        }
    }

    fn selector(&mut self) -> Parsed<Selector> {
        match self.peek() {
            Some('\'' | '"') => Ok(Selector::Name(self.string()?)),
            Some('*') => {
                self.at += 1;
                Ok(Selector::Wildcard)
            }
            Some('?') => {
                self.at += 1;
                self.space();
                Ok(Selector::Filter(self.logical()?))
            }
            _ => self.index_or_slice(),
        }
    }

    fn index_or_slice(&mut self) -> Parsed<Selector> {
        let start = self.integer()?;
        let behind_start = self.at;
        self.space();
        if !self.eat(":") {
            self.at = behind_start;
            return start.map(Selector::Index).ok_or("expected a selector");
        }
        self.space();
        let end = self.integer()?;
        let behind_end = self.at;
        self.space();
        let step = if self.eat(":") {
            let behind_colon = self.at;
            self.space();
            let step = self.integer()?;
            if step.is_none() {
                self.at = behind_colon;
            }
            step
        } else {
            self.at = behind_end;
            None
        };
        let step = step.unwrap_or(1);
        Ok(Selector::Slice { start, end, step })
    }

    /// An integer, if there is one.
    fn integer(&mut self) -> Parsed<Option<i64>> {
        let start = self.at;
        let negative = self.eat("-");
        let digits = self.eat_while(|each| each.is_ascii_digit());
        if digits.is_empty() && !negative {
            return Ok(None);
        }
        let starts_with_zero = digits.starts_with('0') && (negative || digits.len() > 1);
        let number = self.text[start..self.at].parse::<i64>().ok();
        let number = number.filter(|it| (-MAX_INTEGER..=MAX_INTEGER).contains(it));
        match number.filter(|_| !starts_with_zero) {
            Some(number) => Ok(Some(number)),
            None => {
                self.at = start;
                Err("invalid integer")
            }
        }
    }

    fn string(&mut self) -> Parsed<String> {
        let quote = if self.eat("'") { '\'' } else { '"' };
        if quote == '"' {
            self.expect("\"", "expected a string")?;
        }
        let mut text = String::new();
        loop {
            let next = self.peek().ok_or("unterminated string")?;
            if next < ' ' {
                return Err("unescaped control character");
            }
            self.at += next.len_utf8();
            match next {
                '\\' => text.push(self.escape(quote)?),
                next if next == quote => return Ok(text),
                next => text.push(next),
            }
        }
    }

    /// The character of an escape, after its backslash.
    fn escape(&mut self, quote: char) -> Parsed<char> {
        let next = self.peek().ok_or("unterminated string")?;
        let character = match next {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '/' | '\\' => next,
            next if next == quote => next,
            'u' => {
                self.at += 1;
                return self.unicode_escape();
            }
            _ => return Err("unknown escape"),
        };
        self.at += 1;
        Ok(character)
    }

    fn unicode_escape(&mut self) -> Parsed<char> {
        const FAULT: &str = "invalid Unicode escape";
        let high = self.hex()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high).ok_or(FAULT);
        }
        self.expect("\\u", FAULT)?;
        match self.hex()? {
            low @ 0xdc00..0xe000 => {
                let scalar = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                char::from_u32(scalar).ok_or(FAULT)
            }
            _ => Err(FAULT),
        }
    }

    fn hex(&mut self) -> Parsed<u32> {
        let digits = self.rest().get(..4).unwrap_or_default();
        if digits.len() != 4 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err("expected four hexadecimal digits");
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| "expected four hexadecimal digits")
    }

    fn logical(&mut self) -> Parsed<Logical> {
        let any = self.operands("||", |parser| {
            let all = parser.operands("&&", Self::basic)?;
            Ok(Logical::All(all))
        })?;
        Ok(Logical::Any(any))
    }

    /// Operands separated by an operator.
    fn operands(
        &mut self,
        operator: &str,
        parse: impl Fn(&mut Self) -> Parsed<Logical>,
    ) -> Parsed<Vec<Logical>> {
        let mut operands = vec![parse(self)?];
        loop {
            let before = self.at;
            self.space();
            if !self.eat(operator) {
                self.at = before;
                return Ok(operands);
            }
            self.space();
            operands.push(parse(self)?);
        }
    }

    fn basic(&mut self) -> Parsed<Logical> {
        if self.rest().starts_with('(') {
            return self.nested(Self::parenthesised);
        }
        if !self.eat("!") {
            return self.comparison_or_test();
        }
        self.space();
        let inner = if self.rest().starts_with('(') {
            self.nested(Self::parenthesised)?
        } else {
            let term = self.term()?;
            self.test(term)?
        };
        Ok(Logical::Not(Box::new(inner)))
    }

    fn parenthesised(&mut self) -> Parsed<Logical> {
        self.expect("(", "expected `(`")?;
        self.space();
        let inner = self.logical()?;
        self.space();
        self.expect(")", "expected `)`")?;
        Ok(inner)
    }

    fn comparison_or_test(&mut self) -> Parsed<Logical> {
        let left = self.term()?;
        let before = self.at;
        self.space();
        // Longer operators first.
        let operators = [
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        let found = operators.into_iter().find(|(sign, _)| self.eat(sign));
        let Some((_, comparison)) = found else {
            self.at = before;
            return self.test(left);
        };
        let left = self.comparable(left)?;
        self.space();
        let right = self.term()?;
        let right = self.comparable(right)?;
        Ok(Logical::Compare(left, comparison, right))
    }

    /// A literal, a query or a call; its context decides whether it is compared or tested.
    fn term(&mut self) -> Parsed<Term> {
        match self.peek() {
            Some('$' | '@') => Ok(Term::Query(self.query()?)),
            Some('\'' | '"') => Ok(Term::literal(Node::String(self.string()?.into()))),
            Some('-' | '0'..='9') => Ok(Term::literal(Node::Number(self.number()?))),
            _ => {
                let is_name = |each: char| matches!(each, 'a'..='z' | '0'..='9' | '_');
                let start = self.at;
                let name = self.eat_while(is_name);
                let literal = match name {
                    _ if self.rest().starts_with('(') => return self.nested(|it| it.call(name)),
                    "true" => Node::Bool(true),
                    "false" => Node::Bool(false),
                    "null" => Node::Null,
                    _ => {
                        self.at = start;
                        return Err("expected a query, a literal or a function");
                    }
                };
                Ok(Term::literal(literal))
            }
        }
    }

    fn number(&mut self) -> Parsed<Number> {
        const FAULT: &str = "invalid number";
        let start = self.at;
        self.eat("-");
        let whole = self.eat_while(|each| each.is_ascii_digit());
        if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) {
            return Err(FAULT);
        }
        if self.eat(".") && self.eat_while(|each| each.is_ascii_digit()).is_empty() {
            return Err(FAULT);
        }
        if self.eat("e") || self.eat("E") {
            let _ = self.eat("-") || self.eat("+");
            if self.eat_while(|each| each.is_ascii_digit()).is_empty() {
                return Err(FAULT);
            }
        }
        Ok(Number(self.text[start..self.at].into()))
    }

    /// The arguments of a function (§2.4).
    fn call(&mut self, name: &str) -> Parsed<Term> {
        self.expect("(", "expected `(`")?;
        self.space();
        let term = match name {
            "length" => {
                let argument = self.term()?;
                let argument = self.comparable(argument)?;
                Term::Value(Comparable::Length(Box::new(argument)))
            }
            "count" => Term::Value(Comparable::Count(self.query()?)),
            "value" => Term::Value(Comparable::Value(self.query()?)),
            "match" | "search" => {
                let text = self.term()?;
                let text = self.comparable(text)?;
                self.space();
                self.expect(",", "expected `,` and a second argument")?;
                self.space();
                let pattern = self.term()?;
                let pattern = self.comparable(pattern)?;
                let whole = name == "match";
                Term::Test(Logical::Matches {
                    text,
                    pattern,
                    whole,
                })
            }
            _ => return Err("unknown function"),
        };
        self.space();
        self.expect(")", "expected `)`")?;
        Ok(term)
    }

    fn comparable(&self, term: Term) -> Parsed<Comparable> {
        match term {
            Term::Value(value) => Ok(value),
            Term::Query(query) if query.is_singular() => Ok(Comparable::Singular(query)),
            Term::Query(_) => Err("cannot compare a query that may select several nodes"),
            Term::Test(_) => Err("cannot compare the result of `match` or `search`"),
        }
    }

    fn test(&self, term: Term) -> Parsed<Logical> {
        match term {
            Term::Test(test) => Ok(test),
            Term::Query(query) => Ok(Logical::Exists(query)),
            Term::Value(_) => Err("expected a comparison"),
        }
    }
}

enum Term {
    Value(Comparable),
    Query(Query),
    Test(Logical),
}

impl Term {
    fn literal(node: Node) -> Self {
        Self::Value(Comparable::Literal(node))
    }
}
