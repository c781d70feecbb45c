//! Is a page sound? A quick check of what people with assistive technology and
//! a strict content security policy rely on. For tests, in debug builds only;
//! a browser with axe looks at the rest.

use std::collections::BTreeMap;

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
/// The most a page may weigh, pictures apart: readable on a slow line.
const PAGE_MAX_BYTES: usize = 60_000;

#[derive(Debug)]
struct Tag<'h> {
    name: &'h str,
    attributes: BTreeMap<&'h str, &'h str>,
    /// Whether a `label` was open around it.
    in_label: bool,
    closing: bool,
}

/// Everything unsound in a whole page: tags that don't close, ids used twice,
/// references to ids that aren't there, fields without a label, headings out of
/// order, pictures without words, inline scripts or styles, missing texts, and
/// more than 60 kB.
///
/// ```
/// # use zt_web::{Lang, Ui, Visitor};
/// let ui = Ui::new(Lang::Zh, Visitor::anonymous(""), "/");
/// let page = ui.page("web-home").body(maud::html! { img src="/a.png"; });
/// assert_eq!(zt_web::sanity::faults(page.as_str()), ["<img> without alt"]);
/// ```
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let tags = tags(html, &mut faults);
    nesting(&tags, &mut faults);
    references(&tags, &mut faults);
    fields(&tags, &mut faults);
    headings(&tags, &mut faults);
    for tag in tags.iter().filter(|tag| !tag.closing) {
        if tag.name == "img" && !tag.attributes.contains_key("alt") {
            faults.push("<img> without alt".to_owned());
        }
        let inline_script = tag.name == "script" && !tag.attributes.contains_key("src");
        let inline_event = tag.attributes.keys().any(|name| name.starts_with("on"));
        if tag.name == "style" || tag.attributes.contains_key("style") {
            faults.push(format!("<{}> with inline style", tag.name));
        }
        if inline_script || inline_event {
            faults.push(format!("<{}> with inline script", tag.name));
        }
    }
    if let Some((_, rest)) = html.split_once('⟦') {
        faults.push(format!("missing text ⟦{}", rest.chars().take(40).collect::<String>()));
    }
    if html.len() > PAGE_MAX_BYTES {
        faults.push(format!("{} bytes, more than {PAGE_MAX_BYTES}", html.len()));
    }
    faults
}

/// The tags of a document as maud writes it: attributes quoted, text escaped.
fn tags<'h>(html: &'h str, faults: &mut Vec<String>) -> Vec<Tag<'h>> {
    let (mut found, mut rest, mut labels) = (Vec::new(), html, 0_usize);
    while let Some((_, after)) = rest.split_once('<') {
        if after.starts_with('!') {
            rest = after;
            continue;
        }
        let Some((name, attributes, after)) = tag(after) else {
            faults.push(format!(
                "a tag that does not end: <{}",
                &after.chars().take(30).collect::<String>()
            ));
            break;
        };
        rest = after;
        let closing = name.starts_with('/');
        let name = name.trim_start_matches('/');
        if name == "label" {
            labels = if closing { labels.saturating_sub(1) } else { labels + 1 };
        }
        found.push(Tag { name, attributes, in_label: labels > 0, closing });
    }
    found
}

/// One tag: its name, its attributes, and what follows it.
fn tag(text: &str) -> Option<(&str, BTreeMap<&str, &str>, &str)> {
    let end = text.find(|c: char| c.is_whitespace() || c == '>')?;
    let (name, mut rest) = text.split_at(end);
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some((name, attributes, after));
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '=')?;
        let (key, after) = rest.split_at(end);
        if let Some(quoted) = after.strip_prefix("=\"") {
            let (value, after) = quoted.split_once('"')?;
            attributes.insert(key, value);
            rest = after;
        } else {
            attributes.insert(key, "");
            rest = after.strip_prefix('=').unwrap_or(after);
        }
    }
}

