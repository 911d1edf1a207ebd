//! The life of an employer (BJ18 chapter 4, NA18 art. 4).

use kernel::Day;
use rules::{Initiator, Kind, quarter_end};

use crate::event::{Channel, Content, Event, Mark};
use crate::story::Story;

/// An employer in the making.
pub(crate) struct Employer<'story, 'law> {
    story: &'story mut Story<'law>,
    /// How many vacancies it has had.
    vacancies: u16,
    /// The day from which it is a key enterprise, and the day from which it is no longer.
    key: Option<(Day, Day)>,
}

impl<'story, 'law> Employer<'story, 'law> {
    /// Makes up the life of an employer.
    pub(crate) fn live(story: &'story mut Story<'law>) {
        let is_key = story.random.chance(5);
        let first = if is_key { story.first_workday() } else { story.first_appearance() };
        let mut employer = Employer { story, vacancies: 0, key: None };
        let Some(mut day) = employer.verify(first) else { return };
        if is_key {
            day = employer.become_key(day);
        }
        let shortest = if is_key { 10 } else { 15 };
        let longest = if is_key { 80 } else { 130 };
        loop {
            day = employer.story.some_days_after(day, shortest, longest);
            if day > employer.story.until {
                return;
            }
            match employer.story.random.below(100) {
                0..16 => employer.guide(day),
                16..26 => {
                    employer.story.tell(Event::new(Kind::Contacted, day).through(Channel::Phone));
                }
                _ => employer.recruit(day),
            }
            // Most employers come once or twice.
            if !is_key && employer.story.random.chance(employer.story.pace.employer_leaves) {
                return;
            }
        }
    }

    /// The employer claims to be entitled to recruit (NA18 art. 4); gives the day it is accepted.
    fn verify(&mut self, first: Day) -> Option<Day> {
        let mut day = first;
        for _ in 0..2 {
            let promise = self.story.random.chance(60);
            let channel =
                self.story.random.weighted(&[(55, Channel::Online), (45, Channel::Counter)]);
            let claim = Event::new(Kind::VerificationClaimed, day).through(channel);
            let claim = self.story.tell(claim.with(Content::Promise(promise)));
            let decided = self.story.done_within(day, 3)?;
            if self.story.random.chance(92) {
                self.story.tell(Event::new(Kind::Verified, decided).about(claim));
                return Some(decided);
            }
            let refusal = Event::new(Kind::VerificationRefused, decided).about(claim);
            self.story.tell(refusal.noting("营业执照已过有效期，请更新后再提交"));
            day = self.story.some_days_after(decided, 3, 20);
        }
        None
    }

    /// Signs the daily-service agreement of a key enterprise, and keeps up the quarterly contact
    /// (BJ18 art. 48); gives the day.
    fn become_key(&mut self, day: Day) -> Day {
        let signed = self.story.some_days_after(day, 5, 60);
        let agreement = Event::new(Kind::KeyAgreementSigned, signed).through(Channel::Visit);
        self.story.tell(agreement);
        let ended = if self.story.random.chance(20) {
            self.story.some_days_after(signed, 200, 420)
        } else {
            Day::LAST
        };
        if ended < Day::LAST {
            self.story.tell(Event::new(Kind::KeyAgreementEnded, ended).noting("企业迁出本区"));
        }
        self.key = Some((signed, ended));
        let mut quarter = quarter_end(signed).plus_days(1);
        while quarter <= self.story.until && quarter < ended {
            let last = quarter_end(quarter);
            if let Some(contact) = self.story.done(quarter, last)
                && contact <= last
                && contact < ended
            {
                let contact = Event::new(Kind::Contacted, contact)
                    .through(
                        self.story.random.weighted(&[(60, Channel::Visit), (40, Channel::Phone)]),
                    )
                    .initiated_by(Initiator::Agency);
                let note = if self.story.random.chance(30) { "了解用工需求" } else { "" };
                self.story.tell(contact.noting(note));
            }
            quarter = last.plus_days(1);
        }
        signed
    }

