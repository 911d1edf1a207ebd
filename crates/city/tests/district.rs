//! The district for demonstration, seen from outside.

use std::collections::{BTreeMap, BTreeSet};

use city::{District, DistrictPlan, PersonSketch, PlanRefusal};
use kernel::{
    AddressRule, CreditCode, Day, DivisionIssuer, DivisionSet, EducationLevel, ResidentId, Sex,
};
use ledger::{Reader, SubjectLedger};
use rules::{Jurisdiction, Kind, Law, Rulebook, State};

fn until() -> Day {
    "2026-11-22".parse().expect("a day")
}

fn law() -> Law {
    Law::shipped().expect("the shipped law")
}

fn plan(persons: u64) -> DistrictPlan {
    DistrictPlan::of_two_years(persons, 1, until())
}

/// Reads a ledger, every line of which must be accepted and name the subject.
fn read<'a>(reference: &str, lines: &'a str) -> SubjectLedger<'a> {
    let mut reader = Reader::new();
    let mut ledger = SubjectLedger::new();
    for (number, line) in (1..).zip(lines.lines()) {
        assert!(line.contains(&format!("\"subject\":\"{reference}\"")), "{line}");
        let draft = reader.draft(line.as_bytes());
        let draft = draft.unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
        let taken = ledger.take(number, draft.expect("no blank lines"));
        taken.unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
    }
    ledger
}

/// Gives the texts of a field in all lines.
fn texts<'a>(lines: &'a str, field: &str) -> BTreeSet<&'a str> {
    let mark = format!("\"{field}\":\"");
    lines.lines().filter_map(|line| line.split(&mark).nth(1)?.split('"').next()).collect()
}

#[test]
fn same_seed_gives_the_same_district_and_another_seed_another() {
    let law = law();
    let one = District::new(plan(300), &law).unwrap();
    let same = District::new(plan(300), &law).unwrap();
    let other = District::new(DistrictPlan { seed: 2, ..plan(300) }, &law).unwrap();
    assert_eq!(one.offices(), same.offices());
    assert_eq!(one.staff(), same.staff());
    assert_ne!(one.staff(), other.staff());
    for number in 1..=300 {
        assert_eq!(one.person(number), same.person(number));
        assert_ne!(one.person(number).ledger, other.person(number).ledger);
    }
    assert_eq!(one.employer(7), same.employer(7));
    assert!(one.fairs().eq(same.fairs()));
}

#[test]
fn a_person_does_not_depend_on_how_many_there_are_nor_on_who_was_made_before() {
    let law = law();
    let small = District::new(plan(100), &law).unwrap();
    let large = District::new(plan(1000), &law).unwrap();
    let all: Vec<PersonSketch> = (1..=100).rev().map(|number| small.person(number)).collect();
    for person in all {
        assert_eq!(person, large.person(person.number));
    }
    assert_eq!(small.employer(3), large.employer(3));
}

#[test]
fn offices_form_one_tree_of_four_levels() {
    let law = law();
    let district = District::new(plan(10), &law).unwrap();
    let mut seen = BTreeSet::new();
    for office in district.offices() {
        let above_is_there = office.parent.is_none_or(|parent| seen.contains(&parent));
        assert!(above_is_there && seen.insert(office.code), "{office:?}");
    }
    assert_eq!(seen.len(), 1 + 1 + 43 + 768);
    let name_of = |code| {
        let office = district.offices().iter().find(|office| office.code == code);
        office.map(|office| (office.name.as_str(), office.parent)).unwrap()
    };
    assert_eq!(name_of(110_000_000_000), ("北京市公共就业服务中心", None));
    assert_eq!(name_of(110_105_000_000), ("朝阳区公共就业服务中心", Some(110_000_000_000)));
    assert_eq!(name_of(110_105_016_000), ("双井街道公共就业服务所", Some(110_105_000_000)));
    assert_eq!(name_of(110_105_016_059), ("垂杨柳东里社区就业服务站", Some(110_105_016_000)));
    let divisions = DivisionSet::of(DivisionIssuer::Statistics);
    for office in district.offices().iter().filter(|office| office.code % 1000 == 0).skip(2) {
        let division = divisions.find(&(office.code / 1000).to_string()).unwrap();
        assert_eq!(office.name, format!("{}公共就业服务所", division.name()));
    }
}

