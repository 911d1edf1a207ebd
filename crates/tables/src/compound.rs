//! Looking through the container of Excel 97 to 2003 before it is taken for a workbook.
//!
//! The container ([MS-CFB]) chains sectors through tables that may run in a circle, and the
//! workbook inside it ([MS-XLS]) is laid out in memory over the whole rectangle that its cells
//! span. The reader of workbooks follows both without looking; what would make it run for ever or
//! take memory without end is refused here, over the bytes that are there.

use std::borrow::Cow;

use encoding_rs::UTF_16LE;

use crate::error::TableError;

/// The sector number that ends a chain, and the first that names no sector.
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// The length of a sector of the small stream.
const SMALL_SECTOR: usize = 64;
/// Streams shorter than this lie in the small stream.
const SMALL_STREAM: u64 = 4096;
/// The cells of a full sheet of Excel 97: 65,536 rows of 256 columns. A sheet may declare so many,
/// and the cells of all sheets together may span so many.
const MOST_CELLS: u64 = 65_536 * 256;

/// What the container holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// A workbook that may be opened.
    Workbook,
    /// A modern workbook under a password.
    Encrypted,
}

/// Finds out what a container holds, and refuses what cannot be read in measure.
pub(crate) fn content(bytes: &[u8]) -> Result<Content, TableError> {
    let container = Container::open(bytes)
        .ok_or_else(|| TableError::Damaged("文件的扇区目录前后矛盾".to_owned()))?;
    if container.streams.iter().any(|stream| stream.name == "EncryptedPackage") {
        return Ok(Content::Encrypted);
    }
    let found = ["Workbook", "Book", "WORKBOOK", "BOOK"]
        .into_iter()
        .find_map(|name| container.streams.iter().find(|stream| stream.name == name));
    let Some(stream) = found else {
        return Err(TableError::NotATable(
            "这不是 Excel 工作簿，而是同一类容器里的别的文件（如旧版 Word）；\
             请在 Excel 里另存为“Excel 工作簿（.xlsx）”后重试",
        ));
    };
    let workbook = container
        .read(stream)
        .ok_or_else(|| TableError::Damaged("工作簿所在的扇区前后矛盾".to_owned()))?;
    check_workbook(&workbook)?;
    Ok(Content::Workbook)
}

/// Fills the last sector of a container up with zeros. The reader of workbooks would take a part of
/// a sector for something else each time that it meets it.
pub(crate) fn with_whole_sectors(bytes: &[u8]) -> Cow<'_, [u8]> {
    const LARGEST_SECTOR: usize = 4096;
    if bytes.len().is_multiple_of(LARGEST_SECTOR) {
        return Cow::Borrowed(bytes);
    }
    let mut whole = bytes.to_vec();
    whole.resize(bytes.len().next_multiple_of(LARGEST_SECTOR), 0);
    Cow::Owned(whole)
}

/// An entry of the container's directory.
#[derive(Debug)]
struct Stream {
    name: String,
    start: u32,
    length: u64,
}

/// A container whose chains all end.
#[derive(Debug)]
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    streams: Vec<Stream>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

