//! The names of operations: from overrides, an `operationId`, or method and path.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::{Code, Location};
use crate::document::{self, Origin, Place, Places};
use crate::identifier::{self, Case};
use crate::lower::limits::MAX_QUOTED_ID;
use crate::lower::name::scopes::{Scope, constant_name, owner, type_name, value_name};
use crate::lower::report::Report;
use crate::reserved;

/// The names of an operation and its types.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The `operationId`, or the id derived from method and path.
    pub id: String,
    /// The name of its method: `flow_list`.
    pub method: String,
    /// The name of its constant: `FLOW_LIST`.
    pub constant: String,
    /// The prefix of the names of its types: `FlowList`.
    pub owner: String,
    /// The type of its errors.
    pub error: String,
    /// The enumeration of its successes.
    pub success: String,
    /// The struct of its optional parameters.
    pub params: String,
    /// The enumeration of its request bodies.
    pub body: String,
    /// The struct of the parts of its request body.
    pub form: String,
}

/// The `operationId`s of a description, by [`fold`]ed id.
pub struct OperationIds<'a>(HashMap<String, SameId<'a>>);

/// The operations that have an id in common.
struct SameId<'a> {
    count: usize,
    first: Declared<'a>,
    /// The first one that is declared elsewhere. A path item that is referred to has a place for each
    /// reference, at the same location.
    elsewhere: Option<Declared<'a>>,
}

struct Declared<'a> {
    id: &'a str,
    place: Place,
    location: Location,
}

impl<'a> OperationIds<'a> {
    pub fn new(operations: &[&document::Operation<'a>], places: &Places<'_>) -> Self {
        let mut ids: HashMap<String, SameId<'a>> = HashMap::new();
        for (id, place) in operations.iter().filter_map(|it| it.id) {
            let location = places.location(place);
            let declared = Declared {
                id,
                place,
                location,
            };
            match ids.entry(fold(id)) {
                Entry::Vacant(entry) => {
                    entry.insert(SameId {
                        count: 1,
                        first: declared,
                        elsewhere: None,
                    });
                }
                Entry::Occupied(mut entry) => {
                    let same = entry.get_mut();
                    same.count += 1;
                    if same.first.location != declared.location {
                        same.elsewhere.get_or_insert(declared);
                    }
                }
            }
        }
        Self(ids)
    }

    fn is_unique(&self, id: &str) -> bool {
        self.0.get(&fold(id)).is_none_or(|same| same.count == 1)
    }

    /// An operation with the same id that is declared at another location.
    fn elsewhere(&self, id: &str, location: &Location) -> Option<&Declared<'a>> {
        let same = self.0.get(&fold(id))?;
        match same.first.location == *location {
            true => same.elsewhere.as_ref(),
            false => Some(&same.first),
        }
    }
}

/// Names the operations after their `operationId`; where that is missing or not unique, after method
/// and path, or as the webhook or the callback is called.
pub fn names(
    operations: &[&document::Operation<'_>],
    ids: &OperationIds<'_>,
) -> Vec<OperationNames> {
    let own = |operation: &document::Operation<'_>| {
        let id = operation.id.filter(|(id, _)| ids.is_unique(id));
        id.map(|(id, _)| id.to_owned())
    };
    let called = |operation: &document::Operation<'_>| {
        own(operation).unwrap_or_else(|| derived_id(operation))
    };
    let derived_id = |operation: &document::Operation<'_>| match operation.origin {
        Origin::Path => derived_id(operation),
        Origin::Webhook => with_method(operation.path, operation, operations),
        Origin::Callback(name, of) => {
            let owner = operations.iter().find(|it| it.place == of);
            let owner = owner.map_or_else(String::new, |it| called(it));
            with_method(
                &value_name(&format!("{owner} {name}")),
                operation,
                operations,
            )
        }
    };
    let mut derived: HashMap<String, usize> = HashMap::new();
    for operation in operations.iter().filter(|it| own(it).is_none()) {
        *derived.entry(derived_id(operation)).or_default() += 1;
    }
    let ids = operations.iter().map(|operation| {
        let own = own(operation);
        let is_own = own.is_some();
        let id = own.unwrap_or_else(|| {
            let id = derived_id(operation);
            // Some paths differ in a trailing slash only.
            match derived.get(&id) {
                Some(2..) if operation.path.ends_with('/') => format!("{id}_slash"),
                _ => id,
            }
        });
        let override_name = operation.rust_name.as_ref().map(|it| it.name.as_str());
        OperationId {
            override_name,
            id,
            is_own,
        }
    });
    let has_webhooks = operations.iter().any(|it| it.origin != Origin::Path);
    reserve(ids.collect(), has_webhooks)
}

/// `get_pets_by_id`
fn derived_id(operation: &document::Operation<'_>) -> String {
    let path = operation.path.replace('{', " by ");
    value_name(&format!("{} {path}", operation.method.to_ascii_lowercase()))
}

