//! The secrets of sessions.

use store::seal::KeyProvider;
use store::{Entropy, StoreError};
use zeroize::Zeroizing;

/// Makes the secret of a new session: 32 random bytes in hexadecimal.
pub(crate) fn new_secret(entropy: &dyn Entropy) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    entropy.fill(bytes.as_mut_slice());
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Zeroizing::new(halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect())
}

/// The digest under which a session is found. Without the keys the table of sessions opens no door.
pub(crate) fn session_lookup(keys: &dyn KeyProvider, secret: &str) -> Result<[u8; 32], StoreError> {
    keys.lookup("session.secret", secret)
}
