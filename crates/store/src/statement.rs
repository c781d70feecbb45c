//! The macro that declares a crate's SQL.

/// Declares each statement as a constant and lists them all as `STATEMENTS`,
/// so that one test can prepare every statement on both engines.
///
/// Write lower-case keywords, `$1…` numbered in order of first use, and nothing
/// one engine alone understands. An optional filter is
/// `(cast($1 as text) is null or col = $1)`.
///
/// ```
/// zt_store::statements! {
///     /// The newest first.
///     SELECT_NOTES = "select id, body from note order by id desc limit $1";
/// }
/// assert_eq!(STATEMENTS[0].0, "SELECT_NOTES");
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)+) => {
        $(
            $(#[$meta])*
            pub(crate) const $name: &str = $sql;
        )+
        /// Every statement of this file, by name.
        pub const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
