//! What can be asked of seats on the command line. Nothing of it changes anything.

use clap::Args;
use jiff::civil::Date;

#[derive(Debug, Args)]
#[command(after_help = "\
The list of users is read where the session may, and kept nowhere. Each call takes the day's count down.

Exit status: 0 fine; 1 more seats are used than licensed; 2 wrong usage; 3 the store or the keychain fails; 4 no answer;
5 sign-in needed; 6 the session may not list users, and they were asked for.

Examples:
  seatkeeper seats -d Production
  seatkeeper seats -d Production --people --csv > people.csv
  seatkeeper seats -d Production --frees-by 2026-12-31")]
pub(crate) struct SeatsArguments {
    /// The deployment's name or address
    #[arg(short, long, value_name = "NAME|URL")]
    pub(crate) deployment: Option<String>,
    /// Show every day that is known
    #[arg(long)]
    pub(crate) history: bool,
    /// Show who holds a seat
    #[arg(long)]
    pub(crate) people: bool,
    /// Say how many seats come free by themselves by this day, and with --people whose: 2026-12-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) frees_by: Option<Date>,
    /// Print one JSON object a line
    #[arg(long, group = "form")]
    pub(crate) json: bool,
    /// Print a table for spreadsheets: the history, or with --people those who hold a seat
    #[arg(long, group = "form")]
    pub(crate) csv: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A forecast needs 28 daily counts and goes 180 days ahead. Coder gives 60 of them; where it does not, they are taken down
here at each check.

Exit status: 0 foretold; 1 there are too few daily counts; 2 wrong usage; 3 the store or the keychain fails; 4 no answer;
5 sign-in needed.

Examples:
  seatkeeper forecast -d Production
  seatkeeper forecast -d Production --until 2027-03-12")]
pub(crate) struct ForecastArguments {
    /// The deployment's name or address
    #[arg(short, long, value_name = "NAME|URL")]
    pub(crate) deployment: Option<String>,
    /// The day to order for, such as that of the renewal; the end of the license's term where none is named
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) until: Option<Date>,
    /// Print one JSON object a line
    #[arg(long, group = "form")]
    pub(crate) json: bool,
    /// Print a table for spreadsheets: a row a day
    #[arg(long, group = "form")]
    pub(crate) csv: bool,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write it as 2026-12-31".to_owned())
}
