//! Every service, in the order in which the chooser offers it.

use access::Action;
use ledger::Field;
use rules::Kind;

use super::codes;
use super::service::{Ask, Section, Service, What, When};

const ABOUT: What = What::About;

const OPENS_LEDGER: Ask = Ask::new(What::Alongside(Kind::LedgerOpened), "同时建立个人服务台账")
    .optional()
    .hint("当天建立（BJ18-11、BJ18-20）")
    .when(When::NoLedger);
const EMPLOYER: Ask = Ask::new(What::Text(Field::Employer), "用人单位");

/// A service that asks for nothing beside day, channel and note.
const fn plain(kind: Kind, section: Section, clause: &'static str, lead: &'static str) -> Service {
    Service {
        kind,
        section,
        action: Action::RecordService,
        clause,
        lead,
        channel: Some("counter"),
        asks: &[],
    }
}

/// What the office does by itself: nobody is met, so there is no channel.
const fn inside(kind: Kind, section: Section, clause: &'static str, lead: &'static str) -> Service {
    Service { channel: None, ..plain(kind, section, clause, lead) }
}

/// What a page of its own records and keeps more of ([`super::Kept`]): nothing is asked here.
const fn kept(kind: Kind, section: Section, clause: &'static str, lead: &'static str) -> Service {
    inside(kind, section, clause, lead)
}

