//! The left navigation: what each job needs, grouped by job.

use std::sync::OnceLock;

use maud::{Markup, html};
use zt_kernel::{Actor, Role};

use crate::{Ui, Visitor};

/// A job. Sections stand in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// 找数据: catalogue, standards, open data.
    Find,
    /// 管数据: import, own entries, grading.
    Hold,
    /// 共享: requests in and out, grants, corrections.
    Share,
    /// 办事: cases, certificates, tickets.
    Serve,
    /// 监督: ledger, indicators, reviews.
    Oversee,
    /// 平台: agencies, accounts, settings.
    Platform,
}

impl Section {
    /// Every section in order.
    pub const ALL: [Self; 6] =
        [Self::Find, Self::Hold, Self::Share, Self::Serve, Self::Oversee, Self::Platform];

    fn key(self) -> &'static str {
        match self {
            Self::Find => "web-nav-find",
            Self::Hold => "web-nav-hold",
            Self::Share => "web-nav-share",
            Self::Serve => "web-nav-serve",
            Self::Oversee => "web-nav-oversee",
            Self::Platform => "web-nav-platform",
        }
    }
}

/// One entry of the navigation.
///
/// ```
/// use zt_web::{NavItem, Section};
/// pub const NAV: &[NavItem] = &[NavItem {
///     section: Section::Find,
///     order: 10,
///     path: "/catalogue",
///     label_key: "web-search",
///     needs: None,
/// }];
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NavItem {
    /// Under which job.
    pub section: Section,
    /// Its place there, low first. Leave gaps: 10, 20, 30.
    pub order: u16,
    /// Where it leads. Marked as current on this path and below it.
    pub path: &'static str,
    /// The text's key.
    pub label_key: &'static str,
    /// `None`: everybody. `Some(&[])`: whoever has signed in. Otherwise whoever
    /// holds one of these roles. A convenience, not a protection: handlers decide.
    pub needs: Option<&'static [Role]>,
}

static ITEMS: OnceLock<Vec<NavItem>> = OnceLock::new();

/// Registers every crate's entries, once, at start. Later calls change nothing.
pub fn register(items: &[&[NavItem]]) {
    let mut all: Vec<NavItem> = items.iter().flat_map(|items| items.iter().copied()).collect();
    all.sort_by_key(|item| (item.section, item.order, item.path));
    ITEMS.get_or_init(|| all);
}

fn shown_to(item: &NavItem, visitor: &Visitor) -> bool {
    match (item.needs, &visitor.actor) {
        (None, _) => true,
        (Some(needed), Actor::Account { roles, .. }) => {
            needed.is_empty() || needed.iter().any(|role| roles.contains(role))
        }
        (Some(_), _) => false,
    }
}

/// The entry that covers `path`: the longest of those on it or above it.
fn current<'i>(items: &[&'i NavItem], path: &str) -> Option<&'i str> {
    items
        .iter()
        .map(|item| item.path)
        .filter(|item| {
            path == *item
                || path.strip_prefix(item).is_some_and(|rest| rest.starts_with('/') && *item != "/")
        })
        .max_by_key(|item| item.len())
}

/// The navigation for this visitor, and nothing when he has none.
pub(crate) fn render(ui: &Ui, within: Option<&str>) -> Option<Markup> {
    let all = ITEMS.get()?;
    let items: Vec<&NavItem> = all.iter().filter(|item| shown_to(item, ui.visitor())).collect();
    if items.is_empty() {
        return None;
    }
    let current = current(&items, within.unwrap_or(ui.path()));
    Some(html! {
        @for section in Section::ALL {
            @let mut of_section =
                items.iter().filter(|item| item.section == section).peekable();
            @if of_section.peek().is_some() {
                @let id = section.key();
                p id=(id) { (ui.t(id)) }
                ul aria-labelledby=(id) {
                    @for item in of_section {
                        @let here = current == Some(item.path);
                        li {
                            a href=(item.path) aria-current=[here.then_some("page")] {
                                (ui.t(item.label_key))
                            }
                        }
                    }
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use zt_kernel::{AccountId, AgencyId};

    const fn item(path: &'static str, needs: Option<&'static [Role]>) -> NavItem {
        NavItem { section: Section::Find, order: 1, path, label_key: "web-search", needs }
    }

    #[test]
    fn each_visitor_sees_what_his_roles_open() {
        let officer = Visitor {
            actor: Actor::Account {
                id: AccountId(1),
                agency: AgencyId(1),
                roles: vec![Role::Officer],
            },
            ..Visitor::anonymous("")
        };
        let nobody = Visitor::anonymous("");
        for (needs, to_officer, to_nobody) in [
            (None, true, true),
            (Some(&[][..]), true, false),
            (Some(&[Role::Officer][..]), true, false),
            (Some(&[Role::Steward][..]), false, false),
        ] {
            let item = item("/", needs);
            assert_eq!(shown_to(&item, &officer), to_officer);
            assert_eq!(shown_to(&item, &nobody), to_nobody);
        }
    }

    #[test]
    fn the_nearest_entry_is_marked_current() {
        let items = [item("/", None), item("/catalogue", None), item("/catalogue/new", None)];
        let items: Vec<&NavItem> = items.iter().collect();
        assert_eq!(current(&items, "/"), Some("/"));
        assert_eq!(current(&items, "/catalogue/7"), Some("/catalogue"));
        assert_eq!(current(&items, "/catalogue/new/2"), Some("/catalogue/new"));
        assert_eq!(current(&items, "/cataloguex"), None);
    }
}