/// The id of a webhook or a callback, with the method in front where there are several.
fn with_method(
    id: &str,
    operation: &document::Operation<'_>,
    operations: &[&document::Operation<'_>],
) -> String {
    let mut others = operations.iter();
    match others.any(|it| it.path_place == operation.path_place && it.place != operation.place) {
        true => value_name(&format!("{} {id}", operation.method.to_ascii_lowercase())),
        false => id.to_owned(),
    }
}

/// Reports an operation whose method is not named after its `operationId`.
pub fn report(
    ids: &OperationIds<'_>,
    operation: &document::Operation<'_>,
    names: &OperationNames,
    report: &mut Report<'_>,
) {
    let name = &names.method;
    if let Some(name_override) = &operation.rust_name {
        if name_override.name.as_str() != name {
            report.add_name_taken(name_override, &format!("the method is named `{name}`"));
        }
        return;
    }
    let Some((id, place)) = operation.id else {
        if operation.origin != Origin::Path {
            return;
        }
        let message = format!("missing `operationId`: the method is named `{name}`");
        report.add(Code::MissingOperationId, operation.place, message);
        return;
    };
    if ids.is_unique(id) {
        return;
    }
    let places = &report.document.places;
    let elsewhere = ids.elsewhere(id, &places.location(place));
    let what = match elsewhere {
        Some(other) if other.id == id => format!("duplicate `operationId` `{id}`"),
        Some(other) => {
            let other = other.id;
            format!("`operationId` `{id}` differs from `{other}` in spelling only")
        }
        None if operation.origin == Origin::Path => {
            format!("`operationId` `{id}` is that of several paths, which refer to it")
        }
        // The names of webhooks and callbacks tell them apart as well.
        None => return,
    };
    let message = format!("{what}: the method is named `{name}`");
    let related = elsewhere.map(|it| (places.shown(it.place), "the other operation".to_owned()));
    let diagnostic = report.add(Code::DuplicateOperationId, place, message);
    diagnostic.related.extend(related);
}

/// The origin of the name of an operation.
struct OperationId<'a> {
    /// The override of its method name.
    override_name: Option<&'a str>,
    /// The `operationId`, or the id derived from method and path.
    id: String,
    /// Whether it is the `operationId`.
    is_own: bool,
}

/// Names operations, in order. Overrides are reserved before names made from an `operationId`, and
/// those before names made from method and path. An override that is taken is disregarded.
fn reserve(ids: Vec<OperationId<'_>>, has_webhooks: bool) -> Vec<OperationNames> {
    let methods = reserved::METHODS.iter().copied();
    let of_webhooks = reserved::WEBHOOK_METHODS.iter().copied();
    let of_webhooks = of_webhooks.filter(|_| has_webhooks);
    let mut scopes = OperationScopes {
        methods: Scope::with_reserved(Case::Snake, methods.chain(of_webhooks)),
        constants: Scope::new(Case::Shouty),
        types: Scope::with_reserved(Case::Camel, reserved::TYPES.iter().copied()),
        requests: Scope::new(Case::Camel),
    };
    let overrides = ids.iter().map(|id| {
        let free = id
            .override_name
            .filter(|name| scopes.methods.is_free(name))?;
        Some(scopes.methods.reserve(free.to_owned()))
    });
    let overrides: Vec<Option<String>> = overrides.collect();
    let mut order: Vec<(usize, &OperationId<'_>, Option<String>)> = ids
        .iter()
        .zip(overrides)
        .enumerate()
        .map(|(index, (id, overridden))| (index, id, overridden))
        .collect();
    order.sort_by_key(|(_, id, overridden)| (overridden.is_none(), !id.is_own));
    let named = order
        .into_iter()
        .map(|(index, id, overridden)| (index, scopes.reserve(&id.id, overridden)));
    let mut names: Vec<(usize, OperationNames)> = named.collect();
    names.sort_by_key(|(index, _)| *index);
    names.into_iter().map(|(_, names)| names).collect()
}

/// The scopes of the names of operations.
struct OperationScopes {
    methods: Scope,
    constants: Scope,
    types: Scope,
    requests: Scope,
}

impl OperationScopes {
    fn reserve(&mut self, id: &str, overridden: Option<String>) -> OperationNames {
        let name = type_name(overridden.as_deref().unwrap_or(id));
        let name = owner(&name);
        let method = overridden.unwrap_or_else(|| self.methods.reserve(value_name(id)));
        OperationNames {
            constant: self.constants.reserve(constant_name(&method)),
            method,
            error: self.types.reserve(format!("{name}Error")),
            success: self.types.reserve(format!("{name}Success")),
            params: self.requests.reserve(format!("{name}Params")),
            body: self.requests.reserve(format!("{name}Body")),
            form: self.requests.reserve(format!("{name}Form")),
            owner: name.into_owned(),
            id: identifier::shortened(id, MAX_QUOTED_ID).into_owned(),
        }
    }
}

/// The id without its spelling. Ids with different folds have different names.
fn fold(id: &str) -> String {
    type_name(id).to_lowercase()
}
