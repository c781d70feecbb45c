//! What is wrong with a form, field by field.

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, as in the form.
    pub field: String,
    /// What to do, in the reader's language.
    pub text: String,
    /// The field's label, which the error summary puts before the text.
    pub label: Option<String>,
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
        self.0.push(FieldError { field: field.into(), text: text.into(), label: None });
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
