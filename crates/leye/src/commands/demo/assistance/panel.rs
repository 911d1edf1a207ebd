//! Panels: one asked for, one that sits and has spoken, one that has ended (BJ18-28).

use access::Failure;
use panels::{Acceptance, Opinion, accept, end, feed_back, give_opinion, request};
use rules::Kind;
use store::EntryId;

use super::cast::PanelStage;
use super::life::Life;
use super::of;

/// Lives towards a panel and through it.
pub(super) async fn live(life: &mut Life<'_>, stage: PanelStage) -> Result<(), Failure<String>> {
    life.settle_in(205, 2).await?;
    life.assess(150, true).await?;
    life.try_in_vain(140, 4, 14).await?;
    match stage {
        PanelStage::Asked => {
            life.ask_experts(5).await?;
        }
        PanelStage::Sitting => {
            let panel = life.ask_experts(30).await?;
            life.seat_experts(panel, 27).await?;
            let opinion = life.hear(panel, 12).await?;
            life.plan(8, 0, "按会诊意见调整方向，先补技能再推荐", Some(opinion)).await?;
            life.report(panel, 4).await?;
        }
        PanelStage::Named => {
            let panel = life.ask_experts(12).await?;
            life.seat_experts(panel, 9).await?;
        }
        PanelStage::AtWork => {
            let panel = life.ask_experts(68).await?;
            life.seat_experts(panel, 65).await?;
            let opinion = life.hear(panel, 55).await?;
            life.plan(50, 2, "按会诊意见先到社区岗位试岗", Some(opinion)).await?;
            // Whoever starts work needs no panel any more (BJ18-28).
            life.note(Kind::StartedWork, life.ago(15)).await?;
            return Ok(());
        }
        PanelStage::Ended => {
            let panel = life.ask_experts(74).await?;
            life.seat_experts(panel, 70).await?;
            let opinion = life.hear(panel, 63).await?;
            life.plan(59, 3, "按会诊意见放宽岗位范围", Some(opinion)).await?;
            life.report(panel, 40).await?;
            let occasion = life.by_officer(life.ago(20))?;
            let why = "意见已经落实，本人按新方案求职，不再需要会诊";
            end(life.tx, life.desk, &occasion, (life.subject, panel), why)
                .await
                .map_err(of("结束会诊"))?;
        }
    }
    life.progress().await
}

impl Life<'_> {
    async fn ask_experts(&mut self, days: i32) -> Result<EntryId, Failure<String>> {
        let occasion = self.by_officer(self.ago(days))?;
        let question = "四次推荐都没有被录用，原因不在本人：是方向不对，还是要先补技能？";
        request(self.tx, self.desk, &occasion, self.subject, question).await.map_err(of("申请会诊"))
    }

    async fn seat_experts(&mut self, panel: EntryId, days: i32) -> Result<(), Failure<String>> {
        let mut experts = Vec::new();
        for account in ["chaoyang.zhuanjia1", "chaoyang.zhuanjia2", "shuangjing.zhidao1"] {
            experts.push(self.crew.find(account)?.id);
        }
        let acceptance = Acceptance { experts, sits_on: self.ago(days - 10) };
        let occasion = self.by("chaoyang.zhuren", self.ago(days))?;
        accept(self.tx, self.desk, &occasion, (self.subject, panel), &acceptance)
            .await
            .map_err(of("受理会诊"))
    }

    async fn hear(&mut self, panel: EntryId, days: i32) -> Result<EntryId, Failure<String>> {
        let on = self.ago(days);
        let words = "建议先参加短期技能培训，求职方向放宽到社区周边的服务岗位，两周后再推荐。";
        let opinion = Opinion { on, words: words.to_owned() };
        let occasion = self.by("chaoyang.zhuanjia1", on)?;
        give_opinion(self.tx, self.desk, &occasion, (self.subject, panel), &opinion)
            .await
            .map_err(of("提出会诊意见"))
    }

    async fn report(&mut self, panel: EntryId, days: i32) -> Result<(), Failure<String>> {
        let occasion = self.by_officer(self.ago(days))?;
        let words = "已按意见修订方案，本人同意；培训已经报名。";
        feed_back(self.tx, self.desk, &occasion, (self.subject, panel), words)
            .await
            .map_err(of("反馈会诊"))
    }
}
