//! One member of staff: what everyone may see, and what administrators act on.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use store::{ActorId, StoreError};
use web::parts::{Button, Buttons, Cell, Column, Facts, Section, Table};
use web::{Page, Problem, Routes, Tone, Visit};

use super::security::lock_of;
use super::words::when;
use super::{audit, with_refusal};
use crate::actions::recovery::may_ask;
use crate::actions::sessions;
use crate::lookup;
use crate::model::act::RecordedAct;
use crate::model::brake::Brake;
use crate::model::session::Session;
use crate::model::staff::Staff;
use crate::sql;

/// How many of the latest acts stand on the page of whoever they concern.
const LATEST_ACTS: i64 = 20;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().get("/staff/{staff}", Action::SeeOffices, show)
}

async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let person = person_at(&desk, &id).await?;
    Ok(visit.show(&page(&desk, &visit, &person, None).await?))
}

/// Finds the member of staff of a path.
pub(super) async fn person_at(desk: &Desk, id: &str) -> Result<Staff, Problem> {
    let id: ActorId = id.parse().map_err(|_| Problem::Missing)?;
    let found =
        desk.db.read::<_, _, StoreError>(async move |tx| lookup::find_staff(tx, id).await).await?;
    found.ok_or(Problem::Missing)
}

/// What only administrators see.
struct Behind {
    sessions: Vec<Session>,
    brake: Option<Brake>,
    acts: Vec<RecordedAct>,
}

/// Shows a member of staff, and why something about them was refused.
pub(super) async fn page(
    desk: &Desk,
    visit: &Visit,
    person: &Staff,
    refusal: Option<String>,
) -> Result<Page, Problem> {
    let relation = visit.actor.relation_to(person.office_code, None);
    let is_other = person.staff_id != visit.actor.id && person.is_active();
    let secures = is_other && visit.may(Action::ManageSecurity, relation).is_ok();
    let manages = is_other && visit.may(Action::ManageStaff, relation).is_ok();
    let audits = visit.may(Action::ReadAudit, relation).is_ok();
    let mut page = Page::new(&person.name)
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb(&person.office_name, format!("/offices/{}", person.office_id))
        .part(&facts(person, secures || manages || audits));
    page = with_refusal(page, refusal);
    if secures || audits {
        let behind = behind(desk, visit, person).await?;
        if secures {
            page = page
                .tool(Button::link("调整岗位", format!("/staff/{}/roles", person.staff_id)))
                .part(&lock_section(visit, person, behind.brake))
                .part(&session_section(visit, person, &behind.sessions));
        }
        if audits {
            let acts = audit::act_table(&behind.acts, "最近的操作记录");
            page = page.part(&Section::new("最近的操作记录", "acts").part(&acts));
        }
    }
    // Of the security administrator's own phone the system administrator is told.
    let is_recovered = is_other && may_ask(&visit.actor, person).is_ok();
    if is_recovered && person.has_second_factor {
        let path = format!("/staff/{}/second-factor", person.staff_id);
        page = page.tool(Button::link("重置两步验证", path));
    }
    if manages {
        let path = |what: &str| format!("/staff/{}/{what}", person.staff_id);
        page = page
            .tool(Button::link("修改、调动", path("edit")))
            .tool(Button::link("重置密码", path("password")))
            .tool(Button::link("办理离岗", path("leave")));
    }
    Ok(page)
}

fn facts(person: &Staff, sees_account: bool) -> Facts {
    let mut facts = Facts::new("")
        .fact("机构", Cell::link(&person.office_name, format!("/offices/{}", person.office_id)))
        .words("岗位", person.roles.to_string())
        .words("入职日期", person.joined_on.to_string());
    if let Some(day) = person.left_on {
        facts = facts.fact("状态", Cell::Badge(Tone::Plain, format!("{day} 离岗")));
    }
    if sees_account {
        let second_factor = if person.has_second_factor {
            Cell::Badge(Tone::Good, "已启用".to_owned())
        } else {
            Cell::Badge(Tone::Soon, "未启用".to_owned())
        };
        facts = facts.words("用户名", &person.user_name).fact("两步验证", second_factor);
        if person.must_change_password {
            facts = facts.words("密码", "下次登录时须修改");
        }
    }
    facts
}

async fn behind(desk: &Desk, visit: &Visit, person: &Staff) -> Result<Behind, Problem> {
    let lookup = lock_of(desk, person)?;
    let (staff, now) = (person.staff_id, visit.now);
    let behind = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            Ok(Behind {
                sessions: sessions::sessions_of(tx, staff, now).await?,
                brake: tx.optional(sql::BRAKE, &[&lookup]).await?,
                acts: tx.all(sql::ACTS_OF, &[&staff, &LATEST_ACTS]).await?,
            })
        })
        .await?;
    Ok(behind)
}

fn lock_section(visit: &Visit, person: &Staff, brake: Option<Brake>) -> Section {
    let minutes = brake.and_then(|brake| brake.minutes_left(visit.now));
    let state = match (minutes, brake) {
        (Some(minutes), _) => Cell::Badge(Tone::Late, format!("受限，还须等待 {minutes} 分钟")),
        (None, Some(brake)) if brake.failures > 0 => {
            Cell::Badge(Tone::Soon, format!("近来失败 {} 次", brake.failures))
        }
        _ => Cell::Badge(Tone::Good, "正常".to_owned()),
    };
    let mut facts = Facts::new("").fact("登录限制", state);
    if let Some(brake) = brake {
        facts = facts.words("最近一次尝试", when(brake.last_at));
    }
    let key = visit.once_key();
    let values = [(web::form::ONCE, key.as_str())];
    let mut buttons = Vec::new();
    if brake.is_some_and(|brake| brake.failures > 0) {
        let path = format!("/staff/{}/lift", person.staff_id);
        buttons.push(Button::post("解除登录限制", path, &values));
    }
    let section = Section::new("登录安全", "lock").part(&facts);
    if buttons.is_empty() { section } else { section.part(&Buttons(buttons)) }
}

fn session_section(visit: &Visit, person: &Staff, open: &[Session]) -> Section {
    let columns = vec![
        Column::text("设备"),
        Column::text("来源地址"),
        Column::text("登录时间"),
        Column::text("最近使用"),
    ];
    let rows = open.iter().map(|session| {
        vec![
            Cell::text(&session.device),
            Cell::text(&session.remote),
            Cell::text(when(session.opened_at)),
            Cell::text(when(session.used_at)),
        ]
    });
    let table = Table::new("会话", columns).rows(rows).empty("没有进行中的会话");
    let mut section = Section::new("会话", "sessions").part(&table);
    if !open.is_empty() {
        let key = visit.once_key();
        let path = format!("/staff/{}/sessions/end", person.staff_id);
        let button = Button::post("结束全部会话", path, &[(web::form::ONCE, key.as_str())]);
        section = section.part(&Buttons(vec![button]));
    }
    section
}
