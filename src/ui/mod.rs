//! View functions: reads the model, writes nothing.
