//! Going through the pages of a long list as a browser would, and back again.

/// A page of a list that has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What its rows say and where they lead.
    pub rows: Vec<String>,
    /// Where the first page lies.
    pub first: Option<String>,
    /// Where the page before lies.
    pub before: Option<String>,
    /// Where the next page lies.
    pub after: Option<String>,
}

/// Reads the first list of a page that has several pages; nothing where there is none.
#[must_use]
pub fn leaf(page: &str) -> Option<Leaf> {
    let (above, below) = page.split_once("<nav class=\"pager\"")?;
    let (pager, _) = below.split_once("</nav>")?;
    let (_, body) = above.rsplit_once("<tbody>")?;
    let (body, _) = body.split_once("</tbody>")?;
    let to = |label: &str| {
        let (before, _) = pager.split_once(&format!(">{label}</a>"))?;
        let (_, path) = before.rsplit_once("href=\"")?;
        let (path, _) = path.split_once('"')?;
        Some(path.replace("&#38;", "&"))
    };
    let rows = body.split("<tr").skip(1).map(said).collect();
    Some(Leaf { rows, first: to("第一页"), before: to("上一页"), after: to("下一页") })
}

/// What a row says, and where it leads: keys of buttons are others each time.
fn said(row: &str) -> String {
    let mut said = String::new();
    for part in row.split('<').skip(1) {
        let (mark, words) = part.split_once('>').unwrap_or((part, ""));
        if let Some((_, path)) = mark.split_once("href=\"") {
            said.push_str(path.split('"').next().unwrap_or_default());
            said.push(' ');
        }
        said.push_str(words);
    }
    said
}

/// Goes through a list page after page, to its end or so many pages far, and back; gives the rows of each page, nothing of a
/// list that has one page only. Every step back must lead to the page that was there before, and the first page must be
/// in reach from the last one.
///
/// # Panics
///
/// Where it is not so.
pub async fn leaf_through(
    path: &str,
    most: usize,
    open: impl AsyncFn(String) -> String,
) -> Vec<Vec<String>> {
    let (mut pages, mut next): (Vec<Leaf>, _) = (Vec::new(), Some(path.to_owned()));
    while let Some(to) = next.take().filter(|_| pages.len() < most) {
        let Some(page) = leaf(&open(to.clone()).await) else {
            assert!(pages.is_empty(), "{to} does not say where the pages before it lie");
            return Vec::new();
        };
        next.clone_from(&page.after);
        pages.push(page);
    }
    let forth: Vec<Vec<String>> = pages.iter().map(|page| page.rows.clone()).collect();
    let mut here = pages.pop().expect("a page");
    if pages.len() > 1 {
        let first = here.first.clone().unwrap_or_else(|| panic!("{path}: no way to the first"));
        let first = leaf(&open(first).await).expect("the first page");
        assert_eq!((&first.rows, &first.before), (&forth[0], &None), "{path}: the first page");
    }
    for number in (1..forth.len()).rev() {
        let back =
            here.before.unwrap_or_else(|| panic!("{path}: page {} has no way back", number + 1));
        here = leaf(&open(back.clone()).await).unwrap_or_else(|| panic!("{back} is no page"));
        assert_eq!(here.rows, forth[number - 1], "{path}: back to page {number} by {back}");
    }
    assert_eq!(here.before, None, "{path}: nothing lies before the first page");
    forth
}
