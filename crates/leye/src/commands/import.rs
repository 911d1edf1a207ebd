//! `leye import`: a ledger goes into the database, whole or not at all.

use std::io::Write as _;
use std::sync::Arc;

use store::seal::{self, FileKeys};
use store::{Clock as _, Db, Instant, StoreError};
use subjects::{ImportError, Imported, RefusedLine, Sealing, Sheet};

use super::check::Source;
use super::database::{self, Opened};
use crate::arguments::Import;
use crate::failure::Failure;
use crate::outside::{SystemClock, SystemEntropy};
use crate::system::keepers::Keepers;
use crate::terminal;

/// Imported.
const DONE: u8 = 0;
/// Lines were refused, and nothing was imported.
const REFUSED: u8 = 1;

/// Imports a ledger, or tells what would become of it.
pub(crate) fn run(arguments: &Import) -> Result<u8, Failure> {
    let source = Source::open(&arguments.ledger, arguments.mapping.as_deref())?;
    let (bytes, refused) = source.read_whole()?;
    let mut sheet = Sheet::read(bytes);
    let refused = refused.into_iter();
    sheet.refused.extend(refused.map(|row| RefusedLine { line: row.line, reason: row.reason }));
    database::wait(examine(arguments, Arc::new(sheet)))
}

async fn examine(arguments: &Import, sheet: Arc<Sheet>) -> Result<u8, Failure> {
    let entropy = Arc::new(SystemEntropy::open()?);
    let exists = arguments.vault.place.file().is_none_or(std::path::Path::exists);
    // What is refused in any case must not leave an empty database and keys behind.
    if arguments.dry_run || !exists {
        let told = rehearse(arguments, Arc::clone(&sheet), &entropy).await?;
        if !told.refused.is_empty() {
            let error = ImportError::Refused { refused: told.refused, written: 0 };
            return refuse(arguments, error);
        }
        if arguments.dry_run {
            tell("若导入", &told, "（本次没有写入任何内容）")?;
            return Ok(DONE);
        }
    }
    let opened = arguments.vault.open_or_make(&entropy).await?;
    let sealing = Sealing { keys: opened.keys, entropy };
    let bar = terminal::count_progress(sheet.entries);
    bar.set_message("导入台账");
    let mut progress = |lines| bar.set_position(lines);
    let now = SystemClock.now();
    let (db, keepers) = (&opened.db, keepers_at(now));
    let end = subjects::import(db, &sealing, keepers, sheet, now, &mut progress).await;
    bar.finish_and_clear();
    opened.db.close();
    match end {
        Ok(told) => {
            tell("已导入", &told, "")?;
            Ok(DONE)
        }
        Err(error) => refuse(arguments, error),
    }
}

fn keepers_at(now: Instant) -> Arc<Keepers> {
    Arc::new(Keepers { today: web::day_of(now) })
}

/// Says what an import would make, without making a database or keys or changing the schema.
async fn rehearse(
    arguments: &Import,
    sheet: Arc<Sheet>,
    entropy: &SystemEntropy,
) -> Result<Imported, Failure> {
    let desk = tempfile::tempdir()?;
    let own_keys = || FileKeys::create(&desk.path().join("leye.keys"), entropy);
    let opened = match arguments.vault.place.find()? {
        None => {
            let place = desk.path().join("leye.sqlite").display().to_string();
            let db = Db::open(&place, database::catalogue()?, SystemClock.now())?;
            Opened { db, keys: Arc::new(own_keys()?) }
        }
        Some(db) if arguments.vault.keys.exists() => arguments.vault.unlock(db).await?,
        Some(db) => {
            let keys = own_keys()?;
            let (subjects, ..) = db
                .read::<_, _, StoreError>(async move |tx| {
                    tx.one::<(i64, i64, i64)>(subjects::COUNTS, &[]).await
                })
                .await?;
            if subjects > 0 {
                // Any other keys would find nobody and tell a false story.
                seal::admit(&db, &keys).await?;
            }
            Opened { db, keys: Arc::new(keys) }
        }
    };
    let keepers = keepers_at(SystemClock.now());
    let told = subjects::rehearse(&opened.db, opened.keys, keepers, sheet).await?;
    opened.db.close();
    Ok(told)
}

fn refuse(arguments: &Import, error: ImportError) -> Result<u8, Failure> {
    let words = error.to_string();
    match error {
        ImportError::Store { written: 0, fault } => Err(fault.into()),
        ImportError::Store { .. } => Err(Failure::Fault(words)),
        ImportError::Refused { refused, .. } => {
            let name = arguments.ledger.display();
            for line in refused {
                terminal::complain(&format!("{name}:{}: {}", line.line, line.reason));
            }
            terminal::complain(&words);
            Ok(REFUSED)
        }
    }
}

fn tell(what: &str, told: &Imported, more: &str) -> Result<(), Failure> {
    let mut out = terminal::output();
    writeln!(
        out,
        "{what}：新服务对象 {} 个，库中已有的服务对象 {} 个；新记录 {} 条，\
         库中已有而跳过 {} 条{more}",
        told.new_subjects, told.known_subjects, told.entries, told.already
    )?;
    out.flush()?;
    Ok(())
}
