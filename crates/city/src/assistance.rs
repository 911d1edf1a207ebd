//! The life of a person in hardship under an agreement (BJ18 art. 23 to 30).

use kernel::Day;
use rules::{Kind, Stage, months_later};

use crate::event::{Channel, Content, Event, Mark};
use crate::hardship::LEVELS;
use crate::person::Person;

/// An agreement in force, and what came of it so far.
struct Agreement {
    signed: Day,
    /// When it was last signed or renewed.
    renewed: Day,
    plan_version: u8,
    is_ready: bool,
    trainings: u8,
    /// Recommendations that came to nothing.
    unhired: u32,
    /// Those of them that were not the person's own doing.
    unhired_blameless: u32,
    consultations: u8,
}

/// What a turn under an agreement led to.
enum Turn {
    /// Go on from the day.
    On(Day),
    /// The agreement is at an end; the person may register anew on the day.
    Anew(Day),
    /// Nothing more happens.
    Over,
}

impl Person<'_, '_> {
    /// Assists a person who registers on a day, as long as it takes.
    pub(crate) fn assist(&mut self, registers: Day) {
        let mut day = registers;
        loop {
            if self.is_over(day) {
                return;
            }
            if self.is_town_dweller() && !self.is_registered_unemployed {
                day = self.register_unemployment(day);
            }
            let last = self.register_as_seeker(day, &LEVELS);
            let Some(signed) = self.sign_agreement(day) else { return };
            let mut agreement = Agreement {
                signed,
                renewed: signed,
                plan_version: 0,
                is_ready: false,
                trainings: 0,
                unhired: 0,
                unhired_blameless: 0,
                consultations: 0,
            };
            let mut turn = Turn::On(self.adopt_plan(&mut agreement, signed).max(last));
            while let Turn::On(day) = turn {
                turn = self.turn(&mut agreement, day);
            }
            let Turn::Anew(next) = turn else { return };
            day = next;
        }
    }

    fn adopt_plan(&mut self, agreement: &mut Agreement, signed: Day) -> Day {
        let Some(adopted) = self.story.done_within(signed, 10) else { return signed };
        if agreement.plan_version == 0 && self.story.random.chance(70) {
            let assessed = self.story.day_in(signed, adopted);
            self.assess_readiness(agreement, assessed, 25);
        }
        agreement.plan_version += 1;
        let plan = Event::new(Kind::PlanAdopted, adopted);
        self.tell(plan.with(Content::Version(agreement.plan_version)));
        adopted
    }

    fn assess_readiness(&mut self, agreement: &mut Agreement, day: Day, percent_ready: u32) {
        agreement.is_ready = self.story.random.chance(percent_ready);
        let assessment = Event::new(Kind::ReadinessAssessed, day);
        self.tell(assessment.with(Content::Readiness(agreement.is_ready)));
    }

    fn turn(&mut self, agreement: &mut Agreement, after: Day) -> Turn {
        let pace = self.story.pace;
        let day = self.story.some_days_after(after, pace.shortest_step, pace.longest_step);
        if self.is_over(day) {
            return Turn::Over;
        }
        if months_later(agreement.renewed, 12) <= day {
            return Turn::On(self.renew(agreement, day));
        }
        match self.story.random.below(1000) {
            0..12 => return self.decline(day),
            12..37 => return self.lose_touch(),
            37..45 => return self.move_away(day),
            _ => {}
        }
        if agreement.is_ready { self.place(agreement, day) } else { self.prepare(agreement, day) }
    }

    fn renew(&mut self, agreement: &mut Agreement, day: Day) -> Day {
        let duties_met = Some(self.story.random.chance(92));
        let signed = Event::new(Kind::AgreementSigned, day);
        let signed = signed.with(Content::Agreement { duties_met }).through(Channel::Counter);
        self.tell(signed.noting("协议期满续签"));
        agreement.renewed = day;
        self.adopt_plan(agreement, day)
    }

    /// Guidance or training, until the person is ready to start work.
    fn prepare(&mut self, agreement: &mut Agreement, day: Day) -> Turn {
        match self.story.random.below(100) {
            0..32 if agreement.trainings < 3 => {
                agreement.trainings += 1;
                Turn::On(self.train(agreement, day))
            }
            32..46 => {
                self.get_in_touch(day);
                Turn::On(day)
            }
            _ => Turn::On(self.guide_and_follow_up(agreement, day)),
        }
    }

