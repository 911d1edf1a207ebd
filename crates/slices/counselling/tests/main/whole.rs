//! What is listed is listed whole: nothing is cut in silence, however much there is.

use axum::http::StatusCode;
use counselling::model::Form;
use counselling::{Wish, request};
use store::ledger::Channel;

use crate::world::{STREET, on_both};

/// One more than stands on a page.
const MANY: usize = 101;

#[test]
fn wishes_stand_on_as_many_pages_as_they_need_and_are_counted_whole() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        for number in 0..MANY {
            let wish = Wish {
                subject,
                form: Form::Special,
                minutes: 60,
                channel: Channel::Online,
                note: format!("第 {number} 次"),
            };
            let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
            world
                .write(async move |tx| request(tx, &desk, &occasion, &wish).await)
                .await
                .expect("noted");
        }
        let rows = |body: &str| body.matches("/nearest\"").count();
        let first = world.get("zhao", "/counselling?view=requests").await;
        assert_eq!(first.status, StatusCode::OK);
        assert_eq!(rows(&first.body), 100, "{}", first.body);
        assert!(first.body.contains("共 101 个"), "{}", first.body);
        let next = first.body.split("after=").nth(1).expect("a further page");
        let next = next.split('"').next().expect("its end");
        let second = world.get("zhao", &format!("/counselling?view=requests&after={next}")).await;
        assert_eq!(rows(&second.body), 1, "{}", second.body);
        let open = async |path: String| world.get("zhao", &path).await.body;
        let pages = testkit::leaf_through("/counselling?view=requests", 9, open).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [100, 1]);
        // The view of the week counts them all, too.
        let week = world.get("zhao", "/counselling").await;
        assert!(week.body.contains("101"), "{}", week.body);
    });
}
