//! What the letters to the person say: where the feedback went, what became of the agreement, and all of it in words that
//! one can read about oneself.

use rules::Gate;
use stopping::model::EXIT_GROUNDS;
use store::{StoreError, SubjectId, seal};
use street::{NUMBER, World};

use crate::exits::{decide as decide_exit, exit, recognised, send};
use crate::town::{case, on_both, person_at, stop};

const REGISTRY: &str = "示范区失业登记管理科";

async fn letter(world: &World, person: SubjectId) -> String {
    let path = format!("/people/{person}/stop/{}/letter", case(world, person).await);
    world.get("officer", &path).await.words()
}

async fn notice(world: &World, person: SubjectId) -> String {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        stopping::notices_of(tx, &key.expect("a key"), person).await
    });
    let letters = read.await.expect("read");
    format!("/people/{person}/stop-notices/{}", letters.first().expect("a letter").id)
}

#[test]
fn the_letter_names_the_registry_that_the_feedback_went_to() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        // Nobody has named it: the letters say what it does.
        let unnamed = letter(world, person).await;
        assert!(unnamed.contains("我们将告诉就失业登记管理部门。"), "{unnamed}");
        assert!(unnamed.contains("先记下反馈送达哪个部门"), "{unnamed}");
        let path = notice(world, person).await;
        assert!(world.get("officer", &path).await.words().contains("就失业登记管理部门：下列人员"));
        let delivered = format!("{path}/delivered");
        let nameless = [("registry", " "), ("words", "登记窗口签收")];
        let refused = world.fill("officer", &delivered, &nameless).await;
        refused.refused("");
        assert!(!letter(world, person).await.contains("已于"));
        // The bureau of the district is proposed; whoever goes there knows better.
        let form = world.get("officer", &delivered).await;
        let proposed = ("registry".to_owned(), "北京市朝阳区人力资源和社会保障局".to_owned());
        assert!(form.form(&[]).1.contains(&proposed), "{:?}", form.form(&[]).1);
        let named = [("registry", REGISTRY), ("words", "登记窗口签收")];
        world.fill_shown("officer", &form, &named).await.done();
        let said = letter(world, person).await;
        let told = format!("已于 {} 告诉就失业登记管理部门（{REGISTRY}）。", world.today());
        assert!(said.contains(&told) && !said.contains("先记下反馈送达"), "{said}");
        let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
        assert!(page.contains(REGISTRY), "{page}");
    });
}

#[test]
fn the_next_letter_of_the_office_knows_the_registry_and_no_other_office_does() {
    on_both(&async |world| {
        let first = person_at(world, Gate::Unwilling).await;
        stop(world, first).await;
        let delivered = format!("{}/delivered", notice(world, first).await);
        let named = [("registry", REGISTRY), ("words", "登记窗口签收")];
        world.fill("officer", &delivered, &named).await.done();
        let second = world.person("P2", &[]).await;
        let unwilling = || crate::town::survey(world.today(), false);
        world.record_raw(second, vec![unwilling(), unwilling(), unwilling(), unwilling()]).await;
        world.pass_days(1);
        crate::town::night(world).await;
        stop(world, second).await;
        let said = letter(world, second).await;
        let told = format!("我们将告诉就失业登记管理部门（{REGISTRY}）。");
        assert!(said.contains(&told), "{said}");
        let addressed = world.get("officer", &notice(world, second).await).await.words();
        assert!(addressed.contains(&format!("{REGISTRY}（就失业登记管理部门）：")), "{addressed}");
        let form =
            world.get("officer", &format!("{}/delivered", notice(world, second).await)).await;
        let known = ("registry".to_owned(), REGISTRY.to_owned());
        assert!(form.form(&[]).1.contains(&known), "filled in");
        let elsewhere = world
            .desk
            .db
            .read::<_, _, StoreError>(async |tx| stopping::registry_of(tx, street::FAR).await);
        assert_eq!(elsewhere.await.expect("read"), None);
    });
}

#[test]
fn the_letter_says_that_the_agreement_ended_and_on_which_day() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Termination).await;
        let signed = world.today().plus_days(-1);
        stop(world, person).await;
        let ended = world.today();
        world.pass_days(30);
        let said = letter(world, person).await;
        let words = format!("您 {signed} 与我们签订的就业援助服务协议从 {ended} 起随之终止");
        assert!(said.contains(&words) && said.contains("第二十九条"), "{said}");
    });
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        let said = letter(world, person).await;
        assert!(!said.contains("就业援助服务协议"), "there was none: {said}");
    });
}

#[test]
fn no_letter_tells_anybody_that_they_lost_what_they_are_able_to_do() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "incapable").await.done();
        decide_exit(world, "head", person, "approve", "").await.done();
        let id = exit(world, person).await.id;
        let said =
            world.get("officer", &format!("/people/{person}/exit/{id}/letter")).await.words();
        assert!(!said.contains("丧失"), "{said}");
        for words in ["劳动能力鉴定的结论", "病残津贴", "社会救助", "随时再为您服务"]
        {
            assert!(said.contains(words), "{words} in {said}");
        }
        assert!(!said.contains(NUMBER));
    });
    for ground in EXIT_GROUNDS {
        assert!(
            !ground.plainly.contains("丧失") && !ground.plainly.contains("不实"),
            "{}",
            ground.term
        );
    }
}
