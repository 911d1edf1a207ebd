//! The life of an ordinary seeker of work (BJ18 chapter 2), the most frequent one.

use kernel::Day;
use rules::Kind;

use crate::event::Event;
use crate::person::{Person, SearchEnd};

/// How difficult ordinary seekers are to place: percent and level.
const LEVELS: [(u32, u8); 4] = [(46, 1), (40, 2), (11, 3), (3, 4)];

impl Person<'_, '_> {
    pub(crate) fn live_as_seeker(&mut self, first: Day) {
        self.take_in(first);
        if self.story.random.chance(30) {
            self.open_demand_file(first);
        }
        if self.story.random.chance(self.story.pace.never_register) {
            // Left an address, and never registered.
            return;
        }
        let mut day = self.story.some_days_after(first, 0, 4);
        for _ in 0..6 {
            if self.is_over(day) {
                return;
            }
            if !self.is_registered_unemployed && self.story.random.chance(48) {
                day = self.register_unemployment(day);
            }
            day = self.register_as_seeker(day, &LEVELS);
            let next = match self.seek_work(day) {
                SearchEnd::AtWork(start) => self.work(start),
                SearchEnd::Silent => self.fall_silent(),
                SearchEnd::Unfinished => None,
            };
            let Some(next) = next else { return };
            day = next;
        }
    }

    fn seek_work(&mut self, mut day: Day) -> SearchEnd {
        let pace = self.story.pace;
        let rounds = self.story.random.between(pace.fewest_rounds, pace.most_rounds);
        for _ in 0..rounds {
            day = self.story.some_days_after(day, 2, 22);
            if self.is_over(day) {
                return SearchEnd::Unfinished;
            }
            match self.story.random.below(100) {
                0..18 => self.get_in_touch(day),
                18..32 => {
                    let guidance = self.guide(day);
                    if self.story.random.chance(45)
                        && let Some(followed_up) = self.story.done_within(day, 5)
                    {
                        self.follow_up(guidance, followed_up, "");
                        day = followed_up;
                    }
                }
                _ => match self.try_vacancies(day) {
                    Ok(start) => return SearchEnd::AtWork(start),
                    Err(last) => day = last,
                },
            }
        }
        SearchEnd::Silent
    }

    /// Recommends one to three vacancies; gives the first day of work, or the last day of trying.
    fn try_vacancies(&mut self, day: Day) -> Result<Day, Day> {
        let vacancies = self.story.random.weighted(&[(62, 1), (28, 2), (10, 3)]);
        let channel = self.recommendation_channel();
        let mut last = day;
        for _ in 0..vacancies {
            let recommended = self.recommend(day, channel);
            let Some(known) = self.story.done_within(day, 5) else { continue };
            last = last.max(known);
            if self.story.random.chance(12) {
                self.follow_up(recommended, known, "已投递简历，等待面试通知");
                continue;
            }
            let hired = self.story.random.chance(14);
            let own_cause = !hired && self.story.random.chance(35);
            self.learn_outcome(recommended, known, hired, own_cause);
            if hired {
                return Ok(self.story.some_days_after(last, 1, 8));
            }
        }
        Err(last)
    }

    /// The person works; gives the day on which they look for work again, if they do.
    fn work(&mut self, start: Day) -> Option<Day> {
        let started = self.tell(Event::new(Kind::StartedWork, start));
        self.close_unemployment(start);
        if self.story.random.chance(90) {
            let archived = self.story.some_days_after(start, 0, 15);
            self.archive(archived, "已实现就业");
        }
        if self.story.random.chance(25) {
            let followed_up = self.story.some_days_after(start, 15, 30);
            self.follow_up(started, followed_up, "");
        }
        if !self.story.random.chance(self.story.pace.lose_work) {
            return None;
        }
        let left = self.story.some_days_after(start, 35, 230);
        self.tell(Event::new(Kind::LeftWork, left));
        let back = self.story.some_days_after(left, 0, 30);
        (!self.is_over(back)).then_some(back)
    }
}
