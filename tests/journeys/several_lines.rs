//! Several lines that are pasted into a field of one.

use orcid_playground::app::{Tone, control::Control};

use crate::journey::Journey;

#[test]
fn words_stay_apart() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).press("ctrl-u").paste("/authenticate\n/read-limited\r\n\t/activities/update\n");
    assert_eq!(journey.model.form().scope.text(), "/authenticate /read-limited /activities/update");
    assert_eq!(journey.notice(), "");
}

#[test]
fn an_id_and_a_secret_of_several_lines_are_remarked_on() {
    for (control, what) in [(Control::ClientId, "client id"), (Control::ClientSecret, "client secret")] {
        let mut journey = Journey::new();
        journey.go_to(control).press("ctrl-u").paste("APP-AAAA\nsecond line");
        assert!(journey.notice().contains("several lines") && journey.notice().contains(what), "{}", journey.notice());
        assert_eq!(journey.model.notice.as_ref().map(|notice| notice.tone), Some(Tone::Bad));
        journey.press("alt-u").paste("\nAPP-AAAA\n");
        assert_eq!(journey.notice(), "", "one line, with breaks around it");
    }
}

#[test]
fn the_paste_box_reads_parameters_that_stand_below_each_other() {
    let mut journey = Journey::new();
    journey.press("2").go_to(Control::Paste).paste("code=QQQQQQ\nstate=foo");
    assert!(!journey.model.paste.field.text().contains("QQQQQQstate"), "{}", journey.model.paste.field.text());
}
