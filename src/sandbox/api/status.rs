//! `/status`: whether the server is well, which needs no token.

use http::{Method, header};
use serde_json::json;

use super::{
    negotiate::{self, Format, negotiate_plain},
    refuse,
    version::{self, Place},
};
use crate::sandbox::{incoming::Incoming, record::ApiError, reply::Reply};

pub(super) fn is_status(path: &str) -> bool {
    let path = match version::place(path) {
        Place::Answered(_, below) => below,
        Place::Other(..) | Place::Disabled(_) | Place::Unversioned => path.trim_start_matches('/'),
    };
    matches!(path, "status" | "apiStatus" | "pubStatus")
}

/// Whether the server is well, which needs no token.
pub(super) fn status(request: &Incoming<'_>) -> Reply {
    const METHODS: &str = "GET, HEAD, OPTIONS";
    match *request.method {
        Method::GET | Method::HEAD => Reply::json(
            200,
            &json!({"tomcatUp": true, "dbConnectionOk": true, "readOnlyDbConnectionOk": true, "overallOk": true}),
        ),
        Method::OPTIONS => Reply::new(200, "", "").header(header::ALLOW, METHODS),
        _ => {
            let format = negotiate_plain(&negotiate::accept(request)).unwrap_or(Format::Compact);
            refuse(format, &ApiError::no_such_method()).header(header::ALLOW, METHODS)
        }
    }
}
