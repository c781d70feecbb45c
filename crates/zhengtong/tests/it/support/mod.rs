//! What the tests stand on: the program as a process, a client with cookies,
//! the demo's data, and a database of each engine.

pub mod client;
pub mod demo;
pub mod html;
pub mod log;
pub mod platform;
pub mod setup;
