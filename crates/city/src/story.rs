//! The story of one subject: what happened when, and when it was written down.

use kernel::Day;
use rules::{Calendar, Kind, months_later};

use crate::event::{Channel, Content, Event, Mark};
use crate::pace::Pace;
use crate::random::Random;

/// How many workdays after it was due a late duty is done at most.
const LONGEST_DELAY: u16 = 15;

/// After how many days an office looks through what it has forgotten.
const ARREARS: i32 = 60;

/// What happens to one subject, told in any order.
#[derive(Debug)]
pub(crate) struct Story<'law> {
    calendar: &'law Calendar,
    /// The first day on which anything happens.
    from: Day,
    /// The last day on which anything is written down.
    pub(crate) until: Day,
    pub(crate) random: Random,
    /// How much happens, and how well it is looked after.
    pub(crate) pace: Pace,
    /// How many duties of a hundred the office meets in time.
    punctuality: u32,
    events: Vec<Event>,
}

impl<'law> Story<'law> {
    pub(crate) fn new(calendar: &'law Calendar, from: Day, until: Day, pace: Pace) -> Self {
        Self {
            calendar,
            from,
            until,
            random: Random::of_subject(0, 0, 0),
            pace,
            punctuality: 0,
            events: Vec::new(),
        }
    }

    /// Begins the story of another subject, keeping the memory.
    pub(crate) fn begin(&mut self, random: Random, punctuality: u32) {
        self.events.clear();
        self.punctuality = punctuality;
        self.random = random;
    }

    /// Gives the first workday of the whole time.
    pub(crate) fn first_workday(&self) -> Day {
        self.workday_from(self.from)
    }

    /// Gives the day itself or, where nobody works then, the next workday.
    pub(crate) fn workday_from(&self, day: Day) -> Day {
        if self.calendar.is_working(day) { day } else { self.after(day, 1) }
    }

    /// Gives the N-th workday after a day.
    pub(crate) fn after(&self, day: Day, workdays: u16) -> Day {
        self.calendar.working_days_after(day, workdays).day
    }

    /// Gives the N-th workday before a day.
    pub(crate) fn before(&self, day: Day, workdays: u16) -> Day {
        self.calendar.working_days_before(day, workdays).day
    }

    /// Gives the last day of a hard cap of 30 days.
    pub(crate) fn within_thirty_days(&self, day: Day) -> Day {
        self.calendar.days_at_most(day, 30).day
    }

    /// Gives a workday some workdays after a day.
    pub(crate) fn some_days_after(&mut self, day: Day, low: u16, high: u16) -> Day {
        let workdays = self.random.between(low, high);
        self.after(day, workdays)
    }

    /// Gives a workday on which a subject first appears. Some were known when the system was
    /// brought in and appear in its first three months.
    pub(crate) fn first_appearance(&mut self) -> Day {
        let whole = u32::try_from(self.until.days_since(self.from)).unwrap_or(0) + 1;
        let span =
            if self.random.chance(self.pace.known_from_start) { whole.min(90) } else { whole };
        let days = i32::try_from(self.random.below(span)).unwrap_or(0);
        self.workday_from(self.from.plus_days(days))
    }

    /// Says when the office does what it owes, counted from a day to a due date: mostly in time,
    /// sometimes late, now and then never.
    pub(crate) fn done(&mut self, from: Day, due: Day) -> Option<Day> {
        let roll = self.random.below(100);
        let punctuality = self.punctuality;
        if roll < punctuality {
            Some(self.day_in(from, due))
        } else if roll < punctuality + (100 - punctuality) * 6 / 10 {
            Some(self.some_days_after(due, 1, LONGEST_DELAY))
        } else {
            self.caught_up(due)
        }
    }

    /// Says when an office that looks through its arrears now and then does what it forgot; what
    /// was due of late it has not found yet.
    fn caught_up(&mut self, due: Day) -> Option<Day> {
        let is_found = due.plus_days(ARREARS) <= self.until;
        if !is_found || self.pace.caught_up == 0 || !self.random.chance(self.pace.caught_up) {
            return None;
        }
        Some(self.some_days_after(due, LONGEST_DELAY, 2 * LONGEST_DELAY))
    }

    /// Says when the office does what it owes, though sometimes late.
    pub(crate) fn surely_done(&mut self, from: Day, due: Day) -> Day {
        match self.done(from, due) {
            Some(day) => day,
            None => self.some_days_after(due, 2, LONGEST_DELAY),
        }
    }

