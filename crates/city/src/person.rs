//! What happens to any person, whatever their difficulty.

use kernel::Day;
use rules::{Initiator, Kind};

use crate::event::{Channel, Content, Event, Mark};
use crate::story::Story;

/// A person in the making: their story, and how they stand.
pub(crate) struct Person<'story, 'law> {
    pub(crate) story: &'story mut Story<'law>,
    /// The number of the person, from 1.
    pub(crate) number: u64,
    /// How many recommendations there were.
    recommendations: u64,
    pub(crate) has_ledger: bool,
    pub(crate) is_registered_unemployed: bool,
    /// The group under which hardship is recognised, while it is.
    pub(crate) hardship: Option<&'static str>,
}

/// How a time of looking for work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SearchEnd {
    /// Work began on the day.
    AtWork(Day),
    /// The person lost touch with the office.
    Silent,
    /// The last day of the story came first.
    Unfinished,
}

impl<'story, 'law> Person<'story, 'law> {
    /// Makes up the life of a person; some are surely in hardship.
    pub(crate) fn live(story: &'story mut Story<'law>, number: u64, surely_in_hardship: bool) {
        let mut person = Person {
            story,
            number,
            recommendations: 0,
            has_ledger: false,
            is_registered_unemployed: false,
            hardship: None,
        };
        let day = person.story.first_appearance();
        if person.story.random.chance(person.story.pace.in_hardship) || surely_in_hardship {
            person.live_in_hardship(day);
        } else {
            person.live_as_seeker(day);
        }
    }

    pub(crate) fn tell(&mut self, event: Event) -> Mark {
        self.story.tell(event)
    }

    /// Tells whether a day lies after the story's end.
    pub(crate) fn is_over(&self, day: Day) -> bool {
        day > self.story.until
    }

    /// The person first comes to notice; a ledger is opened for them (BJ18 art. 11).
    pub(crate) fn take_in(&mut self, day: Day) {
        let channel = self.story.random.weighted(&[
            (52, Channel::Counter),
            (18, Channel::Online),
            (12, Channel::Fair),
            (10, Channel::Phone),
            (5, Channel::Visit),
            (3, Channel::Terminal),
        ]);
        let intake = Event::new(Kind::Intake, day).through(channel);
        if matches!(channel, Channel::Phone | Channel::Visit) {
            // 摸底: the office called, not the person.
            self.tell(intake.initiated_by(Initiator::Agency).noting("摸底调查采集"));
        } else {
            self.tell(intake);
        }
        self.open_ledger(day);
    }

    pub(crate) fn open_ledger(&mut self, day: Day) {
        let opened = self.story.surely_done(day, day);
        self.tell(Event::new(Kind::LedgerOpened, opened));
        self.has_ledger = true;
    }

    pub(crate) fn open_demand_file(&mut self, day: Day) {
        let opened = self.story.surely_done(day, day);
        self.tell(Event::new(Kind::DemandFileOpened, opened));
    }

    /// The person claims to be unemployed, and it is registered (NA18 art. 3); gives the day.
    pub(crate) fn register_unemployment(&mut self, day: Day) -> Day {
        let complete = self.story.random.chance(84);
        let promise = self.story.random.chance(70);
        let channel = self.story.random.weighted(&[(75, Channel::Counter), (25, Channel::Online)]);
        let claim = Event::new(Kind::UnemploymentClaimed, day)
            .with(Content::Claim { complete, promise })
            .through(channel);
        self.tell(claim);
        let due = self.story.after(day, 7);
        if self.story.random.chance(2) {
            // Lost in the pile.
            return due;
        }
        let registered = if complete && self.story.random.chance(35) {
            day
        } else {
            self.story.surely_done(day, due)
        };
        self.tell(Event::new(Kind::UnemploymentRegistered, registered));
        self.is_registered_unemployed = true;
        registered
    }

    pub(crate) fn close_unemployment(&mut self, day: Day) {
        // Now and then it is forgotten.
        if self.is_registered_unemployed && self.story.random.chance(97) {
            let closed = self.story.some_days_after(day, 1, 10);
            self.tell(Event::new(Kind::UnemploymentClosed, closed));
            self.is_registered_unemployed = false;
        }
    }

    /// The person registers as looking for work and is graded (BJ18 art. 12); gives the last day.
    pub(crate) fn register_as_seeker(&mut self, day: Day, levels: &[(u32, u8)]) -> Day {
        let channel = self.story.random.weighted(&[
            (66, Channel::Counter),
            (24, Channel::Online),
            (5, Channel::Terminal),
            (5, Channel::Fair),
        ]);
        self.tell(Event::new(Kind::SeekerRegistered, day).through(channel));
        let level = self.story.random.weighted(levels);
        let due = self.story.after(day, 3);
        let at_once = channel == Channel::Counter && self.story.random.chance(45);
        let graded = if at_once { Some(day) } else { self.story.done(day, due) };
        let Some(graded) = graded else { return day };
        self.tell(Event::new(Kind::Graded, graded).with(Content::Grade(level)));
        graded
    }

    pub(crate) fn archive(&mut self, day: Day, reason: &'static str) {
        self.tell(Event::new(Kind::SeekerArchived, day).with(Content::Reason(reason)));
    }

