//! The sections of the personal ledger (BJ18-17, BJ18-32), for the screen, for paper and as sheets.

use desk::{FilePart, FilePlace};
use kernel::Day;
use ledger::Field as LedgerField;
use rules::Kind;
use subjects::Past;
use web::Sheet;
use web::parts::{Buttons, Cell, Column, Facts, Prose, Section, Table};

use super::entry::{ledger_table, lines};
use super::household::evidence_table;
use super::now::{NEWEST, states_words};
use super::words::{level_words, sex_and_age};
use crate::actions::file::File;
use crate::model::{FileSection, education_of, masked, occupation_of};

/// What is asked for in section two, among the particulars.
const OF_REGISTRATION: &[&str] =
    &["求职意向", "期望月薪（元）", "期望工作地点", "期望工作时间", "书面承诺日期"];

/// Gives the facts of a section, each with its name; personal numbers masked.
fn facts(file: &File, section: FileSection, today: Day) -> Vec<(String, String)> {
    let Some(person) = &file.person else { return Vec::new() };
    let particulars = person.particulars.in_words();
    let is_of_registration = |field: &str| OF_REGISTRATION.contains(&field);
    let own = |wanted: bool| {
        particulars
            .iter()
            // The sex stands beside the age.
            .filter(|(field, value)| *field != "性别" && !value.is_empty())
            .filter(move |(field, _)| is_of_registration(field) == wanted)
            .map(|(field, value)| ((*field).to_owned(), masked(field, value)))
    };
    match section {
        FileSection::Person => {
            let division = person.household_division.parse::<kernel::Division>();
            let mut facts = vec![
                ("姓名".to_owned(), file.entered.label.name.reveal().to_owned()),
                ("档案编号".to_owned(), person.file_number.clone()),
                (
                    "性别、年龄".to_owned(),
                    sex_and_age(&person.particulars.sex, person.particulars.birth(), today),
                ),
                ("居住地".to_owned(), file.residence.clone()),
                (
                    "户籍所在地".to_owned(),
                    division.map(kernel::Division::full_name).unwrap_or_default(),
                ),
                (
                    "学历".to_owned(),
                    education_of(&person.education).map_or("", |level| level.name()).to_owned(),
                ),
                (
                    "职业".to_owned(),
                    occupation_of(&person.occupation).map_or_else(
                        || {
                            let is_told = !person.particulars.trade.is_empty();
                            if is_told { "待归类" } else { "" }.to_owned()
                        },
                        |work| format!("{}（{}）", work.name(), work.code()),
                    ),
                ),
            ];
            facts.extend(own(false));
            facts
        }
        FileSection::Registration => own(true).collect(),
        FileSection::Team => vec![
            ("就业援助服务专员".to_owned(), file.officer.clone()),
            ("负责机构".to_owned(), file.office.clone()),
            ("自何时起".to_owned(), file.entered.held.since.to_string()),
        ],
        FileSection::Services => vec![
            ("困难等级".to_owned(), level_words(file.entered.held.grade)),
            ("目前状态".to_owned(), states_words(file)),
        ],
        _ => Vec::new(),
    }
}

/// Where what a slice keeps stands. In a ledger of six sections its services stand with the guidance.
const fn section_of(place: FilePlace, has_ten: bool) -> FileSection {
    match place {
        FilePlace::DemandFile => FileSection::DemandFile,
        FilePlace::Agreement => FileSection::Agreement,
        FilePlace::Team => FileSection::Team,
        FilePlace::Services if has_ten => FileSection::Services,
        FilePlace::Services => FileSection::Guidance,
    }
}

/// Tells whether a ledger has the four sections of BJ18-32: whoever is or was in hardship has them, and nothing
/// that belongs there is left out of anybody's.
fn has_ten(file: &File) -> bool {
    let of_hardship = |past: &subjects::Past| {
        !past.is_corrected
            && (past.kind == Kind::HardshipRecognised
                || FileSection::of(past.kind).is_of_hardship())
    };
    file.entered.held.standing.hardship_recognised
        || file.history.iter().any(of_hardship)
        || file.parts.iter().any(|part| part.place != FilePlace::Services)
}

