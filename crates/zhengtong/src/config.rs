//! Configuration: one TOML file, overridden by `ZHENGTONG__SECTION__KEY`.
//!
//! Every key has a default, so `zhengtong serve --data DIR` needs no file. A
//! key nobody knows is an error: a misspelt setting must not be silently lost.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::Deserialize;
use zt_access::AccessConfig;
use zt_lake::LakeConfig;
use zt_sharing::SharingConfig;

/// Everything an operator can set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The data folder: database, objects, ledger, search index, keys.
    pub data: PathBuf,
    /// How the pages and the API are served.
    pub server: Server,
    /// The database.
    pub database: Database,
    /// Where datasets and uploads are kept.
    pub objects: Objects,
    /// The ledger's name to the world.
    pub ledger: LedgerSection,
    /// Sign-in, sessions and credentials.
    pub access: AccessConfig,
    /// Uploads and imports.
    pub lake: LakeConfig,
    /// Readings without a credential.
    pub sharing: SharingConfig,
    /// The place whose rules and calendar apply.
    pub jurisdiction: Jurisdiction,
    /// What is written about running.
    pub log: Log,
}

/// Section `[server]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port; port 0 takes a free one and prints it.
    pub listen: SocketAddr,
    /// Whether browsers reach us over HTTPS (a proxy in front ends TLS). Cookies
    /// are then `Secure` and HSTS is sent.
    pub https: bool,
    /// The longest upload in bytes. Larger tables go through the resumable upload.
    pub upload_max_bytes: u64,
    /// How long open requests may still take after a stop is asked for, in seconds.
    pub shutdown_grace_seconds: u64,
}

/// Section `[database]`.
#[derive(Debug, Clone, PartialEq, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:///path/file.db` or `postgres://user@host/name`; empty means
    /// SQLite in the data folder.
    pub url: String,
}

/// Section `[objects]`.
#[derive(Debug, Clone, PartialEq, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Objects {
    /// `file:///path`; empty means `objects` in the data folder.
    pub url: String,
}

/// Section `[ledger]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerSection {
    /// The log's origin: the first line of every checkpoint. Never change it once published.
    pub origin: String,
}

/// Section `[jurisdiction]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Jurisdiction {
    /// The division code whose rule rows apply (`000000` is the nation).
    pub region: String,
    /// A folder of holiday notices newer than those built in, one `YEAR.json` each, in
    /// the form of `data/holidays`.
    pub holidays: Option<PathBuf>,
    /// Names of the branches of the classification that the national guide leaves to
    /// the jurisdiction: items of 部门, and of 主题 beyond the guide's.
    pub branches: Vec<BranchName>,
}

/// One of `[[jurisdiction.branches]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BranchName {
    /// Class and item in three digits, such as 301.
    pub number: u16,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// Section `[log]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `text` for people, `json` for collectors.
    pub format: LogFormat,
    /// A filter as `tracing` understands it, such as `info,zt_lake=debug`.
    pub filter: String,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One readable line per event.
    Text,
    /// One JSON object per event.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("zhengtong-data"),
            server: Server::default(),
            database: Database::default(),
            objects: Objects::default(),
            ledger: LedgerSection::default(),
            access: AccessConfig::default(),
            lake: LakeConfig::default(),
            sharing: SharingConfig::default(),
            jurisdiction: Jurisdiction::default(),
            log: Log::default(),
        }
    }
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            https: false,
            // Two gibibytes: the largest single table the open data portals we looked at offer.
            upload_max_bytes: 2 << 30,
            shutdown_grace_seconds: 10,
        }
    }
}

impl Default for LedgerSection {
    fn default() -> Self {
        Self { origin: "zhengtong.example/ledger".to_owned() }
    }
}

impl Default for Jurisdiction {
    fn default() -> Self {
        Self { region: "000000".to_owned(), holidays: None, branches: Vec::new() }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}

/// Why the configuration can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file named on the command line is not there.
    #[error("there is no configuration file at {}; name one with --config", .0.display())]
    NoFile(PathBuf),
    /// A key is unknown or has the wrong kind of value.
    #[error("the configuration can't be used: {0}")]
    Invalid(#[source] Box<figment::Error>),
    /// A store that is not built in.
    #[error("objects.url is {0:?}; only file:///… is built in: set a folder")]
    ObjectsUrl(String),
}

impl Config {
    /// Reads `file` (if any), then the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        if let Some(file) = file
            && !file.is_file()
        {
            return Err(ConfigError::NoFile(file.to_owned()));
        }
        let mut figment = Figment::new();
        if let Some(file) = file {
            figment = figment.merge(Toml::file(file));
        }
        figment
            .merge(Env::prefixed("ZHENGTONG__").split("__"))
            .extract()
            .map_err(|error| ConfigError::Invalid(Box::new(error)))
    }

    /// The same configuration with its data in `folder`.
    #[must_use]
    pub fn with_data(self, folder: Option<PathBuf>) -> Self {
        match folder {
            Some(data) => Self { data, ..self },
            None => self,
        }
    }

    /// The database's address, with the default filled in.
    pub fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            format!("sqlite://{}", self.data.join("zhengtong.db").display())
        } else {
            self.database.url.clone()
        }
    }

    /// The folder of the object store.
    pub fn objects_folder(&self) -> Result<PathBuf, ConfigError> {
        match self.objects.url.as_str() {
            "" => Ok(self.data.join("objects")),
            url => url
                .strip_prefix("file://")
                .map(PathBuf::from)
                .ok_or_else(|| ConfigError::ObjectsUrl(url.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_toml(text: &str) -> Result<Config, Box<figment::Error>> {
        Figment::from(Toml::string(text)).extract().map_err(Box::new)
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        assert_eq!(from_toml("").unwrap(), Config::default());
    }

    #[test]
    fn the_annotated_file_says_the_defaults_and_leaves_no_key_out() {
        let text = include_str!("../../../docs/zhengtong.toml");
        assert_eq!(from_toml(text).unwrap(), Config::default());
        // Debug output names every field that the file could set.
        let told = format!("{:?}", Config::default());
        let keys = told.split([' ', '{']).filter_map(|word| word.strip_suffix(':'));
        let missing: Vec<&str> = keys.filter(|key| !text.contains(key)).collect();
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn a_misspelt_key_is_refused_by_name() {
        let error = from_toml("[server]\nlisten_on = \"127.0.0.1:1\"").unwrap_err();
        assert!(error.to_string().contains("listen_on"), "{error}");
    }

    #[test]
    fn an_operator_sets_how_long_uploads_stay_and_how_much_an_agency_may_hold() {
        let config = from_toml("[lake]\nuploads_kept_days = 3\n").unwrap();
        assert_eq!(config.lake, LakeConfig { uploads_kept_days: 3, ..LakeConfig::default() });
        let error = from_toml("[lake]\nuploads_kept = 3\n").unwrap_err();
        assert!(error.to_string().contains("uploads_kept"), "{error}");
    }

    #[test]
    fn the_default_database_lies_in_the_data_folder() {
        let config = Config::default().with_data(Some(PathBuf::from("/srv/zt")));
        assert_eq!(config.database_url(), "sqlite:///srv/zt/zhengtong.db");
        assert_eq!(config.objects_folder().unwrap(), PathBuf::from("/srv/zt/objects"));
    }

    #[test]
    fn an_object_store_that_is_not_built_in_is_refused() {
        let mut config = Config::default();
        config.objects.url = "s3://bucket".to_owned();
        assert!(matches!(config.objects_folder(), Err(ConfigError::ObjectsUrl(_))));
    }
}
