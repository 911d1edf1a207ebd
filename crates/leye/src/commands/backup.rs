//! `leye backup`: a copy of the database at one instant, as it is.

use std::io::Write as _;

use crate::arguments::Backup;
use crate::failure::Failure;
use crate::terminal;

/// Writes the copy while others go on working.
pub(crate) fn run(arguments: &Backup) -> Result<u8, Failure> {
    arguments.place.must_exist()?;
    let schema = store::backup::backup(&arguments.place.database, &arguments.file)?;
    let mut out = terminal::output();
    writeln!(
        out,
        "已备份到 {}，结构 {schema}。密钥不在其中，须另外保存；没有密钥，备份打不开",
        arguments.file.display()
    )?;
    out.flush()?;
    Ok(0)
}
