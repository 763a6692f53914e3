//! Classifies unions: `oneOf`, `anyOf`, several types, and schemas with subtypes.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::document::{Document, Keyword, KeywordSet, Reference, SchemaId, TypeSet};
use crate::lower::limits::{MAX_ANCESTORS, MAX_COMBINATIONS};
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::discriminator::{
    component_name, discriminate, discriminate_subtypes, infer_discriminator, without_subtype,
};
use crate::lower::schema::intersection::{Aliases, IntersectionId, IntersectionKey, UnionKeyword};
use crate::lower::schema::listed::listed_values;
use crate::lower::schema::merge::{AdditionalProperties, Merged};
use crate::lower::schema::shape::{SchemaShape, UnionShape, Use, VariantShape};
use crate::source::Node;

/// The shape of an intersection with a union; `None` without a union, or if the union adds no type.
pub fn shape<'a>(
    classifier: &mut Classifier<'a>,
    intersection: IntersectionId,
    merged: &Merged<'a>,
) -> Option<SchemaShape<'a>> {
    let key = classifier.key(intersection).clone();
    if merged.unions.is_empty() {
        return of_subtypes(classifier, &key, merged);
    }
    if has_too_many_combinations(classifier.document, merged) {
        return None;
    }
    let mut unions = merged.unions.iter();
    let split = unions.find_map(|(owner, keyword)| {
        let split = Split::of(classifier, &key, *owner, *keyword);
        let adds_type = !adds_no_type(classifier, &split.base, &split.targets);
        adds_type.then_some(split)
    });
    let Some(split) = split else {
        // The variants only constrain the value, which rules check.
        let rest = classifier.intersection(without(&key, &merged.unions));
        return Some((*classifier.shape(rest)).clone());
    };
    let keyword = split.keyword;
    let Variants { uses, nullable } = variant_uses(classifier, &key, &split);
    let nullable = nullable && classifier.allows_null(intersection);
    match uses[..] {
        [] if nullable => return Some(SchemaShape::Null),
        [] => return Some(SchemaShape::Never),
        [only] => return Some(SchemaShape::Same(Use { nullable, ..only })),
        _ => {}
    }
    if let Some(shape) = listed_values(classifier, &uses, &key.schemas) {
        return Some(shape);
    }
    let discriminator = merged.discriminator(classifier.document);
    let mut union = UnionShape {
        exclusive: keyword.is_exclusive(),
        variants: uses
            .iter()
            .map(|used| VariantShape {
                used: *used,
                discriminator_values: Vec::new(),
                name: variant_name(classifier, used.schema),
            })
            .collect(),
        discriminator: None,
        selector: None,
        others: None,
        faults: Vec::new(),
    };
    match discriminator {
        Some(discriminator) => discriminate(classifier, &mut union, discriminator),
        None => infer_discriminator(classifier, &mut union),
    }
    Some(SchemaShape::Union(union))
}

/// A union of an intersection, and the intersection without it.
struct Split<'a> {
    keyword: UnionKeyword,
    rest: IntersectionKey,
    base: Rc<Merged<'a>>,
    /// The variants, and the schemas that they refer to.
    targets: Vec<(SchemaId, SchemaId)>,
}

impl<'a> Split<'a> {
    fn of(
        classifier: &mut Classifier<'a>,
        key: &IntersectionKey,
        owner: SchemaId,
        keyword: UnionKeyword,
    ) -> Self {
        let rest = without(key, &[(owner, keyword)]);
        let base = classifier.intersection(rest.clone());
        let variants = variants(classifier.document, owner, keyword).iter();
        let targets =
            variants.filter_map(|variant| Some((*variant, classifier.aliases.target(*variant)?)));
        Self {
            keyword,
            targets: targets.collect(),
            base: classifier.merged(base),
            rest,
        }
    }
}

/// An intersection without some unions.
fn without(key: &IntersectionKey, unions: &[(SchemaId, UnionKeyword)]) -> IntersectionKey {
    let mut rest = key.clone();
    rest.without_unions.extend(unions);
    rest.without_unions.sort_unstable();
    rest
}

