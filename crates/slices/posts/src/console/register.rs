//! /posts: the register of organisations and the posts that they offer.

use access::{Action, Denied, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use services::model::codes::PUBLIC_POSTS;
use store::StoreError;
use web::parts::{Button, Buttons, Cell, Column, Row, Tab, Table, Tabs};
use web::{
    Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Tone, Visit, id, workbook,
};

use super::placing::USUAL_MONTHS;
use crate::PostId;
use crate::actions::documents::find_post;
use crate::actions::register::{
    NewPost, change_post, close_post, filled_near, may_keep, open_post, posts_near,
};
use crate::model::Refusal;
use crate::sql::PostRow;

/// The views of posts, with the one that is shown.
pub(super) fn tabs(current: &str) -> Tabs {
    let tab = |label: &str, path: &str| Tab {
        label: label.to_owned(),
        path: path.to_owned(),
        count: None,
        is_current: path == current,
    };
    Tabs {
        label: "公益性岗位".to_owned(),
        tabs: vec![
            tab("岗位登记", "/posts"),
            tab("在岗人员", "/posts/people"),
            tab("将要期满", "/posts/people?show=ending"),
        ],
    }
}

#[expect(clippy::disallowed_methods, reason = "it lists posts, and names nobody who has one")]
pub(super) async fn list(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let office = visit.actor.area.first;
    visit.may(Action::SeeOfficeDuties, visit.actor.relation_to(office, None))?;
    let rows: Vec<(PostRow, i64)> = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let filled = filled_near(tx, office).await?;
            let near = posts_near(tx, office).await?.into_iter();
            let count = |post: PostRow| {
                let filled = filled.get(&post.post_id).copied().unwrap_or_default();
                (post, filled)
            };
            Ok(near.map(count).collect())
        })
        .await?;
    let mut table = table(&visit, &rows);
    if query.wants_workbook() {
        visit.may(Action::Export, Relation::Office)?;
        return workbook("公益性岗位", &table);
    }
    if visit.may(Action::Export, Relation::Office).is_ok() {
        table = table.export("/posts?format=xlsx");
    }
    let mut page = Page::new("公益性岗位")
        .section("/assistance").crumb("就业援助", "/assistance")
        .lead("社会公益性就业组织提供的岗位：名额、在岗人数和安置期（BJ18-30）；上级登记的岗位也可以推荐")
        .part(&tabs("/posts"));
    if may_keep(&Occasion::from(&visit), office).is_ok() {
        page = page.tool(Button::link("登记岗位", "/posts/new").main());
    }
    Ok(visit.show(&page.part(&table)))
}

fn table(visit: &Visit, rows: &[(PostRow, i64)]) -> Table {
    let columns = vec![
        Column::text("用人组织"),
        Column::text("岗位"),
        Column::number("名额"),
        Column::number("在岗"),
        Column::number("空缺"),
        Column::text("安置期"),
        Column::text("工作时间和待遇"),
        Column::text("状态"),
    ];
    let occasion = Occasion::from(visit);
    let rows = rows.iter().map(|(post, filled)| {
        let left = (post.places - filled).max(0);
        let (tone, state) = match post.closed_on {
            Some(day) => (Tone::Plain, format!("{day} 停用")),
            None if left == 0 => (Tone::Note, "已满".to_owned()),
            None => (Tone::Good, "可推荐".to_owned()),
        };
        let keeps = may_keep(&occasion, post.office_code).is_ok() && post.closed_on.is_none();
        let name = if keeps {
            Cell::link(&post.organisation, format!("/posts/{}", post.post_id))
        } else {
            Cell::text(&post.organisation)
        };
        Row::from(vec![
            name,
            Cell::Two(post.kind.clone(), post.note.clone()),
            Cell::Number(post.places),
            Cell::Number(*filled),
            Cell::Number(left),
            Cell::text(format!("{} 个月", post.months)),
            Cell::Two(post.hours.clone(), post.pay.clone()),
            Cell::Badge(tone, state),
        ])
    });
    Table::new("公益性岗位登记", columns).rows(rows).empty("还没有登记公益性岗位")
}

