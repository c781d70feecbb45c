//! Buttons, and links that look like them.

use maud::{Markup, Render, html};

/// How much a button asks to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Primary,
    Secondary,
    Quiet,
    Danger,
}

impl Weight {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button secondary",
            Self::Quiet => "button quiet-button",
            Self::Danger => "button danger",
        }
    }
}

/// A button that submits its form.
#[derive(Debug, Clone)]
pub struct Button {
    label: String,
    weight: Weight,
    name_value: Option<(String, String)>,
    formaction: Option<String>,
    disabled: bool,
}

fn new(label: impl Into<String>, weight: Weight) -> Button {
    Button { label: label.into(), weight, name_value: None, formaction: None, disabled: false }
}

/// The one main action of a form. Its label is a verb: “submit the request”.
///
/// ```
/// # use zt_web::components::button;
/// maud::html! { (button("Publish").named("action", "publish")) };
/// ```
pub fn button(label: impl Into<String>) -> Button {
    new(label, Weight::Primary)
}

/// An action beside the main one.
pub fn button_secondary(label: impl Into<String>) -> Button {
    new(label, Weight::Secondary)
}

/// A small action inside a row or a list.
pub fn button_quiet(label: impl Into<String>) -> Button {
    new(label, Weight::Quiet)
}

/// An action that takes something away: revoke, withdraw, delete. Put it on a
/// page of its own that says what will happen.
pub fn button_danger(label: impl Into<String>) -> Button {
    new(label, Weight::Danger)
}

impl Button {
    /// Sent with the form when this button is the one pressed.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name_value = Some((name.into(), value.into()));
        self
    }

    /// Sends the form somewhere else than its own action.
    #[must_use]
    pub fn formaction(mut self, path: impl Into<String>) -> Self {
        self.formaction = Some(path.into());
        self
    }

    /// Not to be pressed now. Say beside it why.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let (name, value) = match &self.name_value {
            Some((name, value)) => (Some(name), Some(value)),
            None => (None, None),
        };
        html! {
            button class=(self.weight.class()) type="submit" name=[name] value=[value]
                formaction=[&self.formaction] disabled[self.disabled] { (self.label) }
        }
    }
}

/// A link that stands where a button would.
#[derive(Debug, Clone)]
pub struct LinkButton {
    href: String,
    label: String,
    weight: Weight,
    download: bool,
}

/// A link to where the page's main action happens.
pub fn link_button(href: impl Into<String>, label: impl Into<String>) -> LinkButton {
    LinkButton { href: href.into(), label: label.into(), weight: Weight::Primary, download: false }
}

/// A link to another action.
pub fn link_button_secondary(href: impl Into<String>, label: impl Into<String>) -> LinkButton {
    LinkButton { weight: Weight::Secondary, ..link_button(href, label) }
}

impl LinkButton {
    /// Saves what it leads to as a file.
    #[must_use]
    pub fn download(mut self) -> Self {
        self.download = true;
        self
    }
}

impl Render for LinkButton {
    fn render(&self) -> Markup {
        html! {
            a class=(self.weight.class()) href=(self.href) download[self.download] { (self.label) }
        }
    }
}
