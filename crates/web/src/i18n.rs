//! Texts in two languages, from Fluent files.
//!
//! Each crate keeps `i18n/zh.ftl` and `i18n/en.ftl` and exposes them as
//! `pub const FLUENT: Fluent = zt_web::fluent!();`. The binary registers all of
//! them once at start. Keys begin with the crate's name without `zt-`
//! (`sharing-request-title`), terms likewise (`-sharing-basis`).
//!
//! Numbers in a text are grouped (`12,345`), dates and instants written the way
//! each language writes them; pass years and codes as text.

mod check;
mod format;
mod registry;

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::{Timestamp, civil::Date};

pub use check::{Finding, check};
pub use format::{Format, local};
pub use registry::{FluentFault, keys, register, verify};

use crate::Lang;

/// One crate's texts. Make it with [`crate::fluent!`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fluent {
    /// The package that owns the texts, such as `zt-sharing`.
    pub package: &'static str,
    /// The Chinese file.
    pub zh: &'static str,
    /// The English file.
    pub en: &'static str,
}

impl Fluent {
    /// What every key of this crate begins with: `sharing-` for `zt-sharing`.
    pub fn prefix(&self) -> String {
        format!("{}-", self.package.strip_prefix("zt-").unwrap_or(self.package))
    }

    /// The file in `lang`.
    pub fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// The calling crate's `i18n/zh.ftl` and `i18n/en.ftl`, compiled in.
#[macro_export]
macro_rules! fluent {
    () => {
        $crate::i18n::Fluent {
            package: env!("CARGO_PKG_NAME"),
            zh: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/i18n/zh.ftl")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/i18n/en.ftl")),
        }
    };
}

/// A value put into a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// A text as it is. Escaped when the page is written, not here.
    Text(Cow<'a, str>),
    /// A count or an amount; chooses the plural form.
    Number(f64),
    /// A civil date.
    Date(Date),
    /// An instant, shown in the country's legal time to the minute.
    Time(Timestamp),
}

macro_rules! arg_from_small {
    ($($number:ty),+) => {$(
        impl From<$number> for Arg<'_> {
            fn from(value: $number) -> Self {
                Self::Number(f64::from(value))
            }
        }
    )+};
}
arg_from_small!(i16, u16, i32, u32, f64);

macro_rules! arg_from_large {
    ($($number:ty),+) => {$(
        impl From<$number> for Arg<'_> {
            #[expect(clippy::cast_precision_loss, reason = "counts people read stay below 2^53")]
            fn from(value: $number) -> Self {
                Self::Number(value as f64)
            }
        }
    )+};
}
arg_from_large!(i64, u64, usize);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Arg<'_> {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl From<Date> for Arg<'_> {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}

impl From<Timestamp> for Arg<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Time(value)
    }
}

/// The text of `key` in `lang`. An unknown key is a defect: it is logged and
/// shown as `⟦key⟧` so that it can't be overlooked.
pub fn text(lang: Lang, key: &str) -> String {
    registry::resolve(lang, key, None)
}

/// The text of `key` in `lang` with its arguments.
pub fn text_with(lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        let value: FluentValue<'_> = match arg {
            Arg::Text(text) => text.clone().into(),
            Arg::Number(number) => (*number).into(),
            Arg::Date(date) => Format(lang).date(*date).into(),
            Arg::Time(at) => Format(lang).time(*at).into(),
        };
        values.set(*name, value);
    }
    registry::resolve(lang, key, Some(&values))
}
