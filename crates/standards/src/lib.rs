//! Data elements, code sets, rules, versions, conformance
