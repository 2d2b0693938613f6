//! Which method a path takes (guide `orcid-wire`, "Record writes").

use http::Method;
use strum::VariantArray;

use crate::sandbox::{
    incoming::LogicalHost,
    record::{self, NoResource, Resource, Section},
};

/// What a write is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A new item.
    Add(Section),
    /// Several new works.
    Bulk,
    /// An item that is there, by its put-code; none when what stands there is no number.
    Change(Section, Option<u64>),
    /// The same, to be gone.
    Delete(Section, Option<u64>),
}

impl Target {
    /// What a method and the path behind the iD mean; `None` when nothing.
    pub fn of(method: &Method, below: &str) -> Option<Self> {
        let parts: Vec<&str> = below.split('/').collect();
        match (method, &parts[..]) {
            (&Method::POST, ["works"]) => Some(Self::Bulk),
            (&Method::POST, [name]) => section(name).map(Self::Add),
            (&Method::PUT, [name, code]) => Some(Self::Change(section(name)?, record::put_code(code))),
            (&Method::DELETE, [name, code]) => Some(Self::Delete(section(name)?, record::put_code(code))),
            _ => None,
        }
    }

    /// The section that it changes.
    pub fn section(self) -> Section {
        match self {
            Self::Add(section) | Self::Change(section, _) | Self::Delete(section, _) => section,
            Self::Bulk => Section::Works,
        }
    }
}

fn section(name: &str) -> Option<Section> {
    Section::VARIANTS.iter().find(|section| record::singular(**section) == name).copied()
}

/// The methods that a path behind the iD takes on a host; none when there is no such path.
pub(in crate::sandbox::api) fn allowed(host: LogicalHost, below: &str) -> Vec<Method> {
    let mut methods = Vec::new();
    // A put-code that is no number is looked at later.
    if !matches!(Resource::parse(below), Err(NoResource::Unknown)) {
        methods.extend([Method::GET, Method::HEAD]);
    }
    if host == LogicalHost::MemberApi {
        let writes = [Method::POST, Method::PUT, Method::DELETE];
        methods.extend(writes.into_iter().filter(|method| Target::of(method, below).is_some()));
    }
    methods
}

/// As `Allow` has them.
pub(in crate::sandbox::api) fn list(methods: &[Method]) -> String {
    methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_written_under_its_singular() {
        for section in Section::VARIANTS {
            let name = record::singular(*section);
            assert_eq!(Target::of(&Method::POST, name), Some(Target::Add(*section)));
            assert_eq!(Target::of(&Method::PUT, &format!("{name}/7")), Some(Target::Change(*section, Some(7))));
            assert_eq!(Target::of(&Method::DELETE, &format!("{name}/7")), Some(Target::Delete(*section, Some(7))));
        }
    }

    #[test]
    fn methods_of_a_path() {
        let member = LogicalHost::MemberApi;
        for (host, path, methods) in [
            (member, "work", "POST"),
            (member, "works", "GET, HEAD, POST"),
            (member, "work/7", "GET, HEAD, PUT, DELETE"),
            (member, "keywords", "GET, HEAD, POST"),
            (member, "keywords/7", "GET, HEAD, PUT, DELETE"),
            (member, "employments", "GET, HEAD"),
            (member, "works/7,8", "GET, HEAD"),
            (member, "work/summary/7", "GET, HEAD"),
            (member, "biography", "GET, HEAD"),
            (member, "keyword", ""),
            (member, "work/seven", "GET, HEAD, PUT, DELETE"),
            (member, "nonsense", ""),
            (LogicalHost::PublicApi, "work", ""),
            (LogicalHost::PublicApi, "works", "GET, HEAD"),
            (LogicalHost::PublicApi, "work/7", "GET, HEAD"),
        ] {
            assert_eq!(list(&allowed(host, path)), methods, "{host:?} {path}");
        }
    }
}
