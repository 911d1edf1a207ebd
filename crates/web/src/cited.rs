//! Clauses as users read them. Code names a clause by its id (BJ18-12); whatever is shown or taken out words it as
//! [`rules::citation`] does, and on a page it leads to the clause itself.
//!
//! This is done once, where a page or a workbook is written, so that no page can word a clause in a way of its own.

use rules::{Citation, RegulationId, citation};

/// Where the clauses stand.
const LIST: &str = "/law#";
/// Within these nothing can be a link: they are controls themselves, or what leads elsewhere; a link within a form would
/// lead away from what was typed.
const NO_LINKS: [&str; 11] =
    ["a", "button", "summary", "option", "label", "legend", "title", "form", "h1", "h2", "th"];
/// What stands within these was typed, or is no text.
const UNTOUCHED: [&str; 3] = ["textarea", "script", "style"];
/// What stands between clauses that are named in a row.
const IN_A_ROW: [&str; 3] = ["、", "至", " 至 "];
/// What is read out in place of, or beside, what is seen.
const SPOKEN: [&str; 4] = ["aria-label=\"", "title=\"", "placeholder=\"", "label=\""];

/// Words every clause that a page names.
pub(crate) fn page(html: String) -> String {
    if find(&html).is_none() {
        return html;
    }
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let (mut no_links, mut untouched) = (0_usize, 0_usize);
    let mut rest = html.as_str();
    while !rest.is_empty() {
        let (text, tag_on) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        match (untouched, no_links) {
            (0, 0) => write(text, &mut out, link),
            (0, _) => write(text, &mut out, plain),
            _ => out.push_str(text),
        }
        // Whatever is shown is escaped, so that the next sign ends the tag.
        let (tag, after) = tag_on.split_at(tag_on.find('>').map_or(tag_on.len(), |at| at + 1));
        count(tag, &NO_LINKS, &mut no_links);
        count(tag, &UNTOUCHED, &mut untouched);
        attributes(tag, &mut out);
        rest = after;
    }
    out
}

/// Words every clause that a text names: for what is neither a page nor a workbook, which are worded where they are
/// written.
#[must_use]
pub fn words(text: String) -> String {
    if find(&text).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len() * 2);
    write(&text, &mut out, plain);
    out
}

/// Counts how deep within elements of these names one stands after a tag.
fn count(tag: &str, names: &[&str], depth: &mut usize) {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split([' ', '>', '/', '\n']).next().unwrap_or_default();
    if names.contains(&name) {
        *depth = if tag.starts_with("</") { depth.saturating_sub(1) } else { *depth + 1 };
    }
}

/// Writes a tag, with the clauses worded that it lets be read out; addresses and values stay as they are.
fn attributes(tag: &str, out: &mut String) {
    if find(tag).is_none() {
        out.push_str(tag);
        return;
    }
    let mut rest = tag;
    loop {
        let starts = SPOKEN.iter().filter_map(|name| {
            let at = rest.find(&format!(" {name}"))?;
            Some(at + 1 + name.len())
        });
        let Some(start) = starts.min() else { break };
        let end = rest[start..].find('"').map_or(rest.len(), |at| start + at);
        out.push_str(&rest[..start]);
        write(&rest[start..end], out, plain);
        rest = &rest[end..];
    }
    out.push_str(rest);
}

fn link(words: &str, cited: &Citation, out: &mut String) {
    for piece in ["<a class=\"cited\" href=\"", LIST, &cited.anchor, "\">", words, "</a>"] {
        out.push_str(piece);
    }
}

fn plain(words: &str, _: &Citation, out: &mut String) {
    out.push_str(words);
}

/// Writes a text with each clause in it as `worded` does. Of clauses in a row the first alone names the regulation.
fn write(text: &str, out: &mut String, worded: fn(&str, &Citation, &mut String)) {
    let mut rest = text;
    let mut before = None;
    while let Some((start, end, cited)) = find(rest) {
        let between = &rest[..start];
        out.push_str(between);
        let is_next = before == Some(cited.regulation) && IN_A_ROW.contains(&between);
        worded(if is_next { &cited.article } else { &cited.words }, &cited, out);
        before = Some(cited.regulation);
        rest = &rest[end..];
    }
    out.push_str(rest);
}

/// Finds the first id of a clause in a text: where it begins and ends, and how it is worded.
fn find(text: &str) -> Option<(usize, usize, Citation)> {
    let mut from = 0;
    while let Some(at) = text[from..].find('-').map(|at| from + at) {
        from = at + 1;
        let named = RegulationId::ALL.into_iter().find(|one| text[..at].ends_with(one.name()));
        let Some(start) = named.map(|one| at - one.name().len()) else { continue };
        let is_whole = !text[..start].ends_with(|sign: char| sign.is_ascii_alphanumeric());
        let end = from + length(&text[from..]);
        if is_whole && let Some(cited) = citation(&text[start..end]) {
            return Some((start, end, cited));
        }
    }
    None
}

