//! The pages in a real browser: headless Chromium, driven over `WebDriver`.
//!
//! Without Chromium and chromedriver these tests say so and pass by; the test
//! driver sets `ZT_REQUIRE_BROWSER=1`, and then they fail.

mod asking;
mod axe;
mod crawl;
mod driver;
mod flows;
mod pages;