    /// What is done for a key enterprise is followed up (BJ18 art. 49), for others now and then.
    fn follow_up(&mut self, of: Mark, from: Day, workdays: u16, note: &'static str) {
        let is_key = self.key.is_some_and(|(signed, ended)| signed <= from && from < ended);
        if (is_key || self.story.random.chance(15))
            && let Some(day) = self.story.done_within(from, workdays)
        {
            let event = Event::new(Kind::FollowedUp, day).about(of).through(Channel::Phone);
            self.story.tell(event.noting(note));
        }
    }

    fn guide(&mut self, day: Day) {
        let form = self.story.random.weighted(&[(70, "general"), (20, "special"), (10, "group")]);
        let guidance = Event::new(Kind::EmployerGuided, day).through(Channel::Visit);
        let guidance = self.story.tell(guidance.with(Content::Form(form)));
        self.follow_up(guidance, day, 5, "");
    }

    /// Recruits for one vacancy (BJ18 art. 37 to 41).
    fn recruit(&mut self, submitted: Day) {
        self.vacancies += 1;
        let vacancy = Content::Vacancy(self.vacancies);
        let Some(approved) = self.approve(submitted, vacancy) else { return };
        if self.story.random.chance(3) {
            // Withdrawn before it was published.
            self.tell_of(vacancy, Kind::VacancyArchived, approved, "单位撤回招聘信息");
            return;
        }
        let Some(published) = self.story.done_within(approved, 1) else { return };
        self.tell_of(vacancy, Kind::VacancyPublished, published, "");
        let mut last = published;
        let rounds = self.story.random.weighted(&[(25, 0), (40, 1), (25, 2), (10, 3)]);
        for _ in 0..rounds {
            last = self.story.some_days_after(last, 2, 12);
            let candidates = Event::new(Kind::CandidatesRecommended, last).with(vacancy);
            let candidates = self.story.tell(candidates.through(Channel::Phone));
            self.follow_up(candidates, last, 5, "");
        }
        if rounds > 0 && self.story.random.chance(65) {
            last = self.story.some_days_after(last, 3, 15);
            let completed = Event::new(Kind::RecruitmentCompleted, last).with(vacancy);
            let completed = self.story.tell(completed.through(Channel::Phone));
            self.follow_up(completed, last, 10, "录用人员均已到岗");
        }
        let expired = self.story.some_days_after(last, 5, 40);
        self.tell_of(vacancy, Kind::VacancyExpired, expired, "");
        if let Some(archived) = self.story.done_within(expired, 3) {
            self.tell_of(vacancy, Kind::VacancyArchived, archived, "");
        }
    }

    /// The vacancy is submitted, perhaps returned once, and approved; gives the day.
    fn approve(&mut self, submitted: Day, vacancy: Content) -> Option<Day> {
        let channel = self.story.random.weighted(&[(70, Channel::Online), (30, Channel::Counter)]);
        let submission = Event::new(Kind::VacancySubmitted, submitted).with(vacancy);
        self.story.tell(submission.through(channel));
        let mut looked_at = self.story.some_days_after(submitted, 0, 2);
        if self.story.random.chance(12) {
            let note = self.story.random.one_of(&["薪酬待遇未填写", "含有性别限制，请修改"]);
            self.tell_of(vacancy, Kind::VacancyReturned, looked_at, note);
            if self.story.random.chance(25) {
                return None;
            }
            let again = self.story.some_days_after(looked_at, 0, 5);
            let submission = Event::new(Kind::VacancySubmitted, again).with(vacancy);
            self.story.tell(submission.through(channel));
            looked_at = self.story.some_days_after(again, 0, 2);
        }
        self.tell_of(vacancy, Kind::VacancyApproved, looked_at, "");
        Some(looked_at)
    }

    fn tell_of(&mut self, vacancy: Content, kind: Kind, day: Day, note: &'static str) {
        self.story.tell(Event::new(kind, day).with(vacancy).noting(note));
    }
}
