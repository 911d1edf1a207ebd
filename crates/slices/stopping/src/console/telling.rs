//! Noting that the person was told: of a stop, of an exit, of what came of an objection.

use std::str::FromStr;

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{SubjectId, Tx};
use web::parts::Button;
use web::{Form, Page, Problem, Submitted, Visit, id};

use super::words::{read_contact, told_form};
use super::{Opened, load, page_about, path_of};
use crate::actions::tell::{tell, tell_exit, tell_outcome};
use crate::model::{Against, ExitRefusal, Refusal};
use crate::{CaseId, ExitId, ObjectionId};

/// What the person is told.
#[derive(Clone, Copy, Debug)]
pub(super) enum News {
    /// What a stop or an exit means.
    Decided(Against),
    /// What came of an objection.
    Outcome(ObjectionId),
}

impl From<CaseId> for News {
    fn from(case: CaseId) -> Self {
        Self::Decided(Against::Stop(case))
    }
}

impl From<ExitId> for News {
    fn from(exit: ExitId) -> Self {
        Self::Decided(Against::Exit(exit))
    }
}

impl From<ObjectionId> for News {
    fn from(objection: ObjectionId) -> Self {
        Self::Outcome(objection)
    }
}

impl News {
    /// Where it is dealt with.
    fn path(self, subject: SubjectId) -> String {
        match self {
            Self::Decided(against) => match against {
                Against::Stop(case) => format!("{}/{case}", path_of(against, subject)),
                Against::Exit(exit) => format!("{}/{exit}", path_of(against, subject)),
            },
            Self::Outcome(objection) => format!("/people/{subject}/objections/{objection}"),
        }
    }

    /// Which decision it is about.
    fn about(self, opened: &Opened) -> Result<Against, Problem> {
        let against = match self {
            Self::Decided(against) => against,
            Self::Outcome(objection) => opened.objection(objection)?.against,
        };
        opened.decided(against).map(|_| against)
    }

    /// The title of its page, what is to be said, and what the letter is called.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Decided(Against::Stop(_)) => (
                "记录告知本人",
                "把停止服务意味着什么、登记怎么办、怎样回来、怎样提出异议，当面或打电话讲清楚，并送上告知书",
                "打印告知书",
            ),
            Self::Decided(Against::Exit(_)) => (
                "记录告知本人",
                "把退出意味着什么、哪些服务照常、怎样提出异议，当面或打电话讲清楚，并送上告知书",
                "打印告知书",
            ),
            Self::Outcome(_) => (
                "记录答复本人",
                "把决定、理由和本人还可以怎么办，当面或打电话讲清楚，并送上答复书",
                "打印答复书",
            ),
        }
    }
}

fn form(news: News, opened: &Opened, visit: &Visit) -> Result<Form, Problem> {
    let subject = opened.subject();
    let back = path_of(news.about(opened)?, subject);
    Ok(told_form(format!("{}/told", news.path(subject)), back, visit))
}

fn page(form: &Form, news: News, opened: &Opened) -> Result<Page, Problem> {
    let (title, lead, letter) = news.words();
    let page = page_about(title, news.about(opened)?, opened).lead(lead);
    let is_decided = match news {
        News::Decided(_) => true,
        News::Outcome(objection) => opened.objection(objection)?.outcome.is_some(),
    };
    let page = if is_decided {
        page.tool(Button::link(letter, format!("{}/letter", news.path(opened.subject()))))
    } else {
        page
    };
    Ok(page.part(form))
}

pub(super) async fn show<T: FromStr + Into<News>>(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, which)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let news: News = id::<T>(&which)?.into();
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?, None).await?;
    let form = form(news, &opened, &visit)?;
    Ok(visit.show(&page(&form, news, &opened)?))
}

pub(super) async fn take<T: FromStr + Into<News>>(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, which)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let news: News = id::<T>(&which)?.into();
    let opened = load(&desk, &visit, Action::RecordService, subject, None).await?;
    let mut form = form(news, &opened, &visit)?;
    form.take(&sent);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let (on, how, said) = read_contact(&form, &visit);
    let done = match news {
        News::Decided(Against::Stop(case)) => {
            let telling = async move |tx: &mut Tx| {
                tell(tx, &desk2, &occasion, (subject, case), (on, how, &said)).await
            };
            desk.carry(&visit, &mut form, Refusal::field, telling).await?
        }
        News::Decided(Against::Exit(exit)) => {
            let telling = async move |tx: &mut Tx| {
                tell_exit(tx, &desk2, &occasion, (subject, exit), (on, how, &said)).await
            };
            desk.carry(&visit, &mut form, ExitRefusal::field, telling).await?
        }
        News::Outcome(objection) => {
            let telling = async move |tx: &mut Tx| {
                tell_outcome(tx, &desk2, &occasion, (subject, objection), (on, how, &said)).await
            };
            desk.carry(&visit, &mut form, Refusal::field, telling).await?
        }
    };
    if done.is_none() {
        return Ok(visit.show_again(&page(&form, news, &opened)?));
    }
    let words = match news {
        News::Decided(_) => "已记下告知本人",
        News::Outcome(_) => "已记下答复本人",
    };
    Ok(visit.go_on(&path_of(news.about(&opened)?, subject), words))
}
