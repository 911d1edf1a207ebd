//! Ending a recognition of hardship: a fact with its evidence at once, a judgement by proposal to another person.

use access::{Action, Failure};
use agreements::model::{Unsteady, steady};
use desk::{Desk, Occasion};
use kernel::Day;
use ledger::Field;
use rules::{AgeRules, Kind, WorkingAge};
use services::model::{Draft, Then};
use store::{EntryId, SubjectId, ToValue, Tx};
use subjects::{Happening, history};

use super::find::CONTENT;
use crate::ExitId;
use crate::actions::ready::{Ready, ready};
use crate::model::{
    AT_WORK, Against, DIED, ExitContent, ExitGround, ExitRefusal, ExitState, OF_AGE, Outcome,
    exit_ground,
};
use crate::sql;

/// An exit that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewExit {
    /// The ground, by its name.
    pub ground: String,
    /// Since when it holds.
    pub on: Day,
    /// What shows it, in a sentence.
    pub evidence: String,
}

/// Records the exit where a fact ends the recognition, or proposes it to another person where somebody judges. Gives
/// which it was. An exit that is proposed changes nothing until it is approved.
pub async fn propose_exit(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    new: &NewExit,
) -> Result<ExitState, Failure<ExitRefusal>> {
    let ready = ready(tx, desk, occasion, Action::RecogniseHardship, subject).await?;
    let refused = |refusal| Err(Failure::Refused(refusal));
    let Some(ground) = exit_ground(&new.ground) else {
        return refused(ExitRefusal::NoGround);
    };
    if new.evidence.trim().is_empty() {
        return refused(ExitRefusal::NoEvidence);
    }
    if ready.exits.iter().any(|exit| exit.state == ExitState::Proposed) {
        return refused(ExitRefusal::Waits);
    }
    let recognised = check(tx, desk, occasion, &ready, (subject, ground, new.on)).await?;
    let id = ExitId::new(occasion.now, desk.sealing.entropy.as_ref());
    let content = ExitContent {
        ground: ground.name.to_owned(),
        since: new.on.to_string(),
        evidence: new.evidence.trim().to_owned(),
    };
    let (state, ended) = if ground.is_fact {
        let happening = happening(tx, &ready, subject, new.on, ground).await?;
        let draft = Draft::new(happening);
        let done = services::record_kept(tx, desk, occasion, subject, &draft).await;
        let done = done.map_err(|failure| failure.map(ExitRefusal::Recording))?;
        (ExitState::Recorded, done.first())
    } else {
        (ExitState::Proposed, None)
    };
    let content = CONTENT.seal(&desk.sealing, &ready.key, &id.bytes(), &content)?;
    let is_to_tell = ground.name != DIED;
    let values: [&dyn ToValue; 9] = [
        &subject,
        &id,
        &state,
        &content,
        &recognised,
        &occasion.now,
        &occasion.actor.id,
        &is_to_tell,
        &ended,
    ];
    tx.execute(sql::PROPOSE_EXIT, &values).await?;
    Ok(state)
}

/// Checks the ground against what is known, and gives the entry by which the person was recognised.
async fn check(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    ready: &Ready,
    (subject, ground, on): (SubjectId, &ExitGround, Day),
) -> Result<EntryId, Failure<ExitRefusal>> {
    let now = Then::at(&desk.rulebook, &ready.known, occasion.today);
    let recognised =
        now.last(Kind::HardshipRecognised).filter(|_| now.standing().hardship_recognised);
    let recognised = recognised.and_then(|(place, entry)| Some((now.id(place)?, entry.on)));
    let Some((recognised, since)) = recognised else {
        return Err(Failure::Refused(ExitRefusal::NotInHardship));
    };
    if on > occasion.today {
        return Err(Failure::Refused(ExitRefusal::NotYet));
    }
    if on < since {
        return Err(Failure::Refused(ExitRefusal::BeforeRecognition(since)));
    }
    if let Some(upheld) = upheld(ready, ground).filter(|received| on <= *received) {
        return Err(Failure::Refused(ExitRefusal::Upheld(upheld)));
    }
    if ground.name == AT_WORK {
        match steady(&Then::at(&desk.rulebook, &ready.known, on)) {
            Ok(()) => {}
            Err(Unsteady::NotAtWork) => return Err(Failure::Refused(ExitRefusal::NotAtWork)),
            Err(Unsteady::Unasked { since, from, missing }) => {
                return Err(Failure::Refused(ExitRefusal::Unsteady { since, from, missing }));
            }
        }
    }
    if ground.name == OF_AGE
        && let Some(person) = seekers::person_of(tx, &ready.key, subject).await?
        && let (Some((birth, category)), Ok(ages)) = (services::born(&person), AgeRules::shipped())
    {
        let decision = ages.working_age(birth, category, on);
        if decision.verdict != WorkingAge::Retired {
            let words = decision.grounds.iter().map(|ground| ground.words.clone());
            let words = words.collect::<Vec<_>>().join("；");
            return Err(Failure::Refused(ExitRefusal::NotOfAge(words)));
        }
    }
    Ok(recognised)
}

/// Gives the last day on which the person objected, and rightly, against an exit on a ground: what was said then was
/// weighed, and is not brought again.
fn upheld(ready: &Ready, ground: &ExitGround) -> Option<Day> {
    let upheld = ready.objections.iter().filter(|known| known.outcome == Some(Outcome::Upheld));
    let on_ground = upheld.filter(|known| match known.against {
        Against::Exit(id) => {
            let exit = ready.exits.iter().find(|exit| exit.id == id);
            exit.is_some_and(|exit| exit.content.ground == ground.name)
        }
        Against::Stop(_) => false,
    });
    on_ground.map(|known| known.received_on).max()
}

/// Gives the entry of an exit: the group that the person was recognised by, and why they no longer are.
pub(super) async fn happening(
    tx: &mut Tx,
    ready: &Ready,
    subject: SubjectId,
    on: Day,
    ground: &ExitGround,
) -> Result<Happening, Failure<ExitRefusal>> {
    let past = history(tx, &ready.key, subject).await?;
    let mut recognised = past
        .iter()
        .rev()
        .filter(|past| past.kind == Kind::HardshipRecognised && !past.is_corrected);
    let group = recognised.find_map(|past| past.text(Field::Group));
    let group = group.map_or_else(String::new, |group| group.reveal().to_owned());
    let note = format!("退出原因：{}", ground.term);
    Ok(Happening::new(Kind::HardshipEnded, on).text(Field::Group, group).text(Field::Note, note))
}
