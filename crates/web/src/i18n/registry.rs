//! All texts of the program, checked as they are registered.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, OnceLock},
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast;
use unic_langid::{LanguageIdentifier, langid};

use super::{Fluent, format::group};
use crate::{FLUENT, Lang};

/// What is wrong with the texts. Each names where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum FluentFault {
    /// The file doesn't parse.
    #[error("{package}/i18n/{lang}.ftl: {message}")]
    Syntax {
        /// Whose file.
        package: &'static str,
        /// `zh` or `en`.
        lang: &'static str,
        /// What the parser says.
        message: String,
    },
    /// A key is defined twice.
    #[error("{package}/i18n/{lang}.ftl: `{key}` is defined more than once")]
    Duplicate {
        /// Whose file.
        package: &'static str,
        /// `zh` or `en`.
        lang: &'static str,
        /// The key.
        key: String,
    },
    /// A key stands in one language only.
    #[error("{package}/i18n/{lang}.ftl: `{key}` is missing")]
    Missing {
        /// Whose file.
        package: &'static str,
        /// The language that lacks it.
        lang: &'static str,
        /// The key.
        key: String,
    },
    /// A key doesn't begin with its crate's prefix.
    #[error("{package}/i18n/{lang}.ftl: `{key}` must begin with `{prefix}`")]
    Prefix {
        /// Whose file.
        package: &'static str,
        /// `zh` or `en`.
        lang: &'static str,
        /// The key.
        key: String,
        /// What it should begin with.
        prefix: String,
    },
    /// The two languages use different arguments.
    #[error("{package}: `{key}` takes ({zh}) in zh but ({en}) in en")]
    Arguments {
        /// Whose files.
        package: &'static str,
        /// The key.
        key: String,
        /// The arguments in Chinese.
        zh: String,
        /// The arguments in English.
        en: String,
    },
    /// Another set of texts was registered before.
    #[error("texts are registered once, at start; this is a second, different set")]
    AlreadyRegistered,
}

struct Texts {
    fluents: Vec<Fluent>,
    zh: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

static TEXTS: OnceLock<Texts> = OnceLock::new();
/// What speaks before anything is registered: this crate's own texts.
static OWN: LazyLock<Texts> = LazyLock::new(|| Texts::new(vec![FLUENT]));

/// Registers every crate's texts, once, at start. This crate's own are always
/// included. Registering the same set again is fine, so tests may.
///
/// # Errors
///
/// Every fault in every file, so that one run shows all there is to mend.
pub fn register(fluents: &[Fluent]) -> Result<(), Vec<FluentFault>> {
    let mut all = vec![FLUENT];
    all.extend(fluents.iter().copied().filter(|fluent| *fluent != FLUENT));
    let faults = verify(&all);
    if !faults.is_empty() {
        return Err(faults);
    }
    if TEXTS.get_or_init(|| Texts::new(all.clone())).fluents == all {
        Ok(())
    } else {
        Err(vec![FluentFault::AlreadyRegistered])
    }
}

/// Every fault of these texts: syntax, duplicate keys, keys in one language
/// only, wrong prefixes, arguments that differ between the languages.
pub fn verify(fluents: &[Fluent]) -> Vec<FluentFault> {
    let mut faults = Vec::new();
    for fluent in fluents {
        let zh = keys_of(fluent, Lang::Zh, &mut faults);
        let en = keys_of(fluent, Lang::En, &mut faults);
        for (key, arguments) in &zh {
            match en.get(key) {
                None => faults.push(FluentFault::Missing {
                    package: fluent.package,
                    lang: "en",
                    key: key.clone(),
                }),
                Some(others) if others != arguments => faults.push(FluentFault::Arguments {
                    package: fluent.package,
                    key: key.clone(),
                    zh: arguments.join(", "),
                    en: others.join(", "),
                }),
                Some(_) => {}
            }
        }
        for key in en.keys().filter(|key| !zh.contains_key(*key)) {
            faults.push(FluentFault::Missing {
                package: fluent.package,
                lang: "zh",
                key: key.clone(),
            });
        }
    }
    faults.sort();
    faults
}

/// The keys of one crate's texts, terms included (with their leading `-`).
pub fn keys(fluent: &Fluent) -> Vec<String> {
    keys_of(fluent, Lang::Zh, &mut Vec::new()).into_keys().collect()
}

/// Keys with the names of the arguments each uses, sorted.
fn keys_of(
    fluent: &Fluent,
    lang: Lang,
    faults: &mut Vec<FluentFault>,
) -> BTreeMap<String, Vec<String>> {
    let (package, code, prefix) = (fluent.package, lang.code(), fluent.prefix());
    let resource = match fluent_syntax::parser::parse(fluent.source(lang)) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            faults.extend(errors.into_iter().map(|error| FluentFault::Syntax {
                package,
                lang: code,
                message: error.to_string(),
            }));
            resource
        }
    };
    let mut keys = BTreeMap::new();
    for entry in &resource.body {
        let (key, patterns) = match entry {
            ast::Entry::Message(message) => (
                message.id.name.to_owned(),
                message
                    .value
                    .iter()
                    .chain(message.attributes.iter().map(|attribute| &attribute.value))
                    .collect::<Vec<_>>(),
            ),
            ast::Entry::Term(term) => (format!("-{}", term.id.name), vec![&term.value]),
            _ => continue,
        };
        if !key.trim_start_matches('-').starts_with(&prefix) {
            let (key, prefix) = (key.clone(), prefix.clone());
            faults.push(FluentFault::Prefix { package, lang: code, key, prefix });
        }
        let mut arguments = Vec::new();
        for pattern in patterns {
            collect(pattern, &mut arguments);
        }
        arguments.sort();
        arguments.dedup();
        if keys.insert(key.clone(), arguments).is_some() {
            faults.push(FluentFault::Duplicate { package, lang: code, key });
        }
    }
    keys
}

