//! `leye seal`: the day's root, and the line to keep outside.

use std::io::Write as _;
use std::sync::Arc;

use store::{Clock as _, StoreError, ledger};

use super::database;
use crate::arguments::Seal;
use crate::failure::Failure;
use crate::outside::SystemClock;
use crate::terminal;

/// Gathers every chain that moved under a signed root of a day.
pub(crate) fn run(arguments: &Seal) -> Result<u8, Failure> {
    let today = terminal::today();
    let day = arguments.day.unwrap_or(today);
    if day > today {
        return Err(Failure::Usage(format!("--day {day} 还没有到；日签只能签今天或以前")));
    }
    database::wait(async {
        let opened = arguments.vault.open().await?;
        let keys = Arc::clone(&opened.keys);
        let now = SystemClock.now();
        let root = opened
            .db
            .write::<_, _, StoreError>(async move |tx| {
                ledger::gather(tx, keys.as_ref(), day, now).await
            })
            .await?;
        opened.db.close();
        let was_signed = root.sealed_at != now;
        let mut out = terminal::output();
        writeln!(
            out,
            "第 {} 号日签（{}）{}，收入 {} 个台账的链尾。请把下面一行抄存在数据库以外的地方：",
            root.number,
            root.day,
            if was_signed { "此前已签" } else { "已签" },
            root.leaves
        )?;
        writeln!(out, "{}", database::write_witness(root.witness()))?;
        out.flush()?;
        Ok(0)
    })
}
