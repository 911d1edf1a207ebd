//! Looking through a zip archive before it is taken for a workbook.
//!
//! A workbook is a zip archive, and a few kilobytes can unpack to gigabytes. Every part is unpacked
//! here once, in passing, so that what is opened afterwards is known by what it holds and not by
//! what it says of itself: the reader of workbooks unpacks without limit, and sets memory aside by
//! the number of texts that a part declares. (The extent that a sheet declares is not relied upon:
//! sheets are read cell by cell.)

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::TableError;

/// The most that a workbook may unpack to, in bytes.
const MOST_UNPACKED: u64 = 512 << 20;
/// From this size on, a part of the workbook is judged by how far it swells.
const JUDGED_FROM: u64 = 10 << 20;
/// How many times its packed size such a part may unpack to. The XML of sheets swells 10 to 30
/// times.
const MOST_SWELLING: u64 = 200;
/// The most parts that an archive may declare, as many as the classic form of zip can.
const MOST_PARTS: u64 = 0xFFFF;
/// Up to so many texts, a false number of them does no harm: some programs write how often texts
/// are used where the number of texts belongs.
const UNJUDGED_TEXTS: u64 = 1 << 20;
/// The fewest bytes that a shared text takes: `<si/>`.
const SHORTEST_TEXT: u64 = 5;

/// The parts of an archive that may be opened.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts(Vec<String>);

impl Parts {
    /// Tells whether the name of some part ends so.
    pub(crate) fn has(&self, end: &str) -> bool {
        self.0.iter().any(|name| name.ends_with(end))
    }
}

/// Unpacks every part once and refuses what is too much, or other than the archive's directory or
/// the part itself declares.
pub(crate) fn parts(bytes: &[u8]) -> Result<Parts, TableError> {
    let cut = || TableError::Damaged("压缩包的目录不完整，文件可能没有下载完".to_owned());
    if declares_too_many_parts(bytes) {
        return Err(TableError::Damaged(format!("压缩包自称有超过 {MOST_PARTS} 个部件")));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| cut())?;
    let length = bytes.len() as u64;
    let mut declared = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| cut())?;
        declared.push(Declared {
            name: String::from_utf8_lossy(part.name_raw()).into_owned(),
            packed: part.compressed_size().min(length),
            unpacked: part.size(),
        });
    }
    check_declared(&declared)?;
    for (index, part) in declared.iter().enumerate() {
        let mut content = archive.by_index(index).map_err(|_| part.unreadable())?;
        part.look_through(&mut content)?;
    }
    Ok(Parts(declared.into_iter().map(|part| part.name).collect()))
}

/// What the directory says of one part.
#[derive(Debug)]
struct Declared {
    name: String,
    packed: u64,
    unpacked: u64,
}

/// Refuses an archive that by its own word unpacks to too much.
fn check_declared(parts: &[Declared]) -> Result<(), TableError> {
    let swells = |part: &&Declared| part.unpacked > part.most();
    if let Some(part) = parts.iter().find(swells) {
        return Err(part.bomb(part.unpacked));
    }
    let total = parts.iter().fold(0, |sum: u64, part| sum.saturating_add(part.unpacked));
    match parts.iter().max_by_key(|part| part.unpacked) {
        Some(largest) if total > MOST_UNPACKED => Err(largest.bomb(total)),
        _ => Ok(()),
    }
}

impl Declared {
    /// The most that the part may unpack to, whatever it declares.
    fn most(&self) -> u64 {
        self.packed.saturating_mul(MOST_SWELLING).max(JUDGED_FROM)
    }

    fn bomb(&self, bytes: u64) -> TableError {
        TableError::Bomb { part: self.name.clone(), mebibytes: bytes >> 20 }
    }

    fn unreadable(&self) -> TableError {
        TableError::Damaged(format!("{} 解压不出来", self.name))
    }

