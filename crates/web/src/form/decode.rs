//! Form fields into a type, telling every field whose shape is wrong.
//!
//! An empty text is `None` for an `Option`, and counts as absent for numbers,
//! dates and enums. A checkbox that isn't ticked sends nothing, so an absent
//! field is `false` for a `bool`, empty for a `Vec` or a `String`.

use std::{borrow::Cow, fmt};

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use super::Values;

/// What shape a field should have had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Something, but it was left empty.
    Required,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// One of the choices offered.
    Choice,
    /// Anything else its type reads, such as a date.
    Other,
}

impl Shape {
    /// The text that asks for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Required => "web-form-required",
            Self::Integer => "web-form-integer",
            Self::Number => "web-form-number",
            Self::Choice => "web-form-choice",
            Self::Other => "web-form-shape",
        }
    }
}

/// Reads `T`, or tells each field that can't be read. A field that fails is set
/// aside and reading starts again, so that several faults come out at once.
pub(super) fn decode<T: DeserializeOwned>(values: &Values) -> Result<T, Vec<(String, Shape)>> {
    let mut faults: Vec<(String, Shape)> = Vec::new();
    loop {
        let skip: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        match T::deserialize(Fields { values, skip: &skip }) {
            Ok(value) if faults.is_empty() => return Ok(value),
            Ok(_) => return Err(faults),
            Err(fault) => {
                let again = skip.contains(&fault.field.as_str());
                if again {
                    return Err(faults);
                }
                faults.push((fault.field, fault.shape));
            }
        }
    }
}

#[derive(Debug)]
struct Fault {
    field: String,
    shape: Shape,
}

impl Fault {
    fn of(shape: Shape) -> Self {
        Self { field: String::new(), shape }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in field `{}`", self.shape.key(), self.field)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::of(Shape::Other)
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::of(Shape::Choice)
    }

    fn missing_field(field: &'static str) -> Self {
        Self { field: field.to_owned(), shape: Shape::Required }
    }
}

struct Fields<'v> {
    values: &'v Values,
    skip: &'v [&'v str],
}

impl<'de> de::Deserializer<'de> for Fields<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.values.iter() {
            if !names.contains(&name) && !self.skip.contains(&name) {
                names.push(name);
            }
        }
        visitor.visit_map(Pairs { values: self.values, names: names.into_iter(), next: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        // Every field is offered, sent or not: an absent one is empty.
        let names: Vec<&str> =
            fields.iter().copied().filter(|name| !self.skip.contains(name)).collect();
        visitor.visit_map(Pairs { values: self.values, names: names.into_iter(), next: None })
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit_struct seq tuple tuple_struct enum identifier ignored_any
    }
}

struct Pairs<'v> {
    values: &'v Values,
    names: std::vec::IntoIter<&'v str>,
    next: Option<&'v str>,
}

impl<'de> de::MapAccess<'de> for Pairs<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.next = self.names.next();
        self.next.map(|name| seed.deserialize(name.into_deserializer())).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let name = self.next.unwrap_or_default();
        let all = self.values.all(name).collect();
        seed.deserialize(Field(all)).map_err(|mut fault| {
            if fault.field.is_empty() {
                name.clone_into(&mut fault.field);
            }
            fault
        })
    }
}

/// Every value one field was sent with; none when it wasn't.
struct Field<'v>(Vec<&'v str>);

impl<'v> Field<'v> {
    fn text(&self) -> Cow<'v, str> {
        Cow::Borrowed(self.0.first().copied().unwrap_or_default())
    }

    /// The trimmed text of something that can't be empty.
    fn filled(&self) -> Result<&'v str, Fault> {
        let text = self.0.first().copied().unwrap_or_default().trim();
        if text.is_empty() { Err(Fault::of(Shape::Required)) } else { Ok(text) }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ty, $shape:ident;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let number: $number =
                self.filled()?.parse().map_err(|_| Fault::of(Shape::$shape))?;
            visitor.$visit(number)
        }
    )+};
}

impl<'de> de::Deserializer<'de> for Field<'_> {
    type Error = Fault;

    numbers! {
        deserialize_i8 visit_i8 i8, Integer;
        deserialize_i16 visit_i16 i16, Integer;
        deserialize_i32 visit_i32 i32, Integer;
        deserialize_i64 visit_i64 i64, Integer;
        deserialize_u8 visit_u8 u8, Integer;
        deserialize_u16 visit_u16 u16, Integer;
        deserialize_u32 visit_u32 u32, Integer;
        deserialize_u64 visit_u64 u64, Integer;
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let number: f64 = self.filled()?.parse().map_err(|_| Fault::of(Shape::Number))?;
        if number.is_finite() { visitor.visit_f64(number) } else { Err(Fault::of(Shape::Number)) }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_bool(match &*self.text() {
            "" | "false" | "0" | "off" | "no" => false,
            "true" | "1" | "on" | "yes" => true,
            _ => return Err(Fault::of(Shape::Choice)),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.text().trim().is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.text();
        let empty = text.is_empty();
        visitor.visit_str(&text).map_err(
            |fault: Fault| {
                if empty { Fault::of(Shape::Required) } else { fault }
            },
        )
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_enum(self.filled()?.into_deserializer())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let fields = self.0.into_iter().map(|value| Field(vec![value]));
        visitor.visit_seq(de::value::SeqDeserializer::new(fields))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct map struct identifier
    }
}

impl IntoDeserializer<'_, Fault> for Field<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Mode {
        ServiceInterface,
        FileDownload,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Id(i64);

    #[derive(Debug, PartialEq, Deserialize)]
    struct Ask {
        purpose: String,
        days: Option<u32>,
        until: Option<jiff::civil::Date>,
        mode: Mode,
        items: Vec<String>,
        urgent: bool,
        dataset: Id,
    }

    fn ask(body: &str) -> Result<Ask, Vec<(String, Shape)>> {
        decode(&Values::from_urlencoded(body.as_bytes()))
    }

    #[test]
    fn every_kind_of_field_is_read() {
        let read = ask(
            "purpose=x+y&days=&until=2026-12-31&mode=file_download&items=a&items=b&urgent=on&dataset=7&extra=1",
        );
        assert_eq!(
            read.unwrap(),
            Ask {
                purpose: "x y".into(),
                days: None,
                until: Some(jiff::civil::date(2026, 12, 31)),
                mode: Mode::FileDownload,
                items: vec!["a".into(), "b".into()],
                urgent: true,
                dataset: Id(7),
            }
        );
    }

    #[test]
    fn every_field_of_a_wrong_shape_is_told_at_once() {
        let faults = ask("purpose=x&days=ten&until=tomorrow&mode=post&dataset=7").unwrap_err();
        assert_eq!(
            faults,
            [
                ("days".into(), Shape::Integer),
                ("until".into(), Shape::Other),
                ("mode".into(), Shape::Choice),
            ]
        );
        assert_eq!(ask("").unwrap_err()[0], ("mode".into(), Shape::Required));
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused_without_failing(body in "[a-z=&%0-9A-F+]{0,120}") {
            let _ = ask(&body);
        }
    }
}
