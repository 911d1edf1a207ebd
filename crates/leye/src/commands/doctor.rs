//! `leye doctor`: whether the database, its keys, its roots and its disk are well.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use duties::Left;
use kernel::Day;
use store::{Engine, StoreError, ledger, outbox};

use super::database::{self, Opened};
use crate::arguments::Doctor;
use crate::failure::Failure;
use crate::own::Own;
use crate::terminal;

store::statements! {
    pub(crate) group "doctor";
    /// Whether the engine finds its own file sound.
    SOUND = "PRAGMA integrity_check", postgres "SELECT 'ok' AS integrity_check";
    /// The last change of the schema.
    SCHEMA = "SELECT max(name) AS name FROM migration";
}

/// Everything is well.
const WELL: u8 = 0;
/// Something is to be done.
const TO_DO: u8 = 1;

/// Below so many bytes the disk counts as nearly full.
const LITTLE_SPACE: u64 = 1 << 30;

/// What was looked at, how it stands, and what to do where it is not well.
struct Line {
    about: &'static str,
    found: String,
    remedy: Option<String>,
}

/// Looks at everything and says of each whether it is well.
pub(crate) fn run(arguments: &Doctor) -> Result<u8, Failure> {
    let own = Own::read(&arguments.own)?;
    let lines = database::wait(async {
        let opened = arguments.vault.open().await?;
        let lines = examine(arguments, &opened, &own).await;
        opened.db.close();
        lines
    })?;
    let mut out = terminal::output();
    for Line { about, found, remedy } in &lines {
        match remedy {
            None => writeln!(out, "OK    {about}：{found}")?,
            Some(remedy) => writeln!(out, "待办  {about}：{found}；{remedy}")?,
        }
    }
    out.flush()?;
    Ok(if lines.iter().any(|line| line.remedy.is_some()) { TO_DO } else { WELL })
}

async fn examine(arguments: &Doctor, opened: &Opened, own: &Own) -> Result<Vec<Line>, Failure> {
    let cards = own.scorecards;
    let (schema, sound, counts, root, changed, left, waiting) = opened
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let (schema,): (String,) = tx.one(SCHEMA, &[]).await?;
            let sound: Vec<(String,)> = tx.all(SOUND, &[]).await?;
            let counts: (i64, i64, i64) = tx.one(subjects::COUNTS, &[]).await?;
            let changed = services::changed_scorecard(tx, cards).await?;
            let left = duties::left(tx, terminal::today()).await?;
            let (root, waiting) = (ledger::last_root(tx).await?, outbox::waiting(tx).await?);
            Ok((schema, sound, counts, root, changed, left, waiting))
        })
        .await?;
    let (count, entries, ungathered) = counts;
    let engine = match opened.db.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    let fine = |about, found| Line { about, found, remedy: None };
    let mut lines = vec![
        fine("数据库", engine.to_owned()),
        fine("结构版本", schema.trim_end_matches(".sql").to_owned()),
        fine("密钥", format!("{} 与数据库相符", arguments.vault.keys.display())),
        fine("台账", format!("{count} 个服务对象，{entries} 条记录")),
    ];
    lines.push(last_root(root.as_ref(), ungathered));
    let sound = sound.first().map_or("", |(text,)| text.as_str());
    lines.push(match (opened.db.engine(), sound) {
        (Engine::Postgres, _) => {
            fine("完整性", "由 PostgreSQL 自行校验（data checksums）".to_owned())
        }
        (Engine::Sqlite, "ok") => fine("完整性", "数据库文件没有损坏".to_owned()),
        (Engine::Sqlite, problem) => Line {
            about: "完整性",
            found: format!(
                "数据库文件已损坏（{}）",
                problem.lines().collect::<Vec<_>>().join("，")
            ),
            remedy: Some("请停止使用，用 leye restore 恢复最近的备份".to_owned()),
        },
    });
    lines.extend(undone(&left, waiting));
    lines.extend(in_force(own, changed));
    if let Some(file) = arguments.vault.place.file() {
        lines.push(disk(&database::folder(file)));
    }
    Ok(lines)
}

