//! `leye serve`: the system in use.

use std::io::Write as _;
use std::sync::Arc;

use super::database;
use crate::arguments::Serve;
use crate::failure::Failure;
use crate::outside::{SystemClock, SystemEntropy};
use crate::system::{self, Parts, serve};
use crate::terminal;

/// Serves a database until the process is asked to end.
pub(crate) fn run(arguments: &Serve) -> Result<u8, Failure> {
    terminal::start_log();
    let entropy = SystemEntropy::open()?;
    database::run_many(async {
        let opened = arguments.vault.open_or_make(&entropy).await?;
        let listener = serve::listen(arguments.listen).await?;
        let desk = system::desk(Parts {
            db: opened.db.clone(),
            keys: opened.keys,
            entropy: Arc::new(entropy),
            clock: Arc::new(SystemClock),
            jurisdiction: arguments.regulation,
            banner: None,
            secure_cookies: !arguments.without_tls,
        })?;
        system::first::make_first_account(&desk, arguments.city).await?;
        let mut out = terminal::output();
        writeln!(out, "乐业已启动：http://{}/　（Ctrl+C 停止）", listener.local_addr()?)?;
        out.flush()?;
        drop(out);
        serve::serve(desk, listener, arguments.proxy).await?;
        opened.db.close();
        Ok(0)
    })
}
