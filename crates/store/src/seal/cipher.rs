//! SM4 in counter mode, authenticated by HMAC-SM3 over context, nonce and ciphertext.
//!
//! A sealed value is: one byte of version (1), sixteen bytes of nonce, the ciphertext, thirty-two
//! bytes of authentication code. The code is computed after encryption and checked before
//! decryption. The context (table, column, row) is authenticated but not stored, so that a sealed
//! value moved to another place does not open there.

use ctr::cipher::{KeyIvInit, StreamCipher};
use hmac::{Hmac, KeyInit, Mac};
use sm3::Sm3;
use sm4::Sm4;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::time::Entropy;

/// Bytes of a key: sixteen for the cipher and thirty-two for the code are derived from it.
pub(crate) const KEY: usize = 32;
const VERSION: u8 = 1;
const NONCE: usize = 16;
const CODE: usize = 32;

/// A key, wiped from memory when dropped.
pub(crate) type Key = Zeroizing<[u8; KEY]>;

/// Computes HMAC-SM3 over parts, each preceded by its length, so that no two lists of parts meet.
pub(crate) fn code(key: &[u8], parts: &[&[u8]]) -> [u8; CODE] {
    // HMAC takes keys of any length, so this cannot fail.
    let Ok(mut mac) = Hmac::<Sm3>::new_from_slice(key) else { return [0; CODE] };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The two keys that sealing needs, derived once from one.
pub(crate) struct Pair {
    encrypt: Key,
    authenticate: Key,
}

impl Pair {
    /// Derives both.
    pub(crate) fn of(key: &Key) -> Self {
        Self {
            encrypt: derive(key.as_slice(), "encrypt"),
            authenticate: derive(key.as_slice(), "authenticate"),
        }
    }
}

/// Derives a key for one purpose.
pub(crate) fn derive(key: &[u8], purpose: &str) -> Key {
    Zeroizing::new(code(key, &[b"leye derive", purpose.as_bytes()]))
}

/// Seals bytes for one place.
pub(crate) fn seal(keys: &Pair, context: &[u8], clear: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
    let mut sealed = vec![0; 1 + NONCE];
    sealed[0] = VERSION;
    entropy.fill(&mut sealed[1..]);
    sealed.extend_from_slice(clear);
    let (head, body) = sealed.split_at_mut(1 + NONCE);
    crypt(keys, &head[1..], body);
    let code = code(keys.authenticate.as_slice(), &[context, &sealed]);
    sealed.extend_from_slice(&code);
    sealed
}

/// Opens what [`seal`] sealed with the same key for the same place; otherwise gives nothing.
pub(crate) fn open(keys: &Pair, context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let body_end = sealed.len().checked_sub(CODE)?;
    let (body, claimed) = sealed.split_at(body_end);
    if body.len() < 1 + NONCE || body[0] != VERSION {
        return None;
    }
    let code = code(keys.authenticate.as_slice(), &[context, body]);
    if !bool::from(code.ct_eq(claimed)) {
        return None;
    }
    let mut clear = Zeroizing::new(body[1 + NONCE..].to_vec());
    crypt(keys, &body[1..=NONCE], &mut clear);
    Some(clear)
}

fn crypt(keys: &Pair, nonce: &[u8], bytes: &mut [u8]) {
    // Both lengths are right by construction, so this cannot fail.
    if let Ok(mut cipher) = ctr::Ctr128BE::<Sm4>::new_from_slices(&keys.encrypt[..16], nonce) {
        cipher.apply_keystream(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU8);
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                *byte = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            }
        }
    }

    fn key(first: u8) -> Pair {
        let mut key = Zeroizing::new([0; KEY]);
        key[0] = first;
        Pair::of(&key)
    }

    #[test]
    fn what_is_sealed_opens_only_with_its_key_in_its_place() {
        let entropy = Counting(0.into());
        for length in [0, 1, 15, 16, 17, 1000] {
            let clear = vec![0x61; length];
            let sealed = seal(&key(1), b"person.phone", &clear, &entropy);
            assert_eq!(sealed.len(), 1 + NONCE + length + CODE);
            assert_eq!(open(&key(1), b"person.phone", &sealed).expect("opens").as_slice(), clear);
            assert!(open(&key(2), b"person.phone", &sealed).is_none());
            assert!(open(&key(1), b"person.address", &sealed).is_none());
            for at in 0..sealed.len() {
                let mut changed = sealed.clone();
                changed[at] ^= 1;
                assert!(open(&key(1), b"person.phone", &changed).is_none(), "byte {at}");
                assert!(open(&key(1), b"person.phone", &sealed[..at]).is_none(), "cut at {at}");
            }
        }
    }

    #[test]
    fn the_same_value_never_looks_the_same() {
        let entropy = Counting(0.into());
        let first = seal(&key(1), b"x", b"13800000000", &entropy);
        assert_ne!(first, seal(&key(1), b"x", b"13800000000", &entropy));
    }

    /// GB/T 32907-2016, appendix A.1, with the counter mode around one block.
    #[test]
    fn the_cipher_is_sm4() {
        use ctr::cipher::BlockCipherEncrypt;
        let block: [u8; 16] = [
            0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54,
            0x32, 0x10,
        ];
        let cipher = <Sm4 as ctr::cipher::KeyInit>::new(&block.into());
        let mut out = block.into();
        cipher.encrypt_block(&mut out);
        let expected: [u8; 16] = [
            0x68, 0x1e, 0xdf, 0x34, 0xd2, 0x06, 0x96, 0x5e, 0x86, 0xb3, 0xe9, 0x4f, 0x53, 0x6e,
            0x42, 0x46,
        ];
        assert_eq!(<[u8; 16]>::from(out), expected);
    }

    /// GB/T 32905-2016, appendix A.1.
    #[test]
    fn the_digest_is_sm3() {
        use sm3::Digest;
        let digest: [u8; 32] = Sm3::digest(b"abc").into();
        assert_eq!(digest[..4], [0x66, 0xc7, 0xf0, 0xf4]);
        assert_eq!(digest[28..], [0x8f, 0x4b, 0xa8, 0xe0]);
    }
}