/// Says what the running system has not done by itself, or cannot do.
fn undone(left: &Left, waiting: i64) -> [Line; 4] {
    let line = |about, well: &str, wrong: Option<(String, &str)>| match wrong {
        None => Line { about, found: well.to_owned(), remedy: None },
        Some((found, remedy)) => Line { about, found, remedy: Some(remedy.to_owned()) },
    };
    let since =
        |day: Option<Day>| day.map_or_else(String::new, |day| format!("，最早的自 {day} 起"));
    let (unread, unread_since) = left.unread;
    let (late, late_since) = left.not_looked_at;
    [
        line(
            "负责机构",
            "每个服务对象都有",
            (left.orphaned > 0).then(|| {
                (
                    format!("{} 个服务对象还没有", left.orphaned),
                    "请启动 leye serve，由它按台账分派；服务中仍不减少，请看其日志",
                )
            }),
        ),
        line(
            "规则推算",
            "台账都读得出",
            (unread > 0).then(|| {
                (
                    format!("{unread} 份台账读不出{}，其应办事项停在原处", since(unread_since)),
                    "请运行 leye verify 查明，并看 leye serve 的日志（cannot read this subject，附编号与原因）；\
                     能读出后，次日自动补算",
                )
            }),
        ),
        line(
            "到期重看",
            "没有落下的",
            (late > 0).then(|| {
                (
                    format!("{late} 个服务对象到期没有重看{}", since(late_since)),
                    "请启动 leye serve；服务中仍不减少，请看其日志",
                )
            }),
        ),
        line(
            "待送函件",
            "没有",
            (waiting > 0).then(|| {
                (
                    format!("{waiting} 件还没有送达登记机关"),
                    "请运行 leye deliver 送出；或由机构在“终止服务”的函件页打印送达并登记回执",
                )
            }),
        ),
    ]
}

/// Says by which own files, calendar and scorecard people are served.
fn in_force(own: &Own, changed: Option<services::ScorecardChanged>) -> Vec<Line> {
    let fine = |about, found| Line { about, found, remedy: None };
    let mut lines: Vec<Line> =
        own.files.iter().map(|file| fine("自定", file.to_string())).collect();
    if lines.is_empty() {
        lines.push(fine("自定", "没有；数字、放假安排和量表都随程序提供".to_owned()));
    }
    let last = own.law.calendar().years().map(|year| year.year).max().unwrap_or_default();
    lines.push(fine("放假安排", format!("到 {last} 年；以后各年暂按周一至周五")));
    let card = own.scorecards.on(terminal::today());
    lines.push(Line {
        about: "分级量表",
        found: format!("今天按{}", card.origin()),
        remedy: changed.map(|changed| changed.to_string()),
    });
    lines
}

fn last_root(root: Option<&ledger::Root>, ungathered: i64) -> Line {
    let Some(root) = root else {
        let remedy = (ungathered > 0).then(|| "请运行 leye seal，以后每日一次".to_owned());
        return Line { about: "日签", found: "还没有".to_owned(), remedy };
    };
    let age = terminal::today().number() - root.day.number();
    let found = format!(
        "第 {} 号，{}（{age} 天前）；其后有变动的台账 {ungathered} 个",
        root.number, root.day
    );
    let remedy = (age > 1 && ungathered > 0).then(|| "请运行 leye seal".to_owned());
    Line { about: "日签", found, remedy }
}

fn disk(folder: &Path) -> Line {
    let about = "磁盘";
    match free_bytes(folder) {
        None => Line { about, found: "无法得知剩余空间".to_owned(), remedy: None },
        Some(bytes) => Line {
            about,
            found: format!("剩余 {} MiB", bytes >> 20),
            remedy: (bytes < LITTLE_SPACE)
                .then(|| "空间将尽，请清理或扩容；写满后新的记录将不能保存".to_owned()),
        },
    }
}

/// Asks the system's own tool how many bytes are free where a folder lies.
fn free_bytes(folder: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let kibibytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kibibytes * 1024)
}
