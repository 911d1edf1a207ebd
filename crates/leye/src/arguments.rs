//! The command line.

mod database;
mod own;
mod serve;

use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use kernel::Day;
use rules::{Jurisdiction, RetirementCategory, State};

pub(crate) use database::{
    Backup, Deliver, Doctor, Export, Import, Place, Restore, Seal, Vault, Verify,
};
pub(crate) use own::{Own, OwnLaw};
pub(crate) use serve::{Serve, address};

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
    /// 演示：在浏览器中打开一个虚构的区，机构、人员、台账俱全
    Demo(Demo),
    /// 启动业务系统
    Serve(Serve),
    /// 核对服务台账：每个服务对象应办什么、何时到期、依据哪一条
    Check(Check),
    /// 就业困难程度分级：为一个人逐项计分，或用历史结果检验分级量表
    Grade(Grade),
    /// 查阅法规：条款、期限、如何推算
    Law(Law),
    /// 查询工作日历：某天是否工作日，前后第几个工作日
    Calendar(Calendar),
    /// 生成模拟城市的数据，供试用与测速
    City(City),
    /// 把服务台账导入数据库：先整体核对，有一行不对就一行也不写
    Import(Import),
    /// 从数据库导出服务台账（JSON Lines）
    Export(Export),
    /// 日签：把当日各台账的链尾汇总签名，给出须在库外留存的一行
    Seal(Seal),
    /// 验证数据库中的台账没有被改动
    Verify(Verify),
    /// 备份数据库，备份期间可照常使用
    Backup(Backup),
    /// 从备份恢复到空的位置，恢复前先验证
    Restore(Restore),
    /// 检查数据库、密钥、日签与磁盘是否正常
    Doctor(Doctor),
    /// 把等待发出的函件通知逐件写成文件，交给登记机关的交换系统
    Deliver(Deliver),
}

/// What the demonstration shows.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// 多少服务对象
    #[arg(long, value_name = "人数", default_value_t = 20_000)]
    pub(crate) persons: u64,
    /// 随机种子：同一种子、同一天生成同样的人和台账
    #[arg(long, value_name = "种子", default_value_t = 1)]
    pub(crate) seed: u64,
    /// 在哪个地址与端口上服务
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:8080", value_parser = address)]
    pub(crate) listen: SocketAddr,
    /// 试用别的数据库（SQLite 文件或 `postgres://` 地址，须是空的）：密钥不保留，退出后其中封存的内容谁也打不开；不写就用临时文件，退出即删
    #[arg(long, value_name = "数据库")]
    pub(crate) database: Option<String>,
    /// 不开浏览器演示，改在终端演示台账核对
    #[arg(long)]
    pub(crate) ledger: bool,
    /// 台账核对以哪一天为准
    #[arg(long, value_name = "日期", default_value = "2026-06-30", requires = "ledger")]
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
    #[command(flatten)]
    pub(crate) own: OwnLaw,
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

fn category(name: &str) -> Result<RetirementCategory, String> {
    RetirementCategory::ALL
        .into_iter()
        .find(|category| category.name() == name || category.term() == name)
        .ok_or_else(|| format!("没有名为“{name}”的类别，可选 male、female_55、female_50"))
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

/// Who is graded, or how a scorecard is judged.
#[derive(Debug, Args)]
pub(crate) struct Grade {
    /// 逐项回答，例如 失业时间=14；一项也不写就列出量表的问题
    #[arg(value_name = "因素=回答", value_parser = answer, conflicts_with = "evaluate")]
    pub(crate) answers: Vec<(String, String)>,
    /// 分级量表（TOML，格式同 law/scorecards）；不写就用当日施行的量表
    #[arg(long, value_name = "文件")]
    pub(crate) scorecard: Option<PathBuf>,
    /// 本机构自定的文件夹：其中 scorecards/*.toml 与随程序的量表一起，按施行日期取用
    #[arg(long, value_name = "文件夹", conflicts_with = "scorecard")]
    pub(crate) own: Option<PathBuf>,
    /// 以哪一天施行的量表为准；不写就是今天（东八区）
    #[arg(long, value_name = "日期")]
    pub(crate) as_of: Option<Day>,
    /// 用一张带有结果的表（CSV）检验：各级是否依次对应长期失业的风险，对谁容易分错
    #[arg(long, value_name = "表")]
    pub(crate) evaluate: Option<PathBuf>,
    /// 与另一份量表在同样的人身上比较
    #[arg(long, value_name = "文件", requires = "evaluate", requires = "scorecard")]
    pub(crate) against: Option<PathBuf>,
    /// 表中哪一列是分数
    #[arg(long, value_name = "列", requires = "evaluate")]
    pub(crate) points: Option<String>,
    /// 表中哪一列是级别（1 至 4）
    #[arg(long, value_name = "列", requires = "evaluate")]
    pub(crate) level: Option<String>,
    /// 表中哪一列说明是否长期失业（是、否；不知道的空着）
    #[arg(long, value_name = "列", requires = "evaluate")]
    pub(crate) outcome: Option<String>,
    /// 表中哪一列是从分级到就业的周数（未就业的空着）
    #[arg(long, value_name = "列", requires = "evaluate")]
    pub(crate) weeks: Option<String>,
    /// 表中哪一列是跟踪了多少周
    #[arg(long, value_name = "列", requires = "weeks")]
    pub(crate) followed: Option<String>,
    /// 超过多少周未就业算长期失业
    #[arg(long, value_name = "周数", default_value_t = 52)]
    pub(crate) long_after: u32,
    /// 按哪些列的取值分别计算错误率，可写多次；分级本身不看这些列
    #[arg(long, value_name = "列", requires = "evaluate")]
    pub(crate) group: Vec<String>,
    /// 检验结果以 JSON 输出
    #[arg(long, requires = "evaluate")]
    pub(crate) json: bool,
}

fn answer(text: &str) -> Result<(String, String), String> {
    let (factor, answer) = text
        .split_once('=')
        .ok_or_else(|| format!("“{text}”应写成 因素=回答，例如 失业时间=14"))?;
    Ok((factor.to_owned(), answer.to_owned()))
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
    /// 法定退休年龄与劳动年龄：按出生日期与人员类别推算，并说明依据
    Retirement {
        /// 出生日期，例如 1970-03-05
        #[arg(value_name = "出生日期")]
        birth: Day,
        /// 人员类别：`male` 男职工，`female_55` 原 55 岁退休的女职工，`female_50` 原 50 岁退休的女职工
        #[arg(long, value_name = "类别", value_parser = category)]
        category: RetirementCategory,
        /// 以哪一天为准；不写就是今天（东八区）
        #[arg(long, value_name = "日期")]
        as_of: Option<Day>,
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
    #[arg(long, conflicts_with_all = ["day", "offset"])]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) own: OwnLaw,
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
