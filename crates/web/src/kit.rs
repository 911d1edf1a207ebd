//! What the pages of one running system share.

use std::sync::Arc;

use access::Action;
use store::{Clock, Entropy};

use crate::door::Doorkeeper;

/// An entry of the main navigation.
#[derive(Clone, Copy, Debug)]
pub struct NavigationItem {
    /// What it is called.
    pub label: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// The key that leads there, after `g`.
    pub key: char,
    /// Shown to whoever may do this.
    pub action: Action,
}

/// What the pages of one running system share.
#[derive(Clone)]
pub struct Kit {
    /// Knows who a session belongs to.
    pub doorkeeper: Arc<dyn Doorkeeper>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where unpredictable bytes come from.
    pub entropy: Arc<dyn Entropy>,
    /// The main navigation.
    pub navigation: Arc<[NavigationItem]>,
    /// A line at the top of every page, such as that this is a demonstration.
    pub banner: Option<Arc<str>>,
    /// Whether cookies are sent over TLS only.
    pub secure_cookies: bool,
}

impl Kit {
    /// Gives a fresh key of 32 hexadecimal digits.
    #[must_use]
    pub fn fresh_key(&self) -> String {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect()
    }
}
