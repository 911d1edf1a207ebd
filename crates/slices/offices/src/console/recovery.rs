//! A lost second factor: asked for on the page of its owner, consented to by a second administrator.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::StoreError;
use web::parts::{Button, Buttons, Cell, Column, Facts, Prose, Section, Table};
use web::{Choice, Field, Form, Page, Problem, Query, Routes, Submitted, Visit, workbook};

use super::staff::person_at;
use super::words::when;
use crate::actions::recovery as actions;
use crate::model::second_factor::{Loss, Recovery, RecoveryId, RecoveryRefusal};
use crate::model::staff::{Staff, StaffRefusal};

/// Every administrator sees offices and staff; who of them may ask and consent is looked at more closely.
const ACTION: Action = Action::SeeOffices;
const PATH: &str = "/recoveries";

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/staff/{staff}/second-factor", ACTION, show_ask)
        .post("/staff/{staff}/second-factor", ACTION, ask)
        .get(PATH, ACTION, list)
        .get("/recoveries/{recovery}", ACTION, show)
        .post("/recoveries/{recovery}", ACTION, consent)
        .post("/recoveries/{recovery}/end", ACTION, turn_down)
}

/// The button that leads to what waits; none where nothing does, or for whoever could not consent to it.
pub(super) async fn waiting_button(
    desk: &Desk,
    visit: &Visit,
) -> Result<Option<Button>, StoreError> {
    let waiting = waiting(desk, visit).await?.len();
    Ok((waiting > 0).then(|| Button::link(format!("两步验证重置（{waiting}）"), PATH)))
}

async fn waiting(desk: &Desk, visit: &Visit) -> Result<Vec<Recovery>, StoreError> {
    let occasion = Occasion::from(visit);
    desk.db.read(async move |tx| actions::waiting_within(tx, &occasion).await).await
}

fn ask_form(visit: &Visit, person: &Staff) -> Form {
    let back = format!("/staff/{}", person.staff_id);
    let losses = Loss::ALL.map(|loss| Choice::new(loss.text(), loss.term())).to_vec();
    Form::new(format!("{back}/second-factor"), "申请重置", visit.once_key())
        .field(Field::one("loss", "本人的手机怎么了", losses).required())
        .cancel(back)
}

fn ask_page(person: &Staff, form: &Form) -> Page {
    Page::new(format!("重置两步验证：{}", person.name))
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb(&person.name, format!("/staff/{}", person.staff_id))
        .lead("须由两个人办理：您申请，另一位管理员同意后才生效；三天没有人同意，申请自动作废")
        .part(&Prose::new(
            "申请前请当面、或者拨打登记的办公电话向本人核实。同意后，其进行中的会话全部结束，\
             凭密码重新登录；岗位要求两步验证的，须先在新手机上设置。",
        ))
        .part(form)
}

/// Finds the member of staff of a path, for whoever may ask.
async fn asked_about(desk: &Desk, visit: &Visit, id: &str) -> Result<Staff, Problem> {
    let person = person_at(desk, id).await?;
    actions::may_ask(&visit.actor, &person)?;
    if person.staff_id == visit.actor.id {
        return Err(Problem::refused(StaffRefusal::Oneself));
    }
    Ok(person)
}

async fn show_ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let person = asked_about(&desk, &visit, &id).await?;
    Ok(visit.show(&ask_page(&person, &ask_form(&visit, &person))))
}

