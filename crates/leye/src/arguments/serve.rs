//! The command that serves.

use std::net::{IpAddr, SocketAddr};

use clap::Args;
use kernel::{Division, DivisionIssuer, DivisionSet};
use rules::Jurisdiction;

use super::{Own, Vault};

/// What is served, to whom.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) vault: Vault,
    #[command(flatten)]
    pub(crate) own: Own,
    /// 在哪个地址与端口上服务；TLS 由前面的反向代理承担
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:8080", value_parser = address)]
    pub(crate) listen: SocketAddr,
    /// 遵循哪里的规定：beijing、hebei、shandong、national
    #[arg(long, value_name = "地区", default_value = "beijing")]
    pub(crate) regulation: Jurisdiction,
    /// 新系统属于哪个市（统计用区划代码前六位）；已有机构时不起作用
    #[arg(long, value_name = "代码", default_value = "110000", value_parser = city)]
    pub(crate) city: Division,
    /// 反向代理的地址：只相信它转来的 X-Forwarded-For，登录限速按真实来源计算
    #[arg(long, value_name = "地址")]
    pub(crate) proxy: Option<IpAddr>,
    /// 没有 TLS 也允许登录；只用于本机试用
    #[arg(long)]
    pub(crate) without_tls: bool,
}

/// Reads an address with a port.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "：应写成 地址:端口，例如 127.0.0.1:8080".to_owned())
}

fn city(code: &str) -> Result<Division, String> {
    DivisionSet::of(DivisionIssuer::Statistics).find(code).map_err(|error| format!("：{error}"))
}
