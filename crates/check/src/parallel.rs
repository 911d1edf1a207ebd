//! Doing pieces of work on several threads and taking the results in the order of the pieces.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// How many pieces may lie between the first whose result is not taken and the last begun, for
/// each thread; it bounds the memory.
const AHEAD: u64 = 2;

/// The most threads; beyond the number of processors more only cost memory.
const MOST: usize = 256;

struct Supply<Next> {
    next: Next,
    number: u64,
    taken: u64,
    ended: bool,
}

/// Draws pieces of work from `next`, does each by `work`, and hands piece and result to `take` in
/// the order in which they were drawn, whatever the number of threads. The first error ends it.
pub(crate) fn in_order<Piece, Outcome, E, Next, Work, Take>(
    jobs: NonZeroUsize,
    mut next: Next,
    work: Work,
    mut take: Take,
) -> Result<(), E>
where
    Piece: Send,
    Outcome: Send,
    E: Send,
    Next: FnMut() -> Result<Option<Piece>, E> + Send,
    Work: Fn(&Piece) -> Outcome + Sync,
    Take: FnMut(Piece, Outcome) -> Result<(), E>,
{
    let jobs = jobs.get().min(MOST);
    if jobs == 1 {
        while let Some(piece) = next()? {
            let outcome = work(&piece);
            take(piece, outcome)?;
        }
        return Ok(());
    }
    let supply = Mutex::new(Supply { next, number: 0, taken: 0, ended: false });
    let changed = Condvar::new();
    let window = jobs as u64 * AHEAD;
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        for number in 0..jobs {
            let sender = sender.clone();
            let (supply, changed, work) = (&supply, &changed, &work);
            let worker = move || {
                let _ending = Ending { supply, changed };
                while let Some((number, piece)) = draw(supply, changed, window) {
                    let result = piece.map(|piece| {
                        let outcome = work(&piece);
                        (piece, outcome)
                    });
                    let failed = result.is_err();
                    if sender.send((number, result)).is_err() || failed {
                        return;
                    }
                }
            };
            // Where the system grants no further thread, those that there are go on.
            let spawned = thread::Builder::new().spawn_scoped(scope, worker);
            assert!(spawned.is_ok() || number > 0, "the system grants no thread at all");
            if spawned.is_err() {
                break;
            }
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        let mut outcome = Ok(());
        'results: for (number, result) in &results {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&wanted) {
                outcome = result.and_then(|(piece, result)| take(piece, result));
                if outcome.is_err() {
                    break 'results;
                }
                wanted += 1;
                lock(&supply).taken = wanted;
                changed.notify_all();
            }
        }
        lock(&supply).ended = true;
        changed.notify_all();
        outcome
    })
}

/// Ends the supply when a worker stops, so that nobody waits for one that has panicked.
struct Ending<'a, Next> {
    supply: &'a Mutex<Supply<Next>>,
    changed: &'a Condvar,
}

impl<Next> Drop for Ending<'_, Next> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(self.supply).ended = true;
            self.changed.notify_all();
        }
    }
}

/// Draws the next piece, once it is near enough to what has been taken.
fn draw<Piece, E, Next: FnMut() -> Result<Option<Piece>, E>>(
    supply: &Mutex<Supply<Next>>,
    changed: &Condvar,
    window: u64,
) -> Option<(u64, Result<Piece, E>)> {
    let mut supply = lock(supply);
    while !supply.ended && supply.number >= supply.taken + window {
        supply = changed.wait(supply).unwrap_or_else(PoisonError::into_inner);
    }
    if supply.ended {
        return None;
    }
    let drawn = (supply.next)().transpose();
    let number = supply.number;
    supply.number += 1;
    if !matches!(drawn, Some(Ok(_))) {
        supply.ended = true;
        changed.notify_all();
    }
    drawn.map(|piece| (number, piece))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(jobs: usize, pieces: u32, fails_at: Option<u32>) -> (Vec<u32>, Result<(), String>) {
        let mut next = 0..pieces;
        let mut taken = Vec::new();
        let outcome = in_order(
            NonZeroUsize::new(jobs).unwrap(),
            || match next.next() {
                Some(number) if Some(number) == fails_at => Err(format!("piece {number}")),
                number => Ok(number),
            },
            |number| number * 2,
            |number, doubled| {
                assert_eq!(doubled, number * 2);
                taken.push(number);
                Ok(())
            },
        );
        (taken, outcome)
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for jobs in [1, 2, 3, 8] {
            let (taken, outcome) = run(jobs, 1000, None);
            assert_eq!(outcome, Ok(()));
            assert!(taken.into_iter().eq(0..1000), "with {jobs} threads");
        }
    }

    #[test]
    fn a_worker_that_panics_ends_it() {
        for jobs in [2, 8] {
            let mut next = 0..1000;
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                in_order(
                    NonZeroUsize::new(jobs).unwrap(),
                    || Ok::<_, String>(next.next()),
                    |number| assert!(*number != 7, "the seventh piece"),
                    |_, ()| Ok(()),
                )
            }));
            assert!(outcome.is_err(), "with {jobs} threads");
        }
    }

    #[test]
    fn the_first_error_ends_it_after_what_came_before() {
        for jobs in [1, 2, 8] {
            let (taken, outcome) = run(jobs, 1000, Some(500));
            assert_eq!(outcome, Err("piece 500".to_owned()));
            assert!(taken.into_iter().eq(0..500), "with {jobs} threads");
        }
    }
}
