//! Reading a page as a browser without a script would: its words, and its form as it would be sent.

use axum::http::StatusCode;

/// What came back.
pub struct Shown {
    /// The status.
    pub status: StatusCode,
    /// Where it leads.
    pub location: Option<String>,
    /// The cookies that were set, decoded.
    pub cookies: String,
    /// The whole body.
    pub text: String,
}

impl Shown {
    /// The words of the page's main part, without its marks.
    pub fn words(&self) -> String {
        let main = self.text.split_once("<main").map_or(&*self.text, |(_, rest)| rest);
        let main = main.split_once("</main>").map_or(main, |(main, _)| main);
        let mut words = String::new();
        let mut is_mark = true;
        for letter in main.chars() {
            match letter {
                '<' => is_mark = true,
                '>' => is_mark = false,
                _ if !is_mark => words.push(letter),
                _ => {}
            }
        }
        words
    }

    /// The main form: where it is sent, and what as it stands, with some answers changed. An answer that is
    /// changed to nothing is not sent.
    pub fn form(&self, changes: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let main = self.text.split_once("<main").expect("a main part").1;
        let form = main.split_once("<form ").expect("a form").1;
        let form = form.split_once("</form>").expect("its end").0;
        let path = attribute(form, "action").expect("where it is sent");
        let mut pairs = Vec::new();
        let mut rest = form;
        while let Some((_, after)) = rest.split_once('<') {
            let (tag, beyond) = after.split_once('>').expect("a whole tag");
            if tag.starts_with("input ") {
                input(tag, &mut pairs);
            } else if tag.starts_with("select ") {
                select(tag, beyond, &mut pairs);
            } else if tag.starts_with("textarea ") {
                let name = attribute(tag, "name").expect("a name");
                let text = beyond.split_once("</textarea>").expect("its end").0;
                pairs.push((name, unescape(text.trim_start_matches('\n'))));
            }
            rest = beyond;
        }
        for (name, value) in changes {
            pairs.retain(|(known, _)| known != name);
            if !value.is_empty() {
                pairs.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        (path, pairs)
    }

    /// What a page asks back about, each as the box beside it says that it is meant.
    pub fn asked_back(&self) -> Vec<String> {
        let name = format!("name=\"{}\"", web::form::SURE);
        let boxes = self.text.split(&name).skip(1);
        boxes.filter_map(|after| attribute(after, "value")).collect()
    }
}

fn input(tag: &str, pairs: &mut Vec<(String, String)>) {
    let kind = attribute(tag, "type").unwrap_or_default();
    if matches!(&*kind, "radio" | "checkbox")
        && !tag.ends_with(" checked")
        && !tag.contains(" checked ")
    {
        return;
    }
    let value = attribute(tag, "value").unwrap_or_default();
    if let Some(name) = attribute(tag, "name") {
        pairs.push((name, value));
    }
}

fn select(tag: &str, beyond: &str, pairs: &mut Vec<(String, String)>) {
    let name = attribute(tag, "name").expect("a name");
    let options = beyond.split_once("</select>").expect("its end").0;
    let chosen = options
        .split("<option ")
        .find(|option| option.split_once('>').is_some_and(|(tag, _)| tag.ends_with(" selected")));
    let value = chosen.and_then(|option| attribute(option, "value")).unwrap_or_default();
    pairs.push((name, value));
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
    let from = tag.split_once(&format!("{name}=\""))?.1;
    Some(unescape(from.split_once('"')?.0))
}

fn unescape(text: &str) -> String {
    text.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
}

/// Writes pairs as a form sends them.
pub fn encode(pairs: &[(String, String)]) -> String {
    let escaped = |text: &str| {
        let escape = |mut all: String, byte: u8| {
            all.push('%');
            let halves = [byte >> 4, byte & 15].map(u32::from);
            all.extend(halves.map(|half| char::from_digit(half, 16).expect("a digit")));
            all
        };
        text.bytes().fold(String::new(), escape)
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Reads what [`encode`] and cookies write.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: Vec<u8> = rest.by_ref().take(2).collect();
            let digits = String::from_utf8(digits).expect("digits");
            bytes.push(u8::from_str_radix(&digits, 16).expect("hexadecimal"));
        } else if byte == b'+' {
            bytes.push(b' ');
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
