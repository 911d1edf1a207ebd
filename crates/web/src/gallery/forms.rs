//! The gallery's forms.

use kernel::Day;

use crate::form::{Choice, Field, Form, Usual};
use crate::parts::{Section, SignatureBox, SignaturePad, Signatures, Slot, SlotDay, Slots};
use crate::submitted::Submitted;

pub(super) fn sections(today: Day) -> Vec<Section> {
    vec![filter(), blank(today), refused(today), with_file(), signed(today)]
}

fn choices(pairs: &[(&str, &str)]) -> Vec<Choice> {
    pairs.iter().map(|(value, label)| Choice::new(*value, *label)).collect()
}

fn filter() -> Section {
    let level = choices(&[("1", "一级"), ("2", "二级"), ("3", "三级"), ("4", "四级")]);
    Section::new("筛选", "filters").part(
        &Form::asking("/design", "筛选")
            .field(Field::line("name", "姓名或电话"))
            .field(Field::of("level", "难度", level))
            .field(Field::day("until", "到期不晚于").value("2026-11-30"))
            .field(Field::flag("mine", "只看本人负责").value("yes"))
            .cancel("/design"),
    )
}

/// A form with a field of each kind, once.
fn sample(path: &str) -> Form {
    let occupations =
        choices(&[("电工", "6-31-01-03"), ("家政服务员", "4-10-01-06"), ("物业维修", "物业维修")]);
    let schooling = choices(&[
        ("10", "小学及以下"),
        ("20", "初中"),
        ("30", "高中、中专"),
        ("40", "大专"),
        ("50", "本科及以上"),
    ]);
    let wishes =
        choices(&[("full", "全日制"), ("part", "非全日制"), ("home", "居家"), ("own", "自主创业")]);
    Form::new(path, "登记", "0123456789abcdef0123456789abcdef")
        .cancel("#forms")
        .group("基本信息", "已知的内容自动带出；与证件不一致时请改正。")
        .field(Field::line("name", "姓名").required())
        .field(Field::line("number", "证件号码").hint("18 位，末位可为 X").required())
        .field(Field::digits("phone", "电话"))
        .field(Field::day("birth", "出生日期").required())
        .field(Field::one("sex", "性别", choices(&[("f", "女"), ("m", "男")])).required())
        .group("求职意愿", "")
        .field(Field::line("occupation", "想做的工作").hint("按平常的叫法填").suggest(occupations))
        .field(Field::of("schooling", "文化程度", schooling).required())
        .field(Field::number("wage", "期望月薪不低于", (0, 100_000), "元"))
        .field(Field::any("ways", "可接受的方式", wishes))
        .field(Field::lines("remarks", "情况说明").hint("只写与就业有关的情况"))
        .field(Field::flag("promise", "服务对象已当面承诺所述属实").required())
}

fn blank(today: Day) -> Section {
    let slot = |label: &str, beneath: &str, is_free: bool| Slot {
        label: label.to_owned(),
        value: is_free.then(|| label.to_owned()),
        beneath: beneath.to_owned(),
    };
    let times = || {
        vec![
            slot("09:00", "王芳", true),
            slot("09:45", "已约", false),
            slot("10:30", "王芳", true),
            slot("14:00", "", true),
        ]
    };
    let mut days: Vec<SlotDay> = (1..=5)
        .map(|ahead| SlotDay { day: today.plus_days(ahead), words: String::new(), slots: times() })
        .collect();
    days.push(SlotDay {
        day: today.plus_days(6), words: "休息日".to_owned(), slots: Vec::new()
    });
    let slots = Slots { name: "slot".to_owned(), chosen: "10:30".to_owned(), days };
    Section::new("表单", "forms")
        .lead("必填用文字标出；日期怎么顺手怎么写（19900501、1990.5.1、1990年5月1日）；Ctrl+Enter 提交。")
        .part(
            &sample("/design")
                .group("预约职业指导", "")
                .field(Field::shown("slot", "时间", &slots).hint("灰色的时间不能选"))
                .field(
                    Field::secret("password", "您的密码", false)
                        .hint("查看封存信息前再确认一次身份"),
                ),
        )
}

fn refused(today: Day) -> Section {
    let mut form = sample("/design/refused").field(Field::day("on", "采集日期"));
    let sent = "name=%E5%BC%A0%E5%BB%BA%E5%9B%BD&number=11010519491231002&birth=1990-02-30&wage=-5&on=1996-05-03&ways=full\
        &ways=home&remarks=%E5%B7%B2%E5%A1%AB%E7%9A%84%E5%86%85%E5%AE%B9%E4%BF%9D%E7%95%99";
    form.take(&Submitted::read(sent.as_bytes()));
    form.doubt_day("on", today, Usual::EVENT);
    form.refuse("number", "证件号码应为 18 位，现有 17 位；请对照证件核对（GB 11643）");
    form.refuse("", "同名同生日的人已在双井街道建档，请先核对是否同一人");
    Section::new("有问题的表单", "refused").part(&form)
}

fn with_file() -> Section {
    Section::new("文件", "files").part(
        &Form::new("/design/file", "检查文件", "0123456789abcdef0123456789abcdef").field(
            Field::file("workbook", "名单", ".xlsx,.csv")
                .hint("先试读，逐行列出会发生什么，确认后才导入")
                .required(),
        ),
    )
}

fn signed(today: Day) -> Section {
    let pad = SignaturePad {
        name: "signature".to_owned(),
        label: "本人签名处".to_owned(),
        strokes: String::new(),
        otherwise: "不便在屏幕上签的，请打印后手签，再上传扫描件。".to_owned(),
    };
    let place = |heading: &str, strokes: &str, day: Option<Day>| SignatureBox {
        heading: heading.to_owned(),
        name: "张建国".to_owned(),
        strokes: strokes.to_owned(),
        day,
        beneath: String::new(),
    };
    Section::new("签名", "signatures")
        .part(
            &Form::new("/design/signature", "保存签名", "0123456789abcdef0123456789abcdef")
                .field(Field::shown("signature", "本人签名", &pad).required()),
        )
        .part(&Signatures(vec![
            place("甲方（签字）", "60,40 120,150 180,60 240,150;300,60 360,140", Some(today)),
            place("乙方（签字）", "", None),
        ]))
}
