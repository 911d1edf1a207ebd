//! Demand files: prefilled, versioned, sealed; and what of all this lies in the tables.

use access::Failure;
use desk::Companion;
use rules::Kind;
use store::{StoreError, SubjectId, seal};
use street::World;
use surveys::model::{DemandContent, Outcome, SurveyRefusal, Willingness, differences};
use surveys::{DemandFile, Keeper};

use crate::world::{SECRET, attempt, day, in_hardship, on_both, plan, survey};

async fn files(world: &World, subject: SubjectId) -> Vec<DemandFile> {
    let desk = world.desk.clone();
    let files = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        surveys::demand_files(tx, &key.expect("a key"), subject).await
    });
    files.await.expect("files")
}

async fn write(
    world: &World,
    user: &str,
    subject: SubjectId,
    content: &DemandContent,
    based_on: i64,
) -> Result<i64, Failure<SurveyRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let content = content.clone();
    let written = world.desk.db.write(async move |tx| {
        surveys::write_demand_file(tx, &desk, &occasion, subject, &content, based_on).await
    });
    written.await
}

#[test]
fn every_change_is_a_version_and_nobody_undoes_another() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        assert!(files(world, person).await.is_empty());
        let first = DemandContent { health: SECRET.to_owned(), ..DemandContent::default() };
        assert_eq!(write(world, "officer", person, &first, 0).await.expect("written"), 1);
        let opened = world.history(person).await;
        let opened = opened.iter().filter(|past| past.kind == Kind::DemandFileOpened);
        assert_eq!(opened.count(), 1, "the ledger says that it was opened");

        let second = DemandContent { training: "电工".to_owned(), ..first.clone() };
        let same = write(world, "officer", person, &first, 1).await;
        assert!(matches!(same, Err(Failure::Refused(SurveyRefusal::DemandFileSame))));
        let outrun = write(world, "clerk", person, &second, 0).await;
        assert!(matches!(outrun, Err(Failure::Refused(SurveyRefusal::DemandFileChanged))));
        assert_eq!(write(world, "clerk", person, &second, 1).await.expect("written"), 2);
        let denied = write(world, "neighbour", person, &first, 2).await;
        assert!(matches!(denied, Err(Failure::Denied(_))));

        let versions = files(world, person).await;
        assert_eq!(versions.len(), 2);
        assert_eq!((&versions[1].content, &versions[0].content), (&first, &second));
        let found = differences(&versions[1].content, &versions[0].content);
        assert_eq!(found, [("培训愿望", String::new(), "电工".to_owned())]);
        let opened = world.history(person).await;
        let opened = opened.iter().filter(|past| past.kind == Kind::DemandFileOpened);
        assert_eq!(opened.count(), 1, "opened once");
        let paper =
            world.get("officer", &format!("/people/{person}/demand-file/print")).await.words();
        assert!(paper.contains("电工") && paper.contains("人A1"), "it says whose it is: {paper}");
    });
}

#[test]
fn two_who_write_at_once_see_who_wrote_what_and_what_becomes_of_it() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let first = DemandContent { training: "电工".to_owned(), ..DemandContent::default() };
        write(world, "officer", person, &first, 0).await.expect("written");
        let path = format!("/people/{person}/demand-file");
        // Opened by one, written meanwhile by another.
        let opened = world.get("officer", &path).await;
        world.clock.advance_seconds(300);
        let theirs = DemandContent { training: "焊工".to_owned(), ..first.clone() };
        write(world, "clerk", person, &theirs, 1).await.expect("written");
        let mine = [("training", "钳工"), ("remarks", "想离家近些")];
        let shown = world.fill_shown("officer", &opened, &mine).await;
        assert_eq!(shown.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
        let words = shown.words();
        let clerk = world.occasion("clerk").await.actor.name.clone();
        for said in [
            clerk.as_str(),
            "保存了第 2 版",
            "您填的存为第 3 版",
            "第 2 版照样保留",
            "您填的就不留存",
            "焊工",
            "钳工",
            "电工",
            "想离家近些",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert_eq!(files(world, person).await.len(), 2, "nothing is written over");
        // Sent again as it stands it is the next version, knowingly.
        let done = world.fill_shown("officer", &shown, &[]).await;
        assert_eq!(done.status, axum::http::StatusCode::SEE_OTHER, "{}", done.words());
        let versions = files(world, person).await;
        assert_eq!((versions.len(), &*versions[0].content.training), (3, "钳工"));
        assert_eq!(versions[1].content.training, "焊工");
    });
}

#[test]
fn what_a_survey_opens_says_what_is_known() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "B1").await;
        survey(world, person, Willingness::Willing).await;
        let versions = files(world, person).await;
        assert_eq!(versions.len(), 1);
        assert_eq!(versions[0].content.wanted_work, "保洁");
        survey(world, person, Willingness::Willing).await;
        assert_eq!(files(world, person).await.len(), 1, "opened once");
    });
}

#[test]
fn the_keeper_shows_the_file_and_its_changes() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "C1").await;
        let desk = world.desk.clone();
        let parts = async || {
            let desk = desk.clone();
            let parts = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
                Keeper.parts(tx, &desk, &[(person, key.expect("a key"))]).await
            });
            parts.await.expect("parts")
        };
        assert!(parts().await.is_empty());
        let mut content =
            DemandContent { health: "不能久站".to_owned(), ..DemandContent::default() };
        write(world, "officer", person, &content, 0).await.expect("written");
        content.health = "不能上夜班".to_owned();
        write(world, "officer", person, &content, 1).await.expect("written");
        let parts = parts().await;
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].place, desk::FilePlace::DemandFile);
        let said: Vec<String> = parts[0]
            .table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(web::parts::Cell::plain).collect::<Vec<_>>().join("|"))
            .collect();
        let today = crate::world::today(world);
        let expected = [
            format!("第 2 版|{today}|健康方面的限制|不能上夜班|不能久站"),
            format!("第 1 版|{today}|健康方面的限制|不能久站|"),
        ];
        assert_eq!(said, expected);
    });
}

#[test]
fn nothing_that_was_said_stands_in_the_tables() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "D1").await;
        survey(world, person, Willingness::Willing).await;
        attempt(world, person, Outcome::Nobody).await;
        plan(world, person, day("2026-01-06"), SECRET).await.expect("planned");
        let content = DemandContent { health: SECRET.to_owned(), ..DemandContent::default() };
        write(world, "officer", person, &content, 1).await.expect("written");
        let sealed = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let mut found: Vec<Vec<u8>> = Vec::new();
            for statement in crate::demand::raw::STATEMENTS {
                let rows: Vec<(Vec<u8>,)> = tx.all(statement, &[]).await?;
                found.extend(rows.into_iter().map(|(bytes,)| bytes));
            }
            Ok(found)
        });
        let Ok(sealed) = sealed.await else { panic!("read") };
        assert_eq!(sealed.len(), 4, "two versions, a try, a plan");
        for bytes in sealed {
            assert!(bytes.len() > SECRET.len());
            let secret = SECRET.as_bytes();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    });
}

pub(crate) mod raw {
    //! What lies in the tables, as it lies there.

    store::statements! {
        pub(crate) group "surveys_tests";
        /// Demand files.
        CONTENTS = "SELECT content FROM demand_file";
        /// What was found at a try.
        WORDS = "SELECT words FROM survey_attempt";
        /// Why a day was planned.
        REASONS = "SELECT reason FROM survey_plan";
    }
}
