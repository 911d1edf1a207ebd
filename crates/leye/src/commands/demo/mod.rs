//! `leye demo`: a district of Beijing, invented, in the browser; or the ledger check on the terminal.

mod accounts;
mod assistance;
mod ledger;
mod load;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::sealed_columns_with;

use std::io::Write as _;
use std::sync::Arc;

use city::{District, DistrictPlan};
use rules::Jurisdiction;
use store::seal::{self, FileKeys};
use store::{Clock as _, Db};

use super::database;
use crate::arguments::Demo;
use crate::failure::Failure;
use crate::outside::{SystemClock, SystemEntropy};
use crate::own::Own;
use crate::system::{self, Parts, serve};
use crate::terminal;

/// Makes the district, says which accounts there are, and serves it until the process is asked to end.
pub(crate) fn run(arguments: &Demo) -> Result<u8, Failure> {
    if arguments.ledger {
        return ledger::run(arguments.as_of);
    }
    terminal::start_log();
    let entropy = Arc::new(SystemEntropy::open()?);
    database::run_many(async {
        let started = SystemClock.now();
        // Nothing is kept: the next demonstration begins anew.
        let folder = tempfile::tempdir()?;
        let listener = serve::listen(arguments.listen).await?;
        let place = folder.path().join("leye.sqlite").display().to_string();
        let place = arguments.database.clone().unwrap_or(place);
        let db = Db::open(&place, database::catalogue()?, SystemClock.now())?;
        let keys = FileKeys::create(&folder.path().join("leye.keys"), entropy.as_ref())?;
        seal::admit(&db, &keys).await?;
        let desk = system::desk(Parts {
            db: db.clone(),
            keys: Arc::new(keys),
            entropy: Arc::clone(&entropy) as Arc<dyn store::Entropy>,
            clock: Arc::new(SystemClock),
            jurisdiction: Jurisdiction::Beijing,
            banner: Some("演示：人物、单位与台账均为虚构，退出后不保留".into()),
            secure_cookies: false,
            own: Own::shipped()?,
        });
        let today = terminal::today();
        let plan = DistrictPlan::of_two_years(arguments.persons, arguments.seed, today);
        let plan = DistrictPlan { employers: arguments.persons.div_ceil(10).max(1), ..plan };
        let district = District::new(plan, system::law()?)
            .map_err(|refusal| Failure::Usage(refusal.to_string()))?;
        let loaded = load::load(&desk, &district).await?;
        system::jobs::look_again(&desk).await?;
        let took = SystemClock.now().micros() - started.micros();
        let seconds = format!("{}.{}", took / 1_000_000, took / 100_000 % 10);
        let mut out = terminal::output();
        writeln!(
            out,
            "已建成北京市朝阳区的演示数据：机构 {} 个，工作人员 {} 人，服务对象 {} 人，用人单位 {} 家，\
             台账 {} 条，用时 {} 秒",
            loaded.offices, loaded.staff, loaded.persons, loaded.employers, loaded.entries, seconds
        )?;
        accounts::tell(&mut out, listener.local_addr()?)?;
        out.flush()?;
        drop(out);
        serve::serve(desk, listener, None).await?;
        db.close();
        Ok(0)
    })
}
