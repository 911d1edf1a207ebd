//! Every statement of the executable: understood alike by both engines, and carried out without going through a city
//! where that is not what is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use store::{Db, Engine, Instant, StoreError};
use testkit::Place;

use crate::commands::database::catalogue;

/// 2026-01-05T00:00:00Z.
const START: Instant = Instant::from_micros(1_767_571_200_000_000);

/// Tables that grow with the city although their key does not lead with a person: with its households, and with
/// everything that is done.
const LARGE_BESIDES: &[&str] = &["household", "once", "outbox"];

type Described = BTreeMap<&'static str, Result<(Vec<String>, usize), String>>;

/// Opens a fresh database with every statement and does something with it.
fn on<T>(engine: Engine, look: &impl AsyncFn(&Db) -> T) -> T {
    let place = Place::new(engine);
    testkit::block_on(async {
        let catalogue = catalogue().expect("a catalogue without contradictions");
        let db = Db::open(&place.url, catalogue, START).expect("a database");
        let seen = look(&db).await;
        db.close();
        seen
    })
}

async fn describe(db: &Db) -> Described {
    let mut described = Described::new();
    for statement in db.catalogue().all() {
        let end: Result<(Vec<String>, usize), StoreError> =
            db.read(async move |tx| tx.describe(statement).await).await;
        described.insert(statement.name, end.map_err(|error| error.to_string()));
    }
    described
}

#[test]
fn both_engines_prepare_every_statement_with_the_same_columns_and_parameters() {
    let sqlite = on(Engine::Sqlite, &describe);
    let postgres = on(Engine::Postgres, &describe);
    assert!(sqlite.len() > 300, "only {} statements", sqlite.len());
    let differing: Vec<_> = sqlite
        .iter()
        .map(|(name, description)| (name, description, &postgres[name]))
        .filter(|(_, here, there)| here.is_err() || here != there)
        .collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

/// Gives the tables that grow with the city: a row or more for each person, whom their key leads with, and the others.
fn large_tables(place: &Place) -> BTreeSet<String> {
    let connection = rusqlite::Connection::open(&place.url).expect("opens");
    let mut statement = connection
        .prepare(
            "SELECT listed.name FROM sqlite_schema AS listed, pragma_table_info(listed.name) AS part
            WHERE listed.type = 'table' AND part.pk = 1 AND part.name = 'subject_id'",
        )
        .expect("prepared");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    let mut large: BTreeSet<String> = rows.collect::<Result<_, _>>().expect("tables");
    assert!(large.len() > 30, "only {large:?}");
    large.extend(LARGE_BESIDES.iter().map(|table| (*table).to_owned()));
    large
}

/// Gives by what other names a statement calls the tables that are large.
fn names_of(large: &BTreeSet<String>, text: &str) -> BTreeSet<String> {
    let words: Vec<&str> =
        text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).collect();
    let mut names = large.clone();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    for three in words.windows(3) {
        if three[1].eq_ignore_ascii_case("as") && large.contains(three[0]) {
            names.insert(three[2].to_owned());
        }
    }
    names
}

/// What a step of a statement does to a large table that takes the longer the larger it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// Goes through all of it, or through all entries of a kind for each row of something else.
    Scans,
    /// Begins somewhere and goes on without an end: from the first row, that is all of it.
    Walks,
    /// Gathers a whole area or time before it can give the first row.
    Sorts,
    /// Goes through what happened to everybody of the city, of a kind or on some days, for one office too.
    Days,
}

/// Columns with few values each: a condition on one of them leaves a large part of the city. Of a day on which somebody was
/// told, that it is still to come is asked for.
const OF_FEW_VALUES: &[&str] = &["ending", "kind", "outcome", "state", "told_on"];

/// The conditions that lead a step to its rows, in their brackets; the ends of a stretch stand apart.
fn conditions(step: &str) -> Vec<&str> {
    let inner = step.split_once(" (").and_then(|(_, rest)| rest.rsplit_once(')'));
    inner.map_or_else(Vec::new, |(inner, _)| inner.split(" AND ").collect())
}

