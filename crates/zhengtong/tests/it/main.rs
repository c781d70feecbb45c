//! The built program, driven from outside: over HTTP on a free port, in a
//! browser, and by its command line. One binary, so that it links once.

mod browser;
mod command_line;
mod default_deny;
mod documents;
mod health;
mod ledger;
mod processes;
mod rows;
mod sessions;
mod support;