/// Gives the sections of a ledger: the six of BJ18-17, and the four of BJ18-32 for whoever is or was in
/// hardship.
pub(super) fn of_file(file: &File) -> impl Iterator<Item = FileSection> {
    let has_ten = has_ten(file);
    FileSection::ALL.into_iter().filter(move |section| has_ten || !section.is_of_hardship())
}

/// Gives the entries of a section, latest first; what was corrected only stands in the ledger.
fn entries(file: &File, section: FileSection) -> Vec<&Past> {
    let of_section = |past: &&Past| FileSection::of(past.kind) == section && !past.is_corrected;
    let mut entries: Vec<&Past> = file.history.iter().filter(of_section).collect();
    entries.sort_by_key(|past| std::cmp::Reverse((past.on, past.sequence)));
    entries
}

/// Gives what slices keep for a section.
fn parts(file: &File, section: FileSection) -> impl Iterator<Item = &FilePart> {
    let has_ten = has_ten(file);
    file.parts.iter().filter(move |part| section_of(part.place, has_ten) == section)
}

/// The services that BJ18-32(4) names, by the kinds of entry that are counted, with the section in which each
/// one stands.
const NAMED_SERVICES: [(&str, &[Kind], FileSection); 7] = [
    ("就业指导服务", &[Kind::GuidanceGiven], FileSection::Guidance),
    ("培训见习", &[Kind::TrainingStarted], FileSection::Guidance),
    ("就业援助方案制定、修订", &[Kind::PlanAdopted, Kind::PlanRevised], FileSection::Services),
    ("匹配推荐", &[Kind::Recommended, Kind::PublicPostRecommended], FileSection::Placement),
    ("实现就业", &[Kind::StartedWork, Kind::PublicPostPlaced], FileSection::Placement),
    ("跟踪回访", &[Kind::FollowedUp], FileSection::FollowUp),
    ("专家小组会诊指导", &[Kind::ConsultationOpinion], FileSection::Services),
];

/// Sums up the services that BJ18-32(4) names: how often, when last, and where each one stands.
fn services(file: &File) -> Table {
    let columns = vec![
        Column::text("服务"),
        Column::number("次数"),
        Column::text("最近一次"),
        Column::text("逐次记录"),
    ];
    let rows = NAMED_SERVICES.iter().map(|(name, kinds, section)| {
        let days = days_of(file, kinds);
        vec![
            Cell::text(*name),
            Cell::count(days.len()),
            days.iter().max().map_or(Cell::Nothing, |day| Cell::Day(*day)),
            if days.is_empty() {
                Cell::Nothing
            } else {
                Cell::link(section.heading(), format!("#{}", section.mark()))
            },
        ]
    });
    Table::new("历次专门服务一览", columns).captioned().rows(rows)
}

/// The same at a glance.
fn services_at_a_glance(file: &File) -> Facts {
    let facts = NAMED_SERVICES.iter().map(|(name, kinds, section)| {
        let days = days_of(file, kinds);
        let value = match days.iter().max() {
            None => Cell::text("0 次"),
            Some(last) => Cell::Link {
                text: format!("{} 次", days.len()),
                path: format!("#{}", section.mark()),
                beneath: format!("最近 {last}"),
            },
        };
        (*name, value)
    });
    facts.fold(Facts::new(""), |all, (name, value)| all.fact(name, value))
}

/// The days of the entries of some kinds that were not corrected.
fn days_of(file: &File, kinds: &[Kind]) -> Vec<Day> {
    let counted = |past: &&Past| kinds.contains(&past.kind) && !past.is_corrected;
    file.history.iter().filter(counted).map(|past| past.on).collect()
}

fn entry_table(file: &File, section: FileSection, entries: &[&Past]) -> Table {
    let columns = vec![
        Column::text("日期"),
        Column::text("事项"),
        Column::text("内容"),
        Column::text("经办"),
    ];
    let rows = entries.iter().map(|past| {
        let staff = past.text(LedgerField::Staff);
        vec![
            Cell::Day(past.on),
            Cell::text(past.kind.term()),
            Cell::text(lines(past, &file.history).join("；")),
            Cell::text(staff.map_or_else(String::new, |name| name.reveal().to_owned())),
        ]
    });
    Table::new(section.heading(), columns).rows(rows).empty("暂无记录")
}

