//! What a request ends in when it does not end well.

use std::fmt;

use access::{Denied, Failure};
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use store::StoreError;

use crate::page::{Page, bare};

/// A refusal or a fault. Form problems are no problem: the form is shown again.
#[derive(Debug)]
pub enum Problem {
    /// Nobody is signed in. Carries where the request wanted to go.
    SignedOut(String),
    /// The actor has no right.
    Denied(Denied),
    /// There is nothing at this address, or nothing that the actor may know of.
    Missing,
    /// The request came from another site's page.
    Forged,
    /// The rules or the state of things refuse it.
    Refused(String),
    /// The request cannot be understood; not what a form of ours sends.
    Garbled(String),
    /// The machinery failed. Carries what is logged, never shown.
    Fault(String),
}

impl Problem {
    /// A refusal in its own words.
    pub fn refused(words: impl fmt::Display) -> Self {
        Self::Refused(words.to_string())
    }
}

impl From<StoreError> for Problem {
    fn from(fault: StoreError) -> Self {
        match fault {
            // Nothing was kept, and the user can try again.
            StoreError::Commit { .. } | StoreError::Conflict { .. } => {
                tracing::error!(%fault, "not stored");
                Self::Refused(
                    "刚才的操作没有保存成功，请稍后再试一次；反复出现请联系系统管理员".to_owned(),
                )
            }
            // Whether it was kept is told by the page that would show it; a form sent again does it once.
            StoreError::Uncertain { .. } => {
                tracing::error!(%fault, "perhaps stored");
                Self::Refused(
                    "保存时与数据库的连接断了，不能确定是否已经保存；请返回重新提交一次，同一张表单不会重复办理"
                        .to_owned(),
                )
            }
            StoreError::Disk { full, .. } => {
                tracing::error!(%fault, "not stored");
                let words = if full {
                    "磁盘已满，刚才的操作没有保存；请通知系统管理员清理磁盘，之后再提交一次"
                } else {
                    "磁盘读写失败，刚才的操作没有保存；请通知系统管理员检查磁盘，之后再提交一次"
                };
                Self::Refused(words.to_owned())
            }
            _ => Self::Fault(fault.to_string()),
        }
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl<R: fmt::Display> From<Failure<R>> for Problem {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::refused(refusal),
            Failure::Denied(denied) => Self::Denied(denied),
            Failure::Fault(fault) => fault.into(),
        }
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::Missing
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, title, words) = match self {
            Self::SignedOut(wanted) => {
                let wanted: String = form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
                return Redirect::to(&format!("/sign-in?next={wanted}")).into_response();
            }
            Self::Denied(denied) => (StatusCode::FORBIDDEN, "没有权限", denied.to_string()),
            Self::Missing => (
                StatusCode::NOT_FOUND,
                "没有这个页面",
                "地址可能不完整，或者内容已经移走；请从导航或搜索重新进入".to_owned(),
            ),
            Self::Forged => (
                StatusCode::FORBIDDEN,
                "请求来自别的网站",
                "为保护服务对象的信息，只接受从本系统页面提交的操作；请回到本系统重新操作"
                    .to_owned(),
            ),
            Self::Refused(words) => (StatusCode::CONFLICT, "这一步没有办成", words),
            Self::Garbled(words) => (StatusCode::BAD_REQUEST, "请求无法识别", words),
            Self::Fault(details) => {
                let number = fault_number(&details);
                tracing::error!(number, details, "fault");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "系统出了故障",
                    format!(
                        "刚才的操作没有完成，没有保存任何内容。请把编号 {number} 告诉系统管理员"
                    ),
                )
            }
        };
        let page = Page::new(title).notice(crate::page::Notice::stop(words));
        (status, bare(&page)).into_response()
    }
}

/// A short number for the log and the page: the same fault has the same number.
fn fault_number(details: &str) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in details.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("F{hash:08X}")
}
