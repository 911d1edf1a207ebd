//! By what a build knows itself: nothing that decides what is owed is left out.

#[path = "../../../build/sources.rs"]
mod sources;

use std::fs;
use std::path::Path;

/// A small project of the same shape.
fn project() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for (file, text) in [
        ("Cargo.toml", "[workspace]"),
        ("Cargo.lock", "version = 4"),
        ("rust-toolchain.toml", "[toolchain]"),
        ("README.md", "leye"),
        ("codes/industries.csv", "A"),
        ("law/parameters/bj18.toml", "days = 3"),
        ("migrations/sqlite/0001_setting.sql", "CREATE TABLE setting"),
        ("crates/rules/src/beijing/life.rs", "fn rule() -> u8 { 3 }"),
        ("crates/rules/tests/main.rs", "fn test() {}"),
        ("crates/slices/duties/src/lib.rs", "pub fn derive() {}"),
    ] {
        write(root.path(), file, text);
    }
    root
}

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

#[test]
fn whatever_decides_what_is_owed_makes_another_program_of_it() {
    let project = project();
    let root = project.path();
    let digest = || sources::digest(root).expect("read");
    let mut before = digest();
    assert_eq!(digest(), before, "the same sources");
    for (file, text) in [
        ("crates/rules/src/beijing/life.rs", "fn rule() -> u8 { 5 }"),
        ("crates/rules/src/beijing/gates.rs", "fn gate() {}"),
        ("crates/slices/duties/src/lib.rs", "pub fn derive() { }"),
        ("law/parameters/bj18.toml", "days = 5"),
        ("codes/industries.csv", "B"),
        ("Cargo.lock", "version = 4\n[[package]]"),
        ("Cargo.toml", "[workspace]\nmembers = []"),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1\""),
        ("migrations/sqlite/0001_setting.sql", "CREATE TABLE settings"),
        ("crates/web/assets/leye.js", "1"),
        ("crates/web/templates/shell.html", "<p>"),
        ("crates/grading/data/scorecard.toml", "id = 1"),
    ] {
        write(root, file, text);
        assert_ne!(digest(), before, "{file}");
        before = digest();
    }
    // What a file is called decides, too: a module that takes another's place.
    let life = root.join("crates/rules/src/beijing");
    fs::rename(life.join("gates.rs"), life.join("households.rs")).expect("renamed");
    assert_ne!(digest(), before, "another name");
    before = digest();
    for file in ["README.md", "crates/rules/tests/main.rs"] {
        write(root, file, "other words");
        assert_eq!(digest(), before, "{file} decides nothing");
    }
}

#[test]
fn no_crate_of_the_workspace_is_left_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = sources::folders(&root).expect("folders");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    let members: Vec<&str> =
        manifest.split('"').filter(|text| text.starts_with("crates/")).collect();
    assert!(members.len() > 20, "{members:?}");
    for member in members {
        let source = root.join(member).join("src");
        assert!(folders.contains(&source) || !source.exists(), "{member}");
    }
}
