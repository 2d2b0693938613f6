//! Files: configuration, secrets, tokens, journal.