/// Gives the shapes of a statement with the step that shows each.
fn shapes(steps: &[String], names: &BTreeSet<String>) -> Vec<(Shape, String)> {
    let mut shapes = Vec::new();
    let mut is_repeated = false;
    let sorts = steps.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
    for step in steps {
        is_repeated |= step.starts_with("CORRELATED");
        let table = |start| step.strip_prefix(start).and_then(|rest: &str| rest.split(' ').next());
        if table("SCAN ").is_some_and(|table| names.contains(table))
            || is_repeated && step.contains("entry_by_kind (kind=?")
        {
            shapes.push((Shape::Scans, step.clone()));
        }
        if !table("SEARCH ").is_some_and(|table| names.contains(table)) {
            continue;
        }
        if !is_repeated && step.contains("entry_by_kind (kind=?") {
            shapes.push((Shape::Days, step.clone()));
            continue;
        }
        // What leads to the rows: one value of the first column that tells much, or a stretch of it.
        let mut conditions = conditions(step);
        let all = conditions.len();
        while let Some(column) = conditions.first().and_then(|leading| leading.strip_suffix("=?"))
            && OF_FEW_VALUES.contains(&column)
        {
            conditions.remove(0);
        }
        if conditions.first().is_some_and(|leading| leading.ends_with("=?")) {
            continue;
        }
        // All of a state, where it is asked by no more.
        if conditions.is_empty() && all > 0 {
            shapes.push((Shape::Walks, step.clone()));
            continue;
        }
        if !conditions.get(1).is_some_and(|second| second.contains('<')) {
            shapes.push((Shape::Walks, step.clone()));
        } else if sorts {
            shapes.push((Shape::Sorts, step.clone()));
        }
    }
    shapes
}

/// What of a shape is known, and why it may be: reasons, each with its statements.
type Known = &'static [(&'static str, &'static [&'static str])];

const SCANS: Known = &[
    ("asked at the start and after an import, on a reader", &["duties.ORPHANS"]),
    ("the law or the program is another, which concerns everybody", &["duties.LOOK_AT_ALL"]),
    (
        "leye doctor and the import count everything",
        &["duties.COUNT_ORPHANS", "duties.COUNT_UNREAD", "outbox.WAITING", "subjects.COUNTS"],
    ),
    ("leye verify looks at everything", &["subjects.ORPHAN"]),
    (
        "its index holds only what waits, which is little",
        &["services.WAITING", "services.WAITING_FOR_CONSENT"],
    ),
];

const WALKS: Known = &[
    (
        "leye verify and leye export read everything, a page at a time",
        &[
            "subjects.PAGE",
            "subjects.TO_EXPORT",
            "verify.ENTRIES",
            "verify.HEADS",
            "verify.LEAVES",
            "verify.STRAY_LEAVES",
        ],
    ),
    (
        "ends where nothing more is due",
        &["duties.COUNT_NOT_LOOKED_AT", "duties.TO_LOOK_AT", "outbox.TAKE"],
    ),
    ("what is over is forgotten a page at a time, every hour", &["once.NEXT"]),
    (
        "a job every hour goes through the files that are open to somebody",
        &["panels.OPEN_TO_PANELS"],
    ),
    (
        "the latest are looked at first, until a page of the area is full",
        &[
            "duties.GATES_OF_OFFICE",
            "seekers.LIST_OFFICE",
            "seekers.LIST_OFFICE_BACK",
            "stopping.ENDED_WITHIN",
            "stopping.NOTICES_WITHIN",
            "stopping.RESUMED_WITHIN",
        ],
    ),
    ("once after a start, through the merged files only", &["seekers.MERGED_UNFOUND"]),
    (
        "begins with what waits in the whole city, which is little: a state that everything leaves again",
        &[
            "posts.ASKED_OF",
            "posts.ASKED_OF_MOVED",
            "posts.ASKED_WITHIN",
            "stopping.COUNT_OBJECTIONS",
            "stopping.EXITS_OF_MOVED",
            "stopping.EXITS_PENDING",
            "stopping.EXITS_PROPOSED_WITHIN",
            "stopping.OBJECTIONS_WITHIN",
            "stopping.SUBMITTED_WITHIN",
            "stopping.TO_TELL_WITHIN",
            "stopping.UNDECIDED_WITHIN",
            "stopping.VERIFYING_WITHIN",
            "transfers.OPEN_AT",
            "transfers.TOUCHING",
        ],
    ),
    (
        "counts or looks through those whose service stopped, some in a thousand",
        &["stopping.COUNT_CASES", "stopping.DOUBTFUL"],
    ),
    (
        "its index holds only what a person had to settle, which is little",
        &["visits.WAITING_OF_OFFICE"],
    ),
];

