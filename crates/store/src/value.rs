//! A value on its way into a statement.

use jiff::{Timestamp, civil::Date};
use zt_kernel::{AccountId, AgencyId, DatasetId, EntryId, GrantId, ShareRequestId};

/// One parameter of a statement. A null keeps its type, because PostgreSQL
/// types a parameter before it sees the value.
///
/// Instants travel as microseconds since 1970 and civil dates as `YYYY-MM-DD`,
/// so that both engines order and compare them alike.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// BIGINT.
    I64(Option<i64>),
    /// DOUBLE PRECISION.
    F64(Option<f64>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// TEXT.
    Text(Option<String>),
    /// BLOB or BYTEA.
    Bytes(Option<Vec<u8>>),
}

/// A type whose absence is a typed null, so that `Option` of it is a [`Value`] too.
pub trait Nullable {
    /// The null of this type.
    const NULL: Value;
}

/// A typed id as the database hands it out. [`stored_ids!`](crate::stored_ids)
/// implements it.
pub trait StoredId: Sized {
    /// The id with this number.
    fn from_stored(number: i64) -> Self;
}

macro_rules! stored_as {
    ($($type:ty => $variant:ident, $value:ident => $stored:expr;)+) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                Self::$variant(Some($stored))
            }
        }
        impl Nullable for $type {
            const NULL: Value = Value::$variant(None);
        }
    )+};
}

stored_as! {
    i64 => I64, n => n;
    i32 => I64, n => n.into();
    u32 => I64, n => n.into();
    u16 => I64, n => n.into();
    u8 => I64, n => n.into();
    f64 => F64, n => n;
    bool => Bool, b => b;
    String => Text, s => s;
    &str => Text, s => s.to_owned();
    &String => Text, s => s.clone();
    Vec<u8> => Bytes, b => b;
    &[u8] => Bytes, b => b.to_vec();
    Timestamp => I64, at => at.as_microsecond();
    Date => Text, date => date.to_string();
    &serde_json::Value => Text, json => json.to_string();
    serde_json::Value => Text, json => json.to_string();
}

impl<T: Into<Value> + Nullable> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(T::NULL, Into::into)
    }
}

/// Lets typed ids (declared with `zt_kernel::typed_id!`) be statement values and
/// be read with [`Row::id`](crate::Row::id). A crate calls it for its own ids.
#[macro_export]
macro_rules! stored_ids {
    ($($id:ty),+ $(,)?) => {$(
        impl From<$id> for $crate::Value {
            fn from(id: $id) -> Self {
                Self::I64(Some(id.0))
            }
        }
        impl $crate::Nullable for $id {
            const NULL: $crate::Value = $crate::Value::I64(None);
        }
        impl $crate::StoredId for $id {
            fn from_stored(number: i64) -> Self {
                Self(number)
            }
        }
    )+};
}

stored_ids!(AccountId, AgencyId, DatasetId, EntryId, GrantId, ShareRequestId);

impl StoredId for i64 {
    fn from_stored(number: i64) -> Self {
        number
    }
}

/// The parameters of a statement, in the order of `$1`, `$2`, ….
///
/// ```
/// use zt_store::{Value, values};
/// let name: Option<&str> = None;
/// assert_eq!(values![7_i64, name], [Value::I64(Some(7)), Value::Text(None)]);
/// ```
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        ::std::vec![$($crate::Value::from($value)),*]
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_stored_as_microseconds_and_a_date_as_text() {
        let at = Timestamp::from_microsecond(1_700_000_000_000_001).unwrap();
        assert_eq!(Value::from(at), Value::I64(Some(1_700_000_000_000_001)));
        assert_eq!(
            Value::from(jiff::civil::date(2026, 1, 5)),
            Value::Text(Some("2026-01-05".to_owned())),
        );
    }

    #[test]
    fn a_missing_value_keeps_its_type() {
        assert_eq!(Value::from(None::<AgencyId>), Value::I64(None));
        assert_eq!(Value::from(None::<Date>), Value::Text(None));
        assert_eq!(Value::from(Some(AgencyId(3))), Value::I64(Some(3)));
    }
}
