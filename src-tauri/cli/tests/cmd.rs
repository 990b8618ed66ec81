//! What the program prints and how it ends: one behavior a file of `tests/cmd`.

#[test]
fn the_program_says_what_its_cases_say() {
    trycmd::TestCases::new().env("TZ", "UTC").case("tests/cmd/*.toml").case("tests/cmd/*.trycmd");
}
