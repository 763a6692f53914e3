//! JSON pointers after overlays and edits → the places that the nodes come from.
#![cfg_attr(not(feature = "overlays"), allow(dead_code))]

use std::collections::BTreeMap;

use super::FileId;

/// The origins of the nodes that overlays and edits added, changed or moved. Any other node is at its
/// pointer.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    origin: Option<Origin>,
    /// By the escaped step of the pointer.
    below: BTreeMap<Box<str>, Origins>,
}

/// The place that a node comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    pub file: FileId,
    pub pointer: String,
    /// Whether the nodes inside have the same origin, and none of their own.
    pub whole: bool,
}

impl Origin {
    fn below(&self, step: &str) -> Self {
        let mut origin = self.clone();
        if !self.whole {
            origin.pointer.push('/');
            origin.pointer.push_str(step);
        }
        origin
    }
}

impl Origins {
    /// The origin of the node that is at a pointer of a file now.
    pub fn find(&self, file: FileId, pointer: &str) -> Origin {
        let pointer_of_root = String::new();
        let mut origin = self.origin.clone().unwrap_or(Origin {
            file,
            pointer: pointer_of_root,
            whole: false,
        });
        let mut next = Some(self);
        for step in pointer.split('/').skip(1) {
            next = next.and_then(|origins| origins.below.get(step));
            origin = match next.and_then(|origins| origins.origin.clone()) {
                Some(known) => known,
                None => origin.below(step),
            };
        }
        origin
    }

    /// Sets the origin of the node at a pointer, and of all nodes inside.
    pub fn set(&mut self, pointer: &str, origin: Origin) {
        *self.at(pointer) = Self {
            origin: Some(origin),
            below: BTreeMap::new(),
        };
    }

    /// Removes the origins of a removed entry.
    pub fn remove(&mut self, pointer: &str, key: &str) {
        self.at(pointer).below.remove(key);
    }

    /// Moves the origins of the items of an array after some were removed. `kept` has the former
    /// index of each remaining item.
    pub fn keep_items(&mut self, file: FileId, pointer: &str, kept: &[usize]) {
        let slots: Vec<_> = kept.iter().copied().map(Some).collect();
        self.move_items(file, pointer, &slots);
    }

    /// Moves the origins of the items of an array that was rearranged. `slots` has the former index of
    /// each item, if it has one.
    pub fn move_items(&mut self, file: FileId, pointer: &str, slots: &[Option<usize>]) {
        let moved = slots.iter().enumerate();
        let moved = moved.filter_map(|(now, before)| Some((now, (*before)?)));
        let moved: Vec<_> = moved.filter(|(now, before)| now != before).collect();
        // Every origin is looked up before any is moved: two items may change places.
        let origins: Vec<_> = moved
            .iter()
            .map(|(_, before)| self.find(file, &format!("{pointer}/{before}")))
            .collect();
        let origins: Vec<_> = moved
            .into_iter()
            .zip(origins)
            .map(|((now, before), origin)| {
                let mut item = std::mem::take(self.at(&format!("{pointer}/{before}")));
                item.origin = Some(origin);
                (now, item)
            })
            .collect();
        let array = self.at(pointer);
        let stays = |step: &str| {
            let index = step.parse().ok();
            index.is_some_and(|index: usize| slots.get(index) == Some(&Some(index)))
        };
        array.below.retain(|step, _| stays(step));
        for (now, item) in origins {
            array.below.insert(now.to_string().into(), item);
        }
    }

    fn at(&mut self, pointer: &str) -> &mut Self {
        let mut next = self;
        for step in pointer.split('/').skip(1) {
            next = next.below.entry(step.into()).or_default();
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::{FileId, Origin, Origins};

    fn found(origins: &Origins, pointer: &str) -> String {
        let origin = origins.find(FileId(0), pointer);
        format!("{}{}", origin.file.0, origin.pointer)
    }

    fn overlay(pointer: &str, whole: bool) -> Origin {
        Origin {
            file: FileId(1),
            pointer: pointer.to_owned(),
            whole,
        }
    }

    #[test]
    fn nodes_are_followed_to_where_they_come_from() {
        let mut origins = Origins::default();
        assert_eq!(found(&origins, ""), "0");
        assert_eq!(found(&origins, "/a/b"), "0/a/b");
        origins.set("/a/b", overlay("/actions/0/update/b", false));
        origins.set("/a/c", overlay("/actions/1/copy", true));
        assert_eq!(found(&origins, "/a"), "0/a");
        assert_eq!(found(&origins, "/a/d"), "0/a/d");
        assert_eq!(found(&origins, "/a/b/0/x"), "1/actions/0/update/b/0/x");
        assert_eq!(found(&origins, "/a/c/x/y"), "1/actions/1/copy");
        origins.remove("/a", "b");
        assert_eq!(found(&origins, "/a/b"), "0/a/b");
        origins.set("", overlay("/actions/2/update", false));
        assert_eq!(found(&origins, "/a/b"), "1/actions/2/update/a/b");
    }

    #[test]
    fn items_are_followed_when_others_go() {
        let mut origins = Origins::default();
        origins.set("/l/3", overlay("/new", false));
        origins.set("/l/2/x", overlay("/x", false));
        origins.keep_items(FileId(0), "/l", &[0, 2, 3]);
        let now = ["/l/0", "/l/1", "/l/1/x", "/l/1/y", "/l/2/z", "/l/3"];
        let before = now.map(|pointer| found(&origins, pointer));
        assert_eq!(
            before,
            ["0/l/0", "0/l/2", "1/x", "0/l/2/y", "1/new/z", "0/l/3"]
        );
        origins.keep_items(FileId(0), "/l", &[1]);
        assert_eq!(found(&origins, "/l/0/x"), "1/x");
        assert_eq!(found(&origins, "/l/0"), "0/l/2");
    }
}
