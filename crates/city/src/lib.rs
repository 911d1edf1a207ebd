//! A synthetic city, for demonstration and load: its service ledger alone, or a district with its
//! offices, staff, persons and employers.
//!
//! Everyone can try the ledger check and measure it without the data of a single real person: the
//! lives are invented, and only the names of streets and communities are real. The life of a subject depends on
//! the seed, the days and its own number alone, so that any part can be made by itself.
//!
//! ```
//! use city::{LedgerPlan, write_ledger};
//!
//! let law = rules::Law::shipped()?;
//! let until = "2026-06-30".parse()?;
//! let mut ledger = Vec::new();
//! let plan = LedgerPlan::of_two_years(10, 1, until);
//! let written = write_ledger(&plan, &law, &mut ledger, &mut |_| {})?;
//! assert_eq!(ledger.iter().filter(|byte| **byte == b'\n').count() as u64, written.entries);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assistance;
mod desk;
mod district;
mod employer;
mod event;
mod fairs;
mod hardship;
mod line;
mod office;
mod pace;
mod person;
mod plan;
mod random;
mod seeker;
mod story;

use std::io;

use rules::Law;

pub use crate::district::{
    District, DistrictPlan, EmployerSketch, FairSketch, OfficeSketch, OutletSketch, PersonSketch,
    StaffSketch,
};
use crate::employer::Employer;
use crate::line::{LineWriter, SubjectId};
use crate::office::{Office, OfficeDesk};
use crate::pace::Pace;
use crate::person::Person;
pub use crate::plan::{LedgerPlan, PlanRefusal, Written};
use crate::random::Random;
use crate::story::Story;

/// How many bytes are gathered before they are written out.
const WRITTEN_AT_ONCE: usize = 1 << 18;

/// How many subjects pass between two reports of progress.
const PROGRESS_STEP: u64 = 1000;

/// Tells the populations apart, so that an employer does not share its luck with a person.
#[derive(Clone, Copy)]
enum Population {
    Offices,
    Employers,
    Persons,
    Portraits,
    Households,
    Births,
    Staff,
    Firms,
}

/// Writes a ledger as JSON Lines (rulebook §2), grouped by subject and ascending by its name:
/// offices with their fairs, employers, persons.
///
/// `progress` hears now and then how many subjects are done. Fails where writing fails, and with
/// [`io::ErrorKind::InvalidInput`] where the plan makes no sense.
pub fn write_ledger(
    plan: &LedgerPlan,
    law: &Law,
    out: &mut impl io::Write,
    progress: &mut dyn FnMut(u64),
) -> io::Result<Written> {
    plan.check()?;
    let offices = (0..plan.fair_offices()).map(|office| {
        let office = Office::numbered(office);
        (Population::Offices, SubjectId::Office(office.code()), office.code(), Some(office))
    });
    let employers = (1..=plan.employers())
        .map(|number| (Population::Employers, SubjectId::Employer(number), number, None));
    let persons = (1..=plan.persons)
        .map(|number| (Population::Persons, SubjectId::Person(number), number, None));

    let mut story = Story::new(law.calendar(), plan.from, plan.until, Pace::LEDGER);
    let mut lines = LineWriter::default();
    let mut written = Written::default();
    let mut done = 0;
    for (population, subject, number, office) in offices.chain(employers).chain(persons) {
        let mut random = Random::of_subject(plan.seed, population as u64, number);
        let desk = OfficeDesk::drawn(&mut random, office);
        story.begin(random, desk.punctuality());
        match population {
            Population::Employers => Employer::live(&mut story),
            Population::Persons => Person::live(&mut story, number, false),
            _ => fairs::hold(&mut story),
        }
        let entries = lines.write(&subject, &mut story, &desk);
        written.entries += entries;
        written.subjects += u64::from(entries > 0);
        done += 1;
        if lines.bytes.len() >= WRITTEN_AT_ONCE {
            out.write_all(&lines.bytes)?;
            lines.bytes.clear();
        }
        if done % PROGRESS_STEP == 0 {
            progress(done);
        }
    }
    out.write_all(&lines.bytes)?;
    progress(done);
    Ok(written)
}