    fn guide_and_follow_up(&mut self, agreement: &mut Agreement, day: Day) -> Day {
        let guidance = self.guide(day);
        let Some(followed_up) = self.story.done_within(day, 5) else { return day };
        if self.story.random.chance(45) {
            self.assess_readiness(agreement, followed_up, 62);
        } else {
            let note = if self.story.random.chance(10) { "问题已解决" } else { "" };
            self.follow_up(guidance, followed_up, note);
        }
        followed_up
    }

    fn train(&mut self, agreement: &mut Agreement, start: Day) -> Day {
        let (scheme, shortest, longest) = self.story.random.weighted(&[
            (62, ("skills", 10, 45)),
            (14, ("startup", 5, 12)),
            (24, ("internship", 40, 65)),
        ]);
        let ends = self.story.some_days_after(start, shortest, longest);
        let training = Event::new(Kind::TrainingStarted, start);
        let training = self.tell(training.with(Content::Training { scheme, ends }));
        let (ended, note) = match self.story.random.below(100) {
            0..6 => (self.story.day_in(start, ends), "中途退出"),
            6..12 => (self.story.some_days_after(ends, 1, 5), "课程延期"),
            _ => (ends, ""),
        };
        let middle = start.plus_days(ends.days_since(start) / 2);
        self.follow_up_training(training, start, ended, Stage::Early);
        self.follow_up_training(training, middle, ended, Stage::Middle);
        if self.story.random.chance(97) {
            let event = Event::new(Kind::TrainingEnded, ended).about(training);
            self.tell(event.noting(note));
        }
        let due = self.story.after(ended, 3);
        let Some(done) = self.story.done(ended, due) else { return ended };
        if self.story.random.chance(65) {
            self.assess_readiness(agreement, done, 80);
        } else {
            self.follow_up_at(training, done, Stage::Final);
        }
        done
    }

    fn follow_up_training(&mut self, training: Mark, from: Day, ended: Day, stage: Stage) {
        let due = self.story.after(from, 3);
        if let Some(day) = self.story.done(from, due)
            && day < ended
        {
            self.follow_up_at(training, day, stage);
        }
    }

    fn follow_up_at(&mut self, training: Mark, day: Day, stage: Stage) {
        let channel = self.story.random.weighted(&[(85, Channel::Phone), (15, Channel::Visit)]);
        let event = Event::new(Kind::FollowedUp, day).about(training).through(channel);
        self.tell(event.with(Content::Stage(stage)));
    }

    /// The person is ready: recommendations, and what helps when they fail.
    fn place(&mut self, agreement: &mut Agreement, day: Day) -> Turn {
        let may_ask_experts = agreement.unhired >= 3 && agreement.consultations < 2;
        if may_ask_experts && self.story.random.chance(40) {
            agreement.consultations += 1;
            return Turn::On(self.consult(agreement, day));
        }
        let half_a_year = months_later(agreement.signed, 6) <= day;
        if half_a_year && agreement.unhired_blameless >= 5 && self.story.random.chance(55) {
            return self.place_publicly(day);
        }
        match self.story.random.below(100) {
            0..14 => Turn::On(self.guide_and_follow_up(agreement, day)),
            14..30 => {
                self.get_in_touch(day);
                Turn::On(day)
            }
            _ => self.recommend_and_follow_up(agreement, day),
        }
    }

    fn recommend_and_follow_up(&mut self, agreement: &mut Agreement, day: Day) -> Turn {
        let channel = self.recommendation_channel();
        let recommended = self.recommend(day, channel);
        let Some(known) = self.story.done_within(day, 5) else {
            agreement.unhired += 1;
            return Turn::On(day);
        };
        let mut known = known;
        if self.story.random.chance(20) {
            self.follow_up(recommended, known, "");
            known = self.story.some_days_after(known, 1, 8);
        }
        let hired = self.story.random.chance(15);
        let own_cause = !hired && self.story.random.chance(25);
        self.learn_outcome(recommended, known, hired, own_cause);
        if hired {
            let start = self.story.some_days_after(known, 1, 8);
            return self.work_under_agreement(agreement, start);
        }
        agreement.unhired += 1;
        agreement.unhired_blameless += u32::from(!own_cause);
        Turn::On(known)
    }

