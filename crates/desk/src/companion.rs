//! What slices keep of a person beside the ledger, and how the file shows it without knowing them.

use std::pin::Pin;

use kernel::Day;
use store::seal::SubjectKey;
use store::{StoreError, SubjectId, Tx};
use web::parts::{Button, Table};

use crate::Desk;

/// Where a part stands in the ledger of a person in hardship, beside the six sections of everybody's
/// (BJ18-32).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilePlace {
    /// （一）就业需求档案及其变动情况.
    DemandFile,
    /// （二）就业援助服务协议及其履行情况.
    Agreement,
    /// （三）就业援助服务专员及专门服务团队的情况.
    Team,
    /// （四）历次专门服务情况.
    Services,
}

/// A part of a person's file, for the screen, for paper and for the workbook alike.
pub struct FilePart {
    /// Where it stands.
    pub place: FilePlace,
    /// What it says. Personal numbers are masked.
    pub table: Table,
    /// Where it leads, on the screen.
    pub links: Vec<Button>,
}

/// Something that was promised to a person: what, by when, and by whom. Shown to them as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// What.
    pub words: String,
    /// Until when.
    pub due: Option<Day>,
    /// Who does it.
    pub by: String,
}

/// The files that make up one person's: their own, and those that were merged into it, each with its key.
pub type OpenFiles = [(SubjectId, SubjectKey)];

/// What comes back when the database has answered.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + 'a>>;

/// What a slice keeps of a person beside the ledger. The file asks every companion; none of them asks for a
/// right, since whoever reads the file has been asked already.
pub trait Companion: Send + Sync {
    /// Gives what the file shows. Nothing where the slice knows nothing of the person.
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        let _ = (tx, desk, files);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives what was promised to the person and is still to be done.
    fn promised<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        let _ = (tx, desk, files);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Says what is under way and must come to its end before the file can go on in another one; in words that
    /// complete 还有….
    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        let _ = (tx, subject);
        Box::pin(async { Ok(None) })
    }
}