const SORTS: Known = &[
    (
        "asked for one street at most: what it has is gathered, and then a page of it given",
        &[
            "duties.GATES_OF_STREET",
            "seekers.LIST_STREET",
            "duties.WORK_OF_STREET",
            "seekers.LIST_STREET_BACK",
            "transfers.PEOPLE_OF_COMMUNITY",
        ],
    ),
    (
        "the answer is the whole area: a picture, a comparison, a list that is taken out",
        &[
            "agreements.SIGNINGS",
            "agreements.UNDER_AGREEMENT",
            "seekers.WITHOUT_WORK",
            "surveys.ATTEMPTS_OF_OFFICE",
            "surveys.OWED_OF_OFFICE",
            "surveys.PLANS_OF_OFFICE",
        ],
    ),
    (
        "everything of the area, a page at a time: each page gathers what is left, so a district takes seconds",
        &["duties.OF_OFFICE", "duties.OPEN_OF_OFFICE"],
    ),
    (
        "a page is found from the index alone, a district's in 50 milliseconds; of the rest nothing is read",
        &[
            "duties.LISTED_OF_OFFICE",
            "duties.LISTED_OF_OFFICE_BY_OFFICER",
            "duties.LISTED_OF_OFFICE_BY_RULE",
            "plans.LIST_OWED",
        ],
    ),
    (
        "found by the gates that stand open in the area, which are few",
        &["duties.RESTING_OF_OFFICE"],
    ),
    (
        "the first of an area by an order that no index has: as long as the area is large",
        &["duties.QUIET", "plans.LIST", "plans.LIST_LATE", "stopping.PROPOSED"],
    ),
];

const DAYS: Known = &[(
    "asked for a district or a city, whose days are fewer than its people",
    &["duties.WORK", "surveys.CORRECTIONS", "surveys.SURVEYS_OF_DAYS"],
)];

