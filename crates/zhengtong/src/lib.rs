//! The platform as one program: command line, configuration, wiring, demo.
//!
//! Deliberately absent: rules of any domain. What an agency, a clerk or the law
//! wants is in the crate that owns the noun; here it is only put together.

pub mod admin;
pub mod app;
pub mod calendar;
pub mod cli;
pub mod config;
pub mod demo;
pub mod evidence;
pub mod health;
pub mod jobs;
pub mod logging;
pub mod openapi;
pub mod problems;
pub mod serve;
pub mod tables;
pub mod telemetry;

/// This crate's texts.
pub const FLUENT: zt_web::Fluent = zt_web::fluent!();

/// Prints a line on standard output. A reader that has gone away (`| head`) is no
/// reason to stop.
pub fn say(line: &str) {
    use std::io::Write as _;
    let _reader_gone = writeln!(std::io::stdout().lock(), "{line}");
}
