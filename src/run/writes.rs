//! What is being written to the disk, or has to be once it is here: whoever leaves waits for it.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

/// How long a disk, or a token endpoint, may keep the program from ending.
const PATIENCE: Duration = Duration::from_secs(5);

/// Counts what is being written.
#[derive(Clone)]
pub(super) struct Writes(Arc<watch::Sender<usize>>);

/// One piece of writing, over when it is dropped.
pub(super) struct Write(Writes);

impl Writes {
    /// Nothing is being written.
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    /// Something is about to be written.
    pub fn begin(&self) -> Write {
        self.0.send_modify(|count| *count += 1);
        Write(self.clone())
    }

    /// Waits until all is written.
    pub async fn done(&self) {
        let mut count = self.0.subscribe();
        // A disk that takes nothing, or a server that says nothing, must not hold the person back for ever.
        let _ = tokio::time::timeout(PATIENCE, count.wait_for(|count| *count == 0)).await;
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}