/// Every service, with the form that records it unless a page of its own does.
pub const SERVICES: &[Service] = &[
    Service {
        asks: &[OPENS_LEDGER],
        ..plain(
            Kind::Intake,
            Section::Registration,
            "BJ18-10",
            "通过摸底、前台、网络或招聘会采集到本人的求职信息",
        )
    },
    inside(
        Kind::LedgerOpened,
        Section::Registration,
        "BJ18-11",
        "采集信息当天为本人建立个人服务台账，一人一份",
    ),
    Service {
        asks: &[OPENS_LEDGER],
        ..plain(
            Kind::SeekerRegistered,
            Section::Registration,
            "BJ18-11",
            "本人填写求职登记表并核对无误；登记后应分级",
        )
    },
    Service {
        asks: &[
            Ask::new(What::YesNo(Field::Complete, "材料齐全、手续完备", "尚有欠缺"), "申请材料"),
            Ask::new(What::YesNo(Field::Promise, "已书面承诺", "没有承诺"), "书面承诺")
                .hint("可用“劳动者书面承诺”代替证明（NA18-3）"),
        ],
        ..plain(
            Kind::UnemploymentClaimed,
            Section::Registration,
            "NA18-3",
            "本人申请失业登记，自申请起 7 个工作日内办结；山东材料齐全的即时办结（SD19-5(18)）",
        )
    },
    Service {
        action: Action::DecideRegistration,
        ..inside(
            Kind::UnemploymentRegistered,
            Section::Registration,
            "NA18-3",
            "审核申请后办结失业登记",
        )
    },
    Service {
        action: Action::DecideRegistration,
        asks: &[Ask::new(
            What::Noted("closing", &["已就业", "已达法定退休年龄", "终止就业要求", "其他"]),
            "注销原因",
        )],
        ..inside(Kind::UnemploymentClosed, Section::Registration, "NA18-3", "失业登记不再有效")
    },
    Service {
        action: Action::RecogniseHardship,
        asks: &[
            Ask::new(What::Coded(Field::Group, codes::HARDSHIP_GROUPS), "人员类别"),
            Ask::new(What::Noted(codes::SEEN, codes::HARDSHIP_MATERIALS), "凭据")
                .hint("核对了什么；书面承诺可以代替证明，必要时向部门核查或者调查（NA18-3）"),
            Ask::new(What::Written(codes::SEEN_NUMBER), "编号或日期")
                .optional()
                .hint("证号末四位，或者签发、查询、调查的日期；身份证件和书面承诺不填"),
        ],
        ..inside(
            Kind::HardshipRecognised,
            Section::Registration,
            "BJ18-18",
            "本人符合条件，认定为就业困难人员；须在劳动年龄内。记录的人就是核对的人，规定没有要求另一人签字",
        )
    },
    Service {
        action: Action::RecogniseHardship,
        ..kept(
            Kind::HardshipEnded,
            Section::Registration,
            "BJ18-26",
            "不再符合条件，按动态管理退出就业困难人员",
        )
    },
    Service {
        asks: &[Ask::new(What::Coded(Field::Reason, codes::ARCHIVING_REASONS), "归档原因")],
        ..inside(
            Kind::SeekerArchived,
            Section::Registration,
            "BJ18-16",
            "求职信息整理归档；以后求职须重新登记",
        )
    },
    kept(
        Kind::Surveyed,
        Section::Survey,
        "BJ18-19",
        "了解就业意愿、暂无就业意愿的具体原因和其他情况；没有联系上的不算",
    ),
    kept(Kind::DemandFileOpened, Section::Survey, "BJ18-20", "摸查当天为本人建立就业需求档案"),
    kept(
        Kind::AgreementSigned,
        Section::Assistance,
        "BJ18-23",
        "与求职登记的就业困难人员签订就业援助服务协议，指定专员；已有协议的为续签",
    ),
    kept(
        Kind::PlanAdopted,
        Section::Assistance,
        "BJ18-26(1)",
        "会同本人制定就业援助方案和行动计划",
    ),
    kept(
        Kind::PlanRevised,
        Section::Assistance,
        "BJ18-26(3)",
        "出现新情况，或专家有意见，会同本人修改方案",
    ),
    Service {
        asks: &[Ask::new(What::YesNo(Field::Ready, "具备上岗条件", "暂不具备"), "评估结论")
            .hint("与用人单位达成意向、收到通知后两周内可上岗，为具备（BJ18-15）")],
        ..plain(
            Kind::ReadinessAssessed,
            Section::Assistance,
            "BJ18-15",
            "评估就业准备情况，是否具备上岗条件",
        )
    },
    kept(Kind::AgreementEnded, Section::Assistance, "BJ18-24", "就业援助服务协议不再执行"),
    Service {
        asks: &[
            Ask::new(What::Value(Field::Form, codes::GUIDANCE_FORMS), "指导形式"),
            Ask::new(What::Noted("topic", codes::GUIDANCE_TOPICS), "主要内容").optional(),
        ],
        ..plain(
            Kind::GuidanceGiven,
            Section::Guidance,
            "BJ18-14",
            "提供一般性、专门或分类指导；协议期内 5 个工作日内回访",
        )
    },
    Service {
        channel: None,
        asks: &[
            Ask::new(What::Value(Field::Scheme, codes::SCHEMES), "培训项目"),
            Ask::new(What::Day(Field::Ends), "计划结束日"),
        ],
        ..plain(
            Kind::TrainingStarted,
            Section::Guidance,
            "BJ18-26(2)",
            "本人开始参加培训或见习；协议期内初、中、终期各回访一次",
        )
    },
    Service {
        channel: None,
        asks: &[
            Ask::new(ABOUT, "哪一次培训见习"),
            Ask::new(What::Noted("outcome", codes::TRAINING_ENDS), "结果").optional(),
        ],
        ..plain(Kind::TrainingEnded, Section::Guidance, "BJ18-27(2)", "培训或见习结束")
    },
    Service {
        asks: &[
            EMPLOYER,
            Ask::new(What::Text(Field::Vacancy), "岗位").optional(),
            Ask::new(What::Noted("how", codes::RECOMMENDED_HOW), "推荐方式").optional(),
        ],
        channel: Some("phone"),
        ..plain(
            Kind::Recommended,
            Section::Guidance,
            "BJ18-15",
            "向求职登记人员推荐与其能力、意愿相匹配的岗位；5 个工作日内了解结果",
        )
    },
    Service {
        asks: &[
            Ask::new(ABOUT, "哪一次推荐"),
            Ask::new(What::YesNo(Field::Hired, "录用", "没有录用"), "结果"),
            Ask::new(What::YesNo(Field::OwnCause, "本人原因", "不是本人原因"), "没有录用的原因在")
                .optional()
                .hint("没有录用的必填；公益性岗位只计不是本人原因的（BJ18-30）"),
        ],
        channel: Some("phone"),
        ..plain(Kind::RecommendationResult, Section::Guidance, "BJ18-16", "推荐以后是否应聘成功")
    },
    Service {
        asks: &[
            EMPLOYER,
            Ask::new(What::Noted("contract", codes::CONTRACTS), "用工形式"),
            Ask::new(What::Noted("registration", codes::EMPLOYMENT_REGISTRATION), "就业登记"),
            Ask::new(What::Alongside(Kind::UnemploymentClosed), "同时注销失业登记")
                .optional()
                .hint("已就业的，失业登记不再有效")
                .when(When::Unemployed),
        ],
        ..plain(
            Kind::StartedWork,
            Section::FollowUp,
            "BJ18-27(4)",
            "本人上岗的第一天；协议期内 10 个工作日内回访，1、3、6 个月时稳岗回访",
        )
    },
    Service {
        asks: &[
            Ask::new(ABOUT, "回访哪一项"),
            Ask::new(What::Stage, "阶段").optional().hint("针对培训见习的必填（BJ18-27(2)）"),
            Ask::new(What::Noted("outcome", codes::FOLLOW_UP_OUTCOMES), "情况"),
            Ask::new(What::Readiness, "指导、培训见习以后，是否具备上岗条件").optional(),
        ],
        channel: Some("phone"),
        ..plain(
            Kind::FollowedUp,
            Section::FollowUp,
            "BJ18-27",
            "主动了解以前服务的结果并给予指导；没有联系上的不算回访",
        )
    },
    Service {
        asks: &[Ask::new(What::Noted("leaving", codes::LEAVING_REASONS), "离职原因").optional()],
        ..plain(Kind::LeftWork, Section::FollowUp, "BJ18-27(4)", "本人离开工作岗位的那一天")
    },
    Service {
        asks: &[Ask::new(What::Initiator, "由谁联系").hint("本人主动联系的，不再算作“未联系”")],
        channel: Some("phone"),
        ..plain(Kind::Contacted, Section::FollowUp, "BJ18-25", "以上各项之外的联系")
    },
    kept(
        Kind::ConsultationRequested,
        Section::Experts,
        "BJ18-28(1)",
        "由专员提出，向上一级机构申请专家会诊",
    ),
    kept(
        Kind::ConsultationOpinion,
        Section::Experts,
        "BJ18-28(3)",
        "专家小组的意见和建议；5 个工作日内会同本人调整方案",
    ),
    kept(Kind::PublicPostRecommended, Section::Experts, "BJ18-30", "向社会公益性就业组织推荐本人"),
    kept(
        Kind::PublicPostPlaced,
        Section::Experts,
        "BJ18-30",
        "本人在社会公益性就业组织得到安置；协议同时终止",
    ),
    kept(
        Kind::PublicPostEnded,
        Section::Experts,
        "BJ18-30",
        "安置结束；符合条件的，继续提供就业援助",
    ),
    Service {
        channel: Some("phone"),
        ..plain(
            Kind::ServiceDeclined,
            Section::Stopping,
            "BJ18-29",
            "本人明确表示无就业意愿或拒绝接受服务",
        )
    },
    kept(
        Kind::RegistryNotified,
        Section::Stopping,
        "BJ18-13(3)",
        "向就失业登记管理部门反馈有关情况；批准停止服务时一并办理",
    ),
    kept(
        Kind::ServiceStopped,
        Section::Stopping,
        "BJ18-13(3)",
        "不再提供服务：专员核实，由另一位负责人批准；本人回来时随时恢复",
    ),
];

