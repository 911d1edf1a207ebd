//! Passwords: what a good one is, and how it is kept.

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use store::Entropy;
use zeroize::Zeroizing;

/// Memory in KiB, passes, lanes.
type Cost = (u32, u32, u32);

const COST: Cost = (19_456, 2, 1);
/// Bytes from which on memory is certainly given back when it is no longer needed.
const GIVEN_BACK: usize = 33 << 20;
const SALT: usize = 16;
const HASH: usize = 32;
/// The shortest password, in characters.
const SHORTEST: usize = 10;
/// From this length on, kinds of characters do not matter.
const LONG: usize = 16;
/// The longest password, in bytes.
const LONGEST: usize = 256;
/// Letters and digits that cannot be taken for each other.
const CLEAR_LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// Too short.
    Short,
    /// Too long.
    Long,
    /// Too few kinds of characters.
    Simple,
    /// The user name stands in it.
    Name,
    /// It is the one in use.
    Same,
    /// Typed differently the second time.
    Different,
    /// The present password was typed wrongly.
    Wrong,
}

impl fmt::Display for PasswordRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Short => "密码至少 10 个字符",
            Self::Long => "密码太长，最多 256 个字节",
            Self::Simple => {
                "密码不足 16 个字符时，应含大写字母、小写字母、数字、符号四类中的三类，且至少有 5 个不同的字符"
            }
            Self::Name => "密码中不能含用户名",
            Self::Same => "新密码不能与现用密码相同",
            Self::Different => "两次填写的新密码不一致",
            Self::Wrong => "现用密码不正确",
        })
    }
}

impl std::error::Error for PasswordRefusal {}

/// Refuses a password that would be guessed.
pub fn check(password: &str, user_name: &str) -> Result<(), PasswordRefusal> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordRefusal::Short);
    }
    if password.len() > LONGEST {
        return Err(PasswordRefusal::Long);
    }
    if password.to_lowercase().contains(&user_name.to_lowercase()) {
        return Err(PasswordRefusal::Name);
    }
    let kinds: [fn(char) -> bool; 4] = [
        |letter| letter.is_uppercase(),
        |letter| letter.is_lowercase(),
        char::is_numeric,
        |letter| !letter.is_alphanumeric() || (letter.is_alphabetic() && !letter.is_ascii()),
    ];
    let kinds = kinds.iter().filter(|kind| password.chars().any(kind)).count();
    let mut letters: Vec<char> = password.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 5 || (length < LONG && kinds < 3) {
        return Err(PasswordRefusal::Simple);
    }
    Ok(())
}

/// Makes a password to begin with: twelve characters that can be read out.
#[must_use]
pub fn initial(entropy: &dyn Entropy) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; 12]);
    entropy.fill(bytes.as_mut_slice());
    let letters = bytes.iter().map(|byte| char::from(CLEAR_LETTERS[usize::from(byte & 31)]));
    Zeroizing::new(letters.collect())
}

/// Hashes a password (argon2id) with a fresh salt. Takes some tens of milliseconds and 19 MiB on purpose:
/// never called within a transaction.
#[must_use]
pub fn hash(password: &str, entropy: &dyn Entropy) -> String {
    let mut salt = [0; SALT];
    entropy.fill(&mut salt);
    // The cost above is within bounds; were it not, the account would stay shut.
    digest(password, COST, &salt).map_or_else(String::new, |digest| written(COST, &salt, &digest))
}

/// Tells whether a password is the one that was hashed. Takes as long for nobody's hash (`None`), so that
/// an answer does not tell which user names there are.
#[must_use]
pub fn is_right(password: &str, stored: Option<&str>) -> bool {
    let known = stored.and_then(read);
    let (cost, salt, expected) = known.unwrap_or((COST, [0; SALT], [0; HASH]));
    let Some(given) = digest(password, cost, &salt) else { return false };
    let difference = given
        .iter()
        .zip(&expected)
        .fold(0, |difference, (left, right)| difference | (left ^ right));
    difference == 0 && known.is_some()
}

