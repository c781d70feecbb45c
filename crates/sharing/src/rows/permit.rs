//! Whether somebody may read rows of an entry, and what of them. Pure.

use jiff::civil::Date;
use zt_catalogue::{Entry, Mask, Opening, SharingMode};
use zt_kernel::{AgencyId, GrantId};
use zt_lake::RowCondition;

use crate::grant::{Grant, Standing, Status};

/// On what ground rows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Ground {
    /// The items are open to everybody.
    Open,
    /// The agency holds the data itself.
    Own,
    /// A grant.
    Grant(GrantId),
}

/// What may be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Permit {
    /// On what ground.
    pub ground: Ground,
    /// The items, in the entry's order, each with its mask.
    pub columns: Vec<(String, Mask)>,
    /// Which rows; all when absent.
    pub condition: Option<RowCondition>,
    /// How data is passed, which bounds the rows of one answer.
    pub mode: SharingMode,
}

/// Why nothing may be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Denial {
    /// The entry is no longer, or not yet, in the catalogue.
    #[error("the entry is not in the catalogue")]
    NotPublished,
    /// Nobody granted it.
    #[error("the agency has no grant on this entry")]
    NoGrant,
    /// Granted from a later day.
    #[error("the grant begins on {from}")]
    Upcoming {
        /// Which.
        grant: GrantId,
        /// Its first day.
        from: Date,
    },
    /// Its last day is over.
    #[error("the grant ended on {until}")]
    Expired {
        /// Which.
        grant: GrantId,
        /// Its last day.
        until: Date,
    },
    /// Suspended for misuse.
    #[error("the grant is suspended; rectify by {rectify_by}")]
    Suspended {
        /// Which.
        grant: GrantId,
        /// The last day to rectify.
        rectify_by: Date,
    },
    /// Ended by the provider.
    #[error("the provider ended the service")]
    Revoked {
        /// Which.
        grant: GrantId,
    },
    /// Ended for misuse.
    #[error("the grant was ended for misuse")]
    Terminated {
        /// Which.
        grant: GrantId,
    },
    /// Given up by the agency itself.
    #[error("the agency gave the grant up")]
    Relinquished {
        /// Which.
        grant: GrantId,
    },
    /// Items outside what may be read.
    #[error("some items are not granted")]
    ItemsNotGranted {
        /// Their names.
        items: Vec<String>,
    },
}

/// What is asked for, as far as the permit depends on it.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    /// The items, if some are named; everything permitted otherwise.
    pub fields: Option<&'a [String]>,
    /// The grant to read under, where an agency has several.
    pub grant: Option<GrantId>,
}

/// Decides what `reader` may read of `entry` on `today`, given its `grants` on the
/// entry, newest first.
///
/// The agency's own data needs no grant. A grant in force is used before the open
/// items; where the only grants are over, their end is told rather than the open
/// items silently given in their place, unless the reader names open items only.
pub fn permit(
    entry: &Entry,
    reader: Option<AgencyId>,
    grants: &[Grant],
    asked: &Asked<'_>,
    today: Date,
) -> Result<Permit, Denial> {
    if reader == Some(entry.agency) {
        return own(entry).restricted(asked.fields);
    }
    if let Some(fields) = asked.fields
        && asked.grant.is_none()
        && let Some(open) = open(entry)
        && fields.iter().all(|field| open.columns.iter().any(|(name, _)| name == field))
    {
        return open.restricted(asked.fields);
    }
    let mine = || {
        grants
            .iter()
            .filter(|grant| Some(grant.grantee) == reader)
            .filter(|grant| asked.grant.is_none_or(|id| id == grant.id))
    };
    if let Some(grant) = mine().find(|grant| grant.status(today) == Status::InForce) {
        return granted(entry, grant).restricted(asked.fields);
    }
    // The newest of the grants that are over speaks for them all.
    if let Some(grant) = mine().next() {
        return Err(denial(grant, today));
    }
    if !entry.is_published() {
        return Err(Denial::NotPublished);
    }
    open(entry).ok_or(Denial::NoGrant)?.restricted(asked.fields)
}

