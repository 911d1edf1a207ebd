//! The text of the agreement as dated data (`law/documents`).

use std::sync::LazyLock;

use kernel::Day;
use serde::Deserialize;

/// The files that are part of the program, oldest first.
const SHIPPED: [(&str, &str); 1] = [(
    "law/documents/agreement-2018.toml",
    include_str!("../../../../../law/documents/agreement-2018.toml"),
)];

static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    // Whether each file can be read is a test's matter; one that cannot is not offered.
    SHIPPED.iter().filter_map(|(name, text)| Edition::read(name, text).ok()).collect()
});

/// An edition of the agreement's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name in the database.
    pub id: String,
    /// What the agreement is called.
    pub title: String,
    /// The clause that asks for it.
    pub clause: String,
    /// The day from which it is signed.
    pub from: Day,
    /// Where the text comes from.
    pub source: String,
    /// The chapters.
    pub chapters: Vec<Chapter>,
    lengths: Vec<Length>,
}

/// A chapter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Its heading.
    pub heading: String,
    /// Its articles.
    #[serde(rename = "article")]
    pub articles: Vec<Article>,
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// What it says, with `{places}` to be filled in.
    pub text: String,
    /// The clause that it carries out; empty where it is our own.
    pub clause: String,
    /// The name of the person's duty that it lays down; empty where it lays down none.
    #[serde(default)]
    pub duty: String,
    /// That duty in a few words.
    #[serde(default)]
    pub words: String,
}

/// How long an agreement lasts, from the day this holds; [`rules::Term`] counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// The first day on which an agreement is signed for so long.
    pub from: Day,
    /// How many months.
    pub months: u16,
    /// Where that is laid down; a local norm.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: String,
    clause: String,
    from: toml::value::Datetime,
    basis: String,
    source: String,
    checked: toml::value::Datetime,
    term: Vec<TermRow>,
    chapter: Vec<Chapter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermRow {
    from: toml::value::Datetime,
    months: u16,
    basis: String,
    source: String,
    checked: toml::value::Datetime,
}

impl Edition {
    /// Reads a file; the error says which file and what is wrong with it.
    pub fn read(name: &str, text: &str) -> Result<Self, String> {
        let wrong = |why: String| format!("{name}：{why}");
        let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let day = |written: toml::value::Datetime| {
            written.to_string().parse::<Day>().map_err(|error| wrong(error.to_string()))
        };
        day(file.checked)?;
        let sources = file.term.iter().map(|term| &term.source).chain([&file.source, &file.id]);
        if sources.into_iter().any(|source| source.trim().is_empty()) {
            return Err(wrong("缺少编号或出处".to_owned()));
        }
        if file.basis != "norm" || file.term.iter().any(|term| term.basis != "norm") {
            return Err(wrong("条文没有写的只能是本地规范（basis = \"norm\"）".to_owned()));
        }
        let mut lengths = Vec::new();
        for term in file.term {
            day(term.checked)?;
            if !(1..=240).contains(&term.months) {
                return Err(wrong(format!("期限不能是 {} 个月，应在 1 与 240 之间", term.months)));
            }
            let from = day(term.from)?;
            lengths.push(Length { from, months: term.months, source: term.source });
        }
        if lengths.is_empty() || !lengths.is_sorted_by(|one, next| one.from < next.from) {
            return Err(wrong("期限没有值，或没有按生效日期先后排列".to_owned()));
        }
        let edition = Self {
            id: file.id,
            title: file.title,
            clause: file.clause,
            from: day(file.from)?,
            source: file.source,
            chapters: file.chapter,
            lengths,
        };
        let mut codes: Vec<&str> = edition.duties().map(|duty| &*duty.duty).collect();
        codes.sort_unstable();
        if codes.is_empty() || codes.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(wrong("乙方的义务没有编号，或编号重复".to_owned()));
        }
        if edition.duties().any(|duty| duty.words.is_empty()) {
            return Err(wrong("乙方的义务缺少简短说法（words）".to_owned()));
        }
        Ok(edition)
    }

    /// Gives the edition that is signed on a day; the oldest one before its time.
    #[must_use]
    pub fn on(day: Day) -> Option<&'static Self> {
        EDITIONS.iter().rev().find(|edition| edition.from <= day).or_else(|| EDITIONS.first())
    }

    /// Finds the edition that an agreement was signed in.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        EDITIONS.iter().find(|edition| edition.id == id)
    }

    /// Gives how long an agreement lasts that is signed on a day; the first figure before its time.
    #[must_use]
    pub fn length_on(&self, day: Day) -> &Length {
        let at = self.lengths.partition_point(|length| length.from <= day);
        &self.lengths[at.saturating_sub(1)]
    }

    /// Gives the person's duties.
    pub fn duties(&self) -> impl Iterator<Item = &Article> {
        let articles = self.chapters.iter().flat_map(|chapter| &chapter.articles);
        articles.filter(|article| !article.duty.is_empty())
    }

    /// Gives a duty in a few words; its name where this edition has no such duty.
    #[must_use]
    pub fn duty_words<'a>(&'a self, code: &'a str) -> &'a str {
        self.duties().find(|duty| duty.duty == code).map_or(code, |duty| &duty.words)
    }
}

