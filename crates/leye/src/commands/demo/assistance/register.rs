//! What comes before an agreement and beside it: registration, surveys, guidance, recommendations.

use access::Failure;
use kernel::Day;
use ledger::Field;
use rules::{Circumstance, Kind};
use store::ledger::Channel;
use subjects::Happening;
use surveys::model::{Answers, Method, Willingness};

use super::life::Life;
use super::of;

/// What the grade is found with.
const TOOL: &str = "北京市就业困难程度分级工具";

impl Life<'_> {
    /// Registers as unemployed and is recognised as in hardship, some days before the last one.
    pub(super) async fn recognise(&mut self, days: i32) -> Result<(), Failure<String>> {
        let first = self.ago(days + 12);
        let claim = Happening::new(Kind::UnemploymentClaimed, first)
            .through(Channel::Counter)
            .flag(Field::Complete, true)
            .flag(Field::Promise, false);
        self.note(Kind::LedgerOpened, first).await?;
        self.tell(claim).await?;
        self.note(Kind::UnemploymentRegistered, self.ago(days + 8)).await?;
        let recognised = Happening::new(Kind::HardshipRecognised, self.ago(days));
        self.tell(recognised.text(Field::Group, self.group)).await.map(drop)
    }

    /// Is surveyed by the officer.
    pub(super) async fn survey(
        &mut self,
        on: Day,
        willingness: Willingness,
        (circumstance, reason): (Circumstance, &str),
        words: &str,
    ) -> Result<(), Failure<String>> {
        let answers = Answers {
            on,
            method: if self.number.is_multiple_of(2) { Method::Visit } else { Method::Phone },
            willingness,
            circumstance,
            reason: reason.to_owned(),
            words: words.to_owned(),
            planned: None,
        };
        let occasion = self.by_officer(on)?;
        let (tx, desk) = (&mut *self.tx, self.desk);
        surveys::record_survey(tx, desk, &occasion, self.subject, &answers)
            .await
            .map(drop)
            .map_err(of("记录摸查"))
    }

    /// Becomes a seeker in hardship with a grade, so that an agreement can be signed so many days before the last.
    pub(super) async fn register(&mut self, days: i32) -> Result<(), Failure<String>> {
        self.recognise(days + 10).await?;
        let (none, words) = ((Circumstance::None, ""), "想在家附近找一份稳定的工作");
        self.survey(self.ago(days + 5), Willingness::Registers, none, words).await?;
        let on = self.ago(days + 3);
        self.note(Kind::SeekerRegistered, on).await?;
        let graded = Happening::new(Kind::Graded, on)
            .number(Field::Level, 3 + self.number % 2)
            .text(Field::Tool, TOOL);
        self.tell(graded).await.map(drop)
    }

    /// Is guided and asked how it went, every seven weeks between two days.
    pub(super) async fn guide(&mut self, from: i32, until: i32) -> Result<(), Failure<String>> {
        let mut days = from;
        while days - 4 > until {
            let guidance = Happening::new(Kind::GuidanceGiven, self.ago(days))
                .through(Channel::Counter)
                .text(Field::Form, "special")
                .text(Field::Note, "一起看了近期岗位，改了简历，说定下一步先投哪几家");
            let guidance = self.tell(guidance).await?;
            let asked = Happening::new(Kind::FollowedUp, self.ago(days - 3))
                .through(Channel::Phone)
                .about(guidance)
                .text(Field::Note, "简历已经投出，等待通知");
            self.tell(asked).await?;
            days -= 49;
        }
        Ok(())
    }

    /// Was guided so many working days before the last day, and is to be asked within five how it went.
    pub(super) async fn wait_to_be_asked(&mut self, days: u16) -> Result<(), Failure<String>> {
        let calendar = self.desk.rulebook.law().calendar();
        let on = calendar.working_days_before(self.crew.until(), days).day;
        let guidance = Happening::new(Kind::GuidanceGiven, on)
            .through(Channel::Counter)
            .text(Field::Form, "special")
            .text(Field::Note, "练了一次面试，约好过几天问结果");
        self.tell(guidance).await.map(drop)
    }

    /// Is found ready to start, or not yet.
    pub(super) async fn assess(&mut self, days: i32, ready: bool) -> Result<(), Failure<String>> {
        let assessed = Happening::new(Kind::ReadinessAssessed, self.ago(days));
        self.tell(assessed.flag(Field::Ready, ready)).await.map(drop)
    }

    /// Is recommended again and again and not taken, through no fault of their own.
    pub(super) async fn try_in_vain(
        &mut self,
        from: i32,
        times: i32,
        apart: i32,
    ) -> Result<(), Failure<String>> {
        for time in 0..times {
            let days = from - time * apart;
            let recommended = Happening::new(Kind::Recommended, self.ago(days))
                .through(Channel::Phone)
                .text(Field::Note, "社区周边企业的长白班岗位");
            let recommended = self.tell(recommended).await?;
            let result = Happening::new(Kind::RecommendationResult, self.ago(days - 4))
                .about(recommended)
                .flag(Field::Hired, false)
                .flag(Field::OwnCause, false)
                .text(Field::Note, "面试后用人单位选了有同类经验的人");
            self.tell(result).await?;
        }
        Ok(())
    }
}
