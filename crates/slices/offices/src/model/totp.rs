//! One-time codes of six digits that a phone computes (RFC 6238 with SHA-1, a new one every 30 seconds, as
//! every authenticator app understands it).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use store::{Entropy, Instant};
use zeroize::Zeroizing;

/// The length of a secret in bytes (RFC 4226, 4: 160 bits recommended).
pub const SECRET: usize = 20;
/// How long a code lasts, in seconds.
const STEP: i64 = 30;
/// How many codes before and after the present one are taken, for clocks that go wrong.
const DRIFT: i64 = 1;
/// RFC 4648, 6.
const BASE_32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A secret that a phone shares with us. Wiped from memory when dropped.
#[derive(Clone)]
pub struct OneTimeSecret(Zeroizing<[u8; SECRET]>);

impl OneTimeSecret {
    /// Makes a new one.
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut secret = Zeroizing::new([0; SECRET]);
        entropy.fill(secret.as_mut_slice());
        Self(secret)
    }

    /// Takes the bytes as they are.
    #[must_use]
    pub fn from_bytes(bytes: [u8; SECRET]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Fills the 32 bytes that a key provider wraps.
    #[must_use]
    pub fn padded(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = Zeroizing::new([0; 32]);
        bytes[..SECRET].copy_from_slice(self.0.as_slice());
        bytes
    }

    /// Takes what [`padded`](Self::padded) gave.
    #[must_use]
    pub fn of_padded(bytes: &[u8; 32]) -> Self {
        let mut secret = Zeroizing::new([0; SECRET]);
        secret.copy_from_slice(&bytes[..SECRET]);
        Self(secret)
    }

    /// Writes the secret for typing into a phone, in groups of four.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(40);
        for (place, letter) in self.base_32().chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push(' ');
            }
            text.push(letter);
        }
        text
    }

    /// Writes the address that a phone reads from a picture. `account` is shown there; it holds only
    /// letters, digits, dots and hyphens.
    #[must_use]
    pub fn address(&self, account: &str) -> String {
        let secret = self.base_32();
        format!("otpauth://totp/Leye:{account}?secret={secret}&issuer=Leye&digits=6&period=30")
    }

    /// Gives the code of a step.
    #[must_use]
    pub fn code_at(&self, step: i64) -> u32 {
        // HMAC takes a key of any length.
        let Ok(mut code) = Hmac::<Sha1>::new_from_slice(self.0.as_slice()) else { return u32::MAX };
        code.update(&step.to_be_bytes());
        let digest = code.finalize().into_bytes();
        let at = usize::from(digest[19] & 15);
        let four = [digest[at] & 0x7f, digest[at + 1], digest[at + 2], digest[at + 3]];
        u32::from_be_bytes(four) % 1_000_000
    }

    /// Finds the step that a typed code belongs to, now or next to it, later than the last one used: a
    /// code that somebody saw being typed is worth nothing any more.
    #[must_use]
    pub fn step_of(&self, typed: &str, now: Instant, last_used: i64) -> Option<i64> {
        let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        let is_code = typed.len() == 6 && typed.bytes().all(|byte| byte.is_ascii_digit());
        let typed: u32 = typed.parse().ok().filter(|_| is_code)?;
        let present = step_at(now);
        let mut found = None;
        // Every candidate is computed, so that the time taken tells nothing.
        for step in present - DRIFT..=present + DRIFT {
            let is_match = self.code_at(step) == typed;
            if is_match && step > last_used && found.is_none() {
                found = Some(step);
            }
        }
        found
    }

    fn base_32(&self) -> String {
        let mut text = String::with_capacity(32);
        for five in self.0.chunks(5) {
            let mut bits: u64 = 0;
            for byte in five {
                bits = bits << 8 | u64::from(*byte);
            }
            for place in (0..8).rev() {
                let index = usize::try_from(bits >> (place * 5) & 31).unwrap_or(0);
                text.push(char::from(BASE_32[index]));
            }
        }
        text
    }
}

/// Gives the step that an instant lies in.
#[must_use]
pub const fn step_at(now: Instant) -> i64 {
    now.micros().div_euclid(STEP * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published() -> OneTimeSecret {
        OneTimeSecret::from_bytes(*b"12345678901234567890")
    }

    /// RFC 6238, appendix B, the SHA-1 column; six digits are the last six of the eight printed there.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, eight) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let step = step_at(Instant::from_micros(seconds * 1_000_000));
            assert_eq!(published().code_at(step), eight % 1_000_000, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_for_a_step_before_and_after_and_once() {
        let secret = published();
        let now = Instant::from_micros(1_234_567_890_000_000);
        let present = step_at(now);
        for (distance, good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = format!("{:06}", secret.code_at(present + distance));
            let found = secret.step_of(&typed, now, 0);
            assert_eq!(found, good.then_some(present + distance), "{distance}");
        }
        let typed = format!("{:06}", secret.code_at(present));
        assert_eq!(secret.step_of(&typed, now, present), None, "used already");
        let spaced = format!(" {} {} ", &typed[..3], &typed[3..]);
        assert_eq!(secret.step_of(&spaced, now, present - 1), Some(present));
        for wrong in ["", "12345", "1234567", "+12345", "１２３４５６"] {
            assert_eq!(secret.step_of(wrong, now, 0), None, "{wrong}");
        }
    }

    /// RFC 4648 writes these twenty bytes so.
    #[test]
    fn a_secret_is_written_for_typing_and_for_a_picture() {
        let secret = published();
        assert_eq!(secret.text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let address = secret.address("wang.fang");
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"), "{address}");
        assert_eq!(OneTimeSecret::of_padded(&secret.padded()).text(), secret.text());
    }
}
