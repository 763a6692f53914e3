//! All kinds of hard input.

use std::fmt::Write;

use super::Extreme;
use super::texts::{
    block, bomb, chain, collisions, component_collisions, described, doubling, duplicates,
    enumeration, examples, faults, many_aliases, merge_bomb, nested, nested_in, nested_items,
    nested_schema, operations, parameter_chain, product, properties, reference_cycle, required,
    schema_bomb, twice, unused, unused_yaml, wide,
};

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
