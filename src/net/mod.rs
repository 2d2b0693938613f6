//! Sockets: send, serve, capture.
