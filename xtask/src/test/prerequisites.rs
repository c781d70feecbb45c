//! What the steps need from the machine: installed where we may, named where
//! we may not.

use std::path::Path;
use std::process::Command;

use super::Step;
use crate::command::{Failure, find, output, run};

/// One thing a step needs.
struct Need {
    /// The step.
    step: Step,
    /// What it is, in words.
    what: &'static str,
    /// Whether it is there.
    is_met: fn() -> bool,
    /// The Debian packages that bring it.
    debian: &'static [&'static str],
}

const NEEDS: &[Need] = &[
    Need {
        step: Step::Suites,
        what: "a PostgreSQL server (15 or later)",
        is_met: has_postgres,
        debian: &["postgresql"],
    },
    Need {
        step: Step::Browser,
        what: "Chromium",
        is_met: || find("chromium").is_some(),
        debian: &["chromium"],
    },
    Need {
        step: Step::Browser,
        what: "chromedriver of the same version",
        is_met: || find("chromedriver").is_some(),
        debian: &["chromium-driver"],
    },
    Need {
        step: Step::Browser,
        what: "a font with Chinese characters",
        is_met: has_chinese_font,
        debian: &["fontconfig", "fonts-noto-cjk"],
    },
    Need {
        step: Step::Oracles,
        what: "Python 3.10 or later with venv",
        is_met: has_python,
        debian: &["python3", "python3-venv"],
    },
];

/// Sees to it that everything `steps` need is there. On Debian as root it is
/// installed; elsewhere the failure names what is missing.
pub fn ensure(steps: &[Step]) -> Result<(), Failure> {
    let missing: Vec<&Need> =
        NEEDS.iter().filter(|need| steps.contains(&need.step) && !(need.is_met)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.debian).copied().collect();
    if find("apt-get").is_some() && is_root() {
        install(&packages)?;
    }
    match missing.iter().find(|need| !(need.is_met)()) {
        None => Ok(()),
        Some(_) => Err(told(&missing, &packages)),
    }
}

fn told(missing: &[&Need], packages: &[&str]) -> Failure {
    let what: Vec<&str> = missing.iter().map(|need| need.what).collect();
    Failure(format!(
        "the tests need {}; on Debian: apt-get install {}; or leave their steps out with --only",
        what.join(", "),
        packages.join(" ")
    ))
}

fn install(packages: &[&str]) -> Result<(), Failure> {
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(apt().args(["update", "--quiet"]))?;
    run(apt().args(["install", "--quiet", "--yes", "--no-install-recommends"]).args(packages))
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn has_postgres() -> bool {
    let debian = Path::new("/usr/lib/postgresql");
    find("initdb").is_some()
        || std::fs::read_dir(debian).is_ok_and(|versions| {
            versions.flatten().any(|version| version.path().join("bin/initdb").is_file())
        })
}

fn has_chinese_font() -> bool {
    output(Command::new("fc-list").args([":lang=zh", "family"]))
        .is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn has_python() -> bool {
    let test = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    Command::new("python3").args(["-c", test]).status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_the_way_to_get_it() {
        let failure = told(&[&NEEDS[0]], NEEDS[0].debian);
        assert_eq!(
            failure.0,
            "the tests need a PostgreSQL server (15 or later); on Debian: apt-get install \
             postgresql; or leave their steps out with --only"
        );
    }

    #[test]
    fn steps_that_need_nothing_are_never_held_up() {
        assert_eq!(ensure(&[Step::Fmt, Step::Tidy]), Ok(()));
    }
}
