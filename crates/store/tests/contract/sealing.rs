//! Sealing: found by keyed digest, opened only in its place, erased with its key.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use store::ledger;
use store::seal::{self, Clear, FileKeys, KeyProvider};
use store::{Engine, StoreError, SubjectId};
use testkit::{Place, SeededEntropy};

use crate::ledgers;
use crate::world::{self, START, on_both};

const CANARY: &str = "13800138000-canary-朝阳区";

#[test]
fn a_key_file_is_private_and_never_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("leye.keys");
    let entropy = SeededEntropy::new(1);
    let keys = FileKeys::create(&path, &entropy).expect("keys");
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
    assert!(matches!(FileKeys::create(&path, &entropy), Err(StoreError::Key { .. })));
    let again = FileKeys::open(&path).expect("keys");
    assert_eq!(keys.check_value().expect("a value"), again.check_value().expect("a value"));
    assert!(!format!("{again:?}").contains(&fs::read_to_string(&path).expect("text")[20..40]));

    for mode in [0o640, 0o604, 0o644] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("a change");
        let error = FileKeys::open(&path).expect_err("others can read it");
        assert!(error.to_string().contains("600"), "{error}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a change");
    let text = fs::read_to_string(&path).expect("text");
    for damaged in [&text[..text.len() - 2], &text.replace("master", "mister"), "", "leye-keys 2\n"]
    {
        fs::write(&path, damaged).expect("written");
        assert!(matches!(FileKeys::open(&path), Err(StoreError::Key { .. })), "{damaged}");
    }
}

#[test]
fn a_database_admits_only_the_keys_it_first_met() {
    on_both(async |db, place| {
        let keys = ledgers::keys(place);
        seal::admit(&db, keys.as_ref()).await.expect("first meeting");
        seal::admit(&db, keys.as_ref()).await.expect("the same again");
        let other = FileKeys::create(&place.folder.path().join("other"), &SeededEntropy::new(99))
            .expect("keys");
        let error = seal::admit(&db, &other).await.expect_err("other keys");
        assert!(matches!(error, StoreError::Key { .. }), "{error}");
        seal::admit(&db, keys.as_ref()).await.expect("still the first");
    });
}

#[test]
fn a_lookup_tells_field_value_and_keys_apart() {
    let place = Place::new(Engine::Sqlite);
    let keys = ledgers::keys(&place);
    let find = |field: &str, value: &str| keys.lookup(field, value).expect("a digest");
    assert_eq!(find("phone", "13800138000"), find("phone", "13800138000"));
    assert_ne!(find("phone", "13800138000"), find("phone", "13800138001"));
    assert_ne!(find("phone", "13800138000"), find("number", "13800138000"));
    let other = FileKeys::create(&place.folder.path().join("other"), &SeededEntropy::new(99))
        .expect("keys");
    assert_ne!(
        find("phone", "13800138000"),
        other.lookup("phone", "13800138000").expect("a digest")
    );
}

#[test]
fn a_sealed_detail_opens_in_its_place_and_no_other() {
    on_both(async |db, place| {
        let (keys, entropy) = (ledgers::keys(place), Arc::new(SeededEntropy::new(2)));
        let [one, other] = [1, 2].map(|number| SubjectId::from_bytes([number; 16]));
        let end: Result<(), StoreError> = db
            .write(async move |tx| {
                let first = seal::make_key(tx, keys.as_ref(), one, START, entropy.as_ref()).await?;
                let second =
                    seal::make_key(tx, keys.as_ref(), other, START, entropy.as_ref()).await?;
                let clear = Clear::new(CANARY);
                let sealed = first.seal("entry.sealed", b"1", &clear, entropy.as_ref());
                assert!(!format!("{clear:?} {sealed:?} {first:?}").contains("canary"));
                let again = seal::key_of(tx, keys.as_ref(), one).await?.expect("stored");
                assert_eq!(again.open("entry.sealed", b"1", &sealed)?.reveal(), CANARY);
                for (key, column, row) in [
                    (&second, "entry.sealed", &b"1"[..]),
                    (&first, "entry.sealed", b"2"),
                    (&first, "person.phone", b"1"),
                    (&first, "entry.seale", b"d1"),
                ] {
                    let end = key.open(column, row, &sealed);
                    assert!(matches!(end, Err(StoreError::Unsealable { .. })), "{column}");
                }
                Ok(())
            })
            .await;
        end.expect("sealed and opened");
    });
}

#[test]
fn destroying_a_key_erases_the_person_and_leaves_the_chain_whole() {
    let mut left = Vec::new();
    for place in testkit::places() {
        testkit::block_on(async {
            let db = world::open(&place);
            let (keys, entropy) = (ledgers::keys(&place), Arc::new(SeededEntropy::new(3)));
            let subject = SubjectId::new(START, entropy.as_ref());
            let mut new = ledgers::entry(subject, &entropy, true);
            let (case_keys, case_entropy) = (Arc::clone(&keys), Arc::clone(&entropy));
            let end: Result<(), StoreError> = db
                .write(async move |tx| {
                    let key = seal::make_key(
                        tx,
                        case_keys.as_ref(),
                        subject,
                        START,
                        case_entropy.as_ref(),
                    )
                    .await?;
                    let mut new = new.clone();
                    new.sealed = Some(key.seal(
                        "entry.sealed",
                        &new.id.bytes(),
                        &Clear::new(CANARY),
                        case_entropy.as_ref(),
                    ));
                    ledger::append(tx, case_keys.as_ref(), &new).await.map(drop)
                })
                .await;
            end.expect("appended");
            new = ledgers::entry(subject, &entropy, false);
            ledgers::append(&db, &keys, new).await.expect("appended");
            let wrapped: (Vec<u8>,) = db
                .read(async move |tx| tx.one(world::WRAPPED, &[&subject]).await)
                .await
                .map_err(|error: StoreError| error)
                .expect("a wrapped key");
            let destroyed: Result<(bool, bool), StoreError> = db
                .write(async move |tx| {
                    Ok((
                        seal::destroy(tx, subject, START).await?,
                        seal::destroy(tx, subject, START).await?,
                    ))
                })
                .await;
            assert_eq!(destroyed.expect("destroyed"), (true, false));
            let case_keys = Arc::clone(&keys);
            let key = db
                .read(async move |tx| seal::key_of(tx, case_keys.as_ref(), subject).await)
                .await
                .map_err(|error: StoreError| error)
                .expect("read");
            assert!(key.is_none());
            assert_eq!(ledgers::assert_untouched(&db, &keys).await.entries, 2);
            let file = db.file();
            db.close();
            left.push((file, wrapped.0, place));
        });
    }
    // On SQLite the file itself must not hold the wrapped key any more, nor ever the clear value.
    let (Some(file), wrapped, _place) = &left[0] else { panic!("SQLite comes first") };
    let bytes = fs::read(file).expect("the database file");
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(!holds(wrapped));
    assert!(!holds(CANARY.as_bytes()));
}
