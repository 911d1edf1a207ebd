//! Which lane takes the next job: the one that rested last. As few connections are in use as the load needs, and
//! these know their statements and tables already.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, oneshot};

use crate::error::StoreError;
use crate::work::Work;

type Job = Box<dyn Work>;

/// The jobs of a kind, and the lanes that do them.
pub(super) struct Lanes {
    state: Mutex<State>,
    /// How many jobs may still wait before callers are held back.
    room: Semaphore,
}

/// Where jobs wait no lane rests, and the other way round.
#[derive(Default)]
struct State {
    waiting: VecDeque<Job>,
    resting: Vec<oneshot::Sender<Job>>,
    is_closed: bool,
}

impl Lanes {
    /// Begins with room for some jobs that wait.
    pub(super) fn new(room: usize) -> Self {
        Self { state: Mutex::default(), room: Semaphore::new(room) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a job to the lane that rested last, or lets it wait for the first that is done.
    pub(super) async fn submit(&self, job: Job) {
        if let Ok(room) = self.room.acquire().await {
            // Given back by the lane that takes it.
            room.forget();
        }
        if let Some(refused) = self.place(job) {
            refused.settle(Err(StoreError::Closed));
        }
    }

    /// Gives the job back when nobody will do it.
    fn place(&self, mut job: Job) -> Option<Job> {
        let mut state = self.state();
        if state.is_closed {
            return Some(job);
        }
        while let Some(lane) = state.resting.pop() {
            match lane.send(job) {
                Ok(()) => return None,
                // That lane is gone; another may be there.
                Err(back) => job = back,
            }
        }
        state.waiting.push_back(job);
        None
    }

    /// Rests until there is something to do; nothing when there never will be.
    pub(super) async fn next(&self) -> Option<Job> {
        let rest = {
            let mut state = self.state();
            match state.waiting.pop_front() {
                Some(job) => Err(job),
                None if state.is_closed => return None,
                None => {
                    let (give, take) = oneshot::channel();
                    state.resting.push(give);
                    Ok(take)
                }
            }
        };
        let job = match rest {
            Ok(take) => take.await.ok(),
            Err(job) => Some(job),
        };
        if job.is_some() {
            self.room.add_permits(1);
        }
        job
    }

    /// Takes no more; what waits is done.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        state.resting.clear();
    }
}