/// What a section is put together for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// Read on a screen: what slices keep leads to their pages.
    Screen,
    /// Printed.
    Paper,
}

/// Shows of a long table the newest rows first on a screen, and all on paper.
fn on(medium: Medium, table: Table) -> Table {
    match medium {
        Medium::Screen => table.folded_to(NEWEST),
        Medium::Paper => table,
    }
}

/// How much stands in a section; nothing where it says what cannot be counted.
pub(super) fn count(file: &File, section: FileSection) -> Option<usize> {
    let kept: usize = parts(file, section).map(|part| part.table.rows.len()).sum();
    let count = entries(file, section).len() + kept;
    let only_says = matches!(section, FileSection::Person | FileSection::Team);
    (count > 0 || !only_says).then_some(count)
}

/// A section of the ledger.
pub(super) fn section(file: &File, section: FileSection, today: Day, medium: Medium) -> Section {
    let mut shown =
        Section::new(section.heading(), section.mark()).beside(section.clause()).landing();
    let known = facts(file, section, today);
    let mut is_empty = known.is_empty();
    if !is_empty {
        let words =
            known.into_iter().fold(Facts::new(""), |facts, (name, value)| facts.words(name, value));
        shown = shown.part(&words);
    }
    if section == FileSection::Person && !file.evidence.is_empty() {
        shown = shown.part(&on(medium, evidence_table(&file.evidence).captioned()));
    }
    if section == FileSection::Services {
        shown = match medium {
            Medium::Screen => shown.part(&services_at_a_glance(file)),
            Medium::Paper => shown.part(&services(file)),
        };
    }
    let past = entries(file, section);
    if !past.is_empty() {
        is_empty = false;
        shown = shown.part(&on(medium, entry_table(file, section, &past)));
    }
    for part in parts(file, section) {
        is_empty = false;
        let mut table = part.table.clone().captioned();
        if medium == Medium::Paper {
            (table.export, table.pager) = (None, None);
        }
        shown = shown.part(&on(medium, table));
        if medium == Medium::Screen && !part.links.is_empty() {
            shown = shown.part(&Buttons(part.links.clone()));
        }
    }
    if is_empty { shown.part(&Prose::new("暂无记录")) } else { shown }
}

/// What was promised to the person and is still to be done; nothing where nothing was.
pub(super) fn promised(file: &File) -> Option<Table> {
    let columns = vec![Column::text("承诺的事"), Column::text("期限"), Column::text("由谁办理")];
    let rows = file.promised.iter().map(|one| {
        vec![
            Cell::text(&one.words),
            one.due.map_or(Cell::Nothing, Cell::Day),
            if one.by.is_empty() { Cell::Nothing } else { Cell::text(&one.by) },
        ]
    });
    (!file.promised.is_empty()).then(|| Table::new("承诺事项", columns).rows(rows))
}

/// The sections as sheets of a workbook, with what was promised and the ledger as a whole.
pub(super) fn sheets(file: &File, today: Day) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = of_file(file)
        .map(|section| {
            let mut tables = Vec::new();
            let known = facts(file, section, today);
            if !known.is_empty() {
                let columns = vec![Column::text("项目"), Column::text("内容")];
                let rows = known
                    .into_iter()
                    .map(|(name, value)| vec![Cell::text(name), Cell::text(value)]);
                tables.push(Table::new(section.heading(), columns).rows(rows));
            }
            if section == FileSection::Person && !file.evidence.is_empty() {
                tables.push(evidence_table(&file.evidence));
            }
            if section == FileSection::Services {
                tables.push(services(file));
            }
            if section != FileSection::Person {
                let mut table = entry_table(file, section, &entries(file, section));
                "逐次记录".clone_into(&mut table.caption);
                tables.push(table);
            }
            tables.extend(parts(file, section).map(|part| part.table.clone()));
            Sheet { name: section.heading().to_owned(), tables }
        })
        .collect();
    if let Some(promised) = promised(file) {
        sheets.push(Sheet { name: "承诺事项".to_owned(), tables: vec![promised] });
    }
    sheets.push(Sheet { name: "全部台账记录".to_owned(), tables: vec![ledger_table(file)] });
    sheets
}
