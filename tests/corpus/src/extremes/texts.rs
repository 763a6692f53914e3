//! The texts of hard input.

use std::fmt::Write;

/// Writing to a string cannot fail.
pub fn each(count: usize, mut write: impl FnMut(&mut String, usize) -> std::fmt::Result) -> String {
    let mut out = String::new();
    for number in 0..count {
        if number > 0 {
            out.push(',');
        }
        let _ = write(&mut out, number);
    }
    out
}

/// A description with an operation whose response is `S0`, and with these schemas.
pub fn document(schemas: &str) -> String {
    format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\"paths\":{{\"/t\":{{\"get\":{{\"operationId\":\"t\",\
         \"responses\":{{\"200\":{{\"description\":\"d\",\"content\":{{\"application/json\":{{\"schema\":\
         {{\"$ref\":\"#/components/schemas/S0\"}}}}}}}}}}}}}}}},\"components\":{{\"schemas\":{{{schemas}}}}}}}"
    )
}

pub fn described(schema: &str) -> String {
    document(&format!("\"S0\":{schema}"))
}

const DEPTH: usize = 10_000;

/// A description with an extension that nests.
pub fn nested(open: &str, close: &str) -> String {
    format!(
        "{{\"openapi\":\"3.0.3\",\"x-deep\":{}1{}}}",
        open.repeat(DEPTH),
        close.repeat(DEPTH)
    )
}

pub fn nested_in(open: &str, inner: &str, close: &str) -> String {
    format!(
        "openapi: 3.0.3\nx-deep:\n  {}{inner}{}\n",
        open.repeat(DEPTH),
        close.repeat(DEPTH)
    )
}

pub fn block() -> String {
    let mut text = "openapi: 3.0.3\nx-deep:\n".to_owned();
    for depth in 1..3_000 {
        text.push_str(&" ".repeat(depth));
        text.push_str("a:\n");
    }
    text
}

pub fn nested_schema(open: &str, close: &str) -> String {
    described(&format!(
        "{}{{}}{}",
        open.repeat(DEPTH),
        close.repeat(DEPTH)
    ))
}

pub fn nested_items(depth: usize) -> String {
    described(&format!(
        "{}{{}}{}",
        "{\"type\":\"array\",\"items\":".repeat(depth),
        "}".repeat(depth)
    ))
}

/// Ten levels of ten aliases of the level before.
pub fn bomb(open: &str, close: &str) -> String {
    let mut text = format!("openapi: 3.0.3\nx-0: &a0 {open}1{close}\n");
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(text, "x-{level}: &a{level} {open}{aliases}{close}");
    }
    text
}

pub fn schema_bomb() -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    S0: &a0 {type: string}\n".to_owned();
    for level in 1..10 {
        let aliases = (0..10)
            .map(|number| format!("p{number}: *a{}", level - 1))
            .collect::<Vec<_>>()
            .join(", ");
        let _ = writeln!(
            text,
            "    S{level}: &a{level} {{type: object, properties: {{{aliases}}}}}"
        );
    }
    text
}

pub fn merge_bomb() -> String {
    let mut text = "openapi: 3.0.3\nx-0: &a0 {k: 1}\n".to_owned();
    for level in 1..30 {
        let before = level - 1;
        let _ = writeln!(
            text,
            "x-{level}: &a{level} {{<<: [*a{before}, *a{before}], l{level}: [*a{before}, *a{before}]}}"
        );
    }
    text
}

pub fn many_aliases() -> String {
    let mut text = "openapi: 3.0.3\nx-a: &a {b: [1, 2, 3]}\nx-all:\n".to_owned();
    text.push_str(&"- *a\n".repeat(200_000));
    text
}

/// Schemas that each name the next one; the last is a string.
pub fn chain(count: usize, open: &str, close: &str) -> String {
    let links = each(count, |out, number| {
        write!(out, "\"S{number}\":{open}{}{close}", number + 1)
    });
    document(&format!("{links},\"S{count}\":{{\"type\":\"string\"}}"))
}

pub fn reference_cycle() -> String {
    document(&each(100_000, |out, number| {
        write!(
            out,
            "\"S{number}\":{{\"$ref\":\"#/components/schemas/S{}\"}}",
            (number + 1) % 100_000
        )
    }))
}

pub fn parameter_chain() -> String {
    let links = each(100_000, |out, number| {
        write!(
            out,
            "\"P{number}\":{{\"$ref\":\"#/components/parameters/P{}\"}}",
            number + 1
        )
    });
    format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\"paths\":{{\"/t/{{id}}\":{{\"get\":{{\"operationId\":\"t\",\
         \"parameters\":[{{\"$ref\":\"#/components/parameters/P0\"}}],\"responses\":{{\"204\":{{\"description\":\"d\"}}}}}}}}}},\
         \"components\":{{\"parameters\":{{{links},\"P100000\":{{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{{\"type\":\"string\"}}}}}}}}}}"
    )
}

pub fn doubling(keyword: &str) -> String {
    let links = each(40, |out, number| {
        let next = format!("{{\"$ref\":\"#/components/schemas/S{}\"}}", number + 1);
        write!(out, "\"S{number}\":{{\"{keyword}\":[{next},{next}]}}")
    });
    document(&format!(
        "{links},\"S40\":{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"string\"}}}}}}"
    ))
}

