//! How an actor stands to what an action is about.

/// The relation of an actor to a person, an employer, a member of staff or an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The actor is the responsible officer, or stands in for them.
    Assigned,
    /// It belongs to the actor's own office.
    Office,
    /// It belongs to an office below the actor's.
    Below,
    /// It is somebody who lives in the community whose office the actor works in, and whom the street above it answers
    /// for.
    Resident,
    /// It was handed to the actor for an opinion or to be taken over, for as long as that lasts.
    Consulted,
    /// It is the actor: their own account, their own sessions.
    Oneself,
    /// It belongs elsewhere.
    Elsewhere,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 7] = [
        Self::Assigned,
        Self::Office,
        Self::Below,
        Self::Resident,
        Self::Consulted,
        Self::Oneself,
        Self::Elsewhere,
    ];
}
