//! How somebody goes through the pages of a long list, and back.
//!
//! A page begins after a place in the list, so that it is found from an index however far it lies. The address carries
//! where the pages before it began: going back leads to just those, and to the first one from anywhere.

use std::convert::Infallible;

use super::Pager;
use crate::submitted::Submitted;

/// The name under which an address carries the place after which its page begins.
const AFTER: &str = "after";
/// The names under which it carries which page that is, and where the pages before it began, the earliest first.
const PAGE: &str = "page";
const CAME: &str = "by";
/// How many letters the places of the pages before take in an address at most; what is longer is cut off by some server on
/// the way. Of who goes on beyond that, the earliest pages are forgotten.
const MOST: usize = 3_000;

/// Where somebody stands in a list, and by which pages they have come there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail {
    /// Which page it is; nothing where the address does not tell.
    number: Option<usize>,
    /// The place after which it begins; nothing on the first one.
    after: Option<String>,
    /// The places after which the pages before it began, the earliest first. The first page of a list begins after none.
    came: Vec<String>,
}

impl Default for Trail {
    fn default() -> Self {
        Self { number: Some(1), after: None, came: Vec::new() }
    }
}

impl Trail {
    /// Reads it from an address, with the place after which the page begins; nothing on the first page, and where the
    /// address names no place that can be read: then it is the first page.
    pub fn of<T>(sent: &Submitted, read: impl Fn(&str) -> Option<T>) -> (Self, Option<T>) {
        let Some((after, place)) = sent.text(AFTER).and_then(|text| Some((text, read(text)?)))
        else {
            return (Self::default(), None);
        };
        // What comes before a place that cannot be read is not the way here.
        let mut came: Vec<String> = Vec::new();
        for text in sent.all(CAME) {
            if read(text).is_some() { came.push(text.to_owned()) } else { came.clear() }
        }
        let number = sent.text(PAGE).and_then(|text| text.parse().ok());
        // Between the first page and this one lie at least those that are named.
        let number = number.filter(|number| *number >= came.len().saturating_add(2));
        (Self { number, after: Some(after.to_owned()), came }, Some(place))
    }

    /// Tells whether it is the first page.
    #[must_use]
    pub const fn is_first(&self) -> bool {
        self.after.is_none()
    }

    /// Gives the pager of a list whose addresses are a path with what they carry; nothing where the list has one page only.
    /// `next` is the place after which the next page begins, `words` say what is shown beside the number of the page.
    #[must_use]
    pub fn pager(&self, path: &str, next: Option<String>, words: &str) -> Option<Pager> {
        let address = |carried: &Submitted| {
            let carried = carried.written();
            Ok::<_, Infallible>(match (carried.is_empty(), path.contains('?')) {
                (true, _) => path.to_owned(),
                (false, true) => format!("{path}&{carried}"),
                (false, false) => format!("{path}?{carried}"),
            })
        };
        match self.pager_by(address, next, words) {
            Ok(pager) => pager,
            Err(never) => match never {},
        }
    }

    /// The same for a list whose addresses are made otherwise, such as those that nobody else may read.
    pub fn pager_by<E>(
        &self,
        address: impl Fn(&Submitted) -> Result<String, E>,
        next: Option<String>,
        words: &str,
    ) -> Result<Option<Pager>, E> {
        if self.is_first() && next.is_none() {
            return Ok(None);
        }
        let to = |trail: &Self| address(&trail.carried());
        let before = self.back();
        // From the second page the page before is the first one.
        let far = !self.is_first() && before.as_ref().is_none_or(|before| !before.is_first());
        let number = self.number.map_or_else(String::new, |number| format!("第 {number} 页，"));
        Ok(Some(Pager {
            first: far.then(|| to(&Self::default())).transpose()?,
            before: before.as_ref().map(to).transpose()?,
            after: next.map(|next| to(&self.on(next))).transpose()?,
            words: format!("{number}{words}"),
        }))
    }

    /// The page that begins after a place, come to from this one.
    fn on(&self, place: String) -> Self {
        let mut came = self.came.clone();
        came.extend(self.after.clone());
        let mut letters: usize = came.iter().map(|place| place.len() + CAME.len() + 2).sum();
        while letters > MOST && !came.is_empty() {
            letters -= came.remove(0).len() + CAME.len() + 2;
        }
        Self { number: self.number.map(|number| number + 1), after: Some(place), came }
    }

