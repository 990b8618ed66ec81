//! Text and table to take away.

use crate::advisory::findings;
use crate::csv::Table;
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::visible;

use super::LicenseManager;
use super::entry::Entry;
use super::overview::kind;

/// The columns of the table.
const COLUMNS: [&str; 13] = [
    "Name",
    "Address",
    "State",
    "Covered until",
    "Grace until",
    "Seats used",
    "Seats licensed",
    "Counted as",
    "Deployment ID",
    "Version",
    "Signed in as",
    "Known at",
    "Failure",
];

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// The text that asks for a renewal of these deployments: what Coder needs to know to make a license.
    pub fn renewal_request(&self, ids: &[u32]) -> String {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let state = self.state();
        let asked = ids.iter().filter_map(|id| state.entry(*id).ok());
        let blocks: Vec<String> = asked
            .map(|entry| {
                let outlook = entry.outlook(&ring, now, &zone);
                let current = outlook
                    .licenses
                    .iter()
                    .filter(|judged| judged.counts(now))
                    .max_by_key(|judged| judged.term.map(|term| term.ends))
                    .or_else(|| {
                        outlook.licenses.iter().max_by_key(|judged| judged.term.map(|term| term.ends))
                    });
                let license = match current.and_then(|judged| Some((judged.license.id, judged.claims()?))) {
                    Some((number, claims)) => {
                        let ends =
                            claims.license_expires.map_or_else(|| "not said".to_owned(), |at| at.day(&zone));
                        format!(
                            "#{number}, {}, account {}, term ends {ends}",
                            kind(claims),
                            visible(&claims.account_id, 100)
                        )
                    }
                    None => "not known".to_owned(),
                };
                let number =
                    |count: Option<i64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
                let licensed = match (outlook.seats.used, outlook.seats.limit) {
                    (Some(_), None) => "no limit".to_owned(),
                    (_, limit) => number(limit),
                };
                format!(
                    "Deployment: {} ({})\nDeployment ID: {}\nVersion: {}\nLicense: {license}\n\
                     Seats: {} used, {licensed} licensed\n",
                    entry.deployment.name,
                    entry.deployment.address.origin(),
                    or_unknown(deployment_id(entry)),
                    or_unknown(visible(entry.report.version(), 60)),
                    number(outlook.seats.used),
                )
            })
            .collect();
        if blocks.is_empty() {
            return String::new();
        }
        let what = if blocks.len() == 1 {
            "the license of this deployment"
        } else {
            "the licenses of these deployments"
        };
        format!("Please renew {what}.\n\n{}", blocks.join("\n"))
    }

    /// The table of the Overview as CSV, see [`crate::csv`]; times are RFC 3339.
    pub fn overview_csv(&self) -> Vec<u8> {
        self.csv(|_| true)
    }

    /// The same of these deployments alone, in the order of the list.
    pub fn overview_csv_of(&self, ids: &[u32]) -> Vec<u8> {
        self.csv(|id| ids.contains(&id))
    }

    fn csv(&self, wanted: impl Fn(u32) -> bool) -> Vec<u8> {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let state = self.state();
        let mut table = Table::new(&COLUMNS);
        for entry in state.entries.iter().filter(|entry| wanted(entry.deployment.id)) {
            let outlook = entry.outlook(&ring, now, &zone);
            let day = |at: Option<crate::Instant>| at.map(crate::Instant::rfc3339).unwrap_or_default();
            let count = |count: Option<i64>| count.map(|count| count.to_string()).unwrap_or_default();
            let timeline = outlook.timeline.as_ref();
            let state = findings(&outlook);
            table.row(&[
                entry.deployment.name.clone(),
                entry.deployment.address.origin(),
                state.first().map(|finding| finding.word.plain(&zone)).unwrap_or_default(),
                day(timeline.and_then(|timeline| timeline.covered_until())),
                day(timeline.and_then(|timeline| timeline.grace_until())),
                count(outlook.seats.used),
                count(outlook.seats.limit),
                outlook.seats.noun().to_owned(),
                deployment_id(entry),
                visible(entry.report.version(), 60),
                entry.report.user.as_ref().map(|user| visible(&user.username, 60)).unwrap_or_default(),
                day(entry.known_at()),
                entry.failure.as_ref().map(|failure| failure.message()).unwrap_or_default(),
            ]);
        }
        table.bytes()
    }
}

fn deployment_id(entry: &Entry) -> String {
    let id = entry.report.deployment_id().or(entry.deployment.deployment_id.as_deref());
    visible(id.unwrap_or_default(), 60)
}

fn or_unknown(text: String) -> String {
    if text.is_empty() { "not known".to_owned() } else { text }
}
