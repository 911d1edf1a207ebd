//! The forms of a panel, each for whoever may send it.

use access::Action;
use web::{Choice, Field, Form, Visit};

use super::table::Opened;
use crate::keeper::question;
use crate::model::{Panel, Stage};

/// What is done with a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    Request,
    TakeUp,
    Accept,
    Opinion,
    Feedback,
    End,
}

pub(super) const PANEL: &str = "panel";
pub(super) const WORDS: &str = "words";
pub(super) const DAY: &str = "day";
pub(super) const EXPERTS: &str = "experts";

impl Ask {
    const ALL: [Self; 6] =
        [Self::Request, Self::TakeUp, Self::Accept, Self::Opinion, Self::Feedback, Self::End];

    /// The last part of its address, by which a page leads to it.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::TakeUp => "take-up",
            Self::Accept => "accept",
            Self::Opinion => "opinion",
            Self::Feedback => "feedback",
            Self::End => "end",
        }
    }

    /// What its part of the page is called.
    pub(super) const fn heading(self, stage: Stage) -> &'static str {
        match (self, stage) {
            (Self::Request, _) => "申请专家会诊",
            (Self::TakeUp, _) => "补办：提交上一级机构",
            (Self::Accept, Stage::Sitting) => "调整专家和日期",
            (Self::Accept, _) => "受理",
            (Self::Opinion, _) => "提出意见和建议",
            (Self::Feedback, _) => "向专家小组反馈",
            (Self::End, Stage::Asked) => "撤回或退回申请",
            (Self::End, _) => "结束会诊",
        }
    }

    /// Tells whether the actor may send it, as far as the page knows; the action asks again.
    fn is_offered(self, opened: &Opened, visit: &Visit) -> bool {
        let relation = opened.entered.relation;
        let panel = opened.lasting();
        let sits = panel.is_some_and(|panel| panel.has(&visit.actor));
        let stage = panel.map_or(Stage::Over, Panel::stage);
        let gives = visit.may(Action::GiveOpinion, relation).is_ok();
        match self {
            Self::TakeUp => {
                opened.recorded.is_some()
                    && opened.above.is_some()
                    && visit.may(Action::RecordService, relation).is_ok()
                    && opened.entered.held.is_served_by(&visit.actor)
            }
            Self::Request => {
                panel.is_none()
                    && opened.recorded.is_none()
                    && opened.gate.is_some()
                    && opened.above.is_some()
                    && visit.may(Action::RecordService, relation).is_ok()
                    && opened.entered.held.is_served_by(&visit.actor)
            }
            Self::Accept => panel.is_some_and(|panel| panel.is_named_by(&visit.actor)) && gives,
            Self::Opinion => stage == Stage::Sitting && sits && gives,
            Self::Feedback => panel.is_some() && visit.may(Action::RecordService, relation).is_ok(),
            Self::End => {
                panel.is_some_and(|panel| panel.is_ended_by(&visit.actor, relation)) && gives
            }
        }
    }

    /// Gives the form, filled in with what is known.
    pub(super) fn form(self, opened: &Opened, visit: &Visit) -> Form {
        let subject = opened.entered.held.subject;
        let path = format!("/people/{subject}/panel/{}", self.mark());
        let panel = opened.lasting();
        let form = |submit: &str| Form::new(path, submit, visit.once_key());
        let form = match self {
            Self::Request => form("提交申请").field(
                Field::lines(WORDS, "要请专家研究的问题").required().hint(format!(
                    "一句话说明难处，例如“三次推荐都因排班不合，怎样调整求职方向”，不必写姓名；{}受理、确定专家以后，本人的台账在会诊期间可由列入的专家查阅",
                    opened.above.as_deref().unwrap_or_default()
                )),
            ),
            Self::TakeUp => {
                let question =
                    opened.recorded.as_ref().map(|panel| question(&opened.past, panel));
                form("提交上一级机构").field(
                    Field::lines(WORDS, "要请专家研究的问题")
                        .required()
                        .value(question.unwrap_or_default())
                        .hint(format!(
                            "台账里写明的已经填好，可以补充；提交后由{}受理、确定专家，本人的台账在会诊期间可由列入的专家查阅",
                            opened.above.as_deref().unwrap_or_default()
                        )),
                )
            }
            Self::Accept => {
                let mut experts =
                    Field::any(EXPERTS, "专家小组", opened.experts.clone()).required();
                experts.values = panel
                    .map(|panel| panel.members.iter().map(ToString::to_string).collect())
                    .unwrap_or_default();
                let sits_on = panel.and_then(|panel| panel.sits_on).unwrap_or(opened.workday);
                form("确定")
                    .field(experts.hint("两级机构各至少一人；只有列入的专家可以查阅台账"))
                    .field(Field::day(DAY, "会诊日期").required().value(sits_on.to_string()))
            }
            Self::Opinion => form("提出")
                .field(
                    Field::lines(WORDS, "意见和建议")
                        .required()
                        .hint("写明建议调整什么；专员须在 5 个工作日内会同本人调整方案"),
                )
                .field(Field::day(DAY, "日期").required().value(visit.today.to_string())),
            Self::Feedback => form("反馈").field(
                Field::lines(WORDS, "情况")
                    .required()
                    .hint("指导、推荐、回访的进展和新的难处；上次以来的台账记录已列在下面，不必重抄"),
            ),
            Self::End => form("确认").field(
                Field::line(WORDS, "理由")
                    .required()
                    .hint("本人上岗或协议终止时会诊自行结束，不必在此办理（BJ18-28(4)）"),
            ),
        };
        match panel.or(opened.recorded.as_ref()) {
            Some(panel) => form.hidden(PANEL, panel.request.to_string()),
            None => form,
        }
    }
}

/// Gives the forms that the actor may send, with the one that came back in its place.
pub(super) fn forms(
    opened: &Opened,
    visit: &Visit,
    came_back: Option<(Ask, Form)>,
) -> Vec<(Ask, Form)> {
    let mut came_back = came_back;
    let mut forms = Vec::new();
    for ask in Ask::ALL {
        if let Some((_, form)) = came_back.take_if(|(known, _)| *known == ask) {
            forms.push((ask, form));
        } else if ask.is_offered(opened, visit) {
            forms.push((ask, ask.form(opened, visit)));
        }
    }
    forms
}

/// Whom the experts can be chosen from.
pub(super) fn choice(staff: &offices::Staff) -> Choice {
    let roles: Vec<&str> = staff.roles.as_slice().iter().map(|role| role.term()).collect();
    let label = format!("{}（{}，{}）", staff.name, staff.office_name, roles.join("、"));
    Choice::new(staff.staff_id.to_string(), label)
}
