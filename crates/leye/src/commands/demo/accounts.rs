//! The accounts of the demonstration.

use std::io::Write;
use std::net::SocketAddr;

use crate::failure::Failure;

/// The password of every account of the demonstration.
pub(super) const PASSWORD: &str = "Leye-2026";

/// The accounts worth trying: who, user name, what to look at.
pub(super) const ACCOUNTS: [(&str, &str, &str); 13] = [
    ("双井街道 就业援助专员", "shuangjing.yuanzhu1", "今日应办：逾期、今天、本周，一键办理"),
    ("双井街道 前台服务", "shuangjing.qiantai1", "来人先查后建，登记、分级"),
    ("双井街道 职业指导员", "shuangjing.zhidao1", "预约、指导、测评"),
    ("双井街道 负责人", "shuangjing.suozhang", "机构应办：谁有多少、什么迟了，整体移交"),
    ("双井街道 社区协理员", "shuangjing.shequ1", "社区摸查与走访清单"),
    ("朝阳区 负责人", "chaoyang.zhuren", "全区各街道的待办与办理情况"),
    ("朝阳区 督查员", "chaoyang.jiancha", "只看不改"),
    ("朝阳区 会诊专家", "chaoyang.zhuanjia1", "请来会诊的人：档案只在会诊期间打开"),
    ("朝阳区 统计分析", "chaoyang.fenxi", "数字，不见姓名"),
    ("北京市 负责人", "beijing.zhuren", "全市各区的待办与办理情况；异议由作出决定的机构的上级处理"),
    ("北京市 系统管理员", "beijing.xitong", "机构与账号（看不到任何人的档案）"),
    ("北京市 安全管理员", "beijing.anquan", "密码重置、在线会话、登录限制"),
    ("北京市 审计管理员", "beijing.shenji", "谁做过什么、谁看过谁的档案"),
];

/// Says where to look and with which account.
pub(super) fn tell(out: &mut impl Write, address: SocketAddr) -> Result<(), Failure> {
    writeln!(out, "\n请用浏览器打开 http://{address}/ ，密码都是 {PASSWORD}")?;
    writeln!(out, "演示中免除两步验证；正式使用时，三类管理员首次登录须先在手机上设置\n")?;
    for (who, user_name, what) in ACCOUNTS {
        writeln!(out, "  {user_name:<22} {who}：{what}")?;
    }
    writeln!(out, "\nCtrl+C 停止；终端里的台账核对演示：leye demo --ledger")?;
    Ok(())
}
