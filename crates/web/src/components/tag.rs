//! Tags: a state or a kind in a word or two. The word says it, the colour helps.

use maud::{Markup, Render, html};

/// What a tag's colour hints at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    Neutral,
    /// Under way.
    Info,
    /// Well done, open, in force.
    Good,
    /// Needs somebody soon.
    Warn,
    /// Refused, overdue, withdrawn.
    Bad,
}

/// A tag.
pub fn tag(tone: Tone, text: impl Render) -> Markup {
    let class = match tone {
        Tone::Neutral => "tag",
        Tone::Info => "tag info",
        Tone::Good => "tag good",
        Tone::Warn => "tag warn",
        Tone::Bad => "tag bad",
    };
    html! { span class=(class) { (text) } }
}

/// A step on a scale from 1 (open to all) to 6 (guarded most), such as a data
/// grade: 1–4 for general data's levels, 5 important, 6 core. Beyond 6 is 6.
/// The bars before the word show the step without colour.
pub fn level(step: u8, text: impl Render) -> Markup {
    let step = step.clamp(1, 6);
    html! {
        span class=(format!("tag level level-{step}")) {
            svg aria-hidden="true" viewBox="0 0 18 12" width="18" height="12" {
                @for bar in 1..=6_u8 {
                    rect x=((bar - 1) * 3) y=(10 - bar * 3 / 2) width="2" height=(bar * 3 / 2 + 2)
                        opacity=[(bar > step).then_some("0.25")] {}
                }
            }
            (text)
        }
    }
}
