//! Duties to jobseekers: intake, registration, grading, agreement and plan (BJ18 chapters 2 and 3,
//! NA18-3, SD19-5(18)).

use crate::entry::Detail;
use crate::law::{Parameter, RegulationId};
use crate::rule::{
    CountedFrom, Discharge, END_OF_AGREEMENT, Ending, Rule, at, at_under_agreement, at_when,
};
use crate::vocabulary::Kind;

/// BJ18 第十一条: on the day information about a person is first collected, the person's service
/// ledger is opened.
pub(super) const LEDGER_AT_INTAKE: Rule = Rule {
    id: "BJ18-11",
    regulation: RegulationId::Bj18,
    owes: "open the ledger",
    duty: "建立个人服务台账",
    starts: &[at_when(Kind::Intake, |life, _| !life.taken_in && !life.ledger_opened)],
    period: Parameter::LedgerOpening,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::LedgerOpened)],
    ends: &[],
};

/// BJ18 第十二条: every registration is followed by grading the person's difficulty. A grading of
/// the same day counts, even one that stands before the registration.
pub(super) const GRADING: Rule = Rule {
    id: "BJ18-12",
    regulation: RegulationId::Bj18,
    owes: "grade the person",
    duty: "进行就业困难程度分级",
    starts: &[at(Kind::SeekerRegistered)],
    period: Parameter::Grading,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::EarlierThatDay(Kind::Graded), Discharge::Next(Kind::Graded)],
    ends: &[Ending::Next(Kind::SeekerArchived), Ending::Next(Kind::ServiceStopped)],
};

/// BJ18 第二十三条: a registered seeker whose hardship is recognised is offered an agreement,
/// whichever of the two comes last.
pub(super) const AGREEMENT: Rule = Rule {
    id: "BJ18-23",
    regulation: RegulationId::Bj18,
    owes: "sign the agreement",
    duty: "签订就业援助服务协议",
    starts: &[
        at_when(Kind::SeekerRegistered, |life, _| {
            life.hardship_recognised && !life.is_under_agreement()
        }),
        at_when(Kind::HardshipRecognised, |life, _| {
            life.seeker_registered && !life.is_under_agreement()
        }),
    ],
    period: Parameter::AgreementSigning,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::AgreementSigned)],
    ends: &[
        Ending::Next(Kind::ServiceDeclined),
        Ending::Next(Kind::ServiceStopped),
        Ending::Next(Kind::StartedWork),
        Ending::Next(Kind::HardshipEnded),
    ],
};

/// BJ18 第二十六条第（一）项: each signing, a renewal too, is followed by a plan.
pub(super) const PLAN: Rule = Rule {
    id: "BJ18-26(1)",
    regulation: RegulationId::Bj18,
    owes: "adopt a plan",
    duty: "制定就业援助方案",
    starts: &[at(Kind::AgreementSigned)],
    period: Parameter::PlanAdoption,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::PlanAdopted)],
    ends: END_OF_AGREEMENT,
};

/// BJ18 第二十八条: each opinion of the experts is followed by a revision of the plan.
pub(super) const PLAN_REVISION: Rule = Rule {
    id: "BJ18-28",
    regulation: RegulationId::Bj18,
    owes: "revise the plan",
    duty: "按专家意见修订就业援助方案",
    starts: &[at_under_agreement(Kind::ConsultationOpinion)],
    period: Parameter::PlanRevision,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::PlanRevised)],
    ends: END_OF_AGREEMENT,
};

/// BJ18 第十六条: what became of a recommendation is learnt in time, for anyone without an
/// agreement.
pub(super) const RECOMMENDATION_OUTCOME: Rule = Rule {
    id: "BJ18-16",
    regulation: RegulationId::Bj18,
    owes: "learn the outcome",
    duty: "跟踪推荐结果",
    starts: &[at_when(Kind::Recommended, |life, _| !life.is_under_agreement())],
    period: Parameter::RecommendationOutcome,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Naming(Kind::RecommendationResult), Discharge::Naming(Kind::FollowedUp)],
    ends: &[Ending::Next(Kind::SeekerArchived), Ending::Next(Kind::ServiceStopped)],
};

/// NA18 第（三）项: a claim to be registered as unemployed is settled in seven working days. Where
/// Shandong settles a complete claim at once, that rule takes its place.
pub(super) const UNEMPLOYMENT_REGISTRATION: Rule = Rule {
    id: "NA18-3",
    regulation: RegulationId::Na18,
    owes: "finish the registration",
    duty: "办结失业登记",
    starts: &[at_when(Kind::UnemploymentClaimed, |life, entry| {
        !(life.settles_complete_claims_at_once && is_complete_claim(&entry.detail))
    })],
    period: Parameter::UnemploymentRegistration,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::UnemploymentRegistered)],
    ends: &[],
};

/// SD19 第五部分第（十八）项: a claim with complete papers is settled at once.
pub(super) const UNEMPLOYMENT_REGISTRATION_AT_ONCE: Rule = Rule {
    id: "SD19-5(18)",
    regulation: RegulationId::Sd19,
    owes: "finish it at once",
    duty: "即时办结失业登记",
    starts: &[at_when(Kind::UnemploymentClaimed, |_, entry| is_complete_claim(&entry.detail))],
    period: Parameter::UnemploymentRegistrationAtOnce,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::UnemploymentRegistered)],
    ends: &[],
};

fn is_complete_claim(detail: &Detail<'_>) -> bool {
    matches!(detail, Detail::Claim { complete: true })
}
