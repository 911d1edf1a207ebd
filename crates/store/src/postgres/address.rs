//! Where a PostgreSQL server is, and how the way there is kept private.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls};

use super::tls::Tls;
use crate::error::StoreError;

/// What names the authority that signed the server's certificate, as `libpq` calls it.
const ROOT: &str = "sslrootcert";

/// What every connection of ours says first. No transaction of ours waits for anything but the server, so one that
/// stands idle belongs to a program that is gone, and holds its rows from everybody: the server ends it. Whoever
/// waits for a row longer than that is told so.
const SESSION: &str =
    "SET TIME ZONE 'UTC'; SET synchronous_commit TO on; SET standard_conforming_strings TO on;
    SET idle_in_transaction_session_timeout TO '60s'; SET lock_timeout TO '30s'";
/// How long the server may take to answer a knock, and to take what was sent.
const PATIENCE: Duration = Duration::from_secs(10);
/// After how long a silent connection is asked whether the server is still there.
const SILENCE: Duration = Duration::from_secs(30);

/// An address that can be connected to.
pub(super) struct Address {
    config: Config,
    tls: Option<Tls>,
}

/// Why an address is not connected to.
#[derive(Debug)]
enum AddressRefusal {
    /// The file with the authority's certificate holds none that can be read.
    Root(String, String),
    /// The way leads over a network, and nothing says how it is kept private.
    Open(String),
    /// It asks for TLS without naming whom to believe.
    NoRoot,
    /// It says both: private by this authority, and not private.
    Both,
}

impl fmt::Display for AddressRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(path, why) => {
                write!(out, "{ROOT}={path} 中读不出证书（PEM 格式）：{why}")
            }
            Self::Open(host) => write!(
                out,
                "到 {host} 的连接要经过网络而没有加密：请在地址后加 ?{ROOT}=签发服务器证书的机构证书.pem；\
                 网络确已专用、可以不加密的，写明 ?sslmode=disable"
            ),
            Self::NoRoot => write!(
                out,
                "地址中写了 sslmode=require，还要写明 {ROOT}=签发服务器证书的机构证书.pem，否则不知道该信任谁"
            ),
            Self::Both => {
                write!(out, "地址中 sslmode=disable 与 {ROOT} 相互矛盾，请去掉一个")
            }
        }
    }
}

impl std::error::Error for AddressRefusal {}

impl Address {
    /// Reads `postgres://…`. With `sslrootcert=FILE` the server must show a certificate for its name that an
    /// authority of that file signed. Over a network one of that and `sslmode=disable` must be said: nobody
    /// sends people's records in the clear by having forgotten something.
    pub(super) fn read(text: &str) -> Result<Self, StoreError> {
        let (rest, root) = without_root(text);
        let unreachable = |place: String, source: Box<dyn std::error::Error + Send + Sync>| {
            StoreError::Unreachable { place, source }
        };
        let mut config = Config::from_str(&rest)
            .map_err(|source| unreachable("postgres://…".to_owned(), Box::new(source)))?;
        let place = place(&config);
        let refused = |refusal: AddressRefusal| unreachable(place.clone(), Box::new(refusal));
        let tls = match root {
            Some(_) if config.get_ssl_mode() == SslMode::Disable => {
                return Err(refused(AddressRefusal::Both));
            }
            Some(path) => {
                config.ssl_mode(SslMode::Require);
                Some(connector(&path).map_err(|why| refused(AddressRefusal::Root(path, why)))?)
            }
            None if config.get_ssl_mode() == SslMode::Disable => None,
            None if config.get_ssl_mode() == SslMode::Require => {
                return Err(refused(AddressRefusal::NoRoot));
            }
            None => {
                let by_number = config.get_hostaddrs().iter().find(|at| !at.is_loopback());
                let by_name = config.get_hosts().iter().find_map(far);
                if let Some(host) = by_number.map(ToString::to_string).or(by_name) {
                    return Err(refused(AddressRefusal::Open(host)));
                }
                config.ssl_mode(SslMode::Disable);
                None
            }
        };
        // Whatever the address says itself goes before.
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        config.keepalives_idle(SILENCE);
        Ok(Self { config, tls })
    }

