//! Following up what was done under an agreement (BJ18 article 27).

use crate::entry::Stage;
use crate::law::{Parameter, RegulationId};
use crate::rule::{
    CountedFrom, Discharge, END_OF_AGREEMENT, END_OF_TRAINING_OR_AGREEMENT, Ending, Rule,
    at_under_agreement,
};
use crate::vocabulary::Kind;

/// BJ18 第二十七条第（一）项: after guidance, learn whether it helped and assess readiness.
pub(super) const GUIDANCE: Rule = Rule {
    id: "BJ18-27(1)",
    regulation: RegulationId::Bj18,
    owes: "follow up, assess readiness",
    duty: "就业指导后回访，评估是否具备上岗条件",
    starts: &[at_under_agreement(Kind::GuidanceGiven)],
    period: Parameter::GuidanceFollowUp,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Naming(Kind::FollowedUp), Discharge::Next(Kind::ReadinessAssessed)],
    ends: END_OF_AGREEMENT,
};

/// BJ18 第二十七条第（二）项, 初期.
pub(super) const TRAINING_EARLY: Rule = Rule {
    id: "BJ18-27(2)a",
    regulation: RegulationId::Bj18,
    owes: "follow up, early",
    duty: "培训、见习初期回访",
    starts: &[at_under_agreement(Kind::TrainingStarted)],
    period: Parameter::TrainingFollowUp,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::FollowUpAt(Stage::Early)],
    ends: END_OF_TRAINING_OR_AGREEMENT,
};

/// BJ18 第二十七条第（二）项, 中期: counted from the middle of the planned course.
pub(super) const TRAINING_MIDDLE: Rule = Rule {
    id: "BJ18-27(2)b",
    owes: "follow up, middle",
    duty: "培训、见习中期回访",
    counted_from: CountedFrom::MidTraining,
    met_by: &[Discharge::FollowUpAt(Stage::Middle)],
    ..TRAINING_EARLY
};

/// BJ18 第二十七条第（二）项, 终期: counted from the day the course ended, or will end. An
/// assessment of readiness from that very day on serves as well.
pub(super) const TRAINING_END: Rule = Rule {
    id: "BJ18-27(2)c",
    owes: "follow up, end",
    duty: "培训、见习结束后回访，评估就业准备",
    counted_from: CountedFrom::EndOfTraining,
    met_by: &[
        Discharge::FollowUpAt(Stage::Final),
        Discharge::EarlierThatDay(Kind::ReadinessAssessed),
        Discharge::OnOrAfterFrom(Kind::ReadinessAssessed),
    ],
    ends: END_OF_AGREEMENT,
    ..TRAINING_EARLY
};

/// BJ18 第二十七条第（三）项: after a recommendation, learn how the application went.
pub(super) const RECOMMENDATION: Rule = Rule {
    id: "BJ18-27(3)",
    regulation: RegulationId::Bj18,
    owes: "follow up the application",
    duty: "匹配推荐后回访应聘情况",
    starts: &[at_under_agreement(Kind::Recommended)],
    period: Parameter::RecommendationFollowUp,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Naming(Kind::FollowedUp), Discharge::Naming(Kind::RecommendationResult)],
    ends: END_OF_AGREEMENT,
};

/// BJ18 第二十七条第（四）项: after the person has started work. The agreement may end with that;
/// these duties do not.
pub(super) const START: Rule = Rule {
    id: "BJ18-27(4)a",
    regulation: RegulationId::Bj18,
    owes: "follow up the start",
    duty: "上岗后回访",
    starts: &[at_under_agreement(Kind::StartedWork)],
    period: Parameter::StartFollowUp,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Naming(Kind::FollowedUp)],
    ends: &[Ending::Next(Kind::LeftWork)],
};

/// BJ18 第二十七条第（四）项: about one month later.
pub(super) const STEADY_FIRST_MONTH: Rule = Rule {
    id: "BJ18-27(4)b",
    owes: "steady-employment follow-up",
    duty: "上岗 1 个月左右稳岗指导",
    period: Parameter::SteadyFirstMonth,
    ..START
};

/// BJ18 第二十七条第（四）项: about three months later.
pub(super) const STEADY_THIRD_MONTH: Rule = Rule {
    id: "BJ18-27(4)c",
    duty: "上岗 3 个月左右稳岗指导",
    period: Parameter::SteadyThirdMonth,
    ..STEADY_FIRST_MONTH
};

/// BJ18 第二十七条第（四）项: about six months later.
pub(super) const STEADY_SIXTH_MONTH: Rule = Rule {
    id: "BJ18-27(4)d",
    duty: "上岗 6 个月左右稳岗指导",
    period: Parameter::SteadySixthMonth,
    ..STEADY_FIRST_MONTH
};
