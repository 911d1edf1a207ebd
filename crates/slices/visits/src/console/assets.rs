//! The page that works without a network, and what it is made of. None of it holds anything personal, so that it
//! can be kept on a device and be opened by whoever holds that.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use web::Routes;

/// A part of the page: its address, its type, its content.
struct Asset {
    path: &'static str,
    media_type: &'static str,
    content: &'static [u8],
}

const fn script(path: &'static str, content: &'static [u8]) -> Asset {
    Asset { path, media_type: "text/javascript; charset=utf-8", content }
}

const fn image(path: &'static str, media_type: &'static str, content: &'static [u8]) -> Asset {
    Asset { path, media_type, content }
}

/// Everything that the device keeps, the page itself first.
static SHELL: [Asset; 14] = [
    Asset {
        path: "/visits/app",
        media_type: "text/html; charset=utf-8",
        content: include_bytes!("../../assets/app.html"),
    },
    Asset {
        path: "/visits/app.css",
        media_type: "text/css; charset=utf-8",
        content: include_bytes!("../../assets/app.css"),
    },
    script("/visits/app.js", include_bytes!("../../assets/app.js")),
    script("/visits/exchange.js", include_bytes!("../../assets/exchange.js")),
    script("/visits/form.js", include_bytes!("../../assets/form.js")),
    script("/visits/list.js", include_bytes!("../../assets/list.js")),
    script("/visits/locked.js", include_bytes!("../../assets/locked.js")),
    script("/visits/page.js", include_bytes!("../../assets/page.js")),
    script("/visits/sender.js", include_bytes!("../../assets/sender.js")),
    script("/visits/shelf.js", include_bytes!("../../assets/shelf.js")),
    script("/visits/vault.js", include_bytes!("../../assets/vault.js")),
    image("/visits/icon.svg", "image/svg+xml", include_bytes!("../../assets/icon.svg")),
    image("/visits/icon-192.png", "image/png", include_bytes!("../../assets/icon-192.png")),
    image("/visits/icon-512.png", "image/png", include_bytes!("../../assets/icon-512.png")),
];

/// What makes it installable.
static MANIFEST: Asset = Asset {
    path: "/visits/manifest.webmanifest",
    media_type: "application/manifest+json",
    content: include_bytes!("../../assets/manifest.webmanifest"),
};

/// The script that answers in the network's place. Its text names the content of everything else, so that the
/// browser notices when any of it changed.
static WORKER: LazyLock<String> = LazyLock::new(|| {
    let paths: Vec<&str> = SHELL.iter().map(|asset| asset.path).collect();
    include_str!("../../assets/worker.js")
        .replace("{{version}}", &version())
        .replace("{{shell}}", &serde_json::json!(paths).to_string())
});

/// The header that says how far a worker may reach.
const ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");
/// Where the worker answers: for the way in, whose address ends without a slash, and for everything beneath it.
const SCOPE: &str = "/visits";

/// The routes of the page and its parts. Nobody need be signed in: a session ends while the network is away.
pub(super) fn routes() -> Routes<Desk> {
    let mut routes = Routes::new().open_get("/visits/worker.js", async || {
        let mut worker =
            serve("text/javascript; charset=utf-8", Bytes::from_static(WORKER.as_bytes()));
        // Beneath its own folder a script answers unasked; for the address of the folder itself it must be allowed to.
        worker.headers_mut().insert(ALLOWED, HeaderValue::from_static(SCOPE));
        worker
    });
    for asset in SHELL.iter().chain([&MANIFEST]) {
        routes = routes.open_get(asset.path, async move || {
            serve(asset.media_type, Bytes::from_static(asset.content))
        });
    }
    routes
}

/// Gives a part. The browser asks each time whether it is still the same; the device's own copy does without.
fn serve(media_type: &'static str, content: Bytes) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    (headers, content).into_response()
}

/// A digest of everything that the device keeps.
fn version() -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in SHELL.iter().flat_map(|asset| asset.content) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
