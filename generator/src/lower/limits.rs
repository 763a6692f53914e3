//! The limits of lowering. Most are against adversarial input, where a small description asks for
//! unlimited output; some are limits of rustc. Exceeding one is reported, unless noted here.

/// Schemas that are intersected into one: an `allOf` of references to such schemas has no other end.
pub const MAX_MERGED: usize = 1_000;

/// The cost of merging all schemas, in schemas, properties, `required` names and listed values: a base
/// of many properties with many subtypes multiplies.
pub const MAX_MERGE_COST: usize = 400_000;

/// The cost of merging all schemas beyond [`MAX_MERGE_COST`], as a multiple of the cost of merging
/// each alone: large descriptions may cost more.
pub const MAX_MERGE_FACTOR: usize = 10;

/// Intersections of a description: variants of variants multiply.
pub const MAX_INTERSECTIONS: usize = 10_000;

/// Intersections of a description beyond [`MAX_INTERSECTIONS`], for each of its schemas.
pub const MAX_INTERSECTIONS_PER_SCHEMA: usize = 20;

/// Uses in a chain in which each stands for the next one: such chains may be cycles. Not reported.
pub const MAX_SAME_USES: usize = 100;

/// Aliases in a chain, and schemas that apply to a value, whose annotations are read: such chains may be
/// cycles. Not reported.
pub const MAX_WRAPPERS: usize = 100;

/// Nested compositions that are searched for `null`, by recursion. Not reported.
pub const MAX_NULL_DEPTH: usize = 64;

/// Combinations of variants that become types, where an intersection has several unions: they multiply.
pub const MAX_COMBINATIONS: usize = 64;

/// Unions with the discriminator of the one around them that are searched for its values, in all. Not
/// reported.
pub const MAX_DISCRIMINATED_UNIONS: usize = 100;

/// Nested unions that are searched for listed values, by recursion. Not reported.
pub const MAX_NESTED_UNIONS: usize = 8;

/// Variants of nested unions that are searched for one without a type, by recursion. Not reported.
pub const MAX_NESTED_VARIANTS: usize = 64;

/// Schemas that a component may extend, directly or not, and be a variant of each: inheritance chains
/// cost their length squared. Not reported.
pub const MAX_ANCESTORS: usize = 64;

/// Properties that are tried as the discriminator of a union that declares none: each is looked up in
/// every variant. Not reported.
pub const MAX_DISCRIMINATOR_CANDIDATES: usize = 256;

/// Properties of an object, or items of a tuple: decoding takes 260 bytes of stack for each, and rustc
/// overflows its own stack from 3,000 fields on.
pub const MAX_FIELDS: usize = 2_000;

/// Values of an enumeration or variants of a union: compilers take no more.
pub const MAX_VARIANTS: usize = 100_000;

/// Items of a plain tuple in Rust; a longer one is a struct, which can name its items. Not reported.
pub const MAX_TUPLE_ITEMS: usize = 6;

/// The size in bytes from which a type is boxed wherever another holds it. Values are moved several
/// times on each level while they are decoded, and a thread has a stack of 2 MiB. Not reported.
pub const MAX_INLINE_SIZE: usize = 4 << 10;

/// The size in bytes from which a type boxes all named types that it holds, for the same reason. Not
/// reported.
pub const MAX_TYPE_SIZE: usize = 16 << 10;

/// Nested types without names: behind references they may nest forever.
pub const MAX_UNNAMED_NESTING: usize = 32;

/// Nested arrays and maps without names; deeper ones get a name, so that no type nests forever. Not
/// reported.
pub const MAX_UNNAMED_COLLECTIONS: usize = 16;

/// Nested unions that are searched for the JSON types of their values, by recursion; deeper ones have
/// all types. Not reported.
pub const MAX_JSON_TYPES_DEPTH: usize = 16;

/// Nested arrays and maps that are searched for a password. Not reported.
pub const MAX_SECRET_DEPTH: usize = 8;

/// How deep the types inside a declared error are looked at for a message. Not reported: the error is
/// problem details then.
pub const MAX_REJECTION_DEPTH: usize = 2;

/// Bytes of a default that documentation shows: a longer one hides the text. Not reported.
pub const MAX_DEFAULT_LENGTH: usize = 100;

/// The digits of a `multipleOf`: what the runtime divides by has 124 bits.
pub const MAX_DIVISOR_DIGITS: usize = 37;

/// The cost of the rules of a description, counted like [`MAX_MERGE_COST`]: schemas that refer to each
/// other multiply even in shallow rules.
pub const MAX_RULE_COST: usize = 300_000;

/// Nested rules: each level multiplies the emitted code.
pub const MAX_RULE_DEPTH: usize = 6;

/// The cost of compiling the patterns of a description, in ranges of characters: some seconds.
pub const MAX_AUTOMATA_COST: usize = 10_000_000;

/// Types and fields that are looked at for undeclared properties that an assertion, or another variant
/// of a union, speaks of: a union of many variants has the square of them in pairs. Beyond it, what is
/// left keeps undeclared properties.
pub const MAX_COMPARED_FIELDS: usize = 10_000_000;

/// Required parameters of an operation: each is an argument, and a call in a chain that rustc and the
/// printer recurse through.
pub const MAX_REQUIRED_PARAMETERS: usize = 250;

/// Security schemes of an operation, in all of its alternatives, for the same reason.
pub const MAX_SCHEMES: usize = 250;

/// Bytes of the URL of a server: the default of a variable may be inserted many times. Not reported.
pub const MAX_SERVER_URL: usize = 64 << 10;

/// Nested types that are searched for the text of a value, by recursion. Not reported.
pub const MAX_TEXT_DEPTH: usize = 32;

/// Bytes of the name of an error enumeration that operations share, or of a struct of headers: beyond
/// it, the name of the operation is easier to read. Not reported.
pub const MAX_ERROR_NAME: usize = 64;

/// Bytes of the name of a module, which is the name of a file. Not reported.
pub const MAX_MODULE_NAME: usize = 60;

/// Bytes of an `operationId` that documentation quotes. Not reported.
pub const MAX_QUOTED_ID: usize = 500;

/// Bytes of a text that becomes documentation: the longest known one has 11 KB.
pub const MAX_DESCRIPTION: usize = 64 << 10;

/// Bytes of all texts that become documentation, each counted where it is used: the text of a
/// component is repeated at its uses.
pub const MAX_DESCRIPTIONS: usize = 16 << 20;

/// Descriptions of a header that responses share but describe differently: each is documentation.
/// Not reported.
pub const MAX_SHARED_DESCRIPTIONS: usize = 8;
