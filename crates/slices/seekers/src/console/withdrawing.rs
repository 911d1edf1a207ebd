//! Withdrawing the recognition of a household as one in which nobody works: why, and what becomes of it.

use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use web::{Field, Form, Notice, Page, Problem, Submitted, Visit};

use super::household::{asked, path};
use crate::actions::households::{HouseholdFile, HouseholdRefusal, WithoutWork};
use crate::actions::withdraw::withdraw_household;
use crate::sql::HouseholdId;

const REASON: &str = "reason";

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(household): Path<String>,
) -> Result<Response, Problem> {
    let household: HouseholdId = web::id(&household)?;
    let file = asked(&visit, &desk, household, can_be_withdrawn).await?;
    Ok(visit.show(&page(&file, &form(&visit, household))))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path(household): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let household: HouseholdId = web::id(&household)?;
    let key = sent.once_key()?;
    let mut form = form(&visit, household);
    form.take(&sent);
    if !form.is_sound() {
        let file = asked(&visit, &desk, household, can_be_withdrawn).await?;
        return Ok(visit.show_again(&page(&file, &form)));
    }
    let (occasion, own, reason) = (Occasion::from(&visit), desk.clone(), form.words(REASON));
    let done = desk.once(&visit, &key, async move |tx| {
        withdraw_household(tx, &own, &occasion, household, &reason).await?;
        Ok("withdrawn".to_owned())
    });
    match done.await {
        Ok(_) => Ok(visit.go_on(&path(household), "已撤销认定")),
        Err(access::Failure::Refused(
            refusal @ (HouseholdRefusal::NoReason | HouseholdRefusal::LongReason),
        )) => {
            form.refuse(REASON, refusal);
            let file = asked(&visit, &desk, household, can_be_withdrawn).await?;
            Ok(visit.show_again(&page(&file, &form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Only what is recognised is withdrawn, and of members who are told so.
fn can_be_withdrawn(seen: &WithoutWork) -> Result<(), HouseholdRefusal> {
    if seen.household.recognised_on.is_none() {
        return Err(HouseholdRefusal::NothingToWithdraw);
    }
    if seen.members.is_empty() { Err(HouseholdRefusal::NoMembers) } else { Ok(()) }
}

fn form(visit: &Visit, household: HouseholdId) -> Form {
    Form::new(format!("{}/withdraw", path(household)), "撤销认定", visit.once_key())
        .cancel(path(household))
        .field(
            Field::sentence(REASON, "理由")
                .required()
                .hint("一句话，例如：核对户口簿，另有一名成员早已就业，认定时漏录"),
        )
}

fn page(file: &HouseholdFile, form: &Form) -> Page {
    let at = path(file.seen.household.household_id);
    let since = file.seen.household.recognised_on;
    let since = since.map_or_else(String::new, |on| format!("这一户自 {on} 起认定为零就业家庭；"));
    super::household::page("撤销零就业家庭认定")
        .crumb(format!("{}的一户", file.seen.street), at)
        .lead("认定错了的才撤销；有人就业的一户会自动退出，不必撤销。依据：BJ18-18")
        .notice(Notice::note(format!(
            "{since}撤销后不再计入，理由和经办人存在每个成员的档案里；符合条件的可以重新认定。\
             成员本人的就业困难人员认定不受影响，需要退出的另行办理"
        )))
        .part(form)
}
