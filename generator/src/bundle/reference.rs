//! References → the texts that lead to the same nodes in a bundle.

use crate::bundle::collect::Reference;
use crate::bundle::kind::{Kind, Shape};
use crate::bundle::layout::Layout;
use crate::diagnostic::{Code, FileId, Location};
use crate::document::{At, Place, Reader};
use crate::source::{Node, uri};
use crate::text::unescape_step;

/// What the texts of references depend on.
pub struct Texts<'a, 't> {
    pub reader: &'a mut Reader<'t>,
    pub layout: &'a Layout<'a, 't>,
    /// Whether a file other than the first may have an anchor.
    pub others_have_anchors: bool,
}

/// The resource that a reference names or is in.
struct Resource<'t> {
    root: At<'t>,
    base: String,
    at: Location,
    /// Its place in the bundle.
    pointer: Option<String>,
}

impl Resource<'_> {
    fn is_description(&self) -> bool {
        self.at.file == FileId::default() && self.at.pointer.is_empty()
    }

    /// Whether it declares a URI.
    fn is_named(&self) -> bool {
        let keyword = match self.is_description() {
            true => "$self",
            false => "$id",
        };
        declares(self.root.node, keyword, |_| true)
    }
}

/// Whether the value of a keyword is a URI, and not a fragment.
fn declares(node: &Node, keyword: &str, is_it: impl Fn(&str) -> bool) -> bool {
    matches!(node.get(keyword), Some(Node::String(text)) if !text.starts_with('#') && is_it(text))
}

