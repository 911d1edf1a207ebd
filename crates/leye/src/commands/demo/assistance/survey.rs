//! Surveys that go on: a planned day, tries at which nobody was met (BJ18-19, 21).

use access::Failure;
use rules::Circumstance;
use subjects::facts_of;
use surveys::model::{Method, NewAttempt, Outcome, Planned, Willingness};
use surveys::{note_attempt, plan_day, window};
use visits::model::{Incoming, Method as Means, Outcome as Brought, RecordId};
use visits::receive;

use super::cast::Surveyed;
use super::life::Life;
use super::{missing, of};

/// Lives until a survey, or past it.
pub(super) async fn live(life: &mut Life<'_>, outcome: Surveyed) -> Result<(), Failure<String>> {
    life.recognise(25).await?;
    match outcome {
        Surveyed::Hesitates => {
            let caring = (Circumstance::Caring, "照料老人或病人");
            let words = "母亲住院，出院以后想找工作";
            life.survey(life.ago(8), Willingness::Willing, caring, words).await?;
            life.plan_next("出院的日子定在那几天，说好那时再去").await
        }
        Surveyed::Unwilling => {
            let studying = (Circumstance::None, "正在学习或培训");
            let words = "在上夜校，毕业以后再说";
            life.survey(life.ago(12), Willingness::Unwilling, studying, words).await?;
            life.plan_next("考试完了以后再问").await
        }
        Surveyed::NobodyThere => {
            life.miss(9, Method::Phone, Outcome::Nobody, "响了很久没有人接").await?;
            life.miss(4, Method::Visit, Outcome::Nobody, "邻居说白天都不在，晚上回来").await
        }
        Surveyed::Twice => {
            let base = facts_of(life.tx, life.subject).await?.entries().len();
            let none = (Circumstance::None, "");
            let words = "在家里说想在附近找个白班";
            life.survey(life.ago(3), Willingness::Willing, none, words).await?;
            life.bring_back(3, base).await
        }
        Surveyed::MovedAway => {
            life.miss(7, Method::Phone, Outcome::WrongNumber, "号码是别人的了").await?;
            life.miss(3, Method::Visit, Outcome::Moved, "房东说上个月搬走了").await
        }
    }
}

impl Life<'_> {
    /// Was surveyed at the door by a colleague without a network, who knew the ledger up to a place; what they bring back
    /// waits, since it says otherwise (BJ18-19).
    async fn bring_back(&mut self, days: i32, base: usize) -> Result<(), Failure<String>> {
        let on = self.ago(days);
        let occasion = self.by("shuangjing.yuanzhu2", on)?;
        let record = RecordId::new(occasion.now, self.desk.sealing.entropy.as_ref());
        let incoming = Incoming {
            id: record.to_string(),
            subject: self.subject.to_string(),
            on: on.to_string(),
            made_at: occasion.now.micros() / 1_000,
            taken_at: occasion.now.micros(),
            base: i64::try_from(base).unwrap_or_default(),
            known: Vec::new(),
            outcome: Brought::Surveyed {
                method: Means::Visit,
                willingness: Willingness::Unwilling.name().to_owned(),
                circumstance: "none".to_owned(),
                reason: "照料子女".to_owned(),
            },
            words: "上门时本人说孩子还小，想等上学以后再找工作".to_owned(),
        };
        let received = receive(self.tx, self.desk, &occasion, &incoming).await;
        received.map(drop).map_err(of("接收走访记录"))
    }

    /// Plans the next survey for the last day but one that the rule leaves.
    async fn plan_next(&mut self, why: &str) -> Result<(), Failure<String>> {
        let on = self.ago(2);
        let found = window(self.tx, self.desk, self.subject, on).await?;
        let found = found.ok_or_else(|| missing("下一次摸查的期限"))?;
        let planned =
            Planned { on: found.first.max(found.last.plus_days(-1)), why: why.to_owned() };
        let occasion = self.by_officer(on)?;
        plan_day(self.tx, self.desk, &occasion, self.subject, &planned)
            .await
            .map_err(of("安排下一次摸查"))
    }

    /// Is not met.
    async fn miss(
        &mut self,
        days: i32,
        method: Method,
        outcome: Outcome,
        words: &str,
    ) -> Result<(), Failure<String>> {
        let on = self.ago(days);
        let new = NewAttempt { on, method, outcome, words: words.to_owned() };
        let occasion = self.by_officer(on)?;
        note_attempt(self.tx, self.desk, &occasion, self.subject, &new)
            .await
            .map(drop)
            .map_err(of("记录没有见到本人"))
    }
}
