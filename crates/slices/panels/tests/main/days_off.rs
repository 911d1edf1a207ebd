//! The day on which a panel sits is one on which people work, unless somebody means another one.

use axum::http::StatusCode;
use street::World;

use crate::world::{ask, recommended};

#[test]
fn a_panel_is_offered_a_working_day_and_a_sunday_is_asked_back() {
    street::on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        ask(world, "officer", subject).await.expect("asked");
        // From Monday, January 5, to the Sunday after.
        world.pass_days(6);
        let path = format!("/people/{subject}/panel");
        let form = world.get("expert", &path).await;
        let (to, pairs) = form.form(&[]);
        assert!(to.ends_with("/panel/accept"), "{to}");
        assert!(pairs.contains(&("day".to_owned(), "2026-01-12".to_owned())), "{pairs:?}");
        let experts = ["expert", "officer"].map(|user| world.staff(user).to_string());
        let send = async |day: &str, sure: Option<String>| {
            let mut pairs = form.form(&[("day", day)]).1;
            pairs.extend(experts.iter().map(|expert| ("experts".to_owned(), expert.clone())));
            pairs.extend(sure.map(|sure| ("_sure".to_owned(), sure)));
            world.post("expert", &to, &pairs).await
        };
        let asked = send("2026-01-11", None).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.words().contains("2026年1月11日（星期日）不是工作日"), "{}", asked.words());
        let sure = asked.text.split("name=\"_sure\"").nth(1).expect("a box to tick");
        let sure = sure.split_once("value=\"").expect("a value").1;
        let sure = sure.split('"').next().map(str::to_owned);
        send("2026-01-11", sure).await.done();
    });
}
