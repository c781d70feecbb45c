//! This crate's entries in the left navigation.

use zt_web::{NavItem, Section};

/// Agencies for everybody; one's own account stands in the header already.
pub const NAV: &[NavItem] = &[NavItem {
    section: Section::Platform,
    order: 10,
    path: "/agencies",
    label_key: "access-agencies",
    needs: None,
}];