/// 2 to the 30th combinations.
pub fn product() -> String {
    let arm = |number: usize, side: &str| {
        format!(
            "{{\"type\":\"object\",\"required\":[\"{side}{number}\"],\"properties\":{{\"{side}{number}\":{{\"type\":\"string\"}}}}}}"
        )
    };
    let factors = each(30, |out, number| {
        write!(
            out,
            "{{\"oneOf\":[{},{}]}}",
            arm(number, "a"),
            arm(number, "b")
        )
    });
    described(&format!("{{\"allOf\":[{factors}]}}"))
}

pub fn wide(keyword: &str, count: usize) -> String {
    let arms = each(count, |out, number| {
        write!(
            out,
            "{{\"type\":\"object\",\"properties\":{{\"p{number}\":{{\"type\":\"string\"}},\"q\":{{\"type\":\"string\"}}}}}}"
        )
    });
    described(&format!("{{\"{keyword}\":[{arms}]}}"))
}

pub fn twice() -> String {
    let links = each(40, |out, number| {
        let next = format!("{{\"$ref\":\"#/components/schemas/S{}\"}}", number + 1);
        write!(
            out,
            "\"S{number}\":{{\"type\":\"object\",\"properties\":{{\"a\":{next},\"b\":{next}}}}}"
        )
    });
    document(&format!("{links},\"S40\":{{\"type\":\"string\"}}"))
}

pub fn faults(newline: &str) -> String {
    let schemas = each(20_000, |out, number| {
        write!(
            out,
            "{newline}\"S{number}\":{{\"type\":\"object\",\"minLength\":\"x\",\"propertys\":{{}},\"$ref\":\"#/nowhere\"}}"
        )
    });
    document(&schemas)
}

pub fn duplicates() -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\nx-all:\n".to_owned();
    text.push_str(&"  a: 1\n".repeat(100_000));
    text
}

pub fn properties() -> String {
    let properties = each(100_000, |out, number| {
        write!(
            out,
            "\"p{number}\":{{\"type\":\"string\",\"maxLength\":{number}}}"
        )
    });
    described(&format!(
        "{{\"type\":\"object\",\"properties\":{{{properties}}}}}"
    ))
}

/// Names that are one when only letters and digits count.
pub fn colliding(number: usize) -> String {
    format!("{number:014b}").replace('0', "-").replace('1', "_")
}

pub fn collisions() -> String {
    let properties = each(10_000, |out, number| {
        write!(out, "\"a{}\":{{\"type\":\"string\"}}", colliding(number))
    });
    described(&format!(
        "{{\"type\":\"object\",\"properties\":{{{properties}}}}}"
    ))
}

pub fn component_collisions() -> String {
    let schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
    let components = each(10_000, |out, number| {
        write!(out, "\"a{}\":{schema}", colliding(number))
    });
    let arms = each(10_000, |out, number| {
        write!(
            out,
            "\"p{number}\":{{\"$ref\":\"#/components/schemas/a{}\"}}",
            colliding(number)
        )
    });
    document(&format!(
        "\"S0\":{{\"type\":\"object\",\"properties\":{{{arms}}}}},{components}"
    ))
}

pub fn operations() -> String {
    let paths = each(20_000, |out, number| {
        write!(
            out,
            "\"/t/{number}/{{id}}\":{{\"get\":{{\"operationId\":\"t{number}\",\"parameters\":[{{\"name\":\"id\",\"in\":\"path\",\
             \"required\":true,\"schema\":{{\"type\":\"string\"}}}}],\"responses\":{{\"204\":{{\"description\":\"d\"}}}}}}}}"
        )
    });
    format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\"paths\":{{{paths}}}}}"
    )
}

pub fn enumeration(ty: &str, value: fn(&mut String, usize) -> std::fmt::Result) -> String {
    described(&format!(
        "{{\"type\":\"{ty}\",\"enum\":[{}]}}",
        each(1_000_000, value)
    ))
}

pub fn required() -> String {
    described(&format!(
        "{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"string\"}}}},\"required\":[{}]}}",
        each(1_000_000, |out, number| write!(out, "\"r{number}\""))
    ))
}

pub fn examples() -> String {
    let items = each(2_500_000, |out, number| {
        write!(out, "{{\"a\":{number},\"b\":\"some text\",\"c\":null}}")
    });
    described(&format!(
        "{{\"type\":\"array\",\"items\":{{\"type\":\"object\",\"additionalProperties\":true}},\"example\":[{items}]}}"
    ))
}

pub fn unused() -> String {
    let schemas = each(500_000, |out, number| {
        let next = number + 1;
        write!(
            out,
            "\"S{next}\":{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"string\",\"maxLength\":{number}}},\"b\":{{\"$ref\":\"#/components/schemas/S{number}\"}}}},\"required\":[\"a\"],\"description\":\"one of many {number}\"}}"
        )
    });
    document(&format!("\"S0\":{{\"type\":\"string\"}},{schemas}"))
}

pub fn unused_yaml() -> String {
    let mut text =
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
            .to_owned();
    for number in 0..500_000 {
        let _ = write!(
            text,
            "    S{number}:\n      type: object\n      properties:\n        a:\n          type: string\n          maxLength: {number}\n        b:\n          $ref: '#/components/schemas/S{number}'\n      required: [a]\n      description: one of many {number}\n"
        );
    }
    text
}