async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let person = asked_about(&desk, &visit, &id).await?;
    let mut form = ask_form(&visit, &person);
    form.take(&sent);
    let loss = form.text("loss").and_then(Loss::named);
    let Some(loss) = loss.filter(|_| form.is_sound()) else {
        return Ok(visit.show_again(&ask_page(&person, &form)));
    };
    let (sealing, occasion, staff) =
        (desk.sealing.clone(), Occasion::from(&visit), person.staff_id);
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            let asked = actions::ask(tx, &sealing, &occasion, staff, loss).await;
            asked.map(|id| id.to_string())
        })
        .await;
    match outcome {
        Ok(id) => Ok(visit.go_on(
            &format!("{PATH}/{id}"),
            "已申请，请另一位管理员登录后在“机构与人员”或“操作记录”页同意",
        )),
        Err(Failure::Refused(refusal)) => {
            form.refuse("", refusal);
            Ok(visit.show_again(&ask_page(&person, &form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

#[expect(clippy::disallowed_methods, reason = "it names staff alone")]
async fn list(visit: Visit, State(desk): State<Desk>, query: Query) -> Result<Response, Problem> {
    let rows = waiting(&desk, &visit).await?.into_iter().map(|one| {
        vec![
            Cell::link(&one.staff_name, format!("{PATH}/{}", one.recovery_id)),
            Cell::text(&one.office_name),
            Cell::text(one.roles.to_string()),
            Cell::text(one.loss.term()),
            Cell::text(&one.asked_by_name),
            Cell::text(when(one.asked_at)),
            Cell::text(when(one.until())),
        ]
    });
    let columns = ["人员", "机构", "岗位", "原因", "申请人", "申请时间", "过后作废"];
    let table = Table::new("等待同意的两步验证重置", columns.map(Column::text).to_vec())
        .rows(rows)
        .empty("没有等待同意的申请")
        .export(format!("{PATH}?format=xlsx"));
    if query.wants_workbook() {
        return workbook("两步验证重置", &table);
    }
    let page = Page::new("两步验证重置")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .lead("手机丢失的，由安全管理员申请、另一位管理员同意，两个人一起才能重置")
        .part(&table);
    Ok(visit.show(&page))
}

async fn found(
    desk: &Desk,
    visit: &Visit,
    id: RecoveryId,
) -> Result<Recovery, Failure<RecoveryRefusal>> {
    let occasion = Occasion::from(visit);
    desk.db.read(async move |tx| actions::find(tx, &occasion, id).await).await
}

fn consent_form(visit: &Visit, waiting: &Recovery) -> Form {
    Form::new(format!("{PATH}/{}", waiting.recovery_id), "同意重置", visit.once_key())
        .field(
            Field::flag("verified", "我已向本人核实，确是本人的手机不能用了")
                .required()
                .hint("当面，或者拨打登记的办公电话；只凭申请人转述不够"),
        )
        .cancel(PATH)
}

fn page(visit: &Visit, waiting: &Recovery, form: &Form) -> Page {
    let facts = Facts::new("")
        .fact("人员", Cell::link(&waiting.staff_name, format!("/staff/{}", waiting.staff_id)))
        .words("机构", &waiting.office_name)
        .words("岗位", waiting.roles.to_string())
        .words("原因", waiting.loss.term())
        .words("申请人", &waiting.asked_by_name)
        .words("申请时间", when(waiting.asked_at))
        .words("过后作废", when(waiting.until()));
    let page = Page::new(format!("重置两步验证：{}", waiting.staff_name))
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb("两步验证重置", PATH)
        .part(&facts);
    let key = visit.once_key();
    let path = format!("{PATH}/{}/end", waiting.recovery_id);
    let values = [(web::form::ONCE, key.as_str())];
    if waiting.asked_by == visit.actor.id {
        let section = Section::new("等待另一位管理员", "waits")
            .lead("申请的人不能自己同意；系统管理员、审计管理员或另一位安全管理员登录后办理")
            .part(&Buttons(vec![Button::post("撤回申请", path, &values)]));
        return page.part(&section);
    }
    let section = Section::new("是否同意", "consent")
        .lead("同意后立即生效：其会话全部结束，凭密码登录后重新设置。您和申请人都会写入操作记录")
        .part(form)
        .part(&Buttons(vec![Button::post("不同意", path, &values)]));
    page.part(&section)
}

async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let waiting = found(&desk, &visit, web::id(&id)?).await?;
    Ok(visit.show(&page(&visit, &waiting, &consent_form(&visit, &waiting))))
}

async fn consent(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let id: RecoveryId = web::id(&id)?;
    // A form that is sent twice finds nothing any more, and is answered as the first time.
    let once = sent.once_key()?;
    if let Ok(waiting) = found(&desk, &visit, id).await {
        let mut form = consent_form(&visit, &waiting);
        form.take(&sent);
        if !form.is_sound() {
            return Ok(visit.show_again(&page(&visit, &waiting, &form)));
        }
    }
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    desk.once(&visit, &once, async move |tx| {
        actions::consent(tx, &sealing, &occasion, id).await.map(|()| String::new())
    })
    .await?;
    Ok(visit.go_on(PATH, "已同意，两步验证已重置；本人凭密码登录后重新设置"))
}

async fn turn_down(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let id: RecoveryId = web::id(&id)?;
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    desk.once(&visit, &sent.once_key()?, async move |tx| {
        actions::turn_down(tx, &sealing, &occasion, id).await.map(|()| String::new())
    })
    .await?;
    Ok(visit.go_on(PATH, "申请已结束，两步验证没有改变"))
}
