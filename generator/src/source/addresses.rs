//! Sets and maps keyed by the addresses of nodes.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::Node;

/// A map keyed by the addresses of nodes.
pub type NodeMap<V> = HashMap<*const Node, V, BuildHasherDefault<AddressHasher>>;

/// A set of the addresses of nodes.
pub type NodeSet = HashSet<*const Node, BuildHasherDefault<AddressHasher>>;

/// A fast hash: no description can choose addresses, so it need not withstand an attack.
#[derive(Default)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, address: usize) {
        let mixed = (self.0 ^ address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