/// The variants of a union.
struct Variants {
    /// The distinct ones that have values other than `null`.
    uses: Vec<Use>,
    /// Whether one of them allows `null`.
    nullable: bool,
}

fn variant_uses(
    classifier: &mut Classifier<'_>,
    key: &IntersectionKey,
    Split {
        rest,
        base,
        targets,
        ..
    }: &Split<'_>,
) -> Variants {
    let mut uses: Vec<Use> = Vec::new();
    let mut intersections = HashSet::new();
    let mut nullable = false;
    for &(variant, target) in targets {
        nullable |= classifier.is_nullable(variant);
        let intersection = variant_intersection(classifier, key, rest, base, target);
        let merged = classifier.merged(intersection);
        let is_null = merged.types == TypeSet::NONE && merged.has_type;
        let only_null = merged
            .values
            .as_ref()
            .is_some_and(|values| values.iter().all(|value| *value.at.node == Node::Null));
        let lists_none = classifier
            .listed(intersection, &merged)
            .is_some_and(|values| values.is_empty());
        if is_null || only_null || lists_none || merged.is_false {
            classifier.without_values.push(intersection);
            continue;
        }
        if intersections.insert(intersection) {
            uses.push(Use {
                intersection,
                nullable: false,
                schema: variant,
            });
        }
    }
    Variants { uses, nullable }
}

/// Whether the unions of an intersection have more combinations of variants than may become types.
pub fn has_too_many_combinations(document: &Document<'_>, merged: &Merged<'_>) -> bool {
    let counts = merged
        .unions
        .iter()
        .map(|(owner, keyword)| variants(document, *owner, *keyword).len());
    merged.unions.len() > 1 && counts.fold(1, usize::saturating_mul) > MAX_COMBINATIONS
}

/// The variants of a union.
pub fn variants<'a>(
    document: &'a Document<'a>,
    owner: SchemaId,
    keyword: UnionKeyword,
) -> &'a [SchemaId] {
    let schema = document.schema(owner);
    match keyword {
        UnionKeyword::OneOf => &schema.one_of,
        UnionKeyword::AnyOf => &schema.any_of,
        UnionKeyword::Subtypes => &[],
    }
}

/// A union with a variant for each JSON type.
pub fn of_json_types<'a>(
    classifier: &mut Classifier<'a>,
    intersection: IntersectionId,
    types: &[TypeSet],
) -> SchemaShape<'a> {
    let key = classifier.key(intersection).clone();
    let schema = key.schemas.first().copied();
    let variants = types.iter().filter_map(|types| {
        let intersection = classifier.intersection(IntersectionKey {
            types: key.types & *types,
            ..key.clone()
        });
        Some(VariantShape {
            used: plain_use(intersection, schema?),
            discriminator_values: Vec::new(),
            name: None,
        })
    });
    SchemaShape::Union(UnionShape {
        exclusive: false,
        variants: variants.collect(),
        discriminator: None,
        selector: None,
        others: None,
        faults: Vec::new(),
    })
}

fn plain_use(intersection: IntersectionId, schema: SchemaId) -> Use {
    Use {
        intersection,
        nullable: false,
        schema,
    }
}

fn variant_name<'a>(classifier: &Classifier<'a>, variant: SchemaId) -> Option<&'a str> {
    classifier.aliases.target(variant)?;
    component_name(classifier, variant).or_else(|| classifier.document.schema(variant).title)
}

/// The intersection of a variant with the sibling keywords of the union, where those add an assertion.
fn variant_intersection(
    classifier: &mut Classifier<'_>,
    whole: &IntersectionKey,
    rest: &IntersectionKey,
    base: &Merged<'_>,
    target: SchemaId,
) -> IntersectionId {
    let alone = IntersectionKey {
        schemas: vec![target],
        without_unions: Vec::new(),
        types: TypeSet::ALL,
    };
    let alone = classifier.intersection(alone);
    let merged = classifier.merged(alone);
    if whole.types == TypeSet::ALL && implies(classifier, &merged, base) {
        return alone;
    }
    let mut parts = rest.schemas.clone();
    if !parts.contains(&target) {
        parts.push(target);
    }
    classifier.intersection(IntersectionKey {
        schemas: parts,
        without_unions: rest.without_unions.clone(),
        types: rest.types,
    })
}

