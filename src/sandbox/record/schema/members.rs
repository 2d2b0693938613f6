//! What only members exchange: groups of reviews, notifications.

use super::{
    Field, Form, Text, attribute,
    common::{EXTERNAL_ID, SOURCE},
    object, text, time,
};

pub(in crate::sandbox::record) const GROUP_ID_RECORD: Field = object(
    "group-id:group-id-record",
    &[&[
        attribute("put-code"),
        text("group-id:name").required().not_blank(1000),
        text("group-id:group-id").required(),
        text("group-id:description").required().not_blank(1000),
        text("group-id:type").required().one_of("group-type"),
    ]],
);
pub(in crate::sandbox::record) const GROUP_ID_RECORDS: Field = object(
    "group-id:group-id-records",
    &[&[
        time("common:last-modified-date"),
        text("group-id:total"),
        text("group-id:page"),
        text("group-id:page-size"),
        GROUP_ID_RECORD,
    ]],
);

const AUTHORIZATION_URL: &[Field] = &[text("notification:uri"), text("notification:path"), text("notification:host")];
const ITEM: &[Field] = &[
    text("notification:item-type").required().one_of("notified-activity"),
    text("notification:item-name").required().must_be(Text::AtMost(1000)),
    object("common:external-id", &[EXTERNAL_ID]),
];
pub(in crate::sandbox::record) const NOTIFICATION: Field = object(
    "notification:notification",
    &[&[
        attribute("put-code"),
        text("notification:notification-type").required().one_of("notification-type"),
        object("notification:authorization-url", &[AUTHORIZATION_URL]).required(),
        text("notification:notification-subject").required(),
        text("notification:notification-intro").required().must_be(Text::AtMost(1000)),
        object("notification:items", &[&[object("notification:item", &[ITEM]).many().required()]]).required(),
        time("common:created-date"),
        time("common:sent-date"),
        time("common:read-date"),
        time("notification:actioned-date"),
        time("common:archived-date"),
        object("common:source", &[SOURCE]),
    ]],
);
pub(in crate::sandbox::record) const NOTIFICATIONS: Field =
    Field::of("notification:notifications", Form::Object(&[&[NOTIFICATION]]));
