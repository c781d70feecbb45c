//! The command line: what can be asked for, in the words of `--help`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// 政通 Zhengtong: the system a government runs its data and services on.
#[derive(Debug, Parser)]
#[command(name = "zhengtong", version, about, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Carry the main job out on real tables, print each step, then serve the pages.
    Demo(DemoArgs),
    /// Serve the pages and the API.
    Serve(ServeArgs),
    /// Tell what a table file holds: encoding, delimiter, rows, columns and their kinds.
    Inspect(InspectArgs),
    /// Load a table file into a resource of the catalogue.
    Import(ImportArgs),
    /// Look after the ledger.
    Ledger {
        /// What to do with it.
        #[command(subcommand)]
        command: LedgerCommand,
    },
    /// Check an evidence bundle offline.
    Verify(VerifyArgs),
    /// Set a platform up and look after its accounts.
    Admin {
        /// What to do.
        #[command(subcommand)]
        command: AdminCommand,
    },
}

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Address to serve on; must be loopback, since the demo's passwords are printed.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Data folder, made if missing and used again at the next start.
    #[arg(long, default_value = "zhengtong-demo")]
    pub data: PathBuf,
    /// End after the story; exit 0 only if every step held.
    #[arg(long)]
    pub no_serve: bool,
    /// Begin anew: remove the data folder first.
    #[arg(long)]
    pub fresh: bool,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Configuration file (TOML).
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Data folder, instead of the configuration's.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Address to serve on, instead of the configuration's.
    #[arg(long)]
    pub listen: Option<SocketAddr>,
}

/// `inspect`.
#[derive(Debug, Args)]
pub struct InspectArgs {
    /// The table: CSV, TSV, JSON, NDJSON, XLSX, or one of the text forms in gzip.
    pub file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The table to load.
    pub file: PathBuf,
    /// Code of the catalogue entry to load into; an unknown code becomes a draft entry.
    #[arg(long)]
    pub resource: String,
    /// Configuration file (TOML).
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Data folder, instead of the configuration's.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Credit code of the agency that holds the table, where the resource is new.
    #[arg(long)]
    pub agency: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `ledger …`.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Walk the whole ledger and name the first bad byte, if there is one.
    Verify {
        /// Data folder.
        #[arg(long)]
        data: PathBuf,
    },
}

/// `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The evidence bundle.
    pub bundle: PathBuf,
    /// The ledger's public key line, got from the publisher by another road than the bundle.
    #[arg(long)]
    pub key: Option<String>,
}

/// `admin …`.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Make the first agency and its operator account on a new platform; asks for the
    /// password on standard input.
    Init(AdminInitArgs),
}

/// `admin init`.
#[derive(Debug, Args)]
pub struct AdminInitArgs {
    /// Configuration file (TOML).
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Data folder, instead of the configuration's.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Credit code (统一社会信用代码) of the data authority, 18 characters.
    #[arg(long)]
    pub agency_code: String,
    /// Its Chinese name.
    #[arg(long)]
    pub agency_name: String,
    /// Its division code, 6 digits.
    #[arg(long)]
    pub region: String,
    /// Sign-in name of the operator.
    #[arg(long)]
    pub login: String,
}
