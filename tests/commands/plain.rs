//! `--plain`: the dance as lines through a pipe.

use super::support::*;

/// What is said when these lines are typed, one after the other.
fn said(home: &Home, lines: &[&str]) -> String {
    let ended =
        home.run_reading(format!("{}\n", lines.join("\n")), &["--plain", "--redirect-uri", &free_redirect_uri()]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
    // No cursor is moved, nothing is coloured.
    assert!(!ended.stdout.contains('\x1b'), "{ended:?}");
    ended.stdout
}

#[test]
fn the_whole_dance_with_empty_lines() {
    let home = Home::new();
    let said = said(&home, &["", "", "", "", "m7", "quit"]);
    for line in [
        "Simulated ORCID · you are the researcher:",
        "  > [ Authorize access ] [ Deny access ]",
        "The authorization code is here. Next: exchange it for tokens.",
        "  ORCID iD: 0000-0002-4456-8947",
        "[empty line: Read the record with the token; ? help]",
        "    \"path\": \"0000-0002-4456-8947\",",
    ] {
        assert!(said.lines().any(|said| said.contains(line)), "{line} is not in {said}");
    }
    // The token that it got is kept, and shown by its beginning only.
    let token = home.run(&["token", "header"]).stdout;
    let token = token.trim().rsplit(' ').next().unwrap();
    assert!(said.contains(&token[..8]) && !said.contains(token));
}

#[test]
fn numbers_choose_and_fields_ask() {
    let home = Home::new();
    let said = said(&home, &["2", "APP-NOSUCHCLIENT0000", "", "99", "5", "-"]);
    assert!(said.contains("2. Client ID: APP-NOSUCHCLIENT0000"), "{said}");
    assert!(said.contains("Error: The provided client id APP-NOSUCHCLIENT0000 is invalid."), "{said}");
}

#[test]
fn what_is_not_known_is_pasted_and_said_so() {
    let home = Home::new();
    let said = said(&home, &["https://example.org/callback?code=abcdef", "denied-by-nobody", "keys", "99", "m9"]);
    assert!(said.contains("Code: abcdef"), "{said}");
    assert!(said.contains("Not recognized."), "{said}");
    assert!(said.contains("exchange (x): Exchange the code for tokens"), "{said}");
    assert!(said.contains("Nothing has the number 99.") && said.contains("There is no message 9"), "{said}");
}

#[test]
fn a_pasted_failure_has_its_card_and_all_causes_behind_a_key() {
    let home = Home::new();
    let failure = r#"{"error":"invalid_grant","error_description":"Reused authorization code: eUeiz2"}"#;
    let said = said(&home, &[failure, "d", "esc", "quit"]);
    for line in
        ["Cause    This code was exchanged before", "[All causes]", "Most likely", "Sources  guide «Code reuse»"]
    {
        assert!(said.contains(line), "{line} is not in {said}");
    }
}

#[test]
fn dialogs_are_lists_and_questions() {
    let home = Home::new();
    let said = said(&home, &["S", "=/webhook", "esc", "", "tab", "", "list"]);
    assert!(said.contains("> [ ] /webhook") || said.contains("/webhook"), "{said}");
    assert!(said.contains("The answer was access_denied."), "{said}");
}

#[test]
fn the_tour_is_offered_once_and_a_lesson_says_its_steps() {
    let home = Home::new();
    let first = said(&home, &["L", "", "a", "L", "", "quit"]);
    let offer = first.lines().filter(|line| line.starts_with("New here?")).count();
    assert_eq!(offer, 1, "{first}");
    assert!(
        first.contains("Lesson 1 of ") && first.contains("step 1 of 5") && first.contains("step 2 of 5"),
        "{first}"
    );
    let second = said(&home, &["quit"]);
    assert!(!second.contains("New here?"), "{second}");
    let unkept = home.run_reading("quit\n", &["--plain", "--ephemeral", "--redirect-uri", &free_redirect_uri()]);
    assert!(!unkept.stdout.contains("New here?"), "{unkept:?}");
}

#[test]
fn the_end_of_the_lines_leaves_no_fault_behind() {
    let home = Home::new();
    let begun = said(&home, &["fault-lab", "p", ""]);
    assert!(begun.contains("Fault lab · deny · step 1 of 1"), "{begun}");
    let next = said(&home, &["F", "quit"]);
    let deny = next.lines().find(|line| line.ends_with(" deny")).unwrap_or_else(|| panic!("{next}"));
    assert!(deny.starts_with("  >") && !deny.contains("once"), "{next}");
}

#[test]
fn an_experiment_of_the_fault_lab() {
    let home = Home::new();
    let typed = ["fault-lab", "down down down down", "p", "down", "", "a", "", "x", "esc", "quit"];
    let said = said(&home, &typed);
    for line in [
        "[empty line: predict it and begin; ",
        "> (•) 400 invalid_grant",
        "Fault lab · expired-code · step 1 of 2. Act as the researcher, and authorize.",
        "Fault lab · expired-code · step 2 of 2. Exchange the code.",
        "  ✓ As you predicted.",
        "  What your application must do",
    ] {
        assert!(said.lines().any(|said| said.contains(line)), "{line} is not in {said}");
    }
}

#[test]
fn names_are_explained() {
    let home = Home::new();
    let said =
        said(&home, &["explain redirect_uri", "explain 2", "esc", "", "", "", "explain m6", "explain m99", "quit"]);
    for line in [
        "redirect_uri (token request)",
        "Explained:",
        "Names your application to ORCID",
        "grant_type (token request): What is given in return for tokens",
        "There is no message 99",
    ] {
        assert!(said.contains(line), "{line} is not in {said}");
    }
}

#[test]
fn words_that_end_or_begin_something_are_no_codes() {
    let home = Home::new();
    for word in ["exit", "stop", "quit"] {
        let said = said(&home, &[word, "abcdef"]);
        assert!(!said.contains("Code:"), "{word}: {said}");
    }
    assert!(said(&home, &["tour", "esc", "quit"]).contains("The dance"));
    let said = said(&home, &["hello", "quit"]);
    assert!(!said.contains("Code: hello") && said.contains("six letters and digits"), "{said}");
}

#[test]
fn the_prompt_stands_once_and_a_dialog_answers_every_word() {
    let home = Home::new();
    let said = said(&home, &["", "2", "xyz", "esc", "quit"]);
    let lines: Vec<&str> = said.lines().collect();
    let twice = lines.windows(2).find(|pair| pair[0].starts_with('[') && pair[0] == pair[1]);
    assert!(twice.is_none(), "{said}");
    assert!(said.contains("«2» means nothing in this dialog") && said.contains("«xyz» means nothing"), "{said}");
}

#[test]
fn a_step_in_a_dialog_says_what_changed_and_list_says_all_of_it() {
    let home = Home::new();
    let said = said(&home, &["S", "down", "down", "list", "esc", "quit"]);
    let titles = said.lines().filter(|line| line.starts_with("Scopes")).count();
    assert_eq!(titles, 2, "when it opened, and when all of it was asked for: {said}");
    let chosen: Vec<&str> = said.lines().filter(|line| line.starts_with("  > [")).collect();
    assert_eq!(chosen.len(), 4, "{said}");
    assert!(chosen[0] != chosen[1] && chosen[1] != chosen[2] && chosen[2] == chosen[3], "{chosen:?}");
    assert!(said.contains("; list: all of it again]"), "{said}");
}

#[test]
fn what_is_to_be_typed_can_be_typed() {
    let home = Home::new();
    let said = said(&home, &["S", "explain", "Esc", "Esc", "", "quit"]);
    for line in said.lines().filter(|line| line.starts_with('[')) {
        assert!(!line.contains('^') && !line.contains('⏎'), "{line}");
    }
    assert!(said.contains("; explain; esc back]") && said.contains("Explained:"), "{said}");
    assert!(said.contains("Simulated ORCID · you are the researcher:"), "Esc as the screen writes it: {said}");
    assert!(!said.contains("Not recognized"), "{said}");
}

#[test]
fn a_question_names_its_field_and_keys_are_not_typed_into_it() {
    let home = Home::new();
    let said = said(&home, &["2", "APP-NOSUCHCLIENT0000", "S", "esc", "3", "", "13", "", "quit"]);
    assert!(said.contains("The new value of Client ID? An empty line keeps it, - empties it."), "{said}");
    assert!(said.contains("The new value of Client secret?") && said.contains("can be read on the screen"), "{said}");
    assert!(said.contains("What did you get?"), "{said}");
    assert!(said.contains("Scopes") && !said.contains("APP-NOSUCHCLIENT0000S"), "{said}");
}

#[test]
fn the_mending_of_a_field_asks_for_its_value() {
    let home = Home::new();
    let said = said(&home, &["2", "APP-NOSUCHCLIENT", "", "esc", "m", "APP-PLAYGROUND000001", "quit"]);
    let after = said.split("Correct the client ID here; then try again.").nth(1).expect(&said);
    assert!(after.contains("The new value of Client ID?"), "{said}");
    assert!(after.contains("2. Client ID: APP-PLAYGROUND000001"), "{said}");
}

#[test]
fn bad_news_are_not_said_again_when_something_else_is_done() {
    let home = Home::new();
    let said = said(&home, &["denied-by-nobody", "12", "2", "", "7", "esc", "list", "quit"]);
    assert_eq!(said.matches("Not recognized.").count(), 1, "{said}");
}

#[test]
fn a_line_that_is_no_text_does_not_end_the_script() {
    let ended = Home::new().run_reading(b"caf\xe9\nkeys\nquit\n", &["--plain", "--redirect-uri", &free_redirect_uri()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(
        ended.stdout.contains("Not recognized.") && ended.stdout.contains("palette (ctrl-p): Every command"),
        "{ended:?}"
    );
}

#[test]
fn a_lesson_says_what_is_typed_here_and_which_message_it_speaks_of() {
    let home = Home::new();
    let said = said(&home, &["L", "", "", "", "", "", "K", "m6", "quit"]);
    for line in [
        "→ m and the number of the message POST /oauth/token",
        "Read with the token: the answer is in message 7.",
        "Lesson 1 of 16 · The dance · ✓ done.",
    ] {
        assert!(said.contains(line), "{line} is not in {said}");
    }
    let fields = ["L", "down down", "", "K", "4", "https://example.org/callback", "quit"];
    let said = self::said(&Home::new(), &fields);
    assert!(said.contains("→ 4 (Redirect URI), then the address.") && said.contains("step 2 of 4."), "{said}");
}

#[test]
fn a_qr_code_is_its_address_and_letters_that_do_nothing_are_said_so() {
    let home = Home::new();
    let said = said(&home, &["show-qr", "r", "esc", "quit"]);
    assert!(said.contains("in place of its QR code:\nhttp://") && !said.contains('▀'), "{said}");
    assert!(said.contains("«r» means nothing in this dialog"), "{said}");
}

#[test]
fn quitting_asks_about_a_client_that_was_typed_and_the_end_of_the_lines_asks_nothing() {
    let home = Home::new();
    let said = said(&home, &["2", "APP-MINE000000000001", "quit", "no", "quit", "Q"]);
    assert!(said.contains("The client APP-MINE000000000001 of local"), "{said}");
    let said = self::said(&home, &["2", "APP-MINE000000000001"]);
    assert!(!said.contains("saved nowhere"), "{said}");
}

#[test]
fn a_list_is_chosen_from_by_number_and_the_diagram_says_who_speaks_to_whom() {
    let home = Home::new();
    let said = said(&home, &["lessons", "13", "99", "", "quit"]);
    assert!(said.contains(">  13 A token of your own") || said.contains("13 A token of your own\n  "), "{said}");
    assert!(said.contains("There is no row 99 here; there are 16."), "{said}");
    assert!(said.contains("Lesson 13 of 16 · A token of your own · step 1"), "{said}");
    let said = self::said(&home, &["", "", "D", "quit"]);
    assert!(said.contains("browser → ORCID: POST /signin") && said.contains("ORCID → browser: 302 Found"), "{said}");
}

#[test]
fn a_lesson_that_wants_a_message_looked_at_takes_the_newest_too() {
    let home = Home::new();
    let said = said(&home, &["lessons", "6", "", "a", "tab", "", "m5", "quit"]);
    assert!(said.contains("step 3 of"), "{said}");
    // The end of the program keeps the place in it.
    let later = self::said(&home, &["lessons", "quit"]);
    assert!(later.contains("step 3"), "{later}");
}

#[test]
fn a_pasted_code_is_no_number() {
    let home = Home::new();
    for code in ["123456", "m12345"] {
        let said = said(&home, &[code, "quit"]);
        assert!(said.contains(&format!("Code: {code}")), "{said}");
    }
}