fn nesting(tags: &[Tag<'_>], faults: &mut Vec<String>) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags.iter().filter(|tag| !VOID.contains(&tag.name)) {
        if !tag.closing {
            open.push(tag.name);
        } else if open.pop() != Some(tag.name) {
            faults.push(format!("</{}> closes something else", tag.name));
            return;
        }
    }
    if let Some(name) = open.pop() {
        faults.push(format!("<{name}> never closes"));
    }
}

fn references(tags: &[Tag<'_>], faults: &mut Vec<String>) {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for id in tags.iter().filter_map(|tag| tag.attributes.get("id")) {
        *ids.entry(id).or_default() += 1;
    }
    for (id, times) in &ids {
        if *times > 1 || id.is_empty() {
            faults.push(format!("id `{id}` stands {times} times"));
        }
    }
    for tag in tags {
        for name in ["for", "aria-describedby", "aria-labelledby", "aria-controls"] {
            let references = tag.attributes.get(name).copied().unwrap_or_default();
            for id in references.split_whitespace().filter(|id| !ids.contains_key(id)) {
                faults.push(format!("{name} `{id}` leads nowhere"));
            }
        }
        if let Some(id) = tag.attributes.get("href").and_then(|href| href.strip_prefix('#'))
            && !ids.contains_key(id)
        {
            faults.push(format!("href `#{id}` leads nowhere"));
        }
    }
}

fn fields(tags: &[Tag<'_>], faults: &mut Vec<String>) {
    for tag in tags.iter().filter(|tag| !tag.closing) {
        let kind = tag.attributes.get("type").copied().unwrap_or_default();
        let is_field = matches!(tag.name, "input" | "select" | "textarea")
            && !matches!(kind, "hidden" | "submit" | "button");
        if !is_field {
            continue;
        }
        let id = tag.attributes.get("id").copied().unwrap_or_default();
        let labelled = tag.in_label
            || tag.attributes.contains_key("aria-label")
            || tag.attributes.contains_key("aria-labelledby")
            || tags.iter().any(|label| {
                label.name == "label" && label.attributes.get("for").is_some_and(|of| *of == id)
            });
        if !labelled {
            let name = tag.attributes.get("name").copied().unwrap_or_default();
            faults.push(format!("<{}> `{name}` without a label", tag.name));
        }
    }
}

fn headings(tags: &[Tag<'_>], faults: &mut Vec<String>) {
    let levels: Vec<u32> = tags
        .iter()
        .filter(|tag| !tag.closing)
        .filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok())
        .collect();
    if levels.iter().filter(|level| **level == 1).count() != 1 {
        faults.push("not exactly one <h1>".to_owned());
    }
    let mut before = 0;
    for level in levels {
        if level > before + 1 {
            faults.push(format!("<h{level}> after <h{before}>"));
        }
        before = level;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_fault_is_found() {
        for (html, fault) in [
            ("<h1></h1><p><b></p></b>", "</p> closes something else"),
            ("<h1></h1><p>", "<p> never closes"),
            ("<h1></h1><p id=\"a\"></p><p id=\"a\"></p>", "id `a` stands 2 times"),
            ("<h1></h1><a href=\"#x\"></a>", "href `#x` leads nowhere"),
            ("<h1></h1><input name=\"n\">", "<input> `n` without a label"),
            ("<h1></h1><h3></h3>", "<h3> after <h1>"),
            ("<p></p>", "not exactly one <h1>"),
            ("<h1 style=\"x\"></h1>", "<h1> with inline style"),
            ("<h1></h1><script>x</script>", "<script> with inline script"),
            ("<h1 onclick=\"x\"></h1>", "<h1> with inline script"),
            ("<h1>⟦k⟧</h1>", "missing text ⟦k⟧</h1>"),
        ] {
            assert_eq!(faults(html), [fault], "{html}");
        }
        let sound = "<h1>a</h1><label>n <input name=\"n\"></label><img alt=\"\" src=\"/x\">";
        assert_eq!(faults(sound), [""; 0]);
    }
}
