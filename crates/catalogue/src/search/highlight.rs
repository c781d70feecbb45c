//! Marks the words of a query in a text.

use super::analysis::{bigrams, is_chinese};

/// A piece of the text and whether the query speaks of it. The pieces joined are
/// the text.
pub fn highlight<'t>(text: &'t str, words: &[String]) -> Vec<(&'t str, bool)> {
    let lowered = text.to_ascii_lowercase();
    let mut marked = vec![false; text.len()];
    for word in words {
        let found = mark(&lowered, &word.to_ascii_lowercase(), &mut marked);
        if !found && word.chars().all(is_chinese) {
            for pair in bigrams(word) {
                mark(&lowered, pair, &mut marked);
            }
        }
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
        let ends = offset == text.len() || marked[offset] != marked[start];
        if ends && offset > start {
            pieces.push((&text[start..offset], marked[start]));
            start = offset;
        }
    }
    pieces
}

fn mark(text: &str, word: &str, marked: &mut [bool]) -> bool {
    let mut found = false;
    if !word.is_empty() {
        for (start, _) in text.match_indices(word) {
            marked[start..start + word.len()].fill(true);
            found = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], shown: &str) {
        let words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
        let told: String = highlight(text, &words)
            .into_iter()
            .map(|(piece, marked)| if marked { format!("[{piece}]") } else { piece.to_owned() })
            .collect();
        assert_eq!(told, shown);
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        check("房屋维修信息", &["维修"], "房屋[维修]信息");
        check("维修信息", &["维修", "信息"], "[维修信息]");
        check("GDP核算", &["gdp"], "[GDP]核算");
        check("", &["维修"], "");
        check("学校", &[], "学校");
    }

    #[test]
    fn a_long_word_cut_otherwise_is_marked_by_its_pairs() {
        check("公积金与积金", &["住房公积"], "[公积]金与积金");
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_joined_are_the_text(text in "\\PC{0,40}", word in "\\PC{0,4}") {
            let joined: String = highlight(&text, &[word]).into_iter().map(|(piece, _)| piece).collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}
