//! A private PostgreSQL cluster, gone with the process that started it.
//!
//! The server runs under a small shell that waits on a pipe from this process.
//! However this process ends, the pipe closes; the shell then stops the server
//! and removes its folder. Nothing depends on destructors running.

use std::{
    fs::{self, File, Permissions},
    io,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// How long the server may take to accept connections. A cold start takes well
/// under a second; a laden machine ten times that.
const START_POLLS: u32 = 600;
const START_POLL: Duration = Duration::from_millis(50);

/// Runs the server given as arguments until stdin closes, then removes `$FOLDER`.
const KEEPER: &str = r#""$@" & server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
rm -rf "$FOLDER""#;

/// Why there is no cluster.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// PostgreSQL is not installed.
    #[error(
        "PostgreSQL was not found under /usr/lib/postgresql/*/bin or in PATH; \
         install it, for example with `apt-get install postgresql`"
    )]
    Missing,
    /// PostgreSQL refuses to run as root, and there is nobody else to run it as.
    #[error("running as root, and there is no user `postgres` or `nobody` to run PostgreSQL as")]
    NoUser,
    /// `initdb` failed.
    #[error("initdb failed: {0}")]
    Initdb(String),
    /// The server did not come up.
    #[error("PostgreSQL did not start: {0}")]
    Start(String),
    /// A file or process could not be made.
    #[error("PostgreSQL could not be set up")]
    Io(#[from] io::Error),
}

/// A running cluster. Dropping it stops the server and removes its files.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    keeper: Child,
    pipe: Option<ChildStdin>,
}

impl Cluster {
    /// Starts a cluster that does not wait for the disk: a test's data need not
    /// outlive it.
    pub fn start() -> Result<Self, ClusterError> {
        let bin = binaries().ok_or(ClusterError::Missing)?;
        let folder = make_folder()?;
        match Self::start_in(&bin, &folder) {
            Ok(cluster) => Ok(cluster),
            Err(error) => {
                fs::remove_dir_all(&folder)?;
                Err(error)
            }
        }
    }

    fn start_in(bin: &Path, folder: &Path) -> Result<Self, ClusterError> {
        // Others connect through the socket in this folder.
        fs::set_permissions(folder, Permissions::from_mode(0o755))?;
        let owner = fs::metadata(folder)?;
        let user = if owner.uid() == 0 { Some(other_user()?) } else { None };
        if let Some((uid, gid)) = user {
            chown(folder, Some(uid), Some(gid))?;
        }
        let data = folder.join("data");
        let as_user = |program: &Path| {
            let mut command = Command::new(program);
            command.current_dir(folder).env_clear().env("PATH", "/usr/bin:/bin");
            if let Some((uid, gid)) = user {
                command.uid(uid).gid(gid);
            }
            command
        };

        let initdb = as_user(&bin.join("initdb"))
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"])
            .args(["--no-sync", "--no-instructions", "--pgdata"])
            .arg(&data)
            .output()?;
        if !initdb.status.success() {
            return Err(ClusterError::Initdb(String::from_utf8_lossy(&initdb.stderr).into_owned()));
        }

        let log = File::create(folder.join("server.log"))?;
        let mut keeper = as_user(Path::new("/bin/sh"))
            .env("FOLDER", folder)
            .args(["-c", KEEPER, "keeper"])
            .arg(bin.join("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder)
            .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off"])
            .args(["-c", "synchronous_commit=off", "-c", "max_connections=400"])
            .args(["-c", "shared_buffers=64MB", "-c", "autovacuum=off"])
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log)
            .process_group(0)
            .spawn()?;
        let pipe = keeper.stdin.take();
        let cluster = Self { folder: folder.to_owned(), keeper, pipe };
        cluster.wait_until_ready(&data)?;
        Ok(cluster)
    }

    /// The server writes `ready` on the last line of its pid file, which is
    /// what `pg_ctl --wait` looks for too.
    fn wait_until_ready(&self, data: &Path) -> Result<(), ClusterError> {
        let pid_file = data.join("postmaster.pid");
        for _ in 0..START_POLLS {
            let text = fs::read_to_string(&pid_file).unwrap_or_default();
            if text.lines().nth(7).is_some_and(|status| status.trim() == "ready") {
                return Ok(());
            }
            sleep(START_POLL);
        }
        let log = fs::read_to_string(self.folder.join("server.log")).unwrap_or_default();
        Err(ClusterError::Start(log))
    }

    /// The address of a database of this cluster. `postgres` always exists.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.pipe.take());
        // The keeper cleans up in any case; waiting only makes it sure that it has.
        let _ = self.keeper.wait();
    }
}

/// A folder in the temporary folder, or in `/tmp` where that path is too long
/// for a socket (107 bytes on Linux).
fn make_folder() -> io::Result<PathBuf> {
    let temp = std::env::temp_dir();
    let parent = if temp.as_os_str().len() > 60 { Path::new("/tmp") } else { &temp };
    Ok(tempfile::Builder::new().prefix("zt-postgres-").tempdir_in(parent)?.keep())
}

/// The folder of the newest installed server's programs.
fn binaries() -> Option<PathBuf> {
    let version =
        |folder: &Path| -> Option<u32> { folder.parent()?.file_name()?.to_str()?.parse().ok() };
    let packaged = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let newest = packaged
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .max_by_key(|bin| version(bin));
    newest.or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .find(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
    })
}

/// The user and group to run the server as when we are root.
fn other_user() -> Result<(u32, u32), ClusterError> {
    let number = |flag: &str, user: &str| -> Option<u32> {
        let output = Command::new("id").args([flag, user]).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    };
    ["postgres", "nobody"]
        .into_iter()
        .find_map(|user| Some((number("-u", user)?, number("-g", user)?)))
        .ok_or(ClusterError::NoUser)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_a_cluster_once_its_process_lets_go() {
        let cluster = match Cluster::start() {
            Ok(cluster) => cluster,
            Err(ClusterError::Missing) => return,
            Err(error) => panic!("{error}"),
        };
        let folder = cluster.folder.clone();
        let pid_file = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
        let server = Path::new("/proc").join(pid_file.lines().next().unwrap());
        assert!(server.exists());
        // The end of the process, panic or not, closes the pipe the same way.
        drop(cluster);
        assert!(!server.exists());
        assert!(!folder.exists());
    }
}
