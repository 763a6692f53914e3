//! Hard input, made here → a diagnostic or a result of the generator, in bounded time and memory.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use crate::measure::Measured;
use crate::process::{self, Outcome};

/// A kind of hard input.
#[derive(Clone, Copy, Debug)]
pub struct Extreme {
    /// What it is called.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    make: fn() -> String,
}

/// What came of one.
#[derive(Clone, Debug)]
pub struct Survived {
    /// Which.
    pub name: &'static str,
    /// How long its text is, in bytes.
    pub size: usize,
    /// What became of it, in a line.
    pub outcome: String,
    /// Whether it ended in time, in bounded memory, and with a result or a reason.
    pub passes: bool,
}

/// The most memory that anything may take, in megabytes.
const MOST_MEGABYTES: f64 = 4096.0;

/// All kinds, the cheapest to make first.
pub const EXTREMES: &[Extreme] = &[
    Extreme {
        name: "10,000 arrays in each other, JSON",
        file: "a.json",
        make: || nested("[", "]"),
    },
    Extreme {
        name: "10,000 objects in each other, JSON",
        file: "a.json",
        make: || nested("{\"a\":", "}"),
    },
    Extreme {
        name: "10,000 arrays in each other, YAML",
        file: "a.yaml",
        make: || nested_in("[", "", "]"),
    },
    Extreme {
        name: "10,000 objects in each other, YAML",
        file: "a.yaml",
        make: || nested_in("{a: ", "", "}"),
    },
    Extreme {
        name: "3,000 block mappings in each other, YAML",
        file: "a.yaml",
        make: block,
    },
    Extreme {
        name: "10,000 compact sequences in each other, YAML",
        file: "a.yaml",
        make: || nested_in("- ", "x", ""),
    },
    Extreme {
        name: "10,000 `items` in each other",
        file: "a.json",
        make: || nested_schema("{\"type\":\"array\",\"items\":", "}"),
    },
    Extreme {
        name: "100 `items` in each other",
        file: "a.json",
        make: || nested_items(100),
    },
    Extreme {
        name: "an alias bomb of arrays",
        file: "a.yaml",
        make: || bomb("[", "]"),
    },
    Extreme {
        name: "an alias bomb of schemas",
        file: "a.yaml",
        make: schema_bomb,
    },
    Extreme {
        name: "an alias bomb of merge keys",
        file: "a.yaml",
        make: merge_bomb,
    },
    Extreme {
        name: "200,000 aliases of a small node",
        file: "a.yaml",
        make: many_aliases,
    },
    Extreme {
        name: "a chain of 100,000 references between schemas",
        file: "a.json",
        make: || chain(100_000, "{\"$ref\":\"#/components/schemas/S", "\"}"),
    },
    Extreme {
        name: "a cycle of 100,000 references between schemas",
        file: "a.json",
        make: reference_cycle,
    },
    Extreme {
        name: "a chain of 100,000 references between parameters",
        file: "a.json",
        make: parameter_chain,
    },
    Extreme {
        name: "a chain of 100,000 `allOf` of one",
        file: "a.json",
        make: || {
            chain(
                100_000,
                "{\"allOf\":[{\"$ref\":\"#/components/schemas/S",
                "\"}]}",
            )
        },
    },
    Extreme {
        name: "a chain of 10,000 `allOf` of two",
        file: "a.json",
        make: || {
            chain(
                10_000,
                "{\"allOf\":[{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}},{\"$ref\":\"#/components/schemas/S",
                "\"}]}",
            )
        },
    },
    Extreme {
        name: "a chain of 10,000 `oneOf` of two",
        file: "a.json",
        make: || {
            chain(
                10_000,
                "{\"oneOf\":[{\"type\":\"string\"},{\"$ref\":\"#/components/schemas/S",
                "\"}]}",
            )
        },
    },
    Extreme {
        name: "a chain of 100,000 properties",
        file: "a.json",
        make: || {
            chain(
                100_000,
                "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/components/schemas/S",
                "\"}}}",
            )
        },
    },
    Extreme {
        name: "a chain of 100,000 `items`",
        file: "a.json",
        make: || {
            chain(
                100_000,
                "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/S",
                "\"}}",
            )
        },
    },
    Extreme {
        name: "an `allOf` of itself",
        file: "a.json",
        make: || described("{\"allOf\":[{\"$ref\":\"#/components/schemas/S0\"}]}"),
    },
    Extreme {
        name: "an `allOf` of itself and a property",
        file: "a.json",
        make: || {
            described(
                "{\"properties\":{\"a\":{\"type\":\"string\"}},\"allOf\":[{\"$ref\":\"#/components/schemas/S0\"}]}",
            )
        },
    },
    Extreme {
        name: "an `allOf` of a property of itself",
        file: "a.json",
        make: || {
            described(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"allOf\":[{\"$ref\":\"#/components/schemas/S0\"},{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"string\"}}}]}}}",
            )
        },
    },
    Extreme {
        name: "a `oneOf` of itself",
        file: "a.json",
        make: || {
            described(
                "{\"oneOf\":[{\"$ref\":\"#/components/schemas/S0\"},{\"$ref\":\"#/components/schemas/S0\"}]}",
            )
        },
    },
    Extreme {
        name: "an `anyOf` of itself and a string",
        file: "a.json",
        make: || {
            described("{\"anyOf\":[{\"$ref\":\"#/components/schemas/S0\"},{\"type\":\"string\"}]}")
        },
    },
    Extreme {
        name: "40 levels of `allOf` of the next one twice",
        file: "a.json",
        make: || doubling("allOf"),
    },
    Extreme {
        name: "40 levels of `oneOf` of the next one twice",
        file: "a.json",
        make: || doubling("oneOf"),
    },
    Extreme {
        name: "an `allOf` of 30 `oneOf` of two",
        file: "a.json",
        make: product,
    },
    Extreme {
        name: "an `allOf` of 10,000",
        file: "a.json",
        make: || wide("allOf", 10_000),
    },
    Extreme {
        name: "a `oneOf` of 10,000",
        file: "a.json",
        make: || wide("oneOf", 10_000),
    },
    Extreme {
        name: "40 levels of properties of the next one twice",
        file: "a.json",
        make: twice,
    },
    Extreme {
        name: "a number of a million digits",
        file: "a.json",
        make: || {
            described(&format!(
                "{{\"type\":\"integer\",\"maximum\":{}}}",
                "9".repeat(1_000_000)
            ))
        },
    },
    Extreme {
        name: "a number with a huge exponent",
        file: "a.yaml",
        make: || {
            described("{\"type\":\"integer\",\"maximum\":1e999999999,\"multipleOf\":1e-999999999}")
        },
    },
    Extreme {
        name: "`maxLength` 1e19, `minItems` 1e300",
        file: "a.json",
        make: || {
            described(
                "{\"type\":\"array\",\"minItems\":1e300,\"items\":{\"type\":\"string\",\"maxLength\":10000000000000000000}}",
            )
        },
    },
    Extreme {
        name: "a pattern of 100,000 groups",
        file: "a.json",
        make: || {
            described(&format!(
                "{{\"type\":\"string\",\"pattern\":\"{}a{}\"}}",
                "(".repeat(100_000),
                ")".repeat(100_000)
            ))
        },
    },
    Extreme {
        name: "a pattern that repeats without end",
        file: "a.json",
        make: || {
            described("{\"type\":\"string\",\"pattern\":\"^((((a{1000}){1000}){1000}){1000})$\"}")
        },
    },
    Extreme {
        name: "a name of a megabyte",
        file: "a.json",
        make: || {
            described(&format!(
                "{{\"type\":\"object\",\"properties\":{{\"{}\":{{\"type\":\"string\"}}}}}}",
                "n".repeat(1_000_000)
            ))
        },
    },
    Extreme {
        name: "a description of 10 MB",
        file: "a.json",
        make: || {
            described(&format!(
                "{{\"type\":\"string\",\"description\":\"{}\"}}",
                "`<[a](b\\n".repeat(1_200_000)
            ))
        },
    },
    Extreme {
        name: "20,000 faults in a line of 2 MB",
        file: "a.json",
        make: || faults(""),
    },
    Extreme {
        name: "20,000 faults in 20,000 lines",
        file: "a.json",
        make: || faults("\n"),
    },
    Extreme {
        name: "100,000 duplicate keys, YAML",
        file: "a.yaml",
        make: duplicates,
    },
    Extreme {
        name: "an object of 100,000 properties",
        file: "a.json",
        make: properties,
    },
    Extreme {
        name: "10,000 properties whose names collide",
        file: "a.json",
        make: collisions,
    },
    Extreme {
        name: "10,000 components whose names collide",
        file: "a.json",
        make: component_collisions,
    },
    Extreme {
        name: "20,000 operations",
        file: "a.json",
        make: operations,
    },
    Extreme {
        name: "an enumeration of a million strings",
        file: "a.json",
        make: || enumeration("string", |out, number| write!(out, "\"v{number}\"")),
    },
    Extreme {
        name: "an enumeration of a million integers",
        file: "a.json",
        make: || enumeration("integer", |out, number| write!(out, "{number}")),
    },
    Extreme {
        name: "an enumeration of a million strings whose names collide",
        file: "a.json",
        make: || {
            enumeration("string", |out, number| {
                write!(
                    out,
                    "\"{}\"",
                    format!("{number:020b}").replace('0', "-").replace('1', "+")
                )
            })
        },
    },
    Extreme {
        name: "a required list of a million",
        file: "a.json",
        make: required,
    },
    Extreme {
        name: "100 MB of a description text",
        file: "a.json",
        make: || {
            described(&format!(
                "{{\"type\":\"string\",\"description\":\"{}\"}}",
                "word ".repeat(20_000_000)
            ))
        },
    },
    Extreme {
        name: "100 MB of examples",
        file: "a.json",
        make: examples,
    },
    Extreme {
        name: "100 MB of schemas that nothing uses",
        file: "a.json",
        make: unused,
    },
    Extreme {
        name: "100 MB of unused schemas, YAML",
        file: "a.yaml",
        make: unused_yaml,
    },
    Extreme {
        name: "100 MB that is not JSON at its end",
        file: "a.json",
        make: || unused().trim_end_matches('}').to_owned(),
    },
];

