//! Pinyin: typing `weixiu` or `wx` finds 维修, and a homophone finds what was meant.

use std::{collections::BTreeSet, sync::LazyLock};

use pinyin::{Pinyin, ToPinyin as _, ToPinyinMulti as _};

/// Readings of one character that are indexed; the rest are rare or dialect.
const READINGS: usize = 3;

/// The longest run of initials indexed as one term. Longer queries are cut into
/// runs of this length, all of which must match.
pub(super) const INITIALS_MAX: usize = 4;

/// Every syllable there is, without tones, in alphabetical order.
static SYLLABLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let characters = '\u{4e00}'..='\u{9fff}';
    let readings = characters.filter_map(|character| character.to_pinyin().map(Pinyin::plain));
    readings.collect::<BTreeSet<_>>().into_iter().collect()
});

/// The readings of a character without tones, the usual first.
fn readings(character: char) -> Vec<&'static str> {
    let usual = character.to_pinyin().map(Pinyin::plain);
    let mut readings: Vec<&'static str> = usual.into_iter().collect();
    if let Some(others) = character.to_pinyin_multi() {
        for reading in others.into_iter().map(Pinyin::plain) {
            if readings.len() < READINGS && !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings
}

/// The usual reading of each character that has one.
pub(super) fn syllables_of(text: &str) -> Vec<&'static str> {
    text.chars().filter_map(|character| character.to_pinyin().map(Pinyin::plain)).collect()
}

/// The terms under which a name is found by pinyin: pairs of syllables in all
/// usual readings, and runs of initials of two to [`INITIALS_MAX`] letters.
pub(super) fn terms_of_name(name: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for run in name.split(|character: char| character.to_pinyin().is_none()) {
        let characters: Vec<Vec<&str>> = run.chars().map(readings).collect();
        for pair in characters.windows(2) {
            for first in &pair[0] {
                for second in &pair[1] {
                    terms.insert(pair_term(first, second));
                }
            }
        }
        let initials: String =
            characters.iter().filter_map(|it| it.first()?.chars().next()).collect();
        for length in 2..=INITIALS_MAX.min(initials.len()) {
            for start in 0..=initials.len() - length {
                terms.insert(initials_term(&initials[start..start + length]));
            }
        }
    }
    terms
}

/// The term of two neighbouring syllables. The apostrophe, which pinyin itself
/// uses to part syllables, keeps `xi'an` from `xian`.
pub(super) fn pair_term(first: &str, second: &str) -> String {
    format!("{first}'{second}")
}

/// The term of a run of initials.
pub(super) fn initials_term(initials: &str) -> String {
    format!("{initials}.")
}

/// Reads letters as two or more whole syllables, as few as possible, if they can
/// be read so.
pub(super) fn read_syllables(letters: &str) -> Option<Vec<&'static str>> {
    /// 中华人民共和国国家发展和改革委员会 in full has 72 letters.
    const LETTERS_MAX: usize = 96;
    if letters.len() > LETTERS_MAX || !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    // `best[end]` is the shortest reading of the first `end` letters; a reading
    // of the whole as one syllable is passed over.
    let mut best: Vec<Option<Vec<&'static str>>> = vec![None; letters.len() + 1];
    best[0] = Some(Vec::new());
    for end in 1..=letters.len() {
        // No syllable has more than six letters (zhuang).
        for start in end.saturating_sub(6)..end {
            let whole = start == 0 && end == letters.len();
            let Some(before) = best[start].as_ref().filter(|_| !whole) else { continue };
            let Ok(index) = SYLLABLES.binary_search(&&letters[start..end]) else { continue };
            if best[end].as_ref().is_none_or(|known| known.len() > before.len() + 1) {
                let mut reading = before.clone();
                reading.push(SYLLABLES[index]);
                best[end] = Some(reading);
            }
        }
    }
    best.pop().flatten().filter(|reading| reading.len() >= 2)
}

/// A number that orders names as a dictionary does: digits, letters, then
/// characters by pinyin. The first seven characters count, nine bits each.
pub(super) fn sort_key(name: &str) -> u64 {
    const CHARACTERS: usize = 7;
    let mut key = 0_u64;
    let mut characters = name.chars();
    for _ in 0..CHARACTERS {
        key = key << 9 | characters.next().map_or(0, rank);
    }
    key
}

/// Below 512: 0 is the end of the name, 1 anything unknown, then digits, letters,
/// syllables.
fn rank(character: char) -> u64 {
    match character.to_ascii_lowercase() {
        digit @ '0'..='9' => 2 + u64::from(digit) - u64::from('0'),
        letter @ 'a'..='z' => 12 + u64::from(letter) - u64::from('a'),
        character => character
            .to_pinyin()
            .and_then(|it| SYLLABLES.binary_search(&it.plain()).ok())
            .map_or(1, |index| 38 + index as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_fits_the_nine_bits_of_a_sort_key() {
        assert!(SYLLABLES.len() > 380 && SYLLABLES.len() + 38 < 512, "{}", SYLLABLES.len());
    }

    #[test]
    fn letters_are_read_as_the_fewest_whole_syllables() {
        assert_eq!(read_syllables("weixiu").unwrap(), ["wei", "xiu"]);
        assert_eq!(
            read_syllables("zhufanggongjijin").unwrap(),
            ["zhu", "fang", "gong", "ji", "jin"]
        );
        assert_eq!(read_syllables("xian").unwrap(), ["xi", "an"]);
        assert_eq!(read_syllables("wxxx"), None);
        assert_eq!(read_syllables("covid"), None);
        assert_eq!(read_syllables(&"a".repeat(10_000)), None);
    }

    #[test]
    fn a_name_is_found_by_syllables_in_any_usual_reading_and_by_initials() {
        let terms = terms_of_name("银行维修");
        for term in ["yin'hang", "yin'xing", "wei'xiu", "wx.", "yxwx."] {
            assert!(terms.contains(term), "{term} in {terms:?}");
        }
        assert!(terms_of_name("A1").is_empty());
    }

    #[test]
    fn names_are_ordered_as_in_a_dictionary() {
        let mut names = ["住房公积金", "安全生产", "财政支出", "安居房", "2025年预算", "GDP", "安"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            ["2025年预算", "GDP", "安", "安居房", "安全生产", "财政支出", "住房公积金"]
        );
    }
}
