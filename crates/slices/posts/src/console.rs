//! The pages: the register of posts, who is placed, and the post of a person.

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
use duties::{Entered, ServiceRefusal};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, Past};
use web::{Form, Page, Problem, Routes, Visit, id};

use crate::PostId;
use crate::actions::documents::{Document, documents_of, find_post};
use crate::actions::register::{filled_near, posts_near};
use crate::model::Refusal;
use crate::sql::PostRow;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    let record = Action::RecordService;
    Routes::new()
        .get("/posts", Action::SeeOfficeDuties, register::list)
        .get("/posts/new", record, register::show_new)
        .post("/posts/new", record, register::take_new)
        .get("/posts/people", Action::ReadFile, placed::list)
        .get("/posts/{post}", record, register::show)
        .post("/posts/{post}", record, register::take)
        .post("/posts/{post}/close", record, register::close)
        .get("/people/{subject}/post", Action::ReadFile, person::show)
        .get("/people/{subject}/post/recommend", record, placing::show_recommend)
        .post("/people/{subject}/post/recommend", record, placing::take_recommend)
        .get("/people/{subject}/post/place", record, placing::show_place)
        .post("/people/{subject}/post/place", record, placing::take_place)
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
}

impl Opened {
    fn subject(&self) -> SubjectId {
        self.entered.held.subject
    }

    fn post(&self, post: PostId) -> Option<&PostRow> {
        let near = self.posts.iter().map(|(known, _)| known);
        near.into_iter().find(|known| known.post_id == post).or_else(|| self.others.get(&post))
    }

    /// Tells whether the visitor may do something to this person, by what binds them.
    fn may(&self, visit: &Visit, action: Action) -> bool {
        let held = &self.entered.held;
        visit.may(action, visit.actor.relation_to(held.office_code, held.officer)).is_ok()
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
    let entered = desk.db.write(case).await.map_err(|failure| match failure {
        Failure::Refused(ServiceRefusal::NoFile) => Problem::Missing,
        other => other.into(),
    })?;
    let entered = Arc::new(entered);
    let opened = Arc::clone(&entered);
    // The rest is only read: nobody who writes waits for it.
    let read = desk.db.read::<_, _, StoreError>(async move |tx| {
        let known = subjects::facts_of(tx, subject).await?;
        let past = subjects::history(tx, &opened.key, subject).await?;
        let documents = documents_of(tx, &opened.key, subject).await?;
        let office_code = opened.held.office_code;
        let filled = filled_near(tx, office_code).await?;
        let near = posts_near(tx, office_code).await?.into_iter();
        let count = |post: PostRow| {
            let filled = filled.get(&post.post_id).copied().unwrap_or_default();
            (post, filled)
        };
        let posts: Vec<(PostRow, i64)> = near.map(count).collect();
        let mut others = HashMap::new();
        for document in &documents {
            if let Some(post) = find_post(tx, document.post).await? {
                others.insert(document.post, post);
            }
        }
        Ok((known, past, documents, posts, others))
    });
    let (known, past, documents, posts, others) = read.await?;
    Ok(Opened { entered, known, past, documents, posts, others })
}

/// Does what a form asks for. What is refused stands at its question, and there is no outcome.
async fn carry<T, F>(
    visit: &Visit,
    desk: &Desk,
    form: &mut Form,
    case: F,
) -> Result<Option<T>, Problem>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    F: AsyncFn(&mut Tx) -> Result<T, Failure<Refusal>> + Send + 'static,
{
    if !form.is_sound() {
        return Ok(None);
    }
    match desk.once(visit, form.once(), case).await {
        Ok(outcome) => Ok(Some(outcome)),
        Err(Failure::Refused(refusal)) => {
            form.refuse(refusal.field(), refusal);
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// The path of a person's post.
fn post_path(subject: SubjectId) -> String {
    format!("/people/{subject}/post")
}

/// Starts a page about a person's post.
fn page_of(title: impl Into<String>, opened: &Opened) -> Page {
    page_in_file(title, opened).crumb("公益性岗位", post_path(opened.subject()))
}

/// Starts a page right under a person's file.
fn page_in_file(title: impl Into<String>, opened: &Opened) -> Page {
    let subject = opened.subject();
    Page::new(title)
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(opened.entered.label.name.reveal(), format!("/people/{subject}"))
}
