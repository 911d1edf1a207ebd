//! One's own sessions.

use access::Action;
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use web::parts::{Button, Cell, Column, Section, Table};
use web::{Problem, Routes, Submitted, Tone, Visit};

use super::words::when;

use crate::actions::sessions::end_own;
use crate::model::session::{Session, SessionId};

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().post("/account/sessions/end", Action::KeepOwnAccount, end)
}

/// Shows somebody's own sessions, with the one they are in marked.
pub(super) fn section(open: &[Session], present: Option<SessionId>, key: &str) -> Section {
    let columns = vec![
        Column::text("设备"),
        Column::text("来源地址"),
        Column::text("登录时间"),
        Column::text("最近使用"),
        Column::buttons("操作"),
    ];
    let rows = open.iter().map(|session| {
        let last = if Some(session.session_id) == present {
            Cell::Badge(Tone::Note, "当前会话".to_owned())
        } else {
            let id = session.session_id.to_string();
            let values = [("session", id.as_str()), (web::form::ONCE, key)];
            let button = Button::post("结束", "/account/sessions/end", &values)
                .spoken(format!("结束 {} 上的会话", session.device));
            Cell::Buttons(vec![button])
        };
        vec![
            Cell::text(&session.device),
            if session.remote.is_empty() { Cell::Nothing } else { Cell::text(&session.remote) },
            Cell::text(when(session.opened_at)),
            Cell::text(when(session.used_at)),
            last,
        ]
    });
    let table = Table::new("我的会话", columns).rows(rows);
    Section::new("会话", "sessions")
        .lead("30 分钟不用或登录满 10 小时，会话自动结束。不认得的会话请立即结束并修改密码。")
        .part(&table)
}

async fn end(visit: Visit, State(desk): State<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let session: Option<SessionId> = sent.text("session").and_then(|id| id.parse().ok());
    let session = session.ok_or(Problem::Missing)?;
    // One key serves every button of the page, so that each session needs its own.
    let key = format!("{} {session}", sent.once_key()?);
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    desk.once(&visit, &key, async move |tx| {
        end_own(tx, &sealing, &occasion, session).await.map(|()| String::new())
    })
    .await?;
    Ok(visit.go_on("/account#sessions", "会话已结束"))
}
