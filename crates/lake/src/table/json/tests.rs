//! JSON of every shape, and of none.

use super::*;

#[derive(Default)]
struct Lines(Vec<String>, Vec<String>);

impl RecordSink for Lines {
    fn field(&mut self, name: &str, value: Option<&str>) -> Result<(), ReadError> {
        self.1.push(format!("{name}={}", value.unwrap_or("∅")));
        Ok(())
    }

    fn end(&mut self) -> Result<(), ReadError> {
        self.0.push(std::mem::take(&mut self.1).join(" "));
        Ok(())
    }

    fn wants_values(&self) -> bool {
        true
    }
}

fn read(text: &str) -> Result<Vec<String>, ReadError> {
    let mut lines = Lines::default();
    if is_one_object_per_line(text) {
        read_lines(text.as_bytes(), &mut lines)?;
    } else {
        read_whole(text.as_bytes(), key_levels(text), &mut lines)?;
    }
    Ok(lines.0)
}

#[test]
fn each_shape_becomes_records() {
    let cases: [(&str, &[&str]); 7] = [
        (r#"[{"a":1,"b":null},{"b":"x"}]"#, &["a=1 b=∅", "b=x"]),
        ("{\"a\":1}\n\n{\"a\":2}\n", &["a=1", "a=2"]),
        (
            r#"{"北京":{"all":["甲","乙"]},"天津":{"all":["丙"]}}"#,
            &[
                "key_1=北京 key_2=all value=甲",
                "key_1=北京 key_2=all value=乙",
                "key_1=天津 key_2=all value=丙",
            ],
        ),
        (r#"{"甲":[{"n":1}],"乙":[{"n":2}]}"#, &["key=甲 n=1", "key=乙 n=2"]),
        (r#"{"甲":{"n":1},"乙":{"n":2}}"#, &["key=甲 n=1", "key=乙 n=2"]),
        (
            r#"[[1,"x"],[2,{"y":[true]}]]"#,
            &["column_1=1 column_2=x", "column_1=2 column_2={\"y\":[true]}"],
        ),
        (r#"{"a":1.5}"#, &["a=1.5"]),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text).unwrap(), expected, "{text}");
    }
}

#[test]
fn broken_json_is_refused_near_its_record() {
    let error = read(r#"[{"a":1},{"a":}]"#).unwrap_err().to_string();
    assert!(error.contains("near record 2") && error.contains("line 1"), "{error}");
    let error = read(r#"[{"a":1},{"a":2"#).unwrap_err().to_string();
    assert!(error.contains("cut short"), "{error}");
    let error = read("{\"a\":1}\n{\"a\":\n").unwrap_err().to_string();
    assert!(error.contains("near record 2"), "{error}");
}

#[test]
fn an_endless_string_is_refused_with_bounded_memory() {
    let endless = (&br#"[{"a":1},{"a":""#[..]).chain(io::repeat(b'x').take(2 << 30));
    let error = read_whole(endless, 0, &mut Lines::default()).unwrap_err();
    assert!(matches!(error, ReadError::JsonRecordTooLong { record: 2 }), "{error}");
}

#[test]
fn nesting_without_end_is_refused_and_not_followed() {
    let text = format!("[{}", "[".repeat(100_000));
    assert!(read(&text).is_err());
}
