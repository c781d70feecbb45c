//! Everything that shows something.

use maud::{Markup, html};

use super::{d, tabs, views};
use crate::{
    Html, Keyset, Ui,
    components::{
        Column, NoticeKind, Sort, Tone, button, button_danger, button_quiet, button_secondary,
        code, facet, facets, form, level, link_button, link_button_secondary, notice, notice_with,
        pagination, table, tabs as tab_bar, tag,
    },
};

pub(super) async fn show(ui: Ui) -> Html {
    ui.page("web-components")
        .lead(d(&ui, "lead"))
        .crumb("/", ui.t("web-home"))
        .beside_title(tag(Tone::Info, d(&ui, "review")))
        .actions(html! { (link_button("#tables", d(&ui, "new"))) })
        .body(html! {
            (tab_bar(&ui, &ui.t("web-components"), &tabs(&ui)))
            (actions(&ui))
            (notices(&ui))
            (tables(&ui))
            (views::facts(&ui))
            (views::places(&ui))
            (views::time(&ui))
            (views::work(&ui))
            (views::charts(&ui))
        })
}

fn actions(ui: &Ui) -> Markup {
    html! {
        h2 { (d(ui, "actions")) }
        (form(ui, "/components/forms").unguarded().body(html! {
            div.actions {
                (button(d(ui, "submit")))
                (button_secondary(d(ui, "draft")).named("action", "draft"))
                (button_danger(d(ui, "revoke")))
                (button_quiet(d(ui, "remove")))
                (button(d(ui, "busy")).disabled(true))
            }
        }))
        div.actions {
            (link_button("#tables", d(ui, "new")))
            (link_button_secondary("#tables", d(ui, "download")))
        }
        p {
            (tag(Tone::Neutral, d(ui, "draft-state"))) " "
            (tag(Tone::Info, d(ui, "review"))) " "
            (tag(Tone::Good, d(ui, "open"))) " "
            (tag(Tone::Warn, d(ui, "due"))) " "
            (tag(Tone::Bad, d(ui, "refused")))
        }
        p { @for step in 1..=6 { (level(step, d(ui, &format!("level-{step}")))) " " } }
        (code(ui, "curl -H 'Authorization: Bearer zt_…' https://data.example/api/v1/datasets/330000-7/rows"))
    }
}

fn notices(ui: &Ui) -> Markup {
    let due = jiff::civil::date(2026, 12, 9);
    html! {
        h2 { (d(ui, "notices")) }
        (notice(ui, NoticeKind::Info, d(ui, "notice-info")))
        (notice(ui, NoticeKind::Success, ui.ta("web-demo-notice-success", &[("due", due.into())])))
        (notice(ui, NoticeKind::Warning, d(ui, "notice-warning")))
        (notice(ui, NoticeKind::Error, d(ui, "notice-error")))
        (notice_with(ui, NoticeKind::Warning, d(ui, "notice-title"), &html! { p { (d(ui, "notice-body")) } }))
    }
}

fn tables(ui: &Ui) -> Markup {
    let sort = Sort::of(ui, &["entry", "rows", "due"], "due");
    let row = |n: u8, rows: i64, day: i8, tone: Tone, state: &str| {
        [
            html! { a href="#tables" { (d(ui, &format!("entry-{n}"))) } },
            html! { (d(ui, &format!("agency-{n}"))) },
            html! { (tag(tone, d(ui, state))) },
            html! { (ui.number(rows)) },
            html! { (ui.date(jiff::civil::date(2026, 12, day))) },
        ]
    };
    let cursor = Keyset::new(["A".into(), 7.into()]);
    html! {
        h2 #tables { (d(ui, "tables")) }
        (table(ui, d(ui, "table"))
            .columns([
                Column::text(d(ui, "col-entry")).sort("entry").wide(),
                Column::text(d(ui, "col-agency")),
                Column::text(d(ui, "col-state")),
                Column::number(d(ui, "col-rows")).sort("rows"),
                Column::text(d(ui, "col-due")).sort("due"),
            ])
            .sorted(&sort)
            .row(row(1, 128_412, 2, Tone::Warn, "due"))
            .row(row(2, 1_204, 9, Tone::Info, "review"))
            .row(row(3, 3_418_220, 14, Tone::Bad, "refused")))
        (pagination(ui, 3).next(Some(&cursor)).previous(Some(&cursor)).total(1_204))
        (table(ui, d(ui, "empty-table")).columns([Column::text(d(ui, "col-entry"))]).empty(html! {
            p { strong { (d(ui, "empty-title")) } }
            p { (d(ui, "empty-body")) }
        }))
        // Han: two rows of a register, shown as a preview shows them: in their own language.
        (table(ui, d(ui, "raw")).plain()
            .columns(["XKZBH", "JYZMC", "ZS", "YXQ"].map(Column::text))
            .row(["JY13301060112345", "示例餐饮（杭州）有限公司", "文三路 100 号", "2027-03-01"].map(|cell| html! { (cell) }))
            .row(["JY13301060198765", "西溪面馆", "西溪路 550 号", "2026-12-31"].map(|cell| html! { (cell) })))
        h2 { (d(ui, "facets")) }
        (facets(ui).keep(["sort"])
            .facet(facet("sharing", d(ui, "facet-type"))
                .option("open", d(ui, "open"), Some(812))
                .option("refused", d(ui, "refused"), Some(1_041)))
            .facet((1..=11_u32).fold(facet("region", d(ui, "facet-region")), |facet, n| {
                let label = ui.ta("web-demo-facet-region-n", &[("n", n.into())]);
                facet.option(format!("3301{n:02}"), label, Some(u64::from(900 - n * 70)))
            })))
    }
}
