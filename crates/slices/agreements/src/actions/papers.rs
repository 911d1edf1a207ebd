//! The signed paper: uploaded, shown, removed where it was uploaded in error.

use std::collections::HashMap;

use access::{Action, Actor, Failure, Role};
use desk::{Desk, Occasion};
use duties::{enter, hold_for, key_to};
use kernel::Day;
use services::model::Then;
use store::seal::{Clear, Sealed, SubjectKey};
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedText;
use web::day_of;

use crate::model::{Media, Paper, Refusal, periods};
use crate::sql::{self, PaperRow};

store::identifier! {
    /// Names a scan of a signed paper.
    pub PaperId
}

/// What a scan shows.
const CONTENT: SealedText = SealedText::of("agreement_scan.content");
/// Why one was removed.
const REMOVED: SealedText = SealedText::of("agreement_scan.removed_because");

/// Keeps a scan of the paper of a signing. A signing that stands only in an imported ledger may have one, too.
pub async fn upload(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, entry): (SubjectId, EntryId),
    paper: &Paper,
) -> Result<String, Failure<Refusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let known = subjects::facts_of(tx, subject).await?;
    let all = periods(&Then::at(&desk.rulebook, &known, occasion.today));
    if !all.iter().any(|period| period.has(entry)) {
        return Err(Failure::Refused(Refusal::NoAgreement));
    }
    let id = PaperId::new(occasion.now, desk.sealing.entropy.as_ref());
    let content = CONTENT.seal(&desk.sealing, &key, &id.bytes(), paper.clear().reveal());
    let length = i64::try_from(paper.bytes.len()).unwrap_or(i64::MAX);
    let values: [&dyn ToValue; 8] =
        [&subject, &id, &entry, &paper.media, &length, &occasion.now, &occasion.actor.id, &content];
    tx.execute(sql::PUT_PAPER, &values).await?;
    Ok(id.to_string())
}

/// Opens a scan for whoever may see the number, the phone and the address of the person: the paper carries them whole.
/// Notes the reading, so it must run in [`store::Db::write`].
pub async fn paper_of(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, id): (SubjectId, PaperId),
) -> Result<Paper, Failure<Refusal>> {
    let entered = enter(tx, desk, occasion, Action::Reveal, subject, Some("查看签字协议")).await;
    entered.map_err(|failure| failure.map(Refusal::File))?;
    for (file, key) in duties::files_of(tx, desk, subject).await? {
        let row: Option<(Media, Sealed)> = tx.optional(sql::PAPER, &[&file, &id]).await?;
        if let Some((media, content)) = row {
            let clear = CONTENT.open(&key, &id.bytes(), &content)?;
            return Ok(Paper::of_clear(media, &clear));
        }
    }
    Err(Failure::Refused(Refusal::NoPaper))
}

/// How somebody can remove a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Removal {
    /// At once: they uploaded it today.
    AtOnce,
    /// With a reason: they lead the office.
    WithReason,
    /// Not at all.
    Never,
}

impl PaperRow {
    /// Tells how somebody of the office that answers for the person can remove it: whoever uploaded it in error sees so
    /// at once, and later an original would be lost that only the head of the office gives up.
    pub(crate) fn removal(&self, actor: &Actor, today: Day) -> Removal {
        if self.uploaded_by == actor.id && day_of(self.uploaded_at) == today {
            Removal::AtOnce
        } else if actor.is(Role::Head) {
            Removal::WithReason
        } else {
            Removal::Never
        }
    }
}

/// Removes a scan: what it shows is gone; that it was there, who removed it and why stays. The reason may be blank
/// where whoever uploaded it today takes it back.
pub async fn remove_paper(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, id): (SubjectId, PaperId),
    reason: &str,
) -> Result<(), Failure<Refusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let papers: Vec<PaperRow> = tx.all(sql::PAPERS, &[&subject]).await?;
    let paper = papers.iter().find(|paper| paper.scan_id == id && paper.removed_at.is_none());
    let paper = paper.ok_or(Failure::Refused(Refusal::NoPaper))?;
    let reason = match (paper.removal(&occasion.actor, occasion.today), reason.trim()) {
        (Removal::Never, _) => return Err(Failure::Refused(Refusal::NotRemovedByYou)),
        (Removal::WithReason, "") => return Err(Failure::Refused(Refusal::NoRemovalReason)),
        (Removal::AtOnce, "") => None,
        (_, reason) => {
            let key = key_to(tx, desk, subject).await?;
            Some(REMOVED.seal(&desk.sealing, &key, &id.bytes(), reason))
        }
    };
    let values: [&dyn ToValue; 5] = [&occasion.now, &occasion.actor.id, &reason, &subject, &id];
    match tx.execute(sql::REMOVE_PAPER, &values).await? {
        0 => Err(Failure::Refused(Refusal::NoPaper)),
        _ => Ok(()),
    }
}

/// Gives the scans of these files, without what they show; removed ones too.
pub(crate) async fn papers_of(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
) -> Result<Vec<PaperRow>, StoreError> {
    let mut papers = Vec::new();
    for (file, _) in files {
        papers.extend(tx.all::<PaperRow>(sql::PAPERS, &[file]).await?);
    }
    Ok(papers)
}

/// Gives why scans of these files were removed, where a reason was given.
pub(crate) async fn removals_of(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
) -> Result<HashMap<PaperId, Clear>, StoreError> {
    let mut removals = HashMap::new();
    for (file, key) in files {
        for (id, reason) in tx.all::<(PaperId, Sealed)>(sql::REMOVALS, &[file]).await? {
            removals.insert(id, REMOVED.open(key, &id.bytes(), &reason)?);
        }
    }
    Ok(removals)
}
