//! How the web view brings the page to the screen.

use tauri::{Runtime, WebviewWindow};

/// Has WebKitGTK paint the page straight into the window instead of into layers for a graphics processor. Pages of text
/// and tables gain nothing from layers; without them the web process needs less than half its memory, and the window
/// shows on systems whose graphics driver WebKit's layers do not get along with.
///
/// # Errors
/// When the window is gone.
#[cfg(target_os = "linux")]
pub(super) fn without_layers<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Elsewhere the system's own web view decides, and decides well.
#[cfg(not(target_os = "linux"))]
pub(super) fn without_layers<R: Runtime>(_window: &WebviewWindow<R>) -> tauri::Result<()> {
    Ok(())
}