    /// The page before; nothing of the first one, and where it is not known any more where that began.
    fn back(&self) -> Option<Self> {
        let mut came = self.came.clone();
        let number = self.number.map(|number| number.saturating_sub(1));
        match (came.pop(), self.number) {
            (Some(after), _) => Some(Self { number, after: Some(after), came }),
            (None, Some(2)) => Some(Self::default()),
            (None, _) => None,
        }
    }

    /// What an address carries.
    fn carried(&self) -> Submitted {
        let mut carried = Submitted::default();
        let Some(after) = &self.after else { return carried };
        carried.put(AFTER, after);
        if let Some(number) = self.number {
            carried.put(PAGE, number.to_string());
        }
        for place in &self.came {
            carried.put(CAME, place);
        }
        carried
    }

    /// Tells whether a name is one under which an address carries where somebody stands in a list.
    #[must_use]
    pub fn carries(name: &str) -> bool {
        [AFTER, PAGE, CAME].contains(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> (Trail, Option<u32>) {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        Trail::of(&Submitted::read(query.as_bytes()), |text| text.parse().ok())
    }

    fn pager(address: &str, next: Option<u32>) -> Pager {
        let (trail, _) = at(address);
        let next = next.map(|next| next.to_string());
        trail.pager("/list?view=all", next, "每页 50 条").expect("a pager")
    }

    #[test]
    fn whoever_goes_on_and_back_comes_by_the_same_pages() {
        assert_eq!(at("/list").0.pager("/list", None, ""), None, "one page");
        let mut forth = vec!["/list?view=all".to_owned()];
        for place in 1..=5 {
            let here = pager(forth.last().expect("a page"), Some(place));
            assert_eq!(here.words, format!("第 {place} 页，每页 50 条"));
            forth.push(here.after.expect("a next page"));
        }
        assert_eq!(at(&forth[5]).1, Some(5));
        assert_eq!(forth[1], "/list?view=all&after=1&page=2");
        for at in (1..=5).rev() {
            let here = pager(&forth[at], None);
            assert_eq!(here.before.as_ref(), Some(&forth[at - 1]), "page {at}");
            let first = (at > 1).then(|| forth[0].clone());
            assert_eq!((here.first, here.after), (first, None), "page {at}");
        }
        assert_eq!(pager(&forth[0], Some(1)).before, None);
    }

    #[test]
    fn of_a_long_way_the_earliest_pages_are_forgotten_and_never_made_up() {
        let (mut here, mut known) = ("/list".to_owned(), Vec::new());
        for place in 1_000_000..1_000_900 {
            known.push(here.clone());
            here = pager(&here, Some(place)).after.expect("a next page");
            assert!(here.len() < MOST + 200, "{} letters", here.len());
        }
        let mut steps = 0;
        while let Some(before) = pager(&here, None).before {
            let page = known.pop().expect("a page");
            assert_eq!(at(&before).1, at(&page).1, "the page before, and no other");
            here = before;
            steps += 1;
        }
        assert!(steps > 100 && !at(&here).0.is_first(), "{steps}");
        assert_eq!(pager(&here, None).first.as_deref(), Some("/list?view=all"));
    }

    #[test]
    fn an_address_that_was_typed_leads_nowhere_else() {
        for rubbish in ["", "?after=", "?after=x&page=3&by=1", "?page=7", "?by=3"] {
            assert_eq!(at(&format!("/list{rubbish}")), (Trail::default(), None), "{rubbish}");
        }
        // Where it is not said by which pages somebody came, the first one is known and no other.
        for unknown in ["?after=9", "?after=9&page=0", "?after=9&page=1", "?after=9&page=x"] {
            let here = pager(&format!("/list{unknown}"), Some(10));
            assert_eq!((here.before, here.first.as_deref()), (None, Some("/list?view=all")));
            assert_eq!(here.words, "每页 50 条");
            assert_eq!(here.after.as_deref(), Some("/list?view=all&after=10&by=9"));
        }
        // What cannot be read is not the way, nor what lies before it.
        let here = pager("/list?after=9&page=5&by=3&by=x&by=7", None);
        assert_eq!(here.before.as_deref(), Some("/list?view=all&after=7&page=4"));
        let before = pager("/list?view=all&after=7&page=4", None);
        assert_eq!((before.before, before.first.as_deref()), (None, Some("/list?view=all")));
    }
}
