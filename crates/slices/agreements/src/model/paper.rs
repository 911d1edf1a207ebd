//! The signed paper as it is uploaded: what kind of file it is, told by its first bytes and by nothing else.

use std::fmt;

use store::seal::Clear;

/// How many bytes a file has at most.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The kinds of file that a scanner or a phone makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A picture without loss.
    Png,
    /// A photograph.
    Jpeg,
    /// A document.
    Pdf,
}
store::text_column!(Media { Png = "png", Jpeg = "jpeg", Pdf = "pdf" });

impl Media {
    /// Tells the kind by the first bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        if begins(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if begins(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if begins(b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }

    /// Gives its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Pdf => "application/pdf",
        }
    }

    /// Gives what a file of it ends in.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Pdf => "pdf",
        }
    }

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Png | Self::Jpeg => "图片",
            Self::Pdf => "PDF",
        }
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPaper {
    /// No file was chosen, or it is empty.
    Empty,
    /// It is too large.
    TooLarge,
    /// It is something else, whatever its name says.
    Unknown,
}

impl fmt::Display for NoPaper {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("请选择扫描件；文件不能是空的"),
            Self::TooLarge => write!(
                out,
                "文件超过 {} MB，或没有传完；请用较低的分辨率扫描，或分页上传",
                MOST_BYTES / 1024 / 1024
            ),
            Self::Unknown => {
                out.write_str("这个文件的内容不是 PNG、JPEG 图片或 PDF；请重新扫描或拍照后上传")
            }
        }
    }
}

/// A file that was uploaded.
#[derive(Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub media: Media,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Paper {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Paper({:?}, {} bytes)", self.media, self.bytes.len())
    }
}

impl Paper {
    /// Takes a file, if it is one of the kinds and not too large.
    pub fn read(bytes: Vec<u8>) -> Result<Self, NoPaper> {
        if bytes.is_empty() {
            return Err(NoPaper::Empty);
        }
        if bytes.len() > MOST_BYTES {
            return Err(NoPaper::TooLarge);
        }
        let media = Media::of(&bytes).ok_or(NoPaper::Unknown)?;
        Ok(Self { media, bytes })
    }

    /// Writes it as a text to be sealed: each byte is the letter with its number.
    #[must_use]
    pub fn clear(&self) -> Clear {
        Clear::new(self.bytes.iter().map(|byte| char::from(*byte)).collect::<String>())
    }

    /// Reads such a text again.
    #[must_use]
    pub fn of_clear(media: Media, text: &Clear) -> Self {
        let bytes = text.reveal().chars().filter_map(|letter| u8::try_from(letter).ok()).collect();
        Self { media, bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        let read = |bytes: &[u8]| Paper::read(bytes.to_vec()).map(|paper| paper.media);
        assert_eq!(read(b"\x89PNG\r\n\x1a\nrest"), Ok(Media::Png));
        assert_eq!(read(b"\xff\xd8\xff\xe0rest"), Ok(Media::Jpeg));
        assert_eq!(read(b"%PDF-1.7 rest"), Ok(Media::Pdf));
        for other in [&b"<html>"[..], b"GIF89a", b"\x89PNX", b" %PDF-", b"MZ", b"\xff\xd8"] {
            assert_eq!(read(other), Err(NoPaper::Unknown));
        }
        assert_eq!(read(b""), Err(NoPaper::Empty));
    }

    #[test]
    fn the_largest_file_is_taken_and_one_byte_more_is_not() {
        let mut bytes = b"%PDF-".to_vec();
        bytes.resize(MOST_BYTES, 0);
        assert!(Paper::read(bytes.clone()).is_ok());
        bytes.push(0);
        assert_eq!(Paper::read(bytes), Err(NoPaper::TooLarge));
    }

    #[test]
    fn every_byte_comes_back() {
        let bytes: Vec<u8> = b"%PDF-".iter().copied().chain(0..=255).collect();
        let paper = Paper::read(bytes).expect("a file");
        assert_eq!(Paper::of_clear(paper.media, &paper.clear()), paper);
    }
}
