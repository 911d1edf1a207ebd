//! Agreements with their texts, signatures and teams; barriers, plans, and how far they have come.

use access::{Action, Failure};
use agreements::model::{
    Edition, Ink, Part as TeamPart, ServicePlace, Side, UnmetContent, in_force,
};
use agreements::{Signing, join, note_unmet, sign, sign_on_screen};
use kernel::Day;
use plans::actions::draft::{base_of, keep_draft};
use plans::actions::progress::shown;
use plans::model::prepare::Known;
use plans::model::{Analysis, Consent, StepState, prepare};
use plans::{Adoption, Noted, OpenPlan, adopt, analyse, note_progress, open_plan};
use services::model::Then;
use store::EntryId;
use store::ledger::Channel;

use super::life::Life;
use super::{missing, of};

/// Before how many days the agreements were signed: the first one ends within a month.
const SIGNED_BEFORE: [i32; 17] =
    [345, 310, 282, 255, 230, 205, 184, 160, 141, 119, 98, 82, 66, 51, 37, 23, 3];

/// What stands in people's way, and what shows it.
const BARRIERS: [&[(&str, &str)]; 5] = [
    &[("skills", "原来的岗位已经没有了，没有别的证书"), ("information", "不会用网上招聘")],
    &[("care", "下午要接孩子"), ("commute", "只能接受三公里以内")],
    &[("outlook", "多次应聘没有结果，不想再试")],
    &[("age", "企业多要三十五岁以下"), ("knowledge", "十年没有找过工作")],
    &[("health", "腰伤，不能久站")],
];

/// What people want, in their own words.
const GOALS: [&str; 5] = [
    "找一份长白班的工作，能照顾家里",
    "在家附近上班，下午能接孩子",
    "先找回信心，再找一份做得长的工作",
    "学一门手艺，四十岁也有人要",
    "找一份不用久站、能做到退休的工作",
];

/// What was agreed on when signing.
const WORDS: [&str; 4] =
    ["希望上长白班，离家近", "愿意先参加培训再找工作", "希望每月至少来一次电话", ""];

/// Two names in running hand.
const INKS: [&str; 2] = [
    "70,62 96,55 128,50 160,48 150,70 138,96 122,124 104,146;176,70 190,92 206,116 226,140 250,150;\
     300,58 320,52 352,50 384,52 372,80 352,112 330,138;356,96 380,112 408,132 440,144",
    "92,48 92,76 90,104 86,132 78,152;60,84 96,78 132,74 166,72;200,50 232,46 264,46 258,74 240,104 218,132;\
     228,92 258,108 286,128 318,146;380,60 404,92 430,122 462,142",
];

/// Lives under an agreement.
pub(super) async fn live(life: &mut Life<'_>, place: u16) -> Result<(), Failure<String>> {
    let days = SIGNED_BEFORE.get(usize::from(place)).copied().unwrap_or(30);
    if days < 7 {
        // The plan is still to be made.
        life.register(days).await?;
        let entry = life.sign(days, "先把协议签了，下周一起定方案").await?;
        return life.put_signatures(entry, days, true).await;
    }
    let entry = life.settle_in(days, place).await?;
    if place % 3 != 2 {
        life.put_signatures(entry, days, place % 4 != 1).await?;
    }
    if place.is_multiple_of(5) {
        life.call_in(days - 6).await?;
    }
    if place == 1 {
        life.fail_a_duty(days - 150).await?;
    }
    if let Some(before) = [(10, 3), (12, 5), (14, 4)].iter().find(|(of, _)| *of == place) {
        life.wait_to_be_asked(before.1).await?;
    }
    life.progress().await
}

/// Lives under an agreement with an officer who has many: signed at one time or another, mostly with both names to it.
pub(super) async fn be_followed(life: &mut Life<'_>, place: u16) -> Result<(), Failure<String>> {
    // The last of the days is that of whoever has no plan yet.
    let places = SIGNED_BEFORE.len() - 1;
    let of = usize::from(place) % places;
    let later = i32::from(place) / i32::try_from(places).unwrap_or(1) * 4;
    let days = SIGNED_BEFORE.get(of).copied().unwrap_or(30) - later.min(9);
    let entry = life.settle_in(days, place).await?;
    if place % 6 != 5 {
        life.put_signatures(entry, days, place % 9 != 4).await?;
    }
    life.progress().await
}

/// Lives under an agreement that was renewed last month.
pub(super) async fn renew(life: &mut Life<'_>) -> Result<(), Failure<String>> {
    life.settle_in(402, 3).await?;
    let entry = life.sign(38, "一年期满，双方同意续签").await?;
    life.put_signatures(entry, 38, true).await?;
    life.plan(33, 1, "", None).await?;
    life.guide(30, 4).await?;
    life.progress().await
}

