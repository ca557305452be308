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
    in_two_lanes(pool, next, |task| Ok(((), work(task)?)), |()| Ok(()), commit)
}

/// As [`in_order`], with two things to be done in the order of the tasks, each on one thread at a
/// time, neither waiting for the other: `work` yields what `first` needs and what `second` needs.
///
/// # Errors
/// As [`in_order`].
pub fn in_two_lanes<T, A, B, E>(
    pool: &rayon::ThreadPool,
    next: impl FnMut() -> Result<Option<T>, E> + Send,
    work: impl Fn(T) -> Result<(A, B), E> + Sync,
    first: impl FnMut(A) -> Result<(), E> + Send,
    second: impl FnMut(B) -> Result<(), E> + Send,
) -> Result<(), E>
where
    T: Send,
    A: Send,
    B: Send,
    E: Send,
{
    let tasks = Mutex::new(Tasks { next, taken: 0 });
    let course = Course {
        state: Mutex::new(State { turns: [0, 0], failure: None, stopped: false }),
        moved: Condvar::new(),
        ahead: AHEAD_PER_THREAD * pool.current_num_threads() as u64,
    };
    let lanes = (Lane::new(0, first), Lane::new(1, second));
    pool.broadcast(|_| {
        let guard = StopOnPanic(&course);
        while let Some((turn, task)) = take(&tasks, &course) {
            course.wait_for_room(turn);
            match work(task) {
                Ok((a, b)) => {
                    lanes.0.hand_in(turn, a, &course);
                    lanes.1.hand_in(turn, b, &course);
                }
                Err(error) => course.fail(error),
            }
        }
        std::mem::forget(guard);
    });
    match lock(&course.state).failure.take() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

struct Tasks<N> {
    next: N,
    taken: u64,
}

fn take<T, E, N>(tasks: &Mutex<Tasks<N>>, course: &Course<E>) -> Option<(u64, T)>
where
    N: FnMut() -> Result<Option<T>, E>,
{
    let mut tasks = lock(tasks);
    if lock(&course.state).stopped {
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
            course.fail(error);
            None
        }
    }
}

/// How far all have come.
struct Course<E> {
    state: Mutex<State<E>>,
    moved: Condvar,
    ahead: u64,
}

struct State<E> {
    /// The task whose turn it is, by lane.
    turns: [u64; 2],
    failure: Option<E>,
    stopped: bool,
}

impl<E> Course<E> {
    fn wait_for_room(&self, turn: u64) {
        let mut state = lock(&self.state);
        while !state.stopped && turn >= state.turns[0].min(state.turns[1]) + self.ahead {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn fail(&self, error: E) {
        let mut state = lock(&self.state);
        state.stopped = true;
        state.failure.get_or_insert(error);
        self.moved.notify_all();
    }
}

/// Something done with one result after the other.
struct Lane<R, F> {
    place: usize,
    waiting: Mutex<(BTreeMap<u64, R>, bool)>,
    act: Mutex<F>,
}

impl<R, F> Lane<R, F> {
    fn new(place: usize, act: F) -> Lane<R, F> {
        Lane { place, waiting: Mutex::new((BTreeMap::new(), false)), act: Mutex::new(act) }
    }

    /// Whoever hands in a result while nobody acts, acts on all that are due.
    fn hand_in<E>(&self, turn: u64, result: R, course: &Course<E>)
    where
        F: FnMut(R) -> Result<(), E>,
    {
        let mut waiting = lock(&self.waiting);
        waiting.0.insert(turn, result);
        if waiting.1 {
            return;
        }
        waiting.1 = true;
        loop {
            let (due, stopped) = {
                let state = lock(&course.state);
                (state.turns[self.place], state.stopped)
            };
            let result = if stopped { None } else { waiting.0.remove(&due) };
            let Some(result) = result else {
                break;
            };
            drop(waiting);
            match (lock(&self.act))(result) {
                Ok(()) => {
                    lock(&course.state).turns[self.place] += 1;
                    course.moved.notify_all();
                }
                Err(error) => course.fail(error),
            }
            waiting = lock(&self.waiting);
        }
        waiting.1 = false;
    }
}

/// Lets nobody wait for ever if a thread panics.
struct StopOnPanic<'a, E>(&'a Course<E>);

impl<E> Drop for StopOnPanic<'_, E> {
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
    fn both_lanes_see_every_task_in_order() {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut at = 0u64;
        let next = || {
            at += 1;
            Ok::<_, ()>((at <= 200).then_some(at))
        };
        let work = |n| Ok((n, n * 2));
        let keep = |kept: &mut Vec<u64>, n| {
            kept.push(n);
            Ok(())
        };
        let pool = pool(3).unwrap();
        in_two_lanes(&pool, next, work, |n| keep(&mut first, n), |n| keep(&mut second, n)).unwrap();
        assert_eq!(first, (1..=200).collect::<Vec<_>>());
        assert_eq!(second, (1..=200).map(|n| n * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_anywhere_ends_the_run() {
        for place in 0..4 {
            let at = |here: usize, n: u64| assert!(here != place || n != 50, "as intended");
            let outcome = std::panic::catch_unwind(|| {
                let mut n = 0;
                let next = || {
                    n += 1;
                    at(0, n);
                    Ok::<_, ()>((n <= 200).then_some(n))
                };
                let work = |n| {
                    at(1, n);
                    Ok((n, n))
                };
                let lane = |here| {
                    move |n| {
                        at(here, n);
                        Ok(())
                    }
                };
                in_two_lanes(&pool(3).unwrap(), next, work, lane(2), lane(3))
            });
            assert!(outcome.is_err(), "place {place}");
        }
    }

    #[test]
    fn an_error_ends_the_run() {
        let (out, result) = run(3, 200, Some(50));
        assert_eq!(result, Err("task 50".to_string()));
        assert!(out.iter().all(|n| *n < 50));
    }
}
