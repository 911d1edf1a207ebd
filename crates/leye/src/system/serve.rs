//! Serving: from the first request to the last answer.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
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
pub(crate) async fn serve(desk: Desk, listener: TcpListener) -> Result<(), Failure> {
    let recurring = tokio::spawn(jobs::run(desk.clone()));
    let application = application(desk).into_make_service_with_connect_info::<SocketAddr>();
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
