//! The end of a service at each of its steps, never by a machine alone (BJ18-21(3), 29).

use access::Failure;
use ledger::Field;
use rules::{Circumstance, Gate, Initiator, Kind};
use stopping::model::Finding;
use stopping::{CaseId, Decision, NewObjection, decide, finish, object, tell, try_to_reach};
use store::ledger::Channel;
use subjects::Happening;
use surveys::model::Willingness;

use super::cast::StopStage;
use super::life::Life;
use super::of;

/// Lives up to a step of a stop.
pub(super) async fn live(life: &mut Life<'_>, stage: StopStage) -> Result<(), Failure<String>> {
    match stage {
        StopStage::Verifying => {
            life.stay_unwilling(5).await?;
            life.reach(Gate::Unwilling, 4, Channel::Phone, false, "电话无人接听").await?;
            let (how, words) = (Channel::Visit, "上门无人，留了便条");
            life.reach(Gate::Unwilling, 2, how, false, words).await.map(drop)
        }
        StopStage::Spared => {
            life.stay_unwilling(20).await?;
            let (how, words) = (Channel::Phone, "电话接通，家属说本人住院手术");
            let case = life.reach(Gate::Unwilling, 19, how, true, words).await?;
            let found = Finding {
                circumstance: "本人患病或住院",
                words: "住院手术，出院休养后再联系，服务照常",
                ..Finding::default()
            };
            life.finish(case, 18, found).await
        }
        StopStage::Submitted => life.verify(9).await.map(drop),
        StopStage::Refused => {
            life.stay_unwilling(20).await?;
            let (how, words) = (Channel::Visit, "上门见到本人，说家里正在商量");
            let case = life.reach(Gate::Unwilling, 17, how, true, words).await?;
            let words = "本人仍表示暂时不找工作，没有特殊情形";
            life.finish(case, 15, Finding { words, ..Finding::default() }).await?;
            let words = "本人没有明确拒绝，下月再联系一次，暂不停止";
            life.decide(case, 13, Decision::Refuse, words).await
        }
        StopStage::Stopped => life.stop(8).await.map(drop),
        StopStage::Told => {
            let case = life.stop(26).await?;
            life.tell_of_it(case, 18).await?;
            let back = Happening::new(Kind::Contacted, life.ago(9))
                .initiated_by(Initiator::Subject)
                .through(Channel::Phone)
                .text(Field::Note, "来电说孩子开学了，想重新找工作");
            life.tell(back).await.map(drop)
        }
        StopStage::Objected => {
            let case = life.stop(33).await?;
            life.tell_of_it(case, 25).await?;
            let new = NewObjection {
                on: life.ago(5),
                how: Channel::Counter,
                words: "当时在外地照顾老人，不是不想找工作，请继续给我服务。".to_owned(),
            };
            let occasion = life.by("shuangjing.qiantai1", new.on)?;
            object(life.tx, life.desk, &occasion, (life.subject, case), &new)
                .await
                .map(drop)
                .map_err(of("受理异议"))
        }
    }
}

impl Life<'_> {
    /// Is recognised, and does not want to work, survey after survey up to a day (BJ18-21(3)).
    async fn stay_unwilling(&mut self, last: i32) -> Result<(), Failure<String>> {
        self.recognise(last + 106).await?;
        for days in [last + 96, last + 67, last + 38, last] {
            let reason = (Circumstance::None, "家庭有其他收入");
            let words = "家里暂时不缺钱，现在不想找";
            self.survey(self.ago(days), Willingness::Unwilling, reason, words).await?;
        }
        Ok(())
    }

    /// Tries to reach the person before anything is decided; gives the case.
    async fn reach(
        &mut self,
        gate: Gate,
        days: i32,
        how: Channel,
        reached: bool,
        words: &str,
    ) -> Result<CaseId, Failure<String>> {
        let on = self.ago(days);
        let occasion = self.by_officer(on)?;
        let tried = (on, how, reached, words);
        try_to_reach(self.tx, self.desk, &occasion, (self.subject, gate), tried)
            .await
            .map_err(of("核实停止服务"))
    }

    /// Declines under an agreement (BJ18-29); the officer verifies and submits.
    async fn verify(&mut self, days: i32) -> Result<CaseId, Failure<String>> {
        self.settle_in(days + 90, 2).await?;
        let declined = Happening::new(Kind::ServiceDeclined, self.ago(days + 4))
            .through(Channel::Phone)
            .text(Field::Note, "电话中明确表示不再需要就业服务");
        let declined = self.tell(declined).await?;
        let called_back = Happening::new(Kind::FollowedUp, self.ago(days + 2))
            .about(declined)
            .through(Channel::Phone)
            .text(Field::Note, "回访：问是不是有别的难处，本人仍说不需要");
        self.tell(called_back).await?;
        let case = self.reach(Gate::Termination, days, Channel::Phone, false, "手机关机").await?;
        let words = "上门见到本人，说明了停止服务意味着什么、怎样恢复；本人仍表示不需要";
        self.reach(Gate::Termination, days - 2, Channel::Visit, true, words).await?;
        let found = Finding {
            circumstance: "",
            offered: "提供过就业指导和援助方案，约过面谈；本人说家里有安排，都不需要",
            words: "上门见到本人，本人明确表示不需要服务，没有特殊情形",
        };
        self.finish(case, days - 4, found).await?;
        Ok(case)
    }

    /// The officer says what was found, with a circumstance where there is one.
    async fn finish(
        &mut self,
        case: CaseId,
        days: i32,
        found: Finding<'_>,
    ) -> Result<(), Failure<String>> {
        let occasion = self.by_officer(self.ago(days))?;
        finish(self.tx, self.desk, &occasion, (self.subject, case), found)
            .await
            .map(drop)
            .map_err(of("完成核实"))
    }

    /// The head decides.
    async fn decide(
        &mut self,
        case: CaseId,
        days: i32,
        decision: Decision,
        words: &str,
    ) -> Result<(), Failure<String>> {
        let occasion = self.by("shuangjing.suozhang", self.ago(days))?;
        decide(self.tx, self.desk, &occasion, (self.subject, case), decision, words)
            .await
            .map(drop)
            .map_err(of("决定停止服务"))
    }

    /// The head approves, and the service stops.
    async fn stop(&mut self, days: i32) -> Result<CaseId, Failure<String>> {
        let case = self.verify(days).await?;
        let words = "同意停止，本人随时可以恢复";
        self.decide(case, days - 6, Decision::Approve, words).await?;
        Ok(case)
    }

    async fn tell_of_it(&mut self, case: CaseId, days: i32) -> Result<(), Failure<String>> {
        let on = self.ago(days);
        let occasion = self.by_officer(on)?;
        let words = "已电话告知停止的原因、怎样恢复，以及可以提出异议";
        tell(self.tx, self.desk, &occasion, (self.subject, case), (on, Channel::Phone, words))
            .await
            .map_err(of("告知停止服务"))
    }
}
