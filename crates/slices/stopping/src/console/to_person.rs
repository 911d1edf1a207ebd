//! Letters to the person: of a stop, of an exit, of what came of an objection. What each of them says alike.

pub(super) mod answer;
pub(super) mod exit;
pub(super) mod stop;

use desk::Desk;
use kernel::Day;
use web::parts::{Button, Facts, Prose, Section};

use super::{Opened, words};
use crate::CaseId;
use crate::actions::decided::Decided;
use crate::model::Purpose;

/// The regulation, as it is cited to the person.
const REGULATION: &str = "《北京市精细化公共就业服务实施细则》（京人社职介发〔2018〕153号）";

/// Whoever is in hardship may turn to the authority above everybody here as well (BJ18-59).
const COMPLAINING: &str = "您也可以不经我们：认为我们没有按照公共就业服务标准提供就业援助服务、侵害您合法权益的，有权向所在区人力资源和社会保障行政部门提出申诉（同一细则第五十九条）。";

/// What the office is called to the person.
fn office_name(opened: &Opened) -> &str {
    opened.office.as_ref().map_or("本机构", |office| office.name.as_str())
}

/// How the person reaches the office.
fn ways(opened: &Opened) -> Facts {
    let office = opened.office.as_ref();
    let ways = [
        ("地址", office.map_or("", |office| &office.address)),
        ("电话", office.map_or("", |office| &office.phone)),
    ];
    let known = ways.into_iter().filter(|(_, way)| !way.is_empty());
    let ways = Facts::new("联系我们").words("机构", office_name(opened));
    known.fold(ways, |ways, (name, way)| ways.words(name, way))
}

/// The registry (就失业登记管理部门), by the name that a letter about the case says, or that is known of it; by its task where
/// nobody has named it.
fn registry_name(opened: &Opened, case: CaseId) -> String {
    match registry_of(opened, case) {
        Some(name) => format!("就失业登记管理部门（{name}）"),
        None => "就失业登记管理部门".to_owned(),
    }
}

fn registry_of(opened: &Opened, case: CaseId) -> Option<String> {
    let letters = opened.notices.iter();
    let mut letters =
        letters.filter(|known| known.case == case && known.purpose == Purpose::Stopped);
    let letter = letters.next();
    let delivered = letter.and_then(|letter| letter.registry.clone());
    let written = letter.map(|letter| letter.letter.registry.clone());
    let written = written.filter(|name| !name.is_empty());
    delivered.or(written).or_else(|| opened.registry.clone())
}

/// Where somebody can name the registry, while the letter cannot: with the delivery of the feedback.
fn naming(opened: &Opened, case: CaseId) -> Option<Button> {
    if registry_of(opened, case).is_some() {
        return None;
    }
    let mut waiting = opened.notices.iter().filter(|known| known.delivered_on.is_none());
    let letter = waiting.find(|known| known.case == case && !known.is_void)?;
    let path = format!("/people/{}/stop-notices/{}/delivered", opened.subject(), letter.id);
    Some(Button::link("先记下反馈送达哪个部门，写进告知书", path))
}

/// How it ends: who writes, on which day, and where the person signs that they have it.
fn signed(opened: &Opened, on: &str) -> Prose {
    Prose(vec![
        format!("{}　{on}", office_name(opened)),
        "收到人签名：　　　　　　日期：".to_owned(),
    ])
}

/// How the person objects, until when, and who decides; and how whoever is or was in hardship complains.
fn disagreeing(desk: &Desk, opened: &Opened, decided: Decided<'_>, today: Day) -> Section {
    let until = match decided.objection_until(&desk.rulebook) {
        Some(last) => format!("{last} 以前"),
        None => format!("自收到这份告知书之日起 {} 日内", words::objection_days(desk, today)),
    };
    let objecting = format!(
        "{until}，您可以到{}或打电话提出异议，口头、书面都可以，我们当场记下。异议由{}决定，并答复您；异议成立的，一切恢复原样。",
        office_name(opened),
        opened.hearing(decided.against()),
    );
    let complaining = may_complain(opened, decided).then(|| COMPLAINING.to_owned());
    let lines = std::iter::once(objecting).chain(complaining).collect();
    Section::new("如果您不同意", "object").part(&Prose(lines))
}

/// Tells whether the person complains by BJ18-59: who is in hardship, or was until the decision that they are told of.
fn may_complain(opened: &Opened, decided: Decided<'_>) -> bool {
    matches!(decided, Decided::Exit(_)) || opened.entered.held.standing.hardship_recognised
}
