//! Questions about law and calendar.

use crate::harness::leye;

#[test]
fn due_shows_every_day_counted_and_passed_over() {
    let run = leye("law due BJ18-27(1) --from 2026-02-12");
    for words in [
        "2026-02-13 工作日：第 1 个工作日",
        "2026-02-14 调休上班（春节）：第 2 个工作日",
        "2026-02-16 春节放假：不计",
        "期限 2026-02-26",
    ] {
        assert!(run.out.contains(words), "{words} is missing in\n{}", run.out);
    }
    assert!(leye("law due BJ18-21(2) --from 2026-06-01").out.contains("最长不超过 30 天"));
    assert!(leye("law due BJ18-27(1) --from 2018-07-31").out.contains("尚未施行"));
    let unknown = leye("law due BJ18-27 --from 2026-02-12");
    assert_eq!(unknown.status, 64);
    assert!(unknown.complaints.contains("BJ18-27(2)a"), "{}", unknown.complaints);
}

#[test]
fn show_gives_article_gist_and_figures() {
    let run = leye("law show bj18-27(1)");
    for words in ["第二十七条第（一）项", "要旨：", "5 个工作日内", "京人社职介发〔2018〕153号"]
    {
        assert!(run.out.contains(words), "{words} is missing in\n{}", run.out);
    }
    assert!(leye("law show BJ18-30").out.contains("可以推荐公益性岗位"));
    let unknown = leye("law show BJ18-99");
    assert_eq!(unknown.status, 64);
    assert!(unknown.complaints.contains("没有条款"));
}

#[test]
fn list_has_regulations_rules_gates_parameters_and_clauses() {
    let run = leye("law list");
    for words in ["HE24", "BJ18-13(3) stop", "可以申请专家会诊", "plan_adoption", "NA18-附件"]
    {
        assert!(run.out.contains(words), "{words} is missing");
    }
}

#[test]
fn retirement_is_reckoned_with_its_grounds() {
    let run = leye("law retirement 1965-01-15 --category male --as-of 2025-02-14");
    for words in
        ["2025-02-14 劳动年龄内", "60 周岁 1 个月，2025-02-15 达到", "渐进式延迟法定退休年龄"]
    {
        assert!(run.out.contains(words), "{words} is missing in\n{}", run.out);
    }
    let later = leye("law retirement 1965-01-15 --category male --as-of 2025-02-15");
    assert!(later.out.contains("2025-02-15 已达法定退休年龄"), "{}", later.out);
    assert_eq!(leye("law retirement 1965-01-15 --category clerk").status, 64);
}

#[test]
fn the_calendar_knows_holidays_and_counts_both_ways() {
    let day = leye("calendar 2026-10-01");
    assert!(day.out.contains("星期四") && day.out.contains("国庆节"), "{}", day.out);
    assert!(leye("calendar 2026-09-30 +1").out.contains("2026-10-08"));
    assert!(leye("calendar 2026-10-08 -1").out.contains("2026-09-30"));
    assert!(leye("calendar 2026-12-31 +1").out.contains("暂定"));
    assert_eq!(leye("calendar 2026-12-31 1").status, 64);
    assert_eq!(leye("calendar 2026-12-32").status, 64);
    let table = leye("calendar --csv").out;
    assert_eq!(table.lines().count(), 1 + 3287, "nine years, two of them leap years");
    assert!(table.contains("2026-02-14,1,"));
}
