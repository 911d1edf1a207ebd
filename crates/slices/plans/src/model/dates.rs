//! The days of a plan (BJ18-26(1): 路线图和时间表): which cannot stand in it, which seldom do, and how those that are
//! proposed fall on days on which people work.

use kernel::Day;
use rules::Calendar;

use super::plan::{PlanText, Stage, Step};

/// How far the next day on which people work is looked for; no holiday lasts so long.
const LONGEST: i32 = 30;

/// What the days of a plan are measured by.
#[derive(Clone, Copy)]
pub struct Measured<'k> {
    /// Which days people work on.
    pub calendar: &'k Calendar,
    /// Today.
    pub today: Day,
    /// The last day of the agreement in force, where its text says one.
    pub agreement_until: Option<Day>,
    /// The version in force: what was agreed in it and stays as it is is not asked about again.
    pub current: Option<&'k PlanText>,
}

/// Why a day is asked about, by a code.
pub type Doubt = (&'static str, String);

impl Measured<'_> {
    /// Says why a stage cannot end on a day: it is past, or the stage before it ends later.
    #[must_use]
    pub fn wrong_stage(&self, stage: &Stage, before: Option<&Stage>) -> Option<String> {
        if let Some(before) = before.filter(|before| stage.until < before.until) {
            return Some(format!(
                "“{}”到 {} 为止，早于前一阶段“{}”的 {}；各阶段按先后排，应不早于 {}",
                stage.name, stage.until, before.name, before.until, before.until
            ));
        }
        let stands = self.current.is_some_and(|plan| plan.stages.contains(stage));
        (stage.until < self.today && !stands).then(|| self.past("阶段的期限", stage.until))
    }

    /// Says why a step cannot be due on a day: it is past. What was agreed before and is late stands.
    #[must_use]
    pub fn wrong_step(&self, step: &Step) -> Option<String> {
        (step.due < self.today && !self.stands(step)).then(|| self.past("行动的日期", step.due))
    }

    fn past(&self, what: &str, day: Day) -> String {
        let next = next_working_day(self.calendar, self.today.plus_days(-1));
        format!(
            "{what} {day} 已经过去（今天是 {}）；应在今天或以后，最近的工作日是 {next}",
            self.today
        )
    }

    /// Says why the end of a stage is asked about.
    #[must_use]
    pub fn stage_doubts(&self, stage: &Stage) -> Vec<Doubt> {
        if self.current.is_some_and(|plan| plan.stages.contains(stage)) {
            return Vec::new();
        }
        self.day_doubts(stage.until)
    }

    /// Says why the day of a step is asked about.
    #[must_use]
    pub fn step_doubts(&self, step: &Step, stage: Option<&Stage>) -> Vec<Doubt> {
        if self.stands(step) {
            return if step.due < self.today {
                let words = format!(
                    "“{}”{} 已经过期还没有做；仍按原日期的请勾选，改期的请改",
                    step.words, step.due
                );
                vec![("late", words)]
            } else {
                Vec::new()
            };
        }
        let mut doubts = self.day_doubts(step.due);
        if let Some(stage) = stage.filter(|stage| step.due > stage.until) {
            let words = format!("晚于所在阶段“{}”的期限 {}", stage.name, stage.until);
            doubts.push(("stage", words));
        }
        doubts
    }

    fn day_doubts(&self, day: Day) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        if let Some(off) = off(self.calendar, day) {
            let before = last_working_day(self.calendar, day);
            let next = next_working_day(self.calendar, day);
            let words = if before < self.today {
                format!("{day} 是{off}，不是工作日；后一个工作日是 {next}")
            } else {
                format!("{day} 是{off}，不是工作日；前一个工作日是 {before}，后一个是 {next}")
            };
            doubts.push(("rest", words));
        }
        if let Some(until) = self.agreement_until.filter(|until| day > *until) {
            let words = format!(
                "{day} 在协议期满（{until}）以后：期满不续签的，方案随协议结束；应不晚于 {until}，或者先续签"
            );
            doubts.push(("agreement", words));
        }
        doubts
    }

    fn stands(&self, step: &Step) -> bool {
        let mut agreed = self.current.into_iter().flat_map(|plan| &plan.steps);
        agreed.any(|other| other.number == step.number && other.due == step.due)
    }

    /// Moves the days of a proposal to days on which people work; what stands in the version in force stays. Nothing
    /// moves past the end of its stage for that.
    #[must_use]
    pub fn on_working_days(&self, mut plan: PlanText) -> PlanText {
        let moved = |day: Day| match off(self.calendar, day) {
            Some(_) => next_working_day(self.calendar, day),
            None => day,
        };
        for stage in &mut plan.stages {
            if self.current.is_none_or(|plan| !plan.stages.contains(stage)) {
                stage.until = moved(stage.until);
            }
        }
        for place in 0..plan.steps.len() {
            if self.stands(&plan.steps[place]) {
                continue;
            }
            let step = &plan.steps[place];
            let stage = plan.stages.get(step.stage).or(plan.stages.last());
            let was_within = stage.is_some_and(|stage| step.due <= stage.until);
            let next = moved(step.due);
            let is_late = was_within && stage.is_some_and(|stage| next > stage.until);
            let before = last_working_day(self.calendar, step.due);
            plan.steps[place].due = if is_late && before >= self.today { before } else { next };
        }
        plan
    }
}

