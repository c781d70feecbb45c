//! Charts drawn on the server, each with its table beside it.
//!
//! The picture is for the eye; the table holds the same figures for everybody
//! else, links each to the rows behind it, and is what one copies. Sizes are
//! set so that text in a chart stays legible on a phone.

use maud::{Markup, Render, html};

use crate::Ui;

/// The drawing's width in its own units; about the width of a phone's column,
/// so that it is hardly scaled there.
const WIDTH: f64 = 340.0;
/// Height of the columns' and the line's field.
const FIELD_HEIGHT: f64 = 130.0;
/// A horizontal bar and its label above it.
const ROW_HEIGHT: f64 = 38.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bars,
    Columns,
    Line,
    Spark,
}

#[derive(Debug, Clone)]
struct Point {
    label: String,
    value: f64,
    href: Option<String>,
}

/// A chart being put together.
#[derive(Debug, Clone)]
pub struct Chart {
    ui: Ui,
    kind: Kind,
    title: String,
    description: Option<String>,
    unit: String,
    label_head: Option<String>,
    decimals: usize,
    points: Vec<Point>,
}

fn new(ui: &Ui, kind: Kind, title: impl Into<String>) -> Chart {
    Chart {
        ui: ui.clone(),
        kind,
        title: title.into(),
        description: None,
        unit: String::new(),
        label_head: None,
        decimals: 0,
        points: Vec::new(),
    }
}

/// Horizontal bars: for named things, with room for long names.
///
/// ```
/// # use zt_web::{components::bar, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// bar(&ui, "Entries by agency")
///     .unit("entries")
///     .point_rows("Housing Bureau", 42.0, "/catalogue?agency=7")
///     .point("Tax Bureau", 17.0);
/// ```
pub fn bar(ui: &Ui, title: impl Into<String>) -> Chart {
    new(ui, Kind::Bars, title)
}

/// Upright columns: for amounts in order, such as a histogram. Short labels.
pub fn columns(ui: &Ui, title: impl Into<String>) -> Chart {
    new(ui, Kind::Columns, title)
}

/// A line: for one figure over time.
pub fn line(ui: &Ui, title: impl Into<String>) -> Chart {
    new(ui, Kind::Line, title)
}

/// A line without axes that fits into a row of text or a table cell. No table
/// beside it: the figure it accompanies must stand next to it.
pub fn spark(ui: &Ui, title: impl Into<String>) -> Chart {
    new(ui, Kind::Spark, title)
}

impl Chart {
    /// A value and its name.
    #[must_use]
    pub fn point(mut self, label: impl Into<String>, value: f64) -> Self {
        let value = if value.is_finite() { value.max(0.0) } else { 0.0 };
        self.points.push(Point { label: label.into(), value, href: None });
        self
    }

    /// A value, its name, and where the rows behind it are listed.
    #[must_use]
    pub fn point_rows(self, label: impl Into<String>, value: f64, href: impl Into<String>) -> Self {
        let mut chart = self.point(label, value);
        if let Some(point) = chart.points.last_mut() {
            point.href = Some(href.into());
        }
        chart
    }

    /// Many values.
    #[must_use]
    pub fn points<L: Into<String>>(self, points: impl IntoIterator<Item = (L, f64)>) -> Self {
        points.into_iter().fold(self, |chart, (label, value)| chart.point(label, value))
    }

    /// What is counted; heads the table's column of values.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// What the labels are; heads the table's first column.
    #[must_use]
    pub fn label_head(mut self, text: impl Into<String>) -> Self {
        self.label_head = Some(text.into());
        self
    }

    /// What the picture shows at a glance: “three agencies hold half of it”.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Shows values with so many decimals; whole numbers otherwise.
    #[must_use]
    pub fn decimals(mut self, places: usize) -> Self {
        self.decimals = places;
        self
    }

    fn show(&self, value: f64) -> String {
        self.ui.format().decimal(value, self.decimals)
    }

    fn max(&self) -> f64 {
        self.points.iter().map(|point| point.value).fold(0.0, f64::max)
    }

