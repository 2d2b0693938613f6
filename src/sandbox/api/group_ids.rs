//! `/group-id-record` on the member host (guide `orcid-wire`, "Group-id records").

use http::header;
use jiff::Timestamp;

use super::{Caller, version};
use crate::{
    oauth::form,
    sandbox::{
        features::GroupIdRecord,
        journal::Event,
        record::{self, ApiError, Document, Problem, Version},
        reply::Reply,
    },
};

/// How many a page has when nobody says how many.
const PAGE_SIZE: u64 = 100;

/// What is asked for stands behind `/group-id-record`.
pub(super) fn answer(caller: &Caller<'_>, below: &str) -> Result<Reply, ApiError> {
    let put_code = match below {
        "" => None,
        path if path.contains('/') => {
            return Err(ApiError::no_such_page());
        }
        number => Some(
            number.parse().map_err(|_| ApiError::new(Problem::PutCode).fill("clientName", &caller.client_name()))?,
        ),
    };
    match (caller.request.method.as_str(), put_code) {
        ("GET" | "HEAD", None) => {
            caller.must_have("/group-id-record/read")?;
            list(caller).map(|document| caller.format.reply(200, &document))
        }
        ("GET" | "HEAD", Some(put_code)) => {
            caller.must_have("/group-id-record/read")?;
            Ok(caller.format.reply(200, &record::group_id(Some(find(caller, put_code)?))))
        }
        ("POST", None) => add(caller),
        ("PUT", Some(put_code)) => change(caller, put_code),
        ("DELETE", Some(put_code)) => delete(caller, put_code),
        (_, None) => Err(caller.method_not_allowed("GET, HEAD, POST")),
        (_, Some(_)) => Err(caller.method_not_allowed("GET, HEAD, PUT, DELETE")),
    }
}

fn find<'a>(caller: &Caller<'a>, put_code: u64) -> Result<&'a GroupIdRecord, ApiError> {
    caller.sandbox.state.features().group_id(put_code).ok_or_else(|| ApiError::new(Problem::NoGroup))
}

