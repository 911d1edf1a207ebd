//! A subject's ledger in the clear, as the file of a person shows it.

use ledger::{COMMON, Field, fields_of};
use rules::Kind;
use store::ledger::{Channel, Initiator, entries_of};
use store::seal::{Clear, Sealed, SubjectKey, key_in};
use store::{ActorId, EntryId, Instant, OfficeId, StoreError, SubjectId, Tx};

use crate::Sealing;
use crate::model::{Written, put_together};
use crate::stored::{self, ENTRY};

/// How many entries are read at a time.
const PAGE: i64 = 1_000;

/// One entry of a ledger, opened.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its name in the database.
    pub id: EntryId,
    /// Its place in the chain.
    pub sequence: i64,
    /// What happened.
    pub kind: Kind,
    /// The day it happened.
    pub on: kernel::Day,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The office that recorded it, where it was recorded here.
    pub office: Option<OfficeId>,
    /// Who recorded it, where it was recorded here.
    pub staff: Option<ActorId>,
    /// Through which channel.
    pub channel: Option<Channel>,
    /// Who set it going.
    pub initiated_by: Initiator,
    /// The entry that it is about.
    pub of: Option<EntryId>,
    /// A later entry says that it was made in error.
    pub is_corrected: bool,
    written: Written,
}

impl Past {
    /// Gives a text that the entry carries.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<Clear> {
        self.written.text(field).map(Clear::new)
    }

    /// Gives the texts that it carries beside those that its kind asks for and those that any entry may carry, such as the
    /// employer with whom somebody started work.
    pub fn further(&self) -> impl Iterator<Item = (Field, Clear)> {
        let of_any = [Field::Id, Field::Subject, Field::Kind, Field::On, Field::Of];
        self.written.fields().filter_map(move |(field, value)| {
            let is_asked = fields_of(self.kind).iter().any(|rule| rule.field == field);
            let is_common = of_any.contains(&field) || COMMON.contains(&field);
            let text = value.as_str().filter(|text| !text.is_empty())?;
            (!is_asked && !is_common).then(|| (field, Clear::new(text)))
        })
    }

    /// Gives a yes or no that it carries.
    #[must_use]
    pub fn flag(&self, field: Field) -> Option<bool> {
        self.written.fields().find(|(known, _)| *known == field)?.1.as_bool()
    }

    /// Gives a whole number that it carries.
    #[must_use]
    pub fn number(&self, field: Field) -> Option<u64> {
        self.written.fields().find(|(known, _)| *known == field)?.1.as_u64()
    }
}

/// Reads a subject's ledger, in the order in which it was entered.
pub async fn history(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Past>, StoreError> {
    let mut past: Vec<Past> = Vec::new();
    let mut after = 0;
    loop {
        let page = entries_of(tx, subject, after, PAGE).await?;
        let is_last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        for entry in page {
            after = entry.sequence;
            let parts = stored::parts_of(key, &entry)?;
            let name_of = |name: &str| Some(name.to_owned());
            let contradiction = |why| stored::contradiction(subject, entry.sequence, why);
            let on = entry.on_day.to_string();
            let written =
                put_together(&entry.kind, on, "", &parts, name_of).map_err(contradiction)?;
            let kind = written.kind().ok_or_else(|| contradiction("没有事项".to_owned()))?;
            let of = written.text(Field::Of).and_then(|name| name.parse().ok());
            if let (Kind::Corrected, Some(wrong)) = (kind, of)
                && let Some(wrong) = past.iter_mut().find(|entry| entry.id == wrong)
            {
                wrong.is_corrected = true;
            }
            past.push(Past {
                id: entry.entry_id,
                sequence: entry.sequence,
                kind,
                on: entry.on_day,
                recorded_at: entry.recorded_at,
                office: entry.office_id,
                staff: entry.staff_id,
                channel: entry.channel,
                initiated_by: entry.initiated_by,
                of,
                is_corrected: false,
                written,
            });
        }
        if is_last {
            return Ok(past);
        }
    }
}

/// Gives one text of an entry that was read together with other rows: what lies sealed of it, and its subject's key as it
/// is wrapped. Nothing where it is not said, and of whoever was erased.
pub fn text_in_entry(
    sealing: &Sealing,
    (subject, entry): (SubjectId, EntryId),
    field: Field,
    (sealed, wrapped): (Option<&Sealed>, Option<&[u8]>),
) -> Result<Option<Clear>, StoreError> {
    let Some(key) = key_in(sealing.keys.as_ref(), subject, wrapped)? else { return Ok(None) };
    let Some(text) = ENTRY.open_some(&key, &entry.bytes(), sealed)? else { return Ok(None) };
    let said: serde_json::Value = serde_json::from_str(text.reveal()).unwrap_or_default();
    Ok(said[field.name()].as_str().map(Clear::new))
}
