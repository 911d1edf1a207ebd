//! Jobs on their way to an engine: a use case with its types forgotten, and the promise to answer it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use crate::error::StoreError;
use crate::tx::Tx;

/// A job's future; true when the job wants its writes kept.
pub(crate) type Attempt<'a> = Pin<Box<dyn Future<Output = bool> + 'a>>;

/// A job of which an engine knows nothing but how to run and answer it.
pub(crate) trait Work: Send {
    /// Runs the use case once. It may be run again after a conflict.
    fn attempt<'a>(&'a mut self, tx: &'a mut Tx) -> Attempt<'a>;

    /// Answers whoever waits: with the use case's own outcome, or with a fault in its place.
    fn settle(self: Box<Self>, end: Result<(), StoreError>);
}

struct Job<F, T, E> {
    case: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

/// Makes a job of a use case, and the end at which its outcome will arrive.
pub(crate) fn job<F, T, E>(case: F) -> (Box<dyn Work>, oneshot::Receiver<Result<T, E>>)
where
    F: AsyncFn(&mut Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Job { case, outcome: None, reply }), answer)
}

impl<F, T, E> Work for Job<F, T, E>
where
    F: AsyncFn(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn attempt<'a>(&'a mut self, tx: &'a mut Tx) -> Attempt<'a> {
        Box::pin(async move {
            let outcome = (self.case)(tx).await;
            let keep = outcome.is_ok();
            self.outcome = Some(outcome);
            keep
        })
    }

    fn settle(self: Box<Self>, end: Result<(), StoreError>) {
        let outcome = match (end, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(E::from(StoreError::Panicked)),
            (Err(fault), _) => Err(E::from(fault)),
        };
        // Whoever asked may have gone away; the work is done all the same.
        drop(self.reply.send(outcome));
    }
}

/// A future that turns a panic of the use case into an ordinary end, so that one bad job cannot take
/// the engine's thread with it.
pub(crate) struct Guarded<'a>(pub(crate) Attempt<'a>);

impl Future for Guarded<'_> {
    type Output = Result<bool, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context))) {
            Ok(Poll::Ready(keep)) => Poll::Ready(Ok(keep)),
            Ok(Poll::Pending) => Poll::Pending,
            Err(_) => Poll::Ready(Err(StoreError::Panicked)),
        }
    }
}
