# Shared by the scripts of this folder: saying what is done, and running in a display of one's own.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
tools="$root/target/tools"
export PATH="$tools/bin:$HOME/.cargo/bin:$PATH"
# One quiet voice: npm and cargo speak when something is wrong.
export npm_config_fund=false npm_config_audit=false npm_config_loglevel=error npm_config_update_notifier=false

say() { printf '\033[1m%s\033[0m\n' "→ $*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# Runs a command under a virtual display and a session bus of its own, so that no test meets another instance.
in_virtual_display() {
  local runtime status=0
  runtime="$(mktemp -d)"
  chmod 700 "$runtime"
  env -u DBUS_SESSION_BUS_ADDRESS -u WAYLAND_DISPLAY \
    GDK_BACKEND=x11 NO_AT_BRIDGE=1 LIBGL_ALWAYS_SOFTWARE=1 XDG_RUNTIME_DIR="$runtime" \
    xvfb-run -a -s '-screen 0 1600x1000x24 -nolisten tcp' dbus-run-session -- "$@" || status=$?
  rm -rf "$runtime"
  return "$status"
}

# Builds the page when its sources are newer than the build.
build_ui() {
  if [ ! -e ui/dist/index.html ] || ! [ -d ui/dist/assets ] ||
    [ -n "$(find ui/src ui/index.html ui/package-lock.json ui/vite.config.ts -newer ui/dist/index.html -print -quit)" ]; then
    say "Building the page"
    npm --prefix ui run --silent build
  fi
}
