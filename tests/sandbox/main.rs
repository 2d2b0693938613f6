//! Journeys through the simulated ORCID: no socket, no clock, no sleep.

mod api;
mod control;
mod eras;
mod faults;
mod front_channel;
mod grants;
mod journal;
mod openid;
mod seed;
mod support;
mod token;
mod web;
