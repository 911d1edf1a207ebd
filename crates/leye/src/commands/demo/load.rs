//! Bringing the invented district into a database, through the same actions that a city uses.

use std::collections::HashMap;

use city::{District, EmployerSketch, FairSketch, OutletSketch, PersonSketch};
use counselling::model::WeeklyHours;
use desk::{Desk, Occasion};
use duties::{derive, held, take_on};
use kernel::{
    Day, Division, DivisionIssuer, DivisionSet, EducationLevel, IdentityDocumentKind, Occupation,
};
use offices::actions::outlet::{NewOutlet, open_outlet};
use offices::{NewOffice, NewStaff, Roles, Zones};
use seekers::NewPerson;
use seekers::model::{Particulars, education_reference, occupation_reference};
use store::ledger::append_all;
use store::seal::{self, SubjectKey};
use store::{ActorId, EntryId, Instant, OfficeId, StoreError, SubjectId, Tx};
use subjects::{Happening, LedgerFacts, Recorder, SubjectKind, open_subject};

use super::accounts::PASSWORD;
use super::assistance;
use crate::failure::Failure;
use crate::terminal;

/// The account of whoever keeps the register of offices.
const ADMINISTRATOR: &str = "beijing.xitong";
/// How many subjects are brought in with one transaction.
const BATCH: u64 = 500;

/// What was brought in.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) offices: usize,
    pub(super) staff: usize,
    pub(super) persons: u64,
    pub(super) employers: u64,
    pub(super) entries: u64,
}

/// Offices and staff by the names that the sketches know them by.
#[derive(Clone, Debug, Default)]
struct Directory {
    offices: HashMap<u64, (OfficeId, String)>,
    staff: HashMap<u64, ActorId>,
    /// By office name and staff name, as the ledgers write them.
    by_name: HashMap<(String, String), (OfficeId, ActorId)>,
}

/// Brings a whole district in.
pub(super) async fn load(desk: &Desk, district: &District<'_>) -> Result<Loaded, Failure> {
    let directory = load_offices(desk, district).await?;
    let plan = district.plan();
    let mut loaded = Loaded {
        offices: district.offices().len(),
        staff: district.staff().len(),
        persons: plan.persons,
        employers: plan.employers,
        entries: 0,
    };
    let bar = terminal::count_progress(plan.persons + plan.employers);
    bar.set_message("建立演示数据");
    let fairs: Vec<Brought> = district.fairs().map(Brought::from).collect();
    loaded.entries += bring_in(desk, &directory, fairs, plan.until).await?;
    let mut numbers = 1..=plan.employers;
    while let Some(batch) = next(&mut numbers, |number| district.employer(number).into()) {
        bar.inc(batch.len() as u64);
        loaded.entries += bring_in(desk, &directory, batch, plan.until).await?;
    }
    let mut cast = assistance::Cast::of(district);
    let mut numbers = 1..=plan.persons;
    while let Some(mut batch) = next(&mut numbers, |number| district.person(number).into()) {
        bar.inc(batch.len() as u64);
        // What is told of them stands in place of the ledgers that the city wrote.
        batch.retain(|one| !matches!(one, Brought::Person(one) if cast.plays(one)));
        loaded.entries += bring_in(desk, &directory, batch, plan.until).await?;
    }
    loaded.entries += assistance::play(desk, district, cast).await?;
    bar.finish_and_clear();
    Ok(loaded)
}

/// Gives the next batch of sketches; nothing when there are no more.
fn next(
    numbers: &mut std::ops::RangeInclusive<u64>,
    sketch: impl Fn(u64) -> Brought,
) -> Option<Vec<Brought>> {
    let size = usize::try_from(BATCH).unwrap_or(usize::MAX);
    let batch: Vec<Brought> = numbers.take(size).map(sketch).collect();
    (!batch.is_empty()).then_some(batch)
}

