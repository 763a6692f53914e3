//! Hard input that multiplies: what is small by itself stands in many places.

use std::fmt::Write;

use super::Extreme;
use super::texts::{described, document, each};

/// All kinds of it.
pub const PRODUCTS: &[Extreme] = &[
    Extreme {
        name: "3,000 uses of a description of a megabyte",
        file: "a.json",
        make: shared_description,
    },
    Extreme {
        name: "3,000 faults below a key of a megabyte",
        file: "a.json",
        make: long_key,
    },
    Extreme {
        name: "3,000 types in a component with a name of a megabyte",
        file: "a.json",
        make: long_name,
    },
    Extreme {
        name: "a million faults of a kind",
        file: "a.json",
        make: many_faults,
    },
    Extreme {
        name: "2,000 heirs of 2,000 properties",
        file: "a.json",
        make: heirs,
    },
    Extreme {
        name: "3,000 `allOf` that each add to the next",
        file: "a.json",
        make: growing,
    },
    Extreme {
        name: "a `oneOf` of 2,000 beside 2,000 properties",
        file: "a.json",
        make: beside,
    },
    Extreme {
        name: "5,000 unions with an object of 5,000 properties",
        file: "a.json",
        make: heavy_arm,
    },
    Extreme {
        name: "twelve levels of unions of ten tagged objects",
        file: "a.json",
        make: || levels(tagged_leaf),
    },
    Extreme {
        name: "twelve levels of unions of ten lists of values",
        file: "a.json",
        make: || levels(listed_leaf),
    },
    Extreme {
        name: "200 unions of each other",
        file: "a.json",
        make: clique,
    },
    Extreme {
        name: "a union of 10,000 with a discriminator",
        file: "a.json",
        make: tagged,
    },
    Extreme {
        name: "eight levels of 300 rules",
        file: "a.json",
        make: rules,
    },
    Extreme {
        name: "50,000 patterns of properties",
        file: "a.json",
        make: patterns,
    },
    Extreme {
        name: "a path of 20,000 parameters",
        file: "a.json",
        make: path_parameters,
    },
    Extreme {
        name: "20,000 required parameters",
        file: "a.json",
        make: required_parameters,
    },
    Extreme {
        name: "5,000 security schemes for each of 2,000 operations",
        file: "a.json",
        make: security,
    },
    Extreme {
        name: "server variables that are ten of the next one",
        file: "a.json",
        make: server,
    },
    Extreme {
        name: "20,000 variables of a server",
        file: "a.json",
        make: variables,
    },
    Extreme {
        name: "a description of five million lines",
        file: "a.json",
        make: || {
            described(&format!(
                "{{\"type\":\"string\",\"description\":\"{}\"}}",
                "`<[a](b\\n".repeat(5_000_000)
            ))
        },
    },
];

/// A reference to a schema, as JSON.
fn refer(name: &str) -> String {
    format!("{{\"$ref\":\"#/components/schemas/{name}\"}}")
}

/// An object of so many strings.
fn strings(count: usize) -> String {
    let properties = each(count, |out, number| {
        write!(out, "\"p{number}\":{{\"type\":\"string\"}}")
    });
    format!("{{\"type\":\"object\",\"properties\":{{{properties}}}}}")
}

/// A description with so many operations, and something beside them.
fn operations(count: usize, inside: &str, beside: &str) -> String {
    let paths = each(count, |out, number| {
        write!(
            out,
            "\"/t{number}\":{{\"get\":{{\"operationId\":\"t{number}\",{inside}\"responses\":{{\"204\":{{\"description\":\"d\"}}}}}}}}"
        )
    });
    format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\"paths\":{{{paths}}}{beside}}}"
    )
}

fn shared_description() -> String {
    let uses = each(3_000, |out, number| {
        write!(out, "\"u{number}\":{}", refer("B"))
    });
    let long = "word ".repeat(200_000);
    document(&format!(
        "\"S0\":{{\"type\":\"object\",\"properties\":{{{uses}}}}},\"B\":{{\"type\":\"string\",\"description\":\"{long}\"}}"
    ))
}

