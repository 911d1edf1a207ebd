//! How ordering a move looks: whose people whose become, since when, why.

use std::collections::HashMap;

use offices::Staff;
use store::ActorId;
use web::parts::{Button, Buttons, Facts};
use web::{Choice, Field, Form, Notice, Page, Submitted, Visit};

use super::office_asked::{Asked, FROM};
use super::office_choose::{PATH, page};
use crate::MoveId;
use crate::actions::rehearse::{Rehearsal, Scope};

pub(super) const ON: &str = "on";
pub(super) const REASON: &str = "reason";
/// The button that leads back from the preview to the order.
pub(super) const BACK: &str = "back";
/// Whose people the successors are asked for, in the order of the fields.
pub(super) const WHOSE: &str = "whose";

macro_rules! successors {
    ($($place:literal),+) => { [$(concat!("successor_", $place)),+] };
}

/// The names under which successors are sent, as many officers as one office may have.
pub(super) const SUCCESSORS: [&str; 40] = successors!(
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
    27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40
);

/// An officer whose people go over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Officer {
    pub(super) id: ActorId,
    pub(super) name: String,
    /// How many of their people go over.
    pub(super) people: i64,
}

/// What is ordered, as far as it is known.
pub(super) struct Order {
    pub(super) asked: Asked,
    pub(super) from_name: String,
    pub(super) to_name: String,
    pub(super) rehearsal: Option<Rehearsal>,
    /// Why it cannot be done.
    pub(super) refusal: Option<String>,
    /// A move from the same place that is not finished.
    pub(super) unfinished: Option<MoveId>,
    /// Whose people go over.
    pub(super) officers: Vec<Officer>,
    /// How many go over who have no officer.
    pub(super) without_officer: i64,
    /// Who can take them on, and for how many they answer now.
    pub(super) receivers: Vec<(Staff, i64)>,
}

impl Order {
    pub(super) const fn new(asked: Asked) -> Self {
        Self {
            asked,
            from_name: String::new(),
            to_name: String::new(),
            rehearsal: None,
            refusal: None,
            unfinished: None,
            officers: Vec::new(),
            without_officer: 0,
            receivers: Vec::new(),
        }
    }

    /// Who goes over, in words.
    pub(super) fn who_goes(&self) -> String {
        match self.asked.scope {
            Scope::Office => format!("{}的全部服务对象", self.from_name),
            Scope::Community => format!("居住在{}的服务对象", self.from_name),
        }
    }

    /// Tells whether an officer works in the new office already.
    fn is_there(&self, officer: ActorId) -> bool {
        self.receivers.iter().any(|(staff, _)| staff.staff_id == officer)
    }

    /// Gives whose people the fields ask for, one after the other: as the form that was sent did, so that each answer
    /// stays with the officer whom it was given for; who came since stands last.
    fn whose(&self, sent: &Submitted) -> Vec<ActorId> {
        let named = sent.text(WHOSE).unwrap_or_default().split(',');
        let named = named.filter_map(|id| id.parse().ok()).take(SUCCESSORS.len());
        let mut whose: Vec<ActorId> = Vec::new();
        for id in named.chain(self.officers.iter().map(|officer| officer.id)) {
            if !whose.contains(&id) {
                whose.push(id);
            }
        }
        whose
    }

    /// The form that orders it.
    pub(super) fn form(&self, visit: &Visit, sent: &Submitted) -> Form {
        let whose = self.whose(sent);
        let mut form = Form::new(format!("{PATH}/preview"), "预览", visit.once_key());
        for (name, value) in self.asked.hidden() {
            form = form.hidden(name, value);
        }
        let mut lead = "可以逐人指定；不指定的，由接收机构的负责人以后指定（BJ18-23）".to_owned();
        if self.without_officer > 0 {
            lead = format!("{lead}；另有 {} 个现在没有专员", self.without_officer);
        }
        if self.officers.len() > SUCCESSORS.len() {
            lead = format!("{lead}；专员超过 {} 名，其余由接收机构指定", SUCCESSORS.len());
        }
        form = form.group("接手的专员", lead);
        for (name, id) in SUCCESSORS.iter().zip(&whose) {
            // Somebody whose people have all gone elsewhere by now is not asked about any more.
            if let Some(officer) = self.officers.iter().find(|officer| officer.id == *id) {
                form = form.field(self.successor(name, officer));
            }
        }
        form.group("决定", "")
            .field(Field::day(ON, "决定日期").required().value(visit.today.to_string()))
            .field(
                Field::sentence(REASON, "依据")
                    .required()
                    .hint("例如：区划调整的文号；会记入每个人的历史，请不要写个人情况"),
            )
            .hidden(WHOSE, ids(&whose))
            .cancel(format!("{PATH}?{FROM}={}", self.asked.office))
    }