    /// Widths in per cent, so that the letters keep their size on any screen.
    fn bars(&self) -> Markup {
        let scale = scale(self.max(), 100.0);
        html! {
            svg width="100%" height=(px(offset(self.points.len(), ROW_HEIGHT))) role="img"
                aria-label=(self.title) {
                title { (self.title) }
                @if let Some(description) = &self.description { desc { (description) } }
                @for (index, point) in self.points.iter().enumerate() {
                    @let top = offset(index, ROW_HEIGHT);
                    text x="0" y=(px(top + 13.0)) { (clipped(&point.label, 36)) }
                    text.value x="100%" y=(px(top + 13.0)) text-anchor="end" { (self.show(point.value)) }
                    rect.track x="0" y=(px(top + 19.0)) width="100%" height="10" rx="2" {}
                    rect.mark x="0" y=(px(top + 19.0)) width=(format!("{}%", px(point.value * scale))) height="10" rx="2" {}
                }
            }
        }
    }

    fn columns(&self) -> Markup {
        let step = WIDTH / offset(self.points.len().max(1), 1.0);
        let scale = scale(self.max(), FIELD_HEIGHT);
        let bottom = FIELD_HEIGHT + 18.0;
        let every = every(step);
        self.svg(WIDTH, bottom + 20.0, &html! {
            line.axis x1="0" x2=(px(WIDTH)) y1=(px(bottom)) y2=(px(bottom)) {}
            @for (index, point) in self.points.iter().enumerate() {
                @let left = offset(index, step);
                @let height = point.value * scale;
                rect.mark x=(px(left + step * 0.12)) y=(px(bottom - height))
                    width=(px(step * 0.76)) height=(px(height)) {}
                @if step >= 34.0 {
                    text.value x=(px(left + step / 2.0)) y=(px(bottom - height - 5.0)) text-anchor="middle" {
                        (self.show(point.value))
                    }
                }
                @if index % every == 0 {
                    text x=(px(left + step / 2.0)) y=(px(bottom + 15.0)) text-anchor="middle" {
                        (clipped(&point.label, 8))
                    }
                }
            }
        })
    }

    fn line(&self) -> Markup {
        let (left, right) = (8.0, WIDTH - 8.0);
        let bottom = FIELD_HEIGHT + 18.0;
        let max = self.max();
        let spots = self.spots(left, right, bottom, FIELD_HEIGHT);
        let step = if spots.len() > 1 { spots[1].0 - spots[0].0 } else { WIDTH };
        let every = every(step);
        let last = spots.len().saturating_sub(1);
        self.svg(WIDTH, bottom + 20.0, &html! {
            line.axis x1="0" x2=(px(WIDTH)) y1=(px(bottom)) y2=(px(bottom)) {}
            line.grid x1="0" x2=(px(WIDTH)) y1=(px(bottom - FIELD_HEIGHT)) y2=(px(bottom - FIELD_HEIGHT)) {}
            text.value x="0" y="12" { (self.show(max)) }
            polyline.stroke points=(path(&spots)) {}
            @for (index, (x, y)) in spots.iter().enumerate() {
                @if step >= 8.0 { circle.mark cx=(px(*x)) cy=(px(*y)) r="3" {} }
                @if index % every == 0 {
                    @let anchor = if index == 0 { "start" } else if index == last { "end" } else { "middle" };
                    @let at = if index == 0 { 0.0 } else if index == last { WIDTH } else { *x };
                    text x=(px(at)) y=(px(bottom + 15.0)) text-anchor=(anchor) {
                        (clipped(&self.points[index].label, 10))
                    }
                }
            }
        })
    }

    fn spark(&self) -> Markup {
        let spots = self.spots(1.0, 79.0, 18.0, 16.0);
        html! {
            svg.spark viewBox="0 0 80 20" width="80" height="20" role="img" aria-label=(self.title) {
                polyline.stroke points=(path(&spots)) {}
                @if let Some((x, y)) = spots.last() { circle.mark cx=(px(*x)) cy=(px(*y)) r="2" {} }
            }
        }
    }

