//! The one set of parts every page is built from.
//!
//! Each is a function that returns a small builder or finished markup; a
//! builder stands in `html!` as it is. A component that says a word of its own
//! takes `&Ui` first; every other text comes finished from the caller. See them
//! all, in every state, on `/components` in a debug build.

mod actions;
mod chart;
mod choice;
mod data;
mod facets;
mod field;
mod form;
mod leaves;
mod notices;
mod pager;
mod progress;
mod steps;
mod table;
mod tag;
mod timeline;

pub use actions::{
    Button, LinkButton, button, button_danger, button_quiet, button_secondary, link_button,
    link_button_secondary,
};
pub use chart::{Chart, bar, columns, line, spark};
pub use choice::{Choice, Select, checkbox, checkboxes, radios, select};
pub use data::{
    Answers, DescriptionList, Stat, answers, code, description_list, empty, empty_with, failed,
    stat, stats,
};
pub use facets::{Facet, Facets, facet, facets};
pub use field::{Field, Span, date, email, file, hidden, number, password, search, text, textarea};
pub use form::{FormTag, error_summary, form, get_form};
pub use leaves::{Leaves, leaves};
pub use notices::{NoticeKind, notice, notice_with};
pub use pager::{Pager, pagination};
pub use progress::{live, loading, progress};
pub use steps::{Tab, steps, tabs};
pub use table::{Column, Direction, Sort, Table, table};
pub use tag::{Tone, level, tag};
pub use timeline::{Day, DayMark, Event, days, event, timeline};

/// The id of a field's control, from its name: what labels, errors and the
/// error summary link to. Characters that have no place in an id become `-`.
pub fn field_id(name: &str) -> String {
    let mut id = String::with_capacity(name.len() + 2);
    id.push_str("f-");
    id.extend(name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }));
    id
}

/// Text for those who listen, not for those who look.
pub fn hidden_text(text: impl maud::Render) -> maud::Markup {
    maud::html! { span.hidden { (text) } }
}
