//! The kinds that another page keeps more of than their entry: an agreement its text and officer, a placement its post.
//! Their entry alone would be a document without content, so that no form of a service records it.

use rules::Kind;
use store::SubjectId;

/// The page that keeps a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// 就业援助服务协议 (BJ18-23).
    Agreement,
    /// 就业援助方案 (BJ18-26(1)).
    Plan,
    /// 专家会诊 (BJ18-28).
    Panel,
    /// 公益性岗位 (BJ18-30).
    Post,
    /// 就业意愿摸查 (BJ18-19).
    Survey,
    /// 就业需求档案 (BJ18-20).
    DemandFile,
    /// 停止服务 (BJ18-13, BJ18-21, BJ18-29).
    Stop,
    /// 就业困难人员退出 (BJ18-26).
    Exit,
}

impl Kept {
    /// Gives the page that keeps a kind; nothing for one whose entry says everything.
    #[must_use]
    pub const fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::AgreementSigned | Kind::AgreementEnded => Self::Agreement,
            Kind::PlanAdopted | Kind::PlanRevised => Self::Plan,
            Kind::ConsultationRequested | Kind::ConsultationOpinion => Self::Panel,
            Kind::PublicPostRecommended | Kind::PublicPostPlaced | Kind::PublicPostEnded => {
                Self::Post
            }
            Kind::Surveyed => Self::Survey,
            Kind::DemandFileOpened => Self::DemandFile,
            Kind::ServiceStopped | Kind::RegistryNotified => Self::Stop,
            Kind::HardshipEnded => Self::Exit,
            _ => return None,
        })
    }

    /// What the page is called.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Agreement => "就业援助服务协议",
            Self::Plan => "援助方案",
            Self::Panel => "专家会诊",
            Self::Post => "公益性岗位",
            Self::Survey => "就业意愿摸查",
            Self::DemandFile => "就业需求档案",
            Self::Stop => "停止服务",
            Self::Exit => "退出就业困难人员",
        }
    }

    /// What it keeps beside the entry, with the article.
    #[must_use]
    pub const fn keeps(self) -> &'static str {
        match self {
            Self::Agreement => "协议文本、专员和终止的原因一并留存（BJ18-23、BJ18-24）",
            Self::Plan => "方案和行动计划的内容一并留存（BJ18-26）",
            Self::Panel => "专家小组和意见一并留存（BJ18-28）",
            Self::Post => "岗位和安置期一并留存（BJ18-30）",
            Self::Survey => "摸查轮次和后续安排一并办理（BJ18-19、BJ18-21）",
            Self::DemandFile => "就业需求的内容一并留存（BJ18-20）",
            Self::Stop => {
                "专员核实，另一位负责人批准，批准时一并记入台账（BJ18-13、BJ18-21、BJ18-29）"
            }
            Self::Exit => {
                "原因、凭据和给本人的告知一并留存，需要判断的由另一位负责人批准（BJ18-26）"
            }
        }
    }

    /// Where the page is on which a kind is recorded of a person; nothing for a kind that none keeps.
    #[must_use]
    pub fn path(kind: Kind, subject: SubjectId) -> Option<String> {
        let page = match (Self::of(kind)?, kind) {
            (Self::Agreement, Kind::AgreementEnded) => "agreement/end",
            (Self::Agreement, _) => "agreement/sign",
            (Self::Plan, _) => "plan/edit",
            (Self::Panel, _) => "panel",
            (Self::Post, _) => "post",
            (Self::Survey, _) => "survey",
            (Self::DemandFile, _) => "demand-file",
            (Self::Stop, _) => "stop",
            (Self::Exit, _) => "exit",
        };
        Some(format!("/people/{subject}/{page}"))
    }
}