    /// Guidance in one of the three forms of BJ18 art. 14.
    pub(crate) fn guide(&mut self, day: Day) -> Mark {
        let form = self.story.random.weighted(&[(62, "general"), (28, "special"), (10, "group")]);
        let channel = self.story.random.weighted(&[(80, Channel::Counter), (20, Channel::Phone)]);
        let guidance = Event::new(Kind::GuidanceGiven, day).with(Content::Form(form));
        self.tell(guidance.through(channel))
    }

    /// Says how a recommendation comes about.
    pub(crate) fn recommendation_channel(&mut self) -> Channel {
        self.story.random.weighted(&[
            (45, Channel::Phone),
            (35, Channel::Counter),
            (12, Channel::Fair),
            (8, Channel::Visit),
        ])
    }

    /// The office recommends the person to an employer, each time to another one.
    ///
    /// The employers are those whose number is at most a tenth of the person's, so that they stand
    /// in the ledger however many persons there are. Which vacancy it was is not said, because
    /// lives are made up apart and the employer's own entries might contradict it.
    pub(crate) fn recommend(&mut self, day: Day, channel: Channel) -> Mark {
        self.recommendations += 1;
        let employers = (self.number / 10).max(1);
        let employer = 1 + (self.number * 7919 + self.recommendations) % employers;
        let recommendation =
            Event::new(Kind::Recommended, day).with(Content::Employer(employer)).through(channel);
        if matches!(channel, Channel::Counter | Channel::Fair) {
            // The person came and asked.
            self.tell(recommendation.initiated_by(Initiator::Subject))
        } else {
            self.tell(recommendation)
        }
    }

    /// The outcome of a recommendation becomes known.
    pub(crate) fn learn_outcome(&mut self, of: Mark, day: Day, hired: bool, own_cause: bool) {
        let result = Event::new(Kind::RecommendationResult, day)
            .about(of)
            .with(Content::Outcome { hired, own_cause })
            .through(Channel::Phone);
        let note = match (hired, own_cause, self.story.random.below(6)) {
            (true, _, 0) => "单位通知录用，约定报到时间",
            (false, true, 0) => "本人嫌通勤距离远，未去面试",
            (false, true, 1) => "本人认为薪酬偏低，放弃",
            (false, false, 0) => "面试未通过，单位要求有同岗位经验",
            (false, false, 1) => "单位岗位已招满",
            _ => "",
        };
        self.tell(result.noting(note));
    }

    /// The person and the office are in touch; mostly the person calls or comes by.
    pub(crate) fn get_in_touch(&mut self, day: Day) {
        let channel = self.story.random.weighted(&[
            (60, Channel::Phone),
            (25, Channel::Counter),
            (15, Channel::Online),
        ]);
        let contact = Event::new(Kind::Contacted, day).through(channel);
        if channel == Channel::Phone && self.story.random.chance(25) {
            self.tell(contact.initiated_by(Initiator::Agency));
        } else {
            let note =
                if self.story.random.chance(12) { "咨询近期岗位和培训信息" } else { "" };
            self.tell(contact.noting(note));
        }
    }

    /// The office follows something up.
    pub(crate) fn follow_up(&mut self, of: Mark, day: Day, note: &'static str) {
        let channel = self.story.random.weighted(&[
            (80, Channel::Phone),
            (12, Channel::Visit),
            (8, Channel::Counter),
        ]);
        self.tell(Event::new(Kind::FollowedUp, day).about(of).through(channel).noting(note));
    }

    /// The office tells the registry and stops serving (BJ18 art. 13 and 21), from the day on
    /// which it may; gives the day of the stop, if it came to that.
    pub(crate) fn stop(&mut self, may_from: Day, reason: &'static str) -> Option<Day> {
        let due = self.story.after(may_from, 3);
        let stopped = self.story.done(may_from, due)?;
        if self.story.random.chance(97) {
            self.tell(Event::new(Kind::RegistryNotified, stopped));
        }
        self.tell(Event::new(Kind::ServiceStopped, stopped).with(Content::Reason(reason)));
        if self.is_registered_unemployed && self.story.random.chance(60) {
            let closed = self.story.some_days_after(stopped, 3, 20);
            self.tell(Event::new(Kind::UnemploymentClosed, closed).noting("依据机构反馈注销"));
            self.is_registered_unemployed = false;
        }
        Some(stopped)
    }

    /// The person was silent for long; gives the day on which they come back, if they do.
    pub(crate) fn fall_silent(&mut self) -> Option<Day> {
        let open_from = self.story.silent_for_six_months();
        let day = self.story.workday_from(open_from);
        if self.is_over(day) {
            return None;
        }
        let mut last = day;
        if self.is_registered_unemployed {
            last = self.stop(open_from, "超过6个月未联系")?;
        } else if self.story.random.chance(80) {
            last = self.story.some_days_after(day, 0, 15);
            self.archive(last, "求职登记超过6个月未更新");
        }
        if !self.story.random.chance(self.story.pace.break_silence) {
            return None;
        }
        let back = self.story.some_days_after(last, 5, 120);
        let contact = Event::new(Kind::Contacted, back).through(Channel::Counter);
        self.tell(contact.noting("本人来所表示重新求职"));
        (!self.is_over(back)).then_some(back)
    }
}
