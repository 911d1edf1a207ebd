//! What is recorded of administrative acts and of signing in.

use store::{ActorId, Instant, OfficeId};

store::identifier! {
    /// Names a recorded act.
    pub ActId
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal $term:literal,)*) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ActKind { $($(#[$doc])* $variant,)* }

        store::text_column!(ActKind { $($variant = $name),* });

        impl ActKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the word that users read.
            #[must_use]
            pub const fn term(self) -> &'static str {
                match self { $(Self::$variant => $term,)* }
            }

            /// Finds a kind by the text that stands for it in the store.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    /// Signed in.
    SignedIn "signed_in" "登录",
    /// Tried to, in vain.
    SignInFailed "sign_in_failed" "登录失败",
    /// Was made to wait after failures in a row.
    MadeToWait "made_to_wait" "登录受限",
    /// Signed out.
    SignedOut "signed_out" "退出",
    /// Chose another password.
    PasswordChanged "password_changed" "修改密码",
    /// Began to use a second factor.
    SecondFactorEnrolled "second_factor_enrolled" "启用两步验证",
    /// Gave it up.
    SecondFactorRemoved "second_factor_removed" "停用两步验证",
    /// Ended a session of their own from another one.
    OwnSessionEnded "own_session_ended" "结束本人会话",
    /// Opened an office.
    OfficeOpened "office_opened" "设立机构",
    /// Changed what is known of an office.
    OfficeAmended "office_amended" "修改机构",
    /// Closed an office.
    OfficeClosed "office_closed" "停用机构",
    /// Opened an outlet.
    OutletOpened "outlet_opened" "设立网点",
    /// Closed an outlet.
    OutletClosed "outlet_closed" "停用网点",
    /// Opened an account.
    AccountOpened "account_opened" "开通账号",
    /// Changed name or office of an account.
    AccountAmended "account_amended" "修改账号",
    /// Gave an account a password to begin with again.
    PasswordReset "password_reset" "重置密码",
    /// Gave or took roles.
    RolesChanged "roles_changed" "调整岗位",
    /// Ended somebody's sessions.
    SessionsEnded "sessions_ended" "结束他人会话",
    /// Ended somebody's waiting.
    LockLifted "lock_lifted" "解除登录限制",
    /// Took somebody's second factor away.
    SecondFactorReset "second_factor_reset" "重置两步验证",
    /// Asked that somebody's second factor be taken away.
    RecoveryAsked "second_factor_recovery_asked" "申请重置两步验证",
    /// Ended that without its being taken away.
    RecoveryEnded "second_factor_recovery_ended" "两步验证没有重置",
    /// Decided who needs a second factor.
    FactorRuleChanged "factor_rule_changed" "调整两步验证要求",
    /// Recorded that somebody left.
    Left "left" "办理离岗",
    /// Had somebody stood in for.
    CoverSet "cover_set" "设置代班",
    /// Ended that before its time.
    CoverRevoked "cover_revoked" "取消代班",
}

/// An act to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// What.
    pub kind: ActKind,
    /// Who; nobody known for a failed sign-in.
    pub done_by: Option<ActorId>,
    /// Which office it concerns.
    pub office_id: Option<OfficeId>,
    /// Which member of staff it concerns.
    pub about_id: Option<ActorId>,
    /// What more there is to say. Never anything of a person who is served, never what was typed in a
    /// sign-in that failed.
    pub words: String,
    /// The remote address; empty if not known or of no interest.
    pub remote: String,
}

impl Act {
    /// An act of a member of staff.
    pub fn new(kind: ActKind, done_by: ActorId, words: impl Into<String>) -> Self {
        Self {
            kind,
            done_by: Some(done_by),
            office_id: None,
            about_id: None,
            words: words.into(),
            remote: String::new(),
        }
    }

    /// Says which office it concerns.
    #[must_use]
    pub const fn office(mut self, office: OfficeId) -> Self {
        self.office_id = Some(office);
        self
    }

    /// Says which member of staff it concerns.
    #[must_use]
    pub const fn about(mut self, staff: ActorId) -> Self {
        self.about_id = Some(staff);
        self
    }

    /// Says where it came from.
    #[must_use]
    pub fn remote(mut self, remote: impl Into<String>) -> Self {
        self.remote = remote.into();
        self
    }
}

store::row! {
    /// An act as it was recorded, with the names of today.
    #[derive(Eq)]
    pub struct RecordedAct from "act" {
        /// Its name in the database.
        pub act_id: ActId,
        /// When.
        pub done_at: Instant,
        /// What.
        pub kind: ActKind,
        /// The name of whoever did it.
        pub done_by_name: Option<String>,
        /// The name of whoever it concerns.
        pub about_name: Option<String>,
        /// The name of the office that it concerns.
        pub office_name: Option<String>,
        /// What more there is to say.
        pub words: String,
        /// The remote address.
        pub remote: String,
    }
}
