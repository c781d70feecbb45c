//! Test platform, builders, fake clock
