//! The output for each case of `specs/cases`. All use the runtime where the generator has it.

/// Bodies by status: several of success, several of errors, ranges, `default`, and none of success.
pub mod c01_responses;
/// In 3.1 `null` is a type, and a union with `null` is optional content and no union.
pub mod c04_null;
/// Words of 3.0 in a 3.1 description: they are reported, and mean what they meant.
pub mod c05_words_of_30;
/// A boolean `exclusiveMinimum` without `minimum` says nothing, and that is reported.
pub mod c06_exclusive_alone;
/// What is left out, what is null and what is there are three things.
pub mod c07_null_or_absent;
/// A required null is sent, and its absence is refused.
pub mod c08_required_null;
/// `required` names what `properties` does not, or what another branch declares.
pub mod c09_required_elsewhere;
/// Requests whose bodies are compressed, and what is refused before a body is read.
pub mod c100_coded_requests;
/// Headers for idempotency keys, and the calls that make keys of their own.
pub mod c101_idempotency_keys;
/// Discriminators whose values are names of components that have another name, or of variants of a variant.
pub mod c102_other_names;
/// Integers beyond 64 bits in lists, and bounds that leave few integers.
pub mod c103_wide_integers;
/// Reserved characters in a path and a cookie, lists of listed values, headers whose names differ in case.
pub mod c105_reserved_characters;
/// Responses of ranges and of `default`.
pub mod c106_status_ranges;
/// Bearer tokens that are refused, and their scopes.
pub mod c107_scopes;
/// Media types that differ in their parameters only, and ranges of requests.
pub mod c108_media_type_parameters;
/// `nullable` beside an enumeration without null: null is taken, and that is reported.
pub mod c10_nullable_enum;
/// Values of enumerations whose names in Rust would be the same, or that have no letter.
pub mod c11_enum_collisions;
/// Properties of one object whose names in Rust would be the same: all are kept.
pub mod c12_property_collisions;
/// Parameters whose names in Rust would be the same, or are those of what stands around them.
pub mod c13_parameter_names;
/// Schemas with the names of the standard library and of Rust itself.
pub mod c15_prelude_names;
/// Operations without an operationId, and with ones that differ in their case alone.
pub mod c16_operation_ids;
/// Types that contain themselves: directly, through each other, through `allOf`, unions, arrays and maps.
pub mod c17_recursion;
/// Unions without a discriminator: told apart by type, constant or required property, else exactly one.
pub mod c18_unions_without_tag;
/// A discriminator whose property is declared too: kept, and on the wire once.
pub mod c19_discriminator;
/// A base with a discriminator and no `oneOf`: whoever includes it by `allOf` is an arm of it.
pub mod c20_inheritance;
/// A string, or one of these strings: an enumeration that keeps what it does not list.
pub mod c21_open_enum;
/// Integers with names, spelled as a union of constants.
pub mod c22_titled_integers;
/// What `allOf` brings together: only `required`, only bounds, bounds twice, and what contradicts itself.
pub mod c23_merging;
/// `allOf` with one reference is that type, whatever stands beside it.
pub mod c24_single_all_of;
/// What stands beside a reference: in 3.0 nothing but the description counts, in 3.1 all of it.
pub mod c25_reference_siblings_30;
/// What stands beside a reference: in 3.0 nothing but the description counts, in 3.1 all of it.
pub mod c25_reference_siblings_31;
/// Patterns as ECMA-262 means them: searched for, with lookahead and backreferences; digits are ASCII.
pub mod c26_patterns;
/// Text that would like to be code.
pub mod c27_hostile;
/// Text that is hard on rustdoc: none of it becomes a test, a tag, a link or a warning.
pub mod c28_docs;
/// Paths: names with a dot, variables that nobody declares, declared ones that are not there, colons.
pub mod c29_paths;
/// Media types: with parameters, with `+json`, of nothing, without a schema, and keys that are none.
pub mod c31_media_types;
/// A body that need not be there, and one that must.
pub mod c32_optional_body;
/// Numbers: their width from format and bounds, exact where no width is enough.
pub mod c33_numbers;
/// Constraints wherever they may stand; those of parameters and bodies are shown by constraints.yaml.
pub mod c34_constraints_off_fields;
/// A keyword for another type has no effect, and that is reported.
pub mod c35_keyword_on_wrong_type;
/// Properties that are not named: refused, typed, kept or passed over, as the description says.
pub mod c36_other_properties;
/// `readOnly` is not asked of a request, nor `writeOnly` of a response.
pub mod c37_directions;
/// Alternatives and what goes together, also for nobody in particular; schemes out of the ordinary.
pub mod c38_security;
/// Styles of parameters: those that are not built yet are refused by name.
pub mod c39_parameter_styles;
/// Bytes in JSON: base64 where the description says so, with line breaks too; `binary` is a text.
pub mod c40_bytes_in_json;
/// Uploads: files alone, in parts, and beside JSON.
pub mod c40_uploads;
/// Schemas that are `true`, `false` or say nothing, arrays without items, and tuples.
pub mod c41_boolean_schemas;
/// YAML 1.2: what only looks like text, anchors, merge keys, tags.
pub mod c42_yaml;
/// Types without a name are named after where they stand, after those that have one.
pub mod c43_nested_naming;
/// Defaults: of the right type, of a wrong one, of objects, beside null.
pub mod c44_defaults;
/// Size: what no operation uses is left out, what is said twice is one type, and types are plain.
pub mod c45_size;
/// Small requests that could ask for much: unions inside unions, objects of many optional properties.
pub mod c46_bounded_work;
/// What all parameters of a request may take together.
pub mod c47_limits_of_a_request;
/// Requests and responses as they are on the wire.
pub mod c48_exchanges;
/// A response of `type: file`, whatever `produces` says of it: bytes.
pub mod c49_files_of_20;
/// Which variant of a union a value is, and what is kept of it.
pub mod c50_union_selection;
/// Schemas without a type allow every JSON type, and their keywords are judged on the JSON.
pub mod c51_by_the_letter;
/// Every style of a parameter, exploded and not, of single values, arrays, objects and unions.
pub mod c52_parameters;
/// Every collectionFormat of OpenAPI 2.0.
pub mod c53_collection_formats;
/// Listed values beside applicators, and several formats.
pub mod c54_combined_lists;
/// Bytes in requests: a stream on both sides, whatever the media type.
pub mod c55_bytes;
/// Forms: each style of a property, and what has no form.
pub mod c56_forms;
/// Bodies of parts: scalars, JSON, files, several files.
pub mod c57_parts;
/// Forms of OpenAPI 2.0: fields, arrays by their format, and files.
pub mod c58_forms_of_20;
/// Numbers with more digits than floats hold, and equal numbers of different spellings.
pub mod c59_exact_numbers;
/// What no schema has looked at, and keywords beside an `allOf`.
pub mod c60_unevaluated;
/// Discriminators that constructors set.
pub mod c61_presets;
/// Headers of responses: every shape in style simple, required and optional, shared, of errors and successes.
pub mod c62_response_headers;
/// Headers of responses in OpenAPI 2.0, with every collectionFormat.
pub mod c63_headers_of_20;
/// Keywords of several schemas that apply to a value together.
pub mod c64_applied_together;
/// Responses of several media types, and `Accept`.
pub mod c65_response_media_types;
/// Rejections in declared errors, and requests that are rejected.
pub mod c66_rejections;
/// Texts and bytes whose media types differ in their parameters only.
pub mod c67_parameters_of_texts;
/// Commas in values that may be arrays, and percent-encoded ones in lists of listed values.
pub mod c68_delimiters_in_values;
/// Security schemes that are deprecated.
pub mod c69_deprecated_schemes;
/// A base whose discriminator stands in an inline part of its `allOf`.
pub mod c70_parts_of_bases;
/// Listed values that several variants of the same `oneOf` take.
pub mod c71_values_of_several_variants;
/// Parts with headers of their own.
pub mod c72_headers_of_parts;
/// Schemas with several unions.
pub mod c73_several_unions;
/// A `oneOf` of more variants than a word has bits, of which most reject what others have.
pub mod c74_many_variants;
/// References whose target depends on the resources on the way.
pub mod c75_dynamic_references;
/// Components of any JSON whose only assertions are rules.
pub mod c76_rules_alone;
/// Keywords whose subschemas no value gets to.
pub mod c77_keywords_without_values;
/// A `oneOf` whose variants only a `readOnly` property tells apart.
pub mod c78_read_only_constants;
/// Passwords in every position of a type.
pub mod c79_secrets;
/// Webhooks that go to one address, where a property tells them apart; a signature, and constraints.
pub mod c80_webhooks;
/// Callbacks of operations, with several methods, in components, and with requirements of their own.
pub mod c81_callbacks;
/// Webhooks of OpenAPI 3.0, of two methods.
pub mod c82_x_webhooks;
/// What a call of the client may say otherwise than the configuration, and when it is made again.
pub mod c83_calls;
/// The addresses of a description, and names that those of the client could be taken for.
pub mod c84_servers;
/// Callers of every operation, with credentials, scopes, or none.
pub mod c85_callers;
/// Parameters of different names at one place, static texts beside them, and what methods give.
pub mod c86_routes;
/// Pages that extensions say, and rules that take a second property.
pub mod c87_stated_pages;
/// Credentials that are fetched when a request needs them, and the client credentials flow of OAuth 2.
pub mod c88_fetched_credentials;
/// Operations whose results come in pages.
pub mod c89_pages;
/// Defaults of optional parameters.
pub mod c90_parameter_defaults;
/// Responses and requests that are streams: items, server-sent events, and bytes.
pub mod c91_streams;
/// What several schemas say of one value.
pub mod c92_judged_together;
/// A catalogue that other tools test: pages, variants, null, formats and patterns.
pub mod c93_catalogue;
/// Parameters of every location and style, as JSON in the response.
pub mod c94_parameters_echoed;
/// Forms, parts and bytes, which other tools submit.
pub mod c95_submissions;
/// Several media types, statuses and headers of responses.
pub mod c96_representations;
/// Alternatives of security, and keywords of OpenAPI 3.1.
pub mod c97_guarded;
/// Texts in other charsets than UTF-8.
pub mod c98_charsets;
/// Completions, also as events, and files, as the client library of such a service calls them.
pub mod c99_completions;

#[rustfmt::skip]
/// The support code.
#[path = "../../../generator/src/runtime/mod.rs"]
pub mod support;