fn list(caller: &Caller<'_>) -> Result<Document<'static>, ApiError> {
    let parameters = form::parse_form(caller.request.query.as_bytes());
    let all = || caller.sandbox.state.features().group_ids();
    if let Some(group_id) = form::first(&parameters, "group-id") {
        return Ok(record::group_id(all().find(|record| record.group_id == group_id)));
    }
    if let Some(name) = form::first(&parameters, "name") {
        return Ok(record::group_id(all().find(|record| record.name == name)));
    }
    let number = |name: &str, usual: u64| match form::first(&parameters, name) {
        None => Ok(usual),
        Some(text) => text.parse().ok().filter(|n| *n > 0).ok_or_else(|| ApiError::new(Problem::Invalid)),
    };
    let (size, page) = (number("page-size", PAGE_SIZE)?, number("page", 1)?);
    let skipped = usize::try_from(size.saturating_mul(page - 1)).unwrap_or(usize::MAX);
    let shown: Vec<&GroupIdRecord> = all().skip(skipped).take(usize::try_from(size).unwrap_or(usize::MAX)).collect();
    Ok(record::group_ids(&shown, page, size))
}

/// The record that a body describes, and the put-code in it.
fn read(
    caller: &Caller<'_>,
    put_code: u64,
    client_id: Option<&str>,
) -> Result<(GroupIdRecord, Option<String>), ApiError> {
    let body = record::read_group_id(caller.request.header(header::CONTENT_TYPE), caller.request.body)?;
    let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
    let record = GroupIdRecord {
        put_code,
        client_id: client_id.map(str::to_owned),
        // What cannot be seen is left out.
        name: text("name").chars().filter(|c| !c.is_control()).collect(),
        group_id: text("group-id"),
        description: Some(text("description")),
        kind: text("type"),
        modified: caller.now,
    };
    Ok((record, body["put-code"].as_str().map(str::to_owned)))
}

fn add(caller: &Caller<'_>) -> Result<Reply, ApiError> {
    let client_id = caller.must_have("/group-id-record/update")?;
    let features = caller.sandbox.state.features();
    let (record, put_code) = read(caller, features.next_group_id(), Some(client_id))?;
    let known = features.group_ids().any(|other| other.group_id == record.group_id);
    if let (Some(issn), false) = (record.group_id.strip_prefix("issn:"), known) {
        // Journals are ORCID's own: it adds them when somebody tries, and refuses all the same.
        let journal = journal(issn, record.put_code, caller.now)?;
        let refusal = super::refuse(caller.format, &ApiError::new(Problem::DuplicateGroup));
        return Ok(refusal.event(Event::GroupIdWritten(journal)));
    }
    if put_code.is_some() {
        return Err(ApiError::new(Problem::PutCodeUnexpected).fill("clientName", &caller.client_name()));
    }
    check(&record)?;
    if known {
        return Err(ApiError::new(Problem::DuplicateGroup));
    }
    let base = version::base(caller.sandbox, caller.request);
    let location = format!("{base}/v{}/group-id-record/{}", Version::V3_0, record.put_code);
    Ok(Reply::new(201, "", "").header(header::LOCATION, &location).event(Event::GroupIdWritten(record)))
}

fn change(caller: &Caller<'_>, put_code: u64) -> Result<Reply, ApiError> {
    let client_id = caller.must_have("/group-id-record/update")?;
    let (record, in_body) = read(caller, put_code, Some(client_id))?;
    if in_body.as_deref() != Some(put_code.to_string().as_str()) {
        let error = ApiError::new(Problem::PutCodeMismatch).fill("urlPutCode", &put_code.to_string());
        let error = error.fill("bodyPutCode", in_body.as_deref().unwrap_or("null"));
        return Err(error.fill("clientName", &caller.client_name()));
    }
    let before = find(caller, put_code)?;
    check(&record)?;
    let others = caller.sandbox.state.features().group_ids().filter(|other| other.put_code != put_code);
    if others.into_iter().any(|other| other.group_id == record.group_id) {
        return Err(ApiError::new(Problem::DuplicateGroup));
    }
    own(before, client_id)?;
    Ok(caller.format.reply(200, &record::group_id(Some(&record))).event(Event::GroupIdWritten(record)))
}

fn delete(caller: &Caller<'_>, put_code: u64) -> Result<Reply, ApiError> {
    let client_id = caller.must_have("/group-id-record/update")?;
    let before = find(caller, put_code)?;
    if record::has_reviews(caller.sandbox, &before.group_id) {
        let why = "Unable to delete group id because there are peer reviews associated to it";
        return Err(ApiError::new(Problem::CannotDelete).because(why));
    }
    own(before, client_id)?;
    Ok(Reply::new(204, "", "").event(Event::GroupIdDeleted { put_code }))
}

fn own(record: &GroupIdRecord, client_id: &str) -> Result<(), ApiError> {
    if record.client_id.as_deref() == Some(client_id) {
        return Ok(());
    }
    Err(ApiError::new(Problem::Source).fill("activity", "group-id-record"))
}

fn check(record: &GroupIdRecord) -> Result<(), ApiError> {
    if record::is_group_id(&record.group_id) {
        return Ok(());
    }
    Err(ApiError::new(Problem::Invalid).because(&format!("Invalid group-id: '{}'", record.group_id)))
}

/// The group of a journal, as ORCID adds it.
pub(super) fn journal(issn: &str, put_code: u64, now: Timestamp) -> Result<GroupIdRecord, ApiError> {
    if !is_issn(issn) {
        return Err(ApiError::new(Problem::Issn));
    }
    Ok(GroupIdRecord {
        put_code,
        client_id: None,
        name: format!("ISSN {issn}"),
        group_id: format!("issn:{issn}"),
        description: None,
        kind: "journal".to_owned(),
        modified: now,
    })
}

/// `1234-5679`: seven digits and a check character, 0–9 or X (ISO 3297).
fn is_issn(text: &str) -> bool {
    let digits: Vec<u32> = match text.as_bytes() {
        [a, b, c, d, b'-', e, f, g, h] => [a, b, c, d, e, f, g, h]
            .into_iter()
            .map(|&byte| if byte == b'X' { Some(10) } else { char::from(byte).to_digit(10) })
            .collect::<Option<_>>()
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    let sum: u32 = digits.iter().zip((1..=8).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 8 && digits[..7].iter().all(|digit| *digit < 10) && sum.is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issn_has_a_check_character() {
        assert!(is_issn("0000-0019") && is_issn("2434-561X") && is_issn("0317-8471"));
        for wrong in ["0000-0018", "00000019", "000X-0019", "2434-561x", "", "0000-001é"] {
            assert!(!is_issn(wrong), "{wrong}");
        }
    }
}
