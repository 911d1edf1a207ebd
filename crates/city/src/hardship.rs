//! The life of a person in hardship up to the agreement (BJ18 art. 18 to 23).

use kernel::Day;
use rules::{Circumstance, Initiator, Kind};

use crate::event::{Channel, Content, Event, Survey};
use crate::person::Person;

/// Those whose unemployment is registered; the others are registered otherwise.
const TOWN_DWELLERS: &str = "城镇登记失业人员";

/// The three groups of BJ18 art. 18, in percent.
const GROUPS: [(u32, &str); 3] =
    [(72, TOWN_DWELLERS), (20, "办理转移就业登记的农村劳动力"), (8, "其他经认定的就业困难人员")];

/// How difficult persons in hardship are to place: percent and level.
pub(crate) const LEVELS: [(u32, u8); 3] = [(8, 2), (57, 3), (35, 4)];

/// Why a person is unwilling for the time being.
const UNWILLING: [&str; 5] = [
    "身体原因，暂无就业意愿",
    "照顾家中老人，暂无就业意愿",
    "等待退休，暂无就业意愿",
    "家庭有其他收入，暂无就业意愿",
    "",
];

/// What surveys led to.
enum SurveyEnd {
    /// The person registers as a seeker on the day.
    Registers(Day),
    /// The office stopped serving on the day, or might have.
    Stopped(Day),
    /// Nothing more happens.
    Unfinished,
}

/// How a person stands to work when the office asks.
#[derive(Clone, Copy)]
enum Attitude {
    Registers,
    Hesitates,
    Unwilling,
}

impl Person<'_, '_> {
    pub(crate) fn live_in_hardship(&mut self, first: Day) {
        let mut day = first;
        // The others are known from the lists of the registry only, until they are surveyed.
        if self.story.random.chance(50) {
            self.take_in(day);
        }
        let group = self.story.random.weighted(&GROUPS);
        if group == TOWN_DWELLERS {
            day = self.register_unemployment(day);
        }
        day = self.story.some_days_after(day, 2, 10);
        self.tell(Event::new(Kind::HardshipRecognised, day).with(Content::Group(group)));
        self.hardship = Some(group);
        day = self.story.some_days_after(day, 1, 15);
        loop {
            if self.is_over(day) {
                return;
            }
            day = match self.survey_until_clear(day) {
                SurveyEnd::Registers(day) => return self.assist(day),
                SurveyEnd::Stopped(day) if self.story.random.chance(35) => {
                    let back = self.story.some_days_after(day, 10, 150);
                    let contact = Event::new(Kind::Contacted, back).through(Channel::Counter);
                    self.tell(contact.noting("本人来所表示有求职意愿"));
                    back
                }
                SurveyEnd::Stopped(_) | SurveyEnd::Unfinished => return,
            };
        }
    }

    fn survey_until_clear(&mut self, day: Day) -> SurveyEnd {
        let attitude = self.story.random.weighted(&[
            (66, Attitude::Registers),
            (19, Attitude::Hesitates),
            (15, Attitude::Unwilling),
        ]);
        self.survey(day, attitude, Circumstance::None);
        if !self.has_ledger {
            self.open_ledger(day);
        }
        self.open_demand_file(day);
        match attitude {
            Attitude::Registers => {
                let registers = self.story.some_days_after(day, 0, 4);
                SurveyEnd::Registers(registers)
            }
            Attitude::Hesitates => self.survey_the_hesitant(day),
            Attitude::Unwilling => self.survey_the_unwilling(day),
        }
    }

    fn survey(&mut self, day: Day, attitude: Attitude, circumstance: Circumstance) {
        let channel = self.story.random.weighted(&[
            (62, Channel::Phone),
            (20, Channel::Counter),
            (18, Channel::Visit),
        ]);
        let reason = match (attitude, circumstance) {
            (Attitude::Unwilling, _) => self.story.random.one_of(&UNWILLING),
            (_, Circumstance::Childbirth) => "本人处于产期",
            (_, Circumstance::Caring) => "陪护住院家人",
            _ => "",
        };
        let survey = Survey {
            willing: !matches!(attitude, Attitude::Unwilling),
            registers: matches!(attitude, Attitude::Registers),
            circumstance,
            reason,
        };
        let event = Event::new(Kind::Surveyed, day).with(Content::Survey(survey));
        self.tell(event.through(channel));
    }

