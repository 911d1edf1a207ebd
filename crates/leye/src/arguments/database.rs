//! The commands that work on a database.

use std::path::PathBuf;

use clap::Args;
use kernel::Day;

use super::Own;

/// Which database.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// 数据库：SQLite 文件，或 `postgres://` 地址
    #[arg(long, value_name = "数据库", default_value = "leye-data/leye.sqlite")]
    pub(crate) database: String,
}

/// A database with the keys to what is sealed in it.
#[derive(Debug, Args)]
pub(crate) struct Vault {
    #[command(flatten)]
    pub(crate) place: Place,
    /// 密钥文件；不要放在数据库所在的文件夹里
    #[arg(long, value_name = "文件", default_value = "leye-keys/leye.keys")]
    pub(crate) keys: PathBuf,
}

/// What is imported.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// 台账文件：JSON Lines；配合 --mapping 也可以是 Excel 或 CSV；“-”表示标准输入
    #[arg(value_name = "台账")]
    pub(crate) ledger: PathBuf,
    #[command(flatten)]
    pub(crate) vault: Vault,
    /// 只说明将会怎样，什么也不写
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 说明 Excel 或 CSV 台账各列含义的对照文件（TOML），样板见 leye check --template
    #[arg(long, value_name = "文件")]
    pub(crate) mapping: Option<PathBuf>,
}

/// What is exported.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) vault: Vault,
    /// 只导出这一个服务对象（台账中 subject 的写法）
    #[arg(long, value_name = "服务对象")]
    pub(crate) subject: Option<String>,
}

/// Which day is signed.
#[derive(Debug, Args)]
pub(crate) struct Seal {
    #[command(flatten)]
    pub(crate) vault: Vault,
    /// 哪一天；不写就是今天（东八区）
    #[arg(long, value_name = "日期")]
    pub(crate) day: Option<Day>,
}

/// What is verified.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) vault: Vault,
    /// 日签时在库外留存的一行，例如 12:5f3c…；有了它，整库被换成旧副本也能发现
    #[arg(long, value_name = "见证")]
    pub(crate) witness: Option<String>,
}

/// Where a copy goes.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// 备份写到哪个文件；已有的文件不会被覆盖
    #[arg(value_name = "备份文件")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where a copy comes from.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// 备份文件
    #[arg(value_name = "备份文件")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) vault: Vault,
    /// 日签时在库外留存的一行，用来确认备份没有缺少它
    #[arg(long, value_name = "见证")]
    pub(crate) witness: Option<String>,
}

/// What is examined.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) vault: Vault,
    #[command(flatten)]
    pub(crate) own: Own,
}

/// Where messages go.
#[derive(Debug, Args)]
pub(crate) struct Deliver {
    /// 写到哪个文件夹（须已存在）：每件一个文件，由交换系统取走
    #[arg(long, value_name = "文件夹")]
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
}
