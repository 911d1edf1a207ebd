//! The people behind a figure of the head's view.

use std::collections::HashMap;

use access::Action;
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use store::{ActorId, StoreError, SubjectId};
use web::parts::{Cell, Column, Table};
use web::{Page, Problem, Query, Visit};

use super::results::Asked;
use super::taking_out::{Reach, offer, take_out};
use super::words::names;
use crate::actions::results::{QUIET_DAYS, STEADY_MONTHS, quiet, workers};

/// How many are listed at most.
const MOST: usize = 500;

/// Whom a list names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Quiet,
    Started,
    Steady,
}

impl What {
    fn named(text: Option<&str>) -> Option<Self> {
        match text? {
            "quiet" => Some(Self::Quiet),
            "started" => Some(Self::Started),
            "steady" => Some(Self::Steady),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Started => "started",
            Self::Steady => "steady",
        }
    }

    fn title(self) -> String {
        match self {
            Self::Quiet => format!("协议期内 {QUIET_DAYS} 天没有服务记录的人"),
            Self::Started => "上岗的人".to_owned(),
            Self::Steady => format!("上岗满 {STEADY_MONTHS} 个月的人"),
        }
    }

    const fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Quiet => ("最近记录", "情况"),
            Self::Started | Self::Steady => ("上岗日期", "情况"),
        }
    }
}

/// Somebody in the list.
struct Listed {
    subject: SubjectId,
    office: i64,
    officer: Option<ActorId>,
    day: Option<Day>,
    words: &'static str,
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = Asked::read(&visit, &query)?;
    let what = What::named(query.0.text("what")).ok_or(Problem::Missing)?;
    let officer: Option<ActorId> = query.0.text("officer").and_then(|id| id.parse().ok());
    let reach = Reach::Alike(visit.actor.relation_to(asked.area.first, None));
    let (own, actor, today) = (desk.clone(), visit.actor.clone(), visit.today);
    let (area, since) = (asked.area, asked.since);
    let (listed, people, staff) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let mut listed: Vec<Listed> = match what {
                What::Quiet => {
                    // One officer's are found among everybody's.
                    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
                    let limit = if officer.is_some() { i64::MAX } else { most };
                    let found = quiet(tx, area, today, limit).await?.into_iter();
                    let listed = found.map(|held| Listed {
                        subject: held.subject,
                        office: held.office_code,
                        officer: held.officer,
                        day: held.last_entry,
                        words: "援助协议期内",
                    });
                    listed.collect()
                }
                What::Started | What::Steady => {
                    let found = workers(tx, area, since, today).await?.into_iter();
                    let listed = found.filter_map(|worker| {
                        let (day, words) = match what {
                            What::Steady => {
                                let (day, is) = worker.steady?;
                                (
                                    day,
                                    if is {
                                        "满六个月时在岗"
                                    } else {
                                        "满六个月时已离岗"
                                    },
                                )
                            }
                            _ => (worker.started?, "上岗"),
                        };
                        Some(Listed {
                            subject: worker.subject,
                            office: worker.office_code,
                            officer: worker.officer,
                            day: Some(day),
                            words,
                        })
                    });
                    listed.collect()
                }
            };
            listed.retain(|one| officer.is_none() || one.officer == officer);
            listed.sort_by_key(|one| (one.day, one.subject));
            listed.truncate(MOST);
            let places = listed.iter().map(|one| (one.subject, one.office, one.officer));
            let people = names(tx, &own, &actor, places).await?;
            Ok((listed, people, offices::staff_names(tx, area).await?))
        })
        .await?;
    let table = table(&visit, what, &listed, &people, &staff);
    if query.wants_workbook() {
        let subjects = listed.iter().map(|one| one.subject);
        return take_out(&visit, &desk, reach, &what.title(), &table, subjects).await;
    }
    let of_officer = officer.map_or_else(String::new, |officer| format!("&officer={officer}"));
    let query = format!("office={}&since={}", area.first, since);
    let path = format!("/today/office/results/people?what={}&{query}{of_officer}", what.name());
    let table = offer(&visit, reach, table, format!("{path}&format=xlsx"));
    let page = Page::new(what.title())
        .section("/today/office")
        .crumb("负担与成效", format!("/today/office/results?{query}"))
        .lead(format!("按日期排列，最多列出 {MOST} 人；按现在由谁负责计算"))
        .part(&table);
    Ok(visit.show(&page))
}

fn table(
    visit: &Visit,
    what: What,
    listed: &[Listed],
    people: &HashMap<SubjectId, String>,
    staff: &HashMap<ActorId, String>,
) -> Table {
    let (day, words) = what.columns();
    let columns = vec![
        Column::text("服务对象"),
        Column::text(day),
        Column::text(words),
        Column::text("责任人"),
    ];
    let rows = listed.iter().map(|one| {
        let name = people.get(&one.subject).map_or("—", String::as_str);
        let relation = visit.actor.relation_to(one.office, one.officer);
        let officer = one.officer.and_then(|officer| staff.get(&officer));
        vec![
            if visit.may(Action::ReadFile, relation).is_ok() {
                Cell::link(name, format!("/people/{}", one.subject))
            } else {
                Cell::text(name)
            },
            one.day.map_or(Cell::Nothing, Cell::Day),
            Cell::text(one.words),
            officer.map_or(Cell::text("本机构"), Cell::text),
        ]
    });
    Table::new(what.title(), columns).rows(rows).empty("没有这样的人")
}
