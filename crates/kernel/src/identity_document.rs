//! The documents on which a person may ask for public employment services in Beijing.

use std::fmt;

use crate::recognised::tidy;
use crate::{AddressRule, Change, Day, Recognised, ResidentId, ResidentIdError, ResidentIdKind};

/// The five kinds of document of 京就发〔2019〕1号, 一(三).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityDocumentKind {
    /// 居民身份证.
    ResidentIdCard,
    /// 港澳台居民居住证.
    ResidencePermit,
    /// 港澳居民来往内地通行证.
    HongKongMacaoTravelPermit,
    /// 台湾居民来往大陆通行证.
    TaiwanTravelPermit,
    /// 社会保障卡.
    SocialSecurityCard,
}

impl IdentityDocumentKind {
    /// All kinds in the order of the regulation, the social security card last.
    pub const ALL: [Self; 5] = [
        Self::ResidentIdCard,
        Self::ResidencePermit,
        Self::HongKongMacaoTravelPermit,
        Self::TaiwanTravelPermit,
        Self::SocialSecurityCard,
    ];

    /// Gives the name that the regulation uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResidentIdCard => "居民身份证",
            Self::ResidencePermit => "港澳台居民居住证",
            Self::HongKongMacaoTravelPermit => "港澳居民来往内地通行证",
            Self::TaiwanTravelPermit => "台湾居民来往大陆通行证",
            Self::SocialSecurityCard => "社会保障卡",
        }
    }
}

impl fmt::Display for IdentityDocumentKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A document with a number that is right for its kind. Prints its number masked only.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdentityDocument {
    kind: IdentityDocumentKind,
    number: Number,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Number {
    Resident(ResidentId),
    HongKongMacao([u8; 9]),
    Taiwan([u8; 8]),
}

/// Says why a number does not belong to a kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityDocumentError {
    /// The number should be built as a resident ID number and is not.
    ResidentId(ResidentIdError),
    /// The number is right but belongs to another kind of document.
    OtherKind {
        /// The kind it belongs to.
        belongs_to: IdentityDocumentKind,
    },
    /// The travel permit's number has another length than its kind has.
    Length {
        /// The kind of document.
        kind: IdentityDocumentKind,
        /// How many characters it has.
        found: usize,
    },
    /// A character of the travel permit's number cannot stand where it stands.
    Character {
        /// Where it stands, counted from 1 without blanks and hyphens.
        position: usize,
        /// The character found.
        found: char,
        /// What could stand there, in Chinese.
        right: &'static str,
    },
}

impl fmt::Display for IdentityDocumentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ResidentId(error) => error.fmt(formatter),
            Self::OtherKind { belongs_to } => {
                write!(formatter, "这是{belongs_to}的号码，请把证件种类改为{belongs_to}")
            }
            Self::Length { kind, found } => {
                let right = match kind {
                    IdentityDocumentKind::TaiwanTravelPermit => "8 位数字",
                    _ => "9 位：H（香港）或 M（澳门）加 8 位数字",
                };
                write!(formatter, "{kind}号码应为 {right}，现为 {found} 位")
            }
            Self::Character { position, found, right } => {
                write!(formatter, "第 {position} 位应为{right}，现为“{found}”")
            }
        }
    }
}

impl std::error::Error for IdentityDocumentError {}

impl From<ResidentIdError> for IdentityDocumentError {
    fn from(error: ResidentIdError) -> Self {
        Self::ResidentId(error)
    }
}

