//! A single file for this user alone, at a place that the user chose: what belongs to `sandbox --state <file>`.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{error::StoreError, files::Files, notice::Notice};

/// A file that only its owner may read (mode 0600), replaced as a whole or not at all.
#[derive(Clone, Debug)]
pub struct PrivateFile {
    path: PathBuf,
}

impl PrivateFile {
    /// The file at a path. Nothing is created by this.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file beside another one, whose name is that one's with an ending: `run.journal.key`.
    pub fn beside(path: &Path, ending: &str) -> Self {
        let mut name = OsString::from(path.as_os_str());
        name.push(ending);
        Self::at(PathBuf::from(name))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds; `None` when there is none yet. Takes the rights of others away; `told` hears of that.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn read(&self, told: impl FnOnce(Notice)) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let files = Files::on_disk();
        if let Some(mode) = files.narrow(&self.path) {
            told(Notice::RightsNarrowed { path: self.path.clone(), mode });
        }
        Ok(files.read(&self.path)?.map(Zeroizing::new))
    }

    /// Replaces it.
    ///
    /// # Errors
    /// When writing fails; then the earlier content is still there.
    pub fn replace(&self, bytes: &[u8]) -> Result<(), StoreError> {
        Files::on_disk().replace(&self.path, bytes)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn it_stands_beside_its_file_and_is_its_owners_alone() {
        let root = tempfile::tempdir().unwrap();
        let file = PrivateFile::beside(&root.path().join("run.journal"), ".key");
        assert!(file.path().ends_with("run.journal.key"));
        let unheard = |notice| panic!("{notice}");
        assert!(file.read(unheard).unwrap().is_none());
        file.replace(b"secret").unwrap();
        let mode = || std::fs::metadata(file.path()).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
        let mut heard = None;
        assert_eq!(file.read(|notice| heard = Some(notice)).unwrap().unwrap().as_slice(), b"secret");
        assert_eq!(heard, Some(Notice::RightsNarrowed { path: file.path().to_owned(), mode: 0o644 }));
        assert_eq!(mode(), 0o600);
        assert!(file.read(unheard).unwrap().is_some());
    }
}
