//! Answers that cannot be, what would change a level, and levels set by hand.

use grading::{AdjustmentRefusal, Answer, Level, grade, what_would_change};

use crate::cases::{answers, answers_of_case, shipped};

fn words(text: &str) -> Vec<String> {
    let card = shipped();
    let changes = what_would_change(&card, &answers(&card, text)).expect("known answers");
    changes.into_iter().map(|change| change.words).collect()
}

#[test]
fn the_smallest_change_of_each_factor_is_offered_and_age_never() {
    let card = shipped();
    let changes = what_would_change(&card, &answers_of_case("三级的最低分")).unwrap();
    let factors: Vec<_> = changes.iter().map(|change| (&*change.factor, change.points)).collect();
    assert_eq!(factors, [("family_care", 4), ("skill", 6), ("expectations", 6)]);
    assert_eq!(
        changes[1].words,
        "完成职业技能培训，并取得职业资格或技能等级证书：技能水平变为“有证书”，减 6 分，合计 39 分，\
         由三级变为二级（一般帮扶对象）"
    );
    assert!(changes.iter().all(|change| change.level == Level::Two));
}

/// 20 + 5 + 8 + 0 + 5 + 8 + 0 = 46: mending one of three marks under the ceiling takes off 1 or 2.
#[test]
fn a_mark_under_the_ceiling_takes_off_only_what_it_counted() {
    assert_eq!(
        words(
            "失业时间：25\n年龄：41\n学历：初中及以下\n技能水平：有证书\n\
             工作经历：一年以上，原行当招人很少\n\
             求职准备：没有能用的简历；不知道到哪里找岗位；面试没有把握\n\
             择业期望：与招聘岗位大体相符"
        ),
        [
            "参加面试指导：求职准备不再有“面试没有把握”，减 2 分，合计 44 分，由三级变为二级（一般帮扶对象）"
        ]
    );
}

/// 20 + 5 + 8 + 0 + 0 + 8 + 0 + 8 = 49: one mark is not enough, part-time care is not enough.
#[test]
fn several_marks_of_one_factor_go_together_where_one_is_not_enough() {
    assert_eq!(
        words(
            "失业时间：25\n年龄：41\n学历：初中及以下\n技能水平：有证书\n\
             工作经历：一年以上，原行当仍在招人\n\
             求职准备：没有能用的简历；不知道到哪里找岗位；面试没有把握\n\
             择业期望：与招聘岗位大体相符\n家庭照料：要全天照料"
        ),
        [
            "由职业指导人员帮助写好简历，并参加面试指导：求职准备不再有“没有能用的简历”、“面试没有把握”，\
             减 5 分，合计 44 分，由三级变为二级（一般帮扶对象）",
            "由街道协助落实全天的托育、照料服务：家庭照料变为“不影响上班时间”，减 8 分，合计 41 分，\
             由三级变为二级（一般帮扶对象）",
        ]
    );
}

#[test]
fn nothing_is_offered_where_nothing_is_enough_or_nothing_is_known() {
    let card = shipped();
    for title in ["刚离职的会计，各项条件都好", "各项都是最高分", "必答因素没有答全，不定级"]
    {
        assert_eq!(what_would_change(&card, &answers_of_case(title)).unwrap(), [], "{title}");
    }
}

#[test]
fn an_answer_that_cannot_be_is_refused() {
    let card = shipped();
    for (factor, text, reason) in [
        ("性别", "女", "量表没有因素“性别”；有：失业时间、年龄"),
        ("学历", "博士后", "“学历”没有选项“博士后”；可选：初中及以下、高中或中职"),
        ("年龄", "15", "“年龄”应是 16 至 70 的整数（岁），不是“15”"),
        ("年龄", "71", "“年龄”应是 16 至 70 的整数（岁），不是“71”"),
        ("失业时间", "-1", "“失业时间”应是 0 至 600 的整数（个月），不是“-1”"),
        ("失业时间", "半年", "“失业时间”应是 0 至 600 的整数"),
        ("求职准备", "没有能用的简历；懒", "“求职准备”没有选项“懒”"),
        ("学历", "110101199003070011", "“学历”没有选项“1101…”"),
    ] {
        let refusal = card
            .answers([(factor, text)])
            .and_then(|answers| grade(&card, &answers))
            .unwrap_err()
            .to_string();
        assert!(refusal.starts_with(reason), "{refusal}");
    }
    let twice = card.answers([("年龄", "20"), ("age", "20")]).unwrap_err();
    assert_eq!(twice.to_string(), "“年龄”答了两次");
    let other_kind = [("age".to_owned(), Answer::Choice("old".to_owned()))].into();
    let refusal = grade(&card, &other_kind).unwrap_err().to_string();
    assert_eq!(refusal, "“年龄”的答案与问法不符（单选、数字或多选）");
    let unknown = [("sex".to_owned(), Answer::Choice("female".to_owned()))].into();
    assert!(grade(&card, &unknown).unwrap_err().to_string().contains("没有因素“sex”"));
}

#[test]
fn a_level_set_by_hand_takes_a_reason_and_two_persons() {
    let card = shipped();
    let grading = grade(&card, &answers_of_case("二级的最高分")).unwrap();
    let propose = |level, reason, by| grading.propose(level, reason, by);
    let refused = |level, reason, by| propose(level, reason, by).unwrap_err();
    assert_eq!(refused(Level::Two, "独自抚养", "甲"), AdjustmentRefusal::SameLevel(Level::Two));
    assert_eq!(refused(Level::Three, "　", "甲"), AdjustmentRefusal::NoReason);
    assert_eq!(refused(Level::Three, "独自抚养", " "), AdjustmentRefusal::NoPerson);
    let proposal = propose(Level::Three, " 独自抚养两名子女 ", "甲").unwrap();
    assert_eq!(proposal.clone().consented(" 甲 ").unwrap_err(), AdjustmentRefusal::OwnConsent);
    assert_eq!(proposal.clone().consented("").unwrap_err(), AdjustmentRefusal::NoPerson);
    let adjusted = proposal.consented("乙").unwrap();
    assert_eq!((adjusted.level(), adjusted.computed()), (Level::Three, Level::Two));
    assert_eq!(adjusted.grading(), &grading, "the computed grading stays as it was");
    assert_eq!(
        adjusted.to_string(),
        "三级（重点帮扶对象），经人工调整；按量表为 44 分、二级。理由：独自抚养两名子女（甲 提出，乙 同意）"
    );
    let incomplete = grade(&card, &answers_of_case("必答因素没有答全，不定级")).unwrap();
    let refusal = incomplete.propose(Level::Four, "理由", "甲").unwrap_err();
    assert_eq!(refusal, AdjustmentRefusal::Incomplete);
}
