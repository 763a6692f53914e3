//! Every limit of lowering, with its reason: a small description can ask for very much, and rustc does
//! not take everything that can be written. What is beyond a limit is reported.

/// Schemas that are intersected into one.
pub const MAX_MERGED: usize = 1_000;

/// The cost of merging all schemas, in schemas, properties, `required` names and listed values: a base
/// of many properties with many subtypes multiplies.
pub const MAX_MERGE_COST: usize = 400_000;

/// The cost of merging all schemas, besides, as a multiple of what they cost alone.
pub const MAX_MERGE_FACTOR: usize = 10;

/// Intersections for each schema of the description.
pub const MAX_INTERSECTIONS_EACH: usize = 20;

/// Uses of a schema that may be the same as another.
pub const MAX_SAME_USES: usize = 100;

/// Wrappers around a schema that are looked through for annotations.
pub const MAX_WRAPPERS: usize = 100;

/// Levels of composition that are looked through for `null`.
pub const MAX_NULL_DEPTH: usize = 64;

/// Combinations of variants that become types, where an intersection has several unions.
pub const MAX_COMBINATIONS: usize = 64;

/// Levels of unions in unions that are looked through for values and tags.
pub const MAX_NESTED_UNIONS: usize = 8;

/// Schemas that a component may extend, directly or not, and be a variant of each.
pub const MAX_ANCESTORS: usize = 64;

/// Properties that are tried as the tag of a union without a discriminator.
pub const MAX_CANDIDATES: usize = 256;

/// Properties of an object or items of a tuple: a value of more takes much stack to be read, and rustc
/// recurses over the fields of a struct.
pub const MAX_FIELDS: usize = 2_000;

/// Values of an enumeration or variants of a union: no compiler takes more.
pub const MAX_VARIANTS: usize = 100_000;

/// Items of a tuple of Rust; one of more is a struct.
pub const MAX_TUPLE_ITEMS: usize = 6;

/// The size in bytes from which a type goes on the heap wherever another holds it. Values are moved
/// while they are read, several times on each level, and a thread has a stack of 2 MiB.
pub const MAX_INLINE_SIZE: usize = 4 << 10;

/// The size in bytes from which a type puts all types with names on the heap that it holds.
pub const MAX_TYPE_SIZE: usize = 16 << 10;

/// Levels of types without names. Behind references they may nest without end.
pub const MAX_UNNAMED_NESTING: usize = 32;

/// Levels of arrays and maps without names.
pub const MAX_UNNAMED_COLLECTIONS: usize = 16;

/// Levels of unions in unions that are looked through for the JSON types of their values.
pub const MAX_KINDS_DEPTH: usize = 16;

/// Levels of arrays and maps that are looked through for a secret.
pub const MAX_SECRET_DEPTH: usize = 8;

/// Bytes of a default that is shown in full in the documentation.
pub const MAX_DEFAULT: usize = 100;

/// The cost of the rules of a description: where schemas refer to each other, even rules that do not
/// nest deeply are many.
pub const MAX_RULES: usize = 300_000;

/// Levels of rules in rules.
pub const MAX_RULE_DEPTH: usize = 6;

/// The cost of compiling the patterns of a description, in ranges of characters: some seconds.
pub const MAX_AUTOMATA_COST: usize = 10_000_000;

/// Parameters that a request must have: each is an argument.
pub const MAX_REQUIRED_PARAMETERS: usize = 250;

/// Security schemes of an operation, in all of its alternatives. Those of the description are the same
/// for every operation.
pub const MAX_SCHEMES: usize = 250;

/// Bytes of the URL of a server: the default of a variable may stand in it as often as there is room.
pub const MAX_SERVER_URL: usize = 64 << 10;

/// Levels of types that are looked through for whether a value has a text.
pub const MAX_TEXT_DEPTH: usize = 32;

/// Bytes of the name of an error that operations share. A longer one says less than the name of an
/// operation.
pub const MAX_ERROR_NAME: usize = 64;

/// Bytes of the name of a module, which is a file.
pub const MAX_MODULE_NAME: usize = 60;

/// Bytes of an `operationId` that the documentation quotes.
pub const MAX_QUOTED_ID: usize = 500;

/// Bytes of a text that becomes documentation.
pub const MAX_DESCRIPTION: usize = 64 << 10;

/// Bytes of all texts that become documentation, each counted where it is used.
pub const MAX_DESCRIPTIONS: usize = 16 << 20;
