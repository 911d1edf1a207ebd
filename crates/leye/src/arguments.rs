//! The command line.

use std::ffi::{OsStr, OsString};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use kernel::Day;
use rules::{Jurisdiction, State};

/// 乐业：公共就业服务机构的业务系统。
#[derive(Debug, Parser)]
#[command(
    name = "leye",
    version,
    about = "乐业：公共就业服务机构的业务系统",
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 用随程序附带的台账演示主要功能
    Demo(Demo),
    /// 核对服务台账：每个服务对象应办什么、何时到期、依据哪一条
    Check(Check),
    /// 查阅法规：条款、期限、如何推算
    Law(Law),
    /// 查询工作日历：某天是否工作日，前后第几个工作日
    Calendar(Calendar),
    /// 生成模拟城市的数据，供试用与测速
    City(City),
}

/// What the demonstration shows.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// 以哪一天为准
    #[arg(long, value_name = "日期", default_value = "2026-06-30")]
    pub(crate) as_of: Day,
}

/// How a ledger is checked.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the contract")]
pub(crate) struct Check {
    /// 台账文件：JSON Lines；配合 --mapping 也可以是 Excel 或 CSV；“-”表示标准输入
    #[arg(value_name = "台账", required_unless_present = "template")]
    pub(crate) ledger: Option<PathBuf>,
    /// 遵循哪里的规定：beijing、hebei、shandong、national
    #[arg(long, value_name = "地区", default_value = "national")]
    pub(crate) regulation: Jurisdiction,
    /// 以哪一天为准；不写就是今天（东八区）
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<Day>,
    /// 输出形式：table 表格，json 每行一个对象，xlsx FILE 工作簿
    #[arg(long, value_name = "形式", default_value = "table")]
    pub(crate) format: Format,
    /// 工作簿写到哪里（--format xlsx FILE 的另一种写法）
    #[arg(long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    /// 列出当日成立的权利与权限（停止服务、专家会诊、公益性岗位等），而不是应办事项
    #[arg(long)]
    pub(crate) gates: bool,
    /// 同一服务对象的记录已经排在一起：内存只需容纳一个对象
    #[arg(long)]
    pub(crate) grouped: bool,
    /// 有被拒的行时，仍然核对其余各行
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// 只列出这些状态：met 按期、late 迟办、open 待办、overdue 逾期、void 终止、missed 错过；逗号分隔
    #[arg(long, value_name = "状态", value_delimiter = ',', value_parser = state)]
    pub(crate) state: Vec<State>,
    /// 在表格中逐条说明期限如何推算
    #[arg(long)]
    pub(crate) explain: bool,
    /// 用几个线程；不写就用全部处理器
    #[arg(long, value_name = "数目")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// 本机构自定的规范（TOML），只能改规范，不能改法定期限
    #[arg(long, value_name = "文件")]
    pub(crate) norms: Option<PathBuf>,
    /// 另加一年的放假通知（TOML，格式同 law/calendars），可写多次
    #[arg(long, value_name = "文件")]
    pub(crate) calendar: Vec<PathBuf>,
    /// 说明 Excel 或 CSV 台账各列含义的对照文件（TOML）
    #[arg(long, value_name = "文件")]
    pub(crate) mapping: Option<PathBuf>,
    /// 写出对照文件的样板；不写文件名或写“-”就写到标准输出
    #[arg(long, value_name = "文件", num_args = 0..=1, default_missing_value = "-", exclusive = true)]
    pub(crate) template: Option<PathBuf>,
}

impl Check {
    /// Tells whether duties in a state are to be shown.
    pub(crate) fn shows(&self, state: State) -> bool {
        self.state.is_empty() || self.state.contains(&state)
    }
}

fn state(name: &str) -> Result<State, String> {
    State::ALL
        .into_iter()
        .find(|state| state.name() == name || state.term() == name)
        .ok_or_else(|| format!("没有名为“{name}”的状态"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Xlsx,
}

#[derive(Debug, Args)]
pub(crate) struct Law {
    #[command(subcommand)]
    pub(crate) question: LawQuestion,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LawQuestion {
    /// 列出法规、规则与参数
    List,
    /// 显示一条：条号、要旨、规则、期限及出处
    Show {
        /// 条款编号，例如 BJ18-27(1)
        #[arg(value_name = "条款")]
        clause: String,
    },
    /// 推算期限：逐日说明哪些天计入、哪些天跳过、为什么
    Due {
        /// 规则编号，例如 BJ18-27(1)
        #[arg(value_name = "规则")]
        rule: String,
        /// 从哪一天起算
        #[arg(long, value_name = "日期")]
        from: Day,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Calendar {
    /// 哪一天，例如 2026-10-01
    #[arg(value_name = "日期", required_unless_present = "csv")]
    pub(crate) day: Option<Day>,
    /// +N：之后第 N 个工作日；-N：之前第 N 个工作日
    #[arg(value_name = "+N|-N", allow_hyphen_values = true)]
    pub(crate) offset: Option<String>,
    /// 把放假通知已公布的各年逐日列为 CSV
    #[arg(long, exclusive = true)]
    pub(crate) csv: bool,
}

#[derive(Debug, Args)]
pub(crate) struct City {
    #[command(subcommand)]
    pub(crate) part: CityPart,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CityPart {
    /// 生成服务台账（JSON Lines，同一对象排在一起）
    Ledger {
        /// 多少人
        #[arg(long, value_name = "人数", default_value_t = 1000)]
        persons: u64,
        /// 随机种子：同一种子生成同一份台账
        #[arg(long, value_name = "种子", default_value_t = 1)]
        seed: u64,
        /// 台账的最后一天
        #[arg(long, value_name = "日期", default_value = "2026-06-30")]
        until: Day,
        /// 写到哪个文件；不写就写到标准输出
        #[arg(long, value_name = "文件")]
        output: Option<PathBuf>,
    },
}

/// Names the file of `--format xlsx FILE`, which would otherwise be taken for a second ledger.
pub(crate) fn with_named_output(
    arguments: impl Iterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    let mut named = Vec::new();
    let mut arguments = arguments.peekable();
    while let Some(argument) = arguments.next() {
        let is_format = argument == "--format";
        let is_workbook = argument == "--format=xlsx"
            || is_format && arguments.peek().is_some_and(|next| next == "xlsx");
        named.push(argument);
        if !is_workbook {
            continue;
        }
        if is_format {
            named.extend(arguments.next());
        }
        if arguments.peek().is_some_and(|next| !is_option(next)) {
            named.push("--output".into());
        }
    }
    named.into_iter()
}

fn is_option(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"-")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_file_after_xlsx_is_the_workbook() {
        for (given, wanted) in [
            ("leye check a --format xlsx b", "leye check a --format xlsx --output b"),
            ("leye check --format xlsx b a", "leye check --format xlsx --output b a"),
            ("leye check --format=xlsx b a", "leye check --format=xlsx --output b a"),
            ("leye check --format xlsx --output b a", "leye check --format xlsx --output b a"),
            ("leye check --format json a", "leye check --format json a"),
        ] {
            let split = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
            let named: Vec<_> = with_named_output(split(given).into_iter()).collect();
            assert_eq!(named, split(wanted));
        }
    }
}
