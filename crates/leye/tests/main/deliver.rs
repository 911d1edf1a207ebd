//! Messages leave the database by `leye deliver`: none is lost, none is there by halves, and the same one is always the
//! same file.

use std::fs;
use std::path::Path;
use std::time::Duration;

use store::Engine;
use testkit::Place;

use crate::harness::{Desk, sql};

/// A message that waits; its number is in its name and in its body.
fn put(place: &Place, number: u32) {
    let digits = format!("{number:032x}");
    let id = match place.engine {
        Engine::Sqlite => format!("x'{digits}'"),
        Engine::Postgres => format!("'{digits}'"),
    };
    sql(
        place,
        &format!(
            "INSERT INTO outbox (message_id, topic, body, enqueued_at, due_at, attempts)
                VALUES ({id}, 'registry.notice', '{{\"notice\":\"n{number}\"}}', 1767571200000000,
                1767571200000000, 0)"
        ),
    );
}

/// A desk with a database of this program in a place, a folder for the exchange, and some messages.
fn world(engine: Engine, messages: u32) -> (Desk, Place) {
    let desk = Desk::with_ledger(r#"{"id":"1","subject":"甲","kind":"intake","on":"2026-01-05"}"#);
    let place = Place::new(engine);
    let made = desk.leye(&format!("import ledger.jsonl --database {}", place.url));
    assert_eq!(made.status, 0, "{}", made.complaints);
    for number in 1..=messages {
        put(&place, number);
    }
    fs::create_dir(desk.path("out")).unwrap();
    (desk, place)
}

/// The files of the exchange by name, with what they say. Each must be whole.
fn delivered(folder: &Path) -> Vec<(String, serde_json::Value)> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut files: Vec<_> = files
        .map(|file| (file.file_name().to_string_lossy().into_owned(), file.path()))
        .filter(|(name, _)| !name.starts_with('.'))
        .map(|(name, path)| {
            let text = fs::read_to_string(path).unwrap();
            let whole = serde_json::from_str(&text);
            (name.clone(), whole.unwrap_or_else(|why| panic!("{name}: {why}: {text:?}")))
        })
        .collect();
    files.sort_by(|one, other| one.0.cmp(&other.0));
    files
}

fn waiting(place: &Place) -> usize {
    let count = "SELECT CAST(count(*) AS text) FROM outbox WHERE done_at IS NULL";
    sql(place, count).parse().unwrap()
}

/// As if the pause or the lease had ended.
fn due_now(place: &Place) {
    sql(place, "UPDATE outbox SET due_at = enqueued_at WHERE done_at IS NULL");
}

#[test]
fn each_message_becomes_one_file_and_is_taken_off_the_list() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (desk, place) = world(engine, 3);
        let command = format!("deliver --to out --database {}", place.url);
        let run = desk.leye(&command);
        assert_eq!(run.status, 0, "{}", run.complaints);
        assert!(run.out.contains("已送出 3 件"), "{}", run.out);
        let files = delivered(&desk.path("out"));
        assert_eq!(files.len(), 3);
        let name = "00000000-0000-0000-0000-000000000002";
        let expected = serde_json::json!({
            "message": name, "topic": "registry.notice", "queued_at": "2026-01-05T00:00:00Z",
            "body": {"notice": "n2"},
        });
        assert_eq!(files[1], (format!("{name}.json"), expected));
        assert_eq!(waiting(&place), 0);
        assert!(desk.leye(&command).out.contains("已送出 0 件"), "done is done");

        // Whoever died between the file and the note delivers it again: the same file.
        sql(&place, "UPDATE outbox SET done_at = NULL, due_at = enqueued_at");
        assert!(desk.leye(&command).out.contains("已送出 3 件"));
        assert_eq!(delivered(&desk.path("out")), files);
    }
}

