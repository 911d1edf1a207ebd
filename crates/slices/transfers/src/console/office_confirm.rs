//! An order that a whole office goes over waits for another head: what it would do, and the word of the second.

use access::Failure;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::Tx;
use web::parts::{Facts, Section};
use web::{Field, Form, Notice, Page, Problem, Submitted, Visit, id};

use super::office::{go_further, order};
use super::office_asked::Asked;
use super::office_choose::PATH;
use super::office_order::Order;
use super::office_preview::{along, officers};
use crate::MoveId;
use crate::actions::confirm_move::{confirm_move, withdraw_move};
use crate::actions::move_office::{OfficeMove, find_move};
use crate::actions::rehearse::{Preview, Scope, looked_at, rehearse, street_of};
use crate::model::{MoveState, TransferRefusal};

const WORDS: &str = "words";

/// What is said to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Confirm,
    Withdraw,
}

impl Word {
    /// The form that says it.
    fn form(self, visit: &Visit, order: &OfficeMove) -> Form {
        let form = |mark: &str, submit: &str| {
            Form::new(format!("{PATH}/{}/{mark}", order.id), submit, visit.once_key())
        };
        let is_own = is_own(visit, order);
        match self {
            Self::Confirm => form("confirm", "确认，开始划转"),
            Self::Withdraw if is_own => {
                form("withdraw", "撤回").field(Field::sentence(WORDS, "说明"))
            }
            Self::Withdraw => form("withdraw", "不予确认").field(
                Field::sentence(WORDS, "理由").required().hint("告诉提出的人；请不要写个人情况"),
            ),
        }
    }
}

/// Tells whether the actor, or somebody they stand in for, gave an order.
fn is_own(visit: &Visit, order: &OfficeMove) -> bool {
    visit.actor.is_or_stands_in_for(order.begun_by)
}

