//! Whether a service fits where a person stands.

use rules::{Gate, Kind, Position};

use super::conditions::conditions;
use super::then::Then;
use super::unfit::Unfit;

/// The gates that allow to stop the service.
const STOP_GATES: [Gate; 4] =
    [Gate::SilentUnemployed, Gate::WillingNeverRegisters, Gate::Unwilling, Gate::Termination];

/// Tells whether a service fits; with a remark where it means something particular.
pub fn possible(kind: Kind, then: &Then<'_>) -> Result<Option<&'static str>, Unfit> {
    let standing = then.standing();
    match kind {
        Kind::LedgerOpened if standing.ledger_opened => {
            let opened = then.last(Kind::LedgerOpened);
            return Err(Unfit::LedgerOpened(opened.map(|(_, entry)| entry.on)));
        }
        Kind::DemandFileOpened => {
            if let Some((_, entry)) = then.last(Kind::DemandFileOpened) {
                return Err(Unfit::DemandFileOpened(entry.on));
            }
        }
        Kind::SeekerRegistered if standing.seeker_registered => {
            let day = then.last(Kind::SeekerRegistered).map_or(then.day, |(_, entry)| entry.on);
            return Err(Unfit::SeekerRegistered(day));
        }
        Kind::SeekerArchived if !standing.seeker_registered => {
            return Err(Unfit::NotASeeker("没有求职信息可以归档（BJ18-16）"));
        }
        Kind::Recommended if !standing.seeker_registered => {
            return Err(Unfit::NotASeeker("不能匹配推荐（BJ18-15、BJ18-16）"));
        }
        Kind::Recommended if standing.ready == Some(false) => {
            return Ok(Some(
                "最近一次评估为暂不具备上岗条件：一般先安排指导、培训见习，具备以后再推荐；确有合适岗位的可以照常推荐（BJ18-15、BJ18-26(2)）",
            ));
        }
        Kind::UnemploymentClaimed
        | Kind::UnemploymentRegistered
        | Kind::UnemploymentClosed
        | Kind::StartedWork
        | Kind::LeftWork => employment(kind, then)?,
        Kind::HardshipRecognised if standing.hardship_recognised => {
            let day = then.last(Kind::HardshipRecognised).map_or(then.day, |(_, entry)| entry.on);
            return Err(Unfit::InHardship(day));
        }
        Kind::HardshipEnded if !standing.hardship_recognised => {
            return Err(Unfit::NotInHardship("没有可以退出的（BJ18-26）"));
        }
        Kind::Surveyed if standing.seeker_registered => {
            return Ok(Some("本人已经求职登记，这次摸查不计入跟踪摸查次数（BJ18-21）"));
        }
        Kind::AgreementSigned | Kind::AgreementEnded | Kind::PlanAdopted | Kind::PlanRevised => {
            return agreement(kind, then);
        }
        Kind::RecommendationResult
        | Kind::TrainingEnded
        | Kind::FollowedUp
        | Kind::ConsultationOpinion
            if candidates(kind, then).is_empty() =>
        {
            return Err(Unfit::NothingAbout(match kind {
                Kind::RecommendationResult => "还没有匹配推荐，没有结果可记（BJ18-16）",
                Kind::TrainingEnded => "没有正在参加的培训见习（BJ18-27(2)）",
                Kind::FollowedUp => "还没有可以回访的服务（BJ18-27）；其他联系请记为“联系”",
                _ => "还没有申请专家会诊（BJ18-28）",
            }));
        }
        Kind::ConsultationRequested => gate(Gate::Consultation, "申请专家会诊", then)?,
        Kind::PublicPostRecommended => gate(Gate::PublicPost, "推荐公益性岗位", then)?,
        Kind::PublicPostPlaced => gate(Gate::PublicPost, "安置公益性岗位", then)?,
        Kind::PublicPostEnded => {
            then.holds(Kind::PublicPostPlaced, &[Kind::PublicPostEnded]).ok_or(Unfit::NotPlaced)?;
        }
        Kind::ServiceStopped | Kind::RegistryNotified => stopping(then)?,
        _ => {}
    }
    Ok(None)
}

fn employment(kind: Kind, then: &Then<'_>) -> Result<(), Unfit> {
    let standing = then.standing();
    let at_work = || {
        let since = then.last(Kind::StartedWork).map_or(then.day, |(_, entry)| entry.on);
        Unfit::AtWork(since)
    };
    match kind {
        Kind::UnemploymentClaimed => {
            if let Some((_, claim)) = then.pending_claim() {
                return Err(Unfit::ClaimPending(claim.on));
            }
            if standing.unemployment_registered {
                return Err(Unfit::Unemployed);
            }
            if standing.at_work { Err(at_work()) } else { Ok(()) }
        }
        Kind::UnemploymentRegistered => {
            if standing.unemployment_registered {
                return Err(Unfit::Unemployed);
            }
            then.pending_claim().map(drop).ok_or(Unfit::NoClaim)
        }
        Kind::UnemploymentClosed if !standing.unemployment_registered => Err(Unfit::NotUnemployed),
        Kind::StartedWork if standing.at_work => Err(at_work()),
        Kind::LeftWork if !standing.at_work => Err(Unfit::NotAtWork),
        _ => Ok(()),
    }
}

fn agreement(kind: Kind, then: &Then<'_>) -> Result<Option<&'static str>, Unfit> {
    let standing = then.standing();
    match kind {
        Kind::AgreementSigned => {
            let placed = then.holds(Kind::PublicPostPlaced, &[Kind::PublicPostEnded]);
            if let Some((_, placed)) = placed {
                return Err(Unfit::Placed(placed.on));
            }
            if !standing.hardship_recognised {
                return Err(Unfit::NotInHardship("不能签订就业援助服务协议；请先认定（BJ18-23）"));
            }
            if !standing.seeker_registered {
                return Err(Unfit::NotASeeker("不能签订就业援助服务协议（BJ18-23）"));
            }
            let renews = "本人已有在执行的协议：这次是续签，原协议继续计算，须重新制定方案（BJ18-23、BJ18-26）";
            Ok(standing.under_agreement.then_some(renews))
        }
        Kind::AgreementEnded if !standing.under_agreement => {
            Err(Unfit::NoAgreement("没有可以终止的（BJ18-24）"))
        }
        Kind::PlanAdopted if !standing.under_agreement => {
            Err(Unfit::NoAgreement("不能制定援助方案（BJ18-26(1)）"))
        }
        Kind::PlanRevised if !standing.under_agreement => {
            Err(Unfit::NoAgreement("不能修订援助方案（BJ18-26(3)）"))
        }
        Kind::PlanRevised => {
            let adopted = then
                .since_agreement()
                .is_some_and(|mut since| since.any(|(_, entry)| entry.kind == Kind::PlanAdopted));
            if adopted { Ok(None) } else { Err(Unfit::NoPlan) }
        }
        _ => Ok(None),
    }
}

fn gate(gate: Gate, what: &'static str, then: &Then<'_>) -> Result<(), Unfit> {
    if !then.has_gates || then.gate(gate).is_some() {
        return Ok(());
    }
    Err(Unfit::GateShut(what, gate.clause(), conditions(gate, then)))
}

/// A stop, and the notice that goes with it, are thinkable while a gate stands open. Whether the person is given up
/// is decided elsewhere.
fn stopping(then: &Then<'_>) -> Result<(), Unfit> {
    let is_open = STOP_GATES.into_iter().any(|gate| then.gate(gate).is_some());
    if is_open { Ok(()) } else { Err(Unfit::NoStopGate) }
}

/// Gives the entries that a service can be about, the newest first.
#[must_use]
pub fn candidates(kind: Kind, then: &Then<'_>) -> Vec<Position> {
    let fits = |place: Position, named: Kind| match kind {
        Kind::RecommendationResult => named == Kind::Recommended,
        Kind::TrainingEnded => {
            named == Kind::TrainingStarted && !then.is_named_by(place, Kind::TrainingEnded)
        }
        Kind::ConsultationOpinion => named == Kind::ConsultationRequested,
        Kind::FollowedUp => matches!(
            named,
            Kind::GuidanceGiven
                | Kind::TrainingStarted
                | Kind::Recommended
                | Kind::StartedWork
                | Kind::PublicPostPlaced
                | Kind::ConsultationOpinion
                | Kind::Surveyed
                // Whoever declines is called back before anybody gives them up (BJ18-29).
                | Kind::ServiceDeclined
        ),
        _ => false,
    };
    let entries = then.entries().rev();
    entries.filter(|(place, entry)| fits(*place, entry.kind)).map(|(place, _)| place).collect()
}
