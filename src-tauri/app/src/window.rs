//! The one window: how it is made, what may be dropped on it, where it may not go, and what its menus do.

mod painting;

use std::{path::Path, path::PathBuf, sync::Arc};

use seatkeeper_adapters::{Existing, export};
use seatkeeper_core::{
    sentence::visible,
    view::{ErrorView, PlanDraft, SettingsView},
};
use tauri::{
    AppHandle, DragDropEvent, Manager, Runtime, Theme, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent, window::Color,
};

use crate::{
    errors,
    file_dialog::{Choice, FileDialog},
    host::Host,
    news::News,
    window_state::WindowState,
};

const LABEL: &str = "main";
/// The page's own canvas in light and dark, so that no frame before the first paint is of another color.
const LIGHT: Color = Color(0xf6, 0xf6, 0xf8, 0xff);
const DARK: Color = Color(0x17, 0x18, 0x1c, 0xff);

/// Opens the window in the size it had.
///
/// # Errors
/// When the system cannot make one.
pub fn open<R: Runtime>(app: &AppHandle<R>, host: &Arc<Host>) -> tauri::Result<WebviewWindow<R>> {
    let state = host.window_state();
    let settings = host.settings();
    let theme = theme(&settings);
    let canvas = if is_dark(theme) { DARK } else { LIGHT };
    let mut builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()));
    // The page learns its settings by asking; its first paint must not wait for that, nor be of another color.
    if theme.is_some() {
        builder = builder
            .initialization_script(format!("document.documentElement.dataset.theme = '{}'", settings.theme));
    }
    let window = builder
        .title("Seatkeeper")
        .inner_size(state.width, state.height)
        .min_inner_size(WindowState::LEAST.0, WindowState::LEAST.1)
        .maximized(state.maximized)
        .theme(theme)
        .background_color(canvas)
        .zoom_hotkeys_enabled(false)
        .on_navigation(is_own_page)
        .build()?;
    painting::without_layers(&window)?;
    apply_settings(app, &settings);
    Ok(window)
}

/// The page goes nowhere: not by a link, not by a form, not by script.
fn is_own_page(url: &Url) -> bool {
    url.scheme() == "tauri" || (url.scheme() == "http" && url.host_str() == Some("tauri.localhost"))
}

/// What the window itself must know of the preferences. May be called on any thread.
pub fn apply_settings<R: Runtime>(app: &AppHandle<R>, settings: &SettingsView) {
    let (handle, settings) = (app.clone(), settings.clone());
    // GTK answers its main thread only. Where that is gone there is no window to follow a preference.
    let _ = app.run_on_main_thread(move || apply_here(&handle, &settings));
}

fn apply_here<R: Runtime>(app: &AppHandle<R>, settings: &SettingsView) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let theme = theme(settings);
    // Each of these is a nicety; a window manager that cannot do one still shows the page.
    let _ = window.set_theme(theme);
    let _ = window.set_background_color(Some(if is_dark(theme) { DARK } else { LIGHT }));
    let _ = if settings.menu_bar { window.show_menu() } else { window.hide_menu() };
    let _ = window.set_zoom(f64::from(settings.zoom_percent) / 100.0);
}

fn theme(settings: &SettingsView) -> Option<Theme> {
    match settings.theme.as_str() {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    }
}

fn is_dark(theme: Option<Theme>) -> bool {
    theme.map_or_else(system_is_dark, |theme| theme == Theme::Dark)
}

/// Whether the page will find that the desktop is dark: WebKitGTK goes by the name of the theme.
#[cfg(target_os = "linux")]
fn system_is_dark() -> bool {
    use gtk::prelude::GtkSettingsExt;

    let forced = std::env::var("GTK_THEME").ok().filter(|name| !name.is_empty());
    let of_desktop = || gtk::Settings::default()?.gtk_theme_name().map(String::from);
    forced.or_else(of_desktop).is_some_and(|name| is_dark_name(&name))
}

