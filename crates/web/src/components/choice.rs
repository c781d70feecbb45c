//! Fields one chooses in: select, radios, checkboxes.

use maud::{Markup, Render, html};

use super::{
    field::{described_by, error_line},
    field_id,
};
use crate::{FormErrors, Ui, Values};

#[derive(Debug, Clone)]
struct Item {
    value: String,
    label: String,
    hint: Option<String>,
}

/// A drop-down list. For six choices or fewer, [`radios`] are quicker to read.
#[derive(Debug, Clone)]
pub struct Select {
    ui: Ui,
    name: String,
    label: String,
    hint: Option<Markup>,
    error: Option<String>,
    items: Vec<Item>,
    blank: Option<String>,
    chosen: String,
    optional: bool,
}

/// A drop-down list.
///
/// ```
/// # use zt_web::{components::select, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// maud::html! {
///     (select(&ui, "cycle", "Update cycle")
///         .blank("Choose one")
///         .options([("daily", "Daily"), ("monthly", "Monthly")])
///         .value("daily"))
/// };
/// ```
pub fn select(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Select {
    Select {
        ui: ui.clone(),
        name: name.into(),
        label: label.into(),
        hint: None,
        error: None,
        items: Vec::new(),
        blank: None,
        chosen: String::new(),
        optional: false,
    }
}

impl Select {
    /// One choice.
    #[must_use]
    pub fn option(mut self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.items.push(Item { value: value.into(), label: label.into(), hint: None });
        self
    }

    /// Several choices, value and label.
    #[must_use]
    pub fn options<V: Into<String>, L: Into<String>>(
        self,
        options: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        options.into_iter().fold(self, |select, (value, label)| select.option(value, label))
    }

    /// A first, empty choice with this label.
    #[must_use]
    pub fn blank(mut self, label: impl Into<String>) -> Self {
        self.blank = Some(label.into());
        self
    }

    /// What helps to choose.
    #[must_use]
    pub fn hint(mut self, hint: impl Render) -> Self {
        self.hint = Some(hint.render());
        self
    }

    /// What is chosen.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.chosen = value.into();
        self
    }

    /// What is wrong with it.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Choice and error by the field's name.
    #[must_use]
    pub fn filled(mut self, values: &Values, errors: &FormErrors) -> Self {
        if values.has(&self.name) {
            values.get(&self.name).clone_into(&mut self.chosen);
        }
        self.error = errors.get(&self.name).map(str::to_owned);
        self
    }

    /// May be left unchosen; the label says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

impl Render for Select {
    fn render(&self) -> Markup {
        let id = field_id(&self.name);
        let described = described_by(&id, self.hint.is_some(), self.error.is_some());
        html! {
            div.field.wrong[self.error.is_some()] {
                label for=(id) {
                    (self.label)
                    @if self.optional { " " span.quiet { (self.ui.t("web-field-optional")) } }
                }
                @if let Some(hint) = &self.hint {
                    div.hint id=(format!("{id}-hint")) { (hint) }
                }
                (error_line(&self.ui, &id, self.error.as_deref()))
                select #(id) name=(self.name) aria-describedby=[described]
                    aria-invalid=[self.error.is_some().then_some("true")] {
                    @if let Some(blank) = &self.blank { option value="" { (blank) } }
                    @for item in &self.items {
                        option value=(item.value) selected[item.value == self.chosen] {
                            (item.label)
                        }
                    }
                }
            }
        }
    }
}

/// A group of radios or checkboxes.
#[derive(Debug, Clone)]
pub struct Choice {
    ui: Ui,
    kind: &'static str,
    name: String,
    legend: String,
    hint: Option<Markup>,
    error: Option<String>,
    items: Vec<Item>,
    chosen: Vec<String>,
    inline: bool,
    columns: bool,
    optional: bool,
}

fn group(
    ui: &Ui,
    kind: &'static str,
    name: impl Into<String>,
    legend: impl Into<String>,
) -> Choice {
    Choice {
        ui: ui.clone(),
        kind,
        name: name.into(),
        legend: legend.into(),
        hint: None,
        error: None,
        items: Vec::new(),
        chosen: Vec::new(),
        inline: false,
        columns: false,
        optional: false,
    }
}

/// One of a few.
///
/// ```
/// # use zt_web::{components::radios, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// maud::html! {
///     (radios(&ui, "sharing", "Sharing type")
///         .option("unconditional", "Unconditional")
///         .option_hint("refused", "Refused", "Needs its legal basis"))
/// };
/// ```
pub fn radios(ui: &Ui, name: impl Into<String>, legend: impl Into<String>) -> Choice {
    group(ui, "radio", name, legend)
}

/// Any of a few. Each ticked one is sent under the same name.
pub fn checkboxes(ui: &Ui, name: impl Into<String>, legend: impl Into<String>) -> Choice {
    group(ui, "checkbox", name, legend)
}

impl Choice {
    /// One choice.
    #[must_use]
    pub fn option(mut self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.items.push(Item { value: value.into(), label: label.into(), hint: None });
        self
    }

    /// One choice and what it means.
    #[must_use]
    pub fn option_hint(
        mut self,
        value: impl Into<String>,
        label: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let hint = Some(hint.into());
        self.items.push(Item { value: value.into(), label: label.into(), hint });
        self
    }

    /// Several choices, value and label.
    #[must_use]
    pub fn options<V: Into<String>, L: Into<String>>(
        self,
        options: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        options.into_iter().fold(self, |choice, (value, label)| choice.option(value, label))
    }

    /// What helps to choose.
    #[must_use]
    pub fn hint(mut self, hint: impl Render) -> Self {
        self.hint = Some(hint.render());
        self
    }

    /// What is chosen; call it again for each ticked box.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.chosen.push(value.into());
        self
    }

    /// What is wrong with it.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Choices and error by the field's name. Values that hold anything at all
    /// replace what [`Choice::value`] set: an empty group was unticked.
    #[must_use]
    pub fn filled(mut self, values: &Values, errors: &FormErrors) -> Self {
        if !values.is_empty() {
            self.chosen = values.all(&self.name).map(str::to_owned).collect();
        }
        self.error = errors.get(&self.name).map(str::to_owned);
        self
    }

    /// Side by side, for two or three short labels.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// In as many columns as fit, for many short labels.
    #[must_use]
    pub fn columns(mut self) -> Self {
        self.columns = true;
        self
    }

    /// May be left unchosen; the legend says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

impl Render for Choice {
    fn render(&self) -> Markup {
        let id = field_id(&self.name);
        let described = described_by(&id, self.hint.is_some(), self.error.is_some());
        html! {
            fieldset.field.wrong[self.error.is_some()] aria-describedby=[described] {
                legend {
                    (self.legend)
                    @if self.optional { " " span.quiet { (self.ui.t("web-field-optional")) } }
                }
                @if let Some(hint) = &self.hint {
                    div.hint id=(format!("{id}-hint")) { (hint) }
                }
                (error_line(&self.ui, &id, self.error.as_deref()))
                div.choices.inline[self.inline].columns[self.columns] {
                    @for (index, item) in self.items.iter().enumerate() {
                        // The error summary links to the first.
                        @let item_id = if index == 0 { id.clone() } else { format!("{id}-{index}") };
                        div.choice {
                            input #(item_id) type=(self.kind) name=(self.name) value=(item.value)
                                checked[self.chosen.contains(&item.value)]
                                aria-describedby=[item.hint.as_ref().map(|_| format!("{item_id}-note"))];
                            label for=(item_id) { (item.label) }
                            @if let Some(hint) = &item.hint {
                                div.hint id=(format!("{item_id}-note")) { (hint) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One box to tick, such as a consent. Sends `on`; read it as a `bool`.
pub fn checkbox(
    ui: &Ui,
    name: &str,
    label: impl Render,
    values: &Values,
    errors: &FormErrors,
) -> Markup {
    let id = field_id(name);
    let error = errors.get(name);
    html! {
        div.field.wrong[error.is_some()] {
            (error_line(ui, &id, error))
            div.choice {
                input #(id) type="checkbox" name=(name) value="on" checked[values.has(name)]
                    aria-describedby=[described_by(&id, false, error.is_some())]
                    aria-invalid=[error.map(|_| "true")];
                label for=(id) { (label) }
            }
        }
    }
}
