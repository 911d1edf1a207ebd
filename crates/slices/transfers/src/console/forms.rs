//! The forms of a transfer, each for whoever's turn it is.

use access::{Action, Relation};
use web::{Choice, Field, Form, Visit};

use super::visits::Opened;
use crate::actions::find::Transfer;
use crate::model::{AskedFor, Ground, Said, Turn};

/// What is done with a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    Request,
    Verify,
    Forward,
    Approve,
    Accept,
    Refuse,
    SendBack,
    Withdraw,
}

pub(super) const TRANSFER: &str = "transfer";
pub(super) const TO: &str = "to";
pub(super) const GROUND: &str = "ground";
pub(super) const REASON: &str = "reason";
pub(super) const ADDRESS: &str = "address";
pub(super) const ASKED_FOR: &str = "asked_for";
pub(super) const VERIFIED: &str = "verified";
pub(super) const WORDS: &str = "words";
pub(super) const BY: &str = "by";
pub(super) const BY_PERSON: &str = "person";
pub(super) const BY_OFFICE: &str = "office";
pub(super) const HOW: &str = "how";
pub(super) const ON: &str = "on";
pub(super) const OFFICER: &str = "officer";
pub(super) const HOME: &str = "home";
pub(super) const HOME_ADDRESS: &str = "home_address";
pub(super) const HOUSEHOLD: &str = "household";
pub(super) const HOUSEHOLD_ADDRESS: &str = "household_address";

impl Ask {
    const ALL: [Self; 8] = [
        Self::Request,
        Self::Verify,
        Self::Forward,
        Self::Approve,
        Self::Accept,
        Self::Refuse,
        Self::SendBack,
        Self::Withdraw,
    ];

    /// The last part of its address, by which a page leads to it.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Verify => "verify",
            Self::Forward => "forward",
            Self::Approve => "approve",
            Self::Accept => "accept",
            Self::Refuse => "refuse",
            Self::SendBack => "send-back",
            Self::Withdraw => "withdraw",
        }
    }

    /// What its part of the page is called.
    pub(super) const fn heading(self, turn: Turn) -> &'static str {
        match self {
            Self::Request => "申请划转",
            Self::Verify => "核实",
            Self::Forward => match turn {
                Turn::PassOn { .. } => "上报上一级机构",
                _ => "提交上一级机构",
            },
            Self::Approve => "批准",
            Self::Accept => "接收并指定专员",
            Self::Refuse => "不予办理",
            Self::SendBack => "退回",
            Self::Withdraw => "撤回",
        }
    }

    /// Tells whether it is what one comes for rarely, and so opens on demand.
    pub(super) const fn is_rare(self) -> bool {
        matches!(self, Self::Refuse | Self::SendBack | Self::Withdraw)
    }

    /// Tells whether the actor may send it, as far as the page knows; the action asks again.
    fn is_offered(self, opened: &Opened, visit: &Visit) -> bool {
        let relation = opened.entered.relation;
        let own = opened.entered.held.office_code;
        let office = visit.actor.area.first;
        let may = |action| visit.may(action, relation).is_ok();
        let Some(transfer) = opened.going_on() else {
            return self == Self::Request && may(Action::RequestTransfer);
        };
        let turn = opened.turn(transfer);
        let is_head_of = |code: i64| office == code && may(Action::DecideTransfer);
        let verifies =
            || may(Action::RequestTransfer) && opened.entered.held.is_served_by(&visit.actor);
        match (self, turn) {
            (Self::Verify | Self::Refuse, Turn::Verify) => verifies(),
            (Self::Forward | Self::Refuse, Turn::Submit) => is_head_of(own),
            (Self::Forward | Self::Refuse, Turn::PassOn { at, .. })
            | (Self::Refuse, Turn::Decide { at }) => is_head_of(at),
            (Self::Approve, Turn::Decide { at }) => is_head_of(at) && !is_own(transfer, visit),
            (Self::Accept | Self::SendBack, Turn::Receive) => {
                office == transfer.to_office_code
                    && relation == Relation::Consulted
                    && may(Action::ReceiveTransfer)
            }
            (Self::Withdraw, _) => {
                may(Action::RequestTransfer)
                    && (transfer.asked_for == AskedFor::Person
                        || visit.actor.is_or_stands_in_for(transfer.asked_by))
            }
            _ => false,
        }
    }

    /// Gives the form, filled in with what is known.
    pub(super) fn form(self, opened: &Opened, visit: &Visit) -> Form {
        let subject = opened.entered.held.subject;
        let path = format!("/people/{subject}/transfer/{}", self.mark());
        let transfer = opened.going_on();
        let form = |submit: &str| Form::new(path, submit, visit.once_key());
        let form = match self {
            Self::Request => return request(form("提出申请"), opened, visit),
            Self::Verify => form("核实无误，报负责人").field(
                Field::lines(WORDS, "核实的情况")
                    .required()
                    .hint("例如：已看新的户口簿（或居住登记），与申请一致"),
            ),
            Self::Forward => form(match transfer.map(|transfer| opened.turn(transfer)) {
                Some(Turn::PassOn { .. }) => "上报",
                _ => "提交",
            })
            .field(Field::line(WORDS, "说明")),
            Self::Approve => form("批准").field(
                Field::line(WORDS, "说明")
                    .hint("批准后由新机构接收；接收的同时原协议终止、责任转过去，中间没有空档；没有办完的见上面"),
            ),
            Self::Accept => {
                let own = visit.actor.serves_as().to_string();
                let is_choice = opened.officers.iter().any(|choice| choice.value == own);
                let officer = Field::of(OFFICER, "就业援助服务专员", opened.officers.clone())
                    .required()
                    .hint("接收后由专员与本人重新签订协议（BJ18-23、BJ18-24）");
                let form = form("接收").field(if is_choice { officer.value(own) } else { officer });
                match transfer {
                    Some(transfer) => household(home(form, opened, transfer), opened, transfer),
                    None => form,
                }
            }
            Self::Refuse => form("不予办理").field(
                Field::lines(WORDS, "理由").required().hint("会告诉本人：哪里不符合，怎样才可以"),
            ),
            Self::SendBack => form("退回").field(
                Field::lines(WORDS, "退回的理由")
                    .required()
                    .hint("退回后本人仍由原机构服务，原协议不变"),
            ),
            Self::Withdraw => match transfer {
                Some(transfer) if transfer.asked_for == AskedFor::Person => {
                    on_their_word(form("撤回申请"), visit)
                }
                _ => form("撤回申请").field(Field::line(WORDS, "说明")),
            },
        };
        match transfer {
            Some(transfer) => form.hidden(TRANSFER, transfer.id.to_string()),
            None => form,
        }
    }
}

