//! Who does the steps of the office: whoever answers for the person now (BJ18-23: 就业援助服务专员).

use store::{ActorId, StoreError, SubjectId, Tx};

use crate::model::{By, Step};
use crate::sql;

/// The officer who answers now, and those who did before.
#[derive(Clone, Debug, Default)]
pub struct Doers {
    officer: String,
    former: Vec<String>,
}

impl Doers {
    /// Finds them. The caller has the right to read the file.
    pub(crate) async fn of(
        tx: &mut Tx,
        subject: SubjectId,
        officer: Option<ActorId>,
    ) -> Result<Self, StoreError> {
        let handed: Vec<(ActorId,)> = tx.all(sql::FORMER_OFFICERS, &[&subject]).await?;
        let mut former = Vec::new();
        for (staff,) in handed {
            former.push(offices::staff_name(tx, staff).await?);
        }
        let officer = offices::staff_name(tx, officer).await?;
        former.retain(|name| !name.is_empty() && *name != officer);
        Ok(Self { officer, former })
    }

    /// Gives who does a step, by name where there is one. What a former officer was to do for the office, the one who
    /// answers now does: the office promised it.
    #[must_use]
    pub fn name<'n>(&'n self, step: &'n Step) -> &'n str {
        match step.by {
            _ if step.who.is_empty() => step.by.term(),
            By::Office if !self.officer.is_empty() && self.former.contains(&step.who) => {
                &self.officer
            }
            _ => &step.who,
        }
    }
}
