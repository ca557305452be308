//! Threads that work side by side and hand in their results in order, so that whatever is made of
//! the results is the same for any number of threads. Knows nothing of customs.

mod lanes;

pub use lanes::{Lane, in_lanes};

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How far ahead of the oldest unfinished task the others may run, per thread. Bounds memory.
const AHEAD_PER_THREAD: u64 = 2;

/// Makes a pool of `jobs` threads (0: one per core).
///
/// # Errors
/// The system refuses the threads.
pub fn pool(jobs: usize) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build()
}

/// Runs `work` on every task that `next` yields, on all threads of `pool`, and calls `commit` with
/// the results in the order of the tasks. `next` and `commit` run on one thread at a time.
///
/// # Errors
/// The first error of any of the three ends the run and is returned; no commit follows it.
pub fn in_order<T, B, E>(
    pool: &rayon::ThreadPool,
    next: impl FnMut() -> Result<Option<T>, E> + Send,
    work: impl Fn(T) -> Result<B, E> + Sync,
    commit: impl FnMut(B) -> Result<(), E> + Send,
) -> Result<(), E>
where
    T: Send,
    B: Send,
    E: Send,
{
    let tasks = Mutex::new(Tasks { next, taken: 0 });
    let line = Line {
        state: Mutex::new(State {
            turn: 0,
            results: BTreeMap::new(),
            busy: false,
            failure: None,
            stopped: false,
        }),
        moved: Condvar::new(),
        ahead: AHEAD_PER_THREAD * pool.current_num_threads() as u64,
    };
    let commit = Mutex::new(commit);
    pool.broadcast(|_| {
        let guard = StopOnPanic(&line);
        while let Some((turn, task)) = take(&tasks, &line) {
            line.wait_for_room(turn);
            match work(task) {
                Ok(result) => line.hand_in(turn, result, &commit),
                Err(error) => line.fail(error),
            }
        }
        std::mem::forget(guard);
    });
    match lock(&line.state).failure.take() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

struct Tasks<N> {
    next: N,
    taken: u64,
}

fn take<T, B, E, N>(tasks: &Mutex<Tasks<N>>, line: &Line<B, E>) -> Option<(u64, T)>
where
    N: FnMut() -> Result<Option<T>, E>,
{
    let mut tasks = lock(tasks);
    if lock(&line.state).stopped {
        return None;
    }
    match (tasks.next)() {
        Ok(Some(task)) => {
            tasks.taken += 1;
            Some((tasks.taken - 1, task))
        }
        Ok(None) => None,
        Err(error) => {
            drop(tasks);
            line.fail(error);
            None
        }
    }
}

struct State<B, E> {
    turn: u64,
    results: BTreeMap<u64, B>,
    busy: bool,
    failure: Option<E>,
    stopped: bool,
}

struct Line<B, E> {
    state: Mutex<State<B, E>>,
    moved: Condvar,
    ahead: u64,
}

impl<B, E> Line<B, E> {
    fn wait_for_room(&self, turn: u64) {
        let mut state = lock(&self.state);
        while !state.stopped && turn >= state.turn + self.ahead {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whoever hands in a result while nobody commits, commits all that are due.
    fn hand_in<C>(&self, turn: u64, result: B, commit: &Mutex<C>)
    where
        C: FnMut(B) -> Result<(), E>,
    {
        let mut state = lock(&self.state);
        state.results.insert(turn, result);
        if state.busy {
            return;
        }
        state.busy = true;
        loop {
            let due = state.turn;
            if state.stopped {
                break;
            }
            let Some(result) = state.results.remove(&due) else {
                break;
            };
            drop(state);
            let outcome = (lock(commit))(result);
            state = lock(&self.state);
            state.turn += 1;
            if let Err(error) = outcome {
                state.stopped = true;
                state.failure.get_or_insert(error);
            }
            self.moved.notify_all();
        }
        state.busy = false;
    }

    fn fail(&self, error: E) {
        let mut state = lock(&self.state);
        state.stopped = true;
        state.failure.get_or_insert(error);
        self.moved.notify_all();
    }
}

/// Lets nobody wait for ever if a thread panics.
struct StopOnPanic<'a, B, E>(&'a Line<B, E>);

impl<B, E> Drop for StopOnPanic<'_, B, E> {
    fn drop(&mut self) {
        lock(&self.0.state).stopped = true;
        self.0.moved.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(jobs: usize, count: u64, fail_at: Option<u64>) -> (Vec<u64>, Result<(), String>) {
        let pool = pool(jobs).unwrap();
        let mut out = Vec::new();
        let mut at = 0;
        let result = in_order(
            &pool,
            || {
                at += 1;
                Ok((at <= count).then_some(at))
            },
            |n: u64| {
                std::thread::sleep(std::time::Duration::from_micros((n * 7919) % 300));
                if Some(n) == fail_at { Err(format!("task {n}")) } else { Ok(n) }
            },
            |n| {
                out.push(n);
                Ok(())
            },
        );
        (out, result)
    }

    #[test]
    fn results_come_in_order_for_any_number_of_threads() {
        for jobs in [1, 2, 7] {
            assert_eq!(run(jobs, 200, None), ((1..=200).collect(), Ok(())));
        }
    }

    #[test]
    fn an_error_ends_the_run() {
        let (out, result) = run(3, 200, Some(50));
        assert_eq!(result, Err("task 50".to_string()));
        assert!(out.iter().all(|n| *n < 50));
    }
}
