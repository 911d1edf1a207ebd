//! Why something does not happen with an agreement or a team.

use std::fmt;

use duties::{HandOverRefusal, ServiceRefusal};
use kernel::Day;

use super::ink::NoSignature;
use super::paper::NoPaper;
use super::steady::Unsteady;
use super::team::{Part, Side};

/// Why it is not recorded that a person was told of another officer.
#[derive(Debug)]
pub enum NotToTell {
    /// There is no change of the officer of which the person is to be told.
    NoChange,
    /// It is said to have been before that officer answered, or in the future.
    Outside {
        /// Since when the officer answers.
        from: Day,
    },
}

impl fmt::Display for NotToTell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoChange => out.write_str(
                "没有待告知本人的这次专员变更：同事可能已经记下，或专员又有变动；请刷新页面查看",
            ),
            Self::Outside { from } => {
                write!(out, "告知日期不早于新专员负责的那天 {from}，不晚于今天")
            }
        }
    }
}

/// Why something does not happen with an agreement or a team.
#[derive(Debug)]
pub enum Refusal {
    /// The file cannot be opened.
    File(ServiceRefusal),
    /// The ledger or its forms refuse it.
    Service(services::Refusal),
    /// The responsible officer cannot be changed.
    HandOver(HandOverRefusal),
    /// Somebody else signed or renewed since the form was opened.
    SignedMeanwhile {
        /// Who.
        by: String,
        /// When it was recorded, in words.
        at: String,
        /// The day of the signing.
        on: Day,
    },
    /// The agreement ended since the form was opened.
    EndedMeanwhile {
        /// In words, such as 终止援助协议.
        what: &'static str,
        /// When.
        on: Day,
    },
    /// No agreement is in force.
    NoAgreement,
    /// The signing would lie before what is recorded already.
    OutOfOrder,
    /// There is no text of this signing here.
    NoDocument,
    /// The law ships no text to sign.
    NoEdition,
    /// Whoever was named does not work at the office that signs.
    NotOfOffice {
        /// The office.
        office: String,
    },
    /// Whoever was named is no counsellor.
    UnfitRole {
        /// Who.
        name: String,
    },
    /// The chosen place of service belongs to another office.
    PlaceElsewhere {
        /// Which place, in words.
        place: &'static str,
        /// Where it is.
        at: String,
        /// The office that signs.
        office: String,
    },
    /// The file knows the address of the place where they lived before, and none of the one where they live now.
    AddressWanted {
        /// Since when they live there, as far as the file knows.
        since: Option<Day>,
    },
    /// The address cannot be noted in the file.
    Amend(seekers::AmendRefusal),
    /// The file does not say where the chosen place is.
    PlaceUnknown {
        /// Which place, in words.
        place: &'static str,
    },
    /// No such reason, or one that has a way of its own.
    UnknownReason,
    /// A refusal of service goes the way of a stop.
    GoesByStop,
    /// A transfer ends the agreement by itself.
    GoesByTransfer,
    /// The agreement does not end yet.
    NotExpired {
        /// Its last day.
        until: Day,
    },
    /// Work that is not known to be steady.
    Unsteady(Unsteady),
    /// Still recognised.
    StillInHardship,
    /// What was drawn is no signature.
    Ink(NoSignature),
    /// This side has signed.
    HasSigned(Side),
    /// Whoever is signed in does not sign for the office.
    NotSignatory,
    /// The file is not taken.
    Paper(NoPaper),
    /// Neither did they upload the scan today, nor do they lead the office.
    NotRemovedByYou,
    /// The head of the office gave no reason.
    NoRemovalReason,
    /// There is no such scan, or it was removed.
    NoPaper,
    /// The agreement lays down no such duty.
    UnknownDuty,
    /// The day lies outside the agreement.
    UnmetOutside {
        /// The day of the signing.
        from: Day,
    },
    /// A reason is missing.
    NoReason,
    /// The day on which the person was told without what they said, or the other way round.
    HalfHeard,
    /// The person cannot be told of another officer.
    Telling(NotToTell),
    /// The person was told before it happened, or in the future.
    ToldOutside {
        /// The day on which it happened.
        from: Day,
    },
    /// There is no such note, or it went into a renewal.
    NoUnmet,
    /// Whoever was named cannot be of the team.
    NotForTeam,
    /// They have this part already.
    AlreadyMember {
        /// Who.
        name: String,
        /// The part.
        part: Part,
    },
    /// They are not of the team any more.
    NoMember,
}

