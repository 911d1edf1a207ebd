//! The gallery: every element of the design system, in every state, on one page.
//!
//! Whoever adds a part or a state shows it here; the tests of this crate look at the same page.

mod forms;
mod lists;
mod looks;

use access::Action;
use axum::extract::FromRef;
use axum::response::Response;
use kernel::Day;

use crate::kit::Kit;
use crate::page::{Notice, Page};
use crate::parts::{Button, Facts, Prose, Section};
use crate::route::Routes;
use crate::visit::Visit;

/// The route of the gallery.
#[must_use]
pub fn gallery_routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    Kit: FromRef<S>,
{
    Routes::new().get("/design", Action::SeeDesign, show)
}

async fn show(visit: Visit) -> Response {
    visit.show(&page(visit.today))
}

/// Puts the page together; what it tells happened around `today`.
fn page(today: Day) -> Page {
    let contents = Facts::new("这一页")
        .words("用途", "开发、验收和培训时对照的界面规范")
        .words("内容", "全部为虚构样例，不连接任何数据")
        .words("版式", "文字、颜色、间距各取少数几档；一种强调色；数字等宽右对齐")
        .words("状态", "逾期、临近、办妥、留意各有颜色、图形和文字，从不只靠颜色");
    let page = Page::new("界面规范")
        .lead("所有页面由这些部件组成。换用“大字”、深色主题、手机宽度、键盘、打印或关闭脚本，各部件都应同样好用。")
        .crumb("首页", "/")
        .crumb("系统", "/design")
        .tool(Button::link("打印本页说明", "#print"))
        .tool(Button::link("导出样例", "#tables").download())
        .tool(Button::link("新建服务对象", "#forms").main())
        .section("/design")
        .notice(Notice::done("已记录对张建国的回访，下次联系不晚于 2026-12-22。"))
        .notice(Notice::note("本月起，失业登记可凭社会保障卡办理，无需另交照片。"))
        .notice(Notice::soon("3 位服务对象的季度联系将在 3 个工作日内到期。"))
        .notice(Notice::stop("没有保存：李秀英的失业登记已由同事王芳于 10:42 办结。"))
        .aside(&contents)
        .aside(&looks::help());
    let sections =
        looks::sections().into_iter().chain(lists::sections(today)).chain(forms::sections(today));
    sections.fold(page, |page, section| page.part(&section)).part(&printing())
}

fn printing() -> Section {
    Section::new("打印", "print").part(&Prose(vec![
        "用浏览器的打印功能即可：导航、按钮和筛选不打印，表头在每页重复，一行不跨两页，A4 纸。"
            .to_owned(),
        "长表请用“导出工作簿”，其中的数与屏幕上的数出自同一次查询。".to_owned(),
    ]))
}
