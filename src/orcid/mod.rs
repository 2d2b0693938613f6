//! What ORCID is: data and lookups.