impl<'t> Texts<'_, 't> {
    /// The text of a reference in the bundle. One that leads to nothing there stays as it is.
    pub fn text(&mut self, reference: &Reference<'t>) -> String {
        let text = reference.text;
        let Location { file, pointer, .. } = self.reader.places.location(reference.target.place);
        if let Some(operation) = self.operation(reference) {
            return operation;
        }
        let Some(found) = self.layout.pointer(file, &pointer) else {
            let keyword = reference.keyword;
            let message = format!("`{keyword}` target is not in the bundle: `{text}`");
            let diagnostic =
                self.reader
                    .report(Code::UnresolvedReference, reference.at.place, message);
            diagnostic
                .notes
                .push("the reference stays as it is".to_owned());
            return text.to_owned();
        };
        if self.is_component_name(reference) || self.keeps(reference, (file, &pointer), &found) {
            return text.to_owned();
        }
        let mut rewritten = self.base(reference.at.place);
        rewritten.push('#');
        encode(&found, &mut rewritten);
        rewritten
    }

    /// The reference to an operation by its path, which a place among components would not tell.
    fn operation(&mut self, reference: &Reference<'t>) -> Option<String> {
        let (address, fragment) = uri::split_fragment(reference.text);
        if reference.shape != Shape::One(Kind::Operation) || !fragment.starts_with('/') {
            return None;
        }
        let named = self.resource(reference.text, reference.at.place)?;
        let is_kept = named.is_description() && self.layout.is_kept(&decoded(fragment));
        is_kept.then(|| match address.is_empty() {
            true => reference.text.to_owned(),
            false => format!("#{fragment}"),
        })
    }

    /// Whether the entry of a mapping is the name of a component.
    fn is_component_name(&mut self, reference: &Reference<'t>) -> bool {
        let place = reference.at.place;
        let is_name = matches!(reference.keyword, "mapping" | "defaultMapping")
            && self.reader.places.file(place) == FileId::default();
        is_name && self.reader.component(reference.text, place).is_some()
    }

    /// Whether a text leads to a place of the bundle as it is.
    fn keeps(
        &mut self,
        reference: &Reference<'t>,
        (file, pointer): (FileId, &str),
        found: &str,
    ) -> bool {
        let (text, place) = (reference.text, reference.at.place);
        let Some(named) = self.resource(text, place) else {
            return false;
        };
        let (address, fragment) = uri::split_fragment(text);
        let is_pointer = fragment.is_empty() || fragment.starts_with('/');
        if address.is_empty() && named.at.file == FileId::default() && found == pointer {
            let is_embedded = !named.is_description() && named.is_named();
            return match is_pointer {
                true => is_embedded || decoded(fragment) == found,
                false => is_embedded || !self.others_have_anchors,
            };
        }
        let (true, Some(start)) = (named.is_named(), &named.pointer) else {
            return false;
        };
        let inside = pointer.strip_prefix(named.at.pointer.as_str());
        let inside = inside.filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let stays = named.at.file == file
            && inside.is_some_and(|rest| found.strip_prefix(start.as_str()) == Some(rest));
        if address.is_empty() || !stays {
            return stays && !named.is_description();
        }
        let Some(from) = self.resource("", place) else {
            return false;
        };
        // By its URI, and not as a file beside this one.
        uri::resolve(&from.base, address) == named.base
            && self.is_stable(&named)
            && (uri::is_remote(text) || self.is_stable(&from))
    }

    /// Whether a resource has the same URI in the bundle: it is in the first file, or a URI with a scheme
    /// comes along with it.
    fn is_stable(&self, resource: &Resource<'_>) -> bool {
        let Location { file, pointer, .. } = &resource.at;
        if *file == FileId::default() && self.layout.is_kept(pointer) {
            return true;
        }
        let mut next = self
            .reader
            .tree
            .files
            .get(file.0 as usize)
            .map(|file| &file.root);
        let ends = pointer.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([pointer.len()]) {
            if let Some((_, step)) = pointer[..end].rsplit_once('/') {
                next = next.and_then(|node| child(node, &unescape_step(step)));
            }
            let is_declared = next.is_some_and(|node| declares(node, "$id", uri::is_remote));
            if is_declared && self.layout.pointer(*file, &pointer[..end]).is_some() {
                return true;
            }
        }
        false
    }

    /// What a pointer from the root of the bundle starts with. In a schema with an `$id`, it needs the
    /// URI of the description; without one, it is found as the pointer of the file.
    fn base(&mut self, place: Place) -> String {
        let around = self.resource("", place);
        let is_embedded = around.is_some_and(|around| {
            !around.is_description() && around.is_named() && around.pointer.is_some()
        });
        let own = self.reader.tree.files.first();
        let own = own.and_then(|file| file.root.get("$self"));
        match own {
            Some(Node::String(own)) if is_embedded && uri::is_remote(own) => {
                uri::split_fragment(own).0.to_owned()
            }
            _ => String::new(),
        }
    }

    fn resource(&mut self, reference: &str, place: Place) -> Option<Resource<'t>> {
        let (root, base) = self.reader.resource_of(reference, place)?;
        let at = self.reader.places.location(root.place);
        let pointer = self.layout.pointer(at.file, &at.pointer);
        Some(Resource {
            root,
            base,
            at,
            pointer,
        })
    }
}

fn child<'t>(node: &'t Node, step: &str) -> Option<&'t Node> {
    match node {
        Node::Array(items) => items.get(step.parse::<usize>().ok()?),
        node => node.get(step),
    }
}

/// The JSON pointer of a fragment, with the escapes of pointers only.
fn decoded(fragment: &str) -> String {
    let decoded = String::from_utf8_lossy(&uri::decode(fragment)).into_owned();
    let steps = decoded.split('/').skip(1);
    let steps: Vec<_> = steps.map(unescape_step).collect();
    super::layout::pointer_of(steps.iter().map(String::as_str))
}

/// Appends a JSON pointer as a fragment (RFC 6901 §6).
fn encode(pointer: &str, text: &mut String) {
    for byte in pointer.bytes() {
        match byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@?".contains(&byte) {
            true => text.push(char::from(byte)),
            false => text.push_str(&format!("%{byte:02X}")),
        }
    }
}