/// Elsewhere the system paints the window before its first frame.
#[cfg(not(target_os = "linux"))]
fn system_is_dark() -> bool {
    false
}

/// "Adwaita-dark", and "Adwaita:dark" as `GTK_THEME` spells it.
#[cfg(target_os = "linux")]
fn is_dark_name(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with("-dark") || name.ends_with(":dark")
}

/// Carries out what happens to the window.
pub fn on_event<R: Runtime>(window: &tauri::Window<R>, event: &WindowEvent) {
    let Some(host) = window.try_state::<Arc<Host>>() else { return };
    if let WindowEvent::DragDrop(drag) = event {
        on_drag(&host, drag);
    } else if let WindowEvent::CloseRequested { .. } = event {
        save_state(window, &host);
    }
}

fn on_drag(host: &Arc<Host>, drag: &DragDropEvent) {
    if let DragDropEvent::Enter { paths, .. } = drag {
        if !paths.is_empty() {
            host.tell(hover(paths));
        }
    } else if let DragDropEvent::Drop { paths, .. } = drag {
        host.tell(News::DragLeft);
        host.check_paths(paths.clone());
    } else if let DragDropEvent::Leave = drag {
        host.tell(News::DragLeft);
    }
}

fn hover(paths: &[PathBuf]) -> News {
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let like_license = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jwt")) || path.is_dir()
    };
    News::DragHover {
        count: u32::try_from(paths.len()).unwrap_or(u32::MAX),
        like_licenses: paths.iter().all(like_license),
        first: paths.first().map(|path| visible(&name(path), usize::MAX)).unwrap_or_default(),
    }
}

fn save_state<R: Runtime>(window: &tauri::Window<R>, host: &Host) {
    let maximized = window.is_maximized().unwrap_or(false);
    let mut state = WindowState { maximized, ..host.window_state() };
    if !maximized && let (Ok(size), Ok(scale)) = (window.inner_size(), window.scale_factor()) {
        let size = size.to_logical::<f64>(scale);
        (state.width, state.height) = (size.width.round(), size.height.round());
    }
    host.save_window_state(&state);
}

/// Carries out a menu entry: here what must work whatever the page does, all else in the page, which knows what
/// is selected.
pub fn on_menu<R: Runtime>(app: &AppHandle<R>, id: &str) {
    let Some(host) = app.try_state::<Arc<Host>>() else { return };
    match id {
        "check_clipboard" => host.check_clipboard(),
        "close" => host.tell(News::Close),
        "quit" => host.tell(News::Quit),
        _ => host.tell(News::Menu(id.to_owned())),
    }
}

/// Asks for files on this thread, and checks them when they are chosen.
pub fn open_files(host: &Arc<Host>) {
    let choice = host.dialog().open_licenses();
    let host = Arc::clone(host);
    tauri::async_runtime::spawn(async move { host.check_paths(choice.await) });
}

/// Asks where to, and writes the copy when that is known; nothing is written where the reader thought better of it.
///
/// # Errors
/// When there is nothing to save, or the copy cannot be written.
pub async fn save_copy<R: Runtime>(
    app: &AppHandle<R>,
    host: &Arc<Host>,
    id: String,
) -> Result<(), ErrorView> {
    let name = host.file_name_for(&id)?;
    host.raw(&id)?;
    match ask(app, host, move |dialog| dialog.save_license(&name)).await?.flatten() {
        Some(path) => host.save_copy(&id, &path),
        None => Ok(()),
    }
}

/// Asks where to, and writes the Overview there as CSV.
///
/// # Errors
/// When it cannot be written.
pub async fn save_overview_csv<R: Runtime>(app: &AppHandle<R>, host: &Arc<Host>) -> Result<(), ErrorView> {
    match ask(app, host, |dialog| dialog.save_table("seatkeeper.csv")).await?.flatten() {
        Some(path) => export(&path, &host.manager().overview_csv(), Existing::Replace)
            .map_err(|error| errors::of_export(&error)),
        None => Ok(()),
    }
}

