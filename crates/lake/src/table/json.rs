//! JSON as a table, read as it streams by.
//!
//! Four shapes are tables: one array of objects (or of arrays, or of plain
//! values), objects nested in objects down to such arrays, whose keys become
//! leading columns, one object alone, and one object per line. Values nested
//! inside a record are kept as JSON text.
//!
//! The columns are all keys that occur, so the file is read twice: once for its
//! keys and once for its values.

use std::{
    cell::Cell,
    collections::HashSet,
    fmt,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{
    limits::{COLUMNS_MAX, JSON_DEPTH_MAX, RECORD_MAX_BYTES},
    read_error::ReadError,
};

/// Name of the column of plain values.
const VALUE_COLUMN: &str = "value";

/// Takes the fields of one record, in the order they stand.
pub trait RecordSink {
    /// One field; text is `None` for null.
    fn field(&mut self, name: &str, value: Option<&str>) -> Result<(), ReadError>;
    /// The record's end.
    fn end(&mut self) -> Result<(), ReadError>;
    /// Whether values are wanted, or only names.
    fn wants_values(&self) -> bool;
}

/// Collects the names of all columns.
#[derive(Default)]
pub struct NameCollector {
    /// The names, in order of first occurrence.
    pub names: Vec<String>,
    seen: HashSet<String>,
}

impl RecordSink for NameCollector {
    fn field(&mut self, name: &str, _: Option<&str>) -> Result<(), ReadError> {
        if !self.seen.contains(name) && self.names.len() <= COLUMNS_MAX {
            self.seen.insert(name.to_owned());
            self.names.push(name.to_owned());
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ReadError> {
        Ok(())
    }

    fn wants_values(&self) -> bool {
        false
    }
}

/// The name of the column that holds the keys at `depth` of `levels`.
fn key_column(depth: usize, levels: usize) -> String {
    if levels == 1 { "key".to_owned() } else { format!("key_{}", depth + 1) }
}

/// How many levels of keys stand above the records, judged by the first path
/// through `sample`.
pub fn key_levels(sample: &str) -> usize {
    let mut rest = sample.trim_start();
    let mut levels = 0;
    while levels < JSON_DEPTH_MAX {
        let Some(inside) = rest.strip_prefix('{') else { return levels };
        let Some(value) = after_first_key(inside) else { return levels };
        if !value.starts_with(['{', '[']) {
            return levels;
        }
        levels += 1;
        rest = value;
    }
    levels
}

/// The text after the first `"key":` of an object's inside.
fn after_first_key(inside: &str) -> Option<&str> {
    let text = inside.trim_start().strip_prefix('"')?;
    let mut escaped = false;
    let end = text.char_indices().find(|(_, letter)| {
        let closes = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        closes
    })?;
    Some(text[end.0 + 1..].trim_start().strip_prefix(':')?.trim_start())
}

/// Whether `sample` is one JSON object per line.
pub fn is_one_object_per_line(sample: &str) -> bool {
    let mut lines = sample.lines().filter(|line| !line.trim().is_empty());
    let is_object =
        |line: &str| matches!(serde_json::from_str::<Value>(line), Ok(Value::Object(_)));
    lines.next().is_some_and(is_object)
        && lines.next().is_some_and(|line| line.trim_start().starts_with('{'))
}

/// Reads one JSON text with `levels` of keys above its records.
pub fn read_whole(
    source: impl Read,
    levels: usize,
    sink: &mut dyn RecordSink,
) -> Result<(), ReadError> {
    let budget = Rc::new(Cell::new(RECORD_MAX_BYTES));
    let source =
        BufReader::with_capacity(64 * 1024, Budgeted { source, budget: Rc::clone(&budget) });
    let mut walk = Walk { sink, budget, path: Vec::new(), levels, records: 0, failure: None };
    let mut json = serde_json::Deserializer::from_reader(source);
    let outcome =
        Level { walk: &mut walk, depth: 0 }.deserialize(&mut json).and_then(|()| json.end());
    let records = walk.records;
    match (walk.failure, outcome) {
        (Some(failure), _) => Err(failure),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => Err(error_at(records + 1, &error)),
    }
}

/// Reads one JSON object per line. Empty lines do not count.
pub fn read_lines(source: impl Read, sink: &mut dyn RecordSink) -> Result<(), ReadError> {
    let mut source = BufReader::with_capacity(64 * 1024, source);
    let mut line = Vec::new();
    let budget = Rc::new(Cell::new(RECORD_MAX_BYTES));
    let mut walk = Walk { sink, budget, path: Vec::new(), levels: 0, records: 0, failure: None };
    loop {
        line.clear();
        let limit = RECORD_MAX_BYTES as u64;
        let read = source.by_ref().take(limit).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        if read as u64 == limit {
            return Err(ReadError::JsonRecordTooLong { record: walk.records + 1 });
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let mut json = serde_json::Deserializer::from_slice(&line);
        let outcome = Record(&mut walk).deserialize(&mut json).and_then(|()| json.end());
        let record = walk.records + 1;
        if let Some(failure) = walk.failure.take() {
            return Err(failure);
        }
        outcome.map_err(|error| error_at(record, &error))?;
    }
}

fn error_at(record: u64, error: &serde_json::Error) -> ReadError {
    match error.classify() {
        serde_json::error::Category::Io if error.io_error_kind() == Some(OVER_BUDGET) => {
            ReadError::JsonRecordTooLong { record }
        }
        serde_json::error::Category::Io => ReadError::Io(io::Error::new(
            error.io_error_kind().unwrap_or(io::ErrorKind::Other),
            error.to_string(),
        )),
        serde_json::error::Category::Eof => {
            ReadError::Json { record, problem: format!("{error}; the file is cut short") }
        }
        _ => ReadError::Json { record, problem: error.to_string() },
    }
}

const OVER_BUDGET: io::ErrorKind = io::ErrorKind::FileTooLarge;

/// Lets at most a record's worth of bytes through between two records.
struct Budgeted<R> {
    source: R,
    budget: Rc<Cell<usize>>,
}

impl<R: Read> Read for Budgeted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.get();
        if left == 0 {
            return Err(OVER_BUDGET.into());
        }
        let room = buffer.len().min(left);
        let read = self.source.read(&mut buffer[..room])?;
        self.budget.set(left - read);
        Ok(read)
    }
}

struct Walk<'a> {
    sink: &'a mut dyn RecordSink,
    budget: Rc<Cell<usize>>,
    path: Vec<String>,
    levels: usize,
    records: u64,
    failure: Option<ReadError>,
}

impl Walk<'_> {
    /// Runs `step` and keeps its error, since serde's own can't carry it.
    fn keep<E: Error>(&mut self, outcome: Result<(), ReadError>) -> Result<(), E> {
        outcome.map_err(|failure| {
            self.failure = Some(failure);
            E::custom("stopped")
        })
    }

    fn field<E: Error>(&mut self, name: &str, value: Option<&str>) -> Result<(), E> {
        let outcome = self.sink.field(name, value);
        self.keep(outcome)
    }

    fn value<E: Error>(&mut self, name: &str, value: &Value) -> Result<(), E> {
        match value {
            Value::Null => self.field(name, None),
            Value::String(text) => self.field(name, Some(text)),
            other => self.field(name, Some(&other.to_string())),
        }
    }

    fn end_record<E: Error>(&mut self) -> Result<(), E> {
        self.records += 1;
        self.budget.set(RECORD_MAX_BYTES);
        let outcome = self.sink.end();
        self.keep(outcome)
    }

    fn begin_record<E: Error>(&mut self) -> Result<(), E> {
        for depth in 0..self.path.len() {
            let name = key_column(depth, self.levels);
            let key = self.path[depth].clone();
            self.field(&name, Some(&key))?;
        }
        Ok(())
    }
}

