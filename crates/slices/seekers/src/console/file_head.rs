//! What stands beside a person's file: who they are, and where the file leads.

use access::{Action, Relation};
use kernel::Day;
use rules::{Gate, Kind};
use web::Visit;
use web::parts::{Button, Buttons, Cell, Facts, Section};

use super::words::{level_words, sex_and_age, standings};
use crate::actions::file::File;
use crate::model::{mask_address, mask_number, mask_phone};

/// Who the person is and who answers for them.
pub(super) fn head(visit: &Visit, file: &File) -> Facts {
    let held = &file.entered.held;
    let mut facts = Facts::new("基本信息");
    if let Some(person) = &file.person {
        let particulars = &person.particulars;
        let division = person.household_division.parse::<kernel::Division>();
        facts = facts
            .words("档案编号", &person.file_number)
            .fact("证件", Cell::Two(mask_number(&particulars.number), particulars.document.clone()))
            .words("性别、年龄", sex_and_age(&particulars.sex, particulars.birth(), visit.today))
            .words("电话", mask_phone(&particulars.phone))
            .fact("居住地", Cell::Two(file.residence.clone(), mask_address(&particulars.address)))
            .words("户籍", division.map(kernel::Division::full_name).unwrap_or_default());
    }
    let states = standings(&held.standing);
    let badges = states.into_iter().map(|(tone, words)| (tone, words.to_owned())).collect();
    let level = held.grade.map_or(Cell::Nothing, |grade| {
        let words = level_words(Some(grade));
        if visit.may(Action::Grade, file.entered.relation).is_ok() {
            Cell::link(words, format!("/people/{}/grade", held.subject))
        } else {
            Cell::text(words)
        }
    });
    facts
        .fact("状态", Cell::Badges(badges))
        .fact("困难等级", level)
        .words("负责机构", &file.office)
        .words("负责专员", &file.officer)
        .fact("自何时起", Cell::Day(held.since))
        .fact("最近服务", held.last_entry.map_or(Cell::Nothing, |day: Day| Cell::Day(day)))
}

/// Where else the file leads: in groups, each of them only where there is something to do that fits where the
/// person stands and that the reader has a right to.
pub(super) fn links(visit: &Visit, file: &File) -> Vec<Section> {
    let may = |action| visit.may(action, file.entered.relation).is_ok();
    let mut groups = Vec::new();
    for (heading, mark, links) in [
        ("就业援助", "assistance", assistance(file, &may)),
        ("指导和评估", "guidance-links", guidance(file, &may)),
        ("责任和进度", "course", course(file, &may)),
        ("档案", "more", archive(file, &may)),
    ] {
        if !links.is_empty() {
            groups.push(Section::new(heading, mark).part(&Buttons(links)));
        }
    }
    groups
}

fn to(file: &File, label: &str, place: &str) -> Button {
    Button::link(label, format!("/people/{}/{place}", file.entered.held.subject))
}

/// The assistance of a person in hardship (BJ18 chapter 3), step by step.
fn assistance(file: &File, may: &dyn Fn(Action) -> bool) -> Vec<Button> {
    let standing = &file.entered.held.standing;
    let has = |kind: Kind| file.history.iter().any(|past| past.kind == kind && !past.is_corrected);
    let opens = |gate: Gate| file.gates.iter().any(|(clause, _)| clause == gate.clause());
    let is_helped = standing.under_agreement || has(Kind::AgreementSigned);
    let in_hardship = standing.hardship_recognised;
    let is_before = in_hardship && !standing.seeker_registered && !standing.under_agreement;
    let has_post = has(Kind::PublicPostRecommended) || has(Kind::PublicPostPlaced);
    let may_end =
        [Gate::SilentUnemployed, Gate::WillingNeverRegisters, Gate::Unwilling, Gate::Termination];
    let serves = may(Action::RecordService);
    let moves = [Action::RequestTransfer, Action::DecideTransfer, Action::ReceiveTransfer];
    let may_move = moves.into_iter().any(may);
    let is_ending = may_end.into_iter().any(opens);
    // What there is can be read by every reader of the file; what can be begun, only whoever may begin it sees.
    let steps: [(bool, &str, &str); 10] = [
        (serves && is_before, "摸查", "survey"),
        (has(Kind::DemandFileOpened) || (serves && in_hardship), "就业需求档案", "demand-file"),
        (is_helped || (serves && in_hardship), "援助协议", "agreement"),
        (is_helped, "服务团队", "team"),
        (serves && is_helped, "就业障碍", "barriers"),
        (is_helped, "援助方案", "plan"),
        (opens(Gate::Consultation) || has(Kind::ConsultationRequested), "专家会诊", "panel"),
        (serves && (opens(Gate::PublicPost) || has_post), "公益性岗位", "post"),
        (may_move && (standing.under_agreement || in_hardship), "变更援助服务地", "transfer"),
        (
            standing.stopped || (is_ending && (serves || may(Action::ApproveStop))),
            "停止服务",
            "stop",
        ),
    ];
    let fitting = steps.into_iter().filter(|(fits, ..)| *fits);
    fitting.map(|(_, label, place)| to(file, label, place)).collect()
}

fn guidance(file: &File, may: &dyn Fn(Action) -> bool) -> Vec<Button> {
    let mut links = Vec::new();
    // Whoever has the file open for another office's sake counsels from the appointment, if that is what for.
    if may(Action::Counsel) && file.entered.relation != Relation::Consulted {
        let subject = file.entered.held.subject;
        let path = format!("/counselling/book?subject={subject}");
        links.push(Button::link("预约职业指导", path));
        links.push(to(file, "测评", "assessments"));
    }
    if may(Action::Grade) {
        links.push(to(file, "就业困难分级", "grade"));
    }
    links
}

fn course(file: &File, may: &dyn Fn(Action) -> bool) -> Vec<Button> {
    [
        (Action::ReadFile, "应办与依据", "duties"),
        (Action::PauseDuty, "暂缓应办", "pause"),
        (Action::HandOver, "移交", "hand-over"),
    ]
    .into_iter()
    .filter(|(action, ..)| may(*action))
    .map(|(_, label, place)| to(file, label, place))
    .collect()
}

fn archive(file: &File, may: &dyn Fn(Action) -> bool) -> Vec<Button> {
    let mut links = Vec::new();
    if file.person.is_some() && may(Action::Reveal) {
        links.push(to(file, "查看完整号码", "reveal"));
    }
    if may(Action::SeeReaders) {
        links.push(to(file, "谁看过这份档案", "readers"));
    }
    if let Some(person) = file.person.as_ref().filter(|_| may(Action::Merge)) {
        let path = format!("/people/merge?one={}", person.file_number);
        links.push(Button::link("合并档案", path));
    }
    links.push(to(file, "下载台账", "workbook").download());
    links
}
