//! Around which place the counsellors of a person are looked for: where they live (BJ18-14), which need not be where
//! they are served (BJ18-23).

use duties::Held;
use store::{ActorId, StoreError, Tx};

use super::free::{Counsellor, counsellors_near};
use crate::sql;

/// Around what the nearest counsellor is looked for, by its twelve-digit statistics code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// 常住地: where the person lives.
    Residence(i64),
    /// The office that answers for the person: where they live is not known.
    Office(i64),
    /// That office, though it is known where they live: nobody receives there, or in an office above it.
    OfficeInstead(i64),
}

impl Around {
    /// Says by what the nearest one was appointed.
    #[must_use]
    pub const fn ground(self) -> &'static str {
        match self {
            Self::Residence(_) => "BJ18-14，按常住地就近就便指定",
            Self::Office(_) => "BJ18-14，常住地没有登记，按负责机构就近就便指定",
            Self::OfficeInstead(_) => {
                "BJ18-14，常住地没有可以预约的职业指导员，按负责机构就近就便指定"
            }
        }
    }
}

/// Who can be booked for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Around what.
    pub around: Around,
    /// Those around it, the nearest first: one of them is appointed where nobody is asked for by name.
    pub counsellors: Vec<Counsellor>,
    /// Those of the office that answers for the person and of the ones above it who are not among them: they serve the
    /// person too, and are chosen by name.
    pub others: Vec<Counsellor>,
}

impl Near {
    /// Finds somebody who can be booked.
    #[must_use]
    pub fn find(&self, staff: ActorId) -> Option<&Counsellor> {
        self.all().find(|counsellor| counsellor.staff == staff)
    }

    /// Gives everybody who can be booked, the nearest first.
    pub fn all(&self) -> impl Iterator<Item = &Counsellor> {
        self.counsellors.iter().chain(&self.others)
    }
}

/// Gives who can be booked for a person.
pub async fn near(tx: &mut Tx, held: &Held) -> Result<Near, StoreError> {
    let office = held.office_code;
    let home: Option<(i64,)> = tx.optional(sql::RESIDENCE, &[&held.subject]).await?;
    let Some((home,)) = home else {
        let counsellors = counsellors_near(tx, office).await?;
        return Ok(Near { around: Around::Office(office), counsellors, others: Vec::new() });
    };
    let counsellors = counsellors_near(tx, home).await?;
    // Above the home the way is the same as above an office that it passes.
    if access::way_up(home).contains(&office) && !counsellors.is_empty() {
        return Ok(Near { around: Around::Residence(home), counsellors, others: Vec::new() });
    }
    let mut others = counsellors_near(tx, office).await?;
    if counsellors.is_empty() {
        let around = Around::OfficeInstead(office);
        return Ok(Near { around, counsellors: others, others: Vec::new() });
    }
    others.retain(|other| counsellors.iter().all(|near| near.staff != other.staff));
    Ok(Near { around: Around::Residence(home), counsellors, others })
}
