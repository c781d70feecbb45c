//! Just enough reading of pages to drive them: inputs, links, attributes.

/// The value of the input `name` of the first form that has one.
pub fn input_value(html: &str, name: &str) -> Option<String> {
    tags(html, "input")
        .find(|tag| attribute(tag, "name").as_deref() == Some(name))
        .and_then(|tag| attribute(tag, "value"))
}

/// The target of each link, in order.
pub fn links(html: &str) -> Vec<String> {
    tags(html, "a").filter_map(|tag| attribute(tag, "href")).collect()
}

/// The opening tags of `element`.
fn tags<'h>(html: &'h str, element: &str) -> impl Iterator<Item = &'h str> {
    let opening = format!("<{element} ");
    html.match_indices(&opening)
        .map(|(at, _)| at)
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(move |at| html[at..].split_once('>').map(|(tag, _)| tag))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(unescaped(value))
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn inputs_and_links_are_found() {
    let html = r#"<p><a class="x" href="/a?b=1&amp;c=2">A</a><input type="hidden" name="_csrf" value="t&quot;">"#;
    assert_eq!(input_value(html, "_csrf").as_deref(), Some("t\""));
    assert_eq!(input_value(html, "other"), None);
    assert_eq!(links(html), ["/a?b=1&c=2"]);
}