    /// Unpacks the part in passing. What is declared has been found to be bearable, so that it is
    /// enough to unpack one byte beyond it.
    fn look_through(&self, content: &mut impl Read) -> Result<(), TableError> {
        let mut content = content.take(self.unpacked.saturating_add(1));
        let mut buffer = [0; 1 << 14];
        let mut unpacked = 0;
        let mut claim = self.holds_shared_texts().then(TextClaim::default);
        loop {
            let length = content.read(&mut buffer).map_err(|_| self.unreadable())?;
            if length == 0 {
                break;
            }
            unpacked += length as u64;
            if let Some(claim) = &mut claim {
                buffer[..length].iter().for_each(|byte| claim.take(*byte));
            }
        }
        if unpacked != self.unpacked {
            let relation = if unpacked > self.unpacked { "多于" } else { "少于" };
            return Err(TableError::Damaged(format!(
                "{} 解压后{relation}目录里写的 {} 字节",
                self.name, self.unpacked
            )));
        }
        match claim.map_or(0, |claim| claim.texts) {
            texts if texts > UNJUDGED_TEXTS && texts > unpacked / SHORTEST_TEXT => {
                Err(TableError::Damaged(format!(
                    "{} 自称有 {texts} 条文字，可它只有 {unpacked} 字节",
                    self.name
                )))
            }
            _ => Ok(()),
        }
    }

    fn holds_shared_texts(&self) -> bool {
        // Wherever the part lies and however its name is written, as the reader finds it too.
        self.name.to_ascii_lowercase().ends_with("sharedstrings.xml")
    }
}

/// Watches the bytes of a part go by for the attribute `uniqueCount`, the number of texts that the
/// part claims to hold.
#[derive(Debug, Default)]
struct TextClaim {
    awaited: Awaited,
    value: u64,
    /// The largest number claimed so far.
    texts: u64,
}

/// What may come next in the attribute.
#[derive(Debug)]
enum Awaited {
    /// The name from this letter on.
    Name(usize),
    Equals,
    Quote,
    Digit,
}

impl Default for Awaited {
    fn default() -> Self {
        Self::Name(0)
    }
}

impl TextClaim {
    fn take(&mut self, byte: u8) {
        const NAME: &[u8] = b"uniqueCount";
        self.awaited = match self.awaited {
            Awaited::Name(letter) if byte == NAME[letter] => {
                if letter + 1 == NAME.len() {
                    Awaited::Equals
                } else {
                    Awaited::Name(letter + 1)
                }
            }
            Awaited::Equals if byte == b'=' => Awaited::Quote,
            Awaited::Quote if matches!(byte, b'"' | b'\'') => {
                self.value = 0;
                Awaited::Digit
            }
            Awaited::Digit if byte.is_ascii_digit() => {
                self.value = self.value.saturating_mul(10).saturating_add((byte - b'0').into());
                self.texts = self.texts.max(self.value);
                Awaited::Digit
            }
            Awaited::Equals if byte.is_ascii_whitespace() => Awaited::Equals,
            Awaited::Quote if byte.is_ascii_whitespace() => Awaited::Quote,
            _ => Awaited::Name(usize::from(byte == NAME[0])),
        };
    }
}

