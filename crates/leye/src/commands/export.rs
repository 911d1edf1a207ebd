//! `leye export`: the ledger in its written form.

use std::io::{self, BufWriter, Write as _};

use super::database;
use crate::arguments::Export;
use crate::failure::Failure;
use crate::terminal;

/// Writes the ledger of every subject, or of one, to standard output.
pub(crate) fn run(arguments: &Export) -> Result<u8, Failure> {
    database::wait(async {
        let opened = arguments.vault.open().await?;
        let mut out = BufWriter::with_capacity(1 << 20, io::stdout());
        let subject = arguments.subject.as_deref();
        let exported =
            subjects::export::<Failure>(&opened.db, opened.keys, subject, &mut |lines| {
                Ok(out.write_all(lines.as_bytes())?)
            })
            .await?;
        out.flush()?;
        opened.db.close();
        if exported.subjects + exported.erased == 0 && subject.is_some() {
            return Err(Failure::Refusal(
                "库中没有这个服务对象；请核对 --subject 的写法".to_owned(),
            ));
        }
        terminal::complain(&format!(
            "已导出 {} 个服务对象的 {} 条记录",
            exported.subjects, exported.entries
        ));
        if exported.erased > 0 {
            terminal::complain(&format!(
                "另有 {} 个服务对象的资料已按保存期限销毁，不能导出",
                exported.erased
            ));
        }
        if exported.merged > 0 {
            terminal::complain(&format!(
                "另有 {} 份档案已并入别的档案，其中的记录随并入的档案导出",
                exported.merged
            ));
        }
        Ok(0)
    })
}