async fn load_offices(desk: &Desk, district: &District<'_>) -> Result<Directory, Failure> {
    let entropy = std::sync::Arc::clone(&desk.sealing.entropy);
    let hash = offices::hash_password(PASSWORD, entropy.as_ref());
    let (sketches, staff) = (district.offices().to_vec(), district.staff().to_vec());
    let (inner, outlets) = (desk.clone(), district.outlets());
    let (from, now) = (district.plan().from, desk.clock.now());
    let directory = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let mut directory = Directory::default();
            // Everyone is to try every account at once.
            offices::waive_second_factor(tx).await?;
            for sketch in &sketches {
                let new = NewOffice {
                    code: i64::try_from(sketch.code).unwrap_or_default(),
                    name: sketch.name.clone(),
                    address: sketch.address.clone(),
                    phone: sketch.phone.clone(),
                    opened_on: from,
                };
                let id = offices::found(tx, &new, now, entropy.as_ref()).await?;
                directory.offices.insert(sketch.code, (id, sketch.name.clone()));
            }
            for member in &staff {
                let Some((office, office_name)) = directory.offices.get(&member.office).cloned()
                else {
                    continue;
                };
                let roles = member.roles.iter().filter_map(|role| access::Role::named(role));
                let new = NewStaff {
                    user_name: member.user_name.clone(),
                    name: member.name.clone(),
                    office,
                    roles: Roles::new(roles).unwrap_or(Roles::none()),
                    password_hash: hash.clone(),
                    must_change_password: false,
                    joined_on: from,
                };
                let id = offices::hire(tx, &new, now, entropy.as_ref()).await?;
                if member.roles.contains(&access::Role::Counsellor.text()) {
                    counselling::put_hours(tx, id, &WeeklyHours::usual()).await?;
                }
                directory.staff.insert(member.number, id);
                directory.by_name.insert((office_name, member.name.clone()), (office, id));
            }
            open_outlets(tx, &inner, &directory, &outlets, from).await?;
            Ok(directory)
        })
        .await?;
    Ok(directory)
}

/// Opens the places where the offices receive people, as the system administrator does.
async fn open_outlets(
    tx: &mut Tx,
    desk: &Desk,
    directory: &Directory,
    outlets: &[OutletSketch],
    from: Day,
) -> Result<(), StoreError> {
    let administrator = offices::staff_named(tx, ADMINISTRATOR).await?;
    let Some(administrator) = administrator else { return Ok(()) };
    let actor = offices::actor_of(tx, administrator.staff_id, from).await?;
    let Some(actor) = actor else { return Ok(()) };
    let occasion = Occasion { actor, now: instant_of(from, 0), today: from };
    for sketch in outlets {
        let Some((office, _)) = directory.offices.get(&sketch.office) else { continue };
        let zones: Vec<String> = sketch.zones.iter().map(|zone| (*zone).to_owned()).collect();
        let new = NewOutlet {
            office: *office,
            name: sketch.name.clone(),
            address: sketch.address.clone(),
            zones: Zones::named(&zones),
        };
        open_outlet(tx, &desk.sealing, &occasion, &new).await.map_err(|failure| match failure {
            access::Failure::Fault(fault) => fault,
            other => StoreError::Contradiction {
                table: "outlet",
                column: "name".to_owned(),
                row: sketch.name.clone(),
                why: other.to_string(),
            },
        })?;
    }
    Ok(())
}

/// A subject about to be brought in.
#[derive(Clone, Debug)]
enum Brought {
    Person(Box<PersonSketch>),
    Employer(Box<EmployerSketch>),
    Fair(FairSketch),
}

impl From<PersonSketch> for Brought {
    fn from(sketch: PersonSketch) -> Self {
        Self::Person(Box::new(sketch))
    }
}

impl From<EmployerSketch> for Brought {
    fn from(sketch: EmployerSketch) -> Self {
        Self::Employer(Box::new(sketch))
    }
}

impl From<FairSketch> for Brought {
    fn from(sketch: FairSketch) -> Self {
        Self::Fair(sketch)
    }
}

/// Brings subjects in with their ledgers, in one transaction; gives how many entries.
async fn bring_in(
    desk: &Desk,
    directory: &Directory,
    batch: Vec<Brought>,
    until: Day,
) -> Result<u64, Failure> {
    let (inner, directory) = (desk.clone(), directory.clone());
    let entries = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let mut entries = 0;
            for one in &batch {
                let (subject, key, office, officer, ledger) =
                    open(tx, &inner, &directory, one).await?;
                let office_code = i64::try_from(office).unwrap_or_default();
                // Whoever wrote the ledger answers for the subject since its first day.
                let first =
                    ledger.lines().filter_map(|line| text_of(line, "on")?.parse().ok()).min();
                take_on(tx, subject, office_code, officer, first.unwrap_or(until)).await?;
                let mut known = LedgerFacts::default();
                record_all(tx, &inner, &directory, subject, &key, ledger, &mut known).await?;
                if let Some(held) = held(tx, subject).await? {
                    derive(tx, &inner.rulebook, &held, &known, until).await?;
                }
                entries += known.entries().len() as u64;
            }
            Ok(entries)
        })
        .await?;
    Ok(entries)
}