#[test]
fn every_office_has_the_staff_it_needs() {
    let law = law();
    let district = District::new(plan(10), &law).unwrap();
    let mut user_names = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut by_office: BTreeMap<u64, BTreeMap<&str, usize>> = BTreeMap::new();
    for (number, member) in (1..).zip(district.staff()) {
        assert_eq!(member.number, number);
        assert!(user_names.insert(&member.user_name), "{member:?}");
        assert!(names.insert(&member.name), "{member:?}");
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        assert!(member.user_name.split('.').all(|part| part.chars().all(is_plain)), "{member:?}");
        for role in &member.roles {
            *by_office.entry(member.office).or_default().entry(role).or_default() += 1;
        }
    }
    for memorable in ["suozhang", "qiantai1", "qiantai2", "zhidao1", "yuanzhu1", "yuanzhu4"] {
        assert!(user_names.contains(&format!("shuangjing.{memorable}")), "{memorable}");
    }
    for office in district.offices() {
        let staff = &by_office[&office.code];
        let count = |role| staff.get(role).copied().unwrap_or(0);
        let above = [count("head"), count("inspector"), count("analyst"), count("counsellor")];
        match office.code {
            110_000_000_000 => {
                assert_eq!(above, [1, 1, 1, 3]);
                for role in ["system", "security", "audit"] {
                    assert_eq!(staff.get(format!("{role}_administrator").as_str()), Some(&1));
                }
            }
            110_105_000_000 => assert_eq!(above, [1, 1, 1, 3]),
            code if code % 1000 == 0 => {
                assert_eq!(above, [1, 0, 0, 1]);
                assert_eq!(count("front_desk_clerk"), 2);
                assert!((2..=4).contains(&count("assistance_officer")));
                assert_eq!([count("enterprise_officer"), count("information_reviewer")], [1, 1]);
            }
            _ => assert_eq!(staff.iter().collect::<Vec<_>>(), [(&"community_assistant", &1)]),
        }
    }
}

#[test]
fn what_is_said_of_persons_holds_together() {
    let law = law();
    let plan = plan(4000);
    let district = District::new(plan.clone(), &law).unwrap();
    let name_of: BTreeMap<u64, &str> =
        district.offices().iter().map(|office| (office.code, office.name.as_str())).collect();
    let divisions = DivisionSet::of(DivisionIssuer::CivilAffairs);
    let mut resident_ids = BTreeSet::new();
    let mut households: BTreeMap<u64, Vec<PersonSketch>> = BTreeMap::new();
    for number in 1..=4000 {
        let person = district.person(number);
        assert_eq!(person.reference, format!("P{number:08}"));
        let id = ResidentId::parse(&person.resident_id, plan.from, AddressRule::Known);
        let id = id.unwrap_or_else(|error| panic!("{person:?}: {error}")).value;
        assert!(id.remarks().is_empty(), "{:?}", id.remarks());
        assert_eq!(
            (id.birth_date(), id.sex() == Sex::Female),
            (person.birth, person.sex_is_female)
        );
        assert!(resident_ids.insert(person.resident_id.clone()), "{person:?}");
        let of_age = plan.from.year() - person.birth.year();
        let oldest = if person.sex_is_female { 48 } else { 57 };
        assert!((18..=oldest).contains(&of_age), "{person:?}");
        let digits = person.phone.as_bytes();
        assert!(digits.len() == 11 && digits.iter().all(u8::is_ascii_digit), "{person:?}");
        assert!(digits[0] == b'1' && (b'3'..=b'9').contains(&digits[1]), "{person:?}");
        assert!(divisions.find(&person.household_division).is_ok(), "{person:?}");
        assert!(EducationLevel::find(person.education).is_ok());
        assert!(person.name.chars().count() >= 2 && !person.residence_detail.is_empty());

        assert!(name_of.contains_key(&person.residence));
        assert_eq!(person.residence / 1000 * 1000, person.office);
        let officer = &district.staff()[usize::try_from(person.officer).unwrap() - 1];
        assert_eq!(officer.office, person.office);
        assert_eq!(texts(&person.ledger, "office"), BTreeSet::from([name_of[&person.office]]));
        for name in texts(&person.ledger, "staff") {
            let member = district.staff().iter().find(|member| member.name == name).unwrap();
            assert_eq!(member.office, person.office, "{name} signs for {person:?}");
        }
        let ledger = read(&person.reference, &person.ledger);
        assert!(!ledger.entries().is_empty(), "{person:?}");
        let has = |kind| ledger.entries().iter().any(|entry| entry.kind == kind);
        let assisted = has(Kind::HardshipRecognised);
        assert_eq!(officer.roles == ["assistance_officer"], assisted, "{person:?}");
        let is_in_hardship = assisted && !has(Kind::HardshipEnded);
        assert_eq!(person.hardship_group.is_some(), is_in_hardship, "{person:?}");
        if let Some(household) = person.household {
            households.entry(household).or_default().push(person);
        }
    }
    assert!((20..=40).contains(&households.len()), "{}", households.len());
    for members in households.values() {
        let [one, other] = members.as_slice() else { panic!("{members:?}") };
        assert_eq!(one.residence, other.residence);
        assert_eq!(one.residence_detail, other.residence_detail);
    }
}

