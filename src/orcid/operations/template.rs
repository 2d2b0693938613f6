//! Bodies to begin with, one for each section that can be written, in JSON and in XML: `assets/templates/`. Their content
//! is made up.

/// How a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "UPPERCASE")]
pub enum BodyFormat {
    /// `application/json`.
    #[default]
    Json,
    /// `application/xml`.
    Xml,
}

impl BodyFormat {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "application/xml",
        }
    }

    /// The ending of a file that holds one, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }

    /// The format of a media type, those of ORCID's own included: `application/vnd.orcid+json`.
    pub fn of(media_type: &str) -> Option<Self> {
        let kind = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let kind = kind.rsplit(['/', '+']).next().unwrap_or_default();
        match kind {
            "json" => Some(Self::Json),
            "xml" => Some(Self::Xml),
            _ => None,
        }
    }

    /// The format that a text is meant to be in, by its first sign.
    pub fn guess(text: &str) -> Option<Self> {
        match text.trim_start_matches('\u{feff}').trim_start().chars().next()? {
            '{' | '[' => Some(Self::Json),
            '<' => Some(Self::Xml),
            _ => None,
        }
    }
}

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../assets/templates/", $name, ".json")),
            include_str!(concat!("../../../assets/templates/", $name, ".xml")),
        )),*]
    };
}

/// Name, JSON, XML.
const TEMPLATES: &[(&str, &str, &str)] = templates![
    "address",
    "distinction",
    "education",
    "employment",
    "external-identifier",
    "funding",
    "group-id-record",
    "invited-position",
    "keyword",
    "membership",
    "notification-permission",
    "other-name",
    "peer-review",
    "qualification",
    "research-resource",
    "researcher-url",
    "service",
    "work",
    "works",
];

/// The names of all templates.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().map(|(name, _, _)| *name)
}

/// A template, `{client_id}` and the like filled in, with a put-code where the item is there already.
pub fn body(
    name: &str,
    format: BodyFormat,
    put_code: Option<&str>,
    value: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let (_, json, xml) = TEMPLATES.iter().find(|(known, _, _)| *known == name)?;
    let mut text = match format {
        BodyFormat::Json => (*json).to_owned(),
        BodyFormat::Xml => (*xml).to_owned(),
    };
    if let Some(client_id) = value("client_id") {
        text = text.replace("{client_id}", &client_id);
    }
    Some(match put_code.filter(|code| !code.is_empty()) {
        Some(code) => with_put_code(&text, format, code),
        None => text,
    })
}

/// A body with the put-code of the item that it replaces, in place of the one that it may have.
pub fn with_put_code(text: &str, format: BodyFormat, code: &str) -> String {
    match format {
        BodyFormat::Json => match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text) {
            Ok(mut members) => {
                let value = code.parse::<u64>().map_or_else(|_| code.into(), serde_json::Value::from);
                if let Some(old) = members.get_mut("put-code") {
                    *old = value;
                } else {
                    members.shift_insert(0, "put-code".to_owned(), value);
                }
                serde_json::to_string_pretty(&members).map_or_else(|_| text.to_owned(), |text| text + "\n")
            }
            Err(_) => text.to_owned(),
        },
        BodyFormat::Xml => {
            // The first element, behind the declaration and comments.
            let root = text.match_indices('<').find(|(at, _)| !text[at + 1..].starts_with(['?', '!']));
            let Some((at, _)) = root else { return text.to_owned() };
            let Some(end) = text[at..].find('>').map(|end| at + end) else { return text.to_owned() };
            let code = code.replace(['"', '<', '&'], "");
            if let Some(old) = text[at..end].find(" put-code=\"").map(|old| at + old + " put-code=\"".len())
                && let Some(close) = text[old..].find('"')
            {
                return format!("{}{code}{}", &text[..old], &text[old + close..]);
            }
            let name = text[at..end].find(char::is_whitespace).map_or(end, |blank| at + blank);
            format!("{} put-code=\"{code}\"{}", &text[..name], &text[name..])
        }
    }
}

/// The put-code that a body names: of its outermost object or element.
pub fn put_code(text: &str, format: BodyFormat) -> Option<String> {
    match format {
        BodyFormat::Json => {
            let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
            match members.get("put-code")? {
                serde_json::Value::Null => None,
                serde_json::Value::String(code) => Some(code.clone()),
                other => Some(other.to_string()),
            }
        }
        BodyFormat::Xml => {
            let root = text.match_indices('<').find(|(at, _)| !text[at + 1..].starts_with(['?', '!']))?.0;
            let element = text[root..].split('>').next()?;
            let value = element.split(" put-code=\"").nth(1)?;
            value.split('"').next().map(str::to_owned)
        }
    }
}
