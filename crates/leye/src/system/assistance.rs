//! Where the work of employment assistance is found: one line for each part of the road (BJ18 chapter 3).

use access::Action;
use axum::response::Response;
use web::parts::{Cell, Column, Table};
use web::{Page, Visit};

/// The list of households in which nobody works.
const HOUSEHOLDS: &str = "/households";

/// A part of the road: what it is called, where it is found, what is found there, the articles, whose it is.
struct Part {
    name: &'static str,
    path: &'static str,
    words: &'static str,
    articles: &'static str,
    action: Action,
}

/// Every part, in the order in which a person meets them.
const ROAD: &[Part] = &[
    part(
        "摸查名单",
        "/surveys/list",
        "认定的就业困难人员按街道、社区列出，先是还没有联系上的；每人下一次摸查的日子",
        "BJ18-18至BJ18-21",
        Action::ReadFile,
    ),
    part(
        "摸查轮次与区域情况",
        "/surveys",
        "每一轮摸查：联系上多少、多少人愿意就业、为什么不愿意，逐街道统计",
        "BJ18-20",
        Action::SeeFigures,
    ),
    part(
        "离线走访",
        "/visits",
        "把当天的名单带在手机上，没有网络也能记录，回来以后发送；两人记录不一致的由人裁定",
        "BJ18-19",
        Action::SeeOwnDuties,
    ),
    part(
        "援助协议",
        "/agreements",
        "在履行的、快到期的、应签未签的、没有签名件的",
        "BJ18-23",
        Action::ReadFile,
    ),
    part(
        "援助方案",
        "/plans",
        "应制定的方案，逾期的行动，各项措施之后就业准备的变化",
        "BJ18-25、BJ18-26",
        Action::SeeOfficeDuties,
    ),
    part("专家会诊", "/panels", "我申请的、请我们会诊的、我参加的", "BJ18-28", Action::ReadFile),
    part(
        "公益性岗位",
        "/posts",
        "岗位与用人组织，已安置的人，快到期的安置",
        "BJ18-30",
        Action::ReadFile,
    ),
    part(
        "停止服务",
        "/stopping",
        "条件已具备、待核实、待批准、待告知的，异议，给登记部门的反馈函",
        "BJ18-13、BJ18-21、BJ18-29",
        Action::ReadFile,
    ),
    part(
        "服务关系划转",
        "/transfers",
        "待核实、待上报、待批准、待接收的，接收后还没有签协议的",
        "BJ18-23、BJ18-24",
        Action::RequestTransfer,
    ),
    part("零就业家庭", HOUSEHOLDS, "名单，逐户减到零", "NA18-8", Action::ReadFile),
];

const fn part(
    name: &'static str,
    path: &'static str,
    words: &'static str,
    articles: &'static str,
    action: Action,
) -> Part {
    Part { name, path, words, articles, action }
}

/// Shows the parts that the actor has something to do with.
pub(crate) async fn show(visit: Visit) -> Response {
    let columns = vec![Column::text("工作"), Column::text("里面有什么"), Column::text("条款")];
    // The list of households is an office's: whoever reads the files of those alone whom they answer for has none.
    let lists =
        |part: &&Part| part.path != HOUSEHOLDS || visit.actor.reach(part.action, None).is_ok();
    let shown = ROAD.iter().filter(|part| visit.actor.may_ever(part.action)).filter(lists);
    let rows = shown.map(|part| {
        vec![Cell::link(part.name, part.path), Cell::text(part.words), Cell::text(part.articles)]
    });
    let page = Page::new("就业援助")
        .section("/assistance")
        .lead("从第一次敲门到稳定就业。针对一个人的，都在本人档案页的“就业援助”里；这里是各项工作的名单。")
        .part(&Table::new("各项工作", columns).rows(rows));
    visit.show(&page)
}
