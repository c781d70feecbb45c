//! Agencies, accounts, sign-in, roles and the policy decision point
