//! The violations that Prism 5.14.2 finds in valid requests.

/// The operation, the start of the violation, and why Prism finds it.
const EXPLAINED: &[(&str, &str, &str)] = &[
    (
        "submitForm",
        "request.body.deep: ",
        "Prism does not read `deepObject` in a form",
    ),
    (
        "submitForm",
        "request.body.joined: Reserved",
        "Prism takes the delimiter for a part of a value",
    ),
    (
        "submitForm",
        "request.body.joined: ",
        "Prism does not split a property that is one text",
    ),
    (
        "submitForm",
        "request.body.pipes: ",
        "Prism does not split a property that is one text",
    ),
    (
        "submitForm",
        "request.body.numbers: ",
        "Prism takes an array of one item for the item",
    ),
    (
        "submitForm",
        "request.body.json: ",
        "Prism ignores the `contentType` of a property in a form",
    ),
    (
        "submitParts",
        "request.body.about: ",
        "Prism does not read the JSON of a part",
    ),
    (
        "submitParts",
        "request.body.tags: ",
        "Prism keeps only the last part of a name",
    ),
    (
        "submitParts",
        "request.body.more: ",
        "Prism keeps only the last part of a name",
    ),
    (
        "exploded",
        "request.query.object: ",
        "Prism takes an object that is not there for an empty one",
    ),
    (
        "delimited",
        "request.query.spaces.",
        "Prism looks for the text %20 in a decoded value",
    ),
    (
        "listItems",
        "response.header: ",
        "Prism sends no headers beside an example",
    ),
    (
        "putBytes",
        "response.header: ",
        "Prism sends no headers beside bytes",
    ),
    (
        "startJob (vendor)",
        "request.body: ",
        "Prism checks it by the schema of application/json",
    ),
    (
        "putNumber",
        "request: Body parameter is required",
        "Prism takes null and 0 for no body",
    ),
];

pub fn is_explained(operation: &str, violation: &str) -> bool {
    let mut explained = EXPLAINED.iter();
    explained.any(|(name, start, _)| *name == operation && violation.starts_with(start))
}
