//! Finding what stands in a person's way, and agreeing on it with them (BJ18-26(1)).

use access::{Action, Failure};
use counselling::{Assessment, Found};
use desk::{Desk, Occasion};
use ledger::Field;
use rules::Kind;
use store::{SubjectId, ToValue, Tx};
use subjects::Past;

use super::kept::{ANALYSIS, all_analyses};
use super::open::enter;
use crate::model::analysis::Taken;
use crate::model::{Analysis, Evidence, PlanRefusal};
use crate::sql::{self, AnalysisId};

/// Gives what is known from which barriers can be seen. Whoever asks must have a right to counsel, and the
/// reading of the assessments is noted.
pub async fn evidence(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    past: &[Past],
) -> Result<Evidence, Failure<PlanRefusal>> {
    let (_, assessments) = counselling::assessments(tx, desk, occasion, subject)
        .await
        .map_err(|failure| failure.map(|why| PlanRefusal::Assessments(why.to_string())))?;
    let mut taken: Vec<Taken> = Vec::new();
    // The latest come first; what was begun first may have been finished last.
    let mut finished: Vec<&Assessment> =
        assessments.iter().filter(|one| one.finished_on.is_some()).collect();
    finished.sort_by_key(|one| std::cmp::Reverse(one.finished_on));
    for one in finished {
        if taken.iter().all(|known| known.instrument != one.instrument) {
            taken.extend(taken_of(one));
        }
    }
    let mut surveys = past.iter().rev().filter(|past| past.kind == Kind::Surveyed);
    let survey = surveys
        .find(|past| !past.is_corrected)
        .and_then(|past| Some((past.on, past.text(Field::Reason)?.reveal().to_owned())));
    Ok(Evidence { taken, survey })
}

fn taken_of(one: &Assessment) -> Option<Taken> {
    let by = one.by()?;
    let (no, scores) = match one.found.as_ref()? {
        Found::Readiness(found) => {
            let items = found.missing.iter().filter_map(|place| by.items.get(*place));
            (items.map(|item| item.text.clone()).collect(), Vec::new())
        }
        Found::Classification(profile) => {
            let named = |code: &str| by.types.iter().find(|kind| kind.code == code);
            let scores = profile.types.iter().filter_map(|scored| {
                Some((scored.code.clone(), named(&scored.code)?.name.clone(), scored.score))
            });
            (Vec::new(), scores.collect())
        }
        Found::Interest(_) => return None,
    };
    Some(Taken {
        instrument: one.instrument.clone(),
        name: by.name.clone(),
        on: one.finished_on?,
        no,
        scores,
    })
}

/// Keeps an analysis beside those before it. `base` is the one that the form was filled in from.
pub async fn analyse(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    base: Option<AnalysisId>,
    analysis: &Analysis,
) -> Result<AnalysisId, Failure<PlanRefusal>> {
    duties::hold(tx, subject).await?;
    let entered = enter(tx, desk, occasion, Action::RecordService, subject).await?;
    let latest = all_analyses(tx, desk, &entered.key, subject).await?;
    if latest.first().map(|kept| kept.id) != base {
        return Err(Failure::Refused(PlanRefusal::AnalysedMeanwhile));
    }
    let id = AnalysisId::new(occasion.now, desk.sealing.entropy.as_ref());
    let content = ANALYSIS.seal(&desk.sealing, &entered.key, &id.bytes(), analysis)?;
    let values: [&dyn ToValue; 6] =
        [&subject, &id, &occasion.now, &occasion.today, &occasion.actor.id, &content];
    tx.execute(sql::PUT_ANALYSIS, &values).await?;
    Ok(id)
}
