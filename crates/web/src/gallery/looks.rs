//! The gallery's values, buttons, words.

use askama::Template;

use crate::page::{Notice, Tone};
use crate::parts::{Button, Buttons, Cell, Facts, Jump, Jumps, Prose, Section, Steps, Tab, Tabs};

/// Class, name and words of a value.
type Value = (&'static str, &'static str, &'static str);

#[derive(Template)]
#[template(path = "gallery_looks.html")]
struct Swatches(Vec<Value>);

#[derive(Template)]
#[template(path = "gallery_scale.html")]
struct Scale(Vec<Value>);

crate::parts::part!(Swatches, Scale);

pub(super) fn sections() -> Vec<Section> {
    vec![type_sizes(), colours(), spaces(), buttons(), words(), ways(), folded()]
}

/// Stands beside the main column.
pub(super) fn help() -> Section {
    Section::new("键盘", "keyboard").part(&Prose(vec![
        "/ 查找，g 加字母到导航各页，j、k 在表格中上下，Enter 打开，Ctrl+Enter 提交，Esc 关闭。"
            .to_owned(),
        "按 ? 看全部；不需要时可在那里停用。".to_owned(),
    ]))
}

fn type_sizes() -> Section {
    Section::new("文字", "type").lead("六档字号，全部用相对单位；“大字”把每一档放大到 128%。").part(&Scale(vec![
        ("figure", "type-figure", "1,284"),
        ("title", "type-title", "今日应办"),
        ("heading", "type-heading", "失业登记与求职意愿"),
        ("lead-size", "type-lead", "就业困难人员应在认定后五个工作日内制定援助计划"),
        ("body", "type-body", "街道社会保障服务中心为服务对象建立台账，逐次记录服务内容，数字如 2026-11-22、13 次、35.4%。"),
        ("small", "type-small", "依据：就业服务规程第十二条；由王芳于 2026-11-22 09:14 在窗口记录"),
    ]))
}

fn colours() -> Section {
    Section::new("颜色", "colours")
        .lead("一种强调色（青绿）用于可以操作的东西；另有四种状态色，各配一个图形。文字与底色的对比不低于 4.5:1，由测试保证。")
        .part(&Swatches(vec![
            ("ground", "ground", "页面底"),
            ("paper", "paper", "内容底"),
            ("raised", "raised", "表头底"),
            ("ink", "ink", "正文"),
            ("soft", "soft", "次要文字"),
            ("line", "line", "细线"),
            ("edge", "edge", "控件边框"),
            ("deep", "deep", "页首"),
            ("accent", "accent", "强调"),
            ("accent-strong", "accent-strong", "强调（指向）"),
            ("accent-soft", "accent-soft", "强调底"),
        ]))
        .part(&Swatches(vec![
            ("late tone", "late", "逾期"),
            ("late tone-soft", "late-soft", "逾期底"),
            ("late tone-fill", "late-fill", "逾期图"),
            ("soon tone", "soon", "临近"),
            ("soon tone-soft", "soon-soft", "临近底"),
            ("soon tone-fill", "soon-fill", "临近图"),
            ("good tone", "good", "办妥"),
            ("good tone-soft", "good-soft", "办妥底"),
            ("good tone-fill", "good-fill", "办妥图"),
            ("note tone", "note", "留意"),
            ("note tone-soft", "note-soft", "留意底"),
            ("note tone-fill", "note-fill", "留意图"),
            ("plain tone", "plain", "一般"),
            ("plain tone-soft", "plain-soft", "一般底"),
            ("plain tone-fill", "plain-fill", "一般图"),
        ]))
}

fn spaces() -> Section {
    Section::new("间距", "spaces").part(&Scale(vec![
        ("space-1", "space-1", ""),
        ("space-2", "space-2", ""),
        ("space-3", "space-3", ""),
        ("space-4", "space-4", ""),
        ("space-5", "space-5", ""),
        ("space-6", "space-6", ""),
    ]))
}

fn buttons() -> Section {
    Section::new("按钮", "buttons")
        .lead("一页只有一个主要按钮。改变东西的是小表单，只看东西的是链接；两者看起来一样，读屏时各如其实。")
        .part(&Buttons(vec![
            Button::post("完成联系", "/design", &[("duty", "1")]).main().spoken("完成联系：张建国"),
            Button::post("暂缓", "/design", &[("duty", "1")]).spoken("张建国的季度联系"),
            Button::link("查看台账", "#timeline"),
            Button::link("导出工作簿", "#tables").download(),
        ]))
}

fn words() -> Section {
    let badge = |tone, word: &str| Cell::Badge(tone, word.to_owned());
    Section::new("状态与提示", "words")
        .part(
            &Facts::new("状态")
                .fact("逾期或未通过", badge(Tone::Late, "逾期 4 天"))
                .fact("临近", badge(Tone::Soon, "今日到期"))
                .fact("办妥", badge(Tone::Good, "按期完成"))
                .fact("留意", badge(Tone::Note, "会诊中"))
                .fact("一般", badge(Tone::Plain, "未登记")),
        )
        .part(&Notice::note("提示也可以放在各部件之间，例如说明下面的名单为何是空的。"))
}

fn ways() -> Section {
    let tab = |label: &str, count, is_current| Tab {
        label: label.to_owned(),
        path: "#ways".to_owned(),
        count,
        is_current,
    };
    let jump = |label: &str, mark: &str, count, digit| Jump {
        label: label.to_owned(),
        mark: mark.to_owned(),
        count,
        digit,
    };
    let steps = ["查重", "基本信息", "求职意愿", "难度分级", "确认"].map(str::to_owned).to_vec();
    Section::new("视图与步骤", "ways")
        .part(&Tabs {
            label: "张建国的档案".to_owned(),
            tabs: vec![
                tab("概况", None, true),
                tab("服务台账", Some(37), false),
                tab("应办", Some(3), false),
                tab("登记与认定", Some(2), false),
                tab("谁看过", Some(1_204), false),
            ],
        })
        .part(&Steps { labels: steps, current: 2 })
        .part(&Prose::new("很长的一页在页首下面有一行跳转：读到哪里都看得见，数字键也能跳；到了以后，焦点在那一节的标题上。"))
        .part(&Jumps {
            label: "档案各节".to_owned(),
            jumps: vec![
                jump("应办", "buttons-heading", Some(3), None),
                jump("基本情况", "words-heading", None, Some(1)),
                jump("求职登记", "tables-heading", Some(2), Some(2)),
                jump("全部记录", "timeline-heading", Some(1_204), None),
            ],
        })
}

fn folded() -> Section {
    Section::new("可折叠的小节", "folded")
        .lead("不常看的内容收起来，点开才占地方。")
        .folded()
        .part(&Prose::new("分级依据：失业 14 个月（3 分），年龄 52 岁（2 分），初中文化（2 分），合计 7 分，二级。"))
}