impl IdentityDocument {
    /// Reads the number of a document of a kind.
    ///
    /// A social security card is known by its holder's social security number, which is the
    /// resident ID number (社会保险法 art. 58) or, for residents of Hong Kong, Macao and Taiwan,
    /// that of the residence permit; the number of the plastic card differs from city to city.
    /// Of travel permits only the form can be checked: their numbers carry no check digit.
    pub fn parse(
        kind: IdentityDocumentKind,
        text: &str,
        today: Day,
        address: AddressRule,
    ) -> Result<Recognised<Self>, IdentityDocumentError> {
        let (number, changes) = match kind {
            IdentityDocumentKind::ResidentIdCard
            | IdentityDocumentKind::ResidencePermit
            | IdentityDocumentKind::SocialSecurityCard => {
                let read = ResidentId::parse(text, today, address)?;
                let belongs_to = match read.value.kind() {
                    ResidentIdKind::MainlandResident => IdentityDocumentKind::ResidentIdCard,
                    _ => IdentityDocumentKind::ResidencePermit,
                };
                if kind != IdentityDocumentKind::SocialSecurityCard && kind != belongs_to {
                    return Err(IdentityDocumentError::OtherKind { belongs_to });
                }
                (Number::Resident(read.value), read.changes)
            }
            IdentityDocumentKind::HongKongMacaoTravelPermit => {
                let (tidied, mut changes) = tidy(text);
                let mut characters = [0; 11];
                let length = fill(&mut characters, &tidied, kind, &[9, 11], |position| {
                    if position == 1 { "HM" } else { DIGITS }
                })?;
                if length == 11 {
                    changes.push(Change::IssueCountRemoved);
                }
                let [number @ .., _, _] = characters;
                (Number::HongKongMacao(number), changes)
            }
            IdentityDocumentKind::TaiwanTravelPermit => {
                let (tidied, changes) = tidy(text);
                let mut number = [0; 8];
                fill(&mut number, &tidied, kind, &[8], |_| DIGITS)?;
                (Number::Taiwan(number), changes)
            }
        };
        Ok(Recognised { value: Self { kind, number }, changes })
    }

    /// Gives the kind of document.
    #[must_use]
    pub const fn kind(&self) -> IdentityDocumentKind {
        self.kind
    }

    /// Gives the resident ID number, if the document is known by one.
    #[must_use]
    pub const fn resident_id(&self) -> Option<&ResidentId> {
        match &self.number {
            Number::Resident(number) => Some(number),
            _ => None,
        }
    }

    /// Gives the number in clear. Personal data: show it only where somebody asked for it.
    #[must_use]
    pub fn in_clear(&self) -> &str {
        // Only ASCII characters ever get in.
        match &self.number {
            Number::Resident(number) => number.in_clear(),
            Number::HongKongMacao(number) => std::str::from_utf8(number).unwrap_or_default(),
            Number::Taiwan(number) => std::str::from_utf8(number).unwrap_or_default(),
        }
    }

    /// Gives the number masked: of a travel permit the first two and the last two are shown.
    #[must_use]
    pub fn masked(&self) -> String {
        if let Some(number) = self.resident_id() {
            return number.masked();
        }
        let clear = self.in_clear();
        let hidden = clear.len() - 4;
        format!("{}{}{}", &clear[..2], "*".repeat(hidden), &clear[2 + hidden..])
    }
}

const DIGITS: &str = "0123456789";

/// Copies a tidied number, checking its length and that each position holds one of its characters;
/// gives the length.
fn fill(
    into: &mut [u8],
    tidied: &str,
    kind: IdentityDocumentKind,
    lengths: &[usize],
    allowed: impl Fn(usize) -> &'static str,
) -> Result<usize, IdentityDocumentError> {
    let length = tidied.chars().count();
    if !lengths.contains(&length) {
        return Err(IdentityDocumentError::Length { kind, found: length });
    }
    for (index, (place, found)) in into.iter_mut().zip(tidied.chars()).enumerate() {
        let position = index + 1;
        let allowed = allowed(position);
        if !allowed.contains(found) {
            let right =
                if allowed == DIGITS { "数字" } else { "字母 H（香港）或 M（澳门）" };
            return Err(IdentityDocumentError::Character { position, found, right });
        }
        *place = u8::try_from(found).unwrap_or(0);
    }
    Ok(length)
}

impl fmt::Display for IdentityDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.kind, self.masked())
    }
}

impl fmt::Debug for IdentityDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IdentityDocument({self})")
    }
}
