//! The tree over a day's heads, built leaf by leaf in memory that grows with its height only.
//!
//! The shape is that of RFC 9162, 2.1: the left subtree of any node is the largest full one.

use super::encoding::{Hash, NOTHING, node};

/// On which side of the path a sibling stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The sibling is the left one.
    Left,
    /// The sibling is the right one.
    Right,
}

struct Subtree {
    hash: Hash,
    height: u32,
    marked: bool,
}

/// A tree under construction; remembers the path of one marked leaf.
#[derive(Default)]
pub(crate) struct Tree {
    subtrees: Vec<Subtree>,
    path: Vec<(Side, Hash)>,
    leaves: i64,
}

impl Tree {
    /// Adds the next leaf.
    pub(crate) fn push(&mut self, hash: Hash, marked: bool) {
        self.leaves += 1;
        self.subtrees.push(Subtree { hash, height: 0, marked });
        while let [.., left, right] = self.subtrees.as_slice()
            && left.height == right.height
        {
            self.join();
        }
    }

    /// Gives how many leaves there are, the root over them, and the path from the marked leaf to it.
    pub(crate) fn finish(mut self) -> (i64, Hash, Vec<(Side, Hash)>) {
        while self.subtrees.len() > 1 {
            self.join();
        }
        let root = self.subtrees.pop().map_or(NOTHING, |subtree| subtree.hash);
        (self.leaves, root, self.path)
    }

    fn join(&mut self) {
        let (Some(right), Some(left)) = (self.subtrees.pop(), self.subtrees.pop()) else { return };
        if left.marked {
            self.path.push((Side::Right, right.hash));
        }
        if right.marked {
            self.path.push((Side::Left, left.hash));
        }
        self.subtrees.push(Subtree {
            hash: node(&left.hash, &right.hash),
            height: left.height + 1,
            marked: left.marked || right.marked,
        });
    }
}

/// Computes the root that a leaf and its path lead to.
pub(crate) fn climb(leaf: Hash, path: &[(Side, Hash)]) -> Hash {
    path.iter().fold(leaf, |hash, (side, sibling)| match side {
        Side::Left => node(sibling, &hash),
        Side::Right => node(&hash, sibling),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(number: usize) -> Hash {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&(number as u64).to_be_bytes());
        hash
    }

    /// RFC 9162, 2.1.1, word for word, as a second way to the same root.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => NOTHING,
            [only] => *only,
            more => {
                let split = more.len().next_power_of_two() / 2;
                node(&by_definition(&more[..split]), &by_definition(&more[split..]))
            }
        }
    }

    #[test]
    fn every_path_of_every_small_tree_leads_to_its_root() {
        for size in 1..=70_usize {
            let leaves: Vec<Hash> = (0..size).map(leaf).collect();
            for marked in 0..size {
                let mut tree = Tree::default();
                for (index, hash) in leaves.iter().enumerate() {
                    tree.push(*hash, index == marked);
                }
                let (count, root, path) = tree.finish();
                assert_eq!(count, i64::try_from(size).expect("small"));
                assert_eq!(root, by_definition(&leaves), "{size}");
                assert_eq!(climb(leaves[marked], &path), root, "{marked} of {size}");
                assert!(path.len() <= size.next_power_of_two().ilog2() as usize);
                for at in 0..path.len() {
                    let mut changed = path.clone();
                    changed[at].1[31] ^= 1;
                    assert_ne!(climb(leaves[marked], &changed), root);
                }
            }
        }
    }
}
