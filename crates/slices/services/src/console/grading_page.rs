//! Grading: the scorecard, its result before it is saved, and every level so far.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use grading::{Level, Scorecard};
use kernel::Day;
use ledger::Field as Known;
use rules::Kind;
use seekers::PastChange;
use store::SubjectId;
use web::parts::{Button, Cell, Column, Row, Section as Part, Table};
use web::{Form, Notice, Page, Problem, Query, Submitted, Tone, Usual, Visit};

use super::grading_form::{self, CARD, LEVEL, ON, REASON, SAVE, STEP};
use super::grading_known::{KnownAnswers, OnFile, against_file, known};
use super::{file_path, page_of, problem, words};
use crate::actions::grade::{Answered, Wish, record_grading};
use crate::actions::gradings::{Graded, gradings_of};
use crate::actions::open::{Opened, open};
use crate::actions::proposals::{Proposal, ProposalState, proposals_of};
use crate::model::Then;
use web::id;

/// A file with its gradings.
struct Graduated {
    opened: Opened,
    gradings: Vec<Graded>,
    /// What was changed in the file, the latest first.
    changes: Vec<PastChange>,
    /// What was proposed, with the names of whoever proposed and decided.
    proposals: Vec<(Proposal, String, String)>,
}

async fn load(desk: &Desk, visit: &Visit, subject: SubjectId) -> Result<Graduated, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let loaded = desk.db.write(async move |tx| {
        let opened = open(tx, &desk2, &occasion, Action::Grade, subject).await?;
        let key = &opened.entered.key;
        let gradings = gradings_of(tx, &desk2, key, subject).await?;
        let mut proposals = Vec::new();
        for proposal in proposals_of(tx, key, subject).await? {
            if proposal.kind != Kind::Graded {
                continue;
            }
            let by = offices::staff_name(tx, proposal.proposed_by).await?;
            let decided_by = offices::staff_name(tx, proposal.decided_by).await?;
            proposals.push((proposal, by, decided_by));
        }
        let changes = seekers::changes_of(tx, key, subject).await?;
        Ok(Graduated { opened, gradings, changes, proposals })
    });
    loaded.await.map_err(problem)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let loaded = load(&desk, &visit, subject).await?;
    let then = Then::at(&desk.rulebook, &loaded.opened.known, visit.today);
    let card = desk.scorecards.on(visit.today);
    let form = questions(card, &loaded, &then, &visit, visit.today).returning(&query.0);
    Ok(visit.show(&asking(card, &loaded, &then, &form)?))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let loaded = load(&desk, &visit, subject).await?;
    let then = Then::at(&desk.rulebook, &loaded.opened.known, visit.today);
    let asked = |card, on| questions(card, &loaded, &then, &visit, on).returning(&sent);
    let mut form = asked(desk.scorecards.on(visit.today), visit.today);
    form.take(&sent);
    let on = form.day(ON).unwrap_or(visit.today);
    let card = desk.scorecards.on(on.min(visit.today));
    if card != desk.scorecards.on(visit.today) {
        form = asked(card, on);
        form.take(&sent);
    }
    if sent.text(CARD).is_some_and(|asked| asked != card.parts().id) {
        // Another scorecard asks other things: what was answered does not answer them.
        let form = asked(card, on);
        let words = format!("{on} 的分级按{}，与刚才的问题不同，请按下面的问题回答", card.origin());
        return Ok(
            visit.show_again(&asking(card, &loaded, &then, &form)?.notice(Notice::soon(words)))
        );
    }
    if on > visit.today {
        form.refuse(ON, "分级日期不能在今天之后");
    }
    if sent.text(STEP) != Some(SAVE) {
        form.doubt_day(ON, visit.today, Usual::EVENT);
    }
    if let Some(words) = grading_form::contradictory(card, &sent) {
        form.problems.push(words.to_owned());
    }
    let mut answered = Answered { on, answers: grading_form::answers(card, &sent), wish: None };
    // What the result's form carries along stands in one value, which the questions' fields do not know.
    let is_saved = sent.text(STEP) == Some(SAVE);
    if !is_saved && !form.is_sound() {
        return Ok(visit.show_again(&asking(card, &loaded, &then, &form)?));
    }
    let level = match answered
        .grading(desk.scorecards)
        .map(|grading| (grading.level(), grading.conclusion))
    {
        Ok((Some(level), _)) => level,
        Ok((None, conclusion)) => {
            form.problems.push(conclusion);
            return Ok(visit.show_again(&asking(card, &loaded, &then, &form)?));
        }
        Err(refusal) => {
            form.problems.push(refusal.to_string());
            return Ok(visit.show_again(&asking(card, &loaded, &then, &form)?));
        }
    };
    let mut saving = grading_form::saving(card, subject, &answered, level, visit.once_key());
    saving = saving.returning(&sent);
    if !is_saved {
        return Ok(visit.show(&result(&desk, &loaded, &then, &answered, &saving)?));
    }
    saving.take(&sent);
    let wished = saving.number(LEVEL).and_then(|level| u8::try_from(level).ok());
    match (wished.and_then(Level::new), saving.text(REASON)) {
        (Some(level), Some(reason)) => {
            answered.wish = Some(Wish { level, reason: reason.to_owned() });
        }
        (Some(_), None) => saving.refuse(REASON, "建议另定等级的，请写明理由"),
        (None, Some(_)) => saving.refuse(LEVEL, "写了理由的，请选择建议的等级"),
        (None, None) => {}
    }
    if saving.is_sound() {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let case = answered.clone();
        let outcome = desk.once(&visit, saving.once(), async move |tx| {
            record_grading(tx, &desk2, &occasion, subject, &case).await
        });
        match outcome.await {
            Ok(done) => {
                let waits = if answered.wish.is_some() {
                    "；另定等级的建议等待另一人同意"
                } else {
                    ""
                };
                // What follows from the level stands there, with the button of what is due next.
                let follows = grading_form::follows_in_words(level, then.standing());
                let words = format!("{done}{waits}。{follows}");
                return Ok(visit.go_back_or_on(&sent, &file_path(subject), &*words));
            }
            Err(Failure::Refused(refusal)) => saving.problems.push(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&result(&desk, &loaded, &then, &answered, &saving)?))
}

