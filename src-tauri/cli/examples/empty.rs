//! The least that a Rust program can be: what `scripts/bench` measures the terminal program beside.

fn main() {}