/// How much of a text, behind the name of a regulation, belongs to the id: 27(4)b, 21(2) stop.
fn length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(text);
    if end == 0 {
        return if text.starts_with("附件") { "附件".len() } else { 0 };
    }
    let rest = &text[end..];
    let inside = rest.strip_prefix('(').and_then(|inside| inside.split_once(')'));
    if let Some((item, _)) = inside.filter(|(item, _)| {
        (1..=2).contains(&item.len()) && item.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }) {
        end += item.len() + 2;
        let is_letter = |text: &str| text.starts_with(|sign: char| ('a'..='d').contains(&sign));
        let after = &text[end..];
        if is_letter(after) && !after[1..].starts_with(|sign: char| sign.is_ascii_alphanumeric()) {
            end += 1;
        }
        if text[end..].starts_with(" stop") {
            end += " stop".len();
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        page(html.to_owned())
    }

    #[test]
    fn a_clause_in_a_text_becomes_a_link_to_it() {
        assert_eq!(
            shown("<p>当面告知（BJ18-28(3)）；BJ18-27(4)b、NA18-3。</p>"),
            "<p>当面告知（<a class=\"cited\" href=\"/law#BJ18-28\">《京人社153号文》第二十八条第（三）项</a>）；\
             <a class=\"cited\" href=\"/law#BJ18-27(4)\">《京人社153号文》第二十七条第（四）项</a>、\
             <a class=\"cited\" href=\"/law#NA18-3\">《人社部77号文》第（三）项</a>。</p>"
        );
    }

    #[test]
    fn of_clauses_in_a_row_the_first_names_the_regulation() {
        for (text, wanted) in [
            ("BJ18-23、BJ18-24", "《京人社153号文》第二十三条、第二十四条"),
            ("BJ18-18 至 BJ18-20", "《京人社153号文》第十八条 至 第二十条"),
            ("BJ18-23；BJ18-24", "《京人社153号文》第二十三条；《京人社153号文》第二十四条"),
            ("BJ18-24、NA18-8", "《京人社153号文》第二十四条、《人社部77号文》第（八）项"),
        ] {
            assert_eq!(words(text.to_owned()), wanted);
        }
    }

    #[test]
    fn where_nothing_can_be_a_link_it_is_worded_all_the_same() {
        let words = "《京人社153号文》第十二条";
        for (open, close) in [
            ("<a href=\"/x\">", "</a>"),
            ("<summary>", "</summary>"),
            ("<form method=\"post\"><p>", "</p></form>"),
            ("<option value=\"1\">", "</option>"),
            ("<h2 id=\"x\">", "</h2>"),
        ] {
            let html = format!("{open}见 BJ18-12{close}");
            assert_eq!(shown(&html), format!("{open}见 {words}{close}"));
        }
        let after = shown("<form><input name=\"x\"></form><p>BJ18-12</p>");
        assert!(after.contains("<p><a class=\"cited\""), "{after}");
    }

    #[test]
    fn what_was_typed_and_where_something_leads_stay_as_they_are() {
        for html in [
            "<textarea name=\"x\">BJ18-12</textarea>",
            "<input value=\"BJ18-12\">",
            "<a href=\"/today?rule=BJ18-12\">全部</a>",
            "<section id=\"BJ18-12\"></section>",
            "<script>let x = \"BJ18-12\"</script>",
            "<p>2026-11-22，ABJ18-12，BJ18-，BJ18-999，XJ18-12</p>",
        ] {
            assert_eq!(shown(html), html);
        }
        let spoken = shown(
            "<a href=\"/x?rule=BJ18-12\" aria-label=\"BJ18-12\" title=\"见 BJ18-14\">全部</a>",
        );
        assert_eq!(
            spoken,
            "<a href=\"/x?rule=BJ18-12\" aria-label=\"《京人社153号文》第十二条\" title=\"见 《京人社153号文》第十四条\">全部</a>"
        );
    }

    #[test]
    fn a_workbook_says_it_in_words() {
        let cell = crate::parts::Cell::Two("分级".to_owned(), "BJ18-12".to_owned());
        assert_eq!(cell.plain(), "分级（《京人社153号文》第十二条）");
        assert_eq!(words("2026-11-22".to_owned()), "2026-11-22");
    }
}
