//! What is wrong with a form, field by field.

use crate::components::field_id;

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, as in the form.
    pub field: String,
    /// What to do, in the reader's language.
    pub text: String,
    /// The field's label, which the error summary puts before the text.
    pub label: Option<String>,
    /// Whether the text speaks of no particular field (“enter a whole number”), so
    /// that the summary has to say which.
    pub(crate) general: bool,
}

/// Everything wrong with a form, in the order the fields should be mended.
/// The error summary links each to its field; a field shows its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<FieldError>);

impl FormErrors {
    /// Nothing wrong.
    pub fn new() -> Self {
        Self::default()
    }

    /// One error.
    pub fn one(field: impl Into<String>, text: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.add(field, text);
        errors
    }

    /// Adds an error to a field. The text says what to do, in the reader's
    /// language: “enter a date after today”, not “invalid”. The empty field
    /// name speaks of the form as a whole.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.push(field.into(), text.into(), false);
    }

    /// Adds an error whose text says nothing of its field.
    pub(crate) fn add_general(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.push(field.into(), text.into(), true);
    }

    fn push(&mut self, field: String, text: String, general: bool) {
        self.0.push(FieldError { field, text, label: None, general });
    }

    /// Names the fields of general errors as they are labelled in `body`, the page's
    /// own markup.
    pub(crate) fn named_in(&mut self, body: &str) {
        for error in self.0.iter_mut().filter(|error| error.general && error.label.is_none()) {
            error.label = label_in(body, &field_id(&error.field));
        }
    }

    /// Adds the error unless `holds`.
    pub fn require(&mut self, holds: bool, field: &str, text: impl FnOnce() -> String) {
        if !holds {
            self.add(field, text());
        }
    }

    /// Names fields for the error summary, where “enter a whole number” alone
    /// wouldn't say which. At the field itself its label already stands.
    ///
    /// ```
    /// # use zt_web::FormErrors;
    /// let errors = FormErrors::one("days", "Enter a whole number").labelled([("days", "Period of use")]);
    /// ```
    #[must_use]
    pub fn labelled<L: Into<String>>(
        mut self,
        labels: impl IntoIterator<Item = (&'static str, L)>,
    ) -> Self {
        for (field, label) in labels {
            let label = label.into();
            for error in self.0.iter_mut().filter(|error| error.field == field) {
                error.label = Some(label.clone());
            }
        }
        self
    }

    /// Takes in another form part's errors.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The first error of a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.text.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many errors there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Every error, in order.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// `Ok` when nothing is wrong.
    ///
    /// # Errors
    ///
    /// Itself, when something is.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// The text of the label of the field `id`; of the legend, if it is a choice among several.
fn label_in(body: &str, id: &str) -> Option<String> {
    let at = body.find(&format!(" id=\"{id}\""))?;
    let tag = &body[body[..at].rfind('<')?..];
    let tag = &tag[..tag.find('>')?];
    let is_one_of_several = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
    let start = if is_one_of_several {
        body[..at].rfind("<legend>")? + "<legend>".len()
    } else {
        let label = body.find(&format!("for=\"{id}\""))?;
        label + body[label..].find('>')? + 1
    };
    let text = body[start..].split('<').next()?.trim();
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    (!plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_general_error_is_named_by_the_label_on_the_page() {
        let body = "<label for=\"f-days\">Days &amp; nights <span>(optional)</span></label>\
                    <input id=\"f-days\" name=\"days\">\
                    <fieldset><legend>Mode</legend><input id=\"f-mode\" type=\"radio\">\
                    <label for=\"f-mode\">By file</label></fieldset>";
        assert_eq!(label_in(body, "f-days").as_deref(), Some("Days & nights"));
        assert_eq!(label_in(body, "f-mode").as_deref(), Some("Mode"));
        assert_eq!(label_in(body, "f-other"), None);
    }
}
