//! What the slices keep of the subjects of an import.

use std::pin::Pin;

use kernel::Day;
use store::{StoreError, SubjectId, Tx};

/// The slices, as an import asks them.
pub(crate) struct Keepers {
    /// The civil day at UTC+8 on which it happens.
    pub(crate) today: Day,
}

impl subjects::Keepers for Keepers {
    /// What is recorded in a file that goes on in another one would be read by nobody.
    fn closed<'a>(
        &'a self,
        tx: &'a mut Tx,
        subject: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<Option<String>, StoreError>> + 'a>> {
        Box::pin(async move {
            let goes_on = seekers::goes_on_as(tx, subject).await?;
            Ok(goes_on.map(|file_number| {
                format!("这份档案已合并，在档案 {file_number} 中继续；请把这些行的 subject 改为那份档案的编号后再导入")
            }))
        })
    }

    /// The rules look at it with the next round of the running system, or when it is started.
    fn grown<'a>(
        &'a self,
        tx: &'a mut Tx,
        subject: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + 'a>> {
        Box::pin(async move { duties::look_soon(tx, subject, self.today).await })
    }

    /// The running system finds an office for them with its next round, or when it is started.
    fn brought_in<'a>(
        &'a self,
        tx: &'a mut Tx,
        last: SubjectId,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + 'a>> {
        Box::pin(async move { duties::note_brought_in(tx, last).await })
    }
}