    /// Connects, and keeps the connection's own task beside whatever else runs on this thread.
    pub(super) async fn connect(&self) -> Result<Client, StoreError> {
        let unreachable = |source| StoreError::Unreachable {
            place: place(&self.config),
            source: Box::new(source),
        };
        // How a connection ended is seen by whoever uses the client next.
        let client = if let Some(tls) = &self.tls {
            let (client, connection) =
                self.config.connect(tls.clone()).await.map_err(unreachable)?;
            tokio::task::spawn_local(async move { drop(connection.await) });
            client
        } else {
            let (client, connection) = self.config.connect(NoTls).await.map_err(unreachable)?;
            tokio::task::spawn_local(async move { drop(connection.await) });
            client
        };
        client.batch_execute(SESSION).await.map_err(unreachable)?;
        Ok(client)
    }
}

/// The place without a password.
fn place(config: &Config) -> String {
    let hosts: Vec<String> = config.get_hosts().iter().map(|host| format!("{host:?}")).collect();
    format!("postgres {} {}", hosts.join(","), config.get_dbname().unwrap_or(""))
}

/// Gives a host that is not this machine.
fn far(host: &Host) -> Option<String> {
    match host {
        Host::Tcp(name) => {
            let is_near = name == "localhost"
                || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
            (!is_near).then(|| name.clone())
        }
        Host::Unix(_) => None,
    }
}

/// Takes `sslrootcert=…` out of what follows the question mark; the driver does not know it.
fn without_root(text: &str) -> (String, Option<String>) {
    let Some((before, query)) = text.split_once('?') else { return (text.to_owned(), None) };
    let (mut others, mut root) = (Vec::new(), None);
    for pair in query.split('&') {
        match pair.strip_prefix(ROOT).and_then(|rest| rest.strip_prefix('=')) {
            Some(path) => root = Some(path.replace("%2F", "/").replace("%2f", "/")),
            None => others.push(pair),
        }
    }
    let others = others.join("&");
    let mark = if others.is_empty() { "" } else { "?" };
    (format!("{before}{mark}{others}"), root)
}

fn connector(path: &str) -> Result<Tls, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())? {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() {
        return Err("文件中没有证书".to_owned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Tls(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        match Address::read(text) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn nothing_goes_over_a_network_in_the_clear_unless_it_is_said() {
        assert_eq!(refusal("postgres://leye@%2Frun%2Fpostgresql/leye"), "");
        assert_eq!(refusal("postgres://leye@localhost/leye"), "");
        assert_eq!(refusal("postgres://leye@127.0.0.1/leye"), "");
        assert_eq!(refusal("postgres://leye@db.example/leye?sslmode=disable"), "");
        assert_eq!(refusal("postgres://leye@localhost/leye?hostaddr=127.0.0.1"), "");
        assert!(refusal("postgres://leye@localhost/leye?hostaddr=10.0.0.5").contains("10.0.0.5"));
        assert!(refusal("postgres://leye@localhost/leye?sslmode=require").contains("信任谁"));
        for open in [
            "postgres://leye:secret@db.example/leye",
            "postgres://leye@10.1.2.3/leye?sslmode=prefer",
        ] {
            let words = refusal(open);
            assert!(words.contains("sslrootcert") && words.contains("没有加密"), "{words}");
            assert!(!words.contains("secret"), "{words}");
        }
    }

    #[test]
    fn an_authority_that_cannot_be_read_is_named() {
        let words = refusal("postgres://leye@db.example/leye?sslrootcert=/nowhere/ca.pem");
        assert!(words.contains("/nowhere/ca.pem"), "{words}");
        let words =
            refusal("postgres://leye@db.example/leye?sslmode=disable&sslrootcert=/nowhere/ca.pem");
        assert!(words.contains("相互矛盾"), "{words}");
    }
}