/// Runs one in a process of its own. `place` is a folder for what is written.
///
/// # Errors
///
/// The place cannot be written.
pub fn run(extreme: &Extreme, place: &Path, limit: Duration) -> Result<Survived, String> {
    let folder = place.join("extremes");
    let (spec, out) = (folder.join(extreme.file), folder.join("out"));
    let text = (extreme.make)();
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    std::fs::write(&spec, &text).map_err(|error| error.to_string())?;
    let (path, below) = (spec.to_string_lossy(), out.to_string_lossy());
    // What is emitted is parsed as well, which is no part of the run.
    let outcome = process::run_self(&["measure", &path, &below, "extreme"], limit * 4)?;
    let _ = std::fs::remove_dir_all(&folder);
    let (passes, outcome) = judge(outcome, limit);
    Ok(Survived {
        name: extreme.name,
        size: text.len(),
        outcome,
        passes,
    })
}

fn judge(outcome: Outcome, limit: Duration) -> (bool, String) {
    let measured = match outcome {
        Outcome::Done(text) => {
            serde_json::from_str::<Measured>(&text).map_err(|error| error.to_string())
        }
        Outcome::Panicked(message) => Err(format!("panics: {message}")),
        Outcome::Killed(how) => Err(format!("is killed: {how}")),
        Outcome::TimedOut => Err("does not end".to_owned()),
    };
    let measured = match measured {
        Ok(measured) => measured,
        Err(how) => return (false, how),
    };
    let took = measured.milliseconds + measured.rendering_milliseconds;
    let said = measured
        .diagnostics
        .first()
        .map_or("says nothing".to_owned(), |said| {
            let message: String = said.message.chars().take(70).collect();
            format!(
                "{} diagnostics, first {}: {message}",
                measured.diagnostics.len(),
                said.code
            )
        });
    let what = match measured.generated {
        true => format!("{} lines", measured.lines),
        false => "refused".to_owned(),
    };
    let passes = took <= limit.as_secs_f64() * 1000.0
        && measured.peak_megabytes <= MOST_MEGABYTES
        && measured.unparsed.is_empty()
        && (measured.generated || !measured.diagnostics.is_empty());
    let unparsed = measured
        .unparsed
        .first()
        .map_or(String::new(), |file| format!("; NOT RUST: {file}"));
    (
        passes,
        format!(
            "{took:>6.0} ms {:>5.0} MB  {what}; {said}{unparsed}",
            measured.peak_megabytes
        ),
    )
}

