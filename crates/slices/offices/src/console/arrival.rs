//! Where a request comes from, for whoever is not signed in yet.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderValue;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::response::Response;
use desk::Desk;
use web::{LARGE_TEXT_COOKIE, SESSION_COOKIE, cookie, cookie_value, wants_large_text};

use crate::actions::sign_in::Caller;
use crate::model::session::device_of;

/// In seconds.
const A_YEAR: u32 = 365 * 24 * 3600;

/// Where a request comes from.
pub(super) struct Arrival {
    device: String,
    remote: String,
    /// The secret in its cookie.
    pub(super) secret: Option<String>,
    /// Whether it asked for large text.
    pub(super) large_text: bool,
}

impl Arrival {
    /// The same with the present instant.
    pub(super) fn caller(&self, desk: &Desk) -> Caller {
        Caller {
            device: self.device.clone(),
            remote: self.remote.clone(),
            secret: self.secret.clone(),
            now: desk.clock.now(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Arrival {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        let remote = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self {
            device: device_of(agent.unwrap_or_default()),
            remote: remote.map_or_else(String::new, |remote| written(remote.0.ip())),
            secret: cookie_value(&parts.headers, SESSION_COOKIE),
            large_text: wants_large_text(&parts.headers),
        })
    }
}

/// Writes an address; of IPv6 only the first half, which is what one connection is given.
fn written(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [first, second, third, fourth, ..] = address.segments();
            Ipv6Addr::new(first, second, third, fourth, 0, 0, 0, 0).to_string()
        }
    }
}

/// Gives the browser the secret of its session; none ends it.
pub(super) fn set_session(desk: &Desk, response: &mut Response, secret: Option<&str>) {
    let seconds = if secret.is_some() { None } else { Some(0) };
    let cookie = cookie(&desk.kit, SESSION_COOKIE, secret.unwrap_or_default(), seconds);
    if let Ok(header) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, header);
    }
}

/// Turns large text on or off in an answer, for as long as a browser keeps it.
pub(super) fn toggle_large_text(desk: &Desk, response: &mut Response, is_large: bool) {
    let (value, seconds) = if is_large { ("", 0) } else { ("1", A_YEAR) };
    let cookie = cookie(&desk.kit, LARGE_TEXT_COOKIE, value, Some(seconds));
    if let Ok(header) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, header);
    }
}

/// Takes an address within this site; anything that could lead elsewhere leads home.
pub(super) fn local_path(wanted: Option<&str>) -> &str {
    let is_local = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    wanted.filter(is_local).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_to_another_site() {
        for path in ["/", "/people?q=1", "/offices/new#top"] {
            assert_eq!(local_path(Some(path)), path);
        }
        for path in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x=1",
            "/\t/evil.example",
            "",
        ] {
            assert_eq!(local_path(Some(path)), "/", "{path:?}");
        }
        assert_eq!(local_path(None), "/");
    }

    #[test]
    fn an_address_is_what_one_connection_is_given() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ] {
            assert_eq!(written(address.parse().expect("an address")), expected);
        }
    }
}
