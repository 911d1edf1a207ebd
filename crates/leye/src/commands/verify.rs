//! `leye verify`: the whole ledger proved untouched, or the first place that is not.

use std::io::Write as _;
use std::sync::Arc;

use store::StoreError;
use store::ledger::{self, Finding, Verdict};

use super::database::{self, Opened};
use crate::arguments::Verify;
use crate::failure::Failure;
use crate::terminal;

/// Everything is as it was written.
const UNTOUCHED: u8 = 0;
/// Something is not.
const TOUCHED: u8 = 1;

/// Verifies entries, chains, roots, and that every ledger belongs to its subject.
pub(crate) fn run(arguments: &Verify) -> Result<u8, Failure> {
    let witness = arguments.witness.as_deref().map(database::read_witness).transpose()?;
    database::wait(async {
        let opened = arguments.vault.open().await?;
        let keys = || Arc::clone(&opened.keys);
        let (status, told) = match ledger::verify(&opened.db, keys(), witness).await? {
            Verdict::Touched(finding) => (TOUCHED, words(&opened, &finding).await),
            Verdict::Untouched(summary) => match subjects::audit(&opened.db, keys()).await {
                Ok(Some(finding)) => (TOUCHED, finding.to_string()),
                Err(fault @ StoreError::Contradiction { .. }) => (TOUCHED, fault.to_string()),
                Err(fault) => return Err(fault.into()),
                Ok(None) => (
                    UNTOUCHED,
                    format!(
                        "台账完好：{} 个服务对象的 {} 条记录、{} 号日签均与写入时一致",
                        summary.subjects, summary.entries, summary.roots
                    ),
                ),
            },
        };
        opened.db.close();
        let mut out = terminal::output();
        if status == TOUCHED {
            writeln!(out, "台账被改动：{told}")?;
            writeln!(out, "请停止使用并保留现场；用 leye restore 把备份恢复到别处，与之比对")?;
        } else {
            writeln!(out, "{told}")?;
            if witness.is_none() {
                writeln!(out, "没有给出 --witness：整库若被换成旧副本，这样查不出来")?;
            }
        }
        out.flush()?;
        Ok(status)
    })
}

/// Words a finding, with as much of the subject's name as its keeper needs.
async fn words(opened: &Opened, finding: &Finding) -> String {
    let Some(subject) = finding.subject else { return finding.to_string() };
    // What keeps the name from being read is found by the audit; here it only goes unsaid.
    match subjects::reference_of(&opened.db, Arc::clone(&opened.keys), subject).await {
        Ok(Some(reference)) => format!("{finding}（{}）", subjects::mask(reference.reveal())),
        _ => finding.to_string(),
    }
}
