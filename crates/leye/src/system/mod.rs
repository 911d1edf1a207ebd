//! The running system, put together from its slices.

pub(crate) mod assistance;
pub(crate) mod first;
pub(crate) mod home;
pub(crate) mod in_force;
pub(crate) mod jobs;
pub(crate) mod keepers;
pub(crate) mod serve;
#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::{Arc, LazyLock};

use access::Action;
use desk::{Companion, Desk};
use rules::{Jurisdiction, Law, LawError, Rulebook};
use store::seal::KeyProvider;
use store::{ActorId, Clock, Db, Entropy, Statement, StoreError, Tx};
use subjects::Sealing;
use web::{Kit, NavigationItem, Routes};

use crate::failure::Failure;
use crate::own::Own;

/// Every statement of the slices.
pub(crate) const STATEMENTS: &[&[&Statement]] = &[
    subjects::STATEMENTS,
    duties::STATEMENTS,
    offices::STATEMENTS,
    seekers::STATEMENTS,
    services::STATEMENTS,
    counselling::STATEMENTS,
    agreements::STATEMENTS,
    plans::STATEMENTS,
    surveys::STATEMENTS,
    visits::STATEMENTS,
    panels::STATEMENTS,
    transfers::STATEMENTS,
    stopping::STATEMENTS,
    posts::STATEMENTS,
];

/// The main navigation: where it leads, the key after `g`, and who sees it.
const NAVIGATION: &[NavigationItem] = &[
    item("今日应办", "/today", 't', Action::SeeOwnDuties),
    item("机构应办", "/today/office", 'o', Action::SeeOfficeDuties),
    item("服务对象", "/people", 'p', Action::FindPerson),
    item("就业援助", "/assistance", 's', Action::FindPerson),
    item("待同意", "/gradings", 'a', Action::ConsentToLevel),
    item("职业指导", "/counselling", 'c', Action::Counsel),
    item("机构与人员", "/offices", 'f', Action::SeeOffices),
    item("操作记录", "/audit/acts", 'u', Action::ReadAudit),
    item("查阅记录", "/audit/readings", 'r', Action::ReadAudit),
];

const fn item(
    label: &'static str,
    path: &'static str,
    key: char,
    action: Action,
) -> NavigationItem {
    NavigationItem { label, path, key, action }
}

/// The law that ships with the program, read once.
static LAW: LazyLock<Result<Law, LawError>> = LazyLock::new(Law::shipped);

/// Gives the law that ships with the program.
pub(crate) fn law() -> Result<&'static Law, Failure> {
    LAW.as_ref().map_err(|error| Failure::Fault(error.to_string()))
}

/// What a desk is put together from.
pub(crate) struct Parts {
    pub(crate) db: Db,
    pub(crate) keys: Arc<dyn KeyProvider>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) jurisdiction: Jurisdiction,
    pub(crate) banner: Option<Arc<str>>,
    pub(crate) secure_cookies: bool,
    pub(crate) own: Own,
}

/// Puts the desk together that every slice works with.
pub(crate) fn desk(parts: Parts) -> Desk {
    let doorman =
        offices::Doorman::new(parts.db.clone(), Arc::clone(&parts.keys), Arc::clone(&parts.clock));
    Desk {
        companions: companions(),
        db: parts.db,
        sealing: Sealing { keys: parts.keys, entropy: Arc::clone(&parts.entropy) },
        clock: Arc::clone(&parts.clock),
        rulebook: Arc::new(Rulebook::new(parts.own.law, parts.jurisdiction)),
        scorecards: parts.own.scorecards,
        kit: Kit {
            doorkeeper: Arc::new(doorman),
            clock: parts.clock,
            entropy: parts.entropy,
            navigation: Arc::from(NAVIGATION),
            banner: parts.banner,
            secure_cookies: parts.secure_cookies,
        },
    }
}

/// What the slices keep of a person beside the ledger, in the order in which the file shows it.
fn companions() -> Arc<[Arc<dyn Companion>]> {
    Arc::from([
        Arc::new(counselling::Keeper) as Arc<dyn Companion>,
        Arc::new(surveys::Keeper),
        Arc::new(visits::Keeper),
        Arc::new(agreements::Keeper),
        Arc::new(transfers::Keeper),
        Arc::new(plans::Keeper),
        Arc::new(panels::Keeper),
        Arc::new(posts::Keeper),
        Arc::new(stopping::Keeper),
        Arc::new(services::Keeper),
        Arc::new(seekers::Keeper),
    ])
}

/// Gives every route, with who may take it.
pub(crate) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/", Action::KeepOwnAccount, home::show)
        .get("/assistance", Action::FindPerson, assistance::show)
        .get("/law", Action::KeepOwnAccount, in_force::show)
        .and(web::asset_routes())
        .and(web::gallery_routes())
        .and(offices::routes(Arc::new(Responsibilities)))
        .and(duties::routes())
        .and(seekers::routes())
        .and(services::routes())
        .and(counselling::routes())
        .and(agreements::routes())
        .and(plans::routes())
        .and(surveys::routes())
        .and(visits::routes())
        .and(panels::routes())
        .and(transfers::routes())
        .and(stopping::routes())
        .and(posts::routes())
}

/// What somebody must hand over before they leave: the people they answer for, the appointments they have; and an
/// office before it closes.
struct Responsibilities;

impl offices::Responsibilities for Responsibilities {
    fn open_of<'a>(
        &'a self,
        tx: &'a mut Tx,
        staff: ActorId,
    ) -> Pin<Box<dyn Future<Output = Result<i64, StoreError>> + 'a>> {
        Box::pin(async move {
            let held = duties::count_held(tx, staff).await?;
            Ok(held + counselling::open_of(tx, staff).await?)
        })
    }

    fn open_at<'a>(
        &'a self,
        tx: &'a mut Tx,
        office_code: i64,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<String>, StoreError>> + 'a>> {
        Box::pin(async move {
            let open = [
                (duties::count_at(tx, office_code).await?, "名服务对象"),
                (transfers::open_at(tx, office_code).await?, "件没有办结的划转"),
                (panels::open_at(tx, office_code).await?, "个没有结束的专家会诊"),
                (surveys::open_at(tx, office_code).await?, "个没有结束的摸查轮次"),
            ];
            let open = open.into_iter().filter(|(count, _)| *count > 0);
            Ok(open.map(|(count, what)| format!(" {count} {what}")).collect())
        })
    }
}
