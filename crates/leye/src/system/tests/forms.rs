//! The forms of a page, filled in without thought: what stands there stays, of every choice the first is taken.

/// The field that tells one sending of a form from another.
const ONCE: &str = "_once";

/// What is answered in words: signs that nothing else says.
pub(super) const MARK: &str = "鑫淼犇因工作需要，情况已经核实";

/// A form that a page shows, as it would be sent.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Where it is sent.
    pub(super) action: String,
    /// What is sent.
    pub(super) body: String,
    /// The one part of it that tells one sending from another, where it has one.
    pub(super) once: Option<String>,
    /// What the body is.
    pub(super) media_type: &'static str,
}

/// The day on which everything happens.
const TODAY: &str = "2026-11-23";

/// What forms are sent as.
const PLAIN: &str = "application/x-www-form-urlencoded";

impl Form {
    /// A form that takes a file, with that.
    pub(super) fn of_a_file(action: &str, content: &str) -> Self {
        let once =
            format!("--edge\r\nContent-Disposition: form-data; name=\"{ONCE}\"\r\n\r\nfile1");
        let file = "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"";
        let body = format!(
            "{once}\r\n--edge\r\n{file}\r\nContent-Type: application/pdf\r\n\r\n{content}\r\n--edge--\r\n"
        );
        let media_type = "multipart/form-data; boundary=edge";
        Self { action: action.to_owned(), body, once: None, media_type }
    }

    /// Says next week wherever it says today: what is planned lies ahead.
    pub(super) fn next_week(mut self) -> Self {
        let written = |day: &str| {
            let pair = encode(&[(String::new(), day.to_owned())]);
            pair.trim_start_matches('=').to_owned()
        };
        self.body = self.body.replace(&written(TODAY), &written("2026-11-30"));
        self
    }

    /// Puts another value into a field.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        let start =
            format!("{}=", encode(&[(name.to_owned(), String::new())]).trim_end_matches('='));
        let others = self.body.split('&').filter(|pair| !pair.starts_with(&start));
        let own = encode(&[(name.to_owned(), value.to_owned())]);
        self.body = others.chain([&*own]).collect::<Vec<_>>().join("&");
        self
    }
}

/// Gives every form of a page that is posted as plain fields.
pub(super) fn forms(page: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    for piece in page.split("<form ").skip(1) {
        let Some((form, _)) = piece.split_once("</form>") else { continue };
        let Some((tag, fields)) = form.split_once('>') else { continue };
        let is_plain = attribute(tag, "method").as_deref() == Some("post")
            && attribute(tag, "enctype").is_none();
        if let Some(action) = attribute(tag, "action").filter(|_| is_plain) {
            let pairs = filled(fields);
            let once = pairs.iter().find(|(name, _)| name == ONCE).cloned();
            forms.push(Form {
                action,
                body: encode(&pairs),
                once: once.map(|pair| encode(&[pair])),
                media_type: PLAIN,
            });
        }
    }
    forms
}

/// The fields of a form with something in each.
fn filled(fields: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for piece in fields.split('<').skip(1) {
        let Some((tag, beyond)) = piece.split_once('>') else { continue };
        let Some((element, _)) = tag.split_once(' ') else { continue };
        let Some(name) = attribute(tag, "name") else { continue };
        let value = attribute(tag, "value").filter(|value| !value.is_empty());
        let kind = attribute(tag, "type").unwrap_or_default();
        let value = match (element, kind.as_str()) {
            // Of those with one name, the first.
            ("input", "radio" | "checkbox") if pairs.iter().any(|(known, _)| *known == name) => {
                continue;
            }
            ("input", _) => value.unwrap_or_else(|| answer(&kind)),
            ("select", _) => {
                let select = fields.split_once(piece).map_or("", |(_, after)| after);
                let select = select.split_once("</select>").map_or("", |(options, _)| options);
                let mut options =
                    select.split("<option ").filter_map(|option| attribute(option, "value"));
                options.find(|value| !value.is_empty()).unwrap_or_default()
            }
            ("textarea", _) if beyond.trim().is_empty() => answer("text"),
            ("textarea", _) => beyond.trim().to_owned(),
            _ => continue,
        };
        pairs.push((name, value));
    }
    pairs
}

/// Something that fits a field.
fn answer(kind: &str) -> String {
    match kind {
        "date" => TODAY,
        "time" => "10:00",
        "datetime-local" => "2026-11-24T10:00",
        "number" => "1",
        "tel" => "13800138000",
        _ => MARK,
    }
    .to_owned()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
    let from = if tag.starts_with(&format!("{name}=\"")) {
        &tag[name.len() + 2..]
    } else {
        tag.split_once(&format!(" {name}=\""))?.1
    };
    let text = from.split_once('"')?.0;
    Some(
        text.replace("&#34;", "\"")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#38;", "&"),
    )
}

/// Writes pairs as a browser sends them.
fn encode(pairs: &[(String, String)]) -> String {
    let escaped = |text: &str| {
        let mut all = String::new();
        for byte in text.bytes() {
            all.push('%');
            let halves = [byte >> 4, byte & 15].map(u32::from);
            all.extend(halves.map(|half| char::from_digit(half, 16).unwrap_or_default()));
        }
        all
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[test]
fn a_form_is_filled_from_what_the_page_declares() {
    let page = r#"<form class="x" method="post" action="/a"><input type="hidden" name="once" value="k">
        <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>
        <select name="s"><option value="">选</option><option value="y">Y</option></select>
        <textarea name="t"></textarea><input name="d" type="date" value=""></form>
        <form method="post" action="/b" enctype="multipart/form-data"></form>
        <form method="get" action="/c"></form>"#;
    let forms = forms(page);
    assert_eq!(forms.len(), 1, "{forms:?}");
    assert_eq!(forms[0].action, "/a");
    let expected =
        [("once", "k"), ("r", "1"), ("s", "y"), ("t", &answer("text")), ("d", "2026-11-23")];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(forms[0].body, encode(&expected));
}