impl From<ServiceRefusal> for Refusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::File(refusal)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(refusal) => refusal.fmt(out),
            Self::Service(refusal) => refusal.fmt(out),
            Self::HandOver(refusal) => refusal.fmt(out),
            Self::SignedMeanwhile { by, at, on } => write!(
                out,
                "{by}已于 {at} 记录了 {on} 签订的协议，没有再签一份；请先查看，确需续签的从协议页办理（BJ18-23）"
            ),
            Self::EndedMeanwhile { what, on } => write!(
                out,
                "您打开本页以后，协议已于 {on} 结束（{what}）；需要重新签订的，请从协议页办理（BJ18-23）"
            ),
            Self::NoAgreement => out.write_str("没有在执行的就业援助服务协议，请先签订（BJ18-23）"),
            Self::OutOfOrder => out.write_str(
                "日期早于台账中已有的签订或终止，这样签订的协议不会生效；请核对日期，或先更正台账（BJ18-23）",
            ),
            Self::NoDocument => out.write_str(
                "这次签订只有台账记录，系统内没有协议文本；续签后的协议有文本，可以打印、签字和上传",
            ),
            Self::NoEdition => {
                out.write_str("没有可用的协议文本，请联系系统管理员检查 law/documents")
            }
            Self::NotOfOffice { office } => write!(
                out,
                "专员须是{office}的在岗职业指导人员，请从名单中重新选择（BJ18-23）"
            ),
            Self::UnfitRole { name } => write!(
                out,
                "{name}不是职业指导员或就业援助专员，不能担任专员；请另选，或先由安全管理员授予岗位（BJ18-23）"
            ),
            Self::PlaceElsewhere { place, at, office } => write!(
                out,
                "{place}在{at}，不归{office}服务；请选择另一地，两地都不在本地区的由那里的机构签订，或办理划转（BJ18-23）"
            ),
            Self::AddressWanted { since } => {
                let since = since.map_or_else(String::new, |day| format!("已于 {day} "));
                write!(
                    out,
                    "本人的居住地{since}变更，档案中没有现在的门牌，原来的不能写进协议；请填写现在的门牌，会一并记入档案（BJ18-23）"
                )
            }
            Self::Amend(refusal) => refusal.fmt(out),
            Self::PlaceUnknown { place } => write!(
                out,
                "档案中没有登记{place}，不能确定是否归本机构服务；请先在“修改资料”中补充（BJ18-23）"
            ),
            Self::UnknownReason => out.write_str("请从所列的原因中选择（BJ18-24、BJ18-28(4)）"),
            Self::GoesByStop => out.write_str(
                "本人无就业意愿或拒绝服务的，须核实、批准并告知本人，请从“停止服务”办理（BJ18-29）",
            ),
            Self::GoesByTransfer => out.write_str(
                "服务关系划转的，新机构接收时原协议自动终止，不必在这里办理（BJ18-24）",
            ),
            Self::NotExpired { until } => {
                write!(out, "协议到 {until} 才期满；提前结束的请选择别的原因")
            }
            Self::Unsteady(why) => why.fmt(out),
            Self::StillInHardship => out.write_str(
                "就业困难人员认定仍然有效；确已不符合的，请先记录退出认定，再终止协议（BJ18-26）",
            ),
            Self::Ink(why) => why.fmt(out),
            Self::HasSigned(side) => {
                write!(out, "{}已经签名，不能再改；请刷新页面查看", side.term())
            }
            Self::NotSignatory => out.write_str(
                "甲方由协议载明的专员或本机构负责人签名；请由其本人登录后签，或打印后签字上传（BJ18-23）",
            ),
            Self::Paper(why) => why.fmt(out),
            Self::NotRemovedByYou => out.write_str(
                "签字件移除后不能恢复：传错的由上传人在上传当天移除；以后请本机构负责人写明理由后移除（BJ18-23）",
            ),
            Self::NoRemovalReason => {
                out.write_str("请写明移除的理由；上传当天以后移除签字件，理由须留存备查（BJ18-23）")
            }
            Self::NoPaper => out.write_str("没有这份扫描件，可能已经移除；请刷新页面查看"),
            Self::UnknownDuty => out.write_str("请从协议所列的乙方义务中选择"),
            Self::UnmetOutside { from } => {
                write!(out, "日期应在本期协议之内：不早于 {from}，不晚于今天（BJ18-25）")
            }
            Self::NoReason => out.write_str("请写明原因，并告知本人（BJ18-25）"),
            Self::HalfHeard => out.write_str(
                "告知日期和本人的说明要一起填写：本人没有说什么的，写“本人没有说明”；还没有告知的，两项都空着",
            ),
            Self::Telling(why) => why.fmt(out),
            Self::ToldOutside { from } => {
                write!(out, "告知日期应在事情发生以后：不早于 {from}，不晚于今天")
            }
            Self::NoUnmet => out.write_str(
                "没有这条履约记录，或已经随续签写入协议，不能再撤回；请刷新页面查看",
            ),
            Self::NotForTeam => out.write_str(
                "团队成员须是本机构或上级机构的在岗业务人员，请从名单中选择（BJ18-26）",
            ),
            Self::AlreadyMember { name, part } => {
                write!(out, "{name}已经在团队中负责{}，不必再加", part.term())
            }
            Self::NoMember => out.write_str("这位成员已经退出团队，请刷新页面查看"),
        }
    }
}

impl std::error::Error for Refusal {}