impl<'a> Container<'a> {
    /// Reads the tables and the directory ([MS-CFB] 2.2 to 2.6). Gives nothing where a chain does
    /// not end, or where a number is larger than the file.
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let sectors = bytes.len() / sector;
        let within = |number: u32| usize::try_from(number).is_ok_and(|number| number <= sectors);
        if !within(u32_at(bytes, 44)?) || !within(u32_at(bytes, 64)?) {
            return None;
        }
        let mut container = Self {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            streams: Vec::new(),
        };
        let mut table_sectors: Vec<u32> = numbers(bytes.get(76..512)?).collect();
        let mut next = u32_at(bytes, 68)?;
        let mut steps = 0;
        while next < NO_SECTOR {
            steps += 1;
            if steps > sectors {
                return None;
            }
            table_sectors.extend(numbers(container.sector(next)?));
            next = table_sectors.pop()?;
        }
        for number in table_sectors.into_iter().filter(|number| *number < NO_SECTOR) {
            // The table of a whole file is no longer than the file.
            if container.table.len() > bytes.len() {
                return None;
            }
            let sector = container.sector(number)?;
            container.table.extend(numbers(sector));
        }
        let directory = container.chain(u32_at(bytes, 48)?, u64::MAX)?;
        let entries = directory.chunks_exact(128);
        container.streams = entries.map(|entry| Stream::of_entry(entry, sector)).collect();
        let root = container.streams.first()?;
        if u32_at(bytes, 64)? > 0 {
            if root.length > bytes.len() as u64 {
                return None;
            }
            container.small = container.chain(root.start, root.length)?;
            let length = u64::from(u32_at(bytes, 64)?) * u64::try_from(sector).ok()?;
            let small_table = container.chain(u32_at(bytes, 60)?, length)?;
            container.small_table = numbers(&small_table).collect();
        }
        Some(container)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        // The header takes the place of the first sector.
        let start = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..start.checked_add(self.sector)?)
    }

    /// Reads the chain that starts at a sector, up to a length.
    fn chain(&self, start: u32, length: u64) -> Option<Vec<u8>> {
        follow(start, &self.table, length, |number| self.sector(number))
    }

    fn read(&self, stream: &Stream) -> Option<Vec<u8>> {
        if stream.length > self.bytes.len() as u64 {
            return None;
        }
        if stream.length < SMALL_STREAM {
            follow(stream.start, &self.small_table, stream.length, |number| {
                let start = usize::try_from(number).ok()?.checked_mul(SMALL_SECTOR)?;
                self.small.get(start..start.checked_add(SMALL_SECTOR)?)
            })
        } else {
            self.chain(stream.start, stream.length)
        }
    }
}

/// Follows a chain through its table. A chain that visits more sectors than the table has goes in
/// a circle.
fn follow<'a>(
    start: u32,
    table: &[u32],
    length: u64,
    sector: impl Fn(u32) -> Option<&'a [u8]>,
) -> Option<Vec<u8>> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut bytes = Vec::new();
    let mut number = start;
    let mut steps = 0;
    while number != END_OF_CHAIN {
        steps += 1;
        if steps > table.len() {
            return None;
        }
        let sector = sector(number)?;
        bytes.extend_from_slice(&sector[..sector.len().min(length - bytes.len())]);
        if bytes.len() >= length {
            break;
        }
        number = *table.get(usize::try_from(number).ok()?)?;
    }
    Some(bytes)
}

impl Stream {
    /// Reads an entry of 128 bytes ([MS-CFB] 2.6.1). Only with large sectors has a length 64 bits.
    fn of_entry(entry: &[u8], sector: usize) -> Self {
        // Read as the reader of workbooks does it, so that both find the same stream.
        let name = UTF_16LE.decode(&entry[..64]).0;
        let low = u32_at(entry, 120).unwrap_or(0);
        let high = if sector == 512 { 0 } else { u32_at(entry, 124).unwrap_or(0) };
        Self {
            name: name.split('\0').next().unwrap_or_default().to_owned(),
            start: u32_at(entry, 116).unwrap_or(END_OF_CHAIN),
            length: u64::from(high) << 32 | u64::from(low),
        }
    }
}

/// Walks the records of the workbook and of each of its sheets ([MS-XLS] 2.1.4), and refuses cells
/// that no sheet has and sheets that overlap.
fn check_workbook(stream: &[u8]) -> Result<(), TableError> {
    const PASSWORD: u16 = 0x002F;
    const BOUND_SHEET: u16 = 0x0085;
    let is_password =
        |(kind, data): (u16, &[u8])| kind == PASSWORD && u16_at(data, 0).is_some_and(|how| how > 0);
    if records(stream).any(is_password) {
        return Err(TableError::Encrypted);
    }
    let sheets: Vec<usize> = records(stream)
        .filter(|(kind, _)| *kind == BOUND_SHEET)
        .filter_map(|(_, data)| usize::try_from(u32_at(data, 0)?).ok())
        .collect();
    let mut walked = 0;
    let mut cells = 0;
    for start in sheets {
        let Some(rest) = stream.get(start..) else { continue };
        let mut extent = Extent(None);
        for (kind, data) in records(rest) {
            walked += 4 + data.len();
            extent.take(kind, data)?;
        }
        if walked > stream.len() {
            return Err(TableError::Damaged("几张工作表指向同一段内容".to_owned()));
        }
        cells += extent.cells();
        if cells > MOST_CELLS {
            return Err(TableError::Damaged(format!(
                "各工作表的格子散布在超过 {MOST_CELLS} 格的范围里"
            )));
        }
    }
    Ok(())
}

