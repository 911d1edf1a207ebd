//! Broken scorecards, each refused with its reason.

use grading::Scorecard;

const CARD: &str = r#"
id = "small"
name = "小量表"
clause = "BJ18-12"
from = 2026-01-01
basis = "norm"
source = "本地规范"
checked = 2026-01-02

[[level]]
level = 1
group = "general"
from = 0
words = "一"

[[level]]
level = 2
group = "general"
from = 2
words = "二"

[[level]]
level = 3
group = "key"
from = 4
words = "三"

[[level]]
level = 4
group = "key"
from = 9
words = "四"

[[factor]]
id = "age"
subject = "age"
name = "年龄"
question = "几岁？"
required = true
kind = "range"
unit = "岁"
smallest = 16
largest = 70
bands = [
    { from = 16, to = 39, points = 0, words = "年轻" },
    { from = 40, to = 70, points = 2, words = "不年轻" },
]

[[factor]]
id = "skill"
subject = "skill"
name = "技能"
question = "会什么？"
required = true
kind = "choice"
options = [
    { id = "none", label = "不会", points = 3, words = "还没有技能" },
    { id = "some", label = "会一些", points = 0, words = "有技能", by = "参加培训" },
]

[[factor]]
id = "search"
subject = "job_search"
name = "求职"
question = "缺什么？"
required = false
kind = "marks"
none = "不缺"
at_most = 4
marks = [
    { id = "resume", label = "简历", points = 3, words = "没有简历", by = "写简历" },
    { id = "interview", label = "面试", points = 2, words = "不会面试" },
]
"#;

#[test]
fn the_card_itself_is_sound_and_covers_each_level() {
    let card = Scorecard::read("small.toml", CARD).unwrap();
    assert_eq!(card.level_of(8).number(), 3);
    assert_eq!(card.level_of(9).number(), 4);
}

