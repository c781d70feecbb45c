//! The crate on a platform: imports on both engines, the API and the pages over
//! HTTP, and the words.

mod pages;
mod road;
mod tables;
mod uploads;
mod words;
mod world;