/// Asks on whose word that ends which the person asked for.
fn on_their_word(form: Form, visit: &Visit) -> Form {
    let by = vec![
        Choice::new(BY_PERSON, "本人不再申请（不必说明理由）"),
        Choice::new(BY_OFFICE, "本机构撤回：登记错了、重复登记等"),
    ];
    let how = Said::ALL.map(|how| Choice::new(how.name(), how.term())).to_vec();
    form.field(Field::one(BY, "谁要撤回", by).required())
        .field(Field::one(HOW, "本人怎样说的；本机构撤回的，怎样告知本人的", how).required())
        .field(Field::day(ON, "哪一天").required().value(visit.today.to_string()))
        .field(
            Field::sentence(WORDS, "一句话")
                .hint("本人的话，没有可以不填；本机构撤回的必填理由，写给本人看"),
        )
}

/// Asks where the person lives now: within the area of the office that accepts them.
fn home(form: Form, opened: &Opened, transfer: &Transfer) -> Form {
    let moved = transfer.ground == Ground::Residence;
    let home = Field::of(HOME, "现在居住的社区（村）", opened.communities.clone());
    let home = match opened.lives_at(transfer) {
        Some(code) if moved => home.value(code),
        _ => home,
    };
    let address = Field::line(HOME_ADDRESS, "新的详细地址")
        .hint("门牌还不知道的留空，签协议时再问；搬了家的，原来的门牌不再沿用");
    if moved {
        let said = transfer.address.reveal();
        let address = if said.is_empty() { address } else { address.value(said) };
        form.field(home.required().hint("接收时一并记入档案")).field(address)
    } else {
        form.field(home.hint("居住地没有变的不选；选择的，接收时一并记入档案")).field(address)
    }
}

/// Asks where the household is registered now, where that is why the person comes over.
fn household(form: Form, opened: &Opened, transfer: &Transfer) -> Form {
    if transfer.ground != Ground::Household {
        return form;
    }
    let place = Field::line(HOUSEHOLD, "现在的户籍所在地")
        .required()
        .hint("按新的户口簿填到区县，例如：北京市朝阳区；接收时一并记入档案，须归本机构服务（BJ18-23）")
        .value(opened.household.clone());
    let address = Field::line(HOUSEHOLD_ADDRESS, "新的户籍地址").hint("还不知道的留空");
    let said = transfer.address.reveal();
    form.field(place).field(if said.is_empty() { address } else { address.value(said) })
}

fn request(form: Form, opened: &Opened, visit: &Visit) -> Form {
    let asked_for = AskedFor::ALL.map(|who| Choice::new(who.text(), who.term())).to_vec();
    let grounds = Ground::ALL.map(|ground| Choice::new(ground.text(), ground.term())).to_vec();
    let to = Field::of(TO, "改由哪个街道（乡镇）服务", opened.offices.clone()).required();
    let to = match &opened.suggested {
        Some(code) => to.value(code.clone()).hint("已按档案中的居住地填好，请核对"),
        None => to.hint("按本人的新户籍地或新常住地选择"),
    };
    let form = form
        .field(Field::one(ASKED_FOR, "谁提出", asked_for).required().value(AskedFor::Person.text()))
        .field(to)
        .field(
            Field::one(GROUND, "理由", grounds)
                .required()
                .value(Ground::Residence.text())
                .hint("只在户籍地和常住地之间改选的是就近就便，新机构须服务其中一地"),
        )
        .field(Field::lines(REASON, "一句话说明").required())
        .field(Field::line(ADDRESS, "新的地址").hint(
            "写明新住处的社区（村）和门牌，或新的户籍地址，接收时据此记入档案；没有变的不填",
        ));
    if opened.entered.held.is_served_by(&visit.actor) {
        let hint = "已经核实的在此写明，申请直接报负责人；没有核实的留空，以后再核实";
        form.field(Field::lines(VERIFIED, "核实的情况").hint(hint))
    } else {
        form
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

/// Tells whether the actor, or somebody they stand in for, asked for a transfer or verified it.
pub(super) fn is_own(transfer: &Transfer, visit: &Visit) -> bool {
    let mut by = transfer.verified_by().into_iter().chain([transfer.asked_by]);
    by.any(|staff| visit.actor.is_or_stands_in_for(staff))
}
