//! The gallery's figures, tables, facts and timelines.

use kernel::Day;

use crate::page::Tone;
use crate::parts::{
    Bar, Bars, Button, Cell, Column, Facts, Moment, Order, Pager, Prose, Rest, Row, Section, Table,
    Task, Tile, Tiles, Timeline,
};

pub(super) fn sections(today: Day) -> Vec<Section> {
    vec![
        tiles(),
        bars(),
        tables(today),
        folded_table(today),
        empty_table(),
        task(today),
        facts(today),
        timeline(today),
    ]
}

fn tiles() -> Section {
    let mut current = Tile::new("逾期", 4, Tone::Late).beneath("最久 6 天").leads_to("#tables");
    current.is_current = true;
    Section::new("数字", "figures").part(&Tiles(vec![
        current,
        Tile::new("今日到期", 11, Tone::Soon).beneath("上午已办 5 项").leads_to("#tables"),
        Tile::new("本周到期", 26, Tone::Note).beneath("至 2026-11-29").leads_to("#tables"),
        Tile::new("本月办结", 143, Tone::Good).beneath("按期 98.6%").leads_to("#tables"),
        Tile::new("在册服务对象", "1,284", Tone::Plain).beneath("其中就业困难 96 人"),
    ]))
}

fn bars() -> Section {
    let bar = |label: &str, late, soon, good| Bar {
        label: label.to_owned(),
        path: Some("#bars".to_owned()),
        segments: vec![(Tone::Late, late), (Tone::Soon, soon), (Tone::Good, good)],
    };
    let simple = |label: &str, count| Bar {
        label: label.to_owned(),
        path: None,
        segments: vec![(Tone::Plain, count)],
    };
    Section::new("条形图", "bars")
        .lead("图也是表：看长短，也能读数。")
        .part(&Bars {
            caption: "各街道应办事项，2026 年 11 月".to_owned(),
            legend: vec![
                (Tone::Late, "逾期".to_owned()),
                (Tone::Soon, "本周到期".to_owned()),
                (Tone::Good, "已办".to_owned()),
            ],
            bars: vec![
                bar("劲松街道", 4, 37, 143),
                bar("双井街道", 0, 22, 168),
                bar("潘家园街道", 11, 41, 97),
                bar("十八里店地区", 2, 9, 31),
            ],
        })
        .part(&Bars {
            caption: "失业原因".to_owned(),
            legend: vec![(Tone::Plain, "人数".to_owned())],
            bars: vec![
                simple("合同期满", 412),
                simple("企业裁员", 287),
                simple("个人辞职", 198),
                simple("毕业未就业", 76),
            ],
        })
}

fn tables(today: Day) -> Section {
    let columns = || {
        vec![
            Column::text("服务对象"),
            Column::text("应办事项"),
            Column::text("到期").sorted_by("#tables").in_order(Order::Rising),
            Column::text("状态"),
            Column::number("已联系").sorted_by("#tables"),
            Column::number("达成度"),
            Column::text("依据"),
            Column::buttons(""),
        ]
    };
    let row = |tone, name: &str, what: (&str, &str), due: i32, state: &str, counts: (i64, i64)| {
        Row {
        tone,
        cells: vec![
            Cell::Link {
                text: name.to_owned(),
                path: "#facts".to_owned(),
                beneath: "1974 年生，劲松中社区".to_owned(),
            },
            Cell::Two(what.0.to_owned(), what.1.to_owned()),
            Cell::Day(today.plus_days(due)),
            Cell::Badge(tone, state.to_owned()),
            Cell::Number(counts.0),
            Cell::PerMille(counts.1),
            Cell::More(
                "第十二条".to_owned(),
                "认定为就业困难人员之日起每季度至少联系一次。上次联系 2026-08-18，季度末遇周日，顺延至次日。".to_owned(),
            ),
            Cell::Buttons(vec![
                Button::link("记录", "#forms").main().spoken(format!("记录：{name}")),
                Button::post("暂缓", "/design", &[("duty", "1")]).spoken(format!("暂缓：{name}")),
            ]),
        ],
    }
    };
    let full = Table::new("今日应办，按到期日", columns())
        .captioned()
        .export("#tables")
        .rows([
            row(Tone::Late, "张建国", ("季度联系", "就业困难人员"), -4, "逾期 4 天", (12, 354)),
            row(Tone::Soon, "李秀英", ("制定援助计划", "首次制定"), 0, "今日到期", (3, 1_000)),
            row(Tone::Note, "王小明", ("答复会诊", "区中心征询意见"), 2, "会诊中", (1_024, 0)),
            row(Tone::Plain, "欧阳海燕", ("推荐岗位", "第 3 次，共 5 次"), 6, "未开始", (0, 605)),
            row(
                Tone::Good,
                "买买提江·阿不都热合曼",
                ("回访", "就业满一个月"),
                9,
                "已约好",
                (27, 987),
            ),
        ])
        .total(vec![
            Cell::text("合计"),
            Cell::Nothing,
            Cell::Nothing,
            Cell::Nothing,
            Cell::Number(1_066),
            Cell::PerMille(589),
            Cell::Nothing,
            Cell::Nothing,
        ])
        .pager(Pager {
            first: Some("#tables".to_owned()),
            before: Some("#tables".to_owned()),
            after: Some("#tables".to_owned()),
            words: "第 51–55 条，共 1,284 条".to_owned(),
        });
    Section::new("表格", "tables")
        .lead("行首的色条和图形说明轻重；理由收在“依据”里，点开才展开。手机上每一行成为一张卡片。")
        .part(&full)
}

