//! Styles, script and icon, part of the program.

use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::route::Routes;

/// An asset: its path without the version, its type, its content.
struct Asset {
    path: &'static str,
    media_type: &'static str,
    content: &'static str,
}

const STYLE: Asset = Asset {
    path: "/assets/leye.css",
    media_type: "text/css; charset=utf-8",
    // One file for the browser; later rules win over earlier ones of the same weight.
    content: concat!(
        include_str!("../assets/style/values.css"),
        include_str!("../assets/style/shell.css"),
        include_str!("../assets/style/parts.css"),
        include_str!("../assets/style/forms.css"),
        include_str!("../assets/style/signature.css"),
        include_str!("../assets/style/media.css"),
        include_str!("../assets/style/long.css"),
    ),
};
const SCRIPT: Asset = Asset {
    path: "/assets/leye.js",
    media_type: "text/javascript; charset=utf-8",
    content: concat!(include_str!("../assets/leye.js"), include_str!("../assets/signature.js")),
};
const ICON: Asset = Asset {
    path: "/assets/leye.svg",
    media_type: "image/svg+xml",
    content: include_str!("../assets/leye.svg"),
};

/// The routes of the assets. They may be kept for a year: their addresses change with their content.
#[must_use]
pub fn asset_routes<S: Clone + Send + Sync + 'static>() -> Routes<S> {
    Routes::new()
        .open_get(STYLE.path, async || serve(&STYLE))
        .open_get(SCRIPT.path, async || serve(&SCRIPT))
        .open_get(ICON.path, async || serve(&ICON))
}

fn serve(asset: &Asset) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    (StatusCode::OK, headers, asset.content).into_response()
}

/// Gives the address of the styles, with their version.
pub(crate) fn style() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| versioned(&STYLE));
    &ADDRESS
}

/// Gives the address of the script, with its version.
pub(crate) fn script() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| versioned(&SCRIPT));
    &ADDRESS
}

/// Gives the address of the icon, with its version.
pub(crate) fn icon() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| versioned(&ICON));
    &ADDRESS
}

fn versioned(asset: &Asset) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in asset.content.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{}?v={hash:016x}", asset.path)
}
