//! Tidy, test and bench drivers.
fn main() {}