fn folded_table(today: Day) -> Section {
    let columns = vec![Column::text("日期"), Column::text("事项"), Column::text("内容")];
    let rows = (1..=14).map(|number| {
        vec![
            Cell::Day(today.plus_days(-21 * number)),
            Cell::text("匹配推荐"),
            Cell::text("社区周边企业的长白班岗位"),
        ]
    });
    Section::new("很长的表格", "long-table")
        .beside("标题旁写依据的条款")
        .landing()
        .lead("先看最近的几行，其余点开；打印和工作簿总是全部。")
        .part(&Table::new("匹配推荐情况", columns).rows(rows).folded_to(3))
}

fn task(today: Day) -> Section {
    let task = |tone, days: i32, near: &str, button| Task {
        tone,
        what: "对服务对象开展季度联系".to_owned(),
        due: Some(today.plus_days(days)),
        near: near.to_owned(),
        basis: Cell::link("BJ18-30", "#task"),
        button,
    };
    let button = Button::link("联系服务对象", "#task").main().spoken("联系服务对象：张建国");
    Section::new("接下来的一件事", "task")
        .lead("做什么、期限、依据，和办它的那一个按钮。")
        .part(&task(Tone::Late, -4, "已逾期 4 天", Some(button)))
        .part(&task(Tone::Soon, 0, "今天到期", None))
        .part(&task(Tone::Note, 12, "还有 12 天", None))
}

fn empty_table() -> Section {
    let columns = vec![Column::text("服务对象"), Column::text("应办事项"), Column::text("到期")];
    Section::new("没有内容的时候", "empty").part(
        &Table::new("本周到期", columns)
            .captioned()
            .empty("本周没有到期的事项。可以看看“下周”，或从“查找”开始登记新的服务对象。"),
    )
}

fn facts(today: Day) -> Section {
    Section::new("要素", "facts").part(
        &Facts::new("基本信息")
            .words("姓名", "张建国")
            .words("证件号码", "110105********4013")
            .words("电话", "138****0217")
            .words("户籍", "北京市朝阳区劲松街道")
            .words("文化程度", "初中")
            .words("电子邮箱", "")
            .fact("登记失业", Cell::Day(today.plus_days(-420)))
            .fact("责任人", Cell::link("王芳", "#facts"))
            .fact("难度", Cell::Badge(Tone::Soon, "二级".to_owned()))
            .fact("联系次数", Cell::Number(12))
            .fact(
                "家庭",
                Cell::More(
                    "零就业家庭".to_owned(),
                    "2026-03-02 由社区核实，家庭成员三人均无业。".to_owned(),
                ),
            ),
    )
}

fn timeline(today: Day) -> Section {
    let moment = |ago: i32, tone, title: &str, lines: &[&str]| Moment {
        mark: format!("entry-{ago}"),
        day: today.plus_days(-ago),
        title: title.to_owned(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        beneath: "王芳，劲松街道社会保障服务中心，窗口".to_owned(),
        tone,
        is_struck: false,
        buttons: Vec::new(),
    };
    let mut latest =
        moment(1, Tone::Good, "职业指导", &["一对一，45 分钟；确定以物业维修为求职方向"]);
    latest.buttons = vec![Button::link("更正", "#timeline").spoken("更正：职业指导")];
    let mut struck =
        moment(9, Tone::Plain, "推荐岗位：保安", &["北京劲松物业管理有限公司，未录用"]);
    struck.is_struck = true;
    let oldest = moment(421, Tone::Plain, "建立档案", &["前台接待"]);
    Section::new("台账", "timeline")
        .part(&Timeline {
            moments: vec![
                latest,
                struck,
                moment(31, Tone::Note, "难度分级：二级", &["7 分；依据 2026 年分级标准"]),
                moment(96, Tone::Late, "季度联系", &["电话未接通，两次"]),
                moment(
                    420,
                    Tone::Plain,
                    "失业登记",
                    &["原单位合同期满", "求职意愿：维修电工，月薪 5,000 元以上"],
                ),
            ],
            empty: String::new(),
        })
        .part(&Rest::new(
            "全部 6 条",
            "台账",
            &Timeline { moments: vec![oldest], empty: String::new() },
        ))
        .part(&Prose::new("台账为空时："))
        .part(&Timeline {
            moments: Vec::new(),
            empty: "还没有服务记录；记录第一次服务后，这里会按日期列出。".to_owned(),
        })
}
