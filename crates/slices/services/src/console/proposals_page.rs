//! What waits for consent: the list, and the page on which it is decided.

use access::{Action, Actor, Denied, Failure, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, offer, take_out};
use store::{SubjectId, Tx};
use web::parts::{Cell, Column, Facts, Section as Part, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Visit};

use super::{file_path, grading_form, page_of, problem, words};
use crate::ProposalId;
use crate::actions::decide::{Decision, decide};
use crate::actions::gradings::{Graded, gradings_of};
use crate::actions::open::{Opened, open};
use crate::actions::proposals::{Proposal, ProposalState, proposals_of, proposals_waiting};
use crate::actions::refusal::Refusal;
use crate::model::Then;
use crate::waiting::decides;
use web::id;

const DECISION: &str = "decision";
const WORDS: &str = "words";

/// What a row of the list shows: the proposal, the person's name, who proposed it.
type Waiting = (Proposal, String, String);

pub(super) async fn list(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let takes_out = query.wants_workbook();
    if takes_out {
        Reach::Each.ask(&visit)?;
    }
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let waiting: Vec<Waiting> = desk
        .db
        .read::<_, _, store::StoreError>(async move |tx| {
            let mut waiting = Vec::new();
            for proposal in proposals_waiting(tx, &desk2, occasion.actor.area).await? {
                let Some(held) = duties::held(tx, proposal.subject).await? else { continue };
                let relation = occasion.actor.relation_to(held.office_code, held.officer);
                // Whoever may take out some of them only gets those.
                let leaves = !takes_out || occasion.may(Action::Export, relation).is_ok();
                if !may_see(&occasion, &proposal, relation) || !leaves {
                    continue;
                }
                let label = subjects::label_of(tx, &desk2.sealing, proposal.subject).await?;
                let Some(label) = label else { continue };
                let by = offices::staff_name(tx, proposal.proposed_by).await?;
                waiting.push((proposal, label.name.reveal().to_owned(), by));
            }
            Ok(waiting)
        })
        .await?;
    let rows = waiting.iter().map(|(proposal, name, by)| {
        let path = format!("/people/{}/proposals/{}", proposal.subject, proposal.id);
        let own = match Asker::of(&visit.actor, proposal) {
            Asker::Oneself => "自己提出的，由别人决定",
            Asker::Covered => "您正在替提出人代班，由别人决定",
            Asker::Another => "",
        };
        vec![
            Cell::link(name, path),
            Cell::Two(proposal.title(), own.to_owned()),
            Cell::text(by),
            Cell::Day(web::day_of(proposal.proposed_at)),
        ]
    });
    let columns = vec![
        Column::text("服务对象"),
        Column::text("申请"),
        Column::text("提出人"),
        Column::text("提出日期"),
    ];
    let table = Table::new("等待同意的事项", columns).rows(rows).empty("没有等待同意的事项");
    if takes_out {
        let subjects = waiting.iter().map(|(proposal, ..)| proposal.subject);
        return take_out(&visit, &desk, Reach::Each, "等待同意的事项", &table, subjects).await;
    }
    let page = Page::new("等待同意的事项")
        .section("/gradings")
        .lead("另定就业困难等级，要由提出人以外的人同意以后才记入台账。停止服务在“停止服务”一页批准。")
        .part(&offer(&visit, Reach::Each, table, "/gradings?format=xlsx"));
    Ok(visit.show(&page))
}

/// Whoever may decide sees it, and whoever asked for it.
fn may_see(occasion: &Occasion, proposal: &Proposal, relation: Relation) -> bool {
    let decides = decides(occasion, proposal.kind, relation);
    let is_own = proposal.proposed_by == occasion.actor.id;
    decides || is_own && occasion.may(Action::RecordService, relation).is_ok()
}

/// Who asked for something, as whoever looks at it sees them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asker {
    /// They themselves, who take it back.
    Oneself,
    /// A colleague in whose place they act, who decide nothing.
    Covered,
    /// Somebody else, whose wish they decide on.
    Another,
}

impl Asker {
    fn of(actor: &Actor, proposal: &Proposal) -> Self {
        match proposal.proposed_by {
            asker if asker == actor.id => Self::Oneself,
            asker if actor.is_or_stands_in_for(asker) => Self::Covered,
            _ => Self::Another,
        }
    }
}

/// A proposal with the file that it is about.
struct Asked {
    opened: Opened,
    proposal: Proposal,
    by: String,
    decided_by: String,
    graded: Option<Graded>,
}