/// Says why a day is none on which people work; nothing if it is one.
fn off(calendar: &Calendar, day: Day) -> Option<String> {
    match calendar.holiday(day) {
        Some(holiday) => Some(format!("{holiday}放假")),
        None => (!calendar.is_working(day)).then(|| "周末".to_owned()),
    }
}

fn next_working_day(calendar: &Calendar, day: Day) -> Day {
    let mut days = (1..=LONGEST).map(|days| day.plus_days(days));
    days.find(|day| off(calendar, *day).is_none()).unwrap_or(day)
}

fn last_working_day(calendar: &Calendar, day: Day) -> Day {
    let mut days = (1..=LONGEST).map(|days| day.plus_days(-days));
    days.find(|day| off(calendar, *day).is_none()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use rules::Law;

    use super::super::plan::By;
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn stage(name: &str, until: &str) -> Stage {
        Stage { name: name.to_owned(), goal: String::new(), until: day(until) }
    }

    fn step(number: i64, due: &str) -> Step {
        Step {
            number,
            words: "做".to_owned(),
            measure: "other".to_owned(),
            stage: 0,
            by: By::Person,
            who: String::new(),
            due: day(due),
        }
    }

    fn codes(doubts: &[Doubt]) -> Vec<&'static str> {
        doubts.iter().map(|(code, _)| *code).collect()
    }

    #[test]
    fn days_past_and_stages_out_of_order_cannot_be_and_days_off_are_asked_about() {
        let law = Law::shipped().expect("law");
        let today = day("2026-02-11");
        let measured = Measured {
            calendar: law.calendar(),
            today,
            agreement_until: Some(day("2026-06-30")),
            current: None,
        };
        let first = stage("甲", "2026-03-31");
        let early = measured.wrong_stage(&stage("乙", "2026-03-30"), Some(&first)).expect("wrong");
        assert!(early.contains("应不早于 2026-03-31"), "{early}");
        assert_eq!(measured.wrong_stage(&stage("乙", "2026-03-31"), Some(&first)), None);
        assert!(measured.wrong_stage(&stage("甲", "2026-02-10"), None).is_some());
        assert_eq!(measured.wrong_stage(&stage("甲", "2026-02-11"), None), None);
        let past = measured.wrong_step(&step(1, "2026-02-10")).expect("wrong");
        assert!(past.contains("最近的工作日是 2026-02-11"), "{past}");
        assert_eq!(measured.wrong_step(&step(1, "2026-02-11")), None);
        for (due, expected) in [
            ("2026-02-13", &[][..]),
            // A holiday on a Friday, a weekend, a Saturday that is worked on.
            ("2026-02-20", &["rest"]),
            ("2026-03-07", &["rest"]),
            ("2026-02-14", &[]),
            ("2026-06-30", &["stage"]),
            ("2026-07-01", &["agreement", "stage"]),
            ("2026-07-04", &["rest", "agreement", "stage"]),
        ] {
            assert_eq!(
                codes(&measured.step_doubts(&step(1, due), Some(&first))),
                expected,
                "{due}"
            );
        }
        let rest = measured.step_doubts(&step(1, "2026-03-07"), None);
        assert!(rest[0].1.contains("前一个工作日是 2026-03-06，后一个是 2026-03-09"), "{rest:?}");
    }

    #[test]
    fn what_was_agreed_stands_and_what_is_late_of_it_is_asked_about_once() {
        let law = Law::shipped().expect("law");
        let agreed = PlanText {
            stages: vec![stage("甲", "2026-02-01")],
            steps: vec![step(1, "2026-02-20"), step(2, "2026-02-02")],
            ..PlanText::default()
        };
        let measured = Measured {
            calendar: law.calendar(),
            today: day("2026-02-11"),
            agreement_until: None,
            current: Some(&agreed),
        };
        assert_eq!(measured.wrong_stage(&agreed.stages[0], None), None);
        assert_eq!(measured.stage_doubts(&agreed.stages[0]), []);
        assert_eq!(measured.step_doubts(&agreed.steps[0], None), []);
        assert_eq!(measured.wrong_step(&agreed.steps[1]), None);
        assert_eq!(codes(&measured.step_doubts(&agreed.steps[1], None)), ["late"]);
        assert!(measured.wrong_step(&step(2, "2026-02-03")).is_some(), "put on another past day");
    }

    #[test]
    fn a_proposal_falls_on_days_on_which_people_work() {
        let law = Law::shipped().expect("law");
        let measured = Measured {
            calendar: law.calendar(),
            today: day("2026-02-11"),
            agreement_until: None,
            current: None,
        };
        let proposed = PlanText {
            stages: vec![stage("甲", "2026-03-08"), stage("乙", "2026-04-02")],
            steps: vec![
                step(1, "2026-02-20"),
                step(2, "2026-03-08"),
                Step { stage: 1, ..step(3, "2026-04-02") },
            ],
            ..PlanText::default()
        };
        let plan = measured.on_working_days(proposed);
        let untils: Vec<Day> = plan.stages.iter().map(|stage| stage.until).collect();
        assert_eq!(untils, [day("2026-03-09"), day("2026-04-02")]);
        for step in &plan.steps {
            assert_eq!(measured.step_doubts(step, plan.stages.get(step.stage)), [], "{step:?}");
        }
    }
}
