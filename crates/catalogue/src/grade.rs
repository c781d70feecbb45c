//! The grade (数据分级) of an item, an entry or a dataset.
//!
//! GB/T 43697-2024 knows three classes, core (核心), important (重要) and
//! general (一般); general data has four levels by the harm its leak would do.
//! How a grade is reached is told in [`crate::grading`]; here is only its order.
//!
//! **Invariant:** grades are totally ordered, and the stricter wins (就高从严):
//! the maximum of several grades is the grade of their whole.

use std::{fmt, str::FromStr};

/// A level of general data (一般数据), 1 the least and 4 the most harmful if leaked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(u8);

impl Level {
    /// No harm to any person or organisation.
    pub const ONE: Self = Self(1);
    /// General harm (一般危害).
    pub const TWO: Self = Self(2);
    /// Serious harm (严重危害).
    pub const THREE: Self = Self(3);
    /// Very serious harm (特别严重危害).
    pub const FOUR: Self = Self(4);

    /// The level of that number, if it is 1 to 4.
    pub const fn new(number: u8) -> Option<Self> {
        match number {
            1..=4 => Some(Self(number)),
            _ => None,
        }
    }

    /// Its number, 1 to 4.
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// How much protection data needs; ordered, the last variant the strictest.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub enum Grade {
    /// 一般数据, in one of its four levels.
    General(Level),
    /// 重要数据.
    Important,
    /// 核心数据.
    Core,
}

impl Grade {
    /// Every grade, the mildest first.
    pub const ALL: [Self; 6] = [
        Self::General(Level::ONE),
        Self::General(Level::TWO),
        Self::General(Level::THREE),
        Self::General(Level::FOUR),
        Self::Important,
        Self::Core,
    ];

    /// General data of that level, if it is 1 to 4.
    pub const fn general(number: u8) -> Option<Self> {
        match Level::new(number) {
            Some(level) => Some(Self::General(level)),
            None => None,
        }
    }

    /// Its stable name, as the database, the API and the policies write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::General(Level(1)) => "general-1",
            Self::General(Level(2)) => "general-2",
            Self::General(Level(3)) => "general-3",
            Self::General(Level(_)) => "general-4",
            Self::Important => "important",
            Self::Core => "core",
        }
    }

    /// Its rank from 1 (general, level 1) to 6 (core), for policies and facets
    /// that need a number.
    pub const fn rank(self) -> u8 {
        match self {
            Self::General(level) => level.number(),
            Self::Important => 5,
            Self::Core => 6,
        }
    }

    /// The grade of that rank, if it is 1 to 6.
    pub const fn from_rank(rank: u8) -> Option<Self> {
        match rank {
            5 => Some(Self::Important),
            6 => Some(Self::Core),
            level => Self::general(level),
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no grade.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no grade: use general-1 to general-4, important or core")]
pub struct UnknownGrade(pub String);

impl FromStr for Grade {
    type Err = UnknownGrade;

    fn from_str(text: &str) -> Result<Self, UnknownGrade> {
        Self::ALL
            .into_iter()
            .find(|grade| grade.as_str() == text)
            .ok_or_else(|| UnknownGrade(text.to_owned()))
    }
}

impl TryFrom<String> for Grade {
    type Error = UnknownGrade;

    fn try_from(text: String) -> Result<Self, UnknownGrade> {
        text.parse()
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> Self {
        grade.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_ordered_from_general_level_one_to_core() {
        assert!(Grade::ALL.is_sorted());
        assert_eq!(Grade::ALL.iter().max(), Some(&Grade::Core));
        assert!(Grade::Important > Grade::General(Level::FOUR));
    }

    #[test]
    fn every_grade_survives_its_name_and_its_rank() {
        for grade in Grade::ALL {
            assert_eq!(grade.as_str().parse(), Ok(grade));
            assert_eq!(Grade::from_rank(grade.rank()), Some(grade));
        }
    }

    #[test]
    fn a_fifth_level_of_general_data_does_not_exist() {
        assert_eq!(Grade::general(0), None);
        assert_eq!(Grade::general(5), None);
        assert!("general-5".parse::<Grade>().is_err());
        assert_eq!(Grade::from_rank(7), None);
    }
}