/// Gives the records from the start of a stream to the first that says that it is the last.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    const END_OF_FILE: u16 = 0x000A;
    let mut rest = stream;
    std::iter::from_fn(move || {
        let kind = u16_at(rest, 0).filter(|kind| *kind != END_OF_FILE)?;
        let end = 4 + usize::from(u16_at(rest, 2)?);
        let data = rest.get(4..end)?;
        rest = &rest[end..];
        Some((kind, data))
    })
}

/// The rectangle that the cells of a sheet span: first and last row, first and last column.
#[derive(Debug)]
struct Extent(Option<[u64; 4]>);

impl Extent {
    fn take(&mut self, kind: u16, data: &[u8]) -> Result<(), TableError> {
        const DIMENSIONS: u16 = 0x0200;
        const SEVERAL_NUMBERS: u16 = 0x00BD;
        // Formula, RString, LabelSst, Number, Label, BoolErr, Rk.
        const CELLS: [u16; 7] = [0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E];
        if kind == DIMENSIONS {
            check_dimensions(data)
        } else if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
            match kind {
                SEVERAL_NUMBERS => {
                    let columns = data.len().saturating_sub(6) as u64 / 6;
                    self.stretch(row.into(), column.into(), columns.max(1))
                }
                _ if CELLS.contains(&kind) => self.stretch(row.into(), column.into(), 1),
                _ => Ok(()),
            }
        } else {
            Ok(())
        }
    }

    fn stretch(&mut self, row: u64, first: u64, columns: u64) -> Result<(), TableError> {
        let last = first + columns - 1;
        if last > 255 {
            return Err(TableError::Damaged("有格子在 Excel 97 的范围以外".to_owned()));
        }
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, first, last]);
        self.0 = Some([top.min(row), bottom.max(row), left.min(first), right.max(last)]);
        Ok(())
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, bottom, left, right]| (bottom - top + 1) * (right - left + 1))
    }
}

