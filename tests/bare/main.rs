//! A window with nothing in it but a line of text, and the same plugin: what `scripts/bench` holds the real window
//! against. No package has it.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|_app, _arguments, _folder| {}))
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
                .title("Bare")
                .inner_size(1120.0, 760.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("tests/bare/tauri.conf.json"))
}
