//! Why a service does not fit where a person stands.

use std::fmt;

use kernel::Day;

use super::conditions::Condition;

/// Why a service does not fit where a person stands, or what was answered. Each says the clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is a ledger.
    LedgerOpened(Option<Day>),
    /// There is a demand file.
    DemandFileOpened(Day),
    /// Registered as a seeker already.
    SeekerRegistered(Day),
    /// Not registered as a seeker; what it is asked for.
    NotASeeker(&'static str),
    /// A claim waits for its decision.
    ClaimPending(Day),
    /// There is no claim to decide on.
    NoClaim,
    /// Registered as unemployed already.
    Unemployed,
    /// Not registered as unemployed.
    NotUnemployed,
    /// Whoever works is not unemployed.
    AtWork(Day),
    /// Not at work.
    NotAtWork,
    /// Recognised already.
    InHardship(Day),
    /// Not recognised.
    NotInHardship(&'static str),
    /// Not of working age, in the words of the law's reasoning.
    NotOfWorkingAge(String),
    /// Younger than the group asks for: the age on that day, and the age asked for.
    NotOfGroupAge(i32, i32),
    /// No agreement is in force.
    NoAgreement(&'static str),
    /// No plan was adopted under the agreement.
    NoPlan,
    /// Nothing that it could be about.
    NothingAbout(&'static str),
    /// A gate does not hold: what it would allow, its clause, and each condition.
    GateShut(&'static str, &'static str, Vec<Condition>),
    /// No gate to stop holds.
    NoStopGate,
    /// Nobody is placed in a public-welfare post.
    NotPlaced,
    /// Placed in a public-welfare post since a day.
    Placed(Day),
    /// A group is none of the regulation's, nor one that was in force there on the day.
    NoGroup(String),
    /// Whoever is not willing does not register.
    UnwillingRegisters,
    /// A reason is missing.
    ReasonWanted,
    /// The stage of the training is missing.
    StageWanted,
    /// It is not said whose cause it was.
    CauseWanted,
    /// Hired, for a cause of their own.
    HiredByCause,
    /// A training ends before it begins.
    EndsBeforeStart,
    /// Lies before what it is about.
    BeforeCause(Day),
    /// Lies in the future.
    NotYet,
}

impl Unfit {
    /// Gives the name of the question at which it is shown; none for the form as a whole.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NoGroup(_) | Self::NotOfGroupAge(..) => "group",
            Self::UnwillingRegisters => "registers",
            Self::ReasonWanted => "reason",
            Self::StageWanted => "stage",
            Self::CauseWanted | Self::HiredByCause => "own_cause",
            Self::EndsBeforeStart => "ends",
            Self::BeforeCause(_) | Self::NotYet => "on",
            _ => "",
        }
    }
}

/// Lists what is not met yet.
fn list(out: &mut fmt::Formatter<'_>, conditions: &[Condition]) -> fmt::Result {
    let unmet = conditions.iter().filter(|condition| !condition.is_met);
    let words: Vec<&str> = unmet.map(|condition| &*condition.words).collect();
    if words.is_empty() {
        Ok(())
    } else {
        write!(out, "；还没有满足：{}", words.join("；"))
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LedgerOpened(Some(day)) => {
                write!(out, "个人服务台账已于 {day} 建立，一人一份，不必再建（BJ18-11）")
            }
            Self::LedgerOpened(None) => {
                out.write_str("个人服务台账已经建立，一人一份，不必再建（BJ18-11）")
            }
            Self::DemandFileOpened(day) => {
                write!(out, "就业需求档案已于 {day} 建立，不必再建（BJ18-20）")
            }
            Self::SeekerRegistered(day) => write!(
                out,
                "{day} 的求职登记仍然有效，不必再登记；信息有变的请修改资料，要重新登记的请先归档（BJ18-11、BJ18-16）"
            ),
            Self::NotASeeker(what) => {
                write!(out, "本人没有有效的求职登记，{what}；请先办理求职登记")
            }
            Self::ClaimPending(day) => {
                write!(out, "{day} 的失业登记申请还没有办结，不必再申请；请先办结这一件（NA18-3）")
            }
            Self::NoClaim => out.write_str(
                "没有待办结的失业登记申请；失业登记依本人申请办理，请先记录申请（NA18-3）",
            ),
            Self::Unemployed => {
                out.write_str("失业登记仍然有效，不必再办；要重办的请先注销（NA18-3）")
            }
            Self::NotUnemployed => out.write_str("没有有效的失业登记可以注销（NA18-3）"),
            Self::AtWork(day) => write!(
                out,
                "台账显示本人自 {day} 起在岗；已经离职的请先记录离职（NA18-3：处于无业状态的可以登记；BJ18-27(4)：每次上岗分别回访）"
            ),
            Self::NotAtWork => out.write_str(
                "台账没有显示本人在岗，没有离职可记；上岗没有记录的请先补记（BJ18-27(4)）",
            ),
            Self::InHardship(day) => {
                write!(out, "{day} 的就业困难人员认定仍然有效；类别有变的请先退出再认定（BJ18-26）")
            }
            Self::NotInHardship(what) => {
                write!(out, "本人没有有效的就业困难人员认定，{what}")
            }
            Self::NotOfWorkingAge(reasoning) => {
                write!(out, "就业困难人员须在劳动年龄内（NA18-3）：{reasoning}")
            }
            Self::NotOfGroupAge(age, least) => write!(
                out,
                "按档案，本人这一天 {age} 周岁，这一类别要求满 {least} 周岁；请核对类别，档案有误的先更正"
            ),
            Self::NoAgreement(what) => {
                write!(out, "没有在执行的就业援助服务协议，{what}；请先签订协议")
            }
            Self::NoPlan => {
                out.write_str("本期协议还没有制定方案，没有可以修订的；请先制定方案（BJ18-26(1)）")
            }
            Self::NothingAbout(what) => out.write_str(what),
            Self::GateShut(what, clause, conditions) => {
                write!(out, "现在不能{what}（{clause}）")?;
                list(out, conditions)
            }
            Self::NoStopGate => out.write_str(
                "现在没有可以停止服务的情形（BJ18-13、BJ18-21、BJ18-29）；各种情形的条件见“停止服务”一页",
            ),
            Self::NotPlaced => out.write_str("没有在公益性岗位安置的记录（BJ18-30）"),
            Self::Placed(day) => write!(
                out,
                "本人自 {day} 起在公益性岗位安置，援助协议已随安置终止；安置期内由专员继续引导，不另签协议，期满后符合条件的再签（BJ18-30）"
            ),
            Self::NoGroup(group) => write!(
                out,
                "“{group}”在这一天不是可以认定的类别：规定的类别见所列各项（BJ18-18），市、区另行确定的须在执行期内、在其适用地区（BJ18-33）"
            ),
            Self::UnwillingRegisters => {
                out.write_str("表示暂无就业意愿的不会求职登记；请核对这两项（BJ18-21）")
            }
            Self::ReasonWanted => {
                out.write_str("暂无就业意愿的，请选择具体原因（BJ18-19 第（二）项）")
            }
            Self::StageWanted => {
                out.write_str("回访培训见习的，请选择初期、中期或终期（BJ18-27(2)）")
            }
            Self::CauseWanted => {
                out.write_str("没有录用的，请选择是不是本人原因（BJ18-30 只计不是本人原因的）")
            }
            Self::HiredByCause => out.write_str("已经录用的，没有“本人原因”；请核对这两项"),
            Self::EndsBeforeStart => out.write_str("计划结束日不能早于开始的日期"),
            Self::BeforeCause(day) => {
                write!(out, "日期不能早于所针对的那一项（{day}）")
            }
            Self::NotYet => {
                out.write_str("日期在今天之后；台账只记录已经发生的事，请改为今天或以前")
            }
        }
    }
}

impl std::error::Error for Unfit {}
