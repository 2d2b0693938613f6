//! The key that signs the simulated ORCID's ID tokens: made when it is first needed, because that takes a noticeable part of
//! a second, and kept where the journal is kept, because clients keep the key set.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

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
    let (saving, path) = (Arc::clone(&store), store.paths().sandbox_key());
    let keeping =
        Keeping { path, load: move || store.load_sandbox_key(), save: move |key: &[u8]| saving.save_sandbox_key(key) };
    // The interface has the terminal: what could be said about a damaged file has no place there.
    once(move || keeping.key(&|_| {}))
}

/// The key that is kept in a file. `complain` hears of a file that others could read, that cannot be read, or is no key and is
/// put aside.
pub fn of_file(file: PrivateFile, complain: impl Fn(&str) + Send + Sync + 'static) -> KeySource {
    let (saving, path) = (file.clone(), file.path().to_owned());
    let shown = path.display().to_string();
    let complain = Arc::new(complain);
    let hear = Arc::clone(&complain);
    let load = move || file.read(|notice| hear(&notice.to_string()));
    let keeping = Keeping { path, load, save: move |key: &[u8]| saving.replace(key) };
    once(move || keeping.key(&|why| complain(&format!("{shown}: {why}"))))
}

/// How a key is kept in a file.
struct Keeping<L, S> {
    path: PathBuf,
    load: L,
    save: S,
}

impl<L, S> Keeping<L, S>
where
    L: Fn() -> Result<Option<Zeroizing<Vec<u8>>>, StoreError>,
    S: Fn(&[u8]) -> Result<(), StoreError>,
{
    /// The kept key, or a new one. Nothing that was there is lost: what is no key may be somebody's file.
    fn key(&self, complain: &dyn Fn(&str)) -> SigningKey {
        let keeps = match (self.load)() {
            Ok(None) => true,
            Ok(Some(der)) => match SigningKey::from_pkcs8(&der) {
                Ok(key) => return key,
                Err(_) => self.put_aside(complain),
            },
            Err(error) => {
                complain(&format!("{error}; the key of this run is another one, and is not kept"));
                false
            }
        };
        let key = SigningKey::generate().expect("the operating system gives randomness");
        // A key that cannot be kept still signs; the next start makes another.
        if keeps
            && let Ok(der) = key.to_pkcs8()
            && let Err(error) = (self.save)(&der)
        {
            complain(&error.to_string());
        }
        key
    }

    /// Gives what is no key another name; whether the place is free then.
    fn put_aside(&self, complain: &dyn Fn(&str)) -> bool {
        let names = (1..).map(|number| {
            let mut name = self.path.clone().into_os_string();
            name.push(format!(".unreadable-{number}"));
            PathBuf::from(name)
        });
        let Some(aside) = names.take(1000).find(|name| std::fs::symlink_metadata(name).is_err()) else {
            complain("this is no RSA key in PKCS#8, and stays; the key of this run is not kept");
            return false;
        };
        match std::fs::rename(&self.path, &aside) {
            Ok(()) => {
                let aside = aside.display();
                complain(&format!("this is no RSA key in PKCS#8; it is {aside} now, and another one takes its place"));
                true
            }
            Err(error) => {
                complain(&format!(
                    "this is no RSA key in PKCS#8, and stays ({error}); the key of this run is not kept"
                ));
                false
            }
        }
    }
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
        assert!(file.read(drop).unwrap().is_none(), "made when it is needed");
        let first = source()().kid().to_owned();
        assert_eq!(source()().kid(), first);
        assert!(complaints.lock().unwrap().is_empty());
        file.replace(b"no key").unwrap();
        assert_ne!(source()().kid(), first);
        let told = complaints.lock().unwrap()[0].clone();
        assert!(told.contains("run.journal.key: this is no RSA key"), "{told}");
        let aside = root.path().join("run.journal.key.unreadable-1");
        assert_eq!(std::fs::read(&aside).unwrap(), b"no key", "somebody may want it back");
        file.replace(b"no key either").unwrap();
        source()();
        assert_eq!(std::fs::read(&aside).unwrap(), b"no key");
        assert_eq!(std::fs::read(root.path().join("run.journal.key.unreadable-2")).unwrap(), b"no key either");
    }
}
