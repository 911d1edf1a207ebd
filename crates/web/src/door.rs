//! The door: who a request comes from.

use std::future::Future;
use std::pin::Pin;

use access::Actor;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::middleware::Next;
use axum::response::Response;
use store::StoreError;

use crate::kit::Kit;
use crate::place::{InPlaceOf, no_place};
use crate::problem::Problem;

/// The name of the cookie that holds a session.
pub const SESSION_COOKIE: &str = "leye_session";

/// Knows who a session belongs to.
pub trait Doorkeeper: Send + Sync {
    /// Gives whoever a session's secret belongs to, if it is still good, and notes that it was used.
    fn admit<'a>(
        &'a self,
        secret: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>>;
}

/// Finds out who a request comes from, and in whose place, and lets the handler know.
pub(crate) async fn recognise(
    State(kit): State<Kit>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if let Some(secret) = cookie_value(request.headers(), SESSION_COOKIE)
        && let Some(actor) = kit.doorkeeper.admit(&secret).await?
    {
        let actor = match request.extensions().get::<InPlaceOf>() {
            None => actor,
            Some(InPlaceOf(absent)) => match actor.in_place_of(*absent) {
                Some(actor) => actor,
                None => return Ok(no_place()),
            },
        };
        request.extensions_mut().insert(actor);
    }
    Ok(next.run(request).await)
}

/// Gives the value of a cookie.
#[must_use]
pub fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| {
            let (known, value) = pair.trim().split_once('=')?;
            (known == name).then(|| value.to_owned())
        })
}

/// Writes a cookie for this site alone. Without `seconds` it ends with the browser; with 0 it is removed.
#[must_use]
pub fn cookie(kit: &Kit, name: &str, value: &str, seconds: Option<u32>) -> String {
    let lasting = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    let secure = if kit.secure_cookies { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{lasting}{secure}")
}
