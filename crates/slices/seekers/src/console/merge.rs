//! Making one file of two: compared first, then confirmed.

use access::Failure;
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use web::parts::{Cell, Column, Row, Table};
use web::{Field, Form, Notice, Page, Problem, Query, Submitted, Tone, Visit};

use crate::actions::merge::{MergeRefusal, Pair, compare, merge};
use crate::model::masked;

/// What goes along once both files were compared.
const COMPARED: &str = "compared";

pub(super) async fn ask(visit: Visit, Query(query): Query) -> Result<Response, Problem> {
    let mut form = form(visit.once_key());
    if let Some(one) = query.text("one") {
        for field in form.groups.iter_mut().flat_map(|group| &mut group.fields) {
            if field.name == "one" {
                field.values = vec![one.to_owned()];
            }
        }
    }
    Ok(visit.show(&page(&form, None)))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let was_compared = sent.text(COMPARED).is_some();
    let mut form = form(visit.once_key());
    if was_compared {
        form = confirming(form);
    }
    form.take(&sent);
    if !form.is_sound() && !was_compared {
        return Ok(visit.show_again(&page(&form, None)));
    }
    let (one, other) = (number(&form.words("one")), number(&form.words("other")));
    if form.is_sound() && was_compared {
        let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
        let (reason, key) = (form.words("reason"), form.once().to_owned());
        let (first, second) = (one.clone(), other.clone());
        let done = desk
            .once(&visit, &key, async move |tx| {
                let numbers = (first.as_str(), second.as_str());
                Ok(merge(tx, &case_desk, &occasion, numbers, &reason).await?.to_string())
            })
            .await;
        return match done {
            Ok(kept) => Ok(visit.go_on(
                &format!("/people/{kept}"),
                "已合并为一份档案；另一份档案的记录已转录到台账",
            )),
            Err(Failure::Refused(refusal)) => Ok(refused(&visit, form, &refusal)),
            Err(failure) => Err(failure.into()),
        };
    }
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let compared =
        desk.db.write(async move |tx| compare(tx, &case_desk, &occasion, &one, &other).await).await;
    match compared {
        Ok(pair) if was_compared => Ok(visit.show_again(&page(&form, Some(&pair)))),
        Ok(pair) => Ok(visit.show(&page(&confirming(form), Some(&pair)))),
        Err(Failure::Refused(refusal)) => Ok(refused(&visit, form, &refusal)),
        Err(failure) => Err(failure.into()),
    }
}

fn refused(visit: &Visit, mut form: Form, refusal: &MergeRefusal) -> Response {
    form.problems.push(refusal.to_string());
    visit.show_again(&page(&form, None))
}

/// Brings a file number into its form.
fn number(typed: &str) -> String {
    let typed = typed.trim().to_ascii_uppercase();
    let digits = typed.strip_prefix('P').unwrap_or(&typed);
    format!("P{digits:0>8}")
}

fn form(key: String) -> Form {
    Form::new("/people/merge", "核对", key)
        .cancel("/people")
        .field(Field::line("one", "一份档案的编号").required().hint("例如 P00000123"))
        .field(Field::line("other", "另一份档案的编号").required())
}

fn confirming(mut form: Form) -> Form {
    "合并".clone_into(&mut form.submit);
    form.hidden(COMPARED, "yes")
        .field(Field::line("reason", "理由").required().hint("例如：同一个人先后在两个窗口建档"))
        .field(Field::flag("sure", "已核对，确是同一个人").required())
}

fn page(form: &Form, pair: Option<&Pair>) -> Page {
    let mut page = Page::new("合并档案")
        .section("/people")
        .crumb("服务对象", "/people")
        .lead("后建的一份并入先建的一份；其中一份在执行就业援助服务协议的，保留那一份。两份台账的原记录都不改动，并入一份的记录逐条转录到保留的一份，应办事项重新推算");
    if let Some(pair) = pair {
        page = page.notice(Notice::soon("合并后不能撤回，请逐项核对是不是同一个人"));
        if pair.has_two_numbers() {
            page = page.notice(Notice::stop(
                "两份档案的居民身份证号不同，又都校验无误：一人一号，多半是两个人。请核对证件原件；\
                 确是同一个人的（例如曾经换号），在理由中写明依据",
            ));
        }
        page = page.part(&comparison(pair));
    }
    page.part(form)
}

fn comparison(pair: &Pair) -> Table {
    let columns = vec![
        Column::text("项目"),
        Column::text(format!("保留的一份 {}", pair.kept.person.file_number)),
        Column::text(format!("并入的一份 {}", pair.gone.person.file_number)),
    ];
    let name = |side: &crate::actions::merge::Side| side.entered.label.name.reveal().to_owned();
    let mut rows = vec![("姓名", name(&pair.kept), name(&pair.gone))];
    let kept = pair.kept.person.particulars.in_words();
    let gone = pair.gone.person.particulars.in_words();
    for ((field, one), (_, other)) in kept.into_iter().zip(gone) {
        if !one.is_empty() || !other.is_empty() {
            rows.push((field, one, other));
        }
    }
    Table::new("两份档案的内容", columns).captioned().rows(rows.into_iter().map(
        |(field, one, other)| Row {
            tone: if one == other { Tone::Plain } else { Tone::Soon },
            cells: vec![
                Cell::text(field),
                Cell::text(masked(field, &one)),
                Cell::text(masked(field, &other)),
            ],
        },
    ))
}
