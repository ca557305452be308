//! Threads that work side by side and whose results go down several lanes, each of which takes them
//! in order, so that whatever is made of the results is the same for any number of threads. Knows
//! nothing of customs.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// How far ahead of the oldest unfinished task the others may run, per thread. Bounds memory.
const AHEAD_PER_THREAD: u64 = 2;

/// Makes a pool of `jobs` threads (0: one per core).
///
/// # Errors
/// The system refuses the threads.
pub fn pool(jobs: usize) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build()
}

/// What becomes of the results in one lane: called with each, in the order of the tasks, by one
/// thread at a time.
pub type Lane<'a, B, E> = Box<dyn FnMut(&B) -> Result<(), E> + Send + 'a>;

/// Runs `work` on every task that `next` yields, on all threads of `pool`, and sends each result
/// down every lane, in the order of the tasks. Lanes wait for their own turn only, so what one does
/// in order holds no other up. `worker` makes what a thread keeps from task to task; `work` is lent
/// the result of an earlier task to build its own in, so that memory is used again.
///
/// # Errors
/// The first error of `next`, `work` or a lane ends the run and is returned.
pub fn in_lanes<T, W, B, E>(
    pool: &rayon::ThreadPool,
    next: impl FnMut() -> Result<Option<T>, E> + Send,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, T, &mut B) -> Result<(), E> + Sync,
    lanes: Vec<Lane<'_, B, E>>,
) -> Result<(), E>
where
    T: Send,
    B: Default + Send + Sync,
    E: Send,
{
    let tasks = Mutex::new((next, 0));
    let road = Road {
        state: Mutex::new(State {
            results: VecDeque::new(),
            first: 0,
            due: vec![0; lanes.len()],
            busy: vec![false; lanes.len()],
            spare: Vec::new(),
            failure: None,
            stopped: false,
        }),
        moved: Condvar::new(),
        lanes: lanes.into_iter().map(Mutex::new).collect(),
        ahead: AHEAD_PER_THREAD * pool.current_num_threads() as u64,
    };
    pool.broadcast(|_| {
        let guard = StopOnPanic(&road);
        let mut kept = worker();
        loop {
            let Some((turn, task)) = road.take(&tasks) else { break };
            let Some(mut result) = road.room_for(turn) else { break };
            match work(&mut kept, task, &mut result) {
                Ok(()) => road.hand_in(turn, result),
                Err(error) => {
                    lock(&road.state).fail(error);
                    road.moved.notify_all();
                }
            }
        }
        std::mem::forget(guard);
    });
    match lock(&road.state).failure.take() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

struct Road<'a, B, E> {
    state: Mutex<State<B, E>>,
    moved: Condvar,
    lanes: Vec<Mutex<Lane<'a, B, E>>>,
    ahead: u64,
}

struct State<B, E> {
    /// The results that some lane still has to take, from the turn `first` on.
    results: VecDeque<Option<Arc<B>>>,
    first: u64,
    /// The turn that each lane takes next.
    due: Vec<u64>,
    busy: Vec<bool>,
    spare: Vec<B>,
    failure: Option<E>,
    stopped: bool,
}

impl<B: Default, E> Road<'_, B, E> {
    /// The next task with its turn; `None` if there is no more, or none to be had.
    fn take<T>(
        &self,
        tasks: &Mutex<(impl FnMut() -> Result<Option<T>, E>, u64)>,
    ) -> Option<(u64, T)> {
        let mut tasks = lock(tasks);
        if lock(&self.state).stopped {
            return None;
        }
        match (tasks.0)() {
            Ok(task) => {
                let turn = tasks.1;
                tasks.1 += 1;
                task.map(|task| (turn, task))
            }
            Err(error) => {
                drop(tasks);
                lock(&self.state).fail(error);
                self.moved.notify_all();
                None
            }
        }
    }

    /// Waits until a result of this turn may be made, and lends what it can be built in; `None` if
    /// the run has ended. Who has to wait serves the lanes.
    fn room_for(&self, turn: u64) -> Option<B> {
        let mut state = lock(&self.state);
        loop {
            if state.stopped {
                return None;
            }
            if turn < state.first + self.ahead {
                return Some(state.spare.pop().unwrap_or_default());
            }
            state = match state.lane_to_serve() {
                Some((lane, result)) => self.serve(state, lane, result),
                None => self.moved.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Whoever hands in a result serves all lanes that nobody serves, as far as results are there.
    fn hand_in(&self, turn: u64, result: B) {
        let mut state = lock(&self.state);
        let place = (turn - state.first) as usize;
        if state.results.len() <= place {
            state.results.resize_with(place + 1, || None);
        }
        state.results[place] = Some(Arc::new(result));
        state.retire();
        // Some wait for room, and others may serve a lane with this result.
        self.moved.notify_all();
        while let Some((lane, result)) = state.lane_to_serve() {
            state = self.serve(state, lane, result);
        }
    }

    fn serve<'s>(
        &'s self,
        state: MutexGuard<'s, State<B, E>>,
        lane: usize,
        result: Arc<B>,
    ) -> MutexGuard<'s, State<B, E>> {
        drop(state);
        let outcome = lock(&self.lanes[lane])(&result);
        drop(result);
        let mut state = lock(&self.state);
        state.busy[lane] = false;
        state.due[lane] += 1;
        state.retire();
        if let Err(error) = outcome {
            state.fail(error);
        }
        self.moved.notify_all();
        state
    }
}