#[test]
fn resident_ids_differ_where_birthdays_come_again() {
    let law = law();
    let district = District::new(plan(1_422_040), &law).unwrap();
    // Persons whose numbers lie so far apart share the birthday and the sequence code.
    let of_one_day: Vec<PersonSketch> =
        (0..8).map(|round| district.person(77 + round * 487 * 365)).collect();
    let ids: BTreeSet<&str> = of_one_day.iter().map(|person| &*person.resident_id).collect();
    assert_eq!(ids.len(), 8);
    let years: BTreeSet<i32> =
        of_one_day.iter().map(|person| person.birth.year().rem_euclid(8)).collect();
    assert_eq!(years.len(), 8);
}

#[test]
fn what_is_said_of_employers_and_fairs_holds_together() {
    let law = law();
    let district = District::new(plan(4000), &law).unwrap();
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for number in 1..=400 {
        let employer = district.employer(number);
        let code = CreditCode::parse(&employer.credit_code).unwrap().value;
        assert!(code.remarks().is_empty(), "{employer:?}");
        assert_eq!((code.category(), code.division_code()), (Some("企业"), "110105"));
        assert!(names.insert(employer.name.clone()) && codes.insert(employer.credit_code.clone()));
        let officer = &district.staff()[usize::try_from(employer.officer).unwrap() - 1];
        assert_eq!(officer.office, employer.office);
        assert_eq!(officer.roles, ["enterprise_officer"]);
        for name in texts(&employer.ledger, "staff") {
            let member = district.staff().iter().find(|member| member.name == name).unwrap();
            assert_eq!(member.office, employer.office);
        }
        assert!(!read(&employer.reference, &employer.ledger).entries().is_empty());
    }
    let fairs: Vec<_> = district.fairs().collect();
    assert_eq!(fairs.len(), 43);
    for fair in fairs {
        assert_eq!(fair.reference, (fair.office / 1000).to_string());
        assert!(!read(&fair.reference, &fair.ledger).entries().is_empty());
    }
}

#[test]
fn the_district_is_lifelike() {
    let law = law();
    let rulebook = Rulebook::new(&law, Jurisdiction::Beijing);
    let plan = plan(4000);
    let district = District::new(plan.clone(), &law).unwrap();
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    let mut cases: BTreeMap<u64, usize> = BTreeMap::new();
    let (mut lines, mut in_shuangjing) = (0, 0);
    for number in 1..=plan.persons {
        let person = district.person(number);
        let ledger = read(&person.reference, &person.ledger);
        lines += ledger.entries().len();
        in_shuangjing += usize::from(person.office == 110_105_016_000);
        if person.hardship_group.is_some() {
            *cases.entry(person.officer).or_default() += 1;
        }
        for entry in ledger.entries() {
            assert!(plan.from <= entry.on && entry.on <= plan.until, "{entry:?}");
        }
        for duty in rulebook.assess(ledger.entries(), plan.until).duties {
            *states.entry(duty.state).or_default() += 1;
        }
    }
    let all: usize = states.values().sum();
    let share = |state| states.get(&state).copied().unwrap_or(0) * 1000 / all;
    let entries = lines * 10 / 4000;
    assert!((80..=100).contains(&entries), "{entries} tenths of an entry a person");
    assert!((780..950).contains(&share(State::Met)), "{states:?}");
    assert!((30..200).contains(&share(State::Late)), "{states:?}");
    assert!((3..30).contains(&share(State::Overdue)), "{states:?}");
    assert!((3..30).contains(&share(State::Open)), "{states:?}");
    assert!(share(State::Missed) > 0, "{states:?}");
    assert!((750..960).contains(&in_shuangjing), "{in_shuangjing}");
    let most = cases.values().max().copied().unwrap_or(0);
    assert!((7..=20).contains(&most), "{most} cases of 4000 persons");
}

#[test]
fn plans_without_sense_are_refused() {
    let law = law();
    let refusal = |plan| District::new(plan, &law).map(drop).unwrap_err();
    let plan = plan(1000);
    let few = refusal(DistrictPlan { employers: 99, ..plan.clone() });
    assert_eq!(few, PlanRefusal::TooFewEmployers { number: 99, needed: 100 });
    assert_eq!(few.to_string(), "用人单位数 99 过小，向人员推荐岗位至少需要 100 家");
    let backwards = refusal(DistrictPlan { from: plan.until.plus_days(1), ..plan.clone() });
    assert!(matches!(backwards, PlanRefusal::Backwards { .. }));
    let far = refusal(DistrictPlan { until: Day::LAST, ..plan.clone() });
    assert!(matches!(far, PlanRefusal::Year { .. }));
    let many = refusal(DistrictPlan { persons: 1_422_041, employers: 150_000, ..plan });
    assert!(many.to_string().contains("1422040"), "{many}");
    assert!(District::new(DistrictPlan::of_two_years(0, 1, until()), &law).is_ok());
}

#[test]
fn the_district_can_be_shared_between_threads() {
    fn is_shared<T: Sync>(_: &T) {}
    is_shared(&District::new(plan(1), &law()).unwrap());
}
