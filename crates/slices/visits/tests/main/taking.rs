//! Taking a list along.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use serde_json::{Value, json};
use store::{StoreError, SubjectId, seal};
use street::{NAME, NUMBER, World};
use subjects::Happening;

use crate::device::{in_hardship, on_both, take};

fn stops_of(pack: &Value) -> Vec<String> {
    let stops = pack["stops"].as_array().expect("stops").iter();
    stops.map(|stop| stop["subject"].as_str().expect("a name").to_owned()).collect()
}

async fn reasons(world: &World, subject: SubjectId) -> Vec<String> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        subjects::readings_of(tx, &key, subject, 50).await
    });
    let readings = read.await.expect("readings");
    readings
        .iter()
        .flat_map(|read| &read.reasons)
        .map(|reason| reason.reveal().to_owned())
        .collect()
}

#[test]
fn a_list_holds_ones_own_people_and_each_file_knows_it() {
    on_both(&async |world| {
        let listed = in_hardship(world).await;
        let stranger = world.person("P-2", &[Kind::Intake, Kind::LedgerOpened]).await;
        let pack = take(world, "officer", "own").await;
        assert!(stops_of(&pack).contains(&listed.to_string()), "{pack}");
        let stop = &pack["stops"][0];
        assert_eq!((&stop["name"], &stop["base"]), (&json!(NAME), &json!(1)));
        assert!(stop["due"].to_string().contains("摸查"), "{stop}");
        assert_eq!(pack["name"], "赵专员");
        assert!(reasons(world, listed).await.contains(&"走访清单带到手机".to_owned()));
        // A number that nobody needs at the door stays where it is.
        assert!(!pack.to_string().contains(NUMBER));
        if !stops_of(&pack).contains(&stranger.to_string()) {
            assert_eq!(reasons(world, stranger).await, Vec::<String>::new());
        }
    });
}

#[test]
fn others_take_along_whom_their_office_serves_and_nobody_else() {
    on_both(&async |world| {
        let subject = in_hardship(world).await.to_string();
        for (user, scope, is_listed) in [
            ("officer", "own", true),
            ("assistant", "own", false),
            ("assistant", "office", true),
            ("head", "office", true),
            ("neighbour", "office", false),
            ("far_officer", "office", false),
            ("chief", "office", false),
        ] {
            let pack = take(world, user, scope).await;
            assert_eq!(stops_of(&pack).contains(&subject), is_listed, "{user} {scope}");
        }
        let wanted = json!({ "staff": "", "vault": "v", "scope": "own" }).to_string();
        for user in ["auditor", "inspector"] {
            let shown = world.post_json(user, "/visits/pack", &wanted).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
    });
}

#[test]
fn what_one_locked_on_a_device_another_does_not_open() {
    on_both(&async |world| {
        let officer = world.staff("officer").to_string();
        let own = json!({ "staff": officer, "vault": "v-1" }).to_string();
        let key = async |user: &str, content: &str| {
            let shown = world.post_json(user, "/visits/rescue", content).await;
            (shown.status, shown.text)
        };
        let (status, first) = key("officer", &own).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(key("officer", &own).await.1, first, "the same each time");
        let other = json!({ "staff": officer, "vault": "v-2" }).to_string();
        assert_ne!(key("officer", &other).await.1, first);
        assert_eq!(key("colleague", &own).await.0, StatusCode::CONFLICT);
        let theirs = json!({ "staff": world.staff("colleague").to_string(), "vault": "v-1" });
        assert_ne!(key("colleague", &theirs.to_string()).await.1, first);
        let wanted = json!({ "staff": officer, "vault": "v-1", "scope": "own" }).to_string();
        let shown = world.post_json("colleague", "/visits/pack", &wanted).await;
        assert_eq!(shown.status, StatusCode::CONFLICT, "{}", shown.text);
        for garbled in ["", "[]", r#"{"vault":"../x","staff":""}"#, r#"{"vault":""}"#] {
            let shown = world.post_json("officer", "/visits/pack", garbled).await;
            assert_eq!(shown.status, StatusCode::BAD_REQUEST, "{garbled}");
        }
    });
}

#[test]
fn whoever_finds_no_room_is_counted() {
    on_both(&async |world| {
        in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        assert_eq!((&pack["cut"], &pack["left_out"]), (&json!(false), &json!(0)));
        let today = world.today();
        for number in 0..62 {
            let subject = world.person(&format!("P-{number}"), &[]).await;
            let recognised =
                Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "持证残疾人");
            world.record_raw(subject, vec![recognised]).await;
        }
        let pack = take(world, "officer", "own").await;
        assert_eq!(stops_of(&pack).len(), 60);
        assert_eq!((&pack["cut"], &pack["left_out"]), (&json!(true), &json!(3)));
    });
}
