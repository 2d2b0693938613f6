//! A real Chromium, without a window, against the simulated ORCID and the capture page: what a person would see and do.
//!
//! Needs `chromedriver` and Chromium. Without them each test is reported as ignored, with the reason; when
//! `ORCID_PLAYGROUND_REQUIRE_BROWSER` is set, it fails.

mod browser;
mod driver;
mod journeys;
mod keyboard;
mod looks;
#[cfg(unix)]
mod program;
#[cfg(unix)]
#[path = "../support/pty/mod.rs"]
mod pty;
mod stage;

use std::{panic::AssertUnwindSafe, process::ExitCode, sync::Arc, time::Duration};

use futures_util::FutureExt;
use libtest_mimic::{Arguments, Completion, Failed, Trial};

use self::{browser::Browser, driver::Driver, stage::Stage};

/// More than any of the tests needs.
const TIME_LIMIT: Duration = Duration::from_secs(50);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    // The driver is started for the first test that needs it, and ended here whatever happens to the tests.
    let driver = Arc::new(Driver::default());
    #[allow(unused_mut)]
    let mut trials = vec![
        trial(&driver, "sign_in_consent_and_back_with_a_code", journeys::approval),
        trial(&driver, "denied_and_back_with_the_error", journeys::denial),
        trial(&driver, "an_unknown_client_gets_a_page_and_no_redirect", journeys::unknown_client),
        trial(&driver, "an_error_in_the_fragment_is_relayed", journeys::invalid_scope),
        trial(&driver, "a_bare_word_in_the_fragment_is_relayed", journeys::login_required),
        trial(&driver, "another_state_is_told_and_the_waiting_goes_on", journeys::other_state),
        trial(&driver, "the_https_twin_takes_the_code", journeys::https_twin),
        trial(&driver, "what_was_granted_is_not_asked_again", journeys::second_visit),
        trial(&driver, "the_keyboard_is_enough", keyboard::enough),
        trial(&driver, "every_page_is_honest_self_contained_and_readable", looks::every_page),
    ];
    #[cfg(unix)]
    trials.extend([
        trial(&driver, "the_program_opens_a_browser_and_gets_its_tokens", program::approved),
        trial(&driver, "the_program_hears_of_the_denial", program::denied),
        trial(&driver, "the_program_gets_what_only_the_browser_saw", program::fragment),
    ]);
    let conclusion = libtest_mimic::run(&arguments, trials);
    driver.end();
    conclusion.exit_code()
}

fn trial<T>(driver: &Arc<Driver>, name: &str, test: T) -> Trial
where
    T: AsyncFnOnce(&Browser, &mut Stage) + Send + 'static,
{
    let driver = driver.clone();
    Trial::ignorable_test(name, move || match driver.url()? {
        Ok(url) => run(&url, test).map(|()| Completion::Completed),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    })
}

/// The test in a browser of its own, which is closed also when the test panics.
fn run(driver: &str, test: impl AsyncFnOnce(&Browser, &mut Stage)) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let browser = Browser::open(driver).await?;
        let mut stage = Stage::open("http://127.0.0.1/callback").await;
        let ended = tokio::time::timeout(TIME_LIMIT, AssertUnwindSafe(test(&browser, &mut stage)).catch_unwind()).await;
        let seen = browser.seen().await;
        browser.close().await;
        match ended {
            Ok(Ok(())) => Ok(()),
            Ok(Err(panic)) => {
                eprintln!("the browser showed {seen}");
                std::panic::resume_unwind(panic)
            }
            Err(_) => Err(format!("not done after {} s; the browser shows {seen}", TIME_LIMIT.as_secs()).into()),
        }
    })
}
