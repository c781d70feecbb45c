//! Addresses of the present page with something in the query changed.

use form_urlencoded::{Serializer, parse};

/// `path` with the pairs of `query`, after applying `changes`: `Some` replaces
/// every pair of that name (or adds one), `None` removes them. Names not
/// mentioned stay, in order.
///
/// ```
/// let url = zt_web::query::edited("/catalogue", "q=税&after=x", &[("after", None), ("sort", Some("name"))]);
/// assert_eq!(url, "/catalogue?q=%E7%A8%8E&sort=name");
/// ```
pub fn edited(path: &str, query: &str, changes: &[(&str, Option<&str>)]) -> String {
    let mut out = Serializer::new(String::new());
    for (name, value) in parse(query.as_bytes()) {
        if !changes.iter().any(|(changed, _)| *changed == name) {
            out.append_pair(&name, &value);
        }
    }
    for (name, value) in changes {
        if let Some(value) = value {
            out.append_pair(name, value);
        }
    }
    let query = out.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// One value escaped for use in a query.
pub fn escaped(value: &str) -> String {
    form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

/// Whether `target` is a place on this site: a path that starts with one slash,
/// without a second slash or a backslash that a browser would read as another
/// host, and without control characters. Everything that comes back from a
/// request as “go there next” passes through here.
pub fn is_local_path(target: &str) -> bool {
    target.len() <= 2048
        && target.starts_with('/')
        && !target.starts_with("//")
        && !target.contains('\\')
        && !target.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_local() {
        for good in ["/", "/catalogue?q=a//b", "/sign-in?next=%2F"] {
            assert!(is_local_path(good), "{good}");
        }
        for bad in
            ["", "catalogue", "//evil.example", "/\\evil.example", "https://e.example", "/a\nb"]
        {
            assert!(!is_local_path(bad), "{bad}");
        }
    }

    #[test]
    fn a_change_replaces_every_pair_of_its_name() {
        assert_eq!(edited("/p", "a=1&b=2&a=3", &[("a", Some("x&y"))]), "/p?b=2&a=x%26y");
        assert_eq!(edited("/p", "a=1", &[("a", None)]), "/p");
    }
}
