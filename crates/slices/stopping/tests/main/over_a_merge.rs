//! What was carried out in a file that was merged into another one goes on there: it is taken back with a letter of its own,
//! and the person objects against it as before.

use std::sync::Arc;

use access::Role;
use desk::Companion;
use rules::{Gate, Kind};
use stopping::Keeper;
use store::{StoreError, SubjectId};
use street::{STREET, World, by, on_both_with};

use crate::exits::{is_in_hardship, recognised, send};
use crate::town::{STATEMENTS, bodies, case, objection, person_at, reference, routes, stop};

const WHY: &str = "核实的是同名的另一个人";

fn on_both<F: AsyncFn(&World)>(test: &F) {
    let keepers: [Arc<dyn Companion>; 1] = [Arc::new(Keeper)];
    let statements = [stopping::STATEMENTS, STATEMENTS, crate::exits::STATEMENTS];
    on_both_with(&keepers, &statements, routes, test);
}

/// Merges a file into an earlier one; gives the one that goes on.
async fn merge(world: &World, kept: SubjectId, gone: SubjectId) {
    let files = (reference(world, kept).await, reference(world, gone).await);
    let merged = by!(world, "head", |tx, desk, occasion| seekers::merge(
        tx,
        desk,
        occasion,
        (&files.0, &files.1),
        "同一个人"
    ));
    assert_eq!(merged.expect("merged"), kept, "the earlier file goes on");
}

/// The path on which the last entry of a kind is corrected.
async fn correction(world: &World, person: SubjectId, kind: Kind) -> String {
    let past = world.history(person).await;
    let last = past.iter().rfind(|past| past.kind == kind).expect("an entry").id;
    format!("/people/{person}/correct/{last}")
}

/// The letters that are kept with a file.
async fn letters(world: &World, person: SubjectId) -> Vec<stopping::Notice> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        stopping::notices_of(tx, &key.expect("a key"), person).await
    });
    read.await.expect("read")
}

async fn agrees(world: &World, person: SubjectId) {
    let export = world.export(&reference(world, person).await).await;
    assert_eq!(world.stored(person).await, world.checked(&export));
}

#[test]
fn a_stop_of_a_merged_file_is_taken_back_whole_and_the_registry_is_told() {
    for kind in [Kind::ServiceStopped, Kind::RegistryNotified] {
        on_both(&async |world| {
            let kept = world.person("P2", &[]).await;
            world.clock.advance_seconds(60);
            let gone = person_at(world, Gate::Unwilling).await;
            let before = world.assess(gone).await.standing;
            stop(world, gone).await;
            world.pass_days(1);
            merge(world, kept, gone).await;
            assert!(world.assess(kept).await.standing.stopped);
            let path = correction(world, kept, kind).await;
            // Neither who verified nor who approved, though neither wrote it into this file.
            let entries = world.history(kept).await.len();
            for user in ["officer", "head"] {
                let page = world.get(user, &path).await;
                assert!(!page.text.contains("name=\"reason\""), "{user}: {}", page.words());
            }
            let page = world.get("chief", &path).await;
            for words in ["一并更正的记录", "撤回反馈", Kind::ServiceStopped.term()] {
                assert!(page.words().contains(words), "{words}: {}", page.words());
            }
            assert!(letters(world, kept).await.is_empty(), "looking changes nothing");
            world.fill_shown("chief", &page, &[("reason", WHY)]).await.done();
            assert_eq!(world.history(kept).await.len(), entries + 2, "each entry once");
            let standing = world.assess(kept).await.standing;
            assert_eq!((standing.stopped, before.stopped), (false, false), "{kind:?}");
            let bodies = bodies(world).await;
            assert_eq!(bodies.len(), 2, "{bodies:?}");
            assert!(bodies.iter().any(|(_, body)| body.contains("\"withdrawn\"")));
            // The first letter had not gone out, and does not any more; the second one is found, read and delivered.
            let list = world.get("officer", "/stopping/notices").await.words();
            assert!(list.contains("撤回反馈") && list.contains("已作废，不送达"), "{list}");
            let letter = letters(world, kept).await.remove(0);
            let at = format!("/people/{kept}/stop-notices/{}", letter.id);
            let shown = world.get("officer", &at).await.words();
            assert!(shown.contains("停止服务的记录有误") && !shown.contains("提出异议"), "{shown}");
            let path = format!("{at}/delivered");
            world.fill("officer", &path, &[("words", "登记窗口签收")]).await.done();
            let page = world.get("officer", &format!("/people/{kept}/stop")).await.words();
            assert!(page.contains("停止已撤销"), "{page}");
            assert!(letters(world, gone).await.is_empty(), "nothing is kept twice");
            agrees(world, kept).await;
        });
    }
}