/// The value at one depth above the records.
struct Level<'a, 'b> {
    walk: &'a mut Walk<'b>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records, or objects that hold such arrays")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        while records.next_element_seed(Record(self.walk))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.depth >= self.walk.levels {
            return Record(self.walk).visit_map(map);
        }
        while let Some(key) = map.next_key::<String>()? {
            self.walk.path.push(key);
            map.next_value_seed(Level { walk: self.walk, depth: self.depth + 1 })?;
            self.walk.path.pop();
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        Record(self.walk).visit_str(text)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        Record(self.walk).visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        Record(self.walk).visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        Record(self.walk).visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        Record(self.walk).visit_f64(value)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// One record.
struct Record<'a, 'b>(&'a mut Walk<'b>);

impl Record<'_, '_> {
    fn plain<E: Error>(self, value: &Value) -> Result<(), E> {
        self.0.begin_record()?;
        self.0.value(VALUE_COLUMN, value)?;
        self.0.end_record()
    }
}

impl<'de> DeserializeSeed<'de> for Record<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Record<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.begin_record()?;
        while let Some(key) = map.next_key::<String>()? {
            if self.0.sink.wants_values() {
                let value = map.next_value::<Value>()?;
                self.0.value(&key, &value)?;
            } else {
                map.next_value::<IgnoredAny>()?;
                self.0.field(&key, None)?;
            }
        }
        self.0.end_record()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<(), A::Error> {
        self.0.begin_record()?;
        let mut place = 0;
        while let Some(value) = cells.next_element::<Value>()? {
            self.0.value(&super::layout::generated_name(place), &value)?;
            place += 1;
        }
        self.0.end_record()
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.plain(&Value::String(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.plain(&value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.plain(&value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.plain(&value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.plain(&value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.plain(&Value::Null)
    }
}

#[cfg(test)]
mod tests;