async fn load(
    desk: &Desk,
    visit: &Visit,
    subject: SubjectId,
    proposal: ProposalId,
) -> Result<Asked, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let case = async move |tx: &mut Tx| -> Result<Asked, Failure<Refusal>> {
        // Whoever consents to a level may sit in an office above, where nothing is recorded.
        let consents = occasion.actor.may_ever(Action::ConsentToLevel);
        let action = if consents { Action::ConsentToLevel } else { Action::RecordService };
        let opened = open(tx, &desk2, &occasion, action, subject).await?;
        let proposals = proposals_of(tx, &opened.entered.key, subject).await?;
        let found = proposals.into_iter().find(|known| known.id == proposal);
        let proposal = found.ok_or(Failure::Refused(Refusal::NoProposal))?;
        if !may_see(&occasion, &proposal, opened.entered.relation) {
            return Err(Failure::Denied(Denied { action: Action::RecordService }));
        }
        let by = offices::staff_name(tx, proposal.proposed_by).await?;
        let decided_by = offices::staff_name(tx, proposal.decided_by).await?;
        let gradings = gradings_of(tx, &desk2, &opened.entered.key, subject).await?;
        let graded = gradings.into_iter().find(|graded| Some(graded.entry) == proposal.entry);
        Ok(Asked { opened, proposal, by, decided_by, graded })
    };
    desk.db.write(case).await.map_err(problem)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, proposal)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let asked = load(&desk, &visit, id(&subject)?, id(&proposal)?).await?;
    let form = form(&asked, &visit);
    let page = page(&desk, &visit, &asked, &form)?;
    Ok(visit.show(&page))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, proposal)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, proposal): (SubjectId, ProposalId) = (id(&subject)?, id(&proposal)?);
    let asked = load(&desk, &visit, subject, proposal).await?;
    let mut form = form(&asked, &visit);
    form.take(&sent);
    let decision = match form.text(DECISION) {
        Some("consent") => Some(Decision::Consent),
        Some("refuse") => Some(Decision::Refuse),
        Some("withdraw") => Some(Decision::Withdraw),
        _ => None,
    };
    if form.is_sound()
        && let Some(decision) = decision
    {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let said = form.words(WORDS);
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            decide(tx, &desk2, &occasion, (subject, proposal), decision, &said).await
        });
        match outcome.await {
            Ok(done) => {
                let words = match decision {
                    Decision::Consent => format!("已同意，{done}"),
                    Decision::Refuse => "已退回".to_owned(),
                    Decision::Withdraw => "已撤回".to_owned(),
                };
                return Ok(visit.go_on(&file_path(subject), &words));
            }
            Err(Failure::Refused(Refusal::NoReason)) => form.refuse(WORDS, "退回的，请写明理由"),
            Err(Failure::Refused(refusal)) => form.problems.push(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&desk, &visit, &asked, &form)?))
}

fn form(asked: &Asked, visit: &Visit) -> Form {
    let proposal = &asked.proposal;
    let path = format!("/people/{}/proposals/{}", proposal.subject, proposal.id);
    let is_own = proposal.proposed_by == visit.actor.id;
    let choices = if is_own {
        vec![Choice::new("withdraw", "撤回")]
    } else {
        vec![Choice::new("consent", "同意，记入台账"), Choice::new("refuse", "退回")]
    };
    let submit = if is_own { "撤回" } else { "提交决定" };
    let decision = Field::one(DECISION, "决定", choices).required();
    let decision = if is_own { decision.value("withdraw") } else { decision };
    Form::new(path, submit, visit.once_key())
        .field(decision)
        .field(Field::lines(WORDS, "说明").hint("退回的必填"))
        .cancel("/gradings")
}

fn page(desk: &Desk, visit: &Visit, asked: &Asked, form: &Form) -> Result<Page, Problem> {
    let Asked { opened, proposal, by, decided_by, graded } = asked;
    let then = Then::at(&desk.rulebook, &opened.known, visit.today);
    let facts = Facts::new("")
        .words("申请", proposal.title())
        .words("理由", proposal.reason.reveal())
        .words("提出人", by)
        .words("提出日期", web::day_of(proposal.proposed_at).to_string())
        .words("状态", proposal.state.term());
    let mut page = page_of("等待同意的事项", opened).crumb("待同意", "/gradings").part(&facts);
    if proposal.state == ProposalState::Waiting {
        let by_whom = Asker::of(&visit.actor, proposal);
        page = match by_whom {
            Asker::Oneself => {
                page.notice(Notice::note("这是您自己提出的，须由另一人决定；您可以撤回。"))
            }
            Asker::Covered => page.notice(Notice::note(Refusal::Cover.to_string())),
            Asker::Another => page,
        };
        if by_whom != Asker::Covered {
            page = page.part(&Part::new("决定", "decision").part(form));
        }
    } else {
        let words = proposal.words.as_ref().map_or("", |words| words.reveal());
        let decided = proposal.decided_at.map(web::day_of);
        let decided = decided.map_or_else(String::new, |day| day.to_string());
        let facts = Facts::new("决定")
            .words("结果", proposal.state.term())
            .words("决定人", decided_by)
            .words("日期", decided)
            .words("说明", words);
        page = page.part(&facts);
    }
    if let Some(graded) = graded
        && let Some((card, computed)) = graded.computed().map_err(Problem::refused)?
    {
        let heading = "按量表的结果".to_owned();
        let standing = then.standing();
        let part = grading_form::explained(card, &computed, &graded.answers, standing, heading);
        page = page.part(&part);
    }
    Ok(page.aside(&words::standing(&then)))
}
