//! A life as it is told: whoever acted, on the day on which they did.

use std::collections::{BTreeSet, HashMap};

use access::{Action, Actor, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use rules::{Kind, Law};
use store::{ActorId, EntryId, SubjectId, Tx};
use subjects::{Happening, facts_of};

use super::cast::Role;
use super::{missing, of, settle};
use crate::commands::demo::load;

/// Who acts beside the officers, by their accounts.
const ACCOUNTS: [&str; 12] = [
    "chaoyang.zhuren",
    "chaoyang.zhuanjia1",
    "chaoyang.zhuanjia2",
    "shuangjing.suozhang",
    "shuangjing.qiantai1",
    "shuangjing.zhidao1",
    "shuangjing.yuanzhu1",
    "shuangjing.yuanzhu2",
    "shuangjing.shequ1",
    "jinsong.suozhang",
    "jinsong.yuanzhu1",
    "jinsong.zhidao1",
];

/// Those who act in the lives that are told.
#[derive(Clone, Debug)]
pub(super) struct Crew {
    actors: HashMap<String, Actor>,
    law: &'static Law,
    until: Day,
}

impl Crew {
    /// Finds them among the staff, and those who look after the others.
    pub(super) async fn gather(
        tx: &mut Tx,
        law: &'static Law,
        until: Day,
        mut accounts: BTreeSet<String>,
    ) -> Result<Self, Failure<String>> {
        accounts.extend(ACCOUNTS.map(str::to_owned));
        let mut actors = HashMap::new();
        for account in accounts {
            let staff = offices::staff_named(tx, &account).await?;
            let staff = staff.ok_or_else(|| missing(&account))?;
            let actor = offices::actor_of(tx, staff.staff_id, until).await?;
            let actor = actor.ok_or_else(|| missing(&account))?;
            actors.insert(account, actor);
        }
        Ok(Self { actors, law, until })
    }

    /// Gives somebody by their account.
    pub(super) fn find(&self, account: &str) -> Result<&Actor, Failure<String>> {
        self.actors.get(account).ok_or_else(|| missing(account))
    }

    /// Lets somebody act on a day; later ones of a day come later.
    pub(super) fn occasion(
        &self,
        account: &str,
        on: Day,
        place: usize,
    ) -> Result<Occasion, Failure<String>> {
        let actor = self.find(account)?.clone();
        Ok(Occasion { actor, now: load::instant_of(on, place), today: on })
    }

    /// The day so many days before the last one, or the last working day before it.
    pub(super) fn ago(&self, days: i32) -> Day {
        let mut day = self.until.plus_days(-days);
        while !self.law.calendar().is_working(day) {
            day = day.plus_days(-1);
        }
        day
    }

    /// The last day.
    pub(super) const fn until(&self) -> Day {
        self.until
    }
}

/// A life that is being told.
pub(super) struct Life<'l> {
    pub(super) tx: &'l mut Tx,
    pub(super) desk: &'l Desk,
    pub(super) crew: &'l Crew,
    pub(super) subject: SubjectId,
    /// The account of whoever looks after them.
    pub(super) officer: &'l str,
    /// The group under which their hardship is recognised.
    pub(super) group: &'l str,
    /// Their number, which makes lives of one kind differ.
    pub(super) number: u64,
    acts: usize,
}

impl<'l> Life<'l> {
    /// Opens the file and says who looks after the person.
    pub(super) async fn begin(
        tx: &'l mut Tx,
        desk: &'l Desk,
        crew: &'l Crew,
        role: &'l Role,
    ) -> Result<Self, Failure<String>> {
        let now = desk.clock.now();
        let person = load::person(&role.sketch);
        let subject = seekers::bring_in(tx, &desk.sealing, &person, now).await?;
        let officer = crew.find(&role.officer)?;
        let (office, since) = (officer.area.first, role.until.plus_days(-420));
        duties::take_on(tx, subject, office, Some(officer.id), since).await?;
        Ok(Self {
            tx,
            desk,
            crew,
            subject,
            officer: &role.officer,
            group: &role.group,
            number: role.sketch.number,
            acts: 0,
        })
    }

    /// Looks at the person as of the last day; gives how many entries there are.
    pub(super) async fn end(self) -> Result<u64, Failure<String>> {
        settle(self.tx, self.desk, self.subject, self.crew.until()).await?;
        Ok(facts_of(self.tx, self.subject).await?.entries().len() as u64)
    }

    /// The day so many days before the last one, or the last working day before it.
    pub(super) fn ago(&self, days: i32) -> Day {
        self.crew.ago(days)
    }

    /// Lets somebody act on a day.
    pub(super) fn by(&mut self, account: &str, on: Day) -> Result<Occasion, Failure<String>> {
        self.acts += 1;
        self.crew.occasion(account, on, self.acts * 3)
    }

    /// Lets the officer act on a day.
    pub(super) fn by_officer(&mut self, on: Day) -> Result<Occasion, Failure<String>> {
        self.by(self.officer, on)
    }

    /// The officer, by their name in the database.
    pub(super) fn officer_id(&self) -> Result<ActorId, Failure<String>> {
        Ok(self.crew.find(self.officer)?.id)
    }

    /// Records what happened on its day, by the officer.
    pub(super) async fn tell(&mut self, happening: Happening) -> Result<EntryId, Failure<String>> {
        let occasion = self.by_officer(happening.on)?;
        let action = Action::RecordService;
        let (tx, desk) = (&mut *self.tx, self.desk);
        let recorded =
            duties::record_service(tx, desk, &occasion, action, self.subject, &[happening]).await;
        let recorded = recorded.map_err(of("记录服务"))?;
        recorded.entries.first().copied().ok_or_else(|| missing("刚刚记录的服务"))
    }

    /// Records something that needs no further words.
    pub(super) async fn note(&mut self, kind: Kind, on: Day) -> Result<EntryId, Failure<String>> {
        self.tell(Happening::new(kind, on)).await
    }
}
