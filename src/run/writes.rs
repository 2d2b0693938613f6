//! What is being written to the disk, or has to be once it is here: whoever leaves waits for it.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::watch, task::spawn_blocking};

/// How long what is under way may keep the program from ending: longer than a token endpoint has for its answer. A disk
/// that takes nothing must not hold the person back for ever.
const LONGEST: Duration = Duration::from_secs(60);

/// Counts what is being written, and keeps what is to be written in order.
#[derive(Clone)]
pub(super) struct Writes {
    count: Arc<watch::Sender<usize>>,
    queue: Arc<Mutex<Queue>>,
}

type Job = Box<dyn FnOnce() + Send>;

/// What waits to be written.
#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    /// Whether a thread works on them. It goes when there are none.
    attended: bool,
}

/// One piece of writing, over when it is dropped.
pub(super) struct Write(Writes);

impl Writes {
    /// Nothing is being written.
    pub fn new() -> Self {
        Self { count: Arc::new(watch::Sender::new(0)), queue: Arc::default() }
    }

    /// Something is about to be written.
    pub fn begin(&self) -> Write {
        self.count.send_modify(|count| *count += 1);
        Write(self.clone())
    }

    /// Does this when all that was given before it is done, off the loop.
    pub fn queue(&self, job: impl FnOnce() + Send + 'static) {
        let write = self.begin();
        let job = Box::new(move || {
            let _write = write;
            job();
        });
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.jobs.push_back(job);
        if !std::mem::replace(&mut queue.attended, true) {
            let queue = Arc::clone(&self.queue);
            spawn_blocking(move || attend(&queue));
        }
    }

    /// Waits until all is written.
    pub async fn done(&self) {
        let mut count = self.count.subscribe();
        let _ = tokio::time::timeout(LONGEST, count.wait_for(|count| *count == 0)).await;
    }
}

fn attend(queue: &Mutex<Queue>) {
    let next = || {
        let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        let job = queue.jobs.pop_front();
        queue.attended = job.is_some();
        job
    };
    while let Some(job) = next() {
        // What breaks was told by the panic hook; the others are written all the same.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        self.0.count.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_queued_is_done_in_order_and_waited_for() {
        let writes = Writes::new();
        let done = Arc::new(Mutex::new(Vec::new()));
        for number in 0..200 {
            let done = Arc::clone(&done);
            writes.queue(move || {
                assert_ne!(number, 50, "one that breaks holds nobody up");
                done.lock().unwrap().push(number);
            });
        }
        writes.done().await;
        assert_eq!(*done.lock().unwrap(), (0..200).filter(|number| *number != 50).collect::<Vec<_>>());
    }
}
