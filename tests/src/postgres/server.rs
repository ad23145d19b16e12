//! One running server in a folder of its own, reached by a unix socket only.

use super::account::Account;
use super::{APP, Database, OWNER, SUPERUSER, installation, start};
use postgres::{Client, Config, NoTls};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// A running PostgreSQL server; dropping it stops it and removes its folder.
pub struct Server {
    major: u32,
    binaries: PathBuf,
    folder: PathBuf,
    watch: Child,
    databases: AtomicU32,
}

/// The notices of a connection, in order.
pub type Told = Arc<Mutex<Vec<String>>>;

/// The server of `major` that all tests of this binary share.
#[track_caller]
pub fn server(major: u32) -> &'static Server {
    static RUNNING: Mutex<BTreeMap<u32, &'static OnceLock<Server>>> = Mutex::new(BTreeMap::new());
    let mut running = RUNNING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let slot = *running.entry(major).or_insert_with(|| Box::leak(Box::default()));
    drop(running);
    slot.get_or_init(|| Server::start(major))
}

/// The shared server of the oldest major, for tests that do not depend on one.
#[track_caller]
pub fn any() -> &'static Server {
    server(installation::majors()[0])
}

impl Server {
    /// Starts a server of its own; most tests want the shared [`server`].
    #[track_caller]
    pub fn start(major: u32) -> Server {
        let account = Account::unprivileged();
        let folder = tempfile::Builder::new().prefix("driftless-pg-").tempdir();
        let folder = folder.expect("a folder can be made");
        let binaries = start::reachable(installation::binaries(major), &account, folder.path());
        account.give(folder.path());
        start::initialise(&account, &binaries, folder.path());
        let watch = start::watched(&account, &binaries, folder.path());
        // From here on the watch removes it.
        let (folder, databases) = (folder.keep(), AtomicU32::new(0));
        let server = Server {
            major,
            binaries,
            folder,
            watch,
            databases,
        };
        server.wait_until_ready();
        server.create_roles();
        server
    }

    /// The major version.
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The folder that holds the data, the socket and the log while the server runs.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The server's process id.
    pub fn process(&self) -> u32 {
        let text = std::fs::read_to_string(self.folder.join("pid")).expect("a running server has a pid file");
        text.trim().parse().expect("the pid file holds a number")
    }

    /// A fresh database owned by [`OWNER`], whose name begins with `name`.
    pub fn database(&self, name: &str) -> Database<'_> {
        self.database_with(name, "")
    }

    /// The same, which knows all letters: others fold the case of ASCII alone.
    pub fn database_of_letters(&self, name: &str) -> Database<'_> {
        self.database_with(name, "TEMPLATE template0 LC_CTYPE 'C.UTF-8'")
    }

    fn database_with(&self, name: &str, settings: &str) -> Database<'_> {
        let name = format!("{name}_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let sql = format!("CREATE DATABASE {} OWNER {OWNER} {settings}", quoted(&name));
        self.connect(SUPERUSER, "postgres")
            .batch_execute(&sql)
            .expect("a fresh database can be made");
        Database::new(self, name)
    }

    /// Makes sure that `role` exists: it may log in, and nothing else.
    pub fn role(&self, role: &str) {
        let mut client = self.connect(SUPERUSER, "postgres");
        let known = client
            .query("SELECT 1 FROM pg_roles WHERE rolname = $1", &[&role])
            .expect("roles can be listed");
        if known.is_empty() {
            client
                .batch_execute(&format!("CREATE ROLE {} LOGIN", quoted(role)))
                .expect("a role can be made");
        }
    }

    /// A connection of `role` to `database`.
    #[track_caller]
    pub(super) fn connect(&self, role: &str, database: &str) -> Client {
        match self.try_connect(role, database) {
            Ok(client) => client,
            Err(error) => panic!("`{role}` cannot connect to `{database}`: {error}\n{}", self.log()),
        }
    }

    /// A connection of `role` to `database`, and what the server tells it beside results.
    #[track_caller]
    pub(super) fn listen(&self, role: &str, database: &str) -> (Client, Told) {
        let told = Told::default();
        let heard = Arc::clone(&told);
        let client = self
            .config(role, database)
            .notice_callback(move |notice| {
                let mut heard = heard.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                heard.push(notice.message().to_owned());
            })
            .connect(NoTls);
        (client.expect("a running server takes connections"), told)
    }

    /// The path of one of the server's own programs, `psql` say.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.binaries.join(name)
    }

    fn try_connect(&self, role: &str, database: &str) -> Result<Client, postgres::Error> {
        self.config(role, database).connect(NoTls)
    }

    fn config(&self, role: &str, database: &str) -> Config {
        let mut config = Config::new();
        config.host_path(&self.folder).user(role).dbname(database);
        config
    }

    fn wait_until_ready(&self) {
        let start = Instant::now();
        while let Err(error) = self.try_connect(SUPERUSER, "postgres") {
            let waited = start.elapsed();
            assert!(
                waited < Duration::from_secs(60),
                "PostgreSQL {} is not up: {error}\n{}",
                self.major,
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn create_roles(&self) {
        self.role(OWNER);
        self.role(APP);
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        let _ = self.watch.wait();
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
