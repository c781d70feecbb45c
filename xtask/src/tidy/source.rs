//! A Rust file taken apart just far enough for the rules: per line its code,
//! its comments and the text of its string literals, and whether it is test
//! code. No syntax tree: rules look at words, and a lexer can't get out of
//! step with the edition.

/// One line of a Rust file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Line {
    /// The code, with comments and the insides of literals left out.
    pub code: String,
    /// The comments' text, with their slashes.
    pub comment: String,
    /// The insides of string and character literals; several are separated by a NUL.
    pub strings: String,
    /// Whether it lies in a test module, a test file or the test kit.
    pub test: bool,
}

/// A string literal and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The line it begins on, counted from 1.
    pub line: usize,
    /// Its text as written, escapes untouched.
    pub text: String,
    /// Whether it lies in test code.
    pub test: bool,
    /// The code just before it on its line, for "what is it an argument of".
    pub before: String,
}

/// A Rust file taken apart.
#[derive(Debug, Default)]
pub struct Source {
    lines: Vec<Line>,
    literals: Vec<Literal>,
}

impl Source {
    /// Takes `text`, the file at `path`, apart.
    pub fn parse(path: &str, text: &str) -> Self {
        let mut source = Lexer::new(text).run();
        if is_test_file(path) {
            source.lines.iter_mut().for_each(|line| line.test = true);
        } else {
            source.mark_test_items();
        }
        for literal in &mut source.literals {
            literal.test = source.lines[literal.line - 1].test;
        }
        source
    }

    /// The lines in order; line 1 is the first.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &Line)> {
        self.lines.iter().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The string literals in order.
    pub fn literals(&self) -> &[Literal] {
        &self.literals
    }

    /// Marks each item under `#[cfg(test)]`, up to its closing brace or semicolon.
    fn mark_test_items(&mut self) {
        let mut line = 0;
        while line < self.lines.len() {
            if self.lines[line].code.contains("#[cfg(test)]") {
                line = self.mark_item_from(line);
            }
            line += 1;
        }
    }

    fn mark_item_from(&mut self, first: usize) -> usize {
        let mut depth = 0_usize;
        for index in first..self.lines.len() {
            self.lines[index].test = true;
            let code = self.lines[index].code.replace("#[cfg(test)]", "");
            for character in code.chars() {
                match character {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    ';' if depth == 0 => return index,
                    _ => continue,
                }
                if depth == 0 {
                    return index;
                }
            }
        }
        self.lines.len()
    }
}

/// Test files as a whole: integration tests, test modules in files of their
/// own, and the test kit.
fn is_test_file(path: &str) -> bool {
    path.starts_with("crates/testkit/")
        || path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.contains("/benches/")
}

/// What the lexer is inside of.
enum State {
    Code,
    LineComment,
    BlockComment { depth: usize },
    Text { hashes: Option<usize> },
}

struct Lexer {
    characters: Vec<char>,
    position: usize,
    lines: Vec<Line>,
    literals: Vec<Literal>,
}

impl Lexer {
    fn new(text: &str) -> Self {
        Self {
            characters: text.chars().collect(),
            position: 0,
            lines: vec![Line::default()],
            literals: Vec::new(),
        }
    }

    fn run(mut self) -> Source {
        let mut state = State::Code;
        while self.position < self.characters.len() {
            if self.characters[self.position] == '\n' {
                self.lines.push(Line::default());
                if matches!(state, State::LineComment) {
                    state = State::Code;
                }
                if let (State::Text { .. }, Some(literal)) = (&state, self.literals.last_mut()) {
                    literal.text.push('\n');
                }
                self.position += 1;
                continue;
            }
            state = match state {
                State::Code => self.code(),
                State::LineComment => {
                    self.take_comment(1);
                    State::LineComment
                }
                State::BlockComment { depth } => self.block_comment(depth),
                State::Text { hashes } => self.text(hashes),
            };
        }
        Source { lines: self.lines, literals: self.literals }
    }

