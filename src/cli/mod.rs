//! Arguments and output.
