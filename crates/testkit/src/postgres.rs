//! A PostgreSQL server that is thrown away with the process that started it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::scratch;

/// Where Debian puts the programs of a server, a folder for each version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Gives the folder with the programs of the newest server that is installed.
#[must_use]
pub fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(VERSIONS).ok()?.filter_map(Result::ok);
    let folders = versions.map(|version| version.path().join("bin"));
    folders.filter(|folder| folder.join("postgres").exists()).max()
}

fn programs_or_fail() -> PathBuf {
    programs().unwrap_or_else(|| {
        panic!("PostgreSQL is missing from {VERSIONS}; `./test` installs it (Debian package postgresql)")
    })
}

/// A running server, reached by a socket in its own folder.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    durable: bool,
    /// The port on this machine's own network that it answers on, with TLS and not without.
    port: Option<u16>,
    databases: AtomicU32,
}

/// Names the folder of the socket of a server that all tests share; without it, each process starts its own.
const SHARED: &str = "LEYE_TEST_POSTGRES";

/// The server of this process, started by the first who asks, or the one that all processes share.
///
/// # Panics
///
/// When PostgreSQL is not installed or cannot be started: a test that needs it must fail, not pass.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var_os(SHARED) {
        Some(folder) => {
            let databases = AtomicU32::new(0);
            Server { folder: PathBuf::from(folder), durable: false, port: None, databases }
        }
        None => Server::start(false),
    })
}

impl Server {
    /// Starts a server; `durable` makes it sync to disk, as benches need and tests do not.
    ///
    /// # Panics
    ///
    /// When PostgreSQL is not installed or cannot be started.
    #[must_use]
    pub fn start(durable: bool) -> Self {
        let server = Self::lay_out(durable);
        server.start_again();
        server
    }

    /// Starts a server that is reached by its network port with TLS only, showing this certificate (PEM) with
    /// this key (PEM).
    ///
    /// # Panics
    ///
    /// When PostgreSQL is not installed or cannot be started.
    #[must_use]
    pub fn start_with_tls(certificate: &str, key: &str) -> Self {
        let mut server = Self::lay_out(false);
        let data = server.folder.join("data");
        let write = |name: &str, text: &str| {
            let path = data.join(name);
            std::fs::write(&path, text).expect("a file");
            run(Command::new("chmod").arg("600").arg(&path));
            if is_root() {
                run(Command::new("chown").arg("postgres").arg(&path));
            }
        };
        write("server.crt", certificate);
        write("server.key", key);
        write(
            "pg_hba.conf",
            "local all all trust\nhostssl all all localhost trust\nhostnossl all all all reject\n",
        );
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        server.port = Some(free.local_addr().expect("its address").port());
        drop(free);
        server.start_again();
        server
    }

