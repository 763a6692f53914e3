//! Decides which uses of a type are boxed.

use crate::lower::limits::{MAX_INLINE_SIZE, MAX_TYPE_SIZE};
use crate::model::{Scalar, Shape, Ty, TypeDef, TypeId};

/// Boxes the uses that would make a type infinitely large: those that close a cycle when types are
/// followed in their order. An array or a map ends a cycle, since its items are on the heap. Also boxes
/// uses that would make a type very large.
pub fn box_uses(types: &mut [TypeDef]) {
    let mut sizes = vec![0; types.len()];
    let mut state = vec![State::New; types.len()];
    for start in 0..types.len() {
        visit(types, TypeId(start), &mut state, &mut sizes);
    }
}

/// Turns aliases of an array or a map of themselves into newtypes: Rust has no recursive aliases.
pub fn wrap_alias_cycles(types: &mut [TypeDef]) {
    let mut state = vec![State::New; types.len()];
    for start in 0..types.len() {
        let mut path = vec![(TypeId(start), 0)];
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        while let Some((id, edge)) = path.last_mut() {
            let (id, current) = (*id, *edge);
            *edge += 1;
            let Some(target) = alias_uses(&types[id.0].shape).get(current).copied() else {
                state[id.0] = State::Done;
                path.pop();
                continue;
            };
            match state[target.0] {
                State::New => {
                    state[target.0] = State::Open;
                    path.push((target, 0));
                }
                State::Open => {
                    if let Shape::Alias(ty) = &types[target.0].shape {
                        types[target.0].shape = Shape::Newtype(ty.clone());
                    }
                }
                State::Done => {}
            }
        }
    }
}

/// The named types that an alias consists of.
fn alias_uses(shape: &Shape) -> Vec<TypeId> {
    let Shape::Alias(ty) = shape else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        if let Ty::Named(id) = ty {
            found.push(*id);
        }
        open.extend(ty.parts().iter().rev());
    }
    found
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Visits a type without recursion, since chains of types may be longer than the stack is deep.
fn visit(types: &mut [TypeDef], start: TypeId, state: &mut [State], sizes: &mut [usize]) {
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
            // The types inside are visited, or boxed.
            sizes[id.0] = limit_size(&mut types[id.0].shape, sizes);
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

/// Boxes the uses in a shape that are too large, and returns the resulting size.
fn limit_size(shape: &mut Shape, sizes: &[usize]) -> usize {
    let box_from = |shape: &mut Shape, min_size: usize| {
        let mut index = 0;
        while let Some(uses) = use_at(shape, index) {
            if let Some(named) = direct(uses)
                && let Ty::Named(target) = *named
                && sizes[target.0] >= min_size
            {
                *named = Ty::Boxed(Box::new(Ty::Named(target)));
            }
            index += 1;
        }
    };
    // An alias itself cannot be boxed.
    if matches!(shape, Shape::Alias(_)) {
        return size_of_shape(shape, sizes);
    }
    box_from(shape, MAX_INLINE_SIZE);
    if size_of_shape(shape, sizes) > MAX_TYPE_SIZE {
        box_from(shape, 2 * size_of::<usize>());
    }
    size_of_shape(shape, sizes)
}

/// An estimate of the size of a value of a shape in bytes, without its allocations.
fn size_of_shape(shape: &Shape, sizes: &[usize]) -> usize {
    let size = |ty: &Ty| size_of_type(ty, sizes);
    let sum = |sizes: &mut dyn Iterator<Item = usize>| sizes.fold(0, usize::saturating_add);
    match shape {
        Shape::Struct(structure) => sum(&mut structure.fields.iter().map(|field| size(&field.ty))),
        Shape::Tuple(tuple) => sum(&mut tuple.items.iter().map(|item| size(&item.ty))),
        Shape::Union(union) => union
            .variants
            .iter()
            .map(|variant| size(&variant.ty))
            .max()
            .unwrap_or(0),
        Shape::Alias(ty) | Shape::Newtype(ty) => size(ty),
        Shape::Enum(_) => size_of::<String>(),
    }
}

fn size_of_type(ty: &Ty, sizes: &[usize]) -> usize {
    match ty {
        Ty::Named(id) => sizes[id.0],
        Ty::Nullable(inner) | Ty::Checked(inner, _) => size_of_type(inner, sizes),
        Ty::Tuple(items) => {
            let items = items.iter().map(|item| size_of_type(item, sizes));
            items.fold(0, usize::saturating_add)
        }
        Ty::Boxed(_) => size_of::<usize>(),
        Ty::Scalar(Scalar::Null) | Ty::Never => 0,
        Ty::Scalar(Scalar::Boolean) => 1,
        Ty::Scalar(scalar) if scalar.is_number() => 2 * size_of::<usize>(),
        Ty::Any => 4 * size_of::<usize>(),
        Ty::Scalar(_) | Ty::List(_) | Ty::Map(_) | Ty::Foreign(_) => size_of::<String>(),
    }
}

/// The `index`-th use of a type in a shape.
fn use_at(shape: &mut Shape, index: usize) -> Option<&mut Ty> {
    match shape {
        Shape::Struct(structure) => structure.fields.get_mut(index).map(|field| &mut field.ty),
        Shape::Tuple(tuple) => {
            let rest = tuple.rest.as_mut().map(|rest| &mut rest.ty);
            let mut items = tuple.items.iter_mut().map(|item| &mut item.ty).chain(rest);
            items.nth(index)
        }
        Shape::Union(union) => union.variants.get_mut(index).map(|variant| &mut variant.ty),
        Shape::Alias(ty) | Shape::Newtype(ty) if index == 0 => Some(ty),
        Shape::Alias(_) | Shape::Newtype(_) | Shape::Enum(_) => None,
    }
}

/// The named type that a use holds inline, if there is one.
fn direct(ty: &mut Ty) -> Option<&mut Ty> {
    match ty {
        Ty::Named(_) => Some(ty),
        Ty::Nullable(inner) | Ty::Checked(inner, _) => direct(inner),
        // A tuple that holds itself is boxed at the first such item.
        Ty::Tuple(items) => items.iter_mut().find_map(direct),
        Ty::Any | Ty::Scalar(_) | Ty::List(_) | Ty::Map(_) | Ty::Boxed(_) => None,
        Ty::Never | Ty::Foreign(_) => None,
    }
}