    /// The same with what was sent.
    pub(super) fn taken(&self, visit: &Visit, sent: &Submitted) -> Form {
        let mut form = self.form(visit, sent);
        form.take(sent);
        let whose = ids(&self.whose(sent));
        form.hidden.retain(|(name, _)| name != WHOSE);
        form.hidden(WHOSE, whose)
    }

    fn successor(&self, name: &'static str, officer: &Officer) -> Field {
        let nobody = if self.is_there(officer.id) {
            format!("仍由{}负责（已在接收机构）", officer.name)
        } else {
            "由接收机构以后指定".to_owned()
        };
        let others = self.receivers.iter().filter(|(staff, _)| staff.staff_id != officer.id);
        let choices = others.map(|(staff, load)| {
            let words = format!("{}（{}，现负责 {load} 个）", staff.name, staff.roles);
            Choice::new(staff.staff_id.to_string(), words)
        });
        let choices = std::iter::once(Choice::new("", nobody)).chain(choices).collect();
        Field::of(name, format!("{}名下的 {} 个", officer.name, officer.people), choices)
    }

    /// Tells whose the people of an officer become; nobody where the new office will name one.
    pub(super) fn becomes(
        &self,
        officer: ActorId,
        pairs: &[(ActorId, ActorId)],
    ) -> Option<&(Staff, i64)> {
        let pair = pairs.iter().find(|(from, _)| *from == officer);
        let to = pair.map_or(officer, |(_, to)| *to);
        self.receivers.iter().find(|(staff, _)| staff.staff_id == to)
    }

    /// Tells for how many each of those who take on answers afterwards.
    pub(super) fn loads_after(&self, pairs: &[(ActorId, ActorId)]) -> HashMap<ActorId, i64> {
        let mut loads: HashMap<ActorId, i64> =
            self.receivers.iter().map(|(staff, load)| (staff.staff_id, *load)).collect();
        for officer in &self.officers {
            let to = self.becomes(officer.id, pairs).map(|(staff, _)| staff.staff_id);
            for (who, change) in [(Some(officer.id), -officer.people), (to, officer.people)] {
                if let Some(load) = who.and_then(|who| loads.get_mut(&who)) {
                    *load += change;
                }
            }
        }
        loads
    }
}

/// Reads whose people whose become.
pub(super) fn pairs(form: &Form) -> Vec<(ActorId, ActorId)> {
    let whose = form.hidden.iter().find(|(name, _)| name == WHOSE);
    let whose = whose.map(|(_, ids)| ids.as_str()).unwrap_or_default();
    let pair = |(name, id): (&&str, &str)| {
        let from: ActorId = id.parse().ok()?;
        Some((from, form.text(name)?.parse().ok()?))
    };
    SUCCESSORS.iter().zip(whose.split(',')).filter_map(pair).collect()
}

/// Whose people, as a form says it.
pub(super) fn ids(whose: &[ActorId]) -> String {
    whose.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Shows who would go over, and the form that orders it.
pub(super) fn order_page(order: &Order, form: &Form) -> Page {
    let mut page = page(2);
    if let Some(id) = order.unfinished {
        page = page
            .notice(Notice::soon(
                "同一范围还有一次没有完成的整体划转；一般应先继续那一次，不必另办",
            ))
            .tool(Button::link("看没有完成的划转", format!("{PATH}/{id}")));
    }
    let facts = Facts::new("").words("划转", order.who_goes()).words("接收机构", &order.to_name);
    let Some(rehearsal) = &order.rehearsal else {
        let words = order.refusal.clone().unwrap_or_default();
        let back = format!("{PATH}?{FROM}={}", order.asked.office);
        let again = Buttons(vec![Button::link("重新选择", back).main()]);
        // What was typed is not lost; what is wrong then stands above it.
        return if form.words(REASON).is_empty() {
            page.notice(Notice::stop(words)).part(&facts).part(&again)
        } else {
            page.part(&facts).part(form).part(&again)
        };
    };
    let facts = facts.words(
        "数量",
        format!("{} 个，其中 {} 个的援助协议继续执行", rehearsal.people, rehearsal.agreements),
    );
    if order.receivers.is_empty() {
        page = page.notice(Notice::soon(
            "接收机构现在没有在岗的援助专员或职业指导员：可以划转，但应尽快为每人指定专员（BJ18-23）",
        ));
    }
    page.part(&facts).part(form)
}