/// The names of the arguments a pattern uses.
fn collect(pattern: &ast::Pattern<&str>, into: &mut Vec<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            collect_expression(expression, into);
        }
    }
}

fn collect_expression(expression: &ast::Expression<&str>, into: &mut Vec<String>) {
    match expression {
        ast::Expression::Inline(inline) => collect_inline(inline, into),
        ast::Expression::Select { selector, variants } => {
            collect_inline(selector, into);
            for variant in variants {
                collect(&variant.value, into);
            }
        }
    }
}

fn collect_inline(inline: &ast::InlineExpression<&str>, into: &mut Vec<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => into.push(id.name.to_owned()),
        ast::InlineExpression::Placeable { expression } => collect_expression(expression, into),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                collect_inline(argument, into);
            }
        }
        _ => {}
    }
}

impl Texts {
    fn new(fluents: Vec<Fluent>) -> Self {
        let zh = bundle(&fluents, Lang::Zh, langid!("zh-CN"));
        let en = bundle(&fluents, Lang::En, langid!("en"));
        Self { fluents, zh, en }
    }
}

fn bundle(fluents: &[Fluent], lang: Lang, id: LanguageIdentifier) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Both languages run left to right; isolation marks would only end up in
    // copied text.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(group(&number.as_string())),
        _ => None,
    }));
    for fluent in fluents {
        let resource = FluentResource::try_new(fluent.source(lang).to_owned())
            .unwrap_or_else(|(resource, _)| resource);
        // Faults were told by `verify`; here the first definition stands.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// The text of `key`, or `key.attribute`.
pub(super) fn resolve(lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> String {
    let texts = TEXTS.get().unwrap_or(&OWN);
    let bundle = match lang {
        Lang::Zh => &texts.zh,
        Lang::En => &texts.en,
    };
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, a)| (id, Some(a)));
    let pattern = bundle.get_message(id).and_then(|message| match attribute {
        Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        None => message.value(),
    });
    let Some(pattern) = pattern else {
        tracing::error!(key, lang = lang.code(), "a text is missing");
        return format!("⟦{key}⟧");
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, lang = lang.code(), ?errors, "a text lacks an argument");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn fluent(zh: &'static str, en: &'static str) -> Fluent {
        Fluent { package: "zt-demo", zh, en }
    }

    fn faults(zh: &'static str, en: &'static str) -> Vec<String> {
        verify(&[fluent(zh, en)]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn this_crates_own_texts_are_sound() {
        assert_eq!(verify(&[FLUENT]), []);
    }

    #[test]
    fn a_key_in_one_language_only_is_a_fault() {
        assert_eq!(faults("demo-a = 甲\n", ""), ["zt-demo/i18n/en.ftl: `demo-a` is missing"]);
        assert_eq!(faults("", "demo-a = A\n"), ["zt-demo/i18n/zh.ftl: `demo-a` is missing"]);
    }

    #[test]
    fn a_key_defined_twice_is_a_fault() {
        assert_eq!(
            faults("demo-a = 甲\ndemo-a = 乙\n", "demo-a = A\n"),
            ["zt-demo/i18n/zh.ftl: `demo-a` is defined more than once"]
        );
    }

    #[test]
    fn a_key_without_its_crates_prefix_is_a_fault() {
        assert_eq!(faults("other = 甲\n", "other = A\n").len(), 2);
    }

    #[test]
    fn arguments_must_agree_between_the_languages() {
        assert_eq!(
            faults(
                "demo-a = { $n } 条\n",
                "demo-a = { $count ->\n    [one] row\n   *[other] { $count } rows\n }\n"
            ),
            ["zt-demo: `demo-a` takes (n) in zh but (count) in en"]
        );
    }

    #[test]
    fn a_file_that_does_not_parse_is_a_fault() {
        assert!(!faults("demo-a = { \n", "demo-a = A\n").is_empty());
    }

    #[test]
    fn a_missing_text_cannot_be_overlooked() {
        assert_eq!(resolve(Lang::Zh, "web-nothing-of-the-kind", None), "⟦web-nothing-of-the-kind⟧");
    }
}
