//! What an agency lays over what ships with the program.

use std::path::PathBuf;

use clap::Args;

/// An agency's own norms and newer holiday notices.
#[derive(Debug, Default, Args)]
pub(crate) struct OwnLaw {
    /// 本机构自定的文件夹：规范 norms.toml，放假通知 calendars/*.toml，分级量表 scorecards/*.toml；有哪样用哪样
    #[arg(long, value_name = "文件夹")]
    pub(crate) own: Option<PathBuf>,
    /// 本机构自定的规范（TOML），只能改规范，不能改法定期限
    #[arg(long, value_name = "文件")]
    pub(crate) norms: Option<PathBuf>,
    /// 另加一年的放假通知（TOML，格式同 law/calendars），可写多次
    #[arg(long, value_name = "文件")]
    pub(crate) calendar: Vec<PathBuf>,
}

/// Everything that an agency may lay over.
#[derive(Debug, Default, Args)]
pub(crate) struct Own {
    #[command(flatten)]
    pub(crate) law: OwnLaw,
    /// 本市的分级量表（TOML，格式同 law/scorecards），从其施行日期（from）起自动启用，可写多次
    #[arg(long, value_name = "文件")]
    pub(crate) scorecard: Vec<PathBuf>,
}
