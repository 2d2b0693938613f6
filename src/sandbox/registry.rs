//! A list with a way to find an item by its id.

use std::{collections::HashMap, sync::Arc};

/// Items in the order in which they were added.
#[derive(Clone, Debug)]
pub(super) struct Registry<T> {
    items: Vec<Arc<T>>,
    index: HashMap<String, usize>,
}

impl<T> Registry<T> {
    /// All of these, each under the id that it says.
    pub fn new(items: impl IntoIterator<Item = Arc<T>>, id: impl Fn(&T) -> &str) -> Self {
        let items: Vec<_> = items.into_iter().collect();
        let index = items.iter().enumerate().map(|(i, item)| (id(item).to_owned(), i)).collect();
        Self { items, index }
    }

    /// One of them.
    pub fn find(&self, id: &str) -> Option<&Arc<T>> {
        self.index.get(id).and_then(|&i| self.items.get(i))
    }

    /// The place of one among all.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<T>] {
        &self.items
    }
}
