//! PostgreSQL over a network: by TLS with a certificate that somebody vouches for, or not at all.

use std::path::{Path, PathBuf};
use std::process::Command;

use store::{Catalogue, Db, StoreError};
use testkit::{Server, block_on};

use crate::world::START;

/// Runs `openssl`, which comes with Debian's PostgreSQL; the words stand apart by blanks.
fn openssl(folder: &Path, words: &str) {
    let output = Command::new("openssl").args(words.split(' ')).current_dir(folder).output();
    let output = output.expect("the program openssl");
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Makes an authority of a day; gives its certificate.
fn authority(folder: &Path, name: &str) -> PathBuf {
    let made = format!(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN={name} \
         -addext basicConstraints=critical,CA:TRUE -keyout {name}.key -out {name}.pem"
    );
    openssl(folder, &made);
    folder.join(format!("{name}.pem"))
}

fn open(address: &str) -> Result<Db, StoreError> {
    Db::open(address, Catalogue::new(&[]).expect("a catalogue"), START)
}

#[test]
fn a_server_is_reached_by_tls_if_its_certificate_is_vouched_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let (known, stranger) = (authority(at, "known"), authority(at, "stranger"));
    std::fs::write(at.join("names"), "subjectAltName=DNS:localhost\n").expect("a file");
    openssl(
        at,
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -keyout server.key \
         -out server.csr",
    );
    openssl(
        at,
        "x509 -req -in server.csr -CA known.pem -CAkey known.key -CAcreateserial -days 1 -extfile names \
         -out server.pem",
    );
    let text = |name: &str| std::fs::read_to_string(at.join(name)).expect("a file");
    let server = Server::start_with_tls(&text("server.pem"), &text("server.key"));
    let vouched =
        |path: &Path| server.new_database_by_port(&format!("sslrootcert={}", path.display()));

    let db = open(&vouched(&known)).expect("it is reached");
    block_on(db.read::<_, _, StoreError>(async |tx| store::outbox::waiting(tx).await.map(drop)))
        .expect("an answer");
    let seen = server.sql("postgres", "SELECT count(*) FROM pg_stat_ssl WHERE ssl");
    assert_ne!(seen.expect("the server answers").trim(), "0", "as the server sees it");
    db.close();

    let refused = open(&vouched(&stranger)).expect_err("a stranger");
    assert!(matches!(refused, StoreError::Unreachable { .. }), "{refused}");
    assert!(
        open(&server.new_database_by_port("sslmode=disable")).is_err(),
        "the server takes nobody without TLS"
    );
}