/// Tells whether a record of the 64-bit form (PKWARE's APPNOTE 4.3.14) declares more parts than
/// are borne; memory is set aside by this number when the archive is opened. In the classic form
/// the number has 16 bits.
fn declares_too_many_parts(bytes: &[u8]) -> bool {
    let number = |at: usize| {
        let eight = bytes.get(at..at.checked_add(8)?)?;
        Some(u64::from_le_bytes(eight.try_into().ok()?))
    };
    let declares = |at: usize| {
        // What lies within packed data by chance has no length that fits into the file.
        number(at + 4).is_some_and(|length| length < bytes.len() as u64)
            && number(at + 32).is_some_and(|parts| parts > MOST_PARTS)
    };
    bytes.windows(4).enumerate().any(|(at, four)| four == b"PK\x06\x06" && declares(at))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    const MIB: u64 = 1 << 20;

    fn declared(packed: u64, unpacked: u64) -> Declared {
        Declared { name: "x".to_owned(), packed, unpacked }
    }

    /// Packs parts of these names and contents.
    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// Puts another unpacked size into the directory's last entry.
    fn declaring(mut bytes: Vec<u8>, unpacked: u32) -> Vec<u8> {
        let entry = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
        bytes[entry + 24..entry + 28].copy_from_slice(&unpacked.to_le_bytes());
        bytes
    }

    fn reason(bytes: &[u8]) -> String {
        parts(bytes).unwrap_err().to_string()
    }

    #[test]
    fn the_limits_hold_exactly() {
        let limit = 512 * MIB;
        assert_eq!(check_declared(&[declared(limit / 20, limit)]), Ok(()));
        assert!(matches!(
            check_declared(&[declared(limit / 20, limit), declared(1, 1)]),
            Err(TableError::Bomb { mebibytes: 512, .. })
        ));
        // Swelling is judged only in large parts, and only beyond 200 times.
        assert_eq!(check_declared(&[declared(1, 10 * MIB)]), Ok(()));
        assert_eq!(check_declared(&[declared(100_000, 20_000_000)]), Ok(()));
        assert!(matches!(
            check_declared(&[declared(100_000, 20_000_001)]),
            Err(TableError::Bomb { mebibytes: 19, .. })
        ));
    }

    #[test]
    fn a_cut_archive_is_damage() {
        let whole = archive(&[("one", b"1"), ("two", b"22")]);
        assert_eq!(parts(&whole), Ok(Parts(vec!["one".to_owned(), "two".to_owned()])));
        for length in 0..whole.len() {
            assert!(parts(&whole[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn a_part_is_as_large_as_the_directory_says() {
        let whole = archive(&[("part", &[b'x'; 1000])]);
        assert!(parts(&declaring(whole.clone(), 1000)).is_ok());
        assert!(
            reason(&declaring(whole.clone(), 999)).contains("part 解压后多于目录里写的 999 字节")
        );
        assert!(reason(&declaring(whole, 1001)).contains("少于目录里写的 1001 字节"));
    }

    #[test]
    fn a_false_size_does_not_hide_a_bomb() {
        let packed = archive(&[("part", &vec![0; 64 << 20])]);
        assert!(packed.len() < 1 << 20);
        assert!(reason(&declaring(packed, 1000)).contains("多于目录里写的 1000 字节"));
    }

    #[test]
    fn the_number_of_parts_is_not_taken_on_trust() {
        let record = |parts: u64| {
            let mut bytes = b"PK\x03\x04PK\x06\x06".to_vec();
            bytes.extend(44_u64.to_le_bytes());
            bytes.extend([0; 20]);
            bytes.extend(parts.to_le_bytes());
            bytes.extend([0; 40]);
            bytes
        };
        assert!(declares_too_many_parts(&record(0x1_0000)));
        assert!(!declares_too_many_parts(&record(0xFFFF)));
        assert!(reason(&record(1 << 40)).contains("65535"));
    }

    #[test]
    fn more_texts_than_there_is_room_for_are_refused() {
        let with = |attribute: &str| {
            let content =
                format!("<?xml version=\"1.0\"?><sst {attribute}><si><t>a</t></si></sst>");
            parts(&archive(&[("xl/SharedStrings.xml", content.as_bytes())])).map(|_| ())
        };
        assert_eq!(with("count=\"99999999999\" uniqueCount=\"1\""), Ok(()));
        assert_eq!(with("uniqueCount=\"1048576\""), Ok(()));
        assert_eq!(with("uniqueCounts=\"9999999999\""), Ok(()));
        for attribute in [
            "uniqueCount=\"1048577\"",
            "uniqueCount='900000000000'",
            "x:uniqueCount \n=\t\"00000000000000000000900000000000\"",
            "uniqueCount=\"99999999999999999999999999\"",
            "unuuniqueCount=\"9\" uniqueCount=\"1\" uniqueCount=\"900000000000\"",
        ] {
            let reason = with(attribute).unwrap_err().to_string();
            assert!(reason.contains("xl/SharedStrings.xml 自称有"), "{attribute}: {reason}");
        }
        // Elsewhere nothing is set aside by such a number.
        let note = b"<a uniqueCount=\"99999999999\"/>";
        assert!(parts(&archive(&[("docProps/custom.xml", note)])).is_ok());
    }

    #[test]
    fn as_many_texts_as_there_is_room_for_are_believed() {
        let texts = 1_100_000;
        let claiming = |claimed: usize| {
            let mut content = format!("<sst uniqueCount=\"{claimed}\">").into_bytes();
            content.resize(texts * 5, b' ');
            parts(&archive(&[("sharedStrings.xml", &content)])).is_ok()
        };
        assert!(claiming(texts));
        assert!(!claiming(texts + 1));
    }
}