/// Each is the sound card with one thing broken.
#[test]
fn a_broken_scorecard_is_refused_with_its_name_and_the_reason() {
    for (from, to, reason) in [
        // What it is about.
        (r#"subject = "age""#, r#"subject = "sex""#, "主题 sex 不在许可之列"),
        (
            r#"subject = "age""#,
            r#"subject = "ethnicity""#,
            "不在许可之列，可用的主题只有：unemployment_length（失业时间）",
        ),
        (r#"subject = "age""#, r#"subject = "religion""#, "《就业促进法》第三条"),
        (r#"subject = "age""#, r#"subject = "household_registration""#, "不在许可之列"),
        (r#"subject = "age""#, r#"subject = "marriage""#, "不在许可之列"),
        (r#"subject = "age""#, r#"subject = "health""#, "不在许可之列"),
        (
            r#"words = "年轻" }"#,
            r#"words = "年轻", by = "变年轻" }"#,
            "年龄不是本人能改变的，“39 岁以下”不能写改变办法",
        ),
        (r#"by = "参加培训""#, r#"by = " ""#, "“会一些”的改变办法（by）不能为空"),
        // Ranges.
        ("{ from = 40, to = 70", "{ from = 41, to = 70", "因素“年龄”：40–40 岁没有分数"),
        ("{ from = 40, to = 70", "{ from = 39, to = 70", "39–70 岁与前一段重叠"),
        ("{ from = 40, to = 70", "{ from = 40, to = 69", "70–70 岁没有分数"),
        ("{ from = 40, to = 70", "{ from = 40, to = 71", "71 岁超过最大值 70 岁"),
        ("{ from = 16, to = 39", "{ from = 17, to = 39", "16–16 岁没有分数"),
        ("{ from = 16, to = 39", "{ from = 15, to = 39", "早于 16 岁"),
        ("{ from = 16, to = 39", "{ from = 40, to = 39", "起点大于终点"),
        // Levels.
        ("from = 4\n", "from = 2\n", "三级从 2 分起，应高于二级的起点 2 分"),
        ("from = 4\n", "from = 1\n", "三级从 1 分起，应高于二级的起点 2 分"),
        ("from = 9", "from = 10", "没有任何一组答案能得到四级的分数"),
        ("from = 4\n", "from = 8\n", ""),
        ("from = 0\n", "from = 1\n", "一级应从 0 分起"),
        ("level = 3", "level = 5", "没有 5 级"),
        ("level = 4", "level = 3", "应依次写明 1、2、3、4 四个等级"),
        (
            "group = \"key\"",
            "group = \"general\"",
            "三级应属重点帮扶对象，不是一般帮扶对象（BJ18-12）",
        ),
        ("group = \"general\"", "group = \"key\"", "一级应属一般帮扶对象"),
        // Words, names and sources.
        (r#"source = "本地规范""#, r#"source = " ""#, "source 不能为空"),
        (r#"source = "本地规范""#, "", "第 "),
        (r#"clause = "BJ18-12""#, r#"clause = """#, "clause 不能为空"),
        (r#"words = "年轻""#, r#"words = """#, "“39 岁以下”的分数没有说明"),
        (r#", words = "年轻""#, "", "第 "),
        (r#"words = "不会面试""#, r#"words = """#, "“面试”的分数没有说明"),
        (r#"words = "二""#, r#"words = """#, "二级没有说明"),
        (r#"none = "不缺""#, r#"none = """#, "缺少“一项也没有”时的说明"),
        (r#"question = "几岁？""#, r#"question = """#, "缺少问法"),
        (r#"unit = "岁""#, r#"unit = """#, "缺少单位"),
        (r#"id = "skill""#, r#"id = "age""#, "因素“技能”（age）的 id 或名称重复"),
        (r#"name = "技能""#, r#"name = "年龄""#, "id 或名称重复"),
        (r#"id = "some""#, r#"id = "none""#, "选项“会一些”（none）的 id 或名称重复"),
        (r#"label = "面试""#, r#"label = "简历""#, "id 或名称重复"),
        // Kinds.
        (r#"kind = "choice""#, r#"kind = "range""#, "因素“技能”按其 kind 应写、且只应写 unit"),
        (r#"kind = "choice""#, r#"kind = "guess""#, "第 "),
        ("at_most = 4", "at_most = 2", "合计上限 2 分应在单项最高的 3 分与各项之和 5 分之间"),
        ("at_most = 4", "at_most = 6", "合计上限 6 分"),
        ("points = 2, words = \"不会面试\"", "points = 1001, words = \"不会面试\"", "合计上限"),
        ("points = 0", "points = -1", "第 "),
        // Dates and form.
        ("from = 2026-01-01", "from = 2026-02-30", "第 "),
        ("from = 2026-01-01", "from = 2026-01-01T08:00:00", "应是日期"),
        ("basis = \"norm\"", "basis = \"law\"", "第 "),
        ("[[factor]]", "[[factors]]", "第 "),
    ] {
        assert!(CARD.contains(from), "{from} is not in the card");
        let read = Scorecard::read("small.toml", &CARD.replacen(from, to, 1));
        if reason.is_empty() {
            assert!(read.is_ok(), "{to}: {read:?}");
            continue;
        }
        let message = read.unwrap_err().to_string();
        assert!(message.starts_with("small.toml："), "{message}");
        assert!(message.contains(reason), "{to}: {message}");
    }
}

/// Totals are 0, 2, 3, 4, 5 …; with only the skill asked they are 0 and 3.
#[test]
fn a_level_between_two_totals_is_not_reached() {
    let [head, ..] = CARD.split("[[factor]]").collect::<Vec<_>>()[..] else { unreachable!() };
    let skill = CARD.split("[[factor]]").nth(2).unwrap();
    let message = Scorecard::read("small.toml", &format!("{head}[[factor]]{skill}")).unwrap_err();
    assert!(message.to_string().contains("没有任何一组答案能得到三级的分数"), "{message}");
    let message = Scorecard::read("small.toml", head).unwrap_err();
    assert_eq!(message.to_string(), "small.toml：没有任何因素");
    let all_optional = CARD.replace("required = true", "required = false");
    let message = Scorecard::read("small.toml", &all_optional).unwrap_err();
    assert!(message.to_string().contains("至少应有一个必答因素"), "{message}");
}

/// An optional factor may be passed over and then counts nothing; a required one may not.
#[test]
fn only_an_optional_factor_can_bring_nothing() {
    let never_nothing =
        CARD.replace("label = \"会一些\", points = 0", "label = \"会一些\", points = 2");
    let message = Scorecard::read("small.toml", &never_nothing).unwrap_err().to_string();
    assert!(message.contains("没有任何一组答案能得到一级的分数"), "{message}");
    let (head, skill) = never_nothing.split_once("id = \"skill\"").unwrap();
    let skill = skill.replacen("required = true", "required = false", 1);
    let optional = format!("{head}id = \"skill\"{skill}");
    assert!(Scorecard::read("small.toml", &optional).is_ok());
}
