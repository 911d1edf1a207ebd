//! The scorecards by which people were graded, kept as they read then. Which one is in force is no state of the
//! database: it follows from the day and from the files that the program was started with.

use std::fmt;

use desk::{Desk, Scorecards};
use grading::Scorecard;
use store::{Instant, StoreError, Tx};

use crate::sql;

/// A scorecard by which somebody was graded already and which reads otherwise now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorecardChanged {
    /// Its id.
    pub id: String,
}

impl fmt::Display for ScorecardChanged {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = &self.id;
        write!(
            out,
            "量表 {id} 已有人按它分过级，内容却与当时不同；分过级的量表不能改动，请恢复原样，\
             改动的另存一份，另起 id，写明新的施行日期（from）"
        )
    }
}

/// Keeps a scorecard by which somebody is graded, at the first time.
pub(super) async fn keep(tx: &mut Tx, card: &Scorecard, now: Instant) -> Result<(), StoreError> {
    tx.execute(sql::KEEP_SCORECARD, &[&card.parts().id, &card.text(), &now]).await.map(drop)
}

/// Gives the scorecard that a grading was made with: as it was kept, or, for gradings from before scorecards were
/// kept, as the program knows it.
pub(super) async fn scorecard_of(
    tx: &mut Tx,
    desk: &Desk,
    id: &str,
) -> Result<Option<Scorecard>, StoreError> {
    let kept: Option<(String,)> = tx.optional(sql::KEPT_SCORECARD, &[&id]).await?;
    match kept {
        Some((text,)) => read(id, &text).map(Some),
        None => Ok(desk.scorecards.named(id).cloned()),
    }
}

/// Finds a scorecard by which somebody was graded and which reads otherwise now. Nobody is to be graded while there
/// is one: two people with the same answers would have other points under the same name.
pub async fn changed_scorecard(
    tx: &mut Tx,
    cards: &Scorecards,
) -> Result<Option<ScorecardChanged>, StoreError> {
    for card in cards.all().iter().chain(cards.replaced()) {
        let id = &card.parts().id;
        let kept: Option<(String,)> = tx.optional(sql::KEPT_SCORECARD, &[id]).await?;
        if let Some((text,)) = kept
            && !read(id, &text)?.grades_as(card)
        {
            return Ok(Some(ScorecardChanged { id: id.clone() }));
        }
    }
    Ok(None)
}

fn read(id: &str, text: &str) -> Result<Scorecard, StoreError> {
    Scorecard::read(id, text).map_err(|error| StoreError::Contradiction {
        table: "scorecard",
        column: "content".to_owned(),
        row: id.to_owned(),
        why: error.to_string(),
    })
}
