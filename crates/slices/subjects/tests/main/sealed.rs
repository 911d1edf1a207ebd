//! What lies sealed in a column opens for its row alone, and as it was sealed at any time.

use serde::{Deserialize, Serialize};
use store::seal::{Clear, Sealed, SubjectKey, make_key};
use store::{StoreError, SubjectId};
use subjects::{SealedDocument, SealedText, Sealing};

use crate::world::{START, World, on_both};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Letter {
    words: String,
    pages: u32,
}

const LETTER: SealedDocument<Letter> = SealedDocument::of("letter.content");
const NOTE: SealedText = SealedText::of("letter.note");
const ROW: [u8; 3] = [1, 2, 0xab];

fn letter() -> Letter {
    Letter { words: "canary-words".to_owned(), pages: 2 }
}

async fn key(world: &World) -> (SubjectId, SubjectKey) {
    let Sealing { keys, entropy } = world.sealing.clone();
    let made = world.db.write::<_, _, StoreError>(async move |tx| {
        let subject = SubjectId::new(START, entropy.as_ref());
        Ok((subject, make_key(tx, keys.as_ref(), subject, START, entropy.as_ref()).await?))
    });
    made.await.expect("a key")
}

/// Whatever was sealed by hand, for a column by its name and a row by its bytes, opens; and the other way round.
#[test]
fn what_was_sealed_for_a_column_and_a_row_before_opens() {
    on_both(&async |world| {
        let (_, key) = key(world).await;
        let entropy = world.sealing.entropy.as_ref();
        let old = r#"{"pages":2,"words":"canary-words"}"#;
        let old = key.seal("letter.content", &ROW, &Clear::new(old), entropy);
        assert_eq!(LETTER.open(&key, &ROW, &old).expect("opens"), letter());
        let new = LETTER.seal(&world.sealing, &key, &ROW, &letter()).expect("sealed");
        let text = key.open("letter.content", &ROW, &new).expect("opens");
        assert_eq!(text.reveal(), r#"{"words":"canary-words","pages":2}"#);
        let old = key.seal("letter.note", &[], &Clear::new("不在家"), entropy);
        assert_eq!(NOTE.open(&key, &[], &old).expect("opens").reveal(), "不在家");
        let new = NOTE.seal(&world.sealing, &key, &[], "不在家");
        assert_eq!(key.open("letter.note", &[], &new).expect("opens").reveal(), "不在家");
    });
}

#[test]
fn it_opens_for_no_other_row_column_or_person() {
    on_both(&async |world| {
        let (_, own) = key(world).await;
        let (_, other) = key(world).await;
        let sealed = LETTER.seal(&world.sealing, &own, &ROW, &letter()).expect("sealed");
        let elsewhere: SealedDocument<Letter> = SealedDocument::of("letter.other");
        for opened in [
            LETTER.open(&own, &[1, 2], &sealed),
            LETTER.open(&other, &ROW, &sealed),
            elsewhere.open(&own, &ROW, &sealed),
        ] {
            assert!(matches!(opened, Err(StoreError::Unsealable { .. })), "{opened:?}");
        }
    });
}

/// The fault names whose, where and which row, and nothing of what stands there.
#[test]
fn what_is_none_of_what_is_written_there_is_told_without_its_words() {
    on_both(&async |world| {
        let (subject, key) = key(world).await;
        let sealed = NOTE.seal(&world.sealing, &key, &ROW, r#"{"words":"a","pages":"canary"}"#);
        let note: SealedDocument<Letter> = SealedDocument::of("letter.note");
        let fault = note.open(&key, &ROW, &sealed).expect_err("no letter").to_string();
        for part in ["letter", "note", &subject.to_string(), "0102ab", "第 1 行第 29 列"] {
            assert!(fault.contains(part), "{part}: {fault}");
        }
        assert!(!fault.contains("canary"), "{fault}");
    });
}

#[test]
fn of_nothing_nothing_is_kept() {
    on_both(&async |world| {
        let (_, key) = key(world).await;
        assert_eq!(NOTE.seal_some(&world.sealing, &key, &ROW, ""), None);
        let said = NOTE.seal_some(&world.sealing, &key, &ROW, "有事");
        let opened = NOTE.open_some(&key, &ROW, said.as_ref()).expect("opens");
        assert_eq!(opened.expect("said").reveal(), "有事");
        assert_eq!(NOTE.open_some(&key, &ROW, None).expect("nothing"), None);
        assert_eq!(LETTER.open_some(&key, &ROW, None::<&Sealed>).expect("nothing"), None);
    });
}
