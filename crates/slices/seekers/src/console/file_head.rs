//! What stands beside a person's file: where the file leads.

use access::{Action, Relation};
use rules::{Gate, Kind};
use web::Visit;
use web::parts::{Button, Buttons, Section};

use crate::actions::file::File;

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
            groups.push(Section::new(heading, mark).landing().part(&Buttons(links)));
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
    let may_exit = may(Action::RecogniseHardship) || may(Action::ApproveStop);
    let steps: [(bool, &str, &str); 11] = [
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
        (has(Kind::HardshipEnded) || (in_hardship && may_exit), "退出就业困难人员", "exit"),
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
    if may(Action::Export) {
        links.push(to(file, "下载台账", "workbook").download());
    }
    links
}