impl Life<'_> {
    /// Registers, signs, is assessed, agrees on a plan and is guided since; gives the signing.
    pub(super) async fn settle_in(
        &mut self,
        days: i32,
        place: u16,
    ) -> Result<EntryId, Failure<String>> {
        self.register(days).await?;
        let words = WORDS.get(usize::from(place) % WORDS.len()).copied().unwrap_or_default();
        let entry = self.sign(days, words).await?;
        self.assess(days - 4, false).await?;
        self.plan(days - 6, usize::from(place), "", None).await?;
        self.guide(days - 8, 3).await?;
        Ok(entry)
    }

    /// Signs, or renews what was signed.
    pub(super) async fn sign(
        &mut self,
        days: i32,
        words: &str,
    ) -> Result<EntryId, Failure<String>> {
        let on = self.ago(days);
        let (officer, occasion) = (self.officer_id()?, self.by_officer(on)?);
        let known = subjects::facts_of(self.tx, self.subject).await?;
        let before = in_force(&Then::at(&self.desk.rulebook, &known, on));
        let signing = Signing {
            on,
            officer,
            place: ServicePlace::Residence,
            channel: Channel::Counter,
            words: words.to_owned(),
            expected: before.map(|period| period.last().entry),
        };
        let done = sign(self.tx, self.desk, &occasion, self.subject, &signing).await;
        done.map_err(of("签订协议"))?.first().ok_or_else(|| missing("刚刚签订的协议"))
    }

    /// Signs the text on the screen: the officer and, mostly, the person.
    async fn put_signatures(
        &mut self,
        entry: EntryId,
        days: i32,
        both: bool,
    ) -> Result<(), Failure<String>> {
        let sides = [Side::Office, Side::Person];
        for (side, ink) in sides.into_iter().zip(INKS).take(if both { 2 } else { 1 }) {
            let ink = Ink::read(ink).map_err(|why| Failure::Refused(format!("签名：{why}")))?;
            let occasion = self.by_officer(self.ago(days))?;
            let what = (self.subject, entry);
            let signed = sign_on_screen(self.tx, self.desk, &occasion, what, side, ink).await;
            signed.map_err(of("在屏幕上签名"))?;
        }
        Ok(())
    }

    /// Gathers a team around the officer.
    async fn call_in(&mut self, days: i32) -> Result<(), Failure<String>> {
        let members = [
            ("shuangjing.zhidao1", TeamPart::Guidance),
            ("chaoyang.zhuanjia1", TeamPart::Psychology),
        ];
        for (account, part) in members {
            let staff = self.crew.find(account)?.id;
            let occasion = self.by_officer(self.ago(days))?;
            let joined = join(self.tx, self.desk, &occasion, self.subject, (staff, part)).await;
            joined.map_err(of("加入团队"))?;
        }
        Ok(())
    }

    /// Does not do what was agreed once.
    async fn fail_a_duty(&mut self, days: i32) -> Result<(), Failure<String>> {
        let on = self.ago(days);
        let duty = Edition::on(on).and_then(|edition| edition.duties().next());
        let content = UnmetContent {
            duty: duty.ok_or_else(|| missing("协议中的义务"))?.duty.clone(),
            on: on.to_string(),
            reason: "约好的面试没有去，也没有事先说明；已当面提醒".to_owned(),
            is_excused: false,
            told_on: on.to_string(),
            said: "那天临时有事，忘了打电话，以后会提前说".to_owned(),
        };
        let occasion = self.by_officer(on)?;
        note_unmet(self.tx, self.desk, &occasion, self.subject, (on, &content))
            .await
            .map_err(of("记录没有履行的义务"))
    }

    async fn open_plan(&mut self, on: Day) -> Result<OpenPlan, Failure<String>> {
        let occasion = self.by_officer(on)?;
        let action = Action::RecordService;
        let open = open_plan(self.tx, self.desk, &occasion, action, self.subject).await;
        open.map_err(of("打开援助方案"))
    }

    /// Finds with the officer what stands in the way, and agrees on a plan; with a reason, on another version.
    pub(super) async fn plan(
        &mut self,
        days: i32,
        place: usize,
        reason: &str,
        opinion: Option<EntryId>,
    ) -> Result<(), Failure<String>> {
        let on = self.ago(days);
        let before = self.open_plan(on).await?;
        if matches!(before.current(&before.then(self.desk, on)), Some((_, Some(_)))) {
            // What was done by then is noted before both sides agree on what is still to do.
            self.progress_until(days).await?;
        }
        let (tx_subject, open) = (self.subject, self.open_plan(on).await?);
        let found = BARRIERS.get(place % BARRIERS.len()).copied().unwrap_or_default();
        let found = found.iter().map(|(id, why)| ((*id).to_owned(), (*why).to_owned())).collect();
        let words = ("说得对，就是这样".to_owned(), String::new());
        let analysis = Analysis::settled(found, Consent::Whole, &[], words)
            .map_err(|why| Failure::Refused(format!("分析障碍：{why}")))?;
        let barriers = analysis.agreed().map(|found| found.barrier.clone()).collect();
        let base = open.analyses.first().map(|kept| kept.id);
        let occasion = self.by_officer(on)?;
        analyse(self.tx, self.desk, &occasion, tx_subject, base, &analysis)
            .await
            .map_err(of("分析障碍"))?;

        let then = open.then(self.desk, on);
        let current = open.current(&then);
        let base = base_of(open.draft.as_ref(), current.map(|(entry, _)| entry.entry));
        let kept = current.and_then(|(_, plan)| plan);
        let states = kept.map(plans::actions::kept::KeptPlan::states).unwrap_or_default();
        let edition = plans::model::Edition::on(on);
        let mut text = prepare(
            edition,
            &Known {
                barriers,
                ready: opinion.map(|_| true),
                current: kept.map(|plan| (&plan.adopted.text, states.as_slice())),
                last_number: open.last_number(),
                officer: open.officer.clone(),
                wanted: String::new(),
                today: on,
            },
        );
        if text.goal.is_empty() {
            GOALS.get(place % GOALS.len()).copied().unwrap_or_default().clone_into(&mut text.goal);
        }
        if kept.is_some() {
            // A revision begins its timetable anew.
            let mut until = on;
            for stage in &mut text.stages {
                let norm = edition.stages.iter().find(|norm| norm.name == stage.name);
                until = until.plus_days(norm.map_or(30, |norm| norm.days));
                stage.until = until;
            }
            let open = text.steps.iter_mut().filter(|step| step.due < on);
            let open = open.filter(|step| states.contains(&(step.number, StepState::Open)));
            open.zip(1..).for_each(|(step, place)| step.due = on.plus_days(7 * place));
        }
        let occasion = self.by_officer(on)?;
        keep_draft(self.tx, self.desk, &occasion, tx_subject, &base, &text)
            .await
            .map_err(of("保存方案草稿"))?;
        let drafted = self.open_plan(on).await?;
        let adoption = Adoption {
            base: base_of(drafted.draft.as_ref(), None),
            on,
            is_agreed: true,
            words: "同意，先照这个做".to_owned(),
            reason: reason.to_owned(),
            opinion,
        };
        let occasion = self.by_officer(on)?;
        let adopted = adopt(self.tx, self.desk, &occasion, tx_subject, &adoption).await;
        adopted.map(drop).map_err(of("确定援助方案"))
    }

    /// Notes how far the plan has come by now.
    pub(super) async fn progress(&mut self) -> Result<(), Failure<String>> {
        self.progress_until(2).await
    }

    /// Notes how far the plan had come so many days ago: what entries show, most of what was due, one thing given up.
    async fn progress_until(&mut self, days: i32) -> Result<(), Failure<String>> {
        let on = self.ago(days);
        let open = self.open_plan(on).await?;
        let then = open.then(self.desk, on);
        let Some((current, Some(plan))) = open.current(&then) else {
            return Err(missing("确定了的援助方案"));
        };
        let entry = current.entry;
        let noted = |number, on, to, words: &str, because| Noted {
            entry,
            number,
            from: StepState::Open,
            to,
            on,
            words: words.to_owned(),
            because,
        };
        let shows = shown(&open, &then, plan);
        let mut all: Vec<Noted> = shows
            .iter()
            .map(|shows| noted(shows.number, shows.on, StepState::Done, "", Some(shows.entry)))
            .collect();
        for (place, step) in (self.number..).zip(&plan.adopted.text.steps) {
            let is_shown = shows.iter().any(|shows| shows.number == step.number);
            let is_open = plan.states().contains(&(step.number, StepState::Open));
            if is_shown || !is_open || step.due >= on || step.due < current.on {
                continue;
            }
            match place % 4 {
                // Whatever is late is so since a few weeks.
                0 if step.due > on.plus_days(-45) => {}
                1 if place % 8 == 1 => {
                    let words = "家里情况变了，本人提出不再进行";
                    all.push(noted(step.number, step.due, StepState::GivenUp, words, None));
                }
                _ => all.push(noted(step.number, step.due, StepState::Done, "已经做到", None)),
            }
        }
        for noted in all {
            let occasion = self.by_officer(on)?;
            note_progress(self.tx, self.desk, &occasion, self.subject, &noted)
                .await
                .map_err(of("记录方案进展"))?;
        }
        Ok(())
    }
}
