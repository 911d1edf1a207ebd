//! The calendar of an officer, for the calendar on their phone (iCalendar, RFC 5545).

use std::convert::Infallible;
use std::fmt::Write as _;

use access::{Action, Failure, Relation};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use kernel::Day;
use rules::citation;
use store::{ActorId, Instant, StoreError, Tx};
use web::parts::{Facts, Prose};
use web::{Form, Notice, Page, Problem, Submitted, Visit, day_of};

use super::words::{owes, sure};
use crate::actions::agenda::{After, Whose, open_duties};
use crate::actions::rest::without_rests;
use crate::sql::{self, DutyRow};

/// What the secret of a feed is digested for.
const LOOKUP: &str = "calendar_feed.secret";
/// What a new secret is drawn from the keys for.
const MAKE: &str = "calendar_feed.make";
/// How many duties a feed holds at most.
const LIMIT: i64 = 500;

pub(super) async fn ask(visit: Visit) -> Result<Response, Problem> {
    Ok(visit.show(&page(&visit, None)))
}

fn page(visit: &Visit, path: Option<&str>) -> Page {
    let page = Page::new("日历订阅")
        .section("/today")
        .crumb("今日应办", "/today")
        .lead("把应办事项放进手机或电脑自带的日历；只写事项和期限，不写服务对象的姓名");
    match path {
        Some(path) => page
            .part(&Facts::new("订阅地址").words("只显示这一次", path))
            .part(&Prose::new("在日历软件里选择“订阅日历”，填入本系统的网址加上这个地址。谁有地址谁就能看，请勿转发。")),
        None => page
            .part(&Prose::new("生成后，以前的地址随即失效。修改或重置密码、调整岗位、离岗之后，地址也会失效，需要时再生成。"))
            .part(&Form::new("/today/calendar", "生成订阅地址", visit.once_key())),
    }
}

pub(super) async fn make(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    // The same form gives the same address, however often it is sent.
    let form = sent.once_key()?;
    let secret = desk.sealing.keys.lookup(MAKE, &format!("{} {form}", visit.actor.id))?;
    let halves = secret.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let secret: String = halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect();
    let digest = desk.sealing.keys.lookup(LOOKUP, &secret)?;
    let (staff, now) = (visit.actor.id, visit.now);
    // And no more than once: an address that was withdrawn meanwhile does not come back.
    desk.once(&visit, &form, async move |tx| {
        tx.execute(sql::PUT_FEED, &[&staff, &digest, &now]).await?;
        Ok::<_, Failure<Infallible>>(())
    })
    .await?;
    let counts = desk
        .db
        .read::<_, _, StoreError>(async move |tx| Ok(followed(tx, &digest).await?.is_some()))
        .await?;
    if !counts {
        let words = "这张表单生成的地址已经失效：后来又生成了新的地址，或者修改了密码、调整了岗位。需要时请再生成一次";
        return Ok(visit.show_again(&page(&visit, None).notice(Notice::note(words))));
    }
    Ok(visit.show(&page(&visit, Some(&format!("/calendar/{secret}")))))
}

/// Serves a feed to whoever holds its address, as calendar programs cannot sign in.
pub(super) async fn serve(
    State(desk): State<Desk>,
    Path(secret): Path<String>,
) -> Result<Response, Problem> {
    let digest = desk.sealing.keys.lookup(LOOKUP, &secret)?;
    let today = day_of(desk.clock.now());
    let feed = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let Some(officer) = followed(tx, &digest).await? else { return Ok(None) };
            let mut feed = vec![(String::new(), rows_of(tx, officer, today).await?)];
            // What is due to the people of whoever is away today, under their name.
            for cover in offices::covering(tx, officer, today).await? {
                let rows = rows_of(tx, cover.staff_id, today).await?;
                feed.push((format!("代{}：", cover.staff_name), rows));
            }
            Ok(Some(feed))
        })
        .await?
        .ok_or(Problem::Missing)?;
    let mut headers = HeaderMap::new();
    let media_type = HeaderValue::from_static("text/calendar; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, media_type);
    Ok((headers, write_calendar(&feed, today)).into_response())
}

/// Gives what is open of one officer.
async fn rows_of(tx: &mut Tx, officer: ActorId, today: Day) -> Result<Vec<DutyRow>, StoreError> {
    let (whose, days) = (Whose::Officer(officer), (Day::FIRST, Day::LAST));
    let rows = open_duties(tx, whose, days, &After::nothing(), "", LIMIT).await?;
    without_rests(tx, rows, today).await
}

/// Gives whose calendar an address is, if it still counts.
async fn followed(tx: &mut Tx, digest: &[u8]) -> Result<Option<ActorId>, StoreError> {
    let found: Option<(ActorId, Instant)> = tx.optional(sql::FIND_FEED, &[&digest]).await?;
    let Some((officer, made_at)) = found else { return Ok(None) };
    Ok(is_trusted(tx, officer, made_at).await?.then_some(officer))
}

/// Tells whether the address that an officer was given still counts: whoever left, or has duties of their own no
/// more, has nothing to look up here, and an address is worth no more than the sessions of its time.
async fn is_trusted(tx: &mut Tx, officer: ActorId, made_at: Instant) -> Result<bool, StoreError> {
    let member = offices::find_staff(tx, officer).await?;
    let has_duties = member.is_some_and(|member| {
        member.is_active()
            && member
                .roles
                .as_slice()
                .iter()
                .any(|role| access::permitted(*role, Action::SeeOwnDuties, Relation::Assigned))
    });
    let distrusted_at = offices::distrusted_at(tx, officer).await?;
    Ok(has_duties && distrusted_at.is_none_or(|at| at < made_at))
}

/// Writes duties as whole-day events, each with what stands before those of an officer; lines end as the standard has it.
fn write_calendar(feed: &[(String, Vec<DutyRow>)], stamp: Day) -> String {
    let basic = |day: Day| day.to_string().replace('-', "");
    let mut text = String::from(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Leye//ZH\r\nX-WR-CALNAME:乐业应办\r\n",
    );
    let rows = feed.iter().flat_map(|(whose, rows)| rows.iter().map(move |row| (whose, row)));
    for (whose, row) in rows {
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{}-{}-{}@leye\r\nDTSTAMP:{}T000000Z\r\nDTSTART;VALUE=DATE:{}\r\nSUMMARY:{}\r\n\
             DESCRIPTION:{}\r\nEND:VEVENT\r\n",
            row.because_id,
            row.rule.replace(['(', ')', ' '], ""),
            row.from_day,
            basic(stamp),
            basic(row.due_day),
            escaped(&format!("{whose}{}", owes(&row.rule))),
            escaped(&basis(row)),
        );
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// Where a duty stands, and whether its day may still change.
fn basis(row: &DutyRow) -> String {
    let cited = citation(&row.rule).map_or_else(|| row.rule.clone(), |cited| cited.words);
    sure(cited, row.provisional)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}