#[test]
fn whoever_was_stopped_in_a_merged_file_is_told_and_objects_there() {
    on_both(&async |world| {
        let kept = world.person("P2", &[]).await;
        world.clock.advance_seconds(60);
        let gone = person_at(world, Gate::Unwilling).await;
        stop(world, gone).await;
        world.pass_days(1);
        merge(world, kept, gone).await;
        let here = format!("/people/{kept}/stop");
        assert!(world.get("officer", &here).await.words().contains("已批准停止"));
        let id = case(world, kept).await;
        let letter = world.get("officer", &format!("{here}/{id}/letter")).await.words();
        assert!(letter.contains("说一声需要服务，服务就恢复"), "{letter}");
        world.fill("officer", &format!("{here}/{id}/told"), &[("words", "当面告知")]).await.done();
        let object = format!("{here}/{id}/object");
        world.fill("clerk", &object, &[("how", "counter"), ("words", "我要工作")]).await.done();
        let waits = world.waits(Keeper, "chief").await;
        assert!(waits.contains(&(stopping::OBJECTION.name, kept)), "{waits:?}");
        let path = format!("/people/{kept}/objections/{}", objection(world, kept).await);
        // Whoever approved it hears no objection, in whichever file.
        assert!(!world.get("head", &here).await.words().contains("处理异议"));
        let upheld = [("outcome", "upheld"), ("words", "没有上门核实")];
        world.fill("chief", &path, &upheld).await.done();
        assert!(!world.assess(kept).await.standing.stopped);
        let kinds: Vec<_> = letters(world, kept).await.iter().map(|known| known.purpose).collect();
        assert_eq!(kinds.len(), 2, "{kinds:?}");
        agrees(world, kept).await;
    });
}

#[test]
fn an_exit_of_a_merged_file_keeps_those_who_made_it_from_taking_it_back() {
    on_both(&async |world| {
        let kept = world.person("P2", &[]).await;
        world.clock.advance_seconds(60);
        let gone = recognised(world).await;
        send(world, "officer", gone, "pension").await.done();
        let told = format!("/people/{gone}/exit/{}/told", crate::exits::exit(world, gone).await.id);
        world.fill("officer", &told, &[("words", "当面告知")]).await.done();
        world.pass_days(1);
        merge(world, kept, gone).await;
        assert!(!is_in_hardship(world, kept).await);
        let page = world.get("officer", &format!("/people/{kept}/exit")).await.words();
        assert!(page.contains("当面告知") && page.contains("已享受基本养老保险待遇"), "{page}");
        let path = correction(world, kept, Kind::HardshipEnded).await;
        let page = world.get("officer", &path).await;
        assert!(!page.text.contains("name=\"reason\""), "{}", page.words());
        assert!(page.words().contains("这一条有您经手"), "{}", page.words());
        // Whoever merged the files wrote the entry; another head takes it back.
        world.hire("second", STREET, Role::Head).await;
        world.fill("second", &path, &[("reason", WHY)]).await.done();
        assert!(is_in_hardship(world, kept).await);
        agrees(world, kept).await;
    });
}
