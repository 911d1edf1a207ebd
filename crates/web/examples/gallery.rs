//! Shows the gallery at 127.0.0.1, by default on port 8090: `cargo run -p web --example gallery [port]`.

use access::Role;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::COOKIE;
use axum::middleware::{Next, from_fn};
use web::{assemble, asset_routes, gallery_routes};

#[path = "../tests/house/mod.rs"]
mod house;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8090);
    let banner = "演示系统，所有人员和单位均为虚构";
    let kit = house::kit("王芳", "朝阳区劲松街道社会保障服务中心", Role::FrontDeskClerk, banner);
    // To be seen without signing in; what other cookies say still holds.
    let sign_in = from_fn(async |mut request: Request, next: Next| {
        request.headers_mut().append(COOKIE, HeaderValue::from_static("leye_session=open"));
        next.run(request).await
    });
    let application = assemble(asset_routes().and(gallery_routes()), kit).layer(sign_in);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, application).await
}
