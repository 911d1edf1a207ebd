//! Employment assistance in the demonstration: some people of 双井街道 live lives that are told by the same actions
//! that the pages use, on the days on which they happened, so that every list of BJ18 chapter 3 has something in it.
//!
//! Their ledgers stand in place of those that the city wrote for them; everybody else keeps theirs.

mod agreement;
mod cast;
mod life;
mod office;
mod panel;
mod post;
mod register;
mod stop;
mod survey;
mod transfer;

use access::Failure as Refused;
use city::District;
use desk::Desk;
use kernel::Day;
use store::{StoreError, SubjectId};

pub(super) use self::cast::Cast;
use self::cast::Part;
use self::life::{Crew, Life};
use crate::failure::Failure;

/// Brings the cast in and tells their lives, then what their office and the one above did; gives how many entries.
pub(super) async fn play(desk: &Desk, district: &District<'_>, cast: Cast) -> Result<u64, Failure> {
    let (until, law) = (district.plan().until, desk.rulebook.law());
    let officers = cast.officers();
    let crew = desk
        .db
        .write::<_, _, Refused<String>>(async move |tx| {
            Crew::gather(tx, law, until, officers.clone()).await
        })
        .await
        .map_err(|refused| failed(&refused))?;
    let mut entries = 0;
    for role in cast.into_roles() {
        let (inner, crew) = (desk.clone(), crew.clone());
        let told = desk
            .db
            .write::<_, _, Refused<String>>(async move |tx| {
                let mut life = Life::begin(tx, &inner, &crew, &role).await?;
                tell(&mut life, role.part).await?;
                life.end().await
            })
            .await
            .map_err(|refused| failed(&refused))?;
        entries += told;
    }
    let inner = desk.clone();
    let worked = desk
        .db
        .write::<_, _, Refused<String>>(async move |tx| office::work(tx, &inner, &crew).await)
        .await
        .map_err(|refused| failed(&refused))?;
    Ok(entries + worked)
}

/// Tells one life.
async fn tell(life: &mut Life<'_>, part: Part) -> Result<(), Refused<String>> {
    match part {
        Part::Agreement(place) => agreement::live(life, place).await,
        Part::Followed(place) => agreement::be_followed(life, place).await,
        // Somebody of the household starts work once it was recognised.
        Part::AtZero => life.register(150).await,
        Part::Renewed => agreement::renew(life).await,
        Part::Panel(stage) => panel::live(life, stage).await,
        Part::Transfer(step) => transfer::live(life, step).await,
        Part::Stop(stage) => stop::live(life, stage).await,
        Part::Post(stage) => post::live(life, stage).await,
        Part::Surveyed(outcome) => survey::live(life, outcome).await,
    }
}

/// Words an action that refused. The demonstration asks for nothing that a page would refuse, so that it is a fault.
fn failed(refused: &Refused<String>) -> Failure {
    Failure::Fault(format!("演示数据没有建成：{refused}"))
}

/// Names the action that refused.
fn of<R: std::fmt::Display>(action: &'static str) -> impl FnOnce(Refused<R>) -> Refused<String> {
    move |refused| match refused {
        Refused::Fault(fault) => Refused::Fault(fault),
        other => Refused::Refused(format!("{action}：{other}")),
    }
}

/// Says that something is not there that an action should have left.
fn missing(what: &str) -> Refused<String> {
    Refused::Refused(format!("没有{what}"))
}

/// Looks once more at somebody as of the last day, because what was told was derived as of the days it happened.
async fn settle(
    tx: &mut store::Tx,
    desk: &Desk,
    subject: SubjectId,
    until: Day,
) -> Result<(), StoreError> {
    duties::look_at(tx, &desk.rulebook, subject, until).await
}
