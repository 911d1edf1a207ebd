//! Duties to employers, vacancies, fairs and key enterprises (BJ18 chapter 4, NA18-4).

use crate::law::{Parameter, RegulationId};
use crate::rule::{CountedFrom, Discharge, Ending, Rule, at, at_key_enterprise};
use crate::vocabulary::Kind;

/// NA18 第（四）项: whether an employer may recruit through the service is decided in time.
pub(super) const VERIFICATION: Rule = Rule {
    id: "NA18-4",
    regulation: RegulationId::Na18,
    owes: "decide",
    duty: "作出资质审核结论",
    starts: &[at(Kind::VerificationClaimed)],
    period: Parameter::Verification,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Naming(Kind::Verified), Discharge::Naming(Kind::VerificationRefused)],
    ends: &[],
};

/// BJ18 第三十九条: an approved vacancy is published.
pub(super) const VACANCY_PUBLICATION: Rule = Rule {
    id: "BJ18-39",
    regulation: RegulationId::Bj18,
    owes: "publish",
    duty: "发布招聘信息",
    starts: &[at(Kind::VacancyApproved)],
    period: Parameter::VacancyPublication,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::SameVacancy(Kind::VacancyPublished)],
    ends: &[Ending::SameVacancy(Kind::VacancyArchived)],
};

/// BJ18 第四十一条: a vacancy that is no longer valid is archived.
pub(super) const VACANCY_ARCHIVING: Rule = Rule {
    id: "BJ18-41",
    regulation: RegulationId::Bj18,
    owes: "archive",
    duty: "归档失效招聘信息",
    starts: &[at(Kind::VacancyExpired)],
    period: Parameter::VacancyArchiving,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::SameVacancy(Kind::VacancyArchived)],
    ends: &[],
};

/// BJ18 第四十三条第（二）项: a fair is announced before it is held. Setting a new day ends the
/// duty for the old one.
pub(super) const FAIR_ANNOUNCEMENT: Rule = Rule {
    id: "BJ18-43(2)",
    regulation: RegulationId::Bj18,
    owes: "announce",
    duty: "预发布招聘会信息",
    starts: &[at(Kind::FairScheduled)],
    period: Parameter::FairAnnouncement,
    counted_from: CountedFrom::FairDay,
    met_by: &[Discharge::SameFair(Kind::FairAnnounced)],
    ends: &[Ending::SameFair(Kind::FairScheduled)],
};

/// BJ18 第四十八条: a key enterprise is contacted at least once a quarter.
pub(super) const QUARTERLY_CONTACT: Rule = Rule {
    id: "BJ18-48",
    regulation: RegulationId::Bj18,
    owes: "contact the enterprise",
    duty: "本季度至少联系一次重点企业",
    starts: &[],
    period: Parameter::KeyEnterpriseContact,
    counted_from: CountedFrom::Quarter,
    met_by: &[
        Discharge::InQuarter(Kind::Contacted),
        Discharge::InQuarter(Kind::FollowedUp),
        Discharge::InQuarter(Kind::EmployerGuided),
        Discharge::InQuarter(Kind::CandidatesRecommended),
        Discharge::InQuarter(Kind::RecruitmentCompleted),
        Discharge::InQuarter(Kind::KeyAgreementSigned),
    ],
    ends: &[],
};

/// BJ18 第四十九条第（一）项: after guidance to a key enterprise.
pub(super) const KEY_GUIDANCE: Rule = Rule {
    id: "BJ18-49(1)",
    regulation: RegulationId::Bj18,
    owes: "follow up",
    duty: "用人指导后回访重点企业",
    starts: &[at_key_enterprise(Kind::EmployerGuided)],
    period: Parameter::KeyGuidanceFollowUp,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Naming(Kind::FollowedUp)],
    ends: &[Ending::Next(Kind::KeyAgreementEnded)],
};

/// BJ18 第四十九条第（二）项: after candidates were recommended to a key enterprise.
pub(super) const KEY_INTERVIEWS: Rule = Rule {
    id: "BJ18-49(2)",
    owes: "learn the interviews",
    duty: "了解重点企业面试洽谈情况",
    starts: &[at_key_enterprise(Kind::CandidatesRecommended)],
    period: Parameter::KeyInterviews,
    ..KEY_GUIDANCE
};

/// BJ18 第四十九条第（三）项: after a key enterprise has completed its recruitment.
pub(super) const KEY_STARTS: Rule = Rule {
    id: "BJ18-49(3)",
    owes: "learn the starts",
    duty: "了解重点企业录用人员上岗情况",
    starts: &[at_key_enterprise(Kind::RecruitmentCompleted)],
    period: Parameter::KeyStarts,
    ..KEY_GUIDANCE
};
