//! `leye serve`: the system in use.

use std::io::Write as _;
use std::sync::Arc;

use grading::Scorecards;
use store::{Db, StoreError};

use super::database;
use crate::arguments::Serve;
use crate::failure::Failure;
use crate::outside::{SystemClock, SystemEntropy};
use crate::own::Own;
use crate::system::{self, Parts, serve};
use crate::terminal;

/// Serves a database until the process is asked to end.
pub(crate) fn run(arguments: &Serve) -> Result<u8, Failure> {
    terminal::start_log();
    let own = Own::read(&arguments.own)?;
    let entropy = SystemEntropy::open()?;
    database::run_many(async {
        let opened = arguments.vault.open_or_make(&entropy).await?;
        let listener = serve::listen(arguments.listen).await?;
        refuse_changed_scorecard(&opened.db, own.scorecards).await?;
        let own_files: Vec<String> = own.files.iter().map(ToString::to_string).collect();
        let desk = system::desk(Parts {
            db: opened.db.clone(),
            keys: opened.keys,
            entropy: Arc::new(entropy),
            clock: Arc::new(SystemClock),
            jurisdiction: arguments.regulation,
            banner: None,
            secure_cookies: !arguments.without_tls,
            own,
        });
        system::first::make_first_account(&desk, arguments.city).await?;
        // A database that was a demonstration is none once it is served.
        desk.db.write(async |tx| offices::end_second_factor_waiver(tx).await).await?;
        let mut out = terminal::output();
        for file in own_files {
            writeln!(out, "自定　{file}")?;
        }
        writeln!(out, "乐业已启动：http://{}/　（Ctrl+C 停止）", listener.local_addr()?)?;
        out.flush()?;
        drop(out);
        serve::serve(desk, listener, arguments.proxy).await?;
        opened.db.close();
        Ok(0)
    })
}

/// Refuses scorecards of which one reads otherwise than when somebody was graded by it.
async fn refuse_changed_scorecard(db: &Db, cards: &'static Scorecards) -> Result<(), Failure> {
    let changed = db
        .read::<_, _, StoreError>(async move |tx| services::changed_scorecard(tx, cards).await)
        .await?;
    match changed {
        Some(changed) => Err(Failure::Refusal(changed.to_string())),
        None => Ok(()),
    }
}
