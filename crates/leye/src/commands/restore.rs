//! `leye restore`: a copy becomes a database again, once it verifies.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::Clock as _;
use store::seal::FileKeys;

use super::database;
use crate::arguments::Restore;
use crate::failure::Failure;
use crate::outside::SystemClock;
use crate::terminal;

/// Puts a copy back into an empty place.
pub(crate) fn run(arguments: &Restore) -> Result<u8, Failure> {
    let Some(target) = arguments.vault.place.file() else {
        return Err(Failure::Usage(
            "PostgreSQL 请用其自带工具恢复（pg_restore）；--database 在这里应是文件".to_owned(),
        ));
    };
    let witness = arguments.witness.as_deref().map(database::read_witness).transpose()?;
    let keys = Arc::new(FileKeys::open(&arguments.vault.keys)?);
    if !arguments.file.is_file() {
        let error = ErrorKind::NotFound.into();
        return Err(Failure::reading(&arguments.file, &error));
    }
    database::make_folder(target)?;
    forget_broken_off(target)?;
    database::wait(async {
        let catalogue = database::catalogue()?;
        let now = SystemClock.now();
        let summary =
            store::backup::restore(&arguments.file, target, catalogue, keys, witness, now).await?;
        let mut out = terminal::output();
        writeln!(
            out,
            "已恢复到 {}，验证无误：{} 个服务对象的 {} 条记录、{} 号日签",
            target.display(),
            summary.subjects,
            summary.entries,
            summary.roots
        )?;
        out.flush()?;
        Ok(0)
    })
}

/// Removes the log that the engine left beside a file whose restoring broke off: it would be taken for one of the new
/// file, and what another copy held would be read in this one.
fn forget_broken_off(target: &Path) -> Result<(), Failure> {
    for ending in [".restoring-wal", ".restoring-shm"] {
        let mut left = target.as_os_str().to_owned();
        left.push(ending);
        let left = PathBuf::from(left);
        match fs::remove_file(&left) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Failure::writing(&left, &error));
            }
            _ => {}
        }
    }
    Ok(())
}