/// Nothing for a cost or a length that is out of bounds.
fn digest(password: &str, (memory, passes, lanes): Cost, salt: &[u8]) -> Option<[u8; HASH]> {
    let mut out = [0; HASH];
    let params = Params::new(memory, passes, lanes, Some(HASH)).ok()?;
    let blocks = params.block_count();
    // The C library asks the system for what is larger than 32 MiB alone and gives it back at once; smaller memory
    // it keeps, for each thread that ever tried a password. What is not filled takes no memory.
    let mut memory = Vec::with_capacity(blocks.max(GIVEN_BACK / Block::SIZE));
    memory.resize(blocks, Block::default());
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut out, &mut memory)
        .ok()?;
    Some(out)
}

fn written((memory, passes, lanes): Cost, salt: &[u8], digest: &[u8]) -> String {
    let hex = |bytes: &[u8]| {
        let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect::<String>()
    };
    format!("argon2id${memory}${passes}${lanes}${}${}", hex(salt), hex(digest))
}

fn read(stored: &str) -> Option<(Cost, [u8; SALT], [u8; HASH])> {
    let rest = stored.strip_prefix("argon2id$")?;
    let parts: Vec<&str> = rest.split('$').collect();
    let &[memory, passes, lanes, salt, digest] = parts.as_slice() else { return None };
    let cost = (memory.parse().ok()?, passes.parse().ok()?, lanes.parse().ok()?);
    Some((cost, bytes(salt)?, bytes(digest)?))
}

fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if hex.len() != N * 2 || !hex.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sevens;
    impl Entropy for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn only_the_password_itself_is_right() {
        let stored = hash("Correct-horse-7", &Sevens);
        assert!(stored.starts_with("argon2id$19456$2$1$07070707"), "{stored}");
        assert!(!stored.contains("horse"));
        assert!(is_right("Correct-horse-7", Some(&stored)));
        for (password, stored) in [
            ("correct-horse-7", Some(stored.as_str())),
            ("", Some(stored.as_str())),
            ("Correct-horse-7", None),
            ("Correct-horse-7", Some("plain$Correct-horse-7")),
            ("Correct-horse-7", Some(&stored[..stored.len() - 2])),
        ] {
            assert!(!is_right(password, stored), "{password} {stored:?}");
        }
    }

    /// What this process has in memory, in bytes.
    #[cfg(target_os = "linux")]
    fn resident() -> usize {
        let text = std::fs::read_to_string("/proc/self/statm").expect("figures of this process");
        let pages = text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
        pages.expect("a number of pages") * 4_096
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_memory_that_a_password_takes_is_given_back_on_every_thread() {
        let before = resident();
        let (trying, tried) = std::sync::mpsc::channel();
        let mut ends = Vec::new();
        for _ in 0..8 {
            let (end, ended) = std::sync::mpsc::channel::<()>();
            let trying = trying.clone();
            ends.push((
                end,
                std::thread::spawn(move || {
                    for _ in 0..2 {
                        assert!(!is_right("Correct-horse-7", None));
                    }
                    trying.send(()).expect("told");
                    // Threads that try passwords stay, as those of a server do.
                    let _ = ended.recv();
                }),
            ));
            tried.recv().expect("tried");
        }
        let kept = resident().saturating_sub(before);
        for (end, thread) in ends {
            drop(end);
            thread.join().expect("ended");
        }
        // Other tests of this process may be trying a password just now.
        assert!(kept < 60 << 20, "{} MiB were kept", kept >> 20);
    }

    #[test]
    fn a_password_is_long_or_varied_and_holds_no_user_name() {
        for (password, expected) in [
            ("Abc123!xy", Err(PasswordRefusal::Short)),
            ("abcdefgh12", Err(PasswordRefusal::Simple)),
            ("Aa1!Aa1!Aa1!", Err(PasswordRefusal::Simple)),
            ("aaaaaaaaaaaaaaaaaaaa", Err(PasswordRefusal::Simple)),
            ("Wang.Fang-2026", Err(PasswordRefusal::Name)),
            ("Abcdefgh12", Ok(())),
            ("long enough to be safe", Ok(())),
        ] {
            assert_eq!(check(password, "wang.fang"), expected, "{password}");
        }
        assert_eq!(check(&"Ab1-".repeat(65), "wang.fang"), Err(PasswordRefusal::Long));
    }
}