fn own(entry: &Entry) -> Permit {
    Permit {
        ground: Ground::Own,
        columns: entry.items.iter().map(|item| (item.name.clone(), Mask::None)).collect(),
        condition: None,
        mode: SharingMode::File,
    }
}

/// The open items; none unless the entry is in the catalogue and has some.
fn open(entry: &Entry) -> Option<Permit> {
    let columns: Vec<_> = entry
        .items
        .iter()
        .filter(|item| item.opening == Opening::Open)
        .map(|item| (item.name.clone(), item.mask))
        .collect();
    let is_open = entry.is_published() && !columns.is_empty();
    is_open.then_some(Permit {
        ground: Ground::Open,
        columns,
        condition: None,
        mode: SharingMode::File,
    })
}

/// The items of a grant that the entry still has. A mask the catalogue sets or
/// tightens after the grant holds at once; one it lifts doesn't widen the grant.
fn granted(entry: &Entry, grant: &Grant) -> Permit {
    let columns = entry
        .items
        .iter()
        .filter_map(|item| {
            let at_grant = *grant.items.get(&item.name)?;
            Some((item.name.clone(), stricter(at_grant, item.mask)))
        })
        .collect();
    Permit {
        ground: Ground::Grant(grant.id),
        columns,
        condition: grant.condition.clone(),
        mode: grant.mode,
    }
}

/// The mask that shows nothing either of the two hides.
fn stricter(one: Mask, other: Mask) -> Mask {
    match (one, other) {
        (Mask::None, mask) | (mask, Mask::None) => mask,
        (Mask::KeepEnds { head: h1, tail: t1 }, Mask::KeepEnds { head: h2, tail: t2 }) => {
            Mask::KeepEnds { head: h1.min(h2), tail: t1.min(t2) }
        }
        (Mask::Decimals(one), Mask::Decimals(other)) => Mask::Decimals(one.min(other)),
        (one, other) if one == other => one,
        // Masks of two kinds: each shows what the other hides.
        _ => Mask::Redact,
    }
}

fn denial(grant: &Grant, today: Date) -> Denial {
    let id = grant.id;
    match &grant.standing {
        Standing::Suspended { rectify_by, .. } => {
            Denial::Suspended { grant: id, rectify_by: *rectify_by }
        }
        Standing::Revoked { .. } => Denial::Revoked { grant: id },
        Standing::Terminated { .. } => Denial::Terminated { grant: id },
        Standing::Relinquished { .. } => Denial::Relinquished { grant: id },
        Standing::Active if today < grant.term.from => {
            Denial::Upcoming { grant: id, from: grant.term.from }
        }
        Standing::Active => Denial::Expired { grant: id, until: grant.term.until },
    }
}

impl Permit {
    /// Only the items named, in the order named; all of them when none is.
    fn restricted(self, fields: Option<&[String]>) -> Result<Self, Denial> {
        let Some(fields) = fields else { return Ok(self) };
        let mut columns = Vec::with_capacity(fields.len());
        let mut items = Vec::new();
        for field in fields {
            match self.columns.iter().find(|(name, _)| name == field) {
                Some(column) => columns.push(column.clone()),
                None => items.push(field.clone()),
            }
        }
        if !items.is_empty() {
            return Err(Denial::ItemsNotGranted { items });
        }
        Ok(Self { columns, ..self })
    }
}

impl Denial {
    /// The grant that is over, if one is.
    pub fn grant(&self) -> Option<GrantId> {
        match self {
            Self::Upcoming { grant, .. }
            | Self::Expired { grant, .. }
            | Self::Suspended { grant, .. }
            | Self::Revoked { grant }
            | Self::Terminated { grant }
            | Self::Relinquished { grant } => Some(*grant),
            Self::NotPublished | Self::NoGrant | Self::ItemsNotGranted { .. } => None,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
