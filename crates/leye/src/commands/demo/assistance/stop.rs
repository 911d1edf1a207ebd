//! The end of a service at each of its steps, never by a machine alone (BJ18-21(3), 29).

use access::Failure;
use ledger::Field;
use rules::{Circumstance, Gate, Initiator, Kind};
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
            life.stay_unwilling().await?;
            life.reach(Gate::Unwilling, 4, Channel::Phone, false, "电话无人接听").await?;
            let (how, words) = (Channel::Visit, "上门无人，留了便条");
            life.reach(Gate::Unwilling, 2, how, false, words).await.map(drop)
        }
        StopStage::Submitted => life.verify(9).await.map(drop),
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
    /// Is recognised, and does not want to work, survey after survey (BJ18-21(3)).
    async fn stay_unwilling(&mut self) -> Result<(), Failure<String>> {
        self.recognise(111).await?;
        for days in [101, 72, 43, 5] {
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
        self.tell(declined).await?;
        let case = self.reach(Gate::Termination, days, Channel::Phone, false, "手机关机").await?;
        let words = "上门见到本人，说明了停止服务意味着什么、怎样恢复；本人仍表示不需要";
        self.reach(Gate::Termination, days - 2, Channel::Visit, true, words).await?;
        let occasion = self.by_officer(self.ago(days - 4))?;
        let found = ("", "上门见到本人，本人明确表示不需要服务，没有特殊情形");
        finish(self.tx, self.desk, &occasion, (self.subject, case), found)
            .await
            .map_err(of("完成核实"))?;
        Ok(case)
    }

    /// The head approves, and the service stops.
    async fn stop(&mut self, days: i32) -> Result<CaseId, Failure<String>> {
        let case = self.verify(days).await?;
        let occasion = self.by("shuangjing.suozhang", self.ago(days - 6))?;
        let (what, words) = ((self.subject, case), "同意停止，本人随时可以恢复");
        decide(self.tx, self.desk, &occasion, what, Decision::Approve, words)
            .await
            .map_err(of("批准停止服务"))?;
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
