//! Who is to go over and where to, as addresses and forms say it.

use access::OfficeLevel;
use web::Submitted;

use crate::actions::rehearse::{Scope, street_of};

/// The office that is looked at, by code.
pub(super) const FROM: &str = "from";
/// Who of it goes over.
pub(super) const WHO: &str = "who";
/// The office that they go over to.
pub(super) const TO: &str = "to";

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The office that is looked at, by code.
    pub(super) office: i64,
    /// Who goes over.
    pub(super) scope: Scope,
    /// From the office, or out of the community, with this code.
    pub(super) from: i64,
    /// To the office with this code.
    pub(super) to: i64,
}

impl Asked {
    /// Reads the office that is looked at.
    pub(super) fn office(sent: &Submitted) -> Option<i64> {
        sent.text(FROM)?.parse().ok()
    }

    /// Reads who goes over: an office's people, or a community's.
    pub(super) fn who(sent: &Submitted) -> Option<(Scope, i64)> {
        let (scope, code) = sent.text(WHO)?.split_once('-')?;
        let scope = Scope::ALL.into_iter().find(|known| known.text() == scope)?;
        Some((scope, code.parse().ok()?))
    }

    /// Reads an order, in which the office is named by its code. Nothing where it does not fit together.
    pub(super) fn read(sent: &Submitted) -> Option<Self> {
        let office = Self::office(sent)?;
        let (scope, from) = Self::who(sent)?;
        let to = sent.text(TO)?.parse().ok()?;
        let belongs = match scope {
            Scope::Office => from == office,
            Scope::Community => {
                OfficeLevel::of_code(from) == OfficeLevel::Community
                    && street_of(office).holds(from)
            }
        };
        belongs.then_some(Self { office, scope, from, to })
    }

    /// How an address or a form says who goes over.
    pub(super) fn who_words(scope: Scope, from: i64) -> String {
        format!("{}-{from}", scope.text())
    }

    /// Gives what a rehearsal asks for.
    pub(super) const fn place(self) -> (Scope, i64, i64) {
        (self.scope, self.from, self.to)
    }

    /// The values that go along with a form.
    pub(super) fn hidden(self) -> [(&'static str, String); 3] {
        [
            (FROM, self.office.to_string()),
            (WHO, Self::who_words(self.scope, self.from)),
            (TO, self.to.to_string()),
        ]
    }
}
