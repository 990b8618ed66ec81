//! The preferences: their names in the store, their defaults, and what values they may take.

use seatkeeper_core::view::{SettingRequest, SettingsView};

const THEMES: [&str; 3] = ["system", "light", "dark"];
const ROWS: [&str; 2] = ["comfortable", "compact"];
const PLACES: [&str; 5] = ["overview", "files", "compare", "plans", "settings"];
/// A quarter of an hour, an hour, six hours, a day.
const CHECK_EVERY_MINUTES: [u32; 4] = [15, 60, 360, 1440];

/// What holds until the reader chooses.
#[must_use]
pub fn defaults() -> SettingsView {
    SettingsView {
        theme: "system".to_owned(),
        rows: "comfortable".to_owned(),
        zoom_percent: 100,
        locale: String::new(),
        menu_bar: true,
        keep_checked_files: false,
        check_every_minutes: 15,
        sidebar_width: 240,
        place: "overview".to_owned(),
    }
}

/// The preferences as they were stored; what has no meaning here is passed over.
#[must_use]
pub fn from_stored(stored: &[(String, String)]) -> SettingsView {
    let mut settings = defaults();
    for (name, value) in stored {
        if let Some(request) = request(name, value) {
            apply(&mut settings, &request);
        }
    }
    settings
}

fn request(name: &str, value: &str) -> Option<SettingRequest> {
    Some(match name {
        "theme" => SettingRequest::Theme(value.to_owned()),
        "rows" => SettingRequest::Rows(value.to_owned()),
        "zoom_percent" => SettingRequest::ZoomPercent(value.parse().ok()?),
        "locale" => SettingRequest::Locale(value.to_owned()),
        "menu_bar" => SettingRequest::MenuBar(value.parse().ok()?),
        "keep_checked_files" => SettingRequest::KeepCheckedFiles(value.parse().ok()?),
        "check_every_minutes" => SettingRequest::CheckEveryMinutes(value.parse().ok()?),
        "sidebar_width" => SettingRequest::SidebarWidth(value.parse().ok()?),
        "place" => SettingRequest::Place(value.to_owned()),
        _ => return None,
    })
}

/// Changes one preference and hands back its name and value for the store. A figure outside of its range is
/// brought into it; a word that is none of ours changes nothing.
pub fn apply(settings: &mut SettingsView, request: &SettingRequest) -> (&'static str, String) {
    match request {
        SettingRequest::Theme(theme) => choose(&mut settings.theme, "theme", theme, &THEMES),
        SettingRequest::Rows(rows) => choose(&mut settings.rows, "rows", rows, &ROWS),
        SettingRequest::Place(place) => {
            if PLACES.contains(&place.as_str()) || is_deployment_place(place) {
                settings.place.clone_from(place);
            }
            ("place", settings.place.clone())
        }
        SettingRequest::ZoomPercent(percent) => {
            settings.zoom_percent = (*percent).clamp(80, 200);
            ("zoom_percent", settings.zoom_percent.to_string())
        }
        SettingRequest::CheckEveryMinutes(minutes) => {
            if CHECK_EVERY_MINUTES.contains(minutes) {
                settings.check_every_minutes = *minutes;
            }
            ("check_every_minutes", settings.check_every_minutes.to_string())
        }
        SettingRequest::SidebarWidth(width) => {
            settings.sidebar_width = (*width).clamp(180, 320);
            ("sidebar_width", settings.sidebar_width.to_string())
        }
        SettingRequest::Locale(locale) => {
            settings.locale.clone_from(locale);
            ("locale", locale.clone())
        }
        SettingRequest::MenuBar(shown) => {
            settings.menu_bar = *shown;
            ("menu_bar", shown.to_string())
        }
        SettingRequest::KeepCheckedFiles(keep) => {
            settings.keep_checked_files = *keep;
            ("keep_checked_files", keep.to_string())
        }
    }
}

/// "deployment:3:licenses": a deployment's number, and its view.
fn is_deployment_place(place: &str) -> bool {
    let mut parts = place.split(':');
    parts.next() == Some("deployment")
        && parts.next().is_some_and(|id| id.parse::<u32>().is_ok())
        && parts.next().is_some_and(|view| ["summary", "licenses", "seats"].contains(&view))
        && parts.next().is_none()
}

fn choose(setting: &mut String, name: &'static str, value: &str, allowed: &[&str]) -> (&'static str, String) {
    if allowed.contains(&value) {
        value.clone_into(setting);
    }
    (name, setting.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_what_comes_back() {
        let stored =
            [("theme".to_owned(), "dark".to_owned()), ("sidebar_width".to_owned(), "300".to_owned())];
        let settings = from_stored(&stored);
        assert_eq!((settings.theme.as_str(), settings.sidebar_width), ("dark", 300));
    }

    #[test]
    fn values_without_a_meaning_leave_the_default() {
        let stored = [("theme".to_owned(), "plaid".to_owned()), ("zoom_percent".to_owned(), "9".to_owned())];
        let settings = from_stored(&stored);
        assert_eq!((settings.theme.as_str(), settings.zoom_percent), ("system", 80));
    }
}