    /// Says when the office does what it owes within N workdays.
    pub(crate) fn done_within(&mut self, from: Day, workdays: u16) -> Option<Day> {
        let due = self.after(from, workdays);
        self.done(from, due)
    }

    /// Gives a workday after one day and not after another.
    pub(crate) fn day_in(&mut self, after: Day, last: Day) -> Day {
        let span = u16::try_from(last.days_since(after)).unwrap_or(0);
        if span == 0 {
            return last;
        }
        let days = self.random.between(1, span);
        self.workday_from(after.plus_days(i32::from(days))).min(last)
    }

    /// Gives the first day on which the subject has been silent for more than six months.
    pub(crate) fn silent_for_six_months(&self) -> Day {
        let heard = self.events.iter().filter(|event| event.is_by_subject());
        let last = heard.map(|event| event.on).max();
        let first = self.events.iter().map(|event| event.on).min();
        months_later(last.or(first).unwrap_or(self.from), 6).plus_days(1)
    }

    /// Tells what happened. Now and then it is written down some days later, or wrongly at first.
    pub(crate) fn tell(&mut self, mut event: Event) -> Mark {
        let is_self_service = event.channel.is_some_and(Channel::is_self_service);
        let late_in_hundred = match event.channel {
            Some(Channel::Visit | Channel::Fair) => 12,
            Some(Channel::Online | Channel::Terminal) => 0,
            _ => 3,
        };
        if self.random.chance(late_in_hundred) {
            event.recorded = self.some_days_after(event.on, 1, 3);
        }
        match self.random.below(300) {
            0 if !is_self_service => self.tell_twice(event),
            1 if !is_self_service => self.tell_wrongly_first(event),
            _ => self.push(event),
        }
    }

    fn push(&mut self, event: Event) -> Mark {
        let mark = Mark(u32::try_from(self.events.len()).unwrap_or(u32::MAX));
        self.events.push(event);
        mark
    }

    /// The entry is made twice, and the second one is taken back.
    fn tell_twice(&mut self, event: Event) -> Mark {
        let mark = self.push(event);
        let twin = self.push(event);
        let day = self.some_days_after(event.recorded, 0, 5);
        let correction = Event::new(Kind::Corrected, day.max(event.recorded));
        self.push(correction.about(twin).noting("重复录入"));
        mark
    }

    /// The entry is made under the day before, taken back, and made again under the right day.
    fn tell_wrongly_first(&mut self, event: Event) -> Mark {
        let wrong_day = self.before(event.on, 1);
        let earliest = event.of.map_or(self.from, |of| self.events[of.0 as usize].on);
        if wrong_day < earliest {
            return self.push(event);
        }
        let mut wrong = event;
        wrong.on = wrong_day;
        let wrong = self.push(wrong);
        let day = self.some_days_after(event.recorded, 1, 6);
        self.push(Event::new(Kind::Corrected, day).about(wrong).noting("日期录错，已重新录入"));
        self.push(event.recorded_on(day))
    }

    /// Tells whether anything at all had been written down by the last day.
    pub(crate) fn is_told(&self) -> bool {
        self.events.iter().any(|event| event.recorded <= self.until)
    }

    /// Tells whether something of a kind had been written down by the last day.
    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.events.iter().any(|event| event.kind == kind && event.recorded <= self.until)
    }

    /// Gives the group under which hardship was recognised last, by the last day.
    pub(crate) fn hardship_group(&self) -> Option<&'static str> {
        let told = self.events.iter().filter(|event| event.recorded <= self.until);
        let mut recognised = told.filter(|event| event.kind == Kind::HardshipRecognised);
        recognised.next_back().and_then(|event| match event.content {
            Content::Group(group) => Some(group),
            _ => None,
        })
    }

    /// Puts the events in the order in which they were written down, and leaves out what had not
    /// been written down yet on the last day. An event never stands before the one it is about.
    pub(crate) fn in_order(&mut self, order: &mut Vec<Mark>) -> &[Event] {
        for index in 0..self.events.len() {
            if let Some(of) = self.events[index].of {
                let earliest = self.events[of.0 as usize].recorded;
                let event = &mut self.events[index];
                event.recorded = event.recorded.max(earliest);
            }
        }
        order.clear();
        for (number, event) in (0..).zip(&self.events) {
            if event.recorded <= self.until {
                order.push(Mark(number));
            }
        }
        order.sort_unstable_by_key(|mark| {
            let event = &self.events[mark.0 as usize];
            (event.recorded, event.on, mark.0)
        });
        &self.events
    }
}
