//! What teaches: faults and the lab, lessons and their predictions, the offer of the tour, and the line for who comes by SSH.

use orcid_playground::app::{
    lesson::{self, Lessons},
    remote::Remote,
};

use super::{SIZES, SMALL_TO_LARGE, journey::Journey, pictures};

const LOW: [(u16, u16); 3] = [(40, 12), (60, 20), (120, 40)];

/// The experiment of the fault in that row.
fn experiment(row: usize, answer: usize) -> Journey {
    let mut journey = Journey::new();
    journey.press("F");
    for _ in 0..row {
        journey.press("down");
    }
    journey.press("p");
    for _ in 0..answer {
        journey.press("down");
    }
    journey
}

#[test]
fn the_faults() {
    let mut journey = Journey::new();
    journey.press("F down enter enter down down enter");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_question_of_the_lab() {
    insta::assert_snapshot!(pictures(&mut experiment(4, 1), &LOW));
}

#[test]
fn an_experiment_under_way() {
    let mut journey = experiment(4, 0);
    journey.press("enter a enter K");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn predicted_and_actual() {
    let mut journey = experiment(4, 0);
    journey.press("enter a enter x");
    insta::assert_snapshot!(pictures(&mut journey, &[(40, 12), (60, 20), (80, 24), (120, 40)]));
}

#[test]
fn predicted_rightly() {
    let mut journey = experiment(1, 1);
    journey.press("enter a enter");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24)]));
}

#[test]
fn the_lessons() {
    let mut journey = Journey::new();
    journey.press("L down");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_lesson_with_its_hint() {
    let mut journey = Journey::new();
    journey.press("L enter enter enter K");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_lesson_that_asks() {
    let mut journey = Journey::new();
    journey.press("L down down down down down down enter enter enter enter r 2 V down");
    let asked = pictures(&mut journey, &[(80, 24)]);
    journey.press("enter");
    insta::assert_snapshot!(format!("{asked}{}", pictures(&mut journey, &[(60, 20), (80, 24), (120, 40)])));
}

#[test]
fn a_lesson_that_tells() {
    let mut journey = Journey::new();
    journey.press("L down down down down down down enter enter enter enter r 2 V enter x E 2 r");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24)]));
}

#[test]
fn the_first_start() {
    let mut journey = Journey::with(|start| start.offer_tour = true);
    insta::assert_snapshot!(pictures(&mut journey, &[(40, 12), (60, 20), (80, 24), (120, 40)]));
}

#[test]
fn over_ssh() {
    let mut journey = Journey::with(|start| {
        start.remote = Some(Remote { user: Some("mia".to_owned()), host: None, port: None });
    });
    journey.press("b");
    insta::assert_snapshot!(pictures(&mut journey, &[(60, 20), (80, 24), (120, 40)]));
}

#[test]
fn a_qr_code_over_ssh() {
    let mut journey = Journey::with(|start| {
        start.remote =
            Some(Remote { user: Some("mia".to_owned()), host: Some("192.0.2.1".to_owned()), port: Some(2222) });
    });
    journey.press("Q");
    insta::assert_snapshot!(pictures(&mut journey, &[(60, 20), (120, 60)]));
}

#[test]
fn a_lesson_that_is_over_and_the_list_after_it() {
    let mut journey = Journey::new();
    journey.press("L enter enter enter enter enter 3 p");
    let over = pictures(&mut journey, &[(40, 12), (60, 20), (80, 24)]);
    journey.press("2 L");
    insta::assert_snapshot!(format!("{over}{}", pictures(&mut journey, &[(80, 24)])));
}

#[test]
fn the_list_of_the_lab() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("fault lab").press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &[(80, 24)]));
}

#[test]
fn after_an_experiment_with_a_client_of_ones_own() {
    let mut journey = Journey::new();
    journey.press("1 tab").retype("APP-MINE000000000001").press("esc F p enter a enter esc");
    insta::assert_snapshot!(pictures(&mut journey, &[(120, 40)]));
}

#[test]
fn a_lesson_of_a_teacher_with_paragraphs_and_a_hostile_title() {
    let text = "title = \"a\\u001b[31mb\\u202ec\"\nabout = \"x\"\nend = \"x\"\n[[step]]\nsay = \"\"\"\nFirst this.\n\nThen that, which is longer and goes on until the row is full and a further one begins.\n\nAnd a third.\n\"\"\"\nuntil = [{ seen = { to = \"token\" } }]\n";
    let lesson = lesson::parse("01-x.toml", text).expect("a lesson");
    let mut journey = Journey::with(|start| start.lessons = Lessons::Own(vec![lesson]));
    journey.press("L");
    let list = pictures(&mut journey, &[(80, 24)]);
    journey.press("enter");
    insta::assert_snapshot!(format!("{list}{}", pictures(&mut journey, &[(40, 12), (80, 24)])));
}

#[test]
fn the_footer_has_the_key_that_pane_2_speaks_of() {
    let mut journey = Journey::new();
    journey.press("enter enter").hold().press("enter");
    for size in [(60, 20), (80, 24), (120, 40)] {
        let seen = pictures(&mut journey, &[size]);
        assert!(seen.contains("… Esc stops") && seen.contains("Esc stop waiting"), "{seen}");
    }
}
