//! Records, several works at once, searches, errors.

use super::{
    ACTIVITIES, Field, Form, PERSON, WORK, attribute,
    common::{ORCID_ID, SOURCE},
    object, text, time,
};

pub(in crate::sandbox::record) const ERROR: Field = object(
    "error:error",
    &[&[
        text("error:response-code"),
        text("error:developer-message"),
        text("error:user-message"),
        text("error:error-code"),
        text("error:more-info"),
    ]],
);
pub(in crate::sandbox::record) const BULK: Field =
    object("bulk:bulk", &[&[Field::of("bulk", Form::Each(&[WORK, ERROR]))]]);

pub(super) const HISTORY: &[Field] = &[
    Field::of("history:creation-method", Form::Constant),
    time("history:completion-date"),
    time("history:submission-date"),
    time("common:last-modified-date"),
    text("history:claimed"),
    object("common:source", &[SOURCE]),
    time("history:deactivation-date"),
    text("history:verified-email"),
    text("history:verified-primary-email"),
];
pub(in crate::sandbox::record) const RECORD: Field = object(
    "record:record",
    &[&[
        attribute("path"),
        object("common:orcid-identifier", &[ORCID_ID]),
        object("preferences:preferences", &[&[text("preferences:locale")]]),
        object("history:history", &[HISTORY]),
        PERSON,
        ACTIVITIES,
    ]],
);

pub(in crate::sandbox::record) const SEARCH: Field = object(
    "search:search",
    &[&[attribute("num-found"), object("search:result", &[&[object("common:orcid-identifier", &[ORCID_ID])]])]],
);
pub(in crate::sandbox::record) const EXPANDED_SEARCH: Field = object(
    "expanded-search:expanded-search",
    &[&[
        attribute("num-found"),
        object(
            "expanded-search:expanded-result",
            &[&[
                text("expanded-search:orcid-id"),
                text("expanded-search:given-names"),
                text("expanded-search:family-names"),
                text("expanded-search:credit-name"),
                text("expanded-search:other-name"),
                text("expanded-search:email"),
                text("expanded-search:institution-name"),
            ]],
        ),
    ]],
);
pub(in crate::sandbox::record) const CLIENT_SUMMARY: Field =
    object("client:client-summary", &[&[text("client:name"), text("client:description")]]);
