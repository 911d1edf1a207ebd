//! What members of staff are there for.

use std::fmt;

/// Which of the separated kinds of work a role belongs to: nobody holds roles of two kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duties {
    /// 业务: serving people and employers, and leading those who do.
    Service,
    /// 系统管理: offices, accounts, settings; sees no file of a person.
    System,
    /// 安全管理: who may do what, sessions, locks; sees no file of a person.
    Security,
    /// 审计: reads what the others did; changes nothing.
    Audit,
}

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident $name:literal $term:literal $duties:ident,)*) => {
        /// A role of a member of staff in an office (BJ18-5, BJ18 第五十三条 ff.).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[$doc])* $variant,)* }

        store::text_column!(Role { $($variant = $name),* });

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the word that users read.
            #[must_use]
            pub const fn term(self) -> &'static str {
                match self { $(Self::$variant => $term,)* }
            }

            /// Gives the kind of work it belongs to.
            #[must_use]
            pub const fn duties(self) -> Duties {
                match self { $(Self::$variant => Duties::$duties,)* }
            }

            /// Finds a role by the text that stands for it in the store.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

roles! {
    /// 前台服务人员.
    FrontDeskClerk "front_desk_clerk" "前台服务" Service,
    /// 职业指导人员.
    Counsellor "counsellor" "职业指导员" Service,
    /// 就业援助服务专员.
    AssistanceOfficer "assistance_officer" "就业援助专员" Service,
    /// 企业服务专员.
    EnterpriseOfficer "enterprise_officer" "企业服务专员" Service,
    /// 信息审核人员.
    InformationReviewer "information_reviewer" "信息审核员" Service,
    /// 市场分析人员.
    Analyst "analyst" "市场分析员" Service,
    /// 社区就业服务人员.
    CommunityAssistant "community_assistant" "社区协理员" Service,
    /// 机构负责人.
    Head "head" "负责人" Service,
    /// 督导检查人员.
    Inspector "inspector" "督查员" Service,
    /// 系统管理员.
    SystemAdministrator "system_administrator" "系统管理员" System,
    /// 安全管理员.
    SecurityAdministrator "security_administrator" "安全管理员" Security,
    /// 审计管理员.
    AuditAdministrator "audit_administrator" "审计管理员" Audit,
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.term())
    }
}
