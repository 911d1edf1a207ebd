//! Transfers, one at each of their steps (BJ18-24).

use access::Failure;
use ledger::Field;
use rules::Kind;
use subjects::Happening;
use transfers::model::{AskedFor, Ground};
use transfers::{Acceptance, Decision, NewTransfer, TransferId, accept, decide, forward, request};

use super::cast::TransferStep;
use super::life::Life;
use super::of;

/// Whoever decides between the streets of the district.
const CHIEF: &str = "chaoyang.zhuren";

/// Lives up to a step of a transfer.
pub(super) async fn live(life: &mut Life<'_>, step: TransferStep) -> Result<(), Failure<String>> {
    match step {
        TransferStep::Requested => {
            life.settle_in(96, 1).await?;
            life.ask_to_move("shuangjing.qiantai1", "jinsong.suozhang", None, 2).await?;
            life.progress().await
        }
        TransferStep::Verified => {
            life.settle_in(131, 4).await?;
            life.ask_to_move(life.officer, "jinsong.suozhang", Some(FOUND), 4).await?;
            life.progress().await
        }
        TransferStep::Submitted => {
            life.settle_in(173, 0).await?;
            let transfer =
                life.ask_to_move(life.officer, "jinsong.suozhang", Some(FOUND), 8).await?;
            life.submit(transfer, "shuangjing.suozhang", 5).await?;
            life.progress().await
        }
        TransferStep::Approved => life.come_over(7).await.map(drop),
        TransferStep::Accepted => {
            let transfer = life.come_over(12).await?;
            let officer = life.crew.find("shuangjing.yuanzhu1")?.id;
            let occasion = life.by("shuangjing.suozhang", life.ago(3))?;
            let (tx, what) = (&mut *life.tx, (life.subject, transfer));
            let acceptance = Acceptance { officer, home: None, household: None };
            accept(tx, life.desk, &occasion, what, &acceptance)
                .await
                .map(drop)
                .map_err(of("接收服务关系"))
        }
    }
}

/// What the officer found.
const FOUND: &str = "看过新的租房合同，本人已经住在那边，就近服务更方便";

impl Life<'_> {
    /// Asks that the office of somebody takes the person over.
    async fn ask_to_move(
        &mut self,
        by: &str,
        to: &str,
        verified: Option<&str>,
        days: i32,
    ) -> Result<TransferId, Failure<String>> {
        let new = NewTransfer {
            to_office_code: self.crew.find(to)?.area.first,
            asked_for: AskedFor::Person,
            ground: Ground::Residence,
            reason: "上个月搬了家，来这里办事要换两次车".to_owned(),
            address: String::new(),
            verified: verified.map(str::to_owned),
        };
        let occasion = self.by(by, self.ago(days))?;
        request(self.tx, self.desk, &occasion, self.subject, &new).await.map_err(of("申请划转"))
    }

    async fn submit(
        &mut self,
        transfer: TransferId,
        by: &str,
        days: i32,
    ) -> Result<(), Failure<String>> {
        let occasion = self.by(by, self.ago(days))?;
        let (what, words) = ((self.subject, transfer), "情况属实，同意上报");
        forward(self.tx, self.desk, &occasion, what, words).await.map(drop).map_err(of("提交划转"))
    }

    /// Is served in the street beside, has moved here, and the district has agreed.
    async fn come_over(&mut self, days: i32) -> Result<TransferId, Failure<String>> {
        self.register(days + 60).await?;
        let officer = self.crew.find(self.officer)?.name.clone();
        let signed = Happening::new(Kind::AgreementSigned, self.ago(days + 60));
        self.tell(signed.text(Field::Officer, officer)).await?;
        self.plan(days + 55, 1, "", None).await?;
        self.guide(days + 50, days).await?;
        let by = self.officer;
        let transfer = self.ask_to_move(by, "shuangjing.suozhang", Some(FOUND), days).await?;
        self.submit(transfer, "jinsong.suozhang", days - 2).await?;
        let occasion = self.by(CHIEF, self.ago(days - 5))?;
        let (what, words) = ((self.subject, transfer), "同意");
        decide(self.tx, self.desk, &occasion, what, Decision::Approve, words)
            .await
            .map_err(of("批准划转"))?;
        Ok(transfer)
    }
}