    /// Willing, but not registering: every ten workdays the office asks again.
    fn survey_the_hesitant(&mut self, first: Day) -> SurveyEnd {
        let (mut last, mut circumstance) = (first, Circumstance::None);
        let mut follow_ups = 0;
        loop {
            let due = match circumstance {
                Circumstance::None => self.story.after(last, 10),
                Circumstance::Childbirth | Circumstance::Caring => {
                    self.story.within_thirty_days(last)
                }
            };
            let day = match self.story.done(last, due) {
                Some(day) => day,
                None if self.story.random.chance(30) => return SurveyEnd::Unfinished,
                None => self.story.some_days_after(due, 15, 50),
            };
            if self.is_over(day) {
                return SurveyEnd::Unfinished;
            }
            let silent_from = self.story.silent_for_six_months();
            if follow_ups >= 3 && silent_from < day {
                let day = self.story.workday_from(silent_from.max(last));
                let reason = "跟踪摸查3次以上仍未求职登记，超过6个月未联系";
                return SurveyEnd::Stopped(self.stop(day, reason).unwrap_or(day));
            }
            follow_ups += 1;
            match self.story.random.below(100) {
                0..9 => {
                    self.survey(day, Attitude::Registers, Circumstance::None);
                    return SurveyEnd::Registers(self.story.some_days_after(day, 0, 5));
                }
                9..12 => {
                    self.survey(day, Attitude::Unwilling, Circumstance::None);
                    return self.survey_the_unwilling(day);
                }
                roll => {
                    circumstance = match roll {
                        12..20 => Circumstance::Childbirth,
                        20..45 => Circumstance::Caring,
                        _ => Circumstance::None,
                    };
                    self.survey(day, Attitude::Hesitates, circumstance);
                }
            }
            last = day;
        }
    }

    /// Unwilling: asked three times more, then the office may stop.
    fn survey_the_unwilling(&mut self, first: Day) -> SurveyEnd {
        let mut day = first;
        for _ in 0..3 {
            day = self.story.some_days_after(day, 15, 40);
            if self.is_over(day) {
                return SurveyEnd::Unfinished;
            }
            if self.story.random.chance(12) {
                self.survey(day, Attitude::Registers, Circumstance::None);
                return SurveyEnd::Registers(self.story.some_days_after(day, 0, 4));
            }
            self.survey(day, Attitude::Unwilling, Circumstance::None);
        }
        let reason = "跟踪摸查3次以上仍无就业意愿";
        let stopped = self.stop(day, reason);
        SurveyEnd::Stopped(stopped.unwrap_or(day))
    }

    /// The person is registered and in hardship: the office signs an agreement with them (BJ18
    /// art. 23); gives the day, unless something comes between.
    pub(crate) fn sign_agreement(&mut self, registered: Day) -> Option<Day> {
        let decided = self.story.done_within(registered, 5)?;
        match self.story.random.below(100) {
            0..3 => {
                let declined = Event::new(Kind::ServiceDeclined, decided).through(Channel::Phone);
                self.tell(declined.noting("本人表示暂不需要援助"));
                None
            }
            3..5 => {
                let start = self.tell(Event::new(Kind::StartedWork, decided));
                self.close_unemployment(decided);
                let followed_up = self.story.some_days_after(decided, 3, 25);
                self.follow_up(start, followed_up, "本人自行应聘上岗");
                let ended = self.story.some_days_after(decided, 10, 40);
                self.end_hardship(ended);
                self.archive(ended, "已实现就业");
                None
            }
            5..7 => {
                // Recognised no longer, before anything was signed.
                self.end_hardship(decided);
                None
            }
            _ => {
                let agreement = Event::new(Kind::AgreementSigned, decided)
                    .with(Content::Agreement { duties_met: None })
                    .through(Channel::Counter);
                if self.story.random.chance(10) {
                    self.tell(agreement.initiated_by(Initiator::Subject));
                } else {
                    self.tell(agreement);
                }
                Some(decided)
            }
        }
    }

    pub(crate) fn is_town_dweller(&self) -> bool {
        self.hardship == Some(TOWN_DWELLERS)
    }

    pub(crate) fn end_hardship(&mut self, day: Day) {
        if let Some(group) = self.hardship.take() {
            self.tell(Event::new(Kind::HardshipEnded, day).with(Content::Group(group)));
        }
    }
}
