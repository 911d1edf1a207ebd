//! What the documents say must be so.

use std::fs;
use std::path::{Path, PathBuf};

use ledger::Field;
use rules::Kind;

use crate::harness::{leye, project};

fn documents() -> Vec<PathBuf> {
    let project = project();
    let mut documents: Vec<PathBuf> =
        ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "law/cases/README.md"]
            .iter()
            .map(|name| project.join(name))
            .collect();
    let mut folders = vec![project.join("docs")];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                documents.push(path);
            }
        }
    }
    documents.sort();
    documents
}

/// Gives the texts between backticks on one line.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn files_that_documents_name_exist() {
    let project = project();
    let mut missing = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for word in quoted(&text) {
            let is_path = word.contains('/')
                && !word.contains([' ', '*', '<', '…', ':', '{', '='])
                && ["crates/", "law/", "codes/", "docs/", "tests/", "demo/", "migrations/"]
                    .iter()
                    .any(|root| word.starts_with(root));
            // Placeholders are written in capitals.
            let is_placeholder =
                word.contains("YYYY") || word.contains("NNNN") || word.contains("NAME");
            if is_path && !is_placeholder && !project.join(word).exists() {
                missing.push(format!("{}: {word}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "documents name what is not there: {missing:#?}");
}

/// Gives the slices that one slice is built on, as its manifest says.
fn slices_below(slice: &str, slices: &[String]) -> Vec<String> {
    let manifest = project().join("crates/slices").join(slice).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    let (_, rest) = manifest.split_once("[dependencies]").unwrap();
    let mut below: Vec<String> = rest
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| slices.iter().any(|slice| slice == name))
        .map(str::to_owned)
        .collect();
    below.sort();
    below
}

#[test]
fn the_architecture_says_what_each_slice_uses() {
    let folder = fs::read_dir(project().join("crates/slices")).unwrap();
    let slices: Vec<String> =
        folder.map(|slice| slice.unwrap().file_name().into_string().unwrap()).collect();
    let text = fs::read_to_string(project().join("docs/architecture.md")).unwrap();
    for slice in &slices {
        let begins = format!("| `crates/slices/{slice}` |");
        let line = text.lines().find(|line| line.starts_with(&begins));
        let line = line.unwrap_or_else(|| panic!("{slice} is missing from the architecture"));
        let uses = line.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap().trim();
        let mut uses: Vec<&str> = uses.split(", ").filter(|used| *used != "—").collect();
        uses.sort_unstable();
        assert_eq!(uses, slices_below(slice, &slices), "{slice}");
    }
}

#[test]
fn commands_and_options_that_documents_name_exist() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let commands = text
            .lines()
            .map(|line| line.trim().trim_start_matches("$ "))
            .filter(|line| line.starts_with("leye "))
            .chain(quoted(&text).filter(|word| word.starts_with("leye ")));
        for command in commands {
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            let Some(first) = words.first().filter(|word| word.chars().all(char::is_alphabetic))
            else {
                continue;
            };
            seen += 1;
            let nested = ["law", "city"].contains(first)
                && words
                    .get(1)
                    .is_some_and(|word| word.chars().all(|letter| letter.is_ascii_lowercase()));
            let path = if nested { words[..2].join(" ") } else { (*first).to_owned() };
            let help = leye(&format!("{path} --help"));
            if help.status != 0 {
                wrong.push(format!("{}: {command}", document.display()));
            }
            for option in words.iter().filter(|word| word.starts_with("--")) {
                let option = option.split(['=', '）', '，', '`', ';', '；']).next().unwrap();
                if !help.out.contains(option) {
                    wrong.push(format!("{}: {command}: {option}", document.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "documents name commands that are not there: {wrong:#?}");
    assert!(seen > 10, "the documents show only {seen} commands");
}

#[test]
fn the_glossary_has_every_word_of_the_ledger() {
    let glossary = fs::read_to_string(project().join("docs/glossary.md")).unwrap();
    let kinds = Kind::ALL.iter().map(|kind| (kind.term(), kind.name()));
    let fields = Field::ALL.iter().map(|field| (field.term(), field.name()));
    for (term, name) in kinds.chain(fields) {
        let row = format!("| {term} | `{name}` |");
        assert!(glossary.contains(&row), "the glossary lacks the row {row}");
    }
}

#[test]
fn no_file_is_longer_than_fits_in_the_head() {
    let mut long = Vec::new();
    let mut folders = vec![project().join("crates")];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let lines = fs::read_to_string(&path).unwrap().lines().count();
                if lines > 600 {
                    long.push(format!("{} ({lines} lines)", path.display()));
                }
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn the_mapping_template_that_is_shown_is_the_one_that_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mapping.toml");
    let run = leye(&format!("check --template {}", path.display()));
    assert_eq!(run.status, 0, "{}", run.complaints);
    assert_eq!(fs::read_to_string(&path).unwrap(), leye("check --template").out);
    let again = leye(&format!("check --template {}", path.display()));
    assert_ne!(again.status, 0, "a file that is there is not written over");
    assert!(Path::new(&path).exists());
}