/// Asks where to, and writes a plan there as text.
///
/// # Errors
/// When nothing is known of its deployment, or it cannot be written.
pub async fn save_plan_text<R: Runtime>(
    app: &AppHandle<R>,
    host: &Arc<Host>,
    draft: PlanDraft,
) -> Result<(), ErrorView> {
    host.plan_text(&draft)?;
    match ask(app, host, |dialog| dialog.save_text("plan.txt")).await?.flatten() {
        Some(path) => host.save_plan_text(&draft, &path),
        None => Ok(()),
    }
}

/// Asks where to, and writes there whom a choice would suspend.
///
/// # Errors
/// When there is no list, or the file could not be written.
pub async fn save_reclaim_csv<R: Runtime>(
    app: &AppHandle<R>,
    host: &Arc<Host>,
    request: &seatkeeper_core::view::ReclaimRequest,
) -> Result<(), ErrorView> {
    let table = host.manager().reclaim_csv(request).map_err(|error| error.view())?;
    match ask(app, host, |dialog| dialog.save_table("reclaim.csv")).await?.flatten() {
        Some(path) => export(&path, &table, Existing::Replace).map_err(|error| errors::of_export(&error)),
        None => Ok(()),
    }
}

/// Asks on the main thread, where GTK wants its dialogs made. `None` where the program is ending.
///
/// # Errors
/// When there is no main thread any more.
pub async fn ask<R: Runtime, T: Send + 'static>(
    app: &AppHandle<R>,
    host: &Arc<Host>,
    ask: impl FnOnce(&dyn FileDialog) -> Choice<T> + Send + 'static,
) -> Result<Option<T>, ErrorView> {
    let (sender, mut answer) = tauri::async_runtime::channel(1);
    let asking = Arc::clone(host);
    app.run_on_main_thread(move || {
        let choice = ask(asking.dialog());
        // A page that is gone waits for no answer.
        tauri::async_runtime::spawn(async move { sender.send(choice.await).await.ok() });
    })
    .map_err(|error| errors::internal(&error.to_string()))?;
    Ok(answer.recv().await)
}

/// Whether the reader can see the window.
pub fn is_seen<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window(LABEL)
        .is_some_and(|window| window.is_visible().unwrap_or(true) && !window.is_minimized().unwrap_or(false))
}

/// Brings the window before the reader's eyes.
pub fn raise<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // A window manager may refuse to hand over the focus; the verdict is there all the same.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Closes the window as its own button does, so that its size is saved.
///
/// # Errors
/// When the system refuses.
pub fn close<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    app.get_webview_window(LABEL).map_or(Ok(()), |window| window.close())
}

/// Ends the program; the window's size is saved first.
///
/// # Errors
/// When the system refuses.
pub fn quit<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    if let (Some(window), Some(host)) = (app.get_webview_window(LABEL), app.try_state::<Arc<Host>>()) {
        save_state(&window.as_ref().window(), &host);
    }
    app.exit(0);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_page_is_navigated_to() {
        let may = |url: &str| is_own_page(&Url::parse(url).unwrap());
        assert!(may("tauri://localhost/index.html"));
        assert!(may("http://tauri.localhost/"));
        for url in [
            "https://example.com/",
            "http://localhost/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!may(url), "{url}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_dark_theme_is_known_by_its_name() {
        assert!(["Adwaita-dark", "Adwaita:dark", "Yaru-Dark"].iter().all(|name| is_dark_name(name)));
        assert!(!["Adwaita", "HighContrast", "Darkish", ""].iter().any(|name| is_dark_name(name)));
    }

    #[test]
    fn a_drag_is_counted_and_named() {
        let news = hover(&[PathBuf::from("/a/one.jwt"), PathBuf::from("/a/photo.png")]);
        let expected = News::DragHover { count: 2, like_licenses: false, first: "one.jwt".to_owned() };
        assert_eq!(news, expected);
    }
}
