//! The one list of entries: it makes the native menu bar and the page of shortcuts.

use seatkeeper_core::view::MenuEntryView;

/// An entry of the menu bar.
pub struct Entry {
    /// What [`crate::events::MenuChosen`] names.
    pub id: &'static str,
    /// The menu it stands in.
    pub menu: &'static str,
    /// What it says.
    pub label: &'static str,
    /// The keys that do the same, as shown on Linux and Windows; empty for none.
    pub keys: &'static str,
    /// Whether the menu bar itself listens to the keys. Keys that mean something in a text field do not
    /// belong to the menu: GTK would take them away from the field.
    pub native_keys: bool,
    /// Whether it wants a deployment in the list; without one it cannot be chosen.
    pub needs_deployment: bool,
}

/// The menus in their order.
pub const MENUS: [&str; 6] = ["File", "Edit", "View", "Deployment", "License", "Help"];

/// Every entry, in the order of the menu bar.
pub const ENTRIES: &[Entry] = &[
    entry("open", "File", "Open License Files…", "Ctrl+O"),
    entry("paste", "File", "Paste License Text…", "Ctrl+Shift+V"),
    entry("show_data_folder", "File", "Show Data Folder", ""),
    entry("settings", "File", "Settings", "Ctrl+,"),
    entry("close", "File", "Close Window", "Ctrl+W"),
    entry("quit", "File", "Quit", "Ctrl+Q"),
    in_page("undo", "Edit", "Undo", "Ctrl+Z"),
    in_page("redo", "Edit", "Redo", "Ctrl+Shift+Z"),
    in_page("check_clipboard", "Edit", "Check What Is on the Clipboard", "Ctrl+V"),
    in_page("copy_details", "Edit", "Copy Details", "Ctrl+C"),
    entry("filter", "Edit", "Filter This List", "Ctrl+F"),
    entry("clear_recent", "Edit", "Clear Checked Files", ""),
    entry("go_overview", "View", "Overview", "Alt+1"),
    entry("go_files", "View", "License Files", ""),
    entry("go_plans", "View", "Plans", ""),
    entry("toggle_sidebar", "View", "Show or Hide the Sidebar", "F9"),
    entry("toggle_menu_bar", "View", "Show or Hide the Menu Bar", "Ctrl+M"),
    in_page("next_region", "View", "Next Region", "F6"),
    entry("zoom_in", "View", "Zoom In", "Ctrl++"),
    entry("zoom_out", "View", "Zoom Out", "Ctrl+-"),
    entry("zoom_reset", "View", "Actual Size", "Ctrl+0"),
    in_page("add_deployment", "Deployment", "Add a Deployment…", "Ctrl+N"),
    needs_deployment("check_again", "Deployment", "Check Again", "Ctrl+R"),
    needs_deployment("check_all", "Deployment", "Check All", "Ctrl+Shift+R"),
    needs_deployment("mark", "Deployment", "Name and Mark…", ""),
    needs_deployment("sign_in", "Deployment", "Sign In Again…", ""),
    needs_deployment("sign_out", "Deployment", "Sign Out", ""),
    needs_deployment("renewal_request", "Deployment", "Copy a Request for Renewal", ""),
    needs_deployment("save_csv", "Deployment", "Save the Overview as CSV…", "Ctrl+E"),
    needs_deployment("install", "License", "Install on…", "Ctrl+I"),
    in_page("compare", "License", "Compare", "Ctrl+D"),
    in_page("assign", "License", "Which Deployment?", ""),
    entry("keep", "License", "Keep a Copy", ""),
    in_page("forget", "License", "Forget", "Delete"),
    entry("save_copy", "License", "Save a Copy As…", ""),
    entry("show_folder", "License", "Show in Folder", ""),
    entry("shortcuts", "Help", "Keyboard Shortcuts", "F1"),
    entry("about", "Help", "About Seatkeeper", ""),
];

