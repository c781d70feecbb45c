//! `zhengtong demo`: the main job carried out on real tables, told step by step.
//!
//! Every step calls the use cases the pages and the API call; no row is written by
//! hand. What it made stays in the data folder, so the second start only serves.

mod city;
mod keys;
mod narrator;
mod story;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use zt_web::Lang;
use zt_web::i18n::{text, text_with};

use crate::app::{App, OpenError};
use crate::cli::DemoArgs;
use crate::config::{BranchName, Config, ConfigError, Log};
use crate::serve::{self, ServeError, StopSignal};
use crate::{logging, say, telemetry};
use keys::Keys;
use narrator::Narrator;
use story::StoryError;

/// Why the demo ended badly.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The address is reachable from outside.
    #[error("the demo prints its passwords, so it serves on loopback only, not on {0}")]
    NotLoopback(SocketAddr),
    /// The data folder can't be used.
    #[error("the data folder {} can't be used", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The folder holds something that is no demo.
    #[error("{} is not empty and holds no demo; name another folder with --data", .0.display())]
    Foreign(PathBuf),
    /// The configuration in the environment can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The list of branches is malformed.
    #[error("data/demo/branches.toml is malformed")]
    Branches(#[from] toml::de::Error),
    /// The platform could not be opened.
    #[error("the platform can't be opened")]
    Open(#[source] OpenError),
    /// The story came to a halt.
    #[error("the story came to a halt")]
    Story(#[from] StoryError),
    /// A step did not hold.
    #[error("a step of the story did not hold; look for ✗ above")]
    Broken,
    /// Serving failed.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// Metrics could not be collected.
    #[error(transparent)]
    Telemetry(#[from] telemetry::RecorderTaken),
}

/// The demo's city.
const REGION: &str = "990100";

/// The file that marks a folder as the demo's own from the first moment on.
const BEGUN: &str = "demo-begun";

/// The story is told on standard output; the log only says what went wrong.
const LOG_FILTER: &str = "warn";

/// What the city calls its own branches of the classification.
const BRANCHES: &str = include_str!("../../../data/demo/branches.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Branches {
    branches: Vec<BranchName>,
}

/// How long open requests may still take at the end.
const GRACE: Duration = Duration::from_secs(2);

/// Tells the story if the data folder is new, then serves.
pub async fn run(args: DemoArgs) -> Result<(), DemoError> {
    if !args.listen.ip().is_loopback() {
        return Err(DemoError::NotLoopback(args.listen));
    }
    let known = prepare(&args.data, args.fresh)?;
    let mut config = Config::load(None)?.with_data(Some(args.data.clone()));
    config.server.listen = args.listen;
    REGION.clone_into(&mut config.jurisdiction.region);
    config.jurisdiction.branches = toml::from_str::<Branches>(BRANCHES)?.branches;
    logging::start(&Log { filter: LOG_FILTER.to_owned(), ..config.log.clone() });
    let metrics = telemetry::install()?;
    let app = App::open(config).await.map_err(DemoError::Open)?;
    let keys = match known {
        Some(keys) => keys,
        None => Box::pin(tell(&app, &args.data)).await?,
    };
    if args.no_serve {
        app.close().await;
        return Ok(());
    }
    let listener = serve::bind(args.listen).await?;
    let stop = StopSignal::new();
    introduce(&keys, listener.local_addr().map_err(ServeError::Listen)?);
    let served = serve::serve(&app, listener, telemetry::router(metrics), stop, GRACE).await;
    app.close().await;
    Ok(served?)
}

/// Tells the story and leaves the keys. A story that broke leaves none, so that
/// its half-made folder is not taken for a demo.
async fn tell(app: &App, folder: &Path) -> Result<Keys, DemoError> {
    let fail = |source| DemoError::Folder { folder: folder.to_owned(), source };
    let mut narrator = Narrator::new();
    let told = Box::pin(story::tell(app, folder, &mut narrator)).await;
    narrator.leave(&folder.join("story.json")).map_err(fail)?;
    let keys = told?;
    if !narrator.all_held() {
        return Err(DemoError::Broken);
    }
    keys.leave(folder).map_err(fail)?;
    Ok(keys)
}

/// Makes the folder ready: the keys of the demo it holds, or none if it is new.
fn prepare(folder: &Path, fresh: bool) -> Result<Option<Keys>, DemoError> {
    let fail = |source| DemoError::Folder { folder: folder.to_owned(), source };
    let known = Keys::found(folder).map_err(fail)?;
    let began = known.is_some() || folder.join(BEGUN).exists();
    if fresh && began {
        std::fs::remove_dir_all(folder).map_err(fail)?;
    } else if known.is_some() {
        return Ok(known);
    } else if folder.exists() && !began && !is_empty(folder).map_err(fail)? {
        return Err(DemoError::Foreign(folder.to_owned()));
    } else if began {
        // A story cut off in the middle is told again from the start.
        std::fs::remove_dir_all(folder).map_err(fail)?;
    }
    std::fs::create_dir_all(folder).map_err(fail)?;
    std::fs::write(folder.join(BEGUN), "").map_err(fail)?;
    Ok(None)
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(std::fs::read_dir(folder)?.next().is_none())
}

/// Says where it serves and who may sign in.
fn introduce(keys: &Keys, address: SocketAddr) {
    let url = format!("http://{address}");
    for lang in [Lang::Zh, Lang::En] {
        say(&text_with(lang, "zhengtong-demo-serving", &[("url", url.as_str().into())]));
    }
    say("");
    for account in &keys.accounts {
        let agency = format!("{} ", account.agency);
        say(&format!("  {:<16}{:<24}{agency}", account.login, account.password));
    }
    say("");
    say(&text(Lang::Zh, "zhengtong-demo-more-accounts"));
    say(&text(Lang::En, "zhengtong-demo-more-accounts"));
    say("");
    say(&text(Lang::Zh, "zhengtong-demo-program"));
    say(&text(Lang::En, "zhengtong-demo-program"));
    say("");
    say(&format!(
        "  curl -H \"Authorization: Bearer {}\" -H \"Accept: text/csv\" \\",
        keys.credential
    ));
    say(&format!("    {url}/api/v1/datasets/{}/rows?limit=5", keys.dataset.replace('/', "-")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_something_else_in_it_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("thesis.doc"), "years of work").unwrap();
        for fresh in [false, true] {
            let refused = prepare(folder.path(), fresh);
            assert!(matches!(refused, Err(DemoError::Foreign(_))), "fresh: {fresh}");
        }
        assert!(folder.path().join("thesis.doc").exists());
    }

    #[test]
    fn a_story_cut_off_in_the_middle_is_told_again_from_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("demo");
        assert!(prepare(&data, false).unwrap().is_none());
        std::fs::write(data.join("zhengtong.db"), "half a city").unwrap();
        assert!(prepare(&data, false).unwrap().is_none());
        assert!(!data.join("zhengtong.db").exists());
    }
}
