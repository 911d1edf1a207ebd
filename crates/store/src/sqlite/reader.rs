//! Readers: each job sees one unchanging state of the database.

use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc;

use super::{Link, writer};
use crate::error::StoreError;
use crate::statement::Catalogue;
use crate::tx::{self, Tx};
use crate::work::Work;

/// Runs until every sender is gone.
pub(super) fn run(link: Link, catalogue: &Catalogue, queue: &Mutex<mpsc::Receiver<Box<dyn Work>>>) {
    let link = Rc::new(link);
    loop {
        // One reader waits at the queue, the others at the lock; each lets go before it works.
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
        let Some(mut job) = next else { return };
        let end = read(&link, catalogue, job.as_mut());
        job.settle(end);
    }
}

fn read(link: &Rc<Link>, catalogue: &Catalogue, job: &mut dyn Work) -> Result<(), StoreError> {
    link.begin("BEGIN")?;
    let mut tx = Tx::new(tx::Link::Sqlite(Rc::clone(link)), catalogue.clone());
    let end = writer::run_now(job, &mut tx);
    link.end_job(false)?;
    if !link.is_idle() {
        link.control("ROLLBACK")?;
    }
    end.map(drop)
}