/// Refuses the declaration of a sheet larger than any ([MS-XLS] 2.4.90); last row and column stand
/// there plus one.
fn check_dimensions(data: &[u8]) -> Result<(), TableError> {
    let rows = match data.len() {
        14 => u32_at(data, 0).zip(u32_at(data, 4)),
        10 => u16_at(data, 0).zip(u16_at(data, 2)).map(|(first, last)| (first.into(), last.into())),
        _ => None,
    };
    let (Some((first, last)), Some(columns)) =
        (rows, data.len().checked_sub(4).and_then(|at| u16_at(data, at)))
    else {
        return Ok(());
    };
    let cells = u64::from(last) * u64::from(columns);
    if first > last.max(1) || cells > MOST_CELLS {
        return Err(TableError::Damaged(format!(
            "工作表自称第 {} 行到第 {last} 行共 {columns} 列",
            u64::from(first) + 1
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXCEL_97: &[u8] = include_bytes!("../tests/data/excel_97.xls");
    const DIRECTORY_START: usize = 48;
    const TABLE_START: usize = 76;

    /// Changes four bytes of the sample.
    fn with(at: usize, number: u32) -> Vec<u8> {
        let mut bytes = EXCEL_97.to_vec();
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        bytes
    }

    fn reason(bytes: &[u8]) -> String {
        content(&with_whole_sectors(bytes)).unwrap_err().to_string()
    }

    /// Gives where the sample's sector table keeps what follows a sector.
    fn successor_of(sector: u32) -> usize {
        let table = u32_at(EXCEL_97, TABLE_START).unwrap();
        (table as usize + 1) * 512 + sector as usize * 4
    }

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    /// Builds a workbook of sheets with these records, each sheet starting where it says.
    fn workbook(sheets: &[Vec<u8>], start: impl Fn(usize, usize) -> usize) -> Vec<u8> {
        let end = record(0x000A, &[]);
        let mut next = sheets.len() * 12 + end.len();
        let mut globals = Vec::new();
        let mut rest = Vec::new();
        for (index, sheet) in sheets.iter().enumerate() {
            let at = u32::try_from(start(index, next)).unwrap();
            globals.extend(record(0x0085, &[&at.to_le_bytes()[..], &[0; 4]].concat()));
            rest.extend([&sheet[..], &end].concat());
            next += sheet.len() + end.len();
        }
        [globals, end, rest].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    fn dimensions(first: u32, last: u32, columns: u16) -> Vec<u8> {
        let rows = [first.to_le_bytes(), last.to_le_bytes()].concat();
        record(0x0200, &[&rows[..], &[0, 0], &columns.to_le_bytes(), &[0, 0]].concat())
    }

    #[test]
    fn what_a_container_holds_is_told() {
        let bytes = with_whole_sectors(EXCEL_97);
        assert_eq!(content(&bytes), Ok(Content::Workbook));
        let bytes = with_whole_sectors(include_bytes!("../tests/data/with_password.xlsx"));
        assert_eq!(content(&bytes), Ok(Content::Encrypted));
    }

    #[test]
    fn chains_that_run_in_a_circle_are_refused() {
        let directory = u32_at(EXCEL_97, DIRECTORY_START).unwrap();
        assert!(reason(&with(successor_of(directory), directory)).contains("扇区"));
        // A stream in a circle ends with its length, whatever then stands in it.
        let _ = content(&with(successor_of(0), 0));
        // The table of tables begins with a sector that leads back to itself.
        let mut circle = with(68, 0);
        circle[1020..1024].copy_from_slice(&0_u32.to_le_bytes());
        assert!(reason(&circle).contains("扇区"));
    }

    #[test]
    fn numbers_larger_than_the_file_are_refused() {
        for at in [44, 64] {
            assert!(reason(&with(at, u32::MAX)).contains("扇区"), "{at}");
        }
        assert!(reason(&with(DIRECTORY_START, 1 << 30)).contains("扇区"));
    }

    #[test]
    fn any_beginning_is_answered() {
        for length in 0..EXCEL_97.len() {
            let _ = content(&with_whole_sectors(&EXCEL_97[..length]));
        }
    }

    #[test]
    fn sheets_hold_what_excel_97_can_hold() {
        let one = |records: Vec<u8>| check_workbook(&workbook(&[records], |_, next| next));
        assert_eq!(one([cell(0, 0), cell(65_535, 255)].concat()), Ok(()));
        assert!(one(cell(0, 256)).is_err());
        assert_eq!(one(dimensions(0, 65_536, 256)), Ok(()));
        assert!(one(dimensions(0, 65_537, 256)).is_err());
        assert!(one(dimensions(0, u32::MAX, 1)).is_err());
        assert!(one(dimensions(9, 8, 1)).is_err());
        assert_eq!(one(dimensions(0, 0, 0)), Ok(()));
        // A row of three numbers in the columns 254 to 256.
        let numbers = [&[0, 0, 254, 0][..], &[0; 18], &[0, 1]].concat();
        assert!(one(record(0x00BD, &numbers)).is_err());
    }

    #[test]
    fn sheets_together_span_no_more_than_one_full_sheet() {
        let half = |last| [cell(0, 0), cell(last, 255)].concat();
        let two = |last| workbook(&[half(32_767), half(last)], |_, next| next);
        assert_eq!(check_workbook(&two(32_767)), Ok(()));
        assert!(check_workbook(&two(32_768)).is_err());
    }

    #[test]
    fn sheets_do_not_share_their_records() {
        let sheets = [cell(0, 0), cell(1, 1), cell(2, 2)].map(|cell| cell.repeat(9));
        assert_eq!(check_workbook(&workbook(&sheets, |_, next| next)), Ok(()));
        let first = 2 * 12 + 4;
        let same = workbook(&[sheets.concat(), Vec::new()], |_, _| first);
        assert!(check_workbook(&same).unwrap_err().to_string().contains("同一段"));
    }

    #[test]
    fn a_password_comes_before_what_it_hides() {
        let hidden = [record(0x002F, &[1, 0]), workbook(&[cell(0, 999)], |_, next| next + 6)];
        assert_eq!(check_workbook(&hidden.concat()), Err(TableError::Encrypted));
    }
}