fn long_key() -> String {
    let faults = each(3_000, |out, number| write!(out, "\"p{number}\":1"));
    let key = "n".repeat(1_000_000);
    described(&format!(
        "{{\"type\":\"object\",\"properties\":{{\"{key}\":{{\"type\":\"object\",\"properties\":{{{faults}}}}}}}}}"
    ))
}

fn long_name() -> String {
    let inner = each(3_000, |out, number| {
        write!(out, "\"p{number}\":{}", strings(1))
    });
    let name = format!("X{}", "n".repeat(1_000_000));
    document(&format!(
        "\"S0\":{},\"{name}\":{{\"type\":\"object\",\"properties\":{{{inner}}}}}",
        refer(&name)
    ))
}

fn many_faults() -> String {
    let faults = each(1_000_000, |out, number| write!(out, "\"p{number}\":1"));
    described(&format!(
        "{{\"type\":\"object\",\"properties\":{{{faults}}}}}"
    ))
}

fn heirs() -> String {
    let uses = each(2_000, |out, number| {
        write!(out, "\"h{number}\":{}", refer(&format!("H{number}")))
    });
    let heirs = each(2_000, |out, number| {
        write!(
            out,
            "\"H{number}\":{{\"allOf\":[{},{{\"properties\":{{\"own\":{{\"type\":\"string\"}}}}}}]}}",
            refer("B")
        )
    });
    document(&format!(
        "\"S0\":{{\"type\":\"object\",\"properties\":{{{uses}}}}},\"B\":{},{heirs}",
        strings(2_000)
    ))
}

/// Each adds a property to the next, and has it as one.
fn growing() -> String {
    let links = each(3_000, |out, number| {
        let next = refer(&format!("S{}", number + 1));
        write!(
            out,
            "\"S{number}\":{{\"allOf\":[{{\"type\":\"object\",\"properties\":{{\"a{number}\":{{\"type\":\"string\"}},\"n\":{next}}}}},{next}]}}"
        )
    });
    document(&format!("{links},\"S3000\":{{\"type\":\"object\"}}"))
}

fn beside() -> String {
    let arms = each(2_000, |out, number| {
        write!(
            out,
            "{{\"properties\":{{\"q{number}\":{{\"type\":\"string\"}}}},\"required\":[\"q{number}\"]}}"
        )
    });
    let object = strings(2_000);
    let object = object.trim_end_matches('}');
    described(&format!("{object}}}}},\"oneOf\":[{arms}]}}"))
}

fn heavy_arm() -> String {
    let unions = each(5_000, |out, number| {
        write!(
            out,
            "\"u{number}\":{{\"oneOf\":[{},{{\"type\":\"string\",\"maxLength\":{number}}}]}}",
            refer("B")
        )
    });
    document(&format!(
        "\"S0\":{{\"type\":\"object\",\"properties\":{{{unions}}}}},\"B\":{}",
        strings(5_000)
    ))
}

/// Twelve levels of unions of all ten of the next one.
fn levels(leaf: fn(usize) -> String) -> String {
    let mut schemas = String::new();
    for level in 0..12 {
        let arms = each(10, |out, number| {
            let next = format!("L{}x{number}", level + 1);
            write!(out, "{}", refer(&next))
        });
        for number in 0..10 {
            let _ = write!(schemas, "\"L{level}x{number}\":{{\"anyOf\":[{arms}]}},");
        }
    }
    let leaves = each(10, |out, number| {
        write!(out, "\"L12x{number}\":{}", leaf(number))
    });
    document(&format!("\"S0\":{},{schemas}{leaves}", refer("L0x0")))
}

fn tagged_leaf(number: usize) -> String {
    format!(
        "{{\"type\":\"object\",\"required\":[\"t\"],\"properties\":{{\"t\":{}}}}}",
        listed_leaf(number)
    )
}

fn listed_leaf(number: usize) -> String {
    format!("{{\"type\":\"string\",\"enum\":[\"r{number}\"]}}")
}