/// Whether the variant's schema implies the sibling keywords of the union.
fn implies(classifier: &Classifier<'_>, variant: &Merged<'_>, base: &Merged<'_>) -> bool {
    // The properties are compared below.
    let compared = KeywordSet::of(&[
        Keyword::Type,
        Keyword::Required,
        Keyword::Properties,
        Keyword::AdditionalProperties,
        Keyword::Discriminator,
    ]);
    let others = base.keywords.and(KeywordSet::ASSERTIONS).without(compared);
    let restricts_additional = matches!(
        base.additional,
        AdditionalProperties::Forbidden | AdditionalProperties::Schemas(_)
    );
    let asserts_more =
        base.is_false || !others.is_empty() || restricts_additional || !base.unions.is_empty();
    if asserts_more {
        return false;
    }
    let variant_types = if variant.has_type {
        variant.types
    } else if variant.keywords.implied_type() == Some(TypeSet::OBJECT) {
        TypeSet::OBJECT
    } else {
        TypeSet::ALL.without(TypeSet::NULL)
    };
    let is_wider = base.has_type && variant_types.without(base.types) != TypeSet::NONE;
    // A nested union is resolved by its own shape.
    if is_wider && variant.unions.is_empty() {
        return false;
    }
    base.required.iter().all(|name| variant.requires(name))
        && base.properties.iter().all(|(name, ids)| {
            let own = variant.property(name);
            own.is_some_and(|own| {
                ids.iter()
                    .all(|id| own.contains(id) || is_plain_string(classifier, *id))
            })
        })
}

/// Whether a schema asserts `type: string` and nothing else.
fn is_plain_string(classifier: &Classifier<'_>, id: SchemaId) -> bool {
    let Some(target) = classifier.aliases.target(id) else {
        return true;
    };
    let schema = classifier.document.schema(target);
    let restricting = KeywordSet::ASSERTIONS.or(KeywordSet::COMPOSITION);
    schema.types == Some(TypeSet::STRING)
        && schema.keywords().and(restricting) == KeywordSet::of(&[Keyword::Type])
}

/// Whether every variant only constrains the type beside the union: with required properties, bounds
/// and the like.
fn adds_no_type(
    classifier: &mut Classifier<'_>,
    base: &Merged<'_>,
    variants: &[(SchemaId, SchemaId)],
) -> bool {
    let is_typed = (base.has_type && base.types.split().count() == 1)
        || base.keywords.implied_type().is_some();
    is_typed
        && !variants.is_empty()
        && variants
            .iter()
            .all(|(_, variant)| is_only_rule(classifier, *variant, base))
}

fn is_only_rule(classifier: &mut Classifier<'_>, variant: SchemaId, base: &Merged<'_>) -> bool {
    let intersection = classifier.intersection(IntersectionKey {
        schemas: vec![variant],
        without_unions: Vec::new(),
        types: TypeSet::ALL,
    });
    let merged = classifier.merged(intersection);
    let known = |name: &str| base.property(name).is_some();
    let describes_known = merged
        .properties
        .iter()
        .all(|(name, ids)| known(name) && ids.iter().all(|id| only_lists_values(classifier, *id)));
    merged.unions.is_empty()
        && merged.values.is_none()
        && merged.format.is_none()
        && describes_known
        && merged.pattern_properties.is_empty()
        && merged.items.is_empty()
        && merged.prefix_items.is_empty()
        && matches!(
            merged.additional,
            AdditionalProperties::Unconstrained | AdditionalProperties::Any
        )
        && (!merged.has_type || merged.types == base.types)
        && (!merged.required.is_empty()
            || !merged.with_rules.is_empty()
            || !merged.properties.is_empty()
            || !merged.has_type)
}

