//! Who decided that what a gate lets do is not done: whoever spared the person, did not approve, or upheld an objection.

use desk::DecidedGate;
use kernel::Day;
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};

use crate::sql;

/// When somebody found what they found, and when somebody decided on it.
type EndedRow = (Option<Instant>, Option<ActorId>, Option<Instant>, Option<ActorId>);

/// Gives who decided so for some gates, each named by its clause, the latest of each first.
pub(crate) async fn decided_gates(
    tx: &mut Tx,
    gates: &[(SubjectId, String)],
) -> Result<Vec<DecidedGate>, StoreError> {
    let mut decided = Vec::new();
    for (subject, clause) in gates {
        let (subject, clause) = (*subject, clause.clone());
        let values: [&dyn ToValue; 2] = [&subject, &clause];
        let ended: Vec<EndedRow> = tx.all(sql::DECIDED_AGAINST, &values).await?;
        for (verified_at, verified_by, decided_at, decided_by) in ended {
            // Whoever spares somebody decides by their finding.
            let at = decided_at.or(verified_at).map(web::day_of);
            let Some((on, by)) = at.zip(decided_by.or(verified_by)) else { continue };
            decided.push(DecidedGate { subject, clause: clause.clone(), on, by });
        }
        let upheld: Vec<(Day, Option<ActorId>)> = tx.all(sql::UPHELD_BY, &values).await?;
        for (on, by) in upheld {
            let Some(by) = by else { continue };
            decided.push(DecidedGate { subject, clause: clause.clone(), on, by });
        }
    }
    Ok(decided)
}
