//! People for whom the gate to a post stands open, and the steps that staff take.

use std::sync::Arc;

use desk::{Companion, Desk};
use ledger::Field;
use posts::Keeper;
use rules::Kind;
use store::SubjectId;
use street::{Shown, World};
use subjects::Happening;
use web::Routes;

/// Why a post is recommended; must lie nowhere in the clear.
pub(crate) const WHY: &str = "离家近，可以照顾老人";

store::statements! {
    pub(crate) group "posts_test";
    /// Everything that is kept under seal.
    SEALED = "SELECT content FROM post_document UNION ALL SELECT content FROM placement_request
        UNION ALL SELECT words FROM placement_request WHERE words IS NOT NULL";
}

pub(crate) fn routes() -> Routes<Desk> {
    posts::routes().and(services::routes()).and(duties::routes())
}

/// Runs a test on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[plans::STATEMENTS, posts::STATEMENTS, STATEMENTS], routes, test);
}

/// The same where the file knows what this slice keeps.
pub(crate) fn on_both_kept<F: AsyncFn(&World)>(test: &F) {
    let keepers: [Arc<dyn Companion>; 1] = [Arc::new(Keeper)];
    let statements = [plans::STATEMENTS, posts::STATEMENTS, STATEMENTS];
    street::on_both_with(&keepers, &statements, routes, test);
}

/// Takes in a person under an agreement who is ready for work and was recommended so often without success.
pub(crate) async fn person(world: &World, reference: &str, recommended: usize) -> SubjectId {
    let subject = world.person(reference, &[Kind::SeekerRegistered]).await;
    let today = world.occasion("officer").await.today;
    let start = |kind| Happening::new(kind, today);
    let entries = vec![
        start(Kind::HardshipRecognised).text(Field::Group, "持证残疾人"),
        start(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
        start(Kind::PlanAdopted).number(Field::Version, 1),
        start(Kind::ReadinessAssessed).flag(Field::Ready, true),
    ];
    world.record_raw(subject, entries).await;
    for _ in 0..recommended {
        world.record_raw(subject, vec![start(Kind::Recommended)]).await;
        let of = world.history(subject).await.last().expect("an entry").id;
        let result = start(Kind::RecommendationResult)
            .about(of)
            .flag(Field::Hired, false)
            .flag(Field::OwnCause, false);
        world.record_raw(subject, vec![result]).await;
    }
    subject
}

/// Puts a post into the register; gives its name.
pub(crate) async fn post(world: &World, user: &str, organisation: &str, places: &str) -> String {
    let answers = [
        ("organisation", organisation),
        ("kind", "社区服务"),
        ("places", places),
        ("hours", "每天 4 小时"),
    ];
    world.fill(user, "/posts/new", &answers).await.done();
    let list = world.get(user, "/posts").await;
    let from = list.text.split(organisation).next().expect("the text before its name");
    let at = from.rfind("/posts/").expect("its address");
    from[at + "/posts/".len()..].split('"').next().expect("its name").to_owned()
}

pub(crate) async fn recommend(world: &World, user: &str, subject: SubjectId, post: &str) -> Shown {
    let path = format!("/people/{subject}/post/recommend");
    world.fill(user, &path, &[("post", post), ("why", WHY)]).await
}

/// Asks for a placement, and lets the head confirm it; what is refused comes back.
pub(crate) async fn place(world: &World, user: &str, subject: SubjectId, post: &str) -> Shown {
    place_with(world, user, subject, &[("post", post)]).await
}

/// The same with other answers.
pub(crate) async fn place_with(
    world: &World,
    user: &str,
    subject: SubjectId,
    answers: &[(&str, &str)],
) -> Shown {
    let asked = world.fill(user, &format!("/people/{subject}/post/place"), answers).await;
    if asked.location.is_none() {
        return asked;
    }
    confirm(world, "head", subject).await
}

/// Lets somebody confirm the placement that waits.
pub(crate) async fn confirm(world: &World, user: &str, subject: SubjectId) -> Shown {
    let path = decision(world, subject).await;
    world.fill(user, &path, &[("decision", "confirm")]).await
}

/// Where the placement that waits is decided.
pub(crate) async fn decision(world: &World, subject: SubjectId) -> String {
    let page = world.get("head", &format!("/people/{subject}/post")).await;
    let (_, after) = page.text.split_once("/post/place/").expect("one waits");
    let request = after.split(['"', '/']).next().expect("its name");
    format!("/people/{subject}/post/place/{request}")
}
