//! The pages: the register of posts, who is placed, and the post of a person.

mod asked;
mod deciding;
mod ending;
mod person;
mod placed;
mod placing;
mod register;

use std::collections::HashMap;
use std::sync::Arc;

use access::{Action, Failure};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use duties::{Entered, ServiceRefusal, unopened};
use kernel::Day;
use ledger::Field;
use offices::Names;
use rules::GateCondition;
use services::{Heads, heads_without};
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, Past};
use web::parts::{Button, Table};
use web::{Page, Problem, Routes, Visit, id};

use crate::PostId;
use crate::actions::conditions::{Conditions, conditions};
use crate::actions::documents::{Document, all_documents, find_post};
use crate::actions::register::{filled_near, posts_near};
use crate::actions::requests::{PlacementRequest, all_requests, parts_of, waiting_one};
use crate::model::{Asked, unanswered};
use crate::sql::PostRow;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    let (keep, record) = (Action::ManagePosts, Action::RecordService);
    Routes::new()
        .get("/posts", Action::SeeOfficeDuties, register::list)
        .get("/posts/new", keep, register::show_new)
        .post("/posts/new", keep, register::take_new)
        .get("/posts/people", Action::ReadFile, placed::list)
        .get("/posts/{post}", keep, register::show)
        .post("/posts/{post}", keep, register::take)
        .post("/posts/{post}/close", keep, register::close)
        .get("/people/{subject}/post", Action::ReadFile, person::show)
        .get("/people/{subject}/post/recommend", record, placing::show_recommend)
        .post("/people/{subject}/post/recommend", record, placing::take_recommend)
        .get("/people/{subject}/post/place", record, placing::show_place)
        .post("/people/{subject}/post/place", record, placing::take_place)
        .get("/people/{subject}/post/place/{request}", Action::ApproveStop, deciding::show)
        .post("/people/{subject}/post/place/{request}", Action::ApproveStop, deciding::take)
        .post("/people/{subject}/post/place/{request}/withdraw", record, asked::withdraw)
        .get("/people/{subject}/post/end", record, ending::show)
        .post("/people/{subject}/post/end", record, ending::take)
        .get("/people/{subject}/record/public_post_recommended", record, go)
        .get("/people/{subject}/record/public_post_placed", record, go)
        .get("/people/{subject}/record/public_post_ended", record, go)
}

/// The form for any kind of service leads here for these kinds.
async fn go(Path(subject): Path<String>) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    Ok(Redirect::to(&post_path(subject)).into_response())
}

/// A file with everything that is kept of posts.
struct Opened {
    entered: Arc<Entered>,
    known: LedgerFacts,
    past: Vec<Past>,
    documents: Vec<Document>,
    /// The posts that the person can be recommended to, closed ones too, each with how many places are filled.
    posts: Vec<(PostRow, i64)>,
    /// Posts of documents that lie elsewhere by now.
    others: HashMap<PostId, PostRow>,
    /// Employers who have not answered, by the entry of the recommendation.
    employers: HashMap<EntryId, String>,
    /// What BJ18-30 asks for, as it stands today.
    conditions: Conditions,
    /// What was asked for, latest first.
    requests: Vec<PlacementRequest>,
    /// Who decides on the one that waits.
    deciding: Deciding,
    names: Names,
}

/// Who decides on a placement that waits.
#[derive(Default)]
struct Deciding {
    /// Whoever had a part in it already.
    parts: Vec<ActorId>,
    /// Who may.
    heads: Option<Heads>,
}

impl Opened {
    fn subject(&self) -> SubjectId {
        self.entered.held.subject
    }

    /// Shows every condition, met or not.
    fn gate_table(&self, caption: &str) -> Table {
        services::gate_table(caption, &self.conditions.list, &self.known, self.subject())
    }

    /// Where what is missing is seen to, beside what the ledger's entries lead to.
    fn missing(&self) -> Vec<Button> {
        let subject = self.subject();
        let unmet = self.conditions.list.iter().filter(|condition| !condition.is_met);
        let buttons = unmet.filter_map(|condition| {
            let (label, path) = seen_to(condition)?;
            Some(Button::link(label, format!("/people/{subject}/{path}")))
        });
        buttons.collect()
    }

    /// Gives the placement that waits to be confirmed.
    fn waiting(&self) -> Option<&PlacementRequest> {
        waiting_one(&self.requests)
    }

    fn post(&self, post: PostId) -> Option<&PostRow> {
        let near = self.posts.iter().map(|(known, _)| known);
        near.into_iter().find(|known| known.post_id == post).or_else(|| self.others.get(&post))
    }
}

