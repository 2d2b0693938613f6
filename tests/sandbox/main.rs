//! Journeys through the simulated ORCID: no socket, no clock, no sleep.

mod api;
mod api_errors;
mod api_formats;
mod api_members;
mod api_requests;
mod api_search;
mod api_sections;
mod api_summary;
mod api_tokens;
mod api_versions;
mod control;
mod eras;
mod faults;
mod front_channel;
mod grants;
mod journal;
mod linked_data;
mod openid;
mod properties;
mod record_status;
mod seed;
mod support;
mod token;
mod web;
mod write_errors;
mod writes;
