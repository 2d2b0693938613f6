//! The key that signs the simulated ORCID's ID tokens: made when it is first needed, because that takes a noticeable part of
//! a second, and kept where the journal is kept, because clients keep the key set.

use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::{
    sandbox::{KeySource, SigningKey},
    store::{PrivateFile, Store, StoreError},
};

/// A key for this run alone.
pub fn of_this_run() -> KeySource {
    once(|| SigningKey::generate().expect("the operating system gives randomness"))
}

/// The key that is kept in the state folder.
pub fn of_store(store: Arc<Store>) -> KeySource {
    let saving = Arc::clone(&store);
    // The interface has the terminal: what could be said about a damaged file has no place there.
    kept(move || store.load_sandbox_key(), move |key| saving.save_sandbox_key(key), |_| {})
}

/// The key that is kept in a file. `complain` hears of a file that cannot be read, or is no key and is replaced.
pub fn of_file(file: PrivateFile, complain: impl Fn(&str) + Send + Sync + 'static) -> KeySource {
    let (saving, path) = (file.clone(), file.path().display().to_string());
    kept(move || file.read(), move |key| saving.replace(key), move |why| complain(&format!("{path}: {why}")))
}

fn kept(
    load: impl Fn() -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> + Send + Sync + 'static,
    save: impl Fn(&[u8]) -> Result<(), StoreError> + Send + Sync + 'static,
    complain: impl Fn(&str) + Send + Sync + 'static,
) -> KeySource {
    once(move || {
        match load() {
            Ok(None) => {}
            Ok(Some(der)) => match SigningKey::from_pkcs8(&der) {
                Ok(key) => return key,
                Err(_) => complain("this is no RSA key in PKCS#8; another one takes its place"),
            },
            Err(error) => complain(&error.to_string()),
        }
        let key = SigningKey::generate().expect("the operating system gives randomness");
        // A key that cannot be kept still signs; the next start makes another.
        if let Ok(der) = key.to_pkcs8()
            && let Err(error) = save(&der)
        {
            complain(&error.to_string());
        }
        key
    })
}

fn once(make: impl Fn() -> SigningKey + Send + Sync + 'static) -> KeySource {
    let made: Mutex<Option<Arc<SigningKey>>> = Mutex::new(None);
    Arc::new(move || {
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.get_or_insert_with(|| Arc::new(make())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_key_is_the_same_the_next_time_and_a_damaged_one_is_told() {
        let root = tempfile::tempdir().unwrap();
        let file = PrivateFile::at(root.path().join("run.journal.key"));
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let source = || {
            let complaints = Arc::clone(&complaints);
            of_file(file.clone(), move |why| complaints.lock().unwrap().push(why.to_owned()))
        };
        assert!(file.read().unwrap().is_none(), "made when it is needed");
        let first = source()().kid().to_owned();
        assert_eq!(source()().kid(), first);
        assert!(complaints.lock().unwrap().is_empty());
        file.replace(b"no key").unwrap();
        assert_ne!(source()().kid(), first);
        assert!(complaints.lock().unwrap()[0].contains("run.journal.key: this is no RSA key"));
    }
}
