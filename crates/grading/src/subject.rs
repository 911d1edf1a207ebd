//! What a factor may be about.

use std::fmt;

use serde::Serialize;

macro_rules! subjects {
    ($($(#[$doc:meta])* $variant:ident $name:literal $words:literal $changeable:literal,)*) => {
        /// What a factor may be about. The list is closed: it holds what BJ18-11 and BJ18-26 name
        /// as bearing on a person's work, and what a person can be asked about without being
        /// set back for what they are.
        ///
        /// 《就业促进法》第三条 forbids to treat jobseekers unequally for ethnicity, race, sex or
        /// religion. Household registration, marriage and health as such are left out with them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FactorSubject { $($(#[$doc])* $variant,)* }

        impl FactorSubject {
            /// Every subject.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the name that scorecard files use.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Tells whether a person, helped by the office, can do something about it. Only then
            /// may a scorecard say how an answer is reached.
            #[must_use]
            pub const fn is_changeable(self) -> bool {
                match self { $(Self::$variant => $changeable,)* }
            }

            const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }
        }
    };
}

subjects! {
    /// How long somebody has been without work (BJ18-11).
    UnemploymentLength "unemployment_length" "失业时间" false,
    /// What somebody is trained for (BJ18-11).
    Skill "skill" "技能水平" true,
    /// Whom somebody cares for at home (BJ18-11, 家庭因素); not whether they are married.
    FamilyCare "family_care" "家庭照料" true,
    /// What the household lives on (BJ18-11, 家庭因素).
    FamilyIncome "family_income" "家庭经济" false,
    /// The age in years.
    Age "age" "年龄" false,
    /// The schooling completed.
    Education "education" "学历" true,
    /// The work done so far.
    WorkExperience "work_experience" "工作经历" true,
    /// What a workplace must provide for somebody to be able to work there; never an illness.
    WorkLimitation "work_limitation" "岗位适应需要" false,
    /// Whether somebody is equipped to look for work (BJ18-26(2)).
    JobSearch "job_search" "求职准备" true,
    /// Whether what somebody looks for exists on the market (BJ18-26(2), 就业择业观念).
    Expectations "expectations" "择业期望" true,
}

impl FactorSubject {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|subject| subject.name() == name)
    }

    /// Lists every subject with its words, for a refusal.
    pub(crate) fn listing() -> String {
        Self::ALL
            .iter()
            .map(|subject| format!("{}（{subject}）", subject.name()))
            .collect::<Vec<_>>()
            .join("、")
    }
}

impl fmt::Display for FactorSubject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list is part of the promise to the person: whoever lengthens it must come by here.
    #[test]
    fn the_subjects_are_these_ten() {
        let words: Vec<String> = FactorSubject::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(
            words.join(" "),
            "失业时间 技能水平 家庭照料 家庭经济 年龄 学历 工作经历 岗位适应需要 求职准备 择业期望"
        );
    }

    #[test]
    fn nobody_is_told_to_change_their_age() {
        for subject in [FactorSubject::Age, FactorSubject::UnemploymentLength] {
            assert!(!subject.is_changeable());
        }
    }
}
