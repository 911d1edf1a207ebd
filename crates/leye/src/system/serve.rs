//! Serving: from the first request to the last answer.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use desk::Desk;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{jobs, routes};
use crate::failure::Failure;

/// How long answers under way may take once the system is to end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// Opens the port.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => "已有程序在使用这个端口",
            std::io::ErrorKind::PermissionDenied => "没有权限使用这个端口",
            std::io::ErrorKind::AddrNotAvailable => "本机没有这个地址",
            _ => "不能监听",
        };
        Failure::Refusal(format!(
            "{address}：{why}；请用 --listen 换一个，例如 --listen 127.0.0.1:8081"
        ))
    })
}

/// Gives the whole application.
pub(crate) fn application(desk: Desk) -> Router {
    web::assemble(routes(), desk)
}

/// Serves until the process is asked to end, and then lets what is under way come to its end.
pub(crate) async fn serve(
    desk: Desk,
    listener: TcpListener,
    proxy: Option<IpAddr>,
) -> Result<(), Failure> {
    let recurring = tokio::spawn(jobs::run(desk.clone()));
    let application = application(desk).layer(from_fn_with_state(proxy, find_client));
    let application = application.into_make_service_with_connect_info::<SocketAddr>();
    let asked = asked_to_end()?;
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let serving = axum::serve(listener, application).with_graceful_shutdown(async move {
        asked.await;
        let _ = tell.send(());
    });
    let overdue = async {
        let _ = told.await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        end = serving.into_future() => end?,
        () = overdue => {}
    }
    recurring.abort();
    Ok(())
}

/// Puts the client's own address in the place of the proxy's, as the proxy tells it. Whoever else sends such a
/// header is not believed.
async fn find_client(
    State(proxy): State<Option<IpAddr>>,
    mut request: Request,
    next: Next,
) -> Response {
    let sender = request.extensions().get::<ConnectInfo<SocketAddr>>().copied();
    if let (Some(ConnectInfo(sender)), Some(proxy)) = (sender, proxy)
        && sender.ip() == proxy
        && let Some(client) = client_of(request.headers())
    {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, sender.port())));
    }
    next.run(request).await
}

/// Gives the last address that was added: the one that the proxy itself saw.
fn client_of(headers: &HeaderMap) -> Option<IpAddr> {
    let told = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    told.rsplit(',').next()?.trim().parse().ok()
}

/// Waits for Ctrl-C or for the word of whoever supervises the process.
fn asked_to_end() -> Result<impl Future<Output = ()>, Failure> {
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_that_the_proxy_saw_counts_and_not_what_a_client_claims() {
        let mut headers = HeaderMap::new();
        assert_eq!(client_of(&headers), None);
        headers.append("x-forwarded-for", "10.0.0.9".parse().expect("a value"));
        headers.append("x-forwarded-for", "10.0.0.9, 203.0.113.7".parse().expect("a value"));
        assert_eq!(client_of(&headers), Some("203.0.113.7".parse().expect("an address")));
    }
}