/// 200 unions of each other.
fn clique() -> String {
    let arms = each(200, |out, number| {
        write!(out, "{}", refer(&format!("S{number}")))
    });
    document(&each(200, |out, number| {
        write!(out, "\"S{number}\":{{\"oneOf\":[{arms},{}]}}", strings(1))
    }))
}

fn tagged() -> String {
    let mapping = each(10_000, |out, number| {
        write!(out, "\"a{number}\":\"#/components/schemas/A{number}\"")
    });
    let arms = each(10_000, |out, number| {
        write!(out, "{}", refer(&format!("A{number}")))
    });
    let schemas = each(10_000, |out, number| {
        write!(
            out,
            "\"A{number}\":{{\"type\":\"object\",\"required\":[\"k\"],\"properties\":{{\"k\":{{\"type\":\"string\"}},\"v\":{{\"type\":\"integer\",\"maximum\":{number}}}}}}}"
        )
    });
    document(&format!(
        "\"S0\":{{\"oneOf\":[{arms}],\"discriminator\":{{\"propertyName\":\"k\",\"mapping\":{{{mapping}}}}}}},{schemas}"
    ))
}

/// Rules of rules: 300 at each of 8 levels.
fn rules() -> String {
    let levels = each(8, |out, level| {
        let next = refer(&format!("L{}", level + 1));
        let arms = each(300, |out, number| {
            write!(out, "{{\"allOf\":[{next},{{\"maxProperties\":{number}}}]}}")
        });
        write!(
            out,
            "\"L{level}\":{{\"type\":\"object\",\"not\":{{\"anyOf\":[{arms}]}}}}"
        )
    });
    document(&format!(
        "\"S0\":{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"string\"}}}},\"not\":{}}},{levels},\"L8\":{}",
        refer("L0"),
        "{\"type\":\"object\",\"required\":[\"z\"]}"
    ))
}

fn patterns() -> String {
    let patterns = each(50_000, |out, number| {
        write!(
            out,
            "\"^x{number}\":{{\"type\":\"string\",\"minLength\":{number}}}"
        )
    });
    described(&format!(
        "{{\"type\":\"object\",\"patternProperties\":{{{patterns}}}}}"
    ))
    .replacen("3.0.3", "3.1.0", 1)
}

fn path_parameters() -> String {
    let path: String = (0..20_000)
        .map(|number| format!("/{{a{number}}}"))
        .collect();
    operations(1, "", "").replacen("/t0", &path, 1)
}

fn required_parameters() -> String {
    let parameters = each(20_000, |out, number| {
        write!(
            out,
            "{{\"name\":\"q{number}\",\"in\":\"query\",\"required\":true,\"schema\":{{\"type\":\"string\"}}}}"
        )
    });
    operations(1, &format!("\"parameters\":[{parameters}],"), "")
}

fn security() -> String {
    let schemes = each(5_000, |out, number| {
        write!(
            out,
            "\"k{number}\":{{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X{number}\"}}"
        )
    });
    let asked = each(5_000, |out, number| write!(out, "\"k{number}\":[]"));
    let beside =
        format!(",\"security\":[{{{asked}}}],\"components\":{{\"securitySchemes\":{{{schemes}}}}}");
    operations(2_000, "", &beside)
}

/// Each variable of a server is ten of the next one.
fn server() -> String {
    let variables = each(12, |out, number| {
        let next = format!("{{v{}}}", number + 1).repeat(10);
        write!(out, "\"v{number}\":{{\"default\":\"{next}\"}}")
    });
    let beside = format!(",\"servers\":[{{\"url\":\"{{v0}}\",\"variables\":{{{variables}}}}}]");
    operations(1, "", &beside)
}

fn variables() -> String {
    let url: String = (0..20_000)
        .map(|number| format!("/{{v{number}}}"))
        .collect();
    let variables = each(20_000, |out, number| {
        write!(out, "\"v{number}\":{{\"default\":\"{number}\"}}")
    });
    let beside = format!(",\"servers\":[{{\"url\":\"{url}\",\"variables\":{{{variables}}}}}]");
    operations(1, "", &beside)
}