impl Service {
    /// Finds the service of a kind.
    #[must_use]
    pub fn of(kind: Kind) -> Option<&'static Self> {
        SERVICES.iter().find(|service| service.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::{FieldType, fields_of};

    /// Whatever the ledger requires of a kind is asked for, and nothing twice; of what another page keeps nothing is.
    #[test]
    fn every_required_field_of_the_ledger_is_asked_for() {
        for service in SERVICES {
            if crate::model::Kept::of(service.kind).is_some() {
                assert!(service.asks.is_empty(), "{:?} is asked for on its own page", service.kind);
                continue;
            }
            let names: Vec<&str> = service.asks.iter().map(Ask::name).collect();
            for rule in fields_of(service.kind).iter().filter(|rule| rule.required) {
                let is_asked = names.contains(&rule.field.name());
                assert!(is_asked, "{:?} {:?}", service.kind, rule.field);
                let ask = service.asks.iter().find(|ask| ask.name() == rule.field.name());
                let fits = match (rule.field_type, ask.expect("asked").what) {
                    (FieldType::Flag, What::YesNo(..))
                    | (FieldType::Day, What::Day(_))
                    | (FieldType::Reference, What::About) => true,
                    (FieldType::Text, what) => {
                        matches!(what, What::Value(..) | What::Coded(..) | What::Text(_))
                    }
                    _ => false,
                };
                assert!(fits, "{:?} {:?}", service.kind, rule.field);
            }
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), names.len(), "{:?}", service.kind);
            for reserved in ["on", "channel", "note"] {
                assert!(!names.contains(&reserved), "{:?} {reserved}", service.kind);
            }
        }
    }

    /// Every kind of the persons' table has a form; grading and correcting have pages of their own.
    #[test]
    fn every_kind_of_a_person_has_a_form() {
        let last = Kind::Corrected as usize;
        for kind in Kind::ALL.iter().copied().filter(|kind| (*kind as usize) <= last) {
            let has_page = matches!(kind, Kind::Graded | Kind::Corrected);
            assert_eq!(Service::of(kind).is_some(), !has_page, "{kind:?}");
        }
        assert_eq!(SERVICES.len(), last + 1 - 2);
    }
}
