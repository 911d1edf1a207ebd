//! What each clause says, in our own words.

use serde::Deserialize;

use super::LawError;
use super::file::parse;

/// A clause of a regulation: where it stands, what it says, what it asks of the system.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The id used everywhere, such as `BJ18-27(1)`.
    pub id: String,
    /// How a lawyer cites it, such as 第二十七条第（一）项.
    pub article: String,
    /// The field of work that it belongs to.
    #[serde(default)]
    pub area: String,
    /// What it says, in our own words.
    pub gist: String,
    /// What the system must do.
    #[serde(default)]
    pub demand: String,
    /// The figures that must come out exactly.
    #[serde(default)]
    pub figures: Option<String>,
    /// The clause of which this is one rule, where the rulebook splits a clause.
    #[serde(default)]
    pub rule_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    clause: Vec<Clause>,
}

pub(super) fn read(name: &str, text: &str) -> Result<Vec<Clause>, LawError> {
    let file: File = parse(name, text)?;
    for clause in &file.clause {
        if clause.article.trim().is_empty() || clause.gist.trim().is_empty() {
            return Err(LawError::new(name, format!("条款 {} 缺少条号或要旨", clause.id)));
        }
    }
    Ok(file.clause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_needs_its_article_and_its_gist() {
        let row = "[[clause]]\nid = \"BJ18-2\"\narticle = \"第二条\"\ngist = \"要旨\"\n";
        assert_eq!(read("clauses.toml", row).unwrap().len(), 1);
        for (from, to, reason) in [
            ("第二条", " ", "条款 BJ18-2 缺少条号或要旨"),
            ("要旨", "", "条款 BJ18-2 缺少条号或要旨"),
            ("article", "clause_number", "第 "),
            ("gist =", "summary = \"\"\ngist =", "第 4 行"),
            ("[[clause]]", "[[clauses]]", "第 1 行"),
        ] {
            let message = read("clauses.toml", &row.replace(from, to)).unwrap_err().to_string();
            assert!(message.starts_with("clauses.toml："), "{message}");
            assert!(message.contains(reason), "{to}: {message}");
        }
    }
}
