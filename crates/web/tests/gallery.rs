//! The gallery as a browser gets it: every part is there, and its markup holds together.

use access::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::{assemble, asset_routes, gallery_routes};

mod house;

const HOSTILE: &str = r#"<script>alert("x")</script>'&"#;

async fn get(kit: web::Kit, path: &str, cookies: &str) -> (StatusCode, String) {
    let application = assemble(asset_routes().and(gallery_routes()), kit);
    let request = Request::get(path).header(header::COOKIE, cookies).body(Body::empty());
    let answer = application.oneshot(request.expect("a request")).await.expect("an answer");
    let status = answer.status();
    let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8(bytes.to_vec()).expect("text"))
}

async fn gallery(cookies: &str) -> String {
    let kit = house::kit("王芳", "劲松街道", Role::FrontDeskClerk, "演示系统");
    let (status, html) = get(kit, "/design", cookies).await;
    assert_eq!(status, StatusCode::OK);
    html
}

/// Gives the values of an attribute, in order.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(value, _)| value))
        .collect()
}

/// Gives the tags of an element, each with its attributes.
fn tags<'h>(html: &'h str, element: &str) -> Vec<&'h str> {
    let start = format!("<{element} ");
    html.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
        .collect()
}

#[tokio::test]
async fn every_part_is_shown() {
    let html = gallery("leye_session=x").await;
    for mark in [
        "class=\"notice late\" role=\"alert\"",
        "class=\"notice good\" role=\"status\"",
        "class=\"facts\"",
        "class=\"tabs\"",
        "class=\"steps\"",
        "class=\"tiles\"",
        "class=\"bars table-box\"",
        "class=\"timeline\"",
        "class=\"jumps\"",
        "class=\"task late\"",
        "class=\"fold\"",
        "class=\"fold rest\"",
        "class=\"section-head\"",
        "<tr class=\"older\">",
        "class=\"slots\"",
        "class=\"pager\"",
        "class=\"more\"",
        "class=\"prose\"",
        "class=\"button-form\"",
        "class=\"problems\" role=\"alert\" tabindex=\"-1\"",
        "class=\"form compact\" method=\"get\"",
        "enctype=\"multipart/form-data\"",
        "<details class=\"section\"",
        "<tfoot>",
        "<datalist",
        "<textarea",
        "data-day",
        "type=\"file\"",
        "<canvas class=\"with-script\"",
        "<polyline points=",
        "class=\"signature-line\"",
        "type=\"password\"",
        "<dialog id=\"keys\"",
        "aria-current=\"step\"",
        "aria-sort=\"ascending\"",
        "<tr class=\"empty\">",
        "<s>",
    ] {
        assert!(html.contains(mark), "{mark}");
    }
}

#[tokio::test]
async fn names_are_unique_and_whatever_refers_to_one_finds_it() {
    let html = gallery("leye_session=x").await;
    let ids = values(&html, "id");
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "an id stands twice");
    let lists =
        values(&html, "aria-describedby").into_iter().chain(values(&html, "aria-labelledby"));
    let named = lists.flat_map(str::split_whitespace).chain(values(&html, "for"));
    let linked = values(&html, "href").into_iter().filter_map(|path| path.strip_prefix('#'));
    for id in named.chain(linked).chain(values(&html, "list")) {
        assert!(ids.contains(&id), "nothing is called {id}");
    }
    assert!(values(&html, "aria-describedby").len() > 8);
}

#[tokio::test]
async fn whatever_can_be_filled_in_has_a_label() {
    let html = gallery("leye_session=x").await;
    let labels = values(&html, "for");
    let mut count = 0;
    for (element, tag) in ["input", "select", "textarea"]
        .into_iter()
        .flat_map(|element| tags(&html, element).into_iter().map(move |tag| (element, tag)))
        .filter(|(_, tag)| !tag.contains("type=\"hidden\""))
    {
        let own = values(&format!(" {tag}"), "id").first().copied().map(str::to_owned);
        let is_inside = html.contains(&format!("<label class=\"choice\"><{element} {tag}>"))
            || html.contains(&format!("<label class=\"slot\"><{element} {tag}>"));
        assert!(is_inside || own.is_some_and(|id| labels.contains(&id.as_str())), "{tag}");
        count += 1;
    }
    assert!(count > 40, "{count} fields");
    let headings = tags(&html, "th");
    assert!(headings.len() > 10 && headings.iter().all(|tag| tag.contains("scope=")));
    let tables = tags(&html, "table").len();
    assert_eq!(html.matches("<caption").count(), tables);
}

#[tokio::test]
async fn what_the_shell_shows_of_people_is_text() {
    let kit = house::kit(HOSTILE, HOSTILE, Role::FrontDeskClerk, HOSTILE);
    let (_, html) = get(kit, "/design?a='&b=%22%3E%3Cscript%3E", "leye_session=x").await;
    assert_eq!(html.matches("<script").count(), 1, "only our own");
    assert!(html.contains("value=\"/design?a=&#39;&#38;b=%22%3E%3Cscript%3E\""));
    assert!(html.matches("&#60;script&#62;alert(&#34;x&#34;)").count() >= 3);
}

#[tokio::test]
async fn the_shell_follows_who_looks() {
    let clerk = gallery("leye_session=x").await;
    assert!(clerk.contains("role=\"search\"") && clerk.contains("<html lang=\"zh-CN\">"));
    assert!(clerk.contains("href=\"/design\" data-key=\"s\" aria-current=\"page\""));
    let large = gallery("leye_session=x; leye_large=1").await;
    assert!(large.contains("<html lang=\"zh-CN\" class=\"large\">"));
    assert!(large.contains("aria-pressed=\"true\"") && !clerk.contains("aria-pressed=\"true\""));
    let keeper = house::kit("赵刚", "市中心", Role::AuditAdministrator, "");
    let (_, keeper) = get(keeper, "/design", "leye_session=x").await;
    assert!(!keeper.contains("role=\"search\""), "who may find nobody has no search box");
    assert!(!keeper.contains("class=\"banner\""));
    let nobody = house::kit("王芳", "劲松街道", Role::FrontDeskClerk, "");
    let (status, _) = get(nobody, "/design", "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}

#[test]
fn no_template_carries_style_or_script() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
    let mut count = 0;
    for file in std::fs::read_dir(folder).expect("the templates") {
        let path = file.expect("a template").path();
        let text = std::fs::read_to_string(&path).expect("text");
        let lower = text.to_lowercase();
        let name = path.display();
        assert!(!lower.contains("style=") && !lower.contains("<style"), "{name}");
        let handlers = lower.split([' ', '\n', '"']).filter(|word| {
            word.strip_prefix("on").is_some_and(|rest| {
                rest.split_once('=')
                    .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase()))
            })
        });
        assert_eq!(handlers.count(), 0, "{name}");
        assert!(!lower.contains("<script>") && !lower.contains("javascript:"), "{name}");
        count += 1;
    }
    assert!(count > 20);
}
