//! What is owed between two days is shown so wherever it stands (BJ18-27(4): about one, three and six months after the
//! start).

use ledger::Field;
use rules::Kind;
use street::{NUMBER, World};
use subjects::Happening;

#[test]
fn what_has_a_first_day_is_said_to_be_due_between_its_days() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        let now = |kind| Happening::new(kind, world.today());
        let entries = vec![
            now(Kind::HardshipRecognised).text(Field::Group, "持证残疾人"),
            now(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
            now(Kind::StartedWork).text(Field::Employer, "甲店"),
        ];
        world.record_raw(person, entries).await;
        // Seven days around one month after January 5; February 5 is a month later.
        let between = "应在 2026-01-29 至 2026-02-12 之间";
        let shows = async |user: &str, path: &str, words: &str| {
            let shown = world.get(user, path).await.words();
            assert!(shown.contains(words), "{path}: {words} in {shown}");
        };
        let near = async |words: &str| {
            for (user, path) in [("officer", "/today"), ("head", "/today/office/list")] {
                shows(user, path, &format!("2026-02-12{between}，{words}")).await;
            }
        };
        near("24 天后开始").await;
        shows("officer", &format!("/people/{person}/duties"), &format!("2026-02-12{between}"))
            .await;
        // The first follow-up has no first day: it counts at once.
        let first = world.get("officer", "/today").await.words();
        assert!(first.contains("2026-01-19还有 14 天"), "{first}");
        world.pass_days(23);
        near("明天开始").await;
        world.pass_days(1);
        near("还有 14 天").await;
        world.pass_days(14);
        near("今天").await;
    });
}
