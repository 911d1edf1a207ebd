//! Looking at the directory of a zip archive before anything is unpacked.
//!
//! A workbook is a zip archive, and a few kilobytes can unpack to gigabytes. What the directory
//! declares is checked here, over the bytes and without unpacking.

use crate::error::TableError;

/// The most that a workbook may unpack to, in bytes.
const MOST_UNPACKED: u64 = 512 << 20;
/// From this size on, a part of the workbook is judged by how far it swells.
const JUDGED_FROM: u64 = 10 << 20;
/// How many times its packed size such a part may unpack to. The XML of sheets swells 10 to 30
/// times.
const MOST_SWELLING: u64 = 200;

/// What the directory says of one part.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    packed: u64,
    unpacked: u64,
}

/// Reads the directory and refuses what would unpack to too much.
pub(crate) fn parts(bytes: &[u8]) -> Result<Vec<Part>, TableError> {
    let parts = directory(bytes)
        .ok_or_else(|| TableError::Damaged("压缩包的目录不完整，文件可能没有下载完".to_owned()))?;
    let total = parts.iter().fold(0, |sum: u64, part| sum.saturating_add(part.unpacked));
    let swells = |part: &&Part| {
        part.unpacked > JUDGED_FROM && part.unpacked > part.packed.saturating_mul(MOST_SWELLING)
    };
    if let Some(part) = parts.iter().find(swells) {
        return Err(TableError::Bomb { part: part.name.clone(), mebibytes: part.unpacked >> 20 });
    }
    if total > MOST_UNPACKED {
        let largest = parts.iter().max_by_key(|part| part.unpacked);
        let part = largest.map_or_else(String::new, |part| part.name.clone());
        return Err(TableError::Bomb { part, mebibytes: total >> 20 });
    }
    Ok(parts)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?).into())
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// Stands for a 16-bit or 32-bit number that is kept in the 64-bit fields instead.
const ELSEWHERE_16: u64 = 0xFFFF;
const ELSEWHERE_32: u64 = 0xFFFF_FFFF;

/// Reads every entry of the central directory (PKWARE's APPNOTE 4.3.12 to 4.3.16).
fn directory(bytes: &[u8]) -> Option<Vec<Part>> {
    const END_LENGTH: usize = 22;
    const LONGEST_COMMENT: usize = 0xFFFF;
    let first = bytes.len().saturating_sub(END_LENGTH + LONGEST_COMMENT);
    let last = bytes.len().checked_sub(END_LENGTH)?;
    let end = (first..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    let (mut count, mut offset) = (u16_at(bytes, end + 10)?, u32_at(bytes, end + 16)?);
    if count == ELSEWHERE_16 || offset == ELSEWHERE_32 {
        let locator = end.checked_sub(20)?;
        if bytes[locator..].starts_with(b"PK\x06\x07") {
            let end = usize::try_from(u64_at(bytes, locator + 8)?).ok()?;
            bytes.get(end..)?.starts_with(b"PK\x06\x06").then_some(())?;
            (count, offset) = (u64_at(bytes, end + 32)?, u64_at(bytes, end + 48)?);
        }
    }
    let mut at = usize::try_from(offset).ok()?;
    let mut parts = Vec::new();
    for _ in 0..count {
        let entry = bytes.get(at..)?;
        entry.starts_with(b"PK\x01\x02").then_some(())?;
        let name_length = usize::try_from(u16_at(entry, 28)?).ok()?;
        let extra_length = usize::try_from(u16_at(entry, 30)?).ok()?;
        let comment_length = usize::try_from(u16_at(entry, 32)?).ok()?;
        let name = entry.get(46..46 + name_length)?;
        let extra = entry.get(46 + name_length..46 + name_length + extra_length)?;
        let (packed, unpacked) = sizes(u32_at(entry, 20)?, u32_at(entry, 24)?, extra)?;
        parts.push(Part { name: String::from_utf8_lossy(name).into_owned(), packed, unpacked });
        at += 46 + name_length + extra_length + comment_length;
    }
    Some(parts)
}

/// Gives packed and unpacked size, taken from the 64-bit extra field where they stand there.
fn sizes(packed: u64, unpacked: u64, extra: &[u8]) -> Option<(u64, u64)> {
    if packed != ELSEWHERE_32 && unpacked != ELSEWHERE_32 {
        return Some((packed, unpacked));
    }
    let mut rest = extra;
    while rest.len() >= 4 {
        let length = usize::try_from(u16_at(rest, 2)?).ok()?;
        let field = rest.get(4..4 + length)?;
        if u16_at(rest, 0)? == 1 {
            let mut at = 0;
            let mut wide = |narrow: u64| {
                if narrow != ELSEWHERE_32 {
                    return Some(narrow);
                }
                at += 8;
                u64_at(field, at - 8)
            };
            let unpacked = wide(unpacked)?;
            return Some((wide(packed)?, unpacked));
        }
        rest = &rest[4 + length..];
    }
    Some((packed, unpacked))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds a directory that declares parts of these packed and unpacked sizes.
    fn archive(sizes: &[(u32, u32)]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        let offset = u32::try_from(bytes.len()).unwrap();
        for (packed, unpacked) in sizes {
            bytes.extend(b"PK\x01\x02");
            bytes.extend([0; 16]);
            bytes.extend(packed.to_le_bytes());
            bytes.extend(unpacked.to_le_bytes());
            bytes.extend([1, 0]);
            bytes.extend([0; 16]);
            bytes.push(b'x');
        }
        let length = u32::try_from(bytes.len()).unwrap() - offset;
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend(u16::try_from(sizes.len()).unwrap().to_le_bytes());
        bytes.extend(u16::try_from(sizes.len()).unwrap().to_le_bytes());
        bytes.extend(length.to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    }

    const MIB: u32 = 1 << 20;

    #[test]
    fn the_limits_hold_exactly() {
        let limit = 512 * MIB;
        assert!(parts(&archive(&[(limit / 20, limit)])).is_ok());
        assert!(matches!(
            parts(&archive(&[(limit / 20, limit), (1, 1)])),
            Err(TableError::Bomb { mebibytes: 512, .. })
        ));
        // Swelling is judged only in large parts, and only beyond 200 times.
        assert!(parts(&archive(&[(1, 10 * MIB)])).is_ok());
        assert!(parts(&archive(&[(100_000, 20_000_000)])).is_ok());
        assert!(matches!(
            parts(&archive(&[(100_000, 20_000_001)])),
            Err(TableError::Bomb { mebibytes: 19, .. })
        ));
    }

    #[test]
    fn sizes_in_64_bits_are_read() {
        let mut extra = vec![1, 0, 16, 0];
        extra.extend((9_u64 << 30).to_le_bytes());
        extra.extend((3_u64 << 30).to_le_bytes());
        assert_eq!(sizes(ELSEWHERE_32, ELSEWHERE_32, &extra), Some((3 << 30, 9 << 30)));
        assert_eq!(sizes(7, ELSEWHERE_32, &extra), Some((7, 9 << 30)));
        assert_eq!(sizes(7, ELSEWHERE_32, &extra[..8]), None);
    }

    #[test]
    fn a_cut_directory_is_damage() {
        let whole = archive(&[(1, 1), (2, 2)]);
        assert_eq!(parts(&whole).map(|parts| parts.len()), Ok(2));
        for length in 0..whole.len() {
            assert!(parts(&whole[..length]).is_err(), "{length}");
        }
    }
}
