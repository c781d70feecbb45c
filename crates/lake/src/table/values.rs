//! A column's values on their way into an Arrow array.

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder,
        StringBuilder, Time64MicrosecondBuilder, TimestampMicrosecondBuilder,
    },
    error::ArrowError,
};

use super::{
    cell::{DECIMAL_MAX_DIGITS, Lexeme},
    column_type::{Storage, rescale},
};

/// Collects one chunk's values of one column.
pub enum ValueBuilder {
    /// UTF-8.
    Text(StringBuilder),
    /// Whole numbers and years.
    Int64(Int64Builder),
    /// Decimal numbers of one scale.
    Decimal(Decimal128Builder, u8),
    /// Numbers with exponents.
    Float64(Float64Builder),
    /// Truth values.
    Boolean(BooleanBuilder),
    /// Days.
    Date32(Date32Builder),
    /// Moments, by the wall clock or in UTC.
    Timestamp(TimestampMicrosecondBuilder, Storage),
    /// Times of day.
    Time64(Time64MicrosecondBuilder),
}

impl ValueBuilder {
    /// For `rows` values stored as `storage`, with `text_bytes` of text.
    pub fn new(storage: Storage, rows: usize, text_bytes: usize) -> Self {
        match storage {
            Storage::Text => Self::Text(StringBuilder::with_capacity(rows, text_bytes)),
            Storage::Int64 => Self::Int64(Int64Builder::with_capacity(rows)),
            Storage::Decimal { scale } => {
                Self::Decimal(Decimal128Builder::with_capacity(rows), scale)
            }
            Storage::Float64 => Self::Float64(Float64Builder::with_capacity(rows)),
            Storage::Boolean => Self::Boolean(BooleanBuilder::with_capacity(rows)),
            Storage::Date32 => Self::Date32(Date32Builder::with_capacity(rows)),
            Storage::DateTime | Storage::Instant => {
                Self::Timestamp(TimestampMicrosecondBuilder::with_capacity(rows), storage)
            }
            Storage::Time64 => Self::Time64(Time64MicrosecondBuilder::with_capacity(rows)),
        }
    }

    /// Adds an empty cell.
    pub fn append_null(&mut self) {
        match self {
            Self::Text(builder) => builder.append_null(),
            Self::Int64(builder) => builder.append_null(),
            Self::Decimal(builder, _) => builder.append_null(),
            Self::Float64(builder) => builder.append_null(),
            Self::Boolean(builder) => builder.append_null(),
            Self::Date32(builder) => builder.append_null(),
            Self::Timestamp(builder, _) => builder.append_null(),
            Self::Time64(builder) => builder.append_null(),
        }
    }

    /// Adds a value. Returns false, and adds an empty cell, where the storage
    /// can't hold it.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "the tally admits only what a double keeps")]
    pub fn append(&mut self, text: &str, lexeme: Lexeme) -> bool {
        match (&mut *self, lexeme) {
            (Self::Text(builder), _) => builder.append_value(text),
            (Self::Int64(builder), Lexeme::Integer(value)) => builder.append_value(value),
            (Self::Decimal(builder, scale), Lexeme::Integer(value)) => {
                match rescale(value, 0, *scale) {
                    Some(value) => builder.append_value(value.into()),
                    None => return self.misfit(),
                }
            }
            (Self::Decimal(builder, scale), Lexeme::Decimal { mantissa, scale: own }) => {
                match rescale(mantissa, own, *scale) {
                    Some(value) => builder.append_value(value.into()),
                    None => return self.misfit(),
                }
            }
            (Self::Float64(builder), Lexeme::Integer(value)) => builder.append_value(value as f64),
            (Self::Float64(builder), Lexeme::Decimal { .. }) => match text.trim().parse() {
                Ok(value) => builder.append_value(value),
                Err(_) => return self.misfit(),
            },
            (Self::Float64(builder), Lexeme::Float(value)) => builder.append_value(value),
            (Self::Boolean(builder), Lexeme::Boolean(value)) => builder.append_value(value),
            (Self::Date32(builder), Lexeme::Date(days)) => builder.append_value(days),
            (Self::Timestamp(builder, Storage::DateTime), Lexeme::DateTime(micros))
            | (Self::Timestamp(builder, Storage::Instant), Lexeme::Instant(micros)) => {
                builder.append_value(micros);
            }
            (Self::Time64(builder), Lexeme::Time(micros)) => builder.append_value(micros),
            _ => return self.misfit(),
        }
        true
    }

    fn misfit(&mut self) -> bool {
        self.append_null();
        false
    }

    /// The values added, as an array.
    pub fn finish(self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Text(mut builder) => Arc::new(builder.finish()),
            Self::Int64(mut builder) => Arc::new(builder.finish()),
            Self::Decimal(builder, scale) => {
                let scale = i8::try_from(scale).unwrap_or(i8::MAX);
                let mut builder = builder.with_precision_and_scale(DECIMAL_MAX_DIGITS, scale)?;
                Arc::new(builder.finish())
            }
            Self::Float64(mut builder) => Arc::new(builder.finish()),
            Self::Boolean(mut builder) => Arc::new(builder.finish()),
            Self::Date32(mut builder) => Arc::new(builder.finish()),
            Self::Timestamp(mut builder, storage) => {
                let array = builder.finish();
                if storage == Storage::Instant {
                    Arc::new(array.with_timezone("UTC"))
                } else {
                    Arc::new(array)
                }
            }
            Self::Time64(mut builder) => Arc::new(builder.finish()),
        })
    }
}