/// Writing to a string cannot fail.
fn each(count: usize, mut write: impl FnMut(&mut String, usize) -> std::fmt::Result) -> String {
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
fn document(schemas: &str) -> String {
    format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\"paths\":{{\"/t\":{{\"get\":{{\"operationId\":\"t\",\
         \"responses\":{{\"200\":{{\"description\":\"d\",\"content\":{{\"application/json\":{{\"schema\":\
         {{\"$ref\":\"#/components/schemas/S0\"}}}}}}}}}}}}}}}},\"components\":{{\"schemas\":{{{schemas}}}}}}}"
    )
}

fn described(schema: &str) -> String {
    document(&format!("\"S0\":{schema}"))
}

const DEPTH: usize = 10_000;

/// A description with an extension that nests.
fn nested(open: &str, close: &str) -> String {
    format!(
        "{{\"openapi\":\"3.0.3\",\"x-deep\":{}1{}}}",
        open.repeat(DEPTH),
        close.repeat(DEPTH)
    )
}

fn nested_in(open: &str, inner: &str, close: &str) -> String {
    format!(
        "openapi: 3.0.3\nx-deep:\n  {}{inner}{}\n",
        open.repeat(DEPTH),
        close.repeat(DEPTH)
    )
}

fn block() -> String {
    let mut text = "openapi: 3.0.3\nx-deep:\n".to_owned();
    for depth in 1..3_000 {
        text.push_str(&" ".repeat(depth));
        text.push_str("a:\n");
    }
    text
}

