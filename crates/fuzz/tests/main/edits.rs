//! Small changes to something valid, which get further into a parser than random bytes do.

use bolero::ValueGenerator;

/// One change: what is done, at which two places, and a byte for it.
pub(crate) type Edit = (u8, u16, u16, u8);

/// Gives up to so many changes.
pub(crate) fn edits(most: usize) -> impl ValueGenerator<Output = Vec<Edit>> {
    use bolero::produce;
    produce::<Vec<Edit>>().with().len(0..=most)
}

/// Gives a place in something of this length; 0 where it is empty.
pub(crate) fn place(number: u16, length: usize) -> usize {
    // Places beyond 65,535 are reached by stretching.
    if length > 0xFFFF {
        usize::from(number) * (length / 0x1_0000)
    } else {
        usize::from(number) % length.max(1)
    }
}

/// Changes bytes: sets one, flips a bit, takes a range out, puts a byte in, copies a range, cuts
/// the end off.
pub(crate) fn changed(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for &(what, first, second, byte) in edits {
        if bytes.is_empty() {
            break;
        }
        let at = place(first, bytes.len());
        let end = (at + usize::from(second % 64)).min(bytes.len());
        match what % 16 {
            0..=4 => bytes[at] = byte,
            5..=7 => bytes[at] ^= 1 << (byte % 8),
            8 | 9 => drop(bytes.drain(at..end)),
            10..=12 => bytes.insert(at, byte),
            13 | 14 => {
                let range = bytes[at..end].to_vec();
                let to = place(second, bytes.len());
                bytes.splice(to..to, range);
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

/// Changes a text by signs of an alphabet: one is put in, replaced or taken out.
pub(crate) fn respelt(text: &str, alphabet: &str, edits: &[Edit]) -> String {
    let alphabet: Vec<char> = alphabet.chars().collect();
    let mut signs: Vec<char> = text.chars().collect();
    for &(what, first, second, _) in edits {
        let sign = alphabet[place(second, alphabet.len())];
        let at = place(first, signs.len());
        match what % 4 {
            0 => signs.insert(at, sign),
            1 | 2 if !signs.is_empty() => signs[at] = sign,
            _ if !signs.is_empty() => drop(signs.remove(at)),
            _ => {}
        }
    }
    signs.into_iter().collect()
}
