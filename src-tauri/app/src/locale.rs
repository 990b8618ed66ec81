//! The locale of the system, as `Intl` wants it named.

/// The locale for dates and numbers; where the system names none, the English in which the sentences name days.
#[must_use]
pub fn of_system() -> String {
    ["LC_ALL", "LC_TIME", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| tag(&value))
        .unwrap_or_else(|| "en-GB".to_owned())
}

/// "de_DE.UTF-8" is `de-DE`; `C` and `POSIX` name no language.
fn tag(posix: &str) -> Option<String> {
    let name = posix.split(['.', '@']).next()?;
    let well_formed = name.len() >= 2 && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_');
    (well_formed && name != "POSIX").then(|| name.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posix_names_become_tags() {
        assert_eq!(tag("de_DE.UTF-8").as_deref(), Some("de-DE"));
        assert_eq!(tag("sr_RS@latin").as_deref(), Some("sr-RS"));
        assert_eq!(tag("C.UTF-8"), None);
        assert_eq!(tag("POSIX"), None);
    }
}