/// Whether a schema has no assertion but `enum` or `const`.
fn only_lists_values(classifier: &Classifier<'_>, id: SchemaId) -> bool {
    let schema = classifier.document.schema(id);
    let listed = KeywordSet::of(&[Keyword::Enum, Keyword::Const]);
    let restricting = KeywordSet::ASSERTIONS.or(KeywordSet::COMPOSITION);
    let others = schema.keywords().and(restricting).without(listed);
    others.is_empty() && schema.reference == Reference::None && schema.boolean != Some(false)
}

/// The union of a schema with a discriminator and its subtypes.
fn of_subtypes<'a>(
    classifier: &mut Classifier<'a>,
    key: &IntersectionKey,
    merged: &Merged<'a>,
) -> Option<SchemaShape<'a>> {
    let [owner] = key.schemas[..] else {
        return None;
    };
    let declaring = declaring(classifier.document, owner)?;
    let discriminator = merged.discriminator(classifier.document)?;
    if key
        .without_unions
        .contains(&(owner, UnionKeyword::Subtypes))
        || merged.discriminator != Some(declaring)
    {
        return None;
    }
    let subtypes = classifier.subtypes(owner).to_vec();
    if subtypes.is_empty() {
        return None;
    }
    let mut variants: Vec<VariantShape<'a>> = subtypes
        .into_iter()
        .map(|subtype| VariantShape {
            used: classifier.used(subtype),
            discriminator_values: Vec::new(),
            name: variant_name(classifier, subtype),
        })
        .collect();
    let mut rest = key.clone();
    rest.without_unions.push((owner, UnionKeyword::Subtypes));
    let base = plain_use(classifier.intersection(rest), owner);
    variants.push(VariantShape {
        used: base,
        discriminator_values: Vec::new(),
        name: Some("Other"),
    });
    let mut union = UnionShape {
        exclusive: false,
        variants,
        discriminator: None,
        selector: None,
        others: None,
        faults: without_subtype(classifier, owner, discriminator),
    };
    discriminate_subtypes(classifier, &mut union, base, discriminator);
    Some(SchemaShape::Union(union))
}

/// The schema that declares the discriminator of a base: the base, or an inline part of its `allOf`.
fn declaring(document: &Document<'_>, base: SchemaId) -> Option<SchemaId> {
    let declares = |id: &SchemaId| {
        let schema = document.schema(*id);
        schema.rare().discriminator.is_some()
            && schema.one_of.is_empty()
            && schema.any_of.is_empty()
    };
    let parts = document.schema(base).all_of.iter().copied();
    let inline = parts.filter(|id| document.schema(*id).reference == Reference::None);
    std::iter::once(base).chain(inline).find(declares)
}

/// The components that extend a schema with a discriminator, directly or through others.
pub fn subtypes(document: &Document<'_>, aliases: &Aliases) -> HashMap<SchemaId, Vec<SchemaId>> {
    let mut parents: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    let is_base = |id: &SchemaId| declaring(document, *id).is_some();
    let mut subtypes: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for (_, id) in &document.components {
        let Some(own) = aliases.target(*id) else {
            continue;
        };
        if own != *id {
            continue;
        }
        let schema = document.schema(own);
        // What stands beside a reference makes a subtype as well.
        let referred = match schema.reference {
            Reference::To(id) => Some(id),
            Reference::None | Reference::Broken => None,
        };
        let extended = schema.all_of.iter().copied().chain(referred);
        parents.insert(own, extended.filter_map(|id| aliases.target(id)).collect());
    }
    if parents.values().flatten().all(|id| !is_base(id)) {
        return subtypes;
    }
    for (_, id) in &document.components {
        let mut open = parents.get(id).cloned().unwrap_or_default();
        let mut seen = HashSet::from([*id]);
        while let Some(ancestor) = open.pop() {
            if seen.len() > MAX_ANCESTORS || !seen.insert(ancestor) {
                continue;
            }
            if is_base(&ancestor) {
                subtypes.entry(ancestor).or_default().push(*id);
            }
            open.extend(parents.get(&ancestor).into_iter().flatten());
        }
    }
    subtypes
}
