//! /visits: what the page on a device is, and the ways to it.

use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use store::StoreError;
use web::parts::{Button, Buttons, Prose, Section};
use web::{Notice, Page, Problem, Visit};

use crate::actions::waiting::waiting;
use crate::model::KEEP_DAYS;

pub(super) async fn show(visit: Visit, State(desk): State<Desk>) -> Result<Response, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let read = desk.db.read::<_, _, StoreError>(async move |tx| waiting(tx, &own, &occasion).await);
    let number = read.await?.len();
    let mut page = Page::new("随身走访")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .lead("出门走访没有网络也能用：把当天的清单带到手机上，摸查、回访和没有见到本人的，当场记录，回到有网络的地方再发送");
    if number > 0 {
        page = page.notice(Notice::soon(format!("有 {number} 条走访记录等待决定")));
    }
    let ways = Buttons(vec![
        Button::link("打开随身走访", "/visits/app").main(),
        Button::link("等待决定的记录", "/visits/conflicts"),
        Button::link("打印走访清单", "/people/visits"),
    ]);
    let how = Prose(vec![
        "第一次在手机上打开后，可在浏览器菜单中选“添加到主屏幕”，以后像应用一样打开。".to_owned(),
        format!(
            "带走清单时要设一个口令；姓名、住址、电话和记录在手机上都用口令加密，清单满 {KEEP_DAYS} 天后，下一次打开随身走访时删除（一直不打开，就还加密留在手机上），也可随时自己删除。没有发送的记录不会随清单删除。"
        ),
        "看了谁的住址和电话，在带走清单时就记入各人的查阅记录。".to_owned(),
        "每条记录都记在记录人名下。带走清单以后别人也摸查过同一个人、或回访过同一项的，两次并排列出，由人决定怎样记，系统不会自行覆盖任何一次（BJ18-19、BJ18-20、BJ18-27）。".to_owned(),
        "手机不能运行脚本的，请打印走访清单带去，回来在各人档案中补记。".to_owned(),
    ]);
    Ok(visit.show(&page.part(&ways).part(&Section::new("怎样使用", "how").part(&how))))
}
