//! ORCID as a pure function.