fn form(path: &str, known: Option<&PostRow>, visit: &Visit) -> Form {
    let choices = PUBLIC_POSTS.iter().map(|words| Choice::new(*words, *words)).collect();
    let text =
        |pick: fn(&PostRow) -> &String| known.map_or_else(String::new, |post| pick(post).clone());
    let number = |pick: fn(&PostRow) -> i64, preset: i64| known.map_or(preset, pick).to_string();
    let mut kind = Field::of("kind", "岗位类别", choices).required();
    if let Some(post) = known {
        kind = kind.value(&post.kind);
    }
    let mut form = Form::new(path, "保存", visit.once_key())
        .field(
            Field::line("organisation", "社会公益性就业组织")
                .required()
                .value(text(|post| &post.organisation)),
        )
        .field(kind)
        .field(
            Field::number("places", "名额", (1, 9_999), "人")
                .required()
                .value(number(|post| post.places, 1)),
        )
        .field(
            Field::number("months", "安置期", (1, 60), "个月")
                .required()
                .value(number(|post| post.months, USUAL_MONTHS)),
        )
        .field(Field::line("hours", "工作时间").value(text(|post| &post.hours)))
        .field(Field::line("pay", "待遇").value(text(|post| &post.pay)))
        .field(Field::line("note", "备注").value(text(|post| &post.note)))
        .cancel("/posts");
    if let Some(post) = known {
        form = form.hidden("version", post.version.to_string());
    }
    form
}

fn read(form: &Form) -> NewPost {
    NewPost {
        organisation: form.words("organisation"),
        kind: form.words("kind"),
        places: form.number("places").unwrap_or_default(),
        months: form.number("months").unwrap_or_default(),
        hours: form.words("hours"),
        pay: form.words("pay"),
        note: form.words("note"),
    }
}

fn page(title: &str) -> Page {
    Page::new(title)
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("公益性岗位", "/posts")
        .lead("登记用人组织和岗位的公开情况，不写任何人的个人信息")
}

fn keeper(visit: &Visit) -> Result<(), Denied> {
    may_keep(&Occasion::from(visit), visit.actor.area.first)
}

pub(super) async fn show_new(visit: Visit) -> Result<Response, Problem> {
    keeper(&visit)?;
    Ok(visit.show(&page("登记岗位").part(&form("/posts/new", None, &visit))))
}

pub(super) async fn take_new(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    keeper(&visit)?;
    let mut form = form("/posts/new", None, &visit);
    form.take(&sent);
    let (desk2, occasion, new) = (desk.clone(), Occasion::from(&visit), read(&form));
    let done = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        open_post(tx, &desk2, &occasion, &new).await.map(|post| post.to_string())
    });
    match done.await? {
        Some(_) => Ok(visit.go_on("/posts", "已登记岗位")),
        None => Ok(visit.show_again(&page("登记岗位").part(&form))),
    }
}

async fn load(desk: &Desk, visit: &Visit, post: &str) -> Result<PostRow, Problem> {
    let post: PostId = id(post)?;
    let found = desk.db.read::<_, _, StoreError>(async move |tx| find_post(tx, post).await).await?;
    let found = found.ok_or(Problem::Missing)?;
    may_keep(&Occasion::from(visit), found.office_code)?;
    Ok(found)
}

fn changing(form: &Form, post: &PostRow, visit: &Visit) -> Page {
    let key = visit.once_key();
    let path = format!("/posts/{}/close", post.post_id);
    let close = Button::post("停用这个岗位", path, &[(web::form::ONCE, &key)]);
    let page = page("修改岗位");
    match post.closed_on {
        Some(day) => page.notice(Notice::note(format!("这个岗位 {day} 已经停用"))),
        None => page.part(form).part(&Buttons(vec![close])),
    }
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(post): Path<String>,
) -> Result<Response, Problem> {
    let known = load(&desk, &visit, &post).await?;
    let form = form(&format!("/posts/{}", known.post_id), Some(&known), &visit);
    Ok(visit.show(&changing(&form, &known, &visit)))
}

pub(super) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path(post): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let known = load(&desk, &visit, &post).await?;
    let mut form = form(&format!("/posts/{}", known.post_id), Some(&known), &visit);
    form.take(&sent);
    let version = sent.text("version").and_then(|version| version.parse().ok()).unwrap_or_default();
    let (occasion, new, post) = (Occasion::from(&visit), read(&form), known.post_id);
    let done = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        change_post(tx, &occasion, (post, version), &new).await
    });
    match done.await? {
        Some(()) => Ok(visit.go_on("/posts", "已修改岗位")),
        None => Ok(visit.show_again(&changing(&form, &known, &visit))),
    }
}

pub(super) async fn close(
    visit: Visit,
    State(desk): State<Desk>,
    Path(post): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let post: PostId = id(&post)?;
    let occasion = Occasion::from(&visit);
    let key = sent.once_key()?;
    desk.once(&visit, &key, async move |tx| close_post(tx, &occasion, post).await).await?;
    Ok(visit.go_on("/posts", "已停用岗位；在岗人员到期前不受影响"))
}
