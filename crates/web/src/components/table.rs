//! Tables: registers of things, readable on a phone too.

use maud::{Markup, Render, html};

use crate::Ui;

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// What a list is sorted by, as the `sort` parameter says it: `name`, or
/// `-name` for the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column's sort name.
    pub by: String,
    /// Which way.
    pub direction: Direction,
}

impl Sort {
    /// Reads the page's `sort` parameter. Only one of `allowed` counts; otherwise
    /// `default`, written like the parameter.
    pub fn of(ui: &Ui, allowed: &[&str], default: &str) -> Self {
        let asked = ui.param("sort").and_then(|text| Self::parse(&text, allowed));
        asked.unwrap_or_else(|| {
            Self::parse(default, &[default.trim_start_matches('-')])
                .unwrap_or(Self { by: default.to_owned(), direction: Direction::Ascending })
        })
    }

    fn parse(text: &str, allowed: &[&str]) -> Option<Self> {
        let (by, direction) = match text.strip_prefix('-') {
            Some(by) => (by, Direction::Descending),
            None => (text, Direction::Ascending),
        };
        allowed.contains(&by).then(|| Self { by: by.to_owned(), direction })
    }
}

/// A column's heading.
#[derive(Debug, Clone)]
pub struct Column {
    label: String,
    sort: Option<String>,
    numeric: bool,
    wide: bool,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), sort: None, numeric: false, wide: false }
    }

    /// A column of numbers: flush right, digits of one width.
    pub fn number(label: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::text(label) }
    }

    /// Its heading sorts the list under this name.
    #[must_use]
    pub fn sort(mut self, name: impl Into<String>) -> Self {
        self.sort = Some(name.into());
        self
    }

    /// Takes what room is left: the column of names or of text.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
}

/// A table being put together.
#[derive(Debug, Clone)]
pub struct Table {
    ui: Ui,
    caption: String,
    caption_hidden: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Markup>>,
    sorted: Option<Sort>,
    empty: Option<Markup>,
    plain: bool,
}

/// A table under a caption that says what its rows are. The first column names
/// the row. On a phone each row becomes a card, every value with its label.
///
/// ```
/// # use zt_web::{components::{table, Column}, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// use maud::html;
/// table(&ui, "Requests to answer")
///     .columns([Column::text("Entry").wide(), Column::number("Days left").sort("due")])
///     .row([html! { a href="/requests/7" { "Food licences" } }, html! { "3" }])
///     .empty(html! { "Nothing to answer." });
/// ```
pub fn table(ui: &Ui, caption: impl Into<String>) -> Table {
    Table {
        ui: ui.clone(),
        caption: caption.into(),
        caption_hidden: false,
        columns: Vec::new(),
        rows: Vec::new(),
        sorted: None,
        empty: None,
        plain: false,
    }
}

impl Table {
    /// The columns.
    #[must_use]
    pub fn columns(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        self.columns.extend(columns);
        self
    }

    /// One row, a cell for each column.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Markup>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Many rows.
    #[must_use]
    pub fn rows<R: IntoIterator<Item = Markup>>(self, rows: impl IntoIterator<Item = R>) -> Self {
        rows.into_iter().fold(self, Self::row)
    }

    /// What the rows are sorted by.
    #[must_use]
    pub fn sorted(mut self, sort: &Sort) -> Self {
        self.sorted = Some(sort.clone());
        self
    }

    /// What stands there when there is no row: what it means and what to do.
    #[must_use]
    pub fn empty(mut self, markup: Markup) -> Self {
        self.empty = Some(markup);
        self
    }

    /// The caption only for those who listen, where a heading above says it.
    #[must_use]
    pub fn caption_hidden(mut self) -> Self {
        self.caption_hidden = true;
        self
    }

    /// Keeps its columns on a phone and scrolls sideways: for raw data rows.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    fn head(&self, column: &Column) -> Markup {
        let sorted = self.sorted.as_ref().filter(|sort| Some(&sort.by) == column.sort.as_ref());
        let aria = sorted.map(|sort| match sort.direction {
            Direction::Ascending => "ascending",
            Direction::Descending => "descending",
        });
        let class = if column.numeric { Some("n") } else { column.wide.then_some("w") };
        html! {
            th class=[class] scope="col" role="columnheader" aria-sort=[aria] {
                @if let Some(name) = &column.sort {
                    @let down = sorted.is_some_and(|sort| sort.direction == Direction::Ascending);
                    @let next = if down { format!("-{name}") } else { name.clone() };
                    @let changes = [("sort", Some(next.as_str())), ("after", None), ("before", None)];
                    a.sort href=(self.ui.here_with(&changes)) {
                        (column.label)
                        span aria-hidden="true" {
                            @match aria { Some("ascending") => "▲", Some(_) => "▼", None => "↕" }
                        }
                    }
                } @else { (column.label) }
            }
        }
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        let roles = !self.plain;
        html! {
            @if self.rows.is_empty() {
                p class=(if self.caption_hidden { "hidden" } else { "caption" }) { (self.caption) }
                div.empty {
                    @if let Some(empty) = &self.empty { (empty) }
                    @else { p { (self.ui.t("web-table-empty")) } }
                }
            } @else {
                div.table-box.scroll[self.plain] tabindex=[self.plain.then_some("0")]
                    role=[self.plain.then_some("region")]
                    aria-label=[self.plain.then_some(&self.caption)] {
                    table class=[roles.then_some("cards")] role="table" data-copy=(self.ui.t("web-table-copy")) {
                        caption class=[self.caption_hidden.then_some("hidden")] { (self.caption) }
                        thead role="rowgroup" {
                            tr role="row" { @for column in &self.columns { (self.head(column)) } }
                        }
                        tbody role="rowgroup" {
                            @for row in &self.rows {
                                tr role="row" {
                                    @for (index, cell) in row.iter().enumerate() {
                                        @let column = self.columns.get(index);
                                        @let numeric = column.is_some_and(|column| column.numeric);
                                        @let label = column.map(|column| column.label.as_str());
                                        @if index == 0 {
                                            th class=[numeric.then_some("n")] scope="row" role="rowheader" { (cell) }
                                        } @else {
                                            td class=[numeric.then_some("n")] role="cell"
                                                data-l=[label.filter(|_| roles)] { (cell) }
                                        }
                                    }
                                }
                            }
                        }
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

    #[test]
    fn only_allowed_columns_sort() {
        let sort = |query: &str| {
            let ui = Ui::new(Lang::Zh, Visitor::anonymous(""), &format!("/x?sort={query}"));
            Sort::of(&ui, &["name", "due"], "-due")
        };
        let descending = |by: &str| Sort { by: by.into(), direction: Direction::Descending };
        assert_eq!(sort("-name"), descending("name"));
        assert_eq!(sort("name;drop"), descending("due"));
        assert_eq!(sort(""), descending("due"));
    }
}
