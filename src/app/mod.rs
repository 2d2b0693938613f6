//! What the program decides: Model, Msg, Command, update, Effect.

pub mod document;
pub mod field;