/// Opens a subject; gives it with its key, its office, its officer and its ledger.
async fn open<'b>(
    tx: &mut Tx,
    desk: &Desk,
    directory: &Directory,
    one: &'b Brought,
) -> Result<(SubjectId, SubjectKey, u64, Option<ActorId>, &'b str), StoreError> {
    let now = desk.clock.now();
    let (kind, reference, label, office, officer, ledger) = match one {
        Brought::Person(sketch) => {
            let subject = seekers::bring_in(tx, &desk.sealing, &person(sketch), now).await?;
            let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
            let key = key.ok_or(StoreError::Broken)?;
            let officer = directory.staff.get(&sketch.officer).copied();
            return Ok((subject, key, sketch.office, officer, &sketch.ledger));
        }
        Brought::Employer(sketch) => (
            SubjectKind::Employer,
            &sketch.reference,
            sketch.name.as_str(),
            sketch.office,
            directory.staff.get(&sketch.officer).copied(),
            &sketch.ledger,
        ),
        Brought::Fair(sketch) => {
            let name = directory.offices.get(&sketch.office).map_or("", |(_, name)| name);
            (SubjectKind::Office, &sketch.reference, name, sketch.office, None, &sketch.ledger)
        }
    };
    let (subject, key) = open_subject(tx, &desk.sealing, kind, reference, label, now).await?;
    Ok((subject, key, office, officer, ledger))
}

/// Words a sketch as the file of a person.
pub(super) fn person(sketch: &PersonSketch) -> NewPerson {
    let household = DivisionSet::of(DivisionIssuer::Statistics).find(&sketch.household_division);
    let education = EducationLevel::find(sketch.education).map(education_reference);
    let occupation = Occupation::find(sketch.occupation).map(occupation_reference);
    let number = sketch.household.map_or_else(String::new, |household| format!("H{household:06}"));
    NewPerson {
        file_number: Some(sketch.reference.clone()),
        name: sketch.name.clone(),
        residence_code: i64::try_from(sketch.residence).unwrap_or_default(),
        household_division: household.map_or_else(|_| String::new(), Division::reference),
        education: education.unwrap_or_default(),
        occupation: occupation.unwrap_or_default(),
        particulars: Particulars {
            document: IdentityDocumentKind::ResidentIdCard.name().to_owned(),
            number: sketch.resident_id.clone(),
            birth: sketch.birth.to_string(),
            sex: if sketch.sex_is_female { "女" } else { "男" }.to_owned(),
            phone: sketch.phone.clone(),
            address: sketch.residence_detail.clone(),
            household_number: number,
            skills: sketch.skill.clone(),
            hardship: sketch.hardship_group.clone().unwrap_or_default(),
            ..Particulars::default()
        },
    }
}

/// Records every line of a ledger as the office and the member of staff that it names.
async fn record_all(
    tx: &mut Tx,
    desk: &Desk,
    directory: &Directory,
    subject: SubjectId,
    key: &SubjectKey,
    ledger: &str,
    known: &mut LedgerFacts,
) -> Result<(), StoreError> {
    let mut ids: HashMap<String, EntryId> = HashMap::new();
    let mut entries = Vec::new();
    for line in ledger.lines() {
        let named = |name: &str| text_of(line, name).unwrap_or_default();
        let (office_name, staff_name) = (named("office"), named("staff"));
        let who = directory.by_name.get(&(office_name.to_owned(), staff_name.to_owned()));
        let Some(happening) = Happening::of_line(line, |id| ids.get(id).copied()) else {
            continue;
        };
        let recorder = Recorder {
            subject,
            staff: who.map(|(_, staff)| *staff),
            staff_name,
            office: who.map(|(office, _)| *office),
            office_name,
            now: instant_of(happening.on, known.entries().len()),
        };
        let entry = match subjects::prepare(&desk.sealing, key, &recorder, &happening, known) {
            Ok(entry) => entry,
            Err(access::Failure::Fault(fault)) => return Err(fault),
            Err(other) => {
                return Err(StoreError::Contradiction {
                    table: "entry",
                    column: "facts".to_owned(),
                    row: text_of(line, "id").unwrap_or_default().to_owned(),
                    why: other.to_string(),
                });
            }
        };
        ids.insert(text_of(line, "id").unwrap_or_default().to_owned(), entry.id);
        entries.push(entry);
    }
    append_all(tx, desk.sealing.keys.as_ref(), subject, &entries).await.map(drop)
}

/// Gives a text of a line that the city wrote: names without quotation marks.
fn text_of<'l>(line: &'l str, field: &str) -> Option<&'l str> {
    let start = line.find(&format!("\"{field}\":\""))? + field.len() + 4;
    line[start..].split('"').next()
}

/// Gives an instant in office hours of a day at UTC+8; later entries of a day come later.
pub(super) fn instant_of(day: Day, place: usize) -> Instant {
    let minutes = 9 * 60 + i64::try_from(place % 420).unwrap_or(0);
    let midnight = i64::from(day.number()) * 86_400 - 8 * 3_600;
    Instant::from_micros((midnight + minutes * 60) * 1_000_000)
}
