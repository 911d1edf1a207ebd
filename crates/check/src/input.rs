//! Reading a ledger in blocks of whole lines, so that its size does not matter.

use std::io::{self, BufRead};

use ledger::LONGEST_LINE;

/// How many bytes a block has at least, unless the file ends before.
const BLOCK: usize = 1 << 20;

/// A run of whole lines.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// The number of the first line, from 1.
    first_line: u64,
    /// The lines, each but the last of the file with its line end.
    bytes: Vec<u8>,
}

impl Block {
    /// Gives the lines without their ends, each with its number.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let ends = memchr::memchr_iter(b'\n', &self.bytes);
        let mut start = 0;
        let whole = ends.map(move |end| {
            let line = &self.bytes[start..end];
            start = end + 1;
            line
        });
        let last = memchr::memrchr(b'\n', &self.bytes).map_or(0, |end| end + 1);
        let unended = (last < self.bytes.len()).then(|| &self.bytes[last..]);
        (self.first_line..)
            .zip(whole.chain(unended))
            .map(|(number, line)| (number, line.strip_suffix(b"\r").unwrap_or(line)))
    }

    /// Puts the block that follows behind this one.
    pub(crate) fn join(mut self, next: &Self) -> Self {
        self.bytes.extend_from_slice(&next.bytes);
        self
    }

    /// Gives the number of bytes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

/// Cuts a ledger into blocks. A byte order mark at its beginning is passed over.
///
/// Where a block ends depends on the bytes alone, not on how the source hands them out.
#[derive(Debug)]
pub(crate) struct Blocks<R> {
    source: R,
    least: usize,
    next_line: u64,
    /// What is read but not handed out: whole lines, then perhaps the beginning of one.
    bytes: Vec<u8>,
    /// How many of the bytes are whole lines.
    whole: usize,
    started: bool,
    ended: bool,
}

impl<R: BufRead> Blocks<R> {
    pub(crate) const fn new(source: R) -> Self {
        Self::of_at_least(BLOCK, source)
    }

    /// Cuts into blocks of at least so many bytes.
    pub(crate) const fn of_at_least(least: usize, source: R) -> Self {
        let bytes = Vec::new();
        Self { source, least, next_line: 1, bytes, whole: 0, started: false, ended: false }
    }

    /// Gives the next block; nothing at the end. `cut` says where in some whole lines the last
    /// subject begins, so that none is torn apart; nothing while there is only one.
    pub(crate) fn next(
        &mut self,
        cut: impl Fn(&[u8]) -> Option<usize>,
    ) -> io::Result<Option<Block>> {
        let mut wanted = self.least;
        let end = loop {
            while self.whole < wanted && !self.ended {
                self.read_more()?;
            }
            if self.whole < wanted {
                break self.bytes.len();
            }
            let after = memchr::memchr(b'\n', &self.bytes[wanted - 1..self.whole]);
            let looked_at = after.map_or(self.whole, |after| wanted + after);
            match cut(&self.bytes[..looked_at]) {
                Some(end) if end > 0 => break end,
                // Twice as much each time, so that a long subject is not looked through for every
                // further block.
                _ => wanted = looked_at * 2,
            }
        };
        if end == 0 {
            return Ok(None);
        }
        let rest = self.bytes.split_off(end);
        let bytes = std::mem::replace(&mut self.bytes, rest);
        self.whole = self.whole.saturating_sub(end);
        let first_line = self.next_line;
        self.next_line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        Ok(Some(Block { first_line, bytes }))
    }

    /// Takes in what the source has ready. Of a line longer than any entry only as much is kept as
    /// is needed to see that it is too long, so that memory stays bounded whatever comes in.
    fn read_more(&mut self) -> io::Result<()> {
        let fresh = self.source.fill_buf()?;
        let taken = fresh.len();
        self.ended = taken == 0;
        let first_end = memchr::memchr(b'\n', fresh).unwrap_or(fresh.len());
        let (head, tail) = fresh.split_at(first_end);
        let room = (LONGEST_LINE + 1).saturating_sub(self.bytes.len() - self.whole);
        self.bytes.extend_from_slice(&head[..head.len().min(room)]);
        if let Some(last_end) = memchr::memrchr(b'\n', tail) {
            self.whole = self.bytes.len() + last_end + 1;
        }
        self.bytes.extend_from_slice(tail);
        self.source.consume(taken);
        self.pass_over_mark();
        Ok(())
    }

    /// Drops the byte order mark, once there are enough bytes to tell.
    fn pass_over_mark(&mut self) {
        const MARK: &[u8] = b"\xEF\xBB\xBF";
        if !self.started && (self.bytes.len() >= MARK.len() || self.ended) {
            self.started = true;
            if self.bytes.starts_with(MARK) {
                self.bytes.drain(..MARK.len());
                self.whole = self.whole.saturating_sub(MARK.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn lines(text: &[u8], buffer: usize) -> Vec<(u64, Vec<u8>)> {
        let mut blocks = Blocks::new(BufReader::with_capacity(buffer, text));
        let mut lines = Vec::new();
        while let Some(block) = blocks.next(|bytes| Some(bytes.len())).unwrap() {
            lines.extend(block.lines().map(|(number, line)| (number, line.to_vec())));
        }
        lines
    }

    #[test]
    fn lines_are_numbered_and_freed_of_mark_and_ends() {
        for buffer in [1, 2, 3, 4, 5, 64] {
            let read = lines(b"\xEF\xBB\xBFone\r\n\ntwo\nthree", buffer);
            let expected: Vec<(u64, Vec<u8>)> = vec![
                (1, b"one".to_vec()),
                (2, b"".to_vec()),
                (3, b"two".to_vec()),
                (4, b"three".to_vec()),
            ];
            assert_eq!(read, expected, "with a buffer of {buffer}");
        }
        assert_eq!(lines(b"", 8), []);
        assert_eq!(lines(b"one\n", 8).len(), 1);
    }

    #[test]
    fn a_line_beyond_measure_is_kept_only_as_far_as_needed() {
        let mut text = vec![b'x'; 5 * LONGEST_LINE];
        text.extend_from_slice(b"\nnext\n");
        let read = lines(&text, 1 << 16);
        assert_eq!(read[0].1.len(), LONGEST_LINE + 1);
        assert_eq!(read[1], (2, b"next".to_vec()));
    }

    #[test]
    fn a_block_never_ends_within_a_subject() {
        let mut text = Vec::new();
        for number in 0..400_000_u32 {
            text.extend_from_slice(format!("subject{}\n", number / 7).as_bytes());
        }
        // Cuts before the first of the last equal lines.
        let cut = |bytes: &[u8]| {
            let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
            let last = lines.last()?;
            let same = lines.iter().rev().take_while(|line| *line == last).count();
            (same < lines.len()).then(|| bytes.len() - same * last.len())
        };
        let mut blocks = Blocks::new(text.as_slice());
        let mut count = 0;
        let mut previous: Option<Vec<u8>> = None;
        while let Some(block) = blocks.next(cut).unwrap() {
            let first = block.lines().next().unwrap().1.to_vec();
            assert_ne!(previous, Some(first));
            previous = block.lines().last().map(|(_, line)| line.to_vec());
            count += block.lines().count();
        }
        assert_eq!(count, 400_000);
    }
}
