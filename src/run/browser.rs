//! Opens a URL in the system's browser.

use webbrowser::{Browser, BrowserOptions};

/// Browsers that draw in a terminal: the one that this program already draws in.
const TEXT_BROWSERS: [&str; 8] = ["lynx", "links", "links2", "elinks", "w3m", "www-browser", "browsh", "carbonyl"];

/// Opens a URL. Blocks for as long as the system takes to start the browser.
///
/// # Errors
/// Why it could not be opened, in words for the screen.
pub fn open(url: &str) -> Result<(), String> {
    if let Some(why) = missing() {
        return Err(why);
    }
    webbrowser::open_browser_with_options(Browser::Default, url, BrowserOptions::new().with_suppress_output(true))
        .map_err(|error| error.to_string())
}

/// Why no browser can be opened from here; `None` when nothing speaks against it.
pub fn missing() -> Option<String> {
    no_browser(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
}

/// Why no browser should be tried here, if so. Looks at the environment through `variable`.
fn no_browser(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    if let Some(browser) = variable("BROWSER") {
        // A list of command lines, of which the first one that there is gets the URL.
        let first = browser.split(':').map(str::trim).find(|command| !command.is_empty()).unwrap_or_default();
        let program = first.split_whitespace().next().unwrap_or_default();
        let name = program.rsplit('/').next().unwrap_or_default();
        return TEXT_BROWSERS
            .contains(&name)
            .then(|| format!("BROWSER names {name}, which draws in this very terminal"));
    }
    let desktop = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].into_iter().any(|name| variable(name).is_some());
    let needs_desktop = cfg!(all(unix, not(target_os = "macos")));
    (needs_desktop && !desktop).then(|| "there is no graphical session here".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_browsers_are_left_alone() {
        let with =
            |name: &'static str, value: &'static str| move |asked: &str| (asked == name).then(|| value.to_owned());
        for text in ["/usr/bin/w3m", "/usr/bin/w3m:/usr/bin/firefox", "w3m -o x=/y", ":lynx %s"] {
            assert!(no_browser(with("BROWSER", text)).is_some(), "{text}");
        }
        for graphical in ["firefox", "/usr/bin/firefox:/usr/bin/lynx", "firefox --new-window"] {
            assert!(no_browser(with("BROWSER", graphical)).is_none(), "{graphical}");
        }
        assert!(no_browser(with("DISPLAY", ":0")).is_none());
    }
}
