//! The size of the window, kept from one run to the next.

/// Width and height in logical pixels, and whether it filled the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowState {
    /// Logical pixels.
    pub width: f64,
    /// Logical pixels.
    pub height: f64,
    /// Whether it filled the screen; width and height are then those it had before.
    pub maximized: bool,
}

impl WindowState {
    /// The smallest window in which everything can be reached: half of a small laptop's screen.
    pub const LEAST: (f64, f64) = (640.0, 480.0);

    /// "1120 760 true", as stored.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{:.0} {:.0} {}", self.width, self.height, self.maximized)
    }

    /// What [`Self::to_text`] wrote; nothing for what it never writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let mut figure = || words.next()?.parse::<f64>().ok().filter(|figure| figure.is_finite());
        let (width, height) = (figure()?.max(Self::LEAST.0), figure()?.max(Self::LEAST.1));
        Some(Self { width, height, maximized: words.next()?.parse().ok()? })
    }
}

impl Default for WindowState {
    fn default() -> Self {
        Self { width: 1120.0, height: 760.0, maximized: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_reads_back() {
        let state = WindowState { width: 900.0, height: 500.0, maximized: true };
        assert_eq!(WindowState::parse(&state.to_text()), Some(state));
    }

    #[test]
    fn no_window_is_smaller_than_the_least() {
        let state = WindowState::parse("10 10 false");
        assert_eq!(state, Some(WindowState { width: 640.0, height: 480.0, maximized: false }));
        assert_eq!(WindowState::parse("wide NaN true"), None);
    }
}