fn nested_schema(open: &str, close: &str) -> String {
    described(&format!(
        "{}{{}}{}",
        open.repeat(DEPTH),
        close.repeat(DEPTH)
    ))
}

fn nested_items(depth: usize) -> String {
    described(&format!(
        "{}{{}}{}",
        "{\"type\":\"array\",\"items\":".repeat(depth),
        "}".repeat(depth)
    ))
}

/// Ten levels of ten aliases of the level before.
fn bomb(open: &str, close: &str) -> String {
    let mut text = format!("openapi: 3.0.3\nx-0: &a0 {open}1{close}\n");
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(text, "x-{level}: &a{level} {open}{aliases}{close}");
    }
    text
}

fn schema_bomb() -> String {
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

fn merge_bomb() -> String {
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

fn many_aliases() -> String {
    let mut text = "openapi: 3.0.3\nx-a: &a {b: [1, 2, 3]}\nx-all:\n".to_owned();
    text.push_str(&"- *a\n".repeat(200_000));
    text
}

/// Schemas that each name the next one; the last is a string.
fn chain(count: usize, open: &str, close: &str) -> String {
    let links = each(count, |out, number| {
        write!(out, "\"S{number}\":{open}{}{close}", number + 1)
    });
    document(&format!("{links},\"S{count}\":{{\"type\":\"string\"}}"))
}

fn reference_cycle() -> String {
    document(&each(100_000, |out, number| {
        write!(
            out,
            "\"S{number}\":{{\"$ref\":\"#/components/schemas/S{}\"}}",
            (number + 1) % 100_000
        )
    }))
}

fn parameter_chain() -> String {
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

fn doubling(keyword: &str) -> String {
    let links = each(40, |out, number| {
        let next = format!("{{\"$ref\":\"#/components/schemas/S{}\"}}", number + 1);
        write!(out, "\"S{number}\":{{\"{keyword}\":[{next},{next}]}}")
    });
    document(&format!(
        "{links},\"S40\":{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"string\"}}}}}}"
    ))
}

/// 2 to the 30th combinations.
fn product() -> String {
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

fn wide(keyword: &str, count: usize) -> String {
    let arms = each(count, |out, number| {
        write!(
            out,
            "{{\"type\":\"object\",\"properties\":{{\"p{number}\":{{\"type\":\"string\"}},\"q\":{{\"type\":\"string\"}}}}}}"
        )
    });
    described(&format!("{{\"{keyword}\":[{arms}]}}"))
}

fn twice() -> String {
    let links = each(40, |out, number| {
        let next = format!("{{\"$ref\":\"#/components/schemas/S{}\"}}", number + 1);
        write!(
            out,
            "\"S{number}\":{{\"type\":\"object\",\"properties\":{{\"a\":{next},\"b\":{next}}}}}"
        )
    });
    document(&format!("{links},\"S40\":{{\"type\":\"string\"}}"))
}

fn faults(newline: &str) -> String {
    let schemas = each(20_000, |out, number| {
        write!(
            out,
            "{newline}\"S{number}\":{{\"type\":\"object\",\"minLength\":\"x\",\"propertys\":{{}},\"$ref\":\"#/nowhere\"}}"
        )
    });
    document(&schemas)
}

fn duplicates() -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\nx-all:\n".to_owned();
    text.push_str(&"  a: 1\n".repeat(100_000));
    text
}

fn properties() -> String {
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
fn colliding(number: usize) -> String {
    format!("{number:014b}").replace('0', "-").replace('1', "_")
}

fn collisions() -> String {
    let properties = each(10_000, |out, number| {
        write!(out, "\"a{}\":{{\"type\":\"string\"}}", colliding(number))
    });
    described(&format!(
        "{{\"type\":\"object\",\"properties\":{{{properties}}}}}"
    ))
}

fn component_collisions() -> String {
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

fn operations() -> String {
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

fn enumeration(ty: &str, value: fn(&mut String, usize) -> std::fmt::Result) -> String {
    described(&format!(
        "{{\"type\":\"{ty}\",\"enum\":[{}]}}",
        each(1_000_000, value)
    ))
}

fn required() -> String {
    described(&format!(
        "{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"string\"}}}},\"required\":[{}]}}",
        each(1_000_000, |out, number| write!(out, "\"r{number}\""))
    ))
}

fn examples() -> String {
    let items = each(2_500_000, |out, number| {
        write!(out, "{{\"a\":{number},\"b\":\"some text\",\"c\":null}}")
    });
    described(&format!(
        "{{\"type\":\"array\",\"items\":{{\"type\":\"object\",\"additionalProperties\":true}},\"example\":[{items}]}}"
    ))
}

fn unused() -> String {
    let schemas = each(500_000, |out, number| {
        let next = number + 1;
        write!(
            out,
            "\"S{next}\":{{\"type\":\"object\",\"properties\":{{\"a\":{{\"type\":\"string\",\"maxLength\":{number}}},\"b\":{{\"$ref\":\"#/components/schemas/S{number}\"}}}},\"required\":[\"a\"],\"description\":\"one of many {number}\"}}"
        )
    });
    document(&format!("\"S0\":{{\"type\":\"string\"}},{schemas}"))
}

fn unused_yaml() -> String {
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use oasmith::source;

    use super::EXTREMES;

    /// What is not about syntax has none that is wrong: the extreme is reached.
    #[test]
    fn the_smaller_ones_are_what_they_should_be() {
        for extreme in EXTREMES
            .iter()
            .filter(|extreme| extreme.name.starts_with("a chain of 10,000"))
        {
            let text = (extreme.make)();
            assert!(
                source::parse(Path::new(extreme.file), text).is_ok(),
                "{}",
                extreme.name
            );
        }
    }
}
