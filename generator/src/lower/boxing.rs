//! Recursion: which uses of a type go on the heap.

use crate::model::{Shape, Ty, TypeDef, TypeId};

/// Boxes the uses that would make a type infinitely large: those that close a cycle when the types
/// are followed in their order. An array or a map ends a cycle, since it is on the heap already.
pub fn box_cycles(types: &mut [TypeDef]) {
    let mut state = vec![State::New; types.len()];
    for start in 0..types.len() {
        visit(types, TypeId(start), &mut state);
    }
}

/// Makes any JSON of the uses by which names of types stand only for each other, in arrays and maps
/// or not: Rust has no such types. Gives the types that hold such a use.
pub fn cut_alias_cycles(types: &mut [TypeDef]) -> Vec<TypeId> {
    let mut cut = Vec::new();
    let mut state = vec![State::New; types.len()];
    for start in 0..types.len() {
        let mut next = Some(TypeId(start));
        let mut path = Vec::new();
        while let Some(id) = next.filter(|id| state[id.0] == State::New) {
            state[id.0] = State::Open;
            path.push(id);
            next = alias_use(&mut types[id.0].shape).and_then(|ty| match ty {
                Ty::Named(target) => Some(*target),
                _ => None,
            });
        }
        if let (Some(id), Some(last)) = (next, path.last())
            && state[id.0] == State::Open
            && let Some(ty) = alias_use(&mut types[last.0].shape)
        {
            *ty = Ty::Any;
            cut.push(*last);
        }
        path.into_iter().for_each(|id| state[id.0] = State::Done);
    }
    cut
}

/// The named type at the core of an alias: there is one at most.
fn alias_use(shape: &mut Shape) -> Option<&mut Ty> {
    let Shape::Alias(ty) = shape else { return None };
    let mut ty = ty;
    loop {
        match ty {
            Ty::List(inner)
            | Ty::Map(inner)
            | Ty::Nullable(inner)
            | Ty::Boxed(inner)
            | Ty::Checked(inner, _) => ty = inner,
            Ty::Named(_) => return Some(ty),
            Ty::Any | Ty::Scalar(_) => return None,
        }
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Follows a type without recursion: chains of types may be longer than a stack is deep.
fn visit(types: &mut [TypeDef], start: TypeId, state: &mut [State]) {
    if state[start.0] != State::New {
        return;
    }
    state[start.0] = State::Open;
    let mut path = vec![(start, 0)];
    while let Some((id, edge)) = path.last_mut() {
        let (id, current) = (*id, *edge);
        *edge += 1;
        let Some(uses) = use_at(&mut types[id.0].shape, current) else {
            state[id.0] = State::Done;
            path.pop();
            continue;
        };
        let Some(named) = direct(uses) else { continue };
        let Ty::Named(target) = *named else { continue };
        match state[target.0] {
            State::New => {
                state[target.0] = State::Open;
                path.push((target, 0));
            }
            State::Open => *named = Ty::Boxed(Box::new(Ty::Named(target))),
            State::Done => {}
        }
    }
}

/// The use of a type at an index of a shape.
fn use_at(shape: &mut Shape, index: usize) -> Option<&mut Ty> {
    match shape {
        Shape::Struct(structure) => structure.fields.get_mut(index).map(|field| &mut field.ty),
        Shape::Alias(ty) if index == 0 => Some(ty),
        Shape::Alias(_) | Shape::Enum(_) => None,
    }
}

/// The named type that stands directly in a use, if there is one.
fn direct(ty: &mut Ty) -> Option<&mut Ty> {
    match ty {
        Ty::Named(_) => Some(ty),
        Ty::Nullable(inner) | Ty::Checked(inner, _) => direct(inner),
        Ty::Any | Ty::Scalar(_) | Ty::List(_) | Ty::Map(_) | Ty::Boxed(_) => None,
    }
}
