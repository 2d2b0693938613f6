//! View functions: reads the model, writes nothing.

pub mod theme;
pub mod widgets;