const fn entry(id: &'static str, menu: &'static str, label: &'static str, keys: &'static str) -> Entry {
    Entry { id, menu, label, keys, native_keys: true, needs_deployment: false }
}

const fn in_page(id: &'static str, menu: &'static str, label: &'static str, keys: &'static str) -> Entry {
    Entry { id, menu, label, keys, native_keys: false, needs_deployment: false }
}

const fn needs_deployment(
    id: &'static str,
    menu: &'static str,
    label: &'static str,
    keys: &'static str,
) -> Entry {
    Entry { id, menu, label, keys, native_keys: false, needs_deployment: true }
}

/// The entries as the page of shortcuts shows them.
#[must_use]
pub fn views() -> Vec<MenuEntryView> {
    ENTRIES
        .iter()
        .map(|entry| MenuEntryView {
            id: entry.id.to_owned(),
            menu: entry.menu.to_owned(),
            label: entry.label.to_owned(),
            keys: entry.keys.to_owned(),
            needs_deployment: entry.needs_deployment,
        })
        .collect()
}

/// The menu bar, made from the list.
///
/// # Errors
/// When the system cannot make a menu.
pub fn bar<R: tauri::Runtime>(app: &tauri::AppHandle<R>) -> tauri::Result<tauri::menu::Menu<R>> {
    let bar = tauri::menu::MenuBuilder::new(app).build()?;
    for menu in MENUS {
        let submenu = tauri::menu::SubmenuBuilder::new(app, menu).build()?;
        for entry in ENTRIES.iter().filter(|entry| entry.menu == menu) {
            let mut item =
                tauri::menu::MenuItemBuilder::with_id(entry.id, entry.label).enabled(!entry.needs_deployment);
            if entry.native_keys && !entry.keys.is_empty() {
                item = item.accelerator(accelerator(entry.keys));
            }
            submenu.append(&item.build(app)?)?;
        }
        bar.append(&submenu)?;
    }
    Ok(bar)
}

/// Lets the entries that want a deployment be chosen, or not.
///
/// # Errors
/// When the system cannot change its menu.
pub fn allow_deployment_entries<R: tauri::Runtime>(
    app: &tauri::AppHandle<R>,
    allow: bool,
) -> tauri::Result<()> {
    let Some(bar) = app.menu() else { return Ok(()) };
    for menu in bar.items()? {
        for entry in ENTRIES.iter().filter(|entry| entry.needs_deployment) {
            let item = menu.as_submenu().and_then(|submenu| submenu.get(entry.id));
            if let Some(item) = item.as_ref().and_then(|item| item.as_menuitem()) {
                item.set_enabled(allow)?;
            }
        }
    }
    Ok(())
}

/// The keys in Tauri's spelling: Cmd on macOS, and the names of the keys that are signs.
fn accelerator(keys: &str) -> String {
    let keys =
        keys.replace("Ctrl++", "Ctrl+Plus").replace("Ctrl+-", "Ctrl+Minus").replace("Ctrl+,", "Ctrl+Comma");
    keys.replace("Ctrl", "CmdOrCtrl")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_entry_stands_in_a_menu_of_the_bar_under_a_name_of_its_own() {
        assert!(ENTRIES.iter().all(|entry| MENUS.contains(&entry.menu)));
        let ids: BTreeSet<_> = ENTRIES.iter().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), ENTRIES.len());
    }

    #[test]
    fn no_keys_mean_two_things() {
        let keys: Vec<_> = ENTRIES.iter().map(|entry| entry.keys).filter(|keys| !keys.is_empty()).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    }

    #[test]
    fn adding_a_deployment_needs_none() {
        let needs =
            |id: &str| ENTRIES.iter().find(|entry| entry.id == id).map(|entry| entry.needs_deployment);
        assert_eq!(needs("add_deployment"), Some(false));
        assert_eq!(needs("check_all"), Some(true));
    }
}
