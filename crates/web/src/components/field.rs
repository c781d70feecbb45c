//! Fields one types into: label, hint, error, control.

use maud::{Markup, PreEscaped, Render, html};

use super::field_id;
use crate::{FormErrors, Ui, Values};

/// How much room a field's text usually takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A number, a date: about 12 characters.
    Short,
    /// A code, a phone number: about 24 characters.
    Medium,
    /// The whole column.
    Full,
}

impl Span {
    fn class(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Full => "full",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Input(&'static str),
    Area { rows: u32 },
    File { accept: String, multiple: bool },
}

/// A field with its label, hint and error.
#[derive(Debug, Clone)]
pub struct Field {
    ui: Ui,
    kind: Kind,
    name: String,
    label: String,
    hint: Option<Markup>,
    error: Option<String>,
    value: String,
    optional: bool,
    span: Span,
    autocomplete: Option<&'static str>,
    inputmode: Option<&'static str>,
    max_chars: Option<u32>,
    readonly: bool,
    suffix: Option<String>,
}

fn new(ui: &Ui, kind: Kind, name: impl Into<String>, label: impl Into<String>) -> Field {
    Field {
        ui: ui.clone(),
        kind,
        name: name.into(),
        label: label.into(),
        hint: None,
        error: None,
        value: String::new(),
        optional: false,
        span: Span::Full,
        autocomplete: None,
        inputmode: None,
        max_chars: None,
        readonly: false,
        suffix: None,
    }
}

/// One line of text.
///
/// ```
/// # use zt_web::{components::text, FormErrors, Lang, Ui, Values, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// let (values, errors) = (Values::default(), FormErrors::one("basis", "Name the law and the clause"));
/// maud::html! {
///     (text(&ui, "basis", "Legal basis").hint("Law, article, clause").filled(&values, &errors))
/// };
/// ```
pub fn text(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Field {
    new(ui, Kind::Input("text"), name, label)
}

/// Several lines of text.
pub fn textarea(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Field {
    new(ui, Kind::Area { rows: 4 }, name, label)
}

/// A number. Plain text with a number pad on phones, so that nothing typed is
/// silently dropped or spun by a mouse wheel.
pub fn number(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Field {
    let field = new(ui, Kind::Input("text"), name, label).span(Span::Short);
    Field { inputmode: Some("decimal"), ..field }
}

/// A civil date, sent as `YYYY-MM-DD`.
pub fn date(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Field {
    new(ui, Kind::Input("date"), name, label).span(Span::Short)
}

/// An e-mail address.
pub fn email(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Field {
    let field = new(ui, Kind::Input("email"), name, label).span(Span::Medium);
    Field { autocomplete: Some("email"), ..field }
}

/// A password: never refilled, never held.
pub fn password(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Field {
    let field = new(ui, Kind::Input("password"), name, label).span(Span::Medium);
    Field { autocomplete: Some("current-password"), ..field }
}

/// Words to search for.
pub fn search(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Field {
    new(ui, Kind::Input("search"), name, label)
}

/// A file to send; its form must be [`super::FormTag::multipart`]. With scripts
/// on, files can also be dropped on it. `accept` as in HTML: `.csv,.xlsx`.
pub fn file(
    ui: &Ui,
    name: impl Into<String>,
    label: impl Into<String>,
    accept: impl Into<String>,
) -> Field {
    new(ui, Kind::File { accept: accept.into(), multiple: false }, name, label)
}

/// A value that travels with the form unseen. Never trust it when it returns.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

impl Field {
    /// What helps to fill it in, before anything goes wrong.
    #[must_use]
    pub fn hint(mut self, hint: impl Render) -> Self {
        self.hint = Some(hint.render());
        self
    }

    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// What is wrong with it.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Value and error by the field's name: for a form that was typed into.
    #[must_use]
    pub fn filled(mut self, values: &Values, errors: &FormErrors) -> Self {
        if values.has(&self.name) {
            values.get(&self.name).clone_into(&mut self.value);
        }
        self.error = errors.get(&self.name).map(str::to_owned);
        self
    }

    /// May be left empty; the label says so. Fields not marked are required.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// How much room its text usually takes.
    #[must_use]
    pub fn span(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    /// What the browser may fill in by itself, such as `tel` (WCAG 1.3.5).
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// Which keys a phone shows: `numeric`, `tel`, `url`.
    #[must_use]
    pub fn inputmode(mut self, mode: &'static str) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// The most characters it takes; the browser stops there and the hint says so.
    #[must_use]
    pub fn max_chars(mut self, chars: u32) -> Self {
        self.max_chars = Some(chars);
        self
    }

    /// How many lines a textarea shows at first.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        if let Kind::Area { rows: shown } = &mut self.kind {
            *shown = rows;
        }
        self
    }

    /// Takes several files.
    #[must_use]
    pub fn multiple(mut self) -> Self {
        if let Kind::File { multiple, .. } = &mut self.kind {
            *multiple = true;
        }
        self
    }

    /// Shown, not to be changed.
    #[must_use]
    pub fn readonly(mut self) -> Self {
        self.readonly = true;
        self
    }

    /// A unit after the control: “working days”.
    #[must_use]
    pub fn suffix(mut self, unit: impl Into<String>) -> Self {
        self.suffix = Some(unit.into());
        self
    }

    fn control(&self, id: &str, described: Option<&str>) -> Markup {
        let invalid = self.error.is_some().then_some("true");
        let span = self.span.class();
        match &self.kind {
            Kind::Input(kind) => html! {
                input #(id) class=(span) type=(kind) name=(self.name)
                    value=[(*kind != "password").then_some(&self.value)]
                    aria-describedby=[described] aria-invalid=[invalid]
                    autocomplete=[self.autocomplete] inputmode=[self.inputmode]
                    maxlength=[self.max_chars] readonly[self.readonly];
            },
            Kind::Area { rows } => html! {
                textarea #(id) class=(span) name=(self.name) rows=(rows)
                    aria-describedby=[described] aria-invalid=[invalid]
                    maxlength=[self.max_chars] readonly[self.readonly] {
                    // A browser drops the first line break of a textarea.
                    (PreEscaped("\n")) (self.value)
                }
            },
            Kind::File { accept, multiple } => html! {
                div.drop data-drop=(self.ui.t("web-file-drop")) {
                    input #(id) type="file" name=(self.name) accept=(accept) multiple[*multiple]
                        aria-describedby=[described] aria-invalid=[invalid];
                }
            },
        }
    }
}

impl Render for Field {
    fn render(&self) -> Markup {
        let id = field_id(&self.name);
        let limit =
            self.max_chars.map(|chars| self.ui.ta("web-field-max", &[("count", chars.into())]));
        let has_hint =
            self.hint.is_some() || (limit.is_some() && matches!(self.kind, Kind::Area { .. }));
        let described = described_by(&id, has_hint, self.error.is_some());
        html! {
            div.field.wrong[self.error.is_some()] {
                label for=(id) {
                    (self.label)
                    @if self.optional { " " span.quiet { (self.ui.t("web-field-optional")) } }
                }
                @if has_hint {
                    div.hint id=(format!("{id}-hint")) {
                        @if let Some(hint) = &self.hint { (hint) " " }
                        @if let (Kind::Area { .. }, Some(limit)) = (&self.kind, &limit) { (limit) }
                    }
                }
                (error_line(&self.ui, &id, self.error.as_deref()))
                @if let Some(suffix) = &self.suffix {
                    div.with-suffix { (self.control(&id, described.as_deref())) span { (suffix) } }
                } @else {
                    (self.control(&id, described.as_deref()))
                }
            }
        }
    }
}

/// The ids a control is described by.
pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// The line that tells what is wrong.
pub(super) fn error_line(ui: &Ui, id: &str, error: Option<&str>) -> Markup {
    html! {
        @if let Some(error) = error {
            p.error id=(format!("{id}-error")) {
                span.hidden { (ui.t("web-field-error")) " " } (error)
            }
        }
    }
}
