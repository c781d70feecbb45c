//! The crate on a platform: use cases on both engines, the API and the pages over
//! HTTP, and the words.

mod api;
mod pages;
mod road;
mod rows;
mod words;
mod world;
