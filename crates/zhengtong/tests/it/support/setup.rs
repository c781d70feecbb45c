//! An empty platform on each engine, with its first operator.

use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use zt_testkit::TestDb;

use super::client::Client;
use super::platform::{Platform, program};

/// The first operator's sign-in name and password.
pub const OPERATOR: (&str, &str) = ("operator", "correct-horse-battery-staple");

/// A platform's database and folder, set up but not running.
pub struct Site {
    database: TestDb,
}

impl Site {
    /// The folder with its keys, objects and ledger.
    pub fn folder(&self) -> std::path::PathBuf {
        self.database.folder().join("data")
    }

    /// The engine's name, for the messages of assertions.
    pub fn engine(&self) -> String {
        format!("{:?}", self.database.db.engine())
    }

    /// Starts a `serve` process on it; several may run at once on PostgreSQL.
    pub async fn serve(&self) -> Platform {
        Platform::serve(&self.folder(), Some(&self.database.url)).await
    }
}

/// A set-up site on SQLite and, where it is installed, on PostgreSQL.
pub async fn sites() -> Vec<Site> {
    let mut sites = Vec::new();
    for database in zt_testkit::databases().await {
        let site = Site { database };
        initialise(&site).await;
        sites.push(site);
    }
    sites
}

/// Makes the first agency and its operator with `admin init`.
async fn initialise(site: &Site) {
    let mut command = program();
    command
        .args(["admin", "init", "--agency-code", "11990100900000001U", "--agency-name"])
        .args(["示例市数据管理局", "--region", "990100", "--login", OPERATOR.0, "--data"])
        .arg(site.folder())
        .env("ZHENGTONG__DATABASE__URL", &site.database.url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = command.spawn().expect("the program starts");
    let mut stdin = process.stdin.take().expect("standard input is piped");
    let password = format!("{}\n", OPERATOR.1);
    stdin.write_all(password.as_bytes()).await.expect("it reads the password");
    drop(stdin);
    let output = process.wait_with_output().await.expect("it ends");
    assert!(
        output.status.success(),
        "admin init on {}: {}",
        site.engine(),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Somebody signed in.
pub async fn signed_in(platform: &Platform, (login, password): (&str, &str)) -> Client {
    let client = Client::anonymous(platform);
    let reply = sign_in(&client, login, password).await;
    assert_eq!(reply.status, 303, "{login} signs in: {}", reply.body);
    client
}

/// Posts the sign-in form.
pub async fn sign_in(client: &Client, login: &str, password: &str) -> super::client::Reply {
    client.submit("/sign-in", "/sign-in", &[("username", login), ("password", password)]).await
}