#[cfg(test)]
mod tests {
    use rules::Law;

    use super::*;

    fn shipped() -> (&'static str, &'static str) {
        SHIPPED[0]
    }

    #[test]
    fn every_shipped_edition_reads_and_cites_clauses_that_exist() {
        let clauses = Law::clauses().expect("clauses");
        for (name, text) in SHIPPED {
            let edition = Edition::read(name, text).expect(name);
            assert!(edition.source.contains("不是附件原文"), "{name} says whose wording it is");
            for article in edition.chapters.iter().flat_map(|chapter| &chapter.articles) {
                // Not every item of an article is a clause of its own.
                let whole = article.clause.split('(').next().unwrap_or_default();
                let names = |clause: &rules::Clause| clause.id.split('(').next() == Some(whole);
                let is_known = whole.is_empty() || clauses.iter().any(names);
                assert!(is_known, "{}", article.clause);
            }
            assert_eq!(edition.duties().count(), 7, "{name}");
        }
        assert_eq!(EDITIONS.len(), SHIPPED.len());
    }

    #[test]
    fn the_text_speaks_of_every_part_of_the_agreement() {
        let edition = Edition::on(Day::LAST).expect("an edition");
        let text: String = edition
            .chapters
            .iter()
            .flat_map(|chapter| &chapter.articles)
            .map(|a| &*a.text)
            .collect();
        for place in ["{place}", "{officer}", "{from}", "{until}", "{months}"] {
            assert!(text.contains(place), "{place}");
        }
        for id in ["BJ18-24", "BJ18-25", "BJ18-27", "BJ18-28", "BJ18-29", "BJ18-30"] {
            let cites = |article: &Article| article.clause.starts_with(id);
            let mut articles = edition.chapters.iter().flat_map(|chapter| &chapter.articles);
            assert!(articles.any(cites), "{id}");
        }
    }

    #[test]
    fn a_broken_file_is_refused_with_its_name() {
        let (name, text) = shipped();
        for (from, to) in [
            ("months = 12", "months = 0"),
            ("basis = \"norm\"", "basis = \"law\""),
            ("id = \"agreement-2018\"", "id = \" \""),
            ("duty = \"plan\"", "duty = \"information\""),
            ("words = \"保持联系，接受回访\"", "words = \"\""),
            ("clause = \"\"", "article = \"\""),
            ("from = 2018-08-01", "from = 2018-08-32"),
        ] {
            assert!(text.contains(from), "{from}");
            let error = Edition::read(name, &text.replace(from, to)).expect_err(to);
            assert!(error.starts_with(name), "{error}");
        }
    }

    #[test]
    fn the_term_of_the_day_holds_from_its_first_day() {
        let (name, text) = shipped();
        let second = "[[term]]\nfrom = 2027-01-01\nmonths = 6\nbasis = \"norm\"\nsource = \"本地规范\"\nchecked = 2026-11-22\n\n[[chapter]]";
        let edition = Edition::read(name, &text.replacen("[[chapter]]", second, 1)).expect("reads");
        let months = |day: &str| edition.length_on(day.parse().expect("a day")).months;
        assert_eq!(["2017-01-01", "2026-12-31", "2027-01-01"].map(months), [12, 12, 6]);
    }
}
