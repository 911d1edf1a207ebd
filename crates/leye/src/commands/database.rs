//! What every command on a database begins with: the place, the keys, and someone to wait.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::ledger::Witness;
use store::seal::{self, FileKeys, KeyProvider};
use store::{Catalogue, Clock as _, Db, StoreError};

use crate::arguments::{Place, Vault};
use crate::failure::Failure;
use crate::outside::{SystemClock, SystemEntropy};
use crate::{system, terminal};

/// A database in use, and the keys that belong to it.
pub(crate) struct Opened {
    pub(crate) db: Db,
    pub(crate) keys: Arc<dyn KeyProvider>,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unreachable { .. }
            | StoreError::Migration { .. }
            | StoreError::Key { .. }
            | StoreError::Backup { .. } => Self::Refusal(error.to_string()),
            StoreError::Outdated { .. } => Self::Refusal(format!(
                "{error}。这个命令不更新结构。若原来的程序还在服务，请用原来的程序；若要升级：先停止服务，\
                 用 leye backup 备份，再用本程序 leye serve 启动一次，由它更新"
            )),
            _ => Self::Fault(error.to_string()),
        }
    }
}

/// Waits for a future to end.
pub(crate) fn wait<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future)
}

/// Waits for a future to end, with a thread for each processor beside it.
pub(crate) fn run_many<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future)
}

/// Every statement that the executable may run.
pub(crate) fn catalogue() -> Result<Catalogue, Failure> {
    let mut groups = system::STATEMENTS.to_vec();
    groups.push(super::doctor::STATEMENTS);
    Ok(Catalogue::new(&groups)?)
}

impl Place {
    /// The file, when the engine is embedded.
    pub(crate) fn file(&self) -> Option<&Path> {
        let is_server =
            self.database.starts_with("postgres://") || self.database.starts_with("postgresql://");
        (!is_server).then(|| Path::new(&self.database))
    }

    /// Refuses a file that is not there.
    pub(crate) fn must_exist(&self) -> Result<(), Failure> {
        match self.file().filter(|file| !file.exists()) {
            None => Ok(()),
            Some(file) => Err(Failure::Refusal(format!(
                "没有数据库 {}；请用 --database 指明，或先用 leye import 建立",
                file.display()
            ))),
        }
    }

    /// Opens the database, which must be there, with the schema of this program: another program may be using it.
    pub(crate) fn open(&self) -> Result<Db, Failure> {
        self.must_exist()?;
        let empty = || {
            Failure::Refusal("这个数据库还是空的；请先用 leye serve 或 leye import 建立".to_owned())
        };
        self.find()?.ok_or_else(empty)
    }

    /// Opens the database in the same way; nothing where there is none yet.
    pub(crate) fn find(&self) -> Result<Option<Db>, Failure> {
        if self.file().is_some_and(|file| !file.exists()) {
            return Ok(None);
        }
        match Db::open_as_it_is(&self.database, catalogue()?) {
            Err(StoreError::Outdated { found: None, .. }) => Ok(None),
            opened => Ok(Some(opened?)),
        }
    }
}

impl Vault {
    /// Opens the database and its keys, both of which must be there.
    pub(crate) async fn open(&self) -> Result<Opened, Failure> {
        self.unlock(self.place.open()?).await
    }

    /// Opens the keys of a database, which must be there.
    pub(crate) async fn unlock(&self, db: Db) -> Result<Opened, Failure> {
        let keys = FileKeys::open(&self.keys)?;
        seal::admit(&db, &keys).await?;
        Ok(Opened { db, keys: Arc::new(keys) })
    }

    /// Opens the database and its keys; makes either at the first time, and brings an older schema up to date.
    pub(crate) async fn open_or_make(&self, entropy: &SystemEntropy) -> Result<Opened, Failure> {
        let makes_keys = !self.keys.exists();
        if let Some(file) = self.place.file() {
            make_folder(file)?;
            if makes_keys {
                make_folder(&self.keys)?;
                self.keep_apart(file)?;
            }
        } else if makes_keys {
            make_folder(&self.keys)?;
        }
        let db = Db::open(&self.place.database, catalogue()?, SystemClock.now())?;
        if !makes_keys {
            let keys = FileKeys::open(&self.keys)?;
            seal::admit(&db, &keys).await?;
            return Ok(Opened { db, keys: Arc::new(keys) });
        }
        let keys = FileKeys::create(&self.keys, entropy)?;
        if let Err(error) = seal::admit(&db, &keys).await {
            // Nothing has been sealed under keys that were made a moment ago.
            std::fs::remove_file(&self.keys)?;
            return Err(match error {
                StoreError::Key { .. } => Failure::Refusal(format!(
                    "没有密钥文件 {}，而这个数据库已有自己的密钥；请用 --keys 指明原来的密钥文件",
                    self.keys.display()
                )),
                other => other.into(),
            });
        }
        terminal::complain(&format!(
            "已生成密钥文件 {}（仅本人可读）。没有它，库中封存的内容谁也打不开：\
             请立即另抄一份，存放在别处，不要与数据库或其备份放在一起",
            self.keys.display()
        ));
        Ok(Opened { db, keys: Arc::new(keys) })
    }

    /// Refuses keys in the folder of the data: who copies the one would have copied the other.
    fn keep_apart(&self, file: &Path) -> Result<(), Failure> {
        let place = |path: &Path| folder(path).canonicalize();
        if place(&self.keys)?.starts_with(place(file)?) {
            return Err(Failure::Usage(format!(
                "密钥文件 {} 在数据库所在的文件夹里，拿走数据就拿走了密钥；请用 --keys 指明别处",
                self.keys.display()
            )));
        }
        Ok(())
    }
}

/// The folder that a file is in.
pub(crate) fn folder(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes the folder of a file, for its owner only.
pub(crate) fn make_folder(file: &Path) -> Result<(), Failure> {
    let folder = folder(file);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .map_err(|error| Failure::writing(&folder, &error))
}

/// Writes what somebody outside should remember of a root, in one word.
pub(crate) fn write_witness(witness: Witness) -> String {
    let halves = witness.digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = halves.filter_map(|half| char::from_digit(u32::from(half), 16));
    format!("{}:{}", witness.number, digits.collect::<String>())
}

/// Reads it again.
pub(crate) fn read_witness(text: &str) -> Result<Witness, Failure> {
    let read = || {
        let (number, hex) = text.trim().split_once(':')?;
        let mut digest = [0; 32];
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        for (place, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[place * 2..place * 2 + 2], 16).ok()?;
        }
        Some(Witness { number: number.parse().ok().filter(|number| *number >= 1)?, digest })
    };
    read().ok_or_else(|| {
        Failure::Usage(
            "--witness 应是 leye seal 给出的一行：号数、冒号、64 位十六进制摘要".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_witness_reads_back_and_nothing_else_does() {
        let witness = Witness { number: 12, digest: [0xa5; 32] };
        let text = write_witness(witness);
        assert_eq!(read_witness(&format!("{text}\n")).expect("a witness"), witness);
        for wrong in ["", "12", &text[1..].replace("2:", "0:"), &text[..60], &format!("{text}0")] {
            assert!(read_witness(wrong).is_err(), "{wrong}");
        }
    }
}
