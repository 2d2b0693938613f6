//! Who is connected, and who keeps the server waiting: at the limit, the connection that has stalled the longest makes room.

use std::{
    collections::BTreeMap,
    future::Future,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::Notify;

/// All connections of a server.
pub(super) struct Crowd {
    most: usize,
    seats: Mutex<Seats>,
    /// A seat has become free, or its holder waits from now on.
    changed: Notify,
}

#[derive(Default)]
struct Seats {
    taken: usize,
    /// Counts up: a smaller number means an earlier time.
    next: u64,
    /// Those that keep the server waiting, by the time since when.
    stalled: BTreeMap<u64, Arc<Leave>>,
    /// Those that were asked to leave and have not left yet.
    leaving: usize,
}

/// How a connection is asked to leave.
#[derive(Default)]
struct Leave {
    notify: Notify,
    asked: AtomicBool,
}

/// One connection's place, given back when dropped.
pub(super) struct Seat {
    crowd: Arc<Crowd>,
    leave: Arc<Leave>,
    /// Its key among the stalled ones.
    since: Mutex<Option<u64>>,
}

impl Crowd {
    /// Room for so many.
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, seats: Mutex::default(), changed: Notify::new() })
    }

    /// A seat, as soon as there is one. When all are taken, whoever has stalled the longest is asked to leave.
    pub async fn seat(self: &Arc<Self>) -> Seat {
        loop {
            // Before looking, so that nothing that happens after the look is missed.
            let changed = self.changed.notified();
            if let Some(seat) = self.free_seat() {
                return seat;
            }
            self.make_room();
            changed.await;
        }
    }

    /// Asks whoever has stalled the longest to leave, unless somebody is about to.
    pub fn make_room(&self) {
        let mut seats = self.seats();
        if seats.leaving == 0
            && let Some((_, leave)) = seats.stalled.pop_first()
        {
            seats.leaving += 1;
            leave.asked.store(true, Ordering::Relaxed);
            leave.notify.notify_one();
        }
    }

    fn free_seat(self: &Arc<Self>) -> Option<Seat> {
        let mut seats = self.seats();
        if seats.taken >= self.most {
            return None;
        }
        seats.taken += 1;
        let leave = Arc::new(Leave::default());
        let since = Some(seats.stalls(&leave));
        Some(Seat { crowd: Arc::clone(self), leave, since: Mutex::new(since) })
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seats {
    fn stalls(&mut self, leave: &Arc<Leave>) -> u64 {
        let since = self.next;
        self.next += 1;
        self.stalled.insert(since, Arc::clone(leave));
        since
    }
}

impl Seat {
    /// The client has said all; from now on it waits for the server.
    pub fn answering(&self) {
        let since = self.since().take();
        if let Some(since) = since {
            self.crowd.seats().stalled.remove(&since);
        }
    }

    /// The server has answered; from now on it waits for the client.
    pub fn waiting(&self) {
        let mut since = self.since();
        if since.is_none() {
            *since = Some(self.crowd.seats().stalls(&self.leave));
            // Only one that looks for a seat listens.
            self.crowd.changed.notify_waiters();
        }
    }

    /// Lets time pass that the client waits for the server: nobody else is to blame for it.
    pub fn pause(self: &Arc<Self>, duration: Duration) -> impl Future<Output = ()> + Send + use<> {
        let seat = Arc::clone(self);
        async move {
            seat.answering();
            tokio::time::sleep(duration).await;
            seat.waiting();
        }
    }

    /// Ready when this one has to make room.
    pub async fn must_leave(&self) {
        self.leave.notify.notified().await;
    }

    fn since(&self) -> MutexGuard<'_, Option<u64>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.answering();
        let mut seats = self.crowd.seats();
        seats.taken -= 1;
        if self.leave.asked.load(Ordering::Relaxed) {
            seats.leaving -= 1;
        }
        drop(seats);
        self.crowd.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn the_longest_stalled_one_makes_room_and_nobody_who_is_answered() {
        let crowd = Crowd::new(3);
        let (first, second, third) = (crowd.seat().await, crowd.seat().await, crowd.seat().await);
        first.answering();
        // All seats are taken, so somebody is asked to leave: not the first, which is being answered.
        assert!(crowd.seat().now_or_never().is_none());
        assert!(first.must_leave().now_or_never().is_none() && third.must_leave().now_or_never().is_none());
        assert!(second.must_leave().now_or_never().is_some());
        drop(second);
        let fourth = crowd.seat().now_or_never().expect("a seat is free");
        // The first waits again, but for a shorter time than the third.
        first.waiting();
        assert!(crowd.seat().now_or_never().is_none());
        assert!(third.must_leave().now_or_never().is_some() && first.must_leave().now_or_never().is_none());
        drop((first, third, fourth));
        let seats = crowd.seats();
        assert_eq!((seats.taken, seats.stalled.len(), seats.leaving), (0, 0, 0));
    }

    #[tokio::test]
    async fn for_one_newcomer_one_leaves() {
        let crowd = Crowd::new(2);
        let (first, second) = (crowd.seat().await, crowd.seat().await);
        let newcomer = crowd.seat();
        tokio::pin!(newcomer);
        assert!(newcomer.as_mut().now_or_never().is_none());
        // Something moves before the first one has gone.
        second.answering();
        second.waiting();
        assert!(newcomer.as_mut().now_or_never().is_none());
        assert!(first.must_leave().now_or_never().is_some() && second.must_leave().now_or_never().is_none());
        drop(first);
        assert!(newcomer.now_or_never().is_some());
    }

    #[tokio::test]
    async fn when_all_are_answered_a_newcomer_waits_for_the_first_to_end() {
        let crowd = Crowd::new(1);
        let only = crowd.seat().await;
        only.answering();
        let newcomer = crowd.seat();
        tokio::pin!(newcomer);
        assert!(newcomer.as_mut().now_or_never().is_none());
        only.waiting();
        assert!(newcomer.as_mut().now_or_never().is_none());
        assert!(only.must_leave().now_or_never().is_some());
        drop(only);
        assert!(newcomer.now_or_never().is_some());
    }
}
