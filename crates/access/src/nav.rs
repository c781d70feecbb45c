//! This crate's entries in the left navigation.

use zt_kernel::Role;
use zt_web::{NavItem, Section};

/// Agencies for everybody, other people's accounts for operators; one's own account
/// stands in the header already.
pub const NAV: &[NavItem] = &[
    NavItem {
        section: Section::Platform,
        order: 10,
        path: "/agencies",
        label_key: "access-agencies",
        needs: None,
    },
    NavItem {
        section: Section::Platform,
        order: 11,
        path: "/accounts",
        label_key: "access-accounts",
        needs: Some(&[Role::Operator]),
    },
];