    fn spots(&self, left: f64, right: f64, bottom: f64, height: f64) -> Vec<(f64, f64)> {
        let scale = scale(self.max(), height);
        let gaps = offset(self.points.len().saturating_sub(1).max(1), 1.0);
        let at = |index: usize| left + offset(index, (right - left) / gaps);
        self.points
            .iter()
            .enumerate()
            .map(|(index, point)| (at(index), bottom - point.value * scale))
            .collect()
    }

    fn svg(&self, width: f64, height: f64, content: &Markup) -> Markup {
        html! {
            svg viewBox=(format!("0 0 {} {}", px(width), px(height))) role="img"
                aria-label=(self.title) {
                title { (self.title) }
                @if let Some(description) = &self.description { desc { (description) } }
                (content)
            }
        }
    }

    fn table(&self) -> Markup {
        let head = self.label_head.clone().unwrap_or_else(|| self.ui.t("web-chart-label"));
        let unit =
            if self.unit.is_empty() { self.ui.t("web-chart-value") } else { self.unit.clone() };
        html! {
            details {
                summary { (self.ui.t("web-chart-table")) span.hidden { " " (self.title) } }
                table.small {
                    caption.hidden { (self.title) }
                    thead { tr { th scope="col" { (head) } th.n scope="col" { (unit) } } }
                    tbody {
                        @for point in &self.points {
                            tr {
                                th scope="row" { (point.label) }
                                td.n {
                                    @if let Some(href) = &point.href {
                                        a href=(href) { (self.show(point.value)) }
                                    } @else { (self.show(point.value)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Render for Chart {
    fn render(&self) -> Markup {
        if self.kind == Kind::Spark {
            return self.spark();
        }
        let drawing = match self.kind {
            Kind::Bars => self.bars(),
            Kind::Columns => self.columns(),
            Kind::Line | Kind::Spark => self.line(),
        };
        html! {
            figure.chart {
                figcaption {
                    strong { (self.title) }
                    @if !self.unit.is_empty() { " " span.quiet { (self.unit) } }
                    @if let Some(description) = &self.description { p { (description) } }
                }
                @if self.points.is_empty() { p.quiet { (self.ui.t("web-table-empty")) } }
                @else { (drawing) (self.table()) }
            }
        }
    }
}

/// A coordinate with one decimal: a tenth of a unit is below what eyes see.
fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

#[expect(clippy::cast_precision_loss, reason = "a place in a drawing")]
fn offset(index: usize, step: f64) -> f64 {
    index as f64 * step
}

/// Units of drawing per unit of value.
fn scale(max: f64, room: f64) -> f64 {
    if max > 0.0 { room / max } else { 0.0 }
}

/// Every how many labels one fits, at about 54 units a label in large text.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
fn every(step: f64) -> usize {
    (54.0 / step.max(0.1)).ceil().max(1.0) as usize
}

fn path(spots: &[(f64, f64)]) -> String {
    let spots: Vec<String> = spots.iter().map(|(x, y)| format!("{},{}", px(*x), px(*y))).collect();
    spots.join(" ")
}

/// A label cut to about `room` half-width characters; Chinese ones count double.
fn clipped(label: &str, room: usize) -> String {
    let mut taken = 0;
    let mut out = String::new();
    for c in label.chars() {
        taken += if c.is_ascii() { 1 } else { 2 };
        if taken > room {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_are_cut_by_their_width() {
        assert_eq!(clipped("住房和城乡建设局", 8), "住房和城…");
        assert_eq!(clipped("Housing", 8), "Housing");
    }

    #[test]
    fn a_chart_of_zeros_draws_without_dividing_by_zero() {
        let ui = Ui::new(crate::Lang::Zh, crate::Visitor::anonymous(""), "/");
        for chart in [bar(&ui, "x"), columns(&ui, "x"), line(&ui, "x"), spark(&ui, "x")] {
            let markup = chart.points([("a", 0.0), ("b", f64::NAN)]).render().into_string();
            assert!(!markup.contains("NaN") && !markup.contains("inf"), "{markup}");
        }
    }
}
