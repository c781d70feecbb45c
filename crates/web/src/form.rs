//! Forms: what was typed, what it means, what is wrong with it.
//!
//! ```text
//! GET  → values = ui.typed(action)            (what an expired session left, or nothing)
//! POST → Form<T> { values, parsed }           (typed text kept whatever happens)
//!        wrong → the same page, 422, error summary, every field refilled
//!        right → do it, see_other(..).success(..)
//! ```
//!
//! `T` says only what shape the fields have: `String` for free text,
//! `Option<_>` for what may be left empty, numbers, dates, unit enums, `bool`
//! for a checkbox, `Vec<_>` for several. Meaning (required, lengths, rules) is
//! the domain's; it adds to the same [`FormErrors`].

mod decode;
mod errors;
mod values;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::StatusCode;
use serde::de::DeserializeOwned;

pub use decode::Shape;
pub use errors::{FieldError, FormErrors};
pub use values::Values;

use crate::{PageError, Ui};

/// The most an ordinary form may weigh, files apart: a page of text is 6 kB,
/// so this is a book.
pub const FORM_MAX_BYTES: usize = 1024 * 1024;

/// A urlencoded form as it was sent: the typed text and, where it could be
/// read, its meaning. The extractor refuses only what isn't a form (415, 413).
///
/// ```
/// use zt_web::{Form, FormErrors, Html, Ui, Values};
/// #[derive(serde::Deserialize)]
/// struct Ask { purpose: String, days: Option<u32> }
///
/// async fn submit(ui: Ui, form: Form<Ask>) -> Html {
///     let (values, parsed) = form.into_parts();
///     let errors = match parsed {
///         Ok(ask) if !ask.purpose.is_empty() => return show(&ui, &values, &FormErrors::default()),
///         Ok(_) => FormErrors::one("purpose", ui.t("web-form-required")),
///         Err(errors) => errors,
///     };
///     show(&ui, &values, &errors)
/// }
/// # fn show(ui: &Ui, _: &Values, errors: &FormErrors) -> Html {
/// #     ui.page("web-components").errors(errors).body(maud::html! {})
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Form<T> {
    /// Everything that was typed.
    pub values: Values,
    /// What it means, or every field whose shape is wrong.
    pub parsed: Result<T, FormErrors>,
}

impl<T> Form<T> {
    /// The typed values beside their meaning.
    pub fn into_parts(self) -> (Values, Result<T, FormErrors>) {
        (self.values, self.parsed)
    }
}

impl<T: DeserializeOwned> Form<T> {
    /// Reads already collected values, for instance those of a multipart form.
    pub fn read(ui: &Ui, values: Values) -> Self {
        let parsed = decode::decode(&values).map_err(|faults| {
            let mut errors = FormErrors::default();
            for (field, shape) in faults {
                errors.add_general(field, ui.t(shape.key()));
            }
            errors
        });
        Self { values, parsed }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let (parts, body) = request.into_parts();
        let ui = parts.extensions.get::<Ui>().cloned().unwrap_or_else(|| Ui::from_parts(&parts));
        if !is_urlencoded(&parts.headers) {
            return Err(PageError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let request = Request::from_parts(parts, body);
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| PageError::new(rejection.status()))?;
        if bytes.len() > FORM_MAX_BYTES {
            return Err(PageError::new(StatusCode::PAYLOAD_TOO_LARGE));
        }
        Ok(Self::read(&ui, Values::from_urlencoded(&bytes).without_control_fields()))
    }
}

pub(crate) fn is_urlencoded(headers: &http::HeaderMap) -> bool {
    essence(headers) == "application/x-www-form-urlencoded"
}

/// The media type of a body, lower case, without parameters.
pub(crate) fn essence(headers: &http::HeaderMap) -> String {
    headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase())
        .unwrap_or_default()
}