impl Graduated {
    /// What the file says, and since when.
    fn on_file(&self) -> OnFile<'_> {
        let opened = self.opened.past.iter().map(|past| web::day_of(past.recorded_at)).min();
        OnFile {
            person: self.opened.person.as_ref(),
            changes: &self.changes,
            opened: opened.unwrap_or(self.opened.entered.held.since),
        }
    }

    /// What is known of a scorecard's answers.
    fn known(&self, card: &Scorecard, then: &Then<'_>) -> KnownAnswers {
        let last = self.gradings.first().filter(|graded| graded.scorecard == card.parts().id);
        let last = last.and_then(|graded| {
            let past = self.opened.past.iter().find(|past| past.id == graded.entry)?;
            Some((graded, past.on))
        });
        known(card, last, &self.on_file(), then)
    }
}

fn questions(
    card: &'static Scorecard,
    loaded: &Graduated,
    then: &Then<'_>,
    visit: &Visit,
    on: Day,
) -> Form {
    let known = loaded.known(card, then);
    let subject = loaded.opened.entered.held.subject;
    grading_form::questions(card, &known, subject, on, visit.once_key())
}

/// Leads to where what the file says is changed.
fn amend_button(page: Page, loaded: &Graduated) -> Page {
    let subject = loaded.opened.entered.held.subject;
    page.tool(Button::link("修改档案资料", format!("/people/{subject}/particulars")))
}

/// The page that asks, with the last result and every level so far.
fn asking(
    card: &Scorecard,
    loaded: &Graduated,
    then: &Then<'_>,
    form: &Form,
) -> Result<Page, Problem> {
    let opened = &loaded.opened;
    let mut page = page_of("就业困难分级", opened)
        .lead("按量表逐项回答；先看结果和理由，再保存（BJ18-12）。一、二级为一般帮扶对象，三、四级为重点帮扶对象。");
    if !then.standing().seeker_registered {
        page = page.notice(Notice::note(
            "本人现在没有有效的求职登记；以后求职登记时须重新分级，这次的不能代替（BJ18-12）",
        ));
    }
    let contradictions = loaded.known(card, then).contradictions;
    if !contradictions.is_empty() {
        let factors = card.factors().iter().filter_map(|factor| contradictions.get(&factor.id));
        let names: Vec<&str> = factors.map(|one| one.name.as_str()).collect();
        page = page.notice(Notice::soon(format!(
            "有 {} 项各处说法不同，都先空着，请问明本人后选择：{}",
            names.len(),
            names.join("、")
        )));
        page = amend_button(page, loaded);
    }
    for (proposal, by, _) in &loaded.proposals {
        if proposal.state == ProposalState::Waiting {
            let words = format!("{by} 建议{}，等待另一人同意", proposal.title());
            page = page.notice(Notice::soon(words));
        }
    }
    if let Some((part, note)) = last_result(loaded, then)? {
        page = page.part(&part);
        if let Some(note) = note {
            page = page.notice(note);
        }
    }
    let again = if loaded.gradings.is_empty() { "逐项回答" } else { "重新分级" };
    Ok(page
        .part(&Part::new(again, "questions").part(form))
        .part(&Part::new("历次分级", "history").part(&history(loaded)))
        .aside(&words::standing(then)))
}