impl<B, E> State<B, E> {
    /// A lane that nobody serves and whose next result is there; it is then taken as served.
    fn lane_to_serve(&mut self) -> Option<(usize, Arc<B>)> {
        if self.stopped {
            return None;
        }
        for (lane, due) in self.due.iter().enumerate() {
            let place = (due - self.first) as usize;
            if !self.busy[lane]
                && let Some(Some(result)) = self.results.get(place)
            {
                self.busy[lane] = true;
                return Some((lane, Arc::clone(result)));
            }
        }
        None
    }

    fn fail(&mut self, error: E) {
        self.stopped = true;
        self.failure.get_or_insert(error);
    }

    /// Takes the results that all lanes are done with off the road, to be built in again.
    fn retire(&mut self) {
        let oldest = self.due.iter().copied().min().unwrap_or(u64::MAX);
        while self.first < oldest
            && let Some(result) = self.results.front_mut().and_then(Option::take)
        {
            self.results.pop_front();
            self.first += 1;
            self.spare.extend(Arc::into_inner(result));
        }
    }
}

/// Lets nobody wait for ever if a thread panics.
struct StopOnPanic<'a, 'l, B, E>(&'a Road<'l, B, E>);

impl<B, E> Drop for StopOnPanic<'_, '_, B, E> {
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

    fn run(
        jobs: usize,
        count: u64,
        fail_at: Option<u64>,
        stop_at: Option<u64>,
    ) -> ([Vec<u64>; 3], Result<(), String>) {
        let pool = pool(jobs).unwrap();
        let mut out = [Vec::new(), Vec::new(), Vec::new()];
        let lanes = out.iter_mut().enumerate().map(|(lane, out)| -> Lane<'_, u64, String> {
            Box::new(move |n| {
                std::thread::sleep(std::time::Duration::from_micros((n * 131) % 100));
                if lane == 1 && Some(*n) == fail_at {
                    return Err(format!("result {n}"));
                }
                out.push(*n);
                Ok(())
            })
        });
        let work = |_: &mut (), n: u64, result: &mut u64| {
            std::thread::sleep(std::time::Duration::from_micros((n * 7919) % 300));
            *result = n;
            Ok(())
        };
        let mut tasks = 1..=count;
        let next = || match tasks.next() {
            Some(n) if stop_at == Some(n) => Err(format!("task {n}")),
            task => Ok(task),
        };
        let result = in_lanes(&pool, next, || (), work, lanes.collect());
        (out, result)
    }

    #[test]
    fn every_lane_takes_the_results_in_order_for_any_number_of_threads() {
        for jobs in [1, 2, 7] {
            let all: Vec<u64> = (1..=200).collect();
            assert_eq!(run(jobs, 200, None, None), ([all.clone(), all.clone(), all], Ok(())));
        }
    }

    #[test]
    fn an_error_ends_the_run() {
        let (out, result) = run(3, 200, Some(50), None);
        assert_eq!(result, Err("result 50".to_string()));
        assert!(out[1].iter().all(|n| *n < 50));
        let (out, result) = run(3, 200, None, Some(50));
        assert_eq!(result, Err("task 50".to_string()));
        assert!(out.iter().flatten().all(|n| *n < 50));
    }

    #[test]
    fn without_lanes_there_is_nothing_to_wait_for() {
        let pool = pool(2).unwrap();
        let count = std::sync::atomic::AtomicU64::new(0);
        let work = |_: &mut (), n: u64, _: &mut ()| {
            // The others must not wait for one that is slow.
            std::thread::sleep(std::time::Duration::from_millis(if n == 1 { 100 } else { 0 }));
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Ok(())
        };
        let mut tasks = 0..100;
        let next = || Ok(tasks.next());
        let result: Result<(), String> = in_lanes(&pool, next, || (), work, Vec::new());
        assert_eq!((result, count.into_inner()), (Ok(()), 100));
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
                let work = |_: &mut (), n, result: &mut u64| {
                    at(1, n);
                    *result = n;
                    Ok(())
                };
                let lane = |here| -> Lane<'_, u64, ()> {
                    Box::new(move |n| {
                        at(here, *n);
                        Ok(())
                    })
                };
                in_lanes(&pool(3).unwrap(), next, || (), work, vec![lane(2), lane(3)])
            });
            assert!(outcome.is_err(), "place {place}");
        }
    }
}
