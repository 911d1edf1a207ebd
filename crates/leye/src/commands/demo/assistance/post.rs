//! Public-welfare posts: somebody placed whose term ends soon, somebody in the only place of a post, somebody recommended,
//! and a post that is offered no more (BJ18-30).

use access::Failure;
use posts::model::Content;
use posts::{
    NewPlacement, NewPost, NewRecommendation, PostId, ask_placement, close_post, confirm_placement,
    open_post, recommend,
};

use super::cast::PostStage;
use super::life::Life;
use super::of;

/// The organisations of the street that offer posts: who, what, how many, how long.
const POSTS: [(&str, &str, i64, i64); 3] = [
    ("双井街道社区服务中心", "社区服务", 4, 6),
    ("双井街道市容环境管理站", "环境与绿化养护", 6, 12),
    ("双井街道养老照料中心", "养老助残服务", 3, 12),
];

/// Lives towards a post, and in one.
pub(super) async fn live(life: &mut Life<'_>, stage: PostStage) -> Result<(), Failure<String>> {
    life.settle_in(352, 3).await?;
    life.assess(300, true).await?;
    life.try_in_vain(290, 5, 16).await?;
    match stage {
        PostStage::Placed => {
            // Whoever is placed first opens the register.
            let mut posts = Vec::new();
            for (organisation, kind, places, months) in POSTS {
                posts.push(life.offer(organisation, kind, places, months).await?);
            }
            let Some(post) = posts.first().copied() else { return Ok(()) };
            // An organisation that offers none any more.
            let former = life.offer("双井街道停车管理服务队", "社区服务", 2, 12).await?;
            let occasion = life.by("shuangjing.suozhang", life.ago(60))?;
            close_post(life.tx, &occasion, former).await.map_err(of("停用公益性岗位"))?;
            life.recommend_to(post, 150).await?;
            life.start_in(post, 136, 34).await
        }
        PostStage::Full => {
            let post = life.offer("双井街道图书馆", "公共管理辅助", 1, 12).await?;
            life.recommend_to(post, 130).await?;
            life.start_in(post, 120, 240).await
        }
        PostStage::Recommended => {
            let post = life.offer("双井街道便民服务站", "公共管理辅助", 2, 6).await?;
            life.recommend_to(post, 4).await?;
            life.progress().await
        }
    }
}

fn content() -> Content {
    Content {
        hours: "每周五天，每天 8:30–16:30".to_owned(),
        pay: "每月 2540 元，另缴社会保险".to_owned(),
        why: "五次推荐都没有被录用，原因不在本人；家中有老人，需要离家近".to_owned(),
    }
}

impl Life<'_> {
    async fn offer(
        &mut self,
        organisation: &str,
        kind: &str,
        places: i64,
        months: i64,
    ) -> Result<PostId, Failure<String>> {
        let new = NewPost {
            organisation: organisation.to_owned(),
            kind: kind.to_owned(),
            places,
            months,
            hours: content().hours,
            pay: content().pay,
            note: String::new(),
        };
        let occasion = self.by("shuangjing.suozhang", self.ago(200))?;
        open_post(self.tx, self.desk, &occasion, &new).await.map_err(of("登记公益性岗位"))
    }

    /// Is placed so many days before the last one, until so many days after it.
    async fn start_in(
        &mut self,
        post: PostId,
        days: i32,
        left: i32,
    ) -> Result<(), Failure<String>> {
        let (on, last_day) = (self.ago(days), self.crew.until().plus_days(left));
        let new = NewPlacement { post, on, last_day, content: content() };
        let occasion = self.by_officer(on)?;
        let asked = ask_placement(self.tx, self.desk, &occasion, self.subject, &new).await;
        let asked = asked.map_err(of("报请安置公益性岗位"))?;
        let occasion = self.by("shuangjing.suozhang", on)?;
        confirm_placement(self.tx, self.desk, &occasion, (self.subject, asked))
            .await
            .map(drop)
            .map_err(of("确认安置公益性岗位"))
    }

    async fn recommend_to(&mut self, post: PostId, days: i32) -> Result<(), Failure<String>> {
        let on = self.ago(days);
        let new = NewRecommendation { post, on, content: content() };
        let occasion = self.by_officer(on)?;
        recommend(self.tx, self.desk, &occasion, self.subject, &new)
            .await
            .map(drop)
            .map_err(of("推荐公益性岗位"))
    }
}