    /// Lays out the files of a server, and sees to it that they vanish.
    fn lay_out(durable: bool) -> Self {
        let programs = programs_or_fail();
        let programs = programs.display();
        // A server that syncs is there to be measured or stopped, with a disk beneath it.
        let folder = if durable { tempfile::tempdir() } else { Ok(scratch::folder()) };
        let folder = folder.expect("a folder for temporary files").keep();
        let as_root = is_root();
        if as_root {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let data = folder.join("data");
        let initdb = format!(
            "{programs}/initdb -D {} -A trust -U postgres --no-sync -E UTF8 --locale=C",
            data.display()
        );
        run(shell(as_root, &initdb).stdout(Stdio::null()));
        // The shell holds the read end of our pipe: when this process ends, however it ends, `cat` ends,
        // and whichever server then runs in the folder goes with it.
        let watch = format!(
            "cat >/dev/null; {programs}/pg_ctl stop -D {} -m fast >/dev/null; rm -rf {}",
            data.display(),
            folder.display()
        );
        let child = shell(as_root, &watch)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        // Kept open on purpose for as long as the process lives.
        std::mem::forget(child);
        Self { folder, durable, port: None, databases: AtomicU32::new(0) }
    }

    /// Starts the server that was stopped, and waits until it answers.
    ///
    /// # Panics
    ///
    /// When it does not.
    pub fn start_again(&self) {
        let folder = self.folder.display();
        let fsync = if self.durable { "on" } else { "off" };
        let network = match self.port {
            Some(port) => format!("-c listen_addresses=localhost -c port={port} -c ssl=on"),
            None => "-c listen_addresses=".to_owned(),
        };
        let start = format!(
            "{}/pg_ctl start -w -t 60 -D {folder}/data -l {folder}/log -o '-k {folder} {network} \
             -c fsync={fsync} -c max_connections=400 -c shared_buffers=256MB' </dev/null >/dev/null 2>&1",
            programs_or_fail().display()
        );
        let started = shell(is_root(), &start).status().expect("a shell").success();
        let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(started, "PostgreSQL did not start: {}", log());
    }

    /// Stops the server as a failure would: no connection ends well and nothing is written out, so
    /// that the next start has to recover from the log.
    ///
    /// # Panics
    ///
    /// When it does not stop.
    pub fn stop_at_once(&self) {
        let stop = format!(
            "{}/pg_ctl stop -w -t 60 -m immediate -D {}/data",
            programs_or_fail().display(),
            self.folder.display()
        );
        run(&mut shell(is_root(), &stop));
    }

    /// Kills the process behind one connection to a database; the server then ends every other
    /// connection and recovers.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn kill_one(&self, database: &str) {
        let first = format!(
            "SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND backend_type = 'client backend' LIMIT 1"
        );
        let number = self.sql("postgres", &first).expect("the server answers");
        run(&mut shell(is_root(), &format!("kill -9 {}", number.trim())));
    }

    /// Makes an empty database and gives its address.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    pub fn new_database(&self) -> String {
        // Other processes may share the server.
        let number = self.databases.fetch_add(1, Ordering::SeqCst);
        let name = format!("leye_{}_{number}", std::process::id());
        self.sql("postgres", &format!("CREATE DATABASE {name}")).expect("a new database");
        format!(
            "postgres://postgres@{}/{name}",
            self.folder.display().to_string().replace('/', "%2F")
        )
    }

    /// Drops a database, whoever is still connected, and waits for nothing: the next test need not either.
    pub(crate) fn drop_database(&'static self, address: &str) {
        let Some((_, name)) = address.rsplit_once('/') else { return };
        let text = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        // What is left of a server of our own vanishes with it.
        drop(std::thread::spawn(move || self.sql("postgres", &text)));
    }

    /// The address of a new empty database by the network port, with what follows the question mark.
    ///
    /// # Panics
    ///
    /// When the server has no such port, or refuses.
    pub fn new_database_by_port(&self, query: &str) -> String {
        let address = self.new_database();
        let name = address.rsplit_once('/').expect("a name").1;
        let port = self.port.expect("a server with a port");
        format!("postgres://postgres@localhost:{port}/{name}?{query}")
    }

    /// Runs SQL text by `psql`, outside the store: for whoever plays the intruder or looks at the catalogue.
    /// Gives the unaligned output.
    pub fn sql(&self, database: &str, text: &str) -> Result<String, String> {
        let output = Command::new(programs_or_fail().join("psql"))
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                "postgres",
                "-d",
                database,
            ])
            .arg("-h")
            .arg(&self.folder)
            .args(["-p", &self.port.unwrap_or(5432).to_string()])
            .args(["-c", text])
            .output()
            .map_err(|error| error.to_string())?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }

    /// The folder of the socket.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("the program id");
    output.stdout.starts_with(b"0\n")
}

/// A shell that runs as somebody the server consents to run as.
fn shell(as_root: bool, script: &str) -> Command {
    let mut command = if as_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh", "-c", script]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    };
    command.current_dir("/");
    command
}

fn run(command: &mut Command) {
    let output = command.output().expect("a program of the system");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
