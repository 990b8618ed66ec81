//! What changes when, as long as nobody installs or removes anything: each boundary of the next three years, and what
//! it does to seats, features, limits and Coder's warnings.
//!
//! Between two boundaries nothing changes but the number of days in Coder's warning of the end. The facts of the
//! deployment are held still: nobody joins, nobody leaves, no setting is touched.
//!
//! | Question | Module |
//! |---|---|
//! | what is known of the deployment, and what is guessed | [`Facts`] |
//! | how things stand at an instant | [`State`] |
//! | when they change | `course` |
//! | what is different between two states | `change`, `topic` |
//! | coverage, gaps and bridges in words | `coverage` |
//! | whether a server answers what its licenses give | [`Present`] |
//! | a difference, as text to be sent | `report` |
//! | what licenses give on a server of these facts | [`given`] |

mod change;
mod course;
mod coverage;
mod facts;
mod given;
mod output;
mod present;
mod report;
mod state;
mod topic;
pub(crate) mod words;

use jiff::tz::TimeZone;

use crate::entitlement::Installed;
use crate::instant::Instant;
use crate::validity::{Term, ValidityTimeline};

pub use change::{Change, ChangeKind, FeatureChange, Switch, Topic, Used};
pub use course::{Boundary, Cause};
pub use coverage::{CoverageKind, CoverageLine};
pub use facts::{Facts, Guess};
pub use given::given;
pub use present::{Difference, Present};
pub use state::{Message, State};

pub(crate) use change::order;
pub(crate) use course::{Course, Turn};
pub(crate) use coverage::{bridge_words, described, gap_words, lines as coverage_lines, range};
pub(crate) use topic::{Value, messages, names_of};

/// Three years, one of them a leap year.
const HORIZON: i64 = 1_096 * 86_400;

/// A license with the name that sentences call it by: "#4", "renewal-2027.jwt". Names are unique in a set.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    /// The name.
    pub name: String,
    /// The license.
    pub license: Installed<'a>,
}

impl<'a> Named<'a> {
    /// The license by this name.
    pub fn new(name: impl Into<String>, license: Installed<'a>) -> Self {
        Self { name: name.into(), license }
    }
}

/// The deployment that licenses are looked at on.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// "Production".
    pub name: &'a str,
    /// Its ID, which locks are compared with; `None` where it is not known.
    pub deployment_id: Option<&'a str>,
    /// What the rules ask of it.
    pub facts: &'a Facts,
    /// Whether its server sends telemetry; `None` where it does not say.
    pub telemetry: Option<bool>,
    /// The zone in which days are named.
    pub zone: &'a TimeZone,
}

/// The next three years of a set of licenses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// How things stand now.
    pub now: State,
    /// What changes, soonest first.
    pub boundaries: Vec<Boundary>,
    /// Blocks of coverage, gaps and bridges that are not over, soonest first.
    pub coverage: Vec<CoverageLine>,
}

impl Outlook {
    /// Looks ahead from `now`. The licenses stand in the server's order.
    pub fn of(setting: &Setting<'_>, licenses: &[Named<'_>], now: Instant) -> Self {
        let course = Course::still(setting, licenses, now, None);
        let terms: Vec<_> = licenses.iter().filter_map(|named| Term::counted(&named.license)).collect();
        let timeline = ValidityTimeline::of(&terms, now);
        Self {
            boundaries: course.boundaries(setting),
            now: course.start.state,
            coverage: coverage_lines(&timeline, now, setting.zone),
        }
    }

    /// How things stand at an instant after `now`. In the second between the end of a term and its grace period, which
    /// one boundary spans, it is what follows.
    pub fn at(&self, at: Instant) -> &State {
        let passed = self.boundaries.iter().take_while(|boundary| boundary.at <= at).last();
        passed.map_or(&self.now, |boundary| &boundary.state)
    }
}
