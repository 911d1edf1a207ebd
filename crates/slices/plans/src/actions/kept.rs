//! What is kept of barriers and plans, opened.

use desk::Desk;
use kernel::Day;
use serde::{Deserialize, Serialize};
use store::seal::SubjectKey;
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::{SealedDocument, SealedText};

use crate::model::{Analysis, PlanText, Progress, StepState};
use crate::sql::{self, AnalysisId, AnalysisRow, DraftRow, PlanRow, StepRow};

/// What stood in a person's way.
pub(super) const ANALYSIS: SealedDocument<Analysis> =
    SealedDocument::of("barrier_analysis.content");
/// A plan before it is agreed.
pub(super) const DRAFT: SealedDocument<PlanText> = SealedDocument::of("plan_draft.content");
/// A version.
pub(super) const PLAN: SealedDocument<Adopted> = SealedDocument::of("plan.content");
/// What is said to a step, in the row of [`step_place`].
pub(super) const STEP_WORDS: SealedText = SealedText::of("plan_step.words");

/// An analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnalysis {
    /// Its name.
    pub id: AnalysisId,
    /// On which day it was made.
    pub on: Day,
    /// By whom.
    pub staff: ActorId,
    /// What it says.
    pub analysis: Analysis,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// How often it was saved.
    pub version: i64,
    /// When it was saved last.
    pub saved_at: Instant,
    /// By whom.
    pub staff: ActorId,
    /// What it says.
    pub text: PlanText,
}

/// What a version says beside its text, under seal with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// The plan.
    pub text: PlanText,
    /// What the person said to it.
    pub words: String,
    /// Why the version before was changed; blank for a first one (BJ18-26(3)).
    pub reason: String,
}

/// A step's progress as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptStep {
    /// How far it has come.
    pub progress: Progress,
    /// Who noted it.
    pub staff: Option<ActorId>,
    /// The entry that shows it.
    pub because: Option<EntryId>,
}

/// A version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPlan {
    /// The file that it was made in; another one where that was merged, and then it is only read.
    pub file: SubjectId,
    /// The entry that adopted it; of a merged file the one that stands for it in the ledger that goes on.
    pub entry: EntryId,
    /// Its number.
    pub version: i64,
    /// The opinion of experts that it follows.
    pub opinion: Option<EntryId>,
    /// Who adopted it with the person.
    pub staff: ActorId,
    /// What it says.
    pub adopted: Adopted,
    /// How far its steps have come.
    pub steps: Vec<KeptStep>,
}

impl KeptPlan {
    /// Gives how far each step has come.
    #[must_use]
    pub fn progress(&self) -> Vec<Progress> {
        self.steps.iter().map(|step| step.progress.clone()).collect()
    }

    /// Gives what became of each step.
    #[must_use]
    pub fn states(&self) -> Vec<(i64, StepState)> {
        self.steps.iter().map(|step| (step.progress.number, step.progress.state)).collect()
    }

    /// Finds how far a step has come.
    #[must_use]
    pub fn step(&self, number: i64) -> Option<&KeptStep> {
        self.steps.iter().find(|step| step.progress.number == number)
    }
}

/// The place of a step's words.
pub(super) fn step_place(entry: EntryId, number: i64) -> Vec<u8> {
    [entry.bytes().as_slice(), &number.to_be_bytes()].concat()
}

/// Gives the analyses of a subject, the latest first.
pub(crate) async fn analyses_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<KeptAnalysis>, StoreError> {
    let rows: Vec<AnalysisRow> = tx.all(sql::ANALYSES, &[&subject]).await?;
    let read = |row: AnalysisRow| {
        let place = row.analysis_id.bytes();
        Ok(KeptAnalysis {
            id: row.analysis_id,
            on: row.found_on,
            staff: row.by_staff_id,
            analysis: ANALYSIS.open(key, &place, &row.content)?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Gives the draft of a subject.
pub(crate) async fn draft_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Option<KeptDraft>, StoreError> {
    let row: Option<DraftRow> = tx.optional(sql::DRAFT, &[&subject]).await?;
    let read = |row: DraftRow| {
        Ok(KeptDraft {
            version: row.version,
            saved_at: row.saved_at,
            staff: row.by_staff_id,
            text: DRAFT.open(key, &[], &row.content)?,
        })
    };
    row.map(read).transpose()
}

/// Gives the versions of a subject, the latest first, each with its progress.
pub(crate) async fn plans_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<KeptPlan>, StoreError> {
    let rows: Vec<PlanRow> = tx.all(sql::PLANS, &[&subject]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut steps: Vec<StepRow> = tx.all(sql::STEPS, &[&subject]).await?;
    let mut plans = Vec::new();
    for row in rows {
        let place = row.entry_id.bytes();
        let (own, others) = steps.into_iter().partition(|step| step.entry_id == row.entry_id);
        steps = others;
        let own: Vec<StepRow> = own;
        let own: Result<Vec<KeptStep>, StoreError> =
            own.iter().map(|step| open_step(key, step)).collect();
        plans.push(KeptPlan {
            file: subject,
            entry: row.entry_id,
            version: row.version,
            opinion: row.opinion_id,
            staff: row.by_staff_id,
            adopted: PLAN.open(key, &place, &row.content)?,
            steps: own?,
        });
    }
    Ok(plans)
}

/// Gives the versions of a subject, and after them those of the files that were merged into theirs: what hung on an entry
/// there hangs on the one that stands for it in this ledger.
pub(crate) async fn all_plans(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<KeptPlan>, StoreError> {
    let mut plans = plans_of(tx, key, subject).await?;
    for file in duties::merged_files(tx, desk, subject, key).await? {
        let goes_on_as = |entry| file.goes_on_as(entry).unwrap_or(entry);
        for mut plan in plans_of(tx, &file.key, file.subject).await? {
            plan.entry = goes_on_as(plan.entry);
            plan.opinion = plan.opinion.map(goes_on_as);
            for step in &mut plan.steps {
                step.because = step.because.map(goes_on_as);
            }
            plans.push(plan);
        }
    }
    Ok(plans)
}

/// Gives the analyses of a subject and of the files that were merged into theirs, the latest first.
pub(crate) async fn all_analyses(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<KeptAnalysis>, StoreError> {
    let mut analyses = analyses_of(tx, key, subject).await?;
    for file in duties::merged_files(tx, desk, subject, key).await? {
        analyses.extend(analyses_of(tx, &file.key, file.subject).await?);
    }
    // Those of one file stand in their order already; of one day its own come first.
    analyses.sort_by_key(|kept| std::cmp::Reverse(kept.on));
    Ok(analyses)
}

fn open_step(key: &SubjectKey, row: &StepRow) -> Result<KeptStep, StoreError> {
    let place = step_place(row.entry_id, row.number);
    let words = STEP_WORDS.open_some(key, &place, row.words.as_ref())?;
    Ok(KeptStep {
        progress: Progress {
            number: row.number,
            due: row.due_day,
            state: row.state,
            settled_on: row.settled_on,
            words: words.map_or_else(String::new, |words| words.reveal().to_owned()),
        },
        staff: row.settled_by,
        because: row.because_id,
    })
}