/// Compares what is there with what is known of a shape.
fn compare(
    shape: Shape,
    known: Known,
    found: &BTreeMap<(Shape, &'static str), Vec<String>>,
) -> String {
    let known: BTreeMap<&str, &str> =
        known.iter().flat_map(|(why, names)| names.iter().map(move |name| (*name, *why))).collect();
    let mut wrong = String::new();
    for ((_, name), steps) in found.iter().filter(|((of, _), _)| *of == shape) {
        if !known.contains_key(name) {
            let _ = writeln!(wrong, "{shape:?}\t{name}\t{steps:?}");
        }
    }
    for (name, why) in known {
        let is_found = found.keys().any(|(of, found)| *of == shape && *found == name);
        if !is_found {
            let _ = writeln!(
                wrong,
                "{shape:?}\t{name} ({why}) does not any more: take it off the list"
            );
        }
    }
    wrong
}

#[test]
fn nothing_goes_through_a_whole_city_but_what_is_known_to() {
    let place = Place::new(Engine::Sqlite);
    let found = testkit::block_on(async {
        let catalogue = catalogue().expect("a catalogue without contradictions");
        let db = Db::open(&place.url, catalogue, START).expect("a database");
        let large = large_tables(&place);
        let mut found: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for statement in db.catalogue().all() {
            let steps = db.read::<_, _, StoreError>(async move |tx| tx.steps(statement)).await;
            let steps = steps.expect("steps").expect("on SQLite");
            for (shape, step) in shapes(&steps, &names_of(&large, statement.text)) {
                found.entry((shape, statement.name)).or_default().push(step);
            }
        }
        db.close();
        found
    });
    let known =
        [(Shape::Scans, SCANS), (Shape::Walks, WALKS), (Shape::Sorts, SORTS), (Shape::Days, DAYS)];
    let wrong = known.map(|(shape, known)| compare(shape, known, &found)).concat();
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_shape_is_recognised() {
    let names = ["gate", "held", "duty", "entry"].map(str::to_owned);
    let names = BTreeSet::from(names);
    let shape = |steps: &[&str]| {
        let steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
        shapes(&steps, &names).into_iter().map(|(shape, _)| shape).collect::<Vec<_>>()
    };
    let sort = "USE TEMP B-TREE FOR ORDER BY";
    let area = "SEARCH held USING INDEX responsibility_by_office (office_code>? AND office_code<?)";
    assert_eq!(shape(&["SCAN held"]), [Shape::Scans]);
    assert_eq!(shape(&["SCAN office"]), []);
    assert_eq!(
        shape(&["SEARCH gate USING PRIMARY KEY ((subject_id,clause)>(?,?))"]),
        [Shape::Walks]
    );
    assert_eq!(shape(&["SEARCH gate USING PRIMARY KEY (subject_id=?)", sort]), []);
    assert_eq!(shape(&["SEARCH gate USING PRIMARY KEY (subject_id=?) LEFT-JOIN"]), []);
    assert_eq!(shape(&["SEARCH gate USING INDEX gate_by_since (since<?)"]), [Shape::Walks]);
    assert_eq!(shape(&[area]), []);
    assert_eq!(shape(&[area, sort]), [Shape::Sorts]);
    let open =
        "SEARCH duty USING INDEX duty_by_state (state=? AND office_code>? AND office_code<?)";
    assert_eq!(shape(&[open]), []);
    assert_eq!(shape(&[open, sort]), [Shape::Sorts], "a state leaves most of the city");
    assert_eq!(shape(&["SEARCH duty USING INDEX duty_by_state (state=?)"]), [Shape::Walks]);
    let one = "SEARCH duty USING INDEX duty_by_state (state=? AND office_code=?)";
    assert_eq!(shape(&[one, sort]), []);
    let days = "SEARCH entry USING INDEX entry_by_kind (kind=? AND on_day>? AND on_day<?)";
    assert_eq!(shape(&[days]), [Shape::Days]);
    assert_eq!(shape(&["CORRELATED SCALAR SUBQUERY 1", days]), [Shape::Scans]);
    let also =
        names_of(&BTreeSet::from(["gate".to_owned()]), "SELECT 1 FROM gate AS held, office AS o");
    assert_eq!(also, BTreeSet::from(["gate".to_owned(), "held".to_owned()]));
}

/// Statements that read a page of a street's: what leads them to it, by the step that must be there.
const OF_A_STREET: &[(&str, &str)] = &[
    ("seekers.LIST_STREET", "responsibility_by_office (office_code>"),
    ("seekers.LIST_OFFICER", "responsibility_by_officer (officer_id=?"),
    ("seekers.LIST_STREET_BACK", "responsibility_by_office (office_code>"),
    ("seekers.LIST_OFFICER_BACK", "responsibility_by_officer (officer_id=?"),
    ("duties.LISTED_OF_OFFICE", "COVERING INDEX open_duty_by_office (office_code>"),
    ("duties.LISTED_OF_OFFICER", "open_duty_by_officer (officer_id=?"),
    ("duties.WORK_OF_STREET", "responsibility_by_office (office_code>"),
    ("counselling.OPEN_OF_STAFF", "appointment_by_staff (staff_id=?"),
    ("counselling.COUNT_REQUESTS", "responsibility_by_office (office_code=?"),
    ("duties.GATES_OF_STREET", "gate_by_office (office_code>"),
    ("plans.LIST", "responsibility_by_office (office_code>"),
    ("plans.LIST_MINE", "responsibility_by_officer (officer_id=?"),
    ("plans.LIST_OWED", "COVERING INDEX open_duty_by_office (office_code>"),
    ("subjects.SEARCH_READINGS", "reading_by_day (on_day>"),
    ("subjects.SEARCH_READINGS_BY", "reading_by_staff (staff_id=? AND on_day>"),
    ("subjects.SEARCH_READINGS_IN", "reading USING PRIMARY KEY (subject_id=? AND on_day>"),
];

async fn led(db: &Db) -> Vec<String> {
    let mut astray = Vec::new();
    for (name, wanted) in OF_A_STREET {
        let statement = db.catalogue().all().into_iter().find(|one| one.name == *name);
        let statement = statement.unwrap_or_else(|| panic!("no {name}"));
        let steps = db.read::<_, _, StoreError>(async move |tx| tx.steps(statement)).await;
        let steps = steps.expect("steps").expect("on SQLite");
        if !steps.iter().any(|step| step.contains(wanted)) {
            astray.push(format!("{name}: {steps:#?}"));
        }
    }
    astray
}

#[test]
fn the_page_of_a_street_is_found_without_walking_through_the_city() {
    let astray = on(Engine::Sqlite, &led);
    assert!(astray.is_empty(), "{astray:#?}");
}