    /// The person works, and is followed up at ten workdays and at 1, 3 and 6 months.
    fn work_under_agreement(&mut self, agreement: &mut Agreement, start: Day) -> Turn {
        let started = self.tell(Event::new(Kind::StartedWork, start));
        self.close_unemployment(start);
        let leaves = self.story.random.chance(30);
        let left = leaves.then(|| self.story.some_days_after(start, 4, 115));
        let is_still_there = |day: Day| left.is_none_or(|left| day < left);
        let due = self.story.after(start, 10);
        if let Some(day) = self.story.done(start, due)
            && is_still_there(day)
        {
            let note =
                if self.story.random.chance(12) { "已到岗，适应情况良好" } else { "" };
            self.follow_up(started, day, note);
        }
        for months in [1, 3, 6] {
            let target = months_later(start, months);
            if let Some(day) = self.story.done(target.plus_days(-8), target.plus_days(7))
                && is_still_there(day)
            {
                self.follow_up(started, day, "");
            }
        }
        if let Some(left) = left {
            let note = match self.story.random.below(5) {
                0 => "试用期未通过",
                1 => "单位裁减人员",
                2 => "本人因家庭原因离职",
                _ => "",
            };
            self.tell(Event::new(Kind::LeftWork, left).noting(note));
            agreement.unhired = 0;
            let back = self.story.some_days_after(left, 1, 15);
            if self.is_town_dweller() && !self.is_registered_unemployed {
                return Turn::On(self.register_unemployment(back));
            }
            return Turn::On(back);
        }
        let settled = self.story.workday_from(months_later(start, 6));
        let ended = self.story.some_days_after(settled, 6, 15);
        self.end_agreement(ended, "稳定就业满6个月");
        self.end_hardship(ended);
        self.archive(ended, "已实现就业");
        Turn::Over
    }

    fn end_agreement(&mut self, day: Day, reason: &'static str) {
        self.tell(Event::new(Kind::AgreementEnded, day).with(Content::Reason(reason)));
    }

    /// Experts of the office above are asked; their opinion leads to a revised plan.
    fn consult(&mut self, agreement: &mut Agreement, day: Day) -> Day {
        let requested = self.tell(Event::new(Kind::ConsultationRequested, day));
        let opinion_day = self.story.some_days_after(day, 5, 15);
        let opinion = Event::new(Kind::ConsultationOpinion, opinion_day).about(requested);
        let note = self.story.random.one_of(&[
            "建议调整求职方向，优先推荐社区就近岗位",
            "建议先参加技能提升培训",
            "",
            "",
        ]);
        self.tell(opinion.noting(note));
        let Some(revised) = self.story.done_within(opinion_day, 5) else { return opinion_day };
        agreement.plan_version += 1;
        let plan = Event::new(Kind::PlanRevised, revised);
        self.tell(plan.with(Content::Version(agreement.plan_version)));
        revised
    }

    /// A public-welfare post (BJ18 art. 30); to be placed ends the agreement.
    fn place_publicly(&mut self, day: Day) -> Turn {
        self.tell(Event::new(Kind::PublicPostRecommended, day));
        if self.story.random.chance(25) {
            return Turn::On(self.story.some_days_after(day, 5, 15));
        }
        let placed = self.story.some_days_after(day, 5, 20);
        self.tell(Event::new(Kind::PublicPostPlaced, placed).noting("社区公共服务岗"));
        self.close_unemployment(placed);
        let months = self.story.random.weighted(&[(40, 6), (60, 12)]);
        let ended = self.story.workday_from(months_later(placed, months));
        let talk = self.story.some_days_after(placed, 30, 100);
        self.get_in_touch(talk);
        self.tell(Event::new(Kind::PublicPostEnded, ended));
        Turn::Anew(self.story.some_days_after(ended, 1, 10))
    }

    /// The person declines further service (BJ18 art. 29).
    fn decline(&mut self, day: Day) -> Turn {
        let declined = Event::new(Kind::ServiceDeclined, day).through(Channel::Phone);
        self.tell(declined.noting("回访中本人明确表示不再需要就业服务"));
        let verified = self.story.some_days_after(day, 2, 10);
        if self.story.random.chance(88) {
            self.end_agreement(verified, "本人拒绝服务，经核实批准");
            let stopped = self.story.some_days_after(verified, 0, 3);
            self.tell(Event::new(Kind::RegistryNotified, stopped));
            let stop = Event::new(Kind::ServiceStopped, stopped);
            self.tell(stop.with(Content::Reason("本人拒绝服务")));
        }
        Turn::Over
    }

    fn lose_touch(&mut self) -> Turn {
        match self.fall_silent() {
            Some(back) => Turn::Anew(back),
            None => Turn::Over,
        }
    }

    /// The service moves to another office (BJ18 art. 24).
    fn move_away(&mut self, day: Day) -> Turn {
        self.end_agreement(day, "服务关系划转至其他街道");
        self.archive(day, "服务关系划转");
        Turn::Over
    }
}
