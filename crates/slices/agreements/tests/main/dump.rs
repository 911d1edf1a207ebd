//! Temporary.
use crate::scene::{INK, agreed, owed};
use street::{NUMBER, on_both};
#[test]
fn dump() {
    on_both(&[agreements::STATEMENTS], agreements::routes, &async |world| {
        let free = owed(world, "P1").await;
        let (subject, entry) = agreed(world, NUMBER).await;
        let at = |place: &str| format!("/people/{subject}/agreement{place}");
        let answers = [("duty", "plan"), ("excused", "no"), ("reason", "约好三次都没有来，也没有说明")];
        world.fill("officer", &at("/unmet"), &answers).await;
        world.fill("officer", &at(&format!("/{entry}/signature")), &[("signature", INK)]).await;
        for (name, path) in [
            ("sign", format!("/people/{free}/agreement/sign")),
            ("renew", at("/renew")),
            ("agreement", at("")),
            ("paper", at(&format!("/{entry}/paper"))),
            ("signature", at(&format!("/{entry}/signature"))),
            ("scan", at(&format!("/{entry}/scan"))),
            ("unmet", at("/unmet")),
            ("end", at("/end")),
            ("team", format!("/people/{subject}/team")),
            ("list", "/agreements".to_owned()),
        ] {
            std::fs::write(format!("/tmp/agr/{name}.html"), world.get("officer", &path).await.text).unwrap();
        }
    });
}
