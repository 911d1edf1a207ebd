//! What several pages say in the same words, and how they open files.

use std::collections::HashMap;

use access::{Action, Area, Failure};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use duties::{Entered, ServiceRefusal, unopened};
use kernel::{DivisionIssuer, DivisionSet};
use seekers::Person;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, Past};
use web::{Page, Problem, Visit};

use crate::actions::attempts::{Attempt, attempts_of};
use crate::actions::demand_file::{DemandFile, demand_files};
use crate::actions::picture::LIVES_ELSEWHERE;
use crate::actions::plan_day::{Window, plan_of, window};
use crate::actions::to_visit::surveys_of;
use crate::model::{Planned, Survey, SurveyRefusal};

/// A person's file with everything that is known of their surveys.
pub(super) struct Opened {
    pub(super) entered: Entered,
    pub(super) known: LedgerFacts,
    pub(super) past: Vec<Past>,
    pub(super) person: Option<Person>,
    pub(super) surveys: Vec<Survey>,
    pub(super) attempts: Vec<Attempt>,
    pub(super) plan: Option<Planned>,
    pub(super) window: Option<Window>,
    pub(super) demand_files: Vec<DemandFile>,
    pub(super) staff: HashMap<ActorId, String>,
}

/// Opens a person's file; notes the reading.
pub(super) async fn load(
    desk: &Desk,
    visit: &Visit,
    action: Action,
    subject: SubjectId,
) -> Result<Opened, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    let opened =
        desk.db.write(async move |tx| open(tx, &own, &occasion, action, subject).await).await;
    opened.map_err(unopened)
}

async fn open(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<Opened, Failure<ServiceRefusal>> {
    let entered = duties::enter(tx, desk, occasion, action, subject, None).await?;
    let key = &entered.key;
    Ok(Opened {
        known: subjects::facts_of(tx, subject).await?,
        past: subjects::history(tx, key, subject).await?,
        person: seekers::person_of(tx, key, subject).await?,
        surveys: surveys_of(tx, subject).await?,
        attempts: attempts_of(tx, key, subject).await?,
        plan: plan_of(tx, key, subject).await?,
        window: window(tx, desk, subject, occasion.today).await?,
        demand_files: demand_files(tx, key, subject).await?,
        staff: offices::staff_names(tx, whole_city(occasion.actor.area)).await?,
        entered,
    })
}

/// The whole province or municipality that an area lies in: whoever wrote something may work anywhere there.
pub(super) const fn whole_city(area: Area) -> Area {
    Area::of_code(area.first - area.first % 10_000_000_000)
}

/// The name of a member of staff; nothing said where nobody was named.
pub(super) fn staff_name(names: &HashMap<ActorId, String>, staff: Option<ActorId>) -> String {
    staff.and_then(|staff| names.get(&staff)).cloned().unwrap_or_default()
}

/// The path of a person's file.
pub(super) fn file_path(subject: SubjectId) -> String {
    format!("/people/{subject}")
}

/// Starts a page about a person.
pub(super) fn page_of(title: impl Into<String>, opened: &Opened) -> Page {
    Page::new(title)
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(opened.entered.label.name.reveal(), file_path(opened.entered.held.subject))
}

/// Turns a refusal into a page: what does not exist is not there.
pub(super) fn problem(failure: Failure<SurveyRefusal>) -> Problem {
    match failure {
        Failure::Refused(
            SurveyRefusal::Service(services::Refusal::Service(ServiceRefusal::NoFile))
            | SurveyRefusal::NoRound
            | SurveyRefusal::NoGroup,
        ) => Problem::Missing,
        other => other.into(),
    }
}

/// Leads from the general form of a kind to the page that it has of its own, with what the address asks for.
pub(super) fn lead_to(visit: &Visit, path: &str) -> Response {
    let query =
        visit.path.split_once('?').map_or_else(String::new, |(_, query)| format!("?{query}"));
    Redirect::to(&format!("{path}{query}")).into_response()
}

/// What stands at the end of an address so that a form leads back here.
pub(super) fn back_to(visit: &Visit) -> String {
    format!("_back={}", visit.path.replace('%', "").replace('&', "%26"))
}

/// The names of the offices of an area, by code.
pub(super) async fn office_names(
    tx: &mut Tx,
    area: Area,
) -> Result<HashMap<i64, String>, StoreError> {
    let offices = offices::offices_within(tx, area).await?;
    Ok(offices.into_iter().map(|office| (office.code, office.name)).collect())
}

/// What the offices of communities are called after their community.
const ENDINGS: [&str; 3] = ["公共就业服务站", "劳动保障工作站", "就业服务站"];

/// Gives the name of a place: of the community that an office serves, of the office, or of the division.
pub(super) fn place_name(names: &HashMap<i64, String>, code: i64) -> String {
    if code == LIVES_ELSEWHERE {
        return "居住在本街道（乡镇）以外".to_owned();
    }
    if let Some(name) = names.get(&code) {
        if code % 1_000 == 0 {
            return name.clone();
        }
        let community = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
        return community.unwrap_or(name).to_owned();
    }
    let text = code.to_string();
    let set = DivisionSet::of(DivisionIssuer::Statistics);
    let found = set.find(&text).or_else(|_| set.find(text.get(..9).unwrap_or(&text)));
    found.map_or(text, |division| division.name().to_owned())
}
