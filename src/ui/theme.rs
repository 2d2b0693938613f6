//! How things look: each role of a text and each part of the screen has a style, told by a file in `assets/themes/`.

use std::{array, collections::HashMap, str::FromStr};

use ratatui::style::{Color, Modifier, Style};
use strum::{EnumCount, IntoEnumIterator};

use crate::app::document::Role;

/// A part of the screen that is not text of a message.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumIter, strum::EnumCount, strum::EnumString,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Part {
    /// The frame of a pane.
    Border,
    /// The frame of the pane that hears keys.
    BorderFocused,
    /// The title of a pane.
    PaneTitle,
    /// The title of the pane that hears keys.
    PaneTitleFocused,
    /// The label of a field.
    Label,
    /// The label of the field that has focus.
    LabelFocused,
    /// The value of a field.
    Value,
    /// The value of a field that is being edited.
    Input,
    /// What stands in an empty field.
    Placeholder,
    /// A button.
    Button,
    /// The button that is the next step.
    ButtonPrimary,
    /// The button that Enter presses.
    ButtonFocused,
    /// A button that does nothing now.
    ButtonDisabled,
    /// The selected row of a list that has focus.
    Selected,
    /// The selected row of another list.
    SelectedUnfocused,
    /// A key in the footer.
    Key,
    /// What a key does.
    KeyLabel,
    /// A tab.
    Tab,
    /// The tab whose pane is shown.
    TabActive,
    /// A piece of news.
    Notice,
    /// Something went well.
    NoticeGood,
    /// Something deserves a look.
    NoticeWarning,
    /// Something went wrong.
    NoticeBad,
    /// A permanent warning.
    Banner,
    /// A search hit.
    Match,
    /// The search hit that the view is at.
    MatchCurrent,
    /// The track of a scroll bar.
    Scrollbar,
    /// The thumb of a scroll bar.
    ScrollbarThumb,
}

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// None, or none are wanted.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// 24 bits.
    True,
}

/// The look of the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Background {
    /// Light text on dark.
    #[default]
    Dark,
    /// Dark text on light.
    Light,
}

/// What the environment says about the terminal: the values of the variables of these names, empty when not set. Read by
/// the shell, handed in as data.
#[derive(Clone, Copy, Debug, Default)]
pub struct TerminalEnv<'a> {
    /// `truecolor` or `24bit` on terminals that have it.
    pub colorterm: &'a str,
    /// The terminal's name in terminfo.
    pub term: &'a str,
    /// Not empty: the person wants no colours (no-color.org).
    pub no_color: &'a str,
    /// Foreground and background as numbers of the sixteen colours, `15;0`.
    pub colorfgbg: &'a str,
}

impl TerminalEnv<'_> {
    /// How many colours to use.
    pub fn colours(self) -> Colours {
        let direct = self.term.ends_with("-direct");
        match self.colorterm {
            _ if !self.no_color.is_empty() || self.term == "dumb" => Colours::None,
            "truecolor" | "24bit" => Colours::True,
            _ if direct => Colours::True,
            _ => Colours::Sixteen,
        }
    }

    /// The background, as far as the terminal tells; dark when it does not.
    pub fn background(self) -> Background {
        match self.colorfgbg.rsplit(';').next().and_then(|number| number.parse::<u8>().ok()) {
            Some(7 | 9..=15) => Background::Light,
            Some(_) | None => Background::Dark,
        }
    }
}

/// Styles for everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    text: [Style; Role::COUNT],
    parts: [Style; Part::COUNT],
}

/// A theme cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// It is not the TOML that a theme is made of.
    #[error("the theme is not valid: {0}")]
    Toml(#[from] toml::de::Error),
    /// It names something that has no style.
    #[error("the theme styles `{0}`, which does not exist")]
    Unknown(String),
    /// A colour cannot be understood.
    #[error("`{0}` is no color")]
    Colour(String),
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    text: HashMap<String, Entry>,
    parts: HashMap<String, Entry>,
}

/// What stands for a colour of the sixteen where the terminal's own is only dimmed: the colour that is meant for that, the
/// bright black, is the background's in some palettes.
const DIM: &str = "dim";

/// One style. Colours: the true one, then the one of the sixteen, or `dim`; without a second, the terminal's default.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    fg: Vec<String>,
    bg: Vec<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underlined: bool,
    reversed: bool,
}

impl Theme {
    /// The built-in theme for a terminal.
    pub fn for_terminal(env: TerminalEnv<'_>) -> Self {
        Self::built_in(env.colours(), env.background())
    }

    /// The built-in theme for so many colours on such a background.
    pub fn built_in(colours: Colours, background: Background) -> Self {
        let source = match (colours, background) {
            (Colours::None, _) => include_str!("../../assets/themes/plain.toml"),
            (Colours::Sixteen | Colours::True, Background::Dark) => include_str!("../../assets/themes/dark.toml"),
            (Colours::Sixteen | Colours::True, Background::Light) => include_str!("../../assets/themes/light.toml"),
        };
        Self::parse(source, colours).expect("the built-in themes are valid: a test reads them all")
    }