/// What the last grading came to, if it was made here and still counts.
fn last_result(
    loaded: &Graduated,
    then: &Then<'_>,
) -> Result<Option<(Part, Option<Notice>)>, Problem> {
    let last = then.last(Kind::Graded);
    let Some((place, entry)) = last else { return Ok(None) };
    let found = loaded.gradings.iter().find(|graded| then.id(place) == Some(graded.entry));
    let Some(graded) = found else { return Ok(None) };
    let computed = graded.computed().map_err(Problem::refused)?;
    let Some((card, computed)) = computed else { return Ok(None) };
    let adjusted = Level::new(graded.level).filter(|level| computed.level() != Some(*level));
    let heading = format!("最近一次分级（{}）", entry.on);
    let part = grading_form::explained(card, &computed, &graded.answers, then.standing(), heading);
    let note = adjusted.map(|level| {
        let follows = grading_form::follows(level, then.standing());
        Notice::note(format!(
            "经另一人同意，等级定为{level}，不是量表的结果。{}",
            follows.0.join("")
        ))
    });
    Ok(Some((part, note)))
}

fn history(loaded: &Graduated) -> Table {
    let rows =
        loaded.opened.past.iter().rev().filter(|past| past.kind == Kind::Graded).map(|past| {
            let kept = loaded.gradings.iter().find(|graded| graded.entry == past.id);
            let level = past.number(Known::Level).and_then(|level| u8::try_from(level).ok());
            let level =
                level.and_then(Level::new).map_or_else(String::new, |level| level.to_string());
            let points =
                kept.map_or(Cell::Nothing, |graded| Cell::Number(i64::from(graded.points)));
            let by = kept.and_then(|graded| graded.proposal);
            let by =
                by.and_then(|by| loaded.proposals.iter().find(|(proposal, ..)| proposal.id == by));
            let words = by.map_or_else(String::new, |(proposal, proposed, decided)| {
                format!("{proposed} 提出，{decided} 同意：{}", proposal.reason.reveal())
            });
            let state = if past.is_corrected {
                Cell::Badge(Tone::Late, "已更正".to_owned())
            } else {
                Cell::text(words)
            };
            let tool = past.text(Known::Tool);
            let tool = tool.map_or_else(String::new, |tool| tool.reveal().to_owned());
            let tone = if past.is_corrected { Tone::Late } else { Tone::Plain };
            let cells =
                vec![Cell::Day(past.on), Cell::text(level), points, Cell::text(tool), state];
            Row { cells, tone }
        });
    let columns = vec![
        Column::text("日期"),
        Column::text("等级"),
        Column::number("得分"),
        Column::text("工具"),
        Column::text("说明"),
    ];
    Table::new("历次分级", columns).rows(rows).empty("还没有分级")
}

/// The page that shows a result before it is saved.
fn result(
    desk: &Desk,
    loaded: &Graduated,
    then: &Then<'_>,
    answered: &Answered,
    form: &Form,
) -> Result<Page, Problem> {
    let card = desk.scorecards.on(answered.on);
    let grading = answered.grading(desk.scorecards).map_err(Problem::refused)?;
    let heading = grading.level().map_or_else(String::new, |level| format!("结果：{level}"));
    let part = grading_form::explained(card, &grading, &answered.answers, then.standing(), heading);
    let mut page = page_of("就业困难分级：核对结果", &loaded.opened)
        .notice(Notice::soon("还没有保存。核对以下各项，与本人说明后再保存。"));
    let differing = against_file(card, &answered.answers, &loaded.on_file(), answered.on);
    if !differing.is_empty() {
        let words: Vec<String> =
            differing.iter().map(|one| format!("{}——{}", one.name, one.words)).collect();
        page = page.notice(Notice::soon(format!(
            "与档案资料不一致：{}。分级按这次的回答；档案资料不对的，请一并修改",
            words.join("。")
        )));
        page = amend_button(page, loaded);
    }
    Ok(page.part(&part).part(&Part::new("保存", "save").part(form)).aside(&words::standing(then)))
}
