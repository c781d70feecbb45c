//! Numbered pages of a list that is at hand whole, such as an entry's items.
//!
//! A list read from the database page by page takes [`super::pagination`].

use std::ops::Range;

use maud::{Markup, Render, html};

use crate::Ui;

/// Pages on each side of the present one that have a link of their own.
const BESIDE: usize = 2;

/// Which page of a list is shown, and the links to the others.
#[derive(Debug, Clone)]
pub struct Leaves {
    ui: Ui,
    name: &'static str,
    label: String,
    total: usize,
    size: usize,
    current: usize,
}

/// The page of a list of `total` rows, `size` on each page, that the parameter
/// `name` asks for; the first if it asks for none there is. `label` names the
/// list. Put the rows of [`Leaves::range`] under an element with the id `name`,
/// and this after them; a list of one page gets no links.
///
/// ```
/// # use zt_web::{components::leaves, Lang, Ui, Visitor};
/// let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/catalogue/entries/1?items=2");
/// let part = leaves(&ui, "items", "Items", 136, 30);
/// assert_eq!(part.range(), 30..60);
/// ```
pub fn leaves(
    ui: &Ui,
    name: &'static str,
    label: impl Into<String>,
    total: usize,
    size: usize,
) -> Leaves {
    let pages = total.div_ceil(size).max(1);
    let asked = ui.param(name).and_then(|text| text.parse().ok()).unwrap_or(1);
    let current = if (1..=pages).contains(&asked) { asked } else { 1 };
    Leaves { ui: ui.clone(), name, label: label.into(), total, size, current }
}

impl Leaves {
    /// The rows of this page.
    pub fn range(&self) -> Range<usize> {
        let start = (self.current - 1) * self.size;
        start..(start + self.size).min(self.total)
    }

    /// The number of this page, counted from 1.
    pub fn current(&self) -> usize {
        self.current
    }

    fn pages(&self) -> usize {
        self.total.div_ceil(self.size)
    }

    fn href(&self, page: usize) -> String {
        let number = page.to_string();
        let asked = (page > 1).then_some(number.as_str());
        format!("{}#{}", self.ui.here_with(&[(self.name, asked)]), self.name)
    }

    /// The numbers with a link; `None` stands for those between.
    fn numbers(&self) -> Vec<Option<usize>> {
        let (pages, current) = (self.pages(), self.current);
        let mut numbers = Vec::new();
        let mut last = 0;
        for page in 1..=pages {
            let near = page.abs_diff(current) <= BESIDE;
            if page == 1 || page == pages || near {
                if page > last + 1 {
                    numbers.push(None);
                }
                numbers.push(Some(page));
                last = page;
            }
        }
        numbers
    }
}

impl Render for Leaves {
    fn render(&self) -> Markup {
        let ui = &self.ui;
        let range = self.range();
        if self.pages() < 2 {
            return html! {};
        }
        let counts = [
            ("from", (range.start + 1).into()),
            ("to", range.end.into()),
            ("total", self.total.into()),
        ];
        html! {
            nav.pager aria-label=(ui.ta("web-leaves-label", &[("label", self.label.as_str().into())])) {
                p.quiet { (ui.ta("web-leaves", &counts)) }
                ul {
                    @for number in self.numbers() {
                        @if let Some(page) = number {
                            @let name = ui.ta("web-leaves-page", &[("page", page.into())]);
                            li {
                                @if page == self.current {
                                    span aria-current="page" { span.hidden { (name) } span aria-hidden="true" { (page) } }
                                } @else {
                                    a href=(self.href(page)) aria-label=(name) { (page) }
                                }
                            }
                        } @else { li aria-hidden="true" { "…" } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, Visitor};

    fn of(query: &str, total: usize) -> Leaves {
        let ui = Ui::new(Lang::En, Visitor::anonymous(""), &format!("/x?{query}"));
        leaves(&ui, "items", "Items", total, 30)
    }

    #[test]
    fn a_page_that_there_is_not_shows_the_first() {
        assert_eq!(of("items=5", 136).range(), 120..136);
        for wrong in ["items=6", "items=0", "items=x", ""] {
            assert_eq!(of(wrong, 136).range(), 0..30, "{wrong}");
        }
        assert_eq!(of("", 0).range(), 0..0);
    }

    #[test]
    fn far_pages_are_left_out_between_the_ends() {
        let shown = |query: &str, total| {
            let texts = of(query, total).numbers().into_iter();
            texts
                .map(|it| it.map_or("…".to_owned(), |n| n.to_string()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(shown("items=3", 136), "1 2 3 4 5");
        assert_eq!(shown("items=10", 600), "1 … 8 9 10 11 12 … 20");
    }

    #[test]
    fn a_link_keeps_the_other_parameters_and_leads_to_the_list() {
        assert_eq!(of("findings=2", 60).href(2), "/x?findings=2&items=2#items");
        assert_eq!(of("items=2", 60).href(1), "/x#items");
    }
}
