//! What somebody must hand over before they leave, and an office before it closes. Kept by other slices, asked here.

use std::future::Future;
use std::pin::Pin;

use store::{ActorId, StoreError, Tx};

/// Counts what somebody, or an office, is responsible for.
pub trait Responsibilities: Send + Sync {
    /// Counts the persons or duties that somebody is responsible for now, in the caller's transaction.
    fn open_of<'a>(
        &'a self,
        tx: &'a mut Tx,
        staff: ActorId,
    ) -> Pin<Box<dyn Future<Output = Result<i64, StoreError>> + 'a>>;

    /// Says what an office is responsible for now, in the caller's transaction, in words that complete 还有…; nothing
    /// where it can close.
    fn open_at<'a>(
        &'a self,
        tx: &'a mut Tx,
        office_code: i64,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<String>, StoreError>> + 'a>>;
}

/// Nobody is responsible for anything: for a system without duties, and for tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoResponsibilities;

impl Responsibilities for NoResponsibilities {
    fn open_of<'a>(
        &'a self,
        _: &'a mut Tx,
        _: ActorId,
    ) -> Pin<Box<dyn Future<Output = Result<i64, StoreError>> + 'a>> {
        Box::pin(async { Ok(0) })
    }

    fn open_at<'a>(
        &'a self,
        _: &'a mut Tx,
        _: i64,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<String>, StoreError>> + 'a>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}
