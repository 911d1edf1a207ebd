//! The states that open a gate: a right of the subject or a power of the office (rulebook §3).
//!
//! A gate never acts by itself; it shows that somebody may act, and why.

use kernel::Day;

use crate::calendar::months_later;
use crate::law::{Law, Parameter, RegulationId};
use crate::life::{Life, Place};

/// Names a gate that a ledger decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Gate {
    /// BJ18 第十三条第三款: registered as unemployed, silent for more than six months.
    SilentUnemployed,
    /// BJ18 第二十一条第（二）项: willing, but never registers, and silent.
    WillingNeverRegisters,
    /// BJ18 第二十一条第（三）项: unwilling.
    Unwilling,
    /// BJ18 第二十八条: the experts may be asked.
    Consultation,
    /// BJ18 第二十九条: the agreement may be terminated.
    Termination,
    /// BJ18 第三十条: a public-welfare post may be recommended.
    PublicPost,
}

impl Gate {
    /// The regulation that opens them all.
    pub const REGULATION: RegulationId = RegulationId::Bj18;

    /// Every gate, in the order of the articles.
    pub const ALL: [Self; 6] = [
        Self::SilentUnemployed,
        Self::WillingNeverRegisters,
        Self::Unwilling,
        Self::Consultation,
        Self::Termination,
        Self::PublicPost,
    ];

    /// Gives the clause that names the gate.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::SilentUnemployed => "BJ18-13(3)",
            Self::WillingNeverRegisters => "BJ18-21(2)",
            Self::Unwilling => "BJ18-21(3)",
            Self::Consultation => "BJ18-28",
            Self::Termination => "BJ18-29",
            Self::PublicPost => "BJ18-30",
        }
    }

    /// Says what the gate allows, as a user reads it.
    #[must_use]
    pub const fn allows(self) -> &'static str {
        match self {
            Self::SilentUnemployed => "可以停止服务：登记失业人员超过规定时间未联系",
            Self::WillingNeverRegisters => {
                "可以停止服务：多次跟踪摸查有意愿而始终不登记，且超过规定时间未联系"
            }
            Self::Unwilling => "可以停止服务：多次跟踪摸查仍无就业意愿",
            Self::Consultation => "可以申请专家会诊",
            Self::Termination => "可以终止协议：本人明确拒绝服务，须经专员核实、机构批准",
            Self::PublicPost => "可以推荐公益性岗位",
        }
    }

    /// Says what is known where the ledger alone is asked, as a user reads it: of what further conditions decide as well,
    /// that the ledger's are met, and where the others are shown. BJ18-30 asks for a plan that was carried out, recognised
    /// hardship and working age besides.
    #[must_use]
    pub const fn known(self) -> &'static str {
        match self {
            Self::PublicPost => {
                "推荐公益性岗位：台账上的条件已满足；援助方案、困难认定和年龄在推荐页逐项核对"
            }
            _ => self.allows(),
        }
    }

    /// Gives the day from which the gate holds in this state, which may be past; nothing where no
    /// passing of time alone would open it.
    pub(crate) fn holds_from(self, life: &Life, law: &Law) -> Option<Day> {
        match self {
            Self::SilentUnemployed => {
                life.unemployment_registered?;
                not_stopped(life)?;
                silent_until(life, law, Parameter::Silence)
            }
            Self::WillingNeverRegisters => {
                let surveys = life.follow_up_surveys.len();
                let wanted = usize::from(value(law, Parameter::WillingSurveys, life));
                let holds = surveys >= wanted
                    && !life.seeker_registered
                    && life.last_follow_up_is_willing() == Some(true);
                holds.then_some(())?;
                not_stopped(life)?;
                silent_until(life, law, Parameter::WillingSilence)
            }
            Self::Unwilling => {
                let wanted = u32::from(value(law, Parameter::UnwillingSurveys, life));
                let holds = life.unwilling_surveys >= wanted
                    && !life.seeker_registered
                    && life.last_follow_up_is_willing() == Some(false);
                holds.then_some(())?;
                not_stopped(life)?;
                Some(Day::FIRST)
            }
            Self::Consultation => {
                let agreement = life.agreement.as_ref()?;
                let history = law.parameter(Parameter::ConsultationRecommendations);
                let wanted = history.on(agreement.signed_on).value;
                let holds =
                    is_ready_and_out_of_work(life) && agreement.not_hired >= u32::from(wanted);
                holds.then_some(Day::FIRST)
            }
            Self::Termination => {
                life.agreement.as_ref()?.declined?;
                Some(Day::FIRST)
            }
            Self::PublicPost => {
                let agreement = life.agreement.as_ref()?;
                let history = law.parameter(Parameter::PublicPostRecommendations);
                let wanted = history.on(agreement.signed_on).value;
                let holds = is_ready_and_out_of_work(life)
                    && agreement.duties_met
                    && agreement.not_hired_not_own_cause >= u32::from(wanted);
                let months = law.parameter(Parameter::PublicPostMonths).on(agreement.signed_on);
                holds.then(|| months_later(agreement.signed_on, months.value))
            }
        }
    }

    /// Gives the entry from which the time ran that opened the gate.
    pub(crate) fn time_ran_from(self, life: &Life) -> Option<Place> {
        match self {
            Self::PublicPost => life.agreement.as_ref().map(|agreement| agreement.signed),
            _ => life.silent_from.map(|(place, _)| place),
        }
    }

    /// Gives the entries that show that the gate holds, in their order.
    pub(crate) fn evidence(self, life: &Life) -> Vec<Place> {
        let silence = life.silent_from.map(|(place, _)| place);
        let readiness = life.readiness.map(|(place, _)| place);
        let signed = life.agreement.as_ref().map(|agreement| agreement.signed);
        let mut places = match self {
            Self::SilentUnemployed => {
                life.unemployment_registered.into_iter().chain(silence).collect()
            }
            Self::WillingNeverRegisters => {
                let surveys = life.follow_up_surveys.iter().map(|survey| survey.place);
                surveys.chain(silence).collect()
            }
            Self::Unwilling => {
                let unwilling = life.follow_up_surveys.iter().filter(|survey| !survey.willing);
                unwilling.map(|survey| survey.place).collect::<Vec<_>>()
            }
            Self::Consultation => {
                let recommendations = life.fruitless_recommendations(false);
                signed.into_iter().chain(readiness).chain(recommendations).collect()
            }
            Self::Termination => {
                let declined = life.agreement.as_ref().and_then(|agreement| agreement.declined);
                signed.into_iter().chain(declined).collect()
            }
            Self::PublicPost => {
                let recommendations = life.fruitless_recommendations(true);
                signed.into_iter().chain(readiness).chain(recommendations).collect()
            }
        };
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// After a stop no stop gate holds until the subject comes back by an entry of their own.
fn not_stopped(life: &Life) -> Option<()> {
    (!life.stopped).then_some(())
}

/// "超过 N 个月未联系" holds from the day after the day N months later.
fn silent_until(life: &Life, law: &Law, parameter: Parameter) -> Option<Day> {
    let (_, last_contact) = life.silent_from?;
    let months = law.parameter(parameter).on(last_contact).value;
    Some(months_later(last_contact, months).plus_days(1))
}

fn is_ready_and_out_of_work(life: &Life) -> bool {
    !life.at_work && matches!(life.readiness, Some((_, true)))
}

/// The figure in force on the day from which silence is counted, the start of every such period.
pub(crate) fn value(law: &Law, parameter: Parameter, life: &Life) -> u16 {
    let history = law.parameter(parameter);
    life.silent_from.map_or(u16::MAX, |(_, day)| history.on(day).value)
}