    fn ahead(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(offset, character)| self.peek(offset) == Some(character))
    }

    fn peek(&self, offset: usize) -> Option<char> {
        self.characters.get(self.position + offset).copied()
    }

    fn line(&mut self) -> &mut Line {
        // There is a line from the start, so the subtraction can't go below zero.
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    fn take_comment(&mut self, count: usize) {
        for _ in 0..count {
            let character = self.characters[self.position];
            self.line().comment.push(character);
            self.position += 1;
        }
    }

    fn code(&mut self) -> State {
        if self.ahead("//") {
            self.take_comment(2);
            return State::LineComment;
        }
        if self.ahead("/*") {
            self.take_comment(2);
            return State::BlockComment { depth: 1 };
        }
        if let Some(hashes) = self.raw_string_start() {
            return self.open_literal(Some(hashes));
        }
        let character = self.characters[self.position];
        if character == '"' {
            self.position += 1;
            return self.open_literal(None);
        }
        if character == '\'' && self.is_character_literal() {
            return self.character_literal();
        }
        self.line().code.push(character);
        self.position += 1;
        State::Code
    }

    fn open_literal(&mut self, hashes: Option<usize>) -> State {
        let line = self.lines.len();
        let before = self.line().code.clone();
        let current = self.line();
        current.code.push('"');
        if !current.strings.is_empty() {
            current.strings.push('\0');
        }
        self.literals.push(Literal { line, text: String::new(), test: false, before });
        State::Text { hashes }
    }

    /// Steps over `r#"` if one begins here, and gives its number of hashes.
    fn raw_string_start(&mut self) -> Option<usize> {
        let previous = self.position.checked_sub(1).and_then(|at| self.characters.get(at));
        let in_word = previous.is_some_and(|c| (c.is_alphanumeric() && *c != 'b') || *c == '_');
        if in_word || self.peek(0) != Some('r') {
            return None;
        }
        let after = &self.characters[self.position + 1..];
        let hashes = after.iter().take_while(|character| **character == '#').count();
        if self.peek(1 + hashes) != Some('"') {
            return None;
        }
        self.position += 2 + hashes;
        Some(hashes)
    }

    /// `'x'` or `'\n'`, not the lifetime `'x`.
    fn is_character_literal(&self) -> bool {
        self.peek(1) == Some('\\') || self.peek(2) == Some('\'')
    }

    fn character_literal(&mut self) -> State {
        self.line().code.push('\'');
        self.position += 1;
        while let Some(character) = self.peek(0) {
            self.position += 1;
            match character {
                '\'' => break,
                '\\' => self.position += 1,
                _ => self.line().strings.push(character),
            }
        }
        self.line().strings.push('\0');
        State::Code
    }

    fn block_comment(&mut self, depth: usize) -> State {
        if self.ahead("*/") {
            self.take_comment(2);
            return if depth == 1 { State::Code } else { State::BlockComment { depth: depth - 1 } };
        }
        if self.ahead("/*") {
            self.take_comment(2);
            return State::BlockComment { depth: depth + 1 };
        }
        self.take_comment(1);
        State::BlockComment { depth }
    }

    fn text(&mut self, hashes: Option<usize>) -> State {
        let character = self.characters[self.position];
        let closes = match hashes {
            None => character == '"',
            Some(hashes) => {
                character == '"' && (1..=hashes).all(|offset| self.peek(offset) == Some('#'))
            }
        };
        if closes {
            self.position += 1 + hashes.unwrap_or(0);
            self.line().code.push('"');
            return State::Code;
        }
        self.take_text();
        if character == '\\' && hashes.is_none() && self.peek(0).is_some_and(|next| next != '\n') {
            self.take_text();
        }
        State::Text { hashes }
    }

    fn take_text(&mut self) {
        let character = self.characters[self.position];
        self.line().strings.push(character);
        if let Some(literal) = self.literals.last_mut() {
            literal.text.push(character);
        }
        self.position += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Source::parse("crates/x/src/a.rs", text).lines[0].clone()
    }

    #[test]
    fn comments_code_and_strings_are_told_apart() {
        let line = line(r#"let a = "x // y"; // z "w""#);
        assert_eq!(line.code, r#"let a = ""; "#);
        assert_eq!(line.strings, "x // y");
        assert_eq!(line.comment, r#"// z "w""#);
    }

    #[test]
    fn raw_strings_and_escapes_end_where_rust_ends_them() {
        assert_eq!(line(r##"f(r#"a"b"#, "c\"d", b"e")"##).strings, "a\"b\0c\\\"d\0e");
    }

    #[test]
    fn lifetimes_are_not_character_literals() {
        let line = line("fn f<'a>(x: &'a str) { let q = '\"'; let b = '\\''; }");
        assert!(line.code.contains("<'a>(x: &'a str)"), "{}", line.code);
        assert!(line.code.ends_with('}'), "{}", line.code);
    }

    #[test]
    fn block_comments_nest() {
        assert_eq!(line("a /* b /* c */ d */ e").code, "a  e");
    }

    #[test]
    fn a_literal_over_several_lines_is_one() {
        let source = Source::parse("crates/x/src/a.rs", "f(\"select\n  id\");");
        assert_eq!(source.literals()[0].text, "select\n  id");
        assert_eq!(source.literals()[0].before, "f(");
        assert_eq!(source.literals()[0].line, 1);
    }

    #[test]
    fn only_the_item_under_cfg_test_is_test_code() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { }\n}\nfn c() {}";
        let source = Source::parse("crates/x/src/a.rs", text);
        let in_test: Vec<bool> = source.lines.iter().map(|line| line.test).collect();
        assert_eq!(in_test, [false, true, true, true, true, false]);
    }

    #[test]
    fn a_test_module_in_its_own_file_ends_at_the_semicolon() {
        let source = Source::parse("crates/x/src/a.rs", "#[cfg(test)]\nmod tests;\nfn c() {}");
        let in_test: Vec<bool> = source.lines.iter().map(|line| line.test).collect();
        assert_eq!(in_test, [true, true, false]);
    }

    #[test]
    fn integration_tests_are_test_code_throughout() {
        let source = Source::parse("crates/zhengtong/tests/it/main.rs", "fn a() {}");
        assert!(source.lines[0].test);
    }
}
