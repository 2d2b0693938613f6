//! What the program decides: Model, Msg, Command, update, Effect.
