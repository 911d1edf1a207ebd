//! Who must sign in with a second factor, and how somebody who lost theirs gets another.

use std::fmt;

use access::{Duties, Role};
use store::{ActorId, FromValue, Instant, OfficeId, ToValue, Value};

use super::staff::{Roles, StaffRefusal};

store::identifier! {
    /// Names a wish to have somebody's lost second factor taken away.
    pub RecoveryId
}

/// How long such a wish waits for a second administrator, in seconds.
pub const RECOVERY_LIMIT: i64 = 3 * 24 * 3600;
/// What a waived rule reads as in the store.
const WAIVED: &str = "waived";

/// Whose sign-in takes a second factor. The three administrators always need one: who can open accounts, give roles or
/// read the record of acts must not be impersonated by whoever overheard a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorRule {
    /// The three administrators, and whoever serves in one of these roles.
    Demanded {
        /// Roles of the service; those of administrators need no mention.
        also: Roles,
    },
    /// Nobody's: for a demonstration, which everyone is to try at once.
    Waived,
}

/// What holds as long as nothing else was decided.
impl Default for FactorRule {
    fn default() -> Self {
        Self::Demanded { also: Roles::none() }
    }
}

impl FactorRule {
    /// Demands one of the three administrators and of these roles of the service; roles of administrators are left out,
    /// since they are meant anyway.
    #[must_use]
    pub fn also(roles: impl IntoIterator<Item = Role>) -> Self {
        let serving = roles.into_iter().filter(|role| role.duties() == Duties::Service);
        Self::Demanded { also: Roles::new(serving).unwrap_or_default() }
    }

    /// Tells whether whoever holds these roles needs one.
    #[must_use]
    pub fn demands(&self, roles: &Roles) -> bool {
        match self {
            Self::Waived => false,
            Self::Demanded { also } => roles
                .as_slice()
                .iter()
                .any(|role| role.duties() != Duties::Service || also.has(*role)),
        }
    }
}

impl ToValue for FactorRule {
    fn to_value(&self) -> Value {
        let text = match self {
            Self::Waived => WAIVED.to_owned(),
            Self::Demanded { also } => {
                let names: Vec<&str> = also.as_slice().iter().map(|role| role.text()).collect();
                names.join(" ")
            }
        };
        Value::Bytes(text.into_bytes())
    }
}

impl FromValue for FactorRule {
    fn from_value(value: Value) -> Result<Self, String> {
        let bytes = Vec::<u8>::from_value(value)?;
        let text = String::from_utf8(bytes).map_err(|_| "应为文字".to_owned())?;
        if text == WAIVED {
            return Ok(Self::Waived);
        }
        let roles = Roles::from_value(Value::Text(text))?;
        if roles.duties().is_some_and(|duties| duties != Duties::Service) {
            return Err("管理员岗位不必列出".to_owned());
        }
        Ok(Self::Demanded { also: roles })
    }
}

/// What became of somebody's phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It is lost.
    Lost,
    /// Another one is used now, and the old one is gone.
    Replaced,
    /// It does not work any more.
    Broken,
}
store::text_column!(Loss { Lost = "lost", Replaced = "replaced", Broken = "broken" });

impl Loss {
    /// Every loss.
    pub const ALL: [Self; 3] = [Self::Lost, Self::Replaced, Self::Broken];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Lost => "手机丢失",
            Self::Replaced => "已换手机，旧手机不在手边",
            Self::Broken => "手机损坏，打不开验证器",
        }
    }

    /// Finds a loss by the text that stands for it in the store.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|loss| loss.text() == name)
    }
}

store::row! {
    /// A wish to have somebody's second factor taken away, which waits for a second administrator.
    pub struct Recovery from "second_factor_recovery" {
        /// Its name in the database.
        pub recovery_id: RecoveryId,
        /// Whose second factor.
        pub staff_id: ActorId,
        /// Their name.
        pub staff_name: String,
        /// What they are there for.
        pub roles: Roles,
        /// The office that they work in.
        pub office_id: OfficeId,
        /// Its name.
        pub office_name: String,
        /// Its code.
        pub office_code: i64,
        /// What became of the phone.
        pub loss: Loss,
        /// Who asked.
        pub asked_by: ActorId,
        /// Their name.
        pub asked_by_name: String,
        /// When.
        pub asked_at: Instant,
    }
}

impl Recovery {
    /// Gives the last instant at which it can be consented to.
    #[must_use]
    pub const fn until(&self) -> Instant {
        self.asked_at.plus_seconds(RECOVERY_LIMIT)
    }
}

/// Why nothing is recovered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecoveryRefusal {
    /// They have no second factor.
    Nothing,
    /// It was asked for already and waits.
    Waits,
    /// It does not wait any more: consented to, taken back, or too old.
    Over,
    /// Whoever asked cannot consent too.
    SamePerson,
    /// The account cannot be acted on.
    Staff(StaffRefusal),
}

impl fmt::Display for RecoveryRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => out.write_str("此人没有启用两步验证，不需要重置"),
            Self::Waits => out.write_str("已有一件重置申请在等待另一位管理员同意，不必再申请"),
            Self::Over => out.write_str(
                "这件申请已经不在等待：已经办理、撤回，或者超过三天没有人同意；仍需重置的请重新申请",
            ),
            Self::SamePerson => {
                out.write_str("重置两步验证须由两位管理员办理：申请的人不能自己同意，请另一位管理员办理")
            }
            Self::Staff(refusal) => refusal.fmt(out),
        }
    }
}

impl std::error::Error for RecoveryRefusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_are_always_meant_and_others_when_they_are_named() {
        let rule = FactorRule::also([Role::Head, Role::AuditAdministrator]);
        for role in Role::ALL {
            let roles = Roles::new([*role]).expect("one role");
            let is_administrator = role.duties() != Duties::Service;
            assert_eq!(FactorRule::default().demands(&roles), is_administrator, "{role}");
            assert_eq!(rule.demands(&roles), is_administrator || *role == Role::Head, "{role}");
            assert!(!FactorRule::Waived.demands(&roles), "{role}");
        }
        assert!(!rule.demands(&Roles::none()));
    }

    #[test]
    fn a_rule_is_read_back_and_an_impossible_one_is_not() {
        for rule in [
            FactorRule::Waived,
            FactorRule::default(),
            FactorRule::also([Role::Head, Role::Inspector]),
        ] {
            assert_eq!(FactorRule::from_value(rule.to_value()), Ok(rule));
        }
        for wrong in ["audit_administrator", "nobody", "head waived"] {
            let value = Value::Bytes(wrong.as_bytes().to_vec());
            assert!(FactorRule::from_value(value).is_err(), "{wrong}");
        }
    }
}