    /// Reads a theme. What it leaves out has the terminal's own look.
    pub fn parse(source: &str, colours: Colours) -> Result<Self, ThemeError> {
        let file: File = toml::from_str(source)?;
        let mut theme = Self { text: array::from_fn(|_| Style::new()), parts: array::from_fn(|_| Style::new()) };
        for (name, entry) in file.text {
            let role = Role::from_str(&name).map_err(|_| ThemeError::Unknown(name))?;
            theme.text[role as usize] = entry.style(colours)?;
        }
        for (name, entry) in file.parts {
            let part = Part::from_str(&name).map_err(|_| ThemeError::Unknown(name))?;
            theme.parts[part as usize] = entry.style(colours)?;
        }
        Ok(theme)
    }

    /// The style of a text.
    pub fn role(&self, role: Role) -> Style {
        self.text[role as usize]
    }

    /// The style of a part of the screen.
    pub fn part(&self, part: Part) -> Style {
        self.parts[part as usize]
    }

    /// All styles, for tests.
    pub fn styles(&self) -> impl Iterator<Item = Style> {
        Role::iter().map(|role| self.role(role)).chain(Part::iter().map(|part| self.part(part)))
    }
}

impl Entry {
    fn style(&self, colours: Colours) -> Result<Style, ThemeError> {
        let mut style = Style::new();
        style.fg = colour(&self.fg, colours)?;
        style.bg = colour(&self.bg, colours)?;
        for (on, modifier) in [
            (self.bold, Modifier::BOLD),
            (self.dim || is_dimmed(&self.fg, colours), Modifier::DIM),
            (self.italic, Modifier::ITALIC),
            (self.underlined, Modifier::UNDERLINED),
            (self.reversed, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}

fn is_dimmed(names: &[String], colours: Colours) -> bool {
    colours == Colours::Sixteen && names.get(1).is_some_and(|name| name == DIM)
}

fn colour(names: &[String], colours: Colours) -> Result<Option<Color>, ThemeError> {
    let name = match colours {
        Colours::None => None,
        Colours::Sixteen => names.get(1),
        Colours::True => names.first(),
    };
    name.filter(|name| *name != DIM)
        .map(|name| Color::from_str(name).map_err(|_| ThemeError::Colour(name.clone())))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_themes_style_everything() {
        for (name, source) in [
            ("dark", include_str!("../../assets/themes/dark.toml")),
            ("light", include_str!("../../assets/themes/light.toml")),
            ("plain", include_str!("../../assets/themes/plain.toml")),
        ] {
            let file: File = toml::from_str(source).unwrap();
            for role in Role::iter() {
                assert!(file.text.contains_key(&role.to_string()), "{name} has no {role}");
            }
            for part in Part::iter() {
                assert!(file.parts.contains_key(&part.to_string()), "{name} has no {part}");
            }
            for colours in [Colours::None, Colours::Sixteen, Colours::True] {
                Theme::parse(source, colours).unwrap();
            }
        }
    }

    #[test]
    fn no_colour_means_none() {
        for background in [Background::Dark, Background::Light] {
            let theme = Theme::built_in(Colours::None, background);
            assert!(theme.styles().all(|style| style.fg.is_none() && style.bg.is_none()));
            let sixteen = Theme::built_in(Colours::Sixteen, background);
            assert!(sixteen.styles().all(|style| !matches!(style.fg, Some(Color::Rgb(..)))));
            assert!(sixteen.styles().all(|style| !matches!(style.bg, Some(Color::Rgb(..)))));
        }
    }

    #[test]
    fn focus_can_be_seen_in_every_theme() {
        for colours in [Colours::None, Colours::Sixteen, Colours::True] {
            for background in [Background::Dark, Background::Light] {
                let theme = Theme::built_in(colours, background);
                for (focused, not) in [
                    (Part::BorderFocused, Part::Border),
                    (Part::ButtonFocused, Part::Button),
                    (Part::ButtonFocused, Part::ButtonDisabled),
                    (Part::LabelFocused, Part::Label),
                    (Part::Selected, Part::SelectedUnfocused),
                    (Part::TabActive, Part::Tab),
                    (Part::MatchCurrent, Part::Match),
                ] {
                    assert_ne!(theme.part(focused), theme.part(not), "{focused} {colours:?}");
                }
            }
        }
    }

    #[test]
    fn what_the_environment_says() {
        let env = TerminalEnv { colorterm: "truecolor", term: "xterm-256color", no_color: "", colorfgbg: "0;15" };
        assert_eq!((env.colours(), env.background()), (Colours::True, Background::Light));
        assert_eq!(TerminalEnv { no_color: "1", ..env }.colours(), Colours::None);
        assert_eq!(TerminalEnv { term: "dumb", ..env }.colours(), Colours::None);
        assert_eq!(TerminalEnv { colorterm: "", ..env }.colours(), Colours::Sixteen);
        assert_eq!(TerminalEnv { colorfgbg: "15;default;0", ..env }.background(), Background::Dark);
        assert_eq!(TerminalEnv::default().background(), Background::Dark);
    }

    #[test]
    fn a_wrong_theme_says_what_is_wrong() {
        let parse = |source| Theme::parse(source, Colours::True).unwrap_err().to_string();
        assert_eq!(parse("[text]\nfoo = {}\n[parts]\n"), "the theme styles `foo`, which does not exist");
        assert_eq!(parse("[text]\nplain = { fg = [\"#12\"] }\n[parts]\n"), "`#12` is no color");
    }
}
