//! Bad inputs for license text, row by row: 82 things that happen to a license between Coder and the reader.
//!
//! A test is named by its row. What a file system does to a file (rows 79 to 81) is tested on real files beside
//! the adapter that reads them; here stands what the core says of it.

#[path = "bad_inputs/agreement.rs"]
mod agreement;
#[path = "bad_inputs/claims.rs"]
mod claims;
#[path = "bad_inputs/files.rs"]
mod files;
#[path = "bad_inputs/header.rs"]
mod header;
#[path = "bad_inputs/judged.rs"]
mod judged;
#[path = "bad_inputs/not_licenses.rs"]
mod not_licenses;
#[path = "bad_inputs/shape.rs"]
mod shape;
#[path = "bad_inputs/times.rs"]
mod times;
#[path = "bad_inputs/wrapping.rs"]
mod wrapping;