#[test]
fn what_cannot_be_written_keeps_waiting_and_holds_nothing_else_up() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (desk, place) = world(engine, 3);
        let run = desk.leye(&format!("deliver --to nowhere --database {}", place.url));
        assert_eq!(run.status, 66, "{}{}", run.out, run.complaints);
        assert!(!desk.path("nowhere").exists());
        assert_eq!(waiting(&place), 3, "nothing was taken");

        let command = format!("deliver --to out --database {}", place.url);
        let taken = desk.path("out/00000000-0000-0000-0000-000000000002.json");
        fs::create_dir(&taken).unwrap();
        let run = desk.leye(&command);
        assert_eq!(run.status, 74, "{}{}", run.out, run.complaints);
        assert!(run.out.contains("已送出 2 件"), "{}", run.out);
        assert!(run.complaints.contains("1 件没有送出"), "{}", run.complaints);
        assert_eq!(waiting(&place), 1);
        let why = sql(&place, "SELECT last_error FROM outbox WHERE done_at IS NULL");
        assert!(why.contains("文件夹"), "{why}");
        assert!(desk.leye(&command).out.contains("已送出 0 件"), "it pauses");

        fs::remove_dir(&taken).unwrap();
        due_now(&place);
        assert_eq!(desk.leye(&command).status, 0);
        assert_eq!((delivered(&desk.path("out")).len(), waiting(&place)), (3, 0));
        let left = fs::read_dir(desk.path("out")).unwrap().count();
        assert_eq!(left, 3, "nothing half written is left");
    }
}

#[test]
fn a_deliverer_that_is_killed_loses_nothing_and_leaves_nothing_by_halves() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        const MESSAGES: u32 = 150;
        let (desk, place) = world(engine, MESSAGES);
        let command = format!("deliver --to out --database {}", place.url);
        for round in 0..12 {
            let mut child = desk.start(&command);
            std::thread::sleep(Duration::from_millis(20 + 15 * round));
            child.kill().unwrap();
            child.wait().unwrap();
            // Whatever counts as delivered lies there, whole.
            let files = delivered(&desk.path("out"));
            let open = waiting(&place);
            assert!(files.len() + open >= MESSAGES as usize, "{} and {open}", files.len());
            due_now(&place);
        }
        let run = desk.leye(&command);
        assert_eq!(run.status, 0, "{}", run.complaints);
        let numbers: Vec<String> = delivered(&desk.path("out"))
            .into_iter()
            .map(|(_, said)| said["body"]["notice"].as_str().unwrap().to_owned())
            .collect();
        let expected: Vec<String> = (1..=MESSAGES).map(|number| format!("n{number}")).collect();
        assert_eq!((numbers, waiting(&place)), (expected, 0));
    }
}

/// Somebody settles a message, by hand at a page, in the moment in which it is taken to be delivered.
fn settle_when_taken(place: &Place, number: u32) {
    let digits = format!("{number:032x}");
    let text = match place.engine {
        Engine::Sqlite => format!(
            "CREATE TRIGGER settled_{number} AFTER UPDATE OF attempts ON outbox WHEN NEW.message_id = x'{digits}'
                BEGIN UPDATE outbox SET due_at = NULL, done_at = 1 WHERE message_id = NEW.message_id; END"
        ),
        Engine::Postgres => format!(
            "CREATE FUNCTION settle_{number}() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.due_at := NULL; NEW.done_at := 1; RETURN NEW; END $$;
            CREATE TRIGGER settled_{number} BEFORE UPDATE OF attempts ON outbox FOR EACH ROW
                WHEN (NEW.message_id = '{digits}') EXECUTE FUNCTION settle_{number}()"
        ),
    };
    sql(place, &text);
}

/// What somebody else settled is neither counted as delivered nor complained of, even where it could not be written.
#[test]
fn what_was_settled_meanwhile_is_told_as_such() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (desk, place) = world(engine, 4);
        for number in [2, 3] {
            settle_when_taken(&place, number);
        }
        fs::create_dir(desk.path("out/00000000-0000-0000-0000-000000000003.json")).unwrap();
        let command = format!("deliver --to out --database {}", place.url);
        let run = desk.leye(&command);
        assert_eq!(run.status, 0, "{}{}", run.out, run.complaints);
        assert!(run.out.contains("已送出 2 件"), "{}", run.out);
        assert!(run.out.contains("另有 2 件在此期间已由他人办结"), "{}", run.out);
        assert_eq!(waiting(&place), 0);
        let settled =
            "SELECT CAST(count(*) AS text) FROM outbox WHERE done_at = 1 AND last_error IS NULL";
        assert_eq!(sql(&place, settled), "2", "as they settled it");
        let again = desk.leye(&command).out;
        assert!(again.contains("已送出 0 件") && !again.contains("另有"), "{again}");
    }
}