pub(super) async fn confirm(
    visit: Visit,
    State(desk): State<Desk>,
    Path(move_id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    say(Word::Confirm, &visit, &desk, &move_id, &sent).await
}

pub(super) async fn withdraw(
    visit: Visit,
    State(desk): State<Desk>,
    Path(move_id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    say(Word::Withdraw, &visit, &desk, &move_id, &sent).await
}

async fn say(
    word: Word,
    visit: &Visit,
    desk: &Desk,
    move_id: &str,
    sent: &Submitted,
) -> Result<Response, Problem> {
    let move_id: MoveId = id(move_id)?;
    let found = find(desk, visit, move_id).await?;
    let mut form = word.form(visit, &found);
    form.take(sent);
    if form.is_sound() {
        let (occasion, words) = (Occasion::from(visit), form.words(WORDS));
        let said = desk.once(visit, form.once(), async move |tx: &mut Tx| match word {
            Word::Confirm => confirm_move(tx, &occasion, move_id).await,
            Word::Withdraw => withdraw_move(tx, &occasion, move_id, &words).await,
        });
        match (said.await, word) {
            (Ok(()), Word::Confirm) => return go_further(desk, visit, move_id).await,
            (Ok(()), Word::Withdraw) => {
                return Ok(visit.go_on(PATH, "这次整体划转不再办理，没有人划转"));
            }
            (Err(Failure::Refused(refusal)), _) => match refusal {
                TransferRefusal::Blank(_) => form.refuse(WORDS, refusal),
                other => form.refuse("", other),
            },
            (Err(other), _) => return Err(other.into()),
        }
    }
    // Somebody else may have said something meanwhile; what was typed is shown all the same.
    let page = page(visit, desk, &found, Some((word, form))).await?;
    Ok(visit.show_again(&page))
}

async fn find(desk: &Desk, visit: &Visit, move_id: MoveId) -> Result<OfficeMove, Problem> {
    let occasion = Occasion::from(visit);
    let found = desk.db.read(async move |tx: &mut Tx| find_move(tx, &occasion, move_id).await);
    found.await.map_err(|failure| match failure {
        Failure::Refused(TransferRefusal::NoTransfer) => Problem::Missing,
        other => other.into(),
    })
}

/// Shows an order that waits.
pub(super) async fn show(
    visit: &Visit,
    desk: &Desk,
    waiting: &OfficeMove,
) -> Result<Response, Problem> {
    Ok(visit.show(&page(visit, desk, waiting, None).await?))
}

async fn page(
    visit: &Visit,
    desk: &Desk,
    waiting: &OfficeMove,
    came_back: Option<(Word, Form)>,
) -> Result<Page, Problem> {
    let asked = &waiting.asked;
    let office = match asked.scope {
        Scope::Office => asked.from_code,
        Scope::Community => street_of(asked.from_code).first,
    };
    let place =
        Asked { office, scope: asked.scope, from: asked.from_code, to: asked.to_office_code };
    let order = order(desk, visit, place).await?;
    let (desk2, occasion, new) = (desk.clone(), Occasion::from(visit), asked.clone());
    let begun_by = waiting.begun_by;
    let (seen, by) = desk
        .db
        .read(async move |tx: &mut Tx| {
            let by = offices::staff_name(tx, begun_by).await?;
            match rehearse(tx, &occasion, place.place()).await {
                Ok(rehearsal) => {
                    let seen = looked_at(tx, &desk2, &occasion, &new, rehearsal).await?;
                    Ok((Some(seen), by))
                }
                Err(Failure::Refused(_)) => Ok((None, by)),
                Err(other) => Err(other),
            }
        })
        .await
        .map_err(|failure: Failure<TransferRefusal>| Problem::from(failure))?;
    let is_own = is_own(visit, waiting);
    let mut page = Page::new("机构整体划转")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("划转", "/transfers")
        .crumb("机构整体划转", PATH)
        .lead(
            "整体划转由一位负责人提出、另一位负责人确认；确认以前没有人划转，可以撤回（BJ18-23）",
        );
    page = match (&order.refusal, is_own) {
        (Some(refusal), _) => page.notice(Notice::stop(refusal.clone())),
        (None, true) => page.notice(Notice::note(
            "这是您（或您代班的同事）提出的，等两机构共同上级的另一位负责人确认；对方在“等我处理”里看到",
        )),
        (None, false) => page.notice(Notice::soon("请核对下面的内容；确认以后立即开始划转，不能撤回")),
    };
    page = page.part(&facts(waiting, &order, seen.as_ref(), &by));
    if let Some(seen) = &seen {
        page = page
            .part(&Section::new("谁到谁名下", "officers").part(&officers(&order, asked)))
            .part(&Section::new("一起过去的事", "along").part(&along(seen)));
    }
    let (mut came_back, waits) = (came_back, waiting.state() == MoveState::Waiting);
    for word in [Word::Confirm, Word::Withdraw] {
        let returned = came_back.take_if(|(known, _)| *known == word).map(|(_, form)| form);
        let is_offered = waits
            && match word {
                Word::Confirm => !is_own && seen.is_some(),
                Word::Withdraw => true,
            };
        let Some(form) = returned.or_else(|| is_offered.then(|| word.form(visit, waiting))) else {
            continue;
        };
        let (heading, mark) = match (word, is_own) {
            (Word::Confirm, _) => ("确认", "confirm"),
            (Word::Withdraw, true) => ("撤回", "withdraw"),
            (Word::Withdraw, false) => ("不予确认", "withdraw"),
        };
        let is_rare = word == Word::Withdraw && !is_own && form.is_sound();
        let part = Section::new(heading, mark).part(&form);
        page = page.part(&if is_rare { part.folded() } else { part });
    }
    Ok(page)
}

fn facts(waiting: &OfficeMove, order: &Order, seen: Option<&Preview>, by: &str) -> Facts {
    let asked = &waiting.asked;
    let people = seen.map_or(waiting.counted, |seen| seen.rehearsal.people);
    Facts::new("")
        .words("划转", order.who_goes())
        .words("接收机构", &order.to_name)
        .words("数量", format!("{people} 个"))
        .words("决定日期", asked.on.to_string())
        .words("依据", &asked.reason)
        .words("提出", format!("{}，{by}", web::day_of(waiting.begun_at)))
        .words("情况", waiting.state().term())
}
