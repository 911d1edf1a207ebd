//! Taking a subject on: from now on an office, and perhaps an officer, answers for it.

use access::{Actor, Relation, Role};
use kernel::Day;
use rules::Standing;
use store::{ActorId, StoreError, SubjectId, Tx};

use crate::model::read_standing;
use crate::sql::{self, HeldRow};

/// Who answers for a subject, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which subject.
    pub subject: SubjectId,
    /// The office, by code.
    pub office_code: i64,
    /// The officer; nobody where nobody was named, and then anyone of the office.
    pub officer: Option<ActorId>,
    /// Since when.
    pub since: Day,
    /// Where the subject stands.
    pub standing: Standing,
    /// The last level of difficulty, 1 to 4 (BJ18-12).
    pub grade: Option<i64>,
    /// The day of the latest entry.
    pub last_entry: Option<Day>,
}

impl Held {
    /// Tells whether somebody acts as the subject's officer: whoever was named or stands in for them (BJ18-23,
    /// BJ18-28(1), BJ18-29: 就业援助服务专员), and where nobody was named an assistance officer of the office or its
    /// head.
    #[must_use]
    pub fn is_served_by(&self, actor: &Actor) -> bool {
        match actor.relation_to(self.office_code, self.officer) {
            Relation::Assigned => true,
            Relation::Office => {
                self.officer.is_none()
                    && (actor.is(Role::AssistanceOfficer) || actor.is(Role::Head))
            }
            _ => false,
        }
    }
}

impl From<HeldRow> for Held {
    fn from(row: HeldRow) -> Self {
        Self {
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            since: row.since,
            standing: read_standing(&row.standing),
            grade: row.grade,
            last_entry: row.last_entry,
        }
    }
}

/// Says who answers for a new subject.
pub async fn take_on(
    tx: &mut Tx,
    subject: SubjectId,
    office_code: i64,
    officer: Option<ActorId>,
    today: Day,
) -> Result<(), StoreError> {
    tx.execute(sql::TAKE_ON, &[&subject, &office_code, &officer, &today]).await.map(drop)
}

/// Gives who answers for a subject.
pub async fn held(tx: &mut Tx, subject: SubjectId) -> Result<Option<Held>, StoreError> {
    let row: Option<HeldRow> = tx.optional(sql::HELD, &[&subject]).await?;
    Ok(row.map(Held::from))
}

/// Gives who answers for a subject, and lets nobody else change it or what is derived for the subject until the
/// transaction ends. Whoever writes asks here before reading the ledger: facts that another transaction
/// outruns would be derived into duties that the ledger contradicts. Must run in [`store::Db::write`].
pub async fn hold(tx: &mut Tx, subject: SubjectId) -> Result<Option<Held>, StoreError> {
    let row: Option<HeldRow> = tx.optional(sql::HOLD, &[&subject]).await?;
    Ok(row.map(Held::from))
}
