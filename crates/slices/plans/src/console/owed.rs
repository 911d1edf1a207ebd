//! What the office owes the person by law, in words for them: when it will be in touch, and what about (BJ18-27).

use kernel::Day;
use rules::Kind;
use services::model::Then;
use web::parts::{Cell, Column, Prose, Section, Table};

use super::sheet::spoken;

/// What each rule owes the person, as one says it to them.
const OWED: [(&str, &str); 12] = [
    ("BJ18-26(1)", "和您一起定下就业计划"),
    ("BJ18-28", "按专家的意见，和您一起修改计划"),
    ("BJ18-27(1)", "指导以后联系您，一起看看准备得怎么样"),
    ("BJ18-27(2)a", "培训、见习刚开始时联系您，问问适应得怎么样"),
    ("BJ18-27(2)b", "培训、见习过半时联系您，问问学得怎么样"),
    ("BJ18-27(2)c", "培训、见习结束后联系您，一起看看能不能上岗"),
    ("BJ18-27(3)", "推荐以后联系您，问问应聘的情况"),
    ("BJ18-16", "推荐以后联系您，问问应聘的情况"),
    ("BJ18-27(4)a", "上岗以后联系您，问问工作得怎么样"),
    ("BJ18-27(4)b", "上岗满 1 个月左右联系您，帮您稳定下来"),
    ("BJ18-27(4)c", "上岗满 3 个月左右联系您，帮您稳定下来"),
    ("BJ18-27(4)d", "上岗满 6 个月左右联系您，帮您稳定下来"),
];

/// Says when the office will be in touch; nothing where nothing is owed and no work is in view.
pub(super) fn owed(then: &Then<'_>, today: Day) -> Option<Section> {
    let duties = then.open_duties().into_iter().filter_map(|duty| {
        let (_, words) = OWED.iter().find(|(rule, _)| *rule == duty.rule.rule().id)?;
        let due = duty.due.day;
        let when = match then.first_day(duty) {
            _ if due < today => format!("说好 {}，晚了 {} 天", spoken(due), today.days_since(due)),
            Some(first) if first < due => format!("{}至{}之间", spoken(first), spoken(due)),
            _ => format!("{}前", spoken(due)),
        };
        Some(vec![Cell::text(when), Cell::text(*words)])
    });
    let rows: Vec<Vec<Cell>> = duties.collect();
    let standing = then.standing();
    let has_begun = standing.at_work || standing.placed;
    let later = (standing.under_agreement && !has_begun).then_some(
        "您上岗以后，我们 10 个工作日内回访一次，满 1 个月、3 个月、6 个月左右再各联系您一次。",
    );
    let in_post = standing.placed.then(|| {
        let on = then.last(Kind::PublicPostPlaced).map(|(_, entry)| spoken(entry.on));
        format!(
            "您{}起在公益性岗位工作。这期间我们会继续和您一起参加培训、找市场上的工作；期满还没有找到的，符合条件的我们继续帮您。",
            on.map_or_else(String::new, |on| format!("从{on}"))
        )
    });
    if rows.is_empty() && later.is_none() && in_post.is_none() {
        return None;
    }
    let mut section = Section::new("我们什么时候联系您", "owed");
    if let Some(in_post) = in_post {
        section = section.part(&Prose::new(in_post));
    }
    if !rows.is_empty() {
        let columns = vec![Column::text("什么时候"), Column::text("为什么")];
        section = section.part(&Table::new("我们什么时候联系您", columns).rows(rows));
    }
    if let Some(later) = later {
        section = section.part(&Prose::new(later));
    }
    Some(section)
}
