//! How users read where something stands: 《京人社153号文》第十二条.
//!
//! Code, documents and exports of the ledger name a clause by its id (`BJ18-12`). Wherever a user reads it, it is worded
//! here and nowhere else.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{REGULATIONS, RegulationId, regulation};
use crate::Law;

/// What users read of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Which regulation it is of.
    pub regulation: RegulationId,
    /// The regulation by its short name, and the article.
    pub words: String,
    /// The article alone, for where the regulation was named just before.
    pub article: String,
    /// The id of the clause that the list of clauses has, to which an address leads.
    pub anchor: String,
}

/// The ids as they stand in the files: the article, and of which clause it is a rule.
struct Known {
    articles: HashMap<String, (String, Option<String>)>,
    /// The short name of each regulation, in the order of [`RegulationId::ALL`].
    short: Vec<String>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    // That the shipped files read is seen by a test of theirs.
    let clauses = Law::clauses().unwrap_or_default();
    let regulations = regulation::read("law/regulations.toml", REGULATIONS).unwrap_or_default();
    Known {
        articles: clauses
            .into_iter()
            .map(|clause| (clause.id, (clause.article, clause.rule_of)))
            .collect(),
        short: regulations.into_iter().map(|regulation| regulation.short).collect(),
    }
});

/// Words an id: that of a clause, of a rule, or of an item of a clause that is listed only as a whole. Nothing where
/// there is no such clause.
#[must_use]
pub fn citation(id: &str) -> Option<Citation> {
    let regulation = RegulationId::ALL.into_iter().find(|regulation| {
        id.strip_prefix(regulation.name()).is_some_and(|rest| rest.starts_with('-'))
    })?;
    let short = KNOWN.short.get(regulation as usize)?;
    let cited = |article: &str, anchor: String| Citation {
        regulation,
        words: format!("《{short}》{article}"),
        article: article.to_owned(),
        anchor,
    };
    let rule = id.strip_suffix(" stop").unwrap_or(id);
    // BJ18-27(4)b is a rule of the item, BJ18-26(2) an item of a clause that is listed as a whole.
    let item = rule.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    for known in [rule, item] {
        if let Some((article, rule_of)) = KNOWN.articles.get(known) {
            let anchor = rule_of.as_deref().unwrap_or(known).to_owned();
            return Some(cited(article, anchor));
        }
    }
    // BJ18-21 is listed by its items alone.
    let items = format!("{item}(");
    if let Some((first, (article, _))) =
        KNOWN.articles.iter().filter(|(id, _)| id.starts_with(&items)).min_by_key(|(id, _)| *id)
    {
        let end = article.find('条')? + '条'.len_utf8();
        return Some(cited(&article[..end], first.clone()));
    }
    let (whole, number) = item.strip_suffix(')')?.split_once('(')?;
    let (article, _) = KNOWN.articles.get(whole)?;
    let number = numeral(number.parse().ok()?)?;
    Some(cited(&format!("{article}第（{number}）项"), whole.to_owned()))
}

/// Writes a number up to ninety-nine as articles and items are counted.
fn numeral(number: u8) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (usize::from(number / 10), usize::from(number % 10));
    let ones = DIGITS[ones];
    match tens {
        0 if number == 0 => None,
        0 => Some(ones.to_owned()),
        1 => Some(format!("十{ones}")),
        _ => Some(format!("{}十{ones}", DIGITS.get(tens)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duties::RULES;

    #[test]
    fn an_id_is_worded_as_the_regulation_counts() {
        for (id, words, anchor) in [
            ("BJ18-12", "《京人社153号文》第十二条", "BJ18-12"),
            ("BJ18-26(1)", "《京人社153号文》第二十六条第二款第（一）项", "BJ18-26"),
            ("BJ18-27(4)b", "《京人社153号文》第二十七条第（四）项", "BJ18-27(4)"),
            ("BJ18-21(2) stop", "《京人社153号文》第二十一条第（二）项", "BJ18-21(2)"),
            ("BJ18-17(1)", "《京人社153号文》第十七条第（一）项", "BJ18-17"),
            ("BJ18-21", "《京人社153号文》第二十一条", "BJ18-21(1)"),
            ("BJ18-27", "《京人社153号文》第二十七条", "BJ18-27(1)"),
            ("BJ18-28(4)", "《京人社153号文》第二十八条第（四）项", "BJ18-28"),
            ("NA18-3", "《人社部77号文》第（三）项", "NA18-3"),
        ] {
            let found = citation(id).unwrap_or_else(|| panic!("{id} is not worded"));
            assert_eq!((found.words.as_str(), found.anchor.as_str()), (words, anchor), "{id}");
            assert!(words.ends_with(&format!("》{}", found.article)), "{id}");
        }
        for none in ["BJ18", "BJ18-", "BJ18-99", "BJ18-99(1)", "XX18-1", "BJ18-28(x)", ""] {
            assert_eq!(citation(none), None, "{none}");
        }
    }

    /// Whatever is owed can be cited, and leads to a clause that the list has.
    #[test]
    fn every_rule_and_every_clause_is_worded_and_leads_somewhere() {
        let clauses = Law::clauses().expect("sound clauses");
        let listed = |anchor: &str| {
            clauses.iter().any(|clause| clause.id == anchor && clause.rule_of.is_none())
        };
        let ids = RULES.iter().map(|rule| rule.id);
        for id in ids.chain(clauses.iter().map(|clause| clause.id.as_str())) {
            let cited = citation(id).unwrap_or_else(|| panic!("{id} is not worded"));
            assert!(listed(&cited.anchor), "{id} leads to {}", cited.anchor);
        }
    }

    #[test]
    fn numbers_are_written_out() {
        for (number, words) in [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
        {
            assert_eq!(numeral(number).as_deref(), Some(words));
        }
        assert_eq!((numeral(0), numeral(100)), (None, None));
    }
}
