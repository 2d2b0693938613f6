//! What can be read of a record: the paths below `/v3.0/{orcid}` (guide `orcid-wire`, "Record reads").

use super::section::Section;

/// One path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Resource {
    Record,
    Person,
    PersonalDetails,
    Biography,
    Email,
    Activities,
    /// All items of a section.
    Section(Section),
    /// One item, whole.
    Item(Section, u64),
    /// One item, as its section shows it.
    Summary(Section, u64),
    /// Several works, in the order in which they are asked for; what is no number stays a text.
    Works(Vec<Result<u64, String>>),
}

/// Most works that can be asked for at once.
pub(super) const MOST_PUT_CODES: usize = 100;

/// Why a path leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum NoResource {
    /// There is no such path.
    Unknown,
    /// A put-code that is no number.
    PutCode,
}

/// A put-code as Java reads a `long`: with a sign and up to 2^63 - 1. There is none below 1, so 0 stands for those.
pub(in crate::sandbox) fn put_code(text: &str) -> Option<u64> {
    let number: i64 = text.parse().ok()?;
    Some(u64::try_from(number).unwrap_or(0))
}

impl Resource {
    /// The path behind the iD, without a slash at either end.
    pub fn parse(path: &str) -> Result<Self, NoResource> {
        use strum::VariantArray;
        let number = |text: &str| put_code(text).ok_or(NoResource::PutCode);
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["" | "record"] => return Ok(Self::Record),
            ["person"] => return Ok(Self::Person),
            ["personal-details"] => return Ok(Self::PersonalDetails),
            ["biography"] => return Ok(Self::Biography),
            ["email"] => return Ok(Self::Email),
            ["activities"] => return Ok(Self::Activities),
            ["works", list] => {
                let codes = percent_encoding::percent_decode_str(list).decode_utf8_lossy();
                // Java drops what is empty at the end of a list.
                let codes = codes.trim_end_matches(',');
                let each = codes.split(',').filter(|_| !codes.is_empty());
                return Ok(Self::Works(each.map(|code| put_code(code).ok_or_else(|| code.to_owned())).collect()));
            }
            _ => {}
        }
        let section = |plural: bool, name: &str| {
            let same = |section: &&Section| {
                let names = section.names();
                name == if plural { names.plural } else { names.singular }
            };
            Section::VARIANTS.iter().find(same).copied().ok_or(NoResource::Unknown)
        };
        match parts[..] {
            [name] => section(true, name).map(Self::Section),
            [name, "summary", code] => {
                let section = section(false, name)?;
                if section.of_person() { Err(NoResource::Unknown) } else { Ok(Self::Summary(section, number(code)?)) }
            }
            [name, code] => Ok(Self::Item(section(false, name)?, number(code)?)),
            _ => Err(NoResource::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_plural_for_all_and_singular_for_one() {
        let ok = [
            ("", Resource::Record),
            ("record", Resource::Record),
            ("works", Resource::Section(Section::Works)),
            ("work/7", Resource::Item(Section::Works, 7)),
            ("work/summary/7", Resource::Summary(Section::Works, 7)),
            ("works/7,8%2Cx", Resource::Works(vec![Ok(7), Ok(8), Err("x".to_owned())])),
            ("works/%207", Resource::Works(vec![Err(" 7".to_owned())])),
            ("works/7,,", Resource::Works(vec![Ok(7)])),
            ("works/,7", Resource::Works(vec![Err(String::new()), Ok(7)])),
            ("works/,", Resource::Works(Vec::new())),
            ("keywords/7", Resource::Item(Section::Keywords, 7)),
            ("invited-position/7", Resource::Item(Section::InvitedPositions, 7)),
        ];
        for (path, resource) in ok {
            assert_eq!(Resource::parse(path), Ok(resource), "{path}");
        }
        for path in ["work", "keyword/7", "employments/7", "keywords/summary/7", "work/7/8", "nonsense", "works/7/8"] {
            assert_eq!(Resource::parse(path), Err(NoResource::Unknown), "{path}");
        }
        assert_eq!(Resource::parse("work/seven"), Err(NoResource::PutCode));
        assert_eq!(Resource::parse("work/9223372036854775808"), Err(NoResource::PutCode));
        assert_eq!(Resource::parse("work/-1"), Ok(Resource::Item(Section::Works, 0)), "a number, and nobody's");
    }
}