/// Opens a file for an action; notes the reading.
async fn load(
    desk: &Desk,
    visit: &Visit,
    action: Action,
    subject: SubjectId,
) -> Result<Opened, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let case = async move |tx: &mut Tx| -> Result<Entered, Failure<ServiceRefusal>> {
        duties::enter(tx, &desk2, &occasion, action, subject, None).await
    };
    let entered = Arc::new(desk.db.write(case).await.map_err(unopened)?);
    let (opened, desk2, today) = (Arc::clone(&entered), desk.clone(), visit.today);
    // The rest is only read: nobody who writes waits for it.
    let read = desk.db.read::<_, _, StoreError>(async move |tx| {
        let known = subjects::facts_of(tx, subject).await?;
        let past = subjects::history(tx, &opened.key, subject).await?;
        let documents = all_documents(tx, &desk2, &opened.key, subject).await?;
        let office_code = opened.held.office_code;
        let filled = filled_near(tx, office_code).await?;
        let near = posts_near(tx, office_code).await?.into_iter();
        let count = |post: PostRow| {
            let filled = filled.get(&post.post_id).copied().unwrap_or_default();
            (post, filled)
        };
        let posts: Vec<(PostRow, i64)> = near.map(count).collect();
        let mut others = HashMap::new();
        let requests = all_requests(tx, &desk2, &opened.key, subject).await?;
        let of_requests = requests.iter().map(|request| request.post);
        for post in documents.iter().map(|document| document.post).chain(of_requests) {
            if let Some(found) = find_post(tx, post).await? {
                others.insert(post, found);
            }
        }
        let (deciding, names) =
            deciding(tx, (subject, opened.held.office_code, today), &requests).await?;
        let employers = employers(tx, &desk2, &known, &past).await?;
        let file = (subject, &opened.key);
        let conditions = conditions(tx, &desk2, file, &known, today).await?;
        let read = (known, past, documents, posts, others, employers, conditions);
        Ok((read, requests, deciding, names))
    });
    let (read, requests, deciding, names) = read.await?;
    let (known, past, documents, posts, others, employers, conditions) = read;
    Ok(Opened {
        entered,
        known,
        past,
        documents,
        posts,
        others,
        employers,
        conditions,
        requests,
        deciding,
        names,
    })
}

/// Gives who decides on the placement that waits, and the names of everybody who had a part.
async fn deciding(
    tx: &mut Tx,
    (subject, office_code, today): (SubjectId, i64, Day),
    requests: &[PlacementRequest],
) -> Result<(Deciding, Names), StoreError> {
    let mut names = Names::default();
    for request in requests {
        for staff in std::iter::once(request.asked_by).chain(request.decided_by) {
            names.learn_staff(tx, staff).await?;
        }
    }
    let Some(asked) = waiting_one(requests) else { return Ok((Deciding::default(), names)) };
    let parts = parts_of(tx, subject, asked.asked_by).await?;
    let heads = heads_without(tx, (office_code, today), &parts).await?;
    Ok((Deciding { parts, heads }, names))
}

/// Gives what the employers are called to whom somebody was recommended and who have not answered, by the entry: an
/// entry names one in words, or by the number of its file.
async fn employers(
    tx: &mut Tx,
    desk: &Desk,
    known: &LedgerFacts,
    past: &[Past],
) -> Result<HashMap<EntryId, String>, StoreError> {
    let mut employers = HashMap::new();
    for entry in unanswered(known) {
        let said = past.iter().find(|past| past.id == entry);
        let Some(said) = said.and_then(|past| past.text(Field::Employer)) else { continue };
        let said = said.reveal();
        let name = subjects::employer_named(tx, &desk.sealing, said).await?;
        let name = name.map_or_else(|| said.to_owned(), |name| name.reveal().to_owned());
        employers.insert(entry, name);
    }
    Ok(employers)
}

/// Where a condition that is not met can be seen to, beneath the person's own address.
fn seen_to(condition: &GateCondition) -> Option<(&'static str, &'static str)> {
    Some(match Asked::of(condition)? {
        Asked::Plan => ("去制定援助方案", "plan/edit"),
        Asked::Hardship => ("去办理就业困难人员认定", "record/hardship_recognised"),
        Asked::Age => ("核对本人资料", "particulars"),
    })
}

/// The path of a person's post.
fn post_path(subject: SubjectId) -> String {
    format!("/people/{subject}/post")
}

/// Starts a page about a person's post.
fn page_of(title: impl Into<String>, opened: &Opened) -> Page {
    opened.entered.page(title).crumb("公益性岗位", post_path(opened.subject()))
}
