//! Which pages there are: found by following links, as a visitor would, so
//! that no page can be forgotten in a list.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::support::client::Client;
use crate::support::html;

/// More pages than this are not fetched for one visitor.
const VISITS_MAX: usize = 600;

/// So many pages of a kind are fetched, since one entry may be longer than
/// another; the first of them is looked at in the browser.
const VISITS_PER_KIND: usize = 12;

/// The largest page, without pictures: readable on a slow line.
const PAGE_BYTES_MAX: usize = 60_000;

/// What a crawl found.
#[derive(Debug, Default)]
pub struct Found {
    /// One page of each kind.
    pub pages: Vec<String>,
    /// What was wrong with a page before any browser looked at it.
    pub faults: Vec<String>,
}

/// One page of each kind that `client` reaches from `starts`, whose kind is
/// not yet in `known`. Adds the kinds it finds.
pub async fn pages(client: &Client, starts: &[&str], known: &mut BTreeSet<String>) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    let mut visits_of = BTreeMap::new();
    let mut open: VecDeque<String> = starts.iter().map(|start| (*start).to_owned()).collect();
    let mut visits = 0;
    while let Some(path) = open.pop_front() {
        let visits_of_kind = visits_of.entry(kind(&path)).or_insert(0);
        if *visits_of_kind == VISITS_PER_KIND || visits == VISITS_MAX || !seen.insert(path.clone())
        {
            continue;
        }
        *visits_of_kind += 1;
        visits += 1;
        let reply = client.get_as(&path, "text/html").await;
        let is_page =
            reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        if reply.status.is_redirection() && reply.location().starts_with('/') {
            open.push_back(reply.location().to_owned());
        }
        if reply.status.is_server_error() || reply.status == 404 {
            found.faults.push(format!("{path}: a link leads here, to a {}", reply.status));
        }
        if !is_page || !reply.status.is_success() {
            continue;
        }
        let size = reply.body.len();
        if size > PAGE_BYTES_MAX {
            found.faults.push(format!("{path}: {size} bytes, at most {PAGE_BYTES_MAX}"));
        }
        if reply.body.contains('⟦') {
            found.faults.push(format!("{path}: a text is missing, its key shows"));
        }
        if known.insert(kind(&path)) {
            found.pages.push(path);
        }
        for link in html::links(&reply.body) {
            let is_ours = link.starts_with('/') && !link.starts_with("//");
            if is_ours {
                open.push_back(link.split('#').next().unwrap_or_default().to_owned());
            }
        }
    }
    found
}

/// The kind of a page: its path with codes and numbers left out, and the names
/// of its parameters, so that one entry stands for all entries.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| {
            let is_code = part.contains(|c: char| c.is_ascii_digit() || !c.is_ascii())
                || part.contains('%')
                || part.chars().any(|c| c.is_ascii_uppercase());
            if is_code { "*" } else { part }
        })
        .collect();
    let names: BTreeSet<&str> = query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        // Language and text size are looked at on their own.
        .filter(|name| !name.is_empty() && !matches!(*name, "lang" | "text" | "size"))
        .collect();
    // One parameter stands for every combination of several.
    let names: Vec<&str> = if names.len() > 1 { vec!["+"] } else { names.into_iter().collect() };
    format!("{}?{}", parts.join("/"), names.join("&"))
}

#[test]
fn one_entry_stands_for_all_entries() {
    assert_eq!(kind("/catalogue/301001%2F000001"), kind("/catalogue/302002%2F000009"));
    assert_eq!(kind("/catalogue?lang=en"), kind("/catalogue"));
    assert_eq!(kind("/catalogue?a=1&b=2"), kind("/catalogue?b=3&c=4"));
    assert_ne!(kind("/catalogue?grade=1"), kind("/catalogue"));
    assert_ne!(kind("/catalogue"), kind("/standards"));
}
