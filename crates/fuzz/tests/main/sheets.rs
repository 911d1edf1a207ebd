//! Tables as CSV.

use kernel::Day;
use ledger::{Reader, Refusal};
use tables::{Mapping, RowsRead, TableError, read_bytes};

use crate::edits::{edits, respelt};
use crate::{target, today};

/// The mappings that tables are read with.
pub(crate) const MAPPINGS: [&str; 2] = [
    "[columns]\nsubject = \"服务对象\"\nkind = \"事项\"\non = \"日期\"\n",
    "[columns]\nsubject = \"服务对象\"\nkind = \"事项\"\non = \"日期\"\nof = \"针对\"\n\
     level = \"级别\"\nstage = \"阶段\"\nwilling = \"有意愿\"\nends = \"结束\"\n\
     [table]\nreferences = \"row\"\n[resident_ids]\ncolumns = [\"服务对象\"]\n",
];

const HEADINGS: &str = "服务对象,事项,日期,针对,级别,阶段,有意愿,结束";
/// Rows of which lines can be made.
const ROWS: [[&str; 8]; 5] = [
    ["张三", "求职登记", "2026-06-03", "", "", "", "", ""],
    ["11010519491231002X", "培训开始", "2026/6/3", "", "", "", "", "2026-07-03"],
    ["张三", "跟踪回访", "2026年6月5日", "3", "", "初期", "", ""],
    ["110105194912310 02x", "求职登记", "46203", "", "", "", "", ""],
    ["张三", "离职", "20260630", "", "", "", "", ""],
];
const CELLS: [&str; 24] = [
    "张三",
    "11010519491231002X",
    "求职登记",
    "摸查",
    "跟踪回访",
    "就业困难分级",
    "培训开始",
    "2026-06-03",
    "2026/6/3",
    "2026年6月3日",
    "46203",
    "20260603",
    "2026-02-30",
    "是",
    "否",
    "初期",
    "2",
    "1",
    "",
    "1e999",
    "-0",
    "=1+1",
    "\"",
    "甲\"乙",
];

/// What a table has yielded.
pub(crate) type Told = (Result<RowsRead, TableError>, Vec<(u64, Result<String, Refusal>)>);

/// Reads a table twice, and checks what holds for any table.
pub(crate) fn checked_read(bytes: &[u8], mapping: &str) -> Told {
    let told = read(bytes, mapping, today());
    assert_eq!(told, read(bytes, mapping, today()));
    let (outcome, rows) = &told;
    assert!(rows.is_sorted_by(|(one, _), (other, _)| one < other));
    for (_, line) in rows {
        match line {
            Ok(line) => {
                let draft = Reader::new().draft(line.as_bytes()).map(|_| ());
                let ends = Err(Refusal::EndsBeforeStart);
                assert!(draft == Ok(()) || draft == ends, "{line}: {draft:?}");
            }
            Err(refusal) => assert!(!refusal.to_string().contains('\n')),
        }
    }
    match outcome {
        Ok(read) => {
            assert!(read.rows >= read.blank);
            assert_eq!(read.rows - read.blank, rows.len() as u64);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    told
}

fn read(bytes: &[u8], mapping: &str, today: Day) -> Told {
    let mapping = Mapping::parse("对照.toml", mapping).expect("a mapping");
    let mut rows = Vec::new();
    let outcome = read_bytes(bytes, &mapping, today, &mut |row, line| rows.push((row, line)));
    (outcome, rows)
}

#[test]
fn any_bytes_as_a_table() {
    target!().for_each(|bytes: &[u8]| {
        let _ = checked_read(bytes, MAPPINGS[0]);
    });
}

#[test]
fn a_table_as_csv() {
    let generator = (
        bolero::produce::<Vec<(u8, Option<(u8, u8)>)>>().with().len(0..8usize),
        bolero::produce::<(bool, u8)>(),
        edits(3),
    );
    target!().with_generator(generator).for_each(|(rows, (which, separator), edits)| {
        let mut table = HEADINGS.to_owned();
        for (row, change) in rows {
            let mut cells = ROWS[usize::from(*row) % ROWS.len()];
            if let Some((column, cell)) = change {
                cells[usize::from(column % 8)] = CELLS[usize::from(*cell) % CELLS.len()];
            }
            table.push_str(if separator % 7 == 0 { "\r\n" } else { "\n" });
            table.push_str(&cells.join(","));
        }
        let table = respelt(&table, ",;\t\"\n\r 0年-是\u{feff}\u{0}", edits);
        let separated = match separator % 3 {
            0 => table.replace(',', ";"),
            1 => table.replace(',', "\t"),
            _ => table,
        };
        let _ = checked_read(separated.as_bytes(), MAPPINGS[usize::from(*which)]);
    });
}
