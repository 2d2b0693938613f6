//! Whoever leaves at once loses nothing that is on its way to the disk.

use std::sync::{Arc, mpsc};

use futures_util::FutureExt;
use orcid_playground::{
    app::{Effect, lesson::Progress},
    net::HttpClient,
    run::World,
    store::{Paths, Store},
};
use tokio::{sync::mpsc::unbounded_channel, task::spawn_blocking};

use crate::support::soon;

#[test]
fn what_is_being_written_is_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(Store::at(Paths::at(home.path())));
    // One thread for all that blocks, and something that keeps it busy.
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let (go_on, waits) = mpsc::channel::<()>();
        spawn_blocking(move || waits.recv());
        let ((messages, _told), (osc_52, _copies)) = (unbounded_channel(), unbounded_channel());
        let mut world = World::new(Arc::clone(&store), HttpClient::default(), Default::default(), messages, osc_52);
        let progress = Progress { tour_offered: true, ..Progress::default() };
        world.perform(Effect::SaveProgress(progress));
        let mut leaving = Box::pin(world.leave());
        assert!(leaving.as_mut().now_or_never().is_none(), "it is not written yet");
        go_on.send(()).unwrap();
        soon(leaving).await;
    });
    runtime.shutdown_background();
    assert!(store.progress::<Progress>().unwrap().tour_offered);
}
