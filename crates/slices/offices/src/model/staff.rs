//! Members of staff and their roles.

use std::fmt;

use access::{Duties, Role};
use kernel::Day;
use store::{ActorId, FromValue, OfficeId, ToValue, Value};

store::row! {
    /// A member of staff. What their account is secured with is not in here.
    pub struct Staff from "staff" {
        /// Their name in the database.
        pub staff_id: ActorId,
        /// The name that they sign in with.
        pub user_name: String,
        /// The name that colleagues know.
        pub name: String,
        /// The office that they work in.
        pub office_id: OfficeId,
        /// The code of that office.
        pub office_code: i64,
        /// The name of that office.
        pub office_name: String,
        /// What they are there for; nothing until roles are given, and after leaving.
        pub roles: Roles,
        /// Whether they must choose a password at the next sign-in.
        pub must_change_password: bool,
        /// Whether a second factor is asked for.
        pub has_second_factor: bool,
        /// Their first day.
        pub joined_on: Day,
        /// Their last day, once they left.
        pub left_on: Option<Day>,
    }
}

impl Staff {
    /// Tells whether they work here.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.left_on.is_none()
    }

    /// Tells whether they may be the officer of somebody in hardship whom an office, by its code, answers for:
    /// 本机构职业指导人员 (BJ18-23), in service there. Whatever names an officer asks here.
    #[must_use]
    pub fn guides_at(&self, office_code: i64) -> bool {
        self.is_active() && self.office_code == office_code && self.roles.guide()
    }
}

/// Roles of one kind, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(Vec<Role>);

impl Roles {
    /// Gathers roles; refuses two of separated kinds.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Result<Self, StaffRefusal> {
        let mut roles: Vec<Role> = roles.into_iter().collect();
        roles.sort_unstable();
        roles.dedup();
        if let Some(first) = roles.first()
            && let Some(other) = roles.iter().find(|role| role.duties() != first.duties())
        {
            return Err(StaffRefusal::Separated { one: *first, other: *other });
        }
        Ok(Self(roles))
    }

    /// None at all.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Gives the roles.
    #[must_use]
    pub fn as_slice(&self) -> &[Role] {
        &self.0
    }

    /// Tells whether it holds a role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Tells whether whoever holds them guides people to work (职业指导人员, BJ18-23): assistance officers and
    /// counsellors; not whoever sits at the front desk or assists in a community.
    #[must_use]
    pub fn guide(&self) -> bool {
        self.has(Role::AssistanceOfficer) || self.has(Role::Counsellor)
    }

    /// Gives the kind of work; none without roles.
    #[must_use]
    pub fn duties(&self) -> Option<Duties> {
        self.0.first().map(|role| role.duties())
    }

    /// Gives the roles themselves.
    #[must_use]
    pub fn into_vec(self) -> Vec<Role> {
        self.0
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms: Vec<&str> = self.0.iter().map(|role| role.term()).collect();
        out.write_str(if terms.is_empty() { "尚未授予岗位" } else { "" })?;
        out.write_str(&terms.join("、"))
    }
}

impl ToValue for Roles {
    fn to_value(&self) -> Value {
        let texts: Vec<&str> = self.0.iter().map(|role| role.text()).collect();
        Value::Text(texts.join(" "))
    }
}

impl FromValue for Roles {
    fn from_value(value: Value) -> Result<Self, String> {
        let text = String::from_value(value)?;
        let roles: Result<Vec<Role>, String> = text
            .split_whitespace()
            .map(|name| Role::named(name).ok_or_else(|| format!("没有岗位 {name}")))
            .collect();
        Self::new(roles?).map_err(|refusal| refusal.to_string())
    }
}

/// Why something about a member of staff is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffRefusal {
    /// A user name is not made of 3 to 32 lower-case letters, digits, dots and hyphens.
    UserName,
    /// Somebody has the user name.
    Taken,
    /// The name is missing.
    Blank,
    /// Two roles that nobody may hold together.
    Separated {
        /// One.
        one: Role,
        /// The other.
        other: Role,
    },
    /// It is the actor's own account.
    Oneself,
    /// They have left.
    Left,
    /// They still have what must be handed over first.
    Responsible {
        /// How many persons or duties.
        count: i64,
    },
    /// Without them nobody would hold a role that the system cannot do without.
    Last {
        /// The role.
        role: Role,
    },
    /// The office is closed, or there is none.
    Office,
    /// There is no such member of staff.
    Missing,
    /// Nothing would change.
    Unchanged,
}

impl fmt::Display for StaffRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UserName => out.write_str(
                "用户名应为 3 到 32 个小写字母、数字、点或连字符，以字母开头，例如 wang.fang",
            ),
            Self::Taken => out.write_str("这个用户名已有人使用，请换一个"),
            Self::Blank => out.write_str("请填写姓名"),
            Self::Separated { one, other } => write!(
                out,
                "“{one}”与“{other}”不能由一人兼任：业务、系统管理、安全管理、审计四类岗位相互分离"
            ),
            Self::Oneself => out.write_str("不能为自己的账号办理这一操作，请由另一位管理员办理"),
            Self::Left => out.write_str("此人已经离岗"),
            Self::Responsible { count } => write!(
                out,
                "此人名下还有 {count} 项未移交；请先由机构负责人把其服务对象移交给同事，再办理"
            ),
            Self::Last { role } => {
                write!(out, "此人是最后一名“{role}”；请先为另一人授予这一岗位")
            }
            Self::Office => out.write_str("没有这个机构，或机构已经停用"),
            Self::Missing => out.write_str("没有此人；请从机构的人员列表重新进入"),
            Self::Unchanged => out.write_str("没有任何改动"),
        }
    }
}

impl std::error::Error for StaffRefusal {}

/// Takes a user name as it is typed; refuses what could not be told apart from another one.
pub fn read_user_name(text: &str) -> Result<String, StaffRefusal> {
    let name = text.trim().to_ascii_lowercase();
    let is_right = (3..=32).contains(&name.len())
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_')
        });
    if is_right { Ok(name) } else { Err(StaffRefusal::UserName) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_holds_roles_of_two_kinds() {
        for one in Role::ALL {
            for other in Role::ALL {
                let together = Roles::new([*one, *other]);
                assert_eq!(together.is_ok(), one.duties() == other.duties(), "{one} {other}");
            }
        }
    }

    #[test]
    fn stored_roles_are_read_back_and_impossible_ones_are_not() {
        let roles = Roles::new([Role::Head, Role::Counsellor, Role::Head]).expect("one kind");
        assert_eq!(Roles::from_value(roles.to_value()), Ok(roles.clone()));
        assert_eq!(roles.to_string(), "职业指导员、负责人");
        for wrong in ["head auditor", "head system_administrator"] {
            assert!(Roles::from_value(Value::Text(wrong.to_owned())).is_err(), "{wrong}");
        }
        assert_eq!(Roles::from_value(Value::Text(String::new())), Ok(Roles::none()));
    }

    #[test]
    fn a_user_name_has_one_form() {
        assert_eq!(read_user_name(" Wang.Fang "), Ok("wang.fang".to_owned()));
        for wrong in ["", "ab", "1abc", "王芳", "a b c", "wang/fang", &"a".repeat(33)] {
            assert_eq!(read_user_name(wrong), Err(StaffRefusal::UserName), "{wrong}");
        }
    }
}
