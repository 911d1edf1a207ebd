//! What offices do that belongs to nobody's ledger: rounds, another group, demand files, a household.

use access::{Action, Area, Failure};
use desk::{Desk, Occasion};
use duties::Whose;
use kernel::Day;
use rules::{Kind, quarter_end, quarter_start};
use seekers::{Evidence, households, person_of, recognise_household};
use store::{ActorId, SubjectId, Tx, seal};
use subjects::{Happening, facts_of};
use surveys::model::{Covers, DemandContent, Method, NewAttempt, Outcome};
use surveys::{
    NewGroup, NewRound, close_round, find_round, note_attempt, open_round, put_group, to_visit,
    write_demand_file,
};

use super::life::Crew;
use super::{missing, of};

/// A group that the district determined beside those of the regulation (BJ18-33).
pub(super) const OTHER_GROUP: &str = "退役后未就业的随军家属";

/// Who leads the street, and the district.
const HEAD: &str = "shuangjing.suozhang";
const CHIEF: &str = "chaoyang.zhuren";
/// Who leads the street beside.
const BESIDE: &str = "jinsong.suozhang";
/// How many demand files are written.
const MOST_FILES: usize = 250;
/// How many people were tried and not met, beside those of whom more is told.
const TRIED: usize = 6;
/// How many households are recognised.
const MOST_HOUSEHOLDS: usize = 3;

/// The work of the street and of the district; gives how many entries it made.
pub(super) async fn work(tx: &mut Tx, desk: &Desk, crew: &Crew) -> Result<u64, Failure<String>> {
    determine_group(tx, desk, crew).await?;
    run_rounds(tx, desk, crew).await?;
    write_files(tx, desk, crew).await?;
    Ok(count_down(tx, desk, crew).await? + bring_to_zero(tx, desk, crew).await?)
}

async fn determine_group(tx: &mut Tx, desk: &Desk, crew: &Crew) -> Result<(), Failure<String>> {
    let group = NewGroup {
        name: OTHER_GROUP.to_owned(),
        issuer: "朝阳区人力资源和社会保障局".to_owned(),
        document: "演示文件第 1 号".to_owned(),
        since: crew.until().plus_days(-365),
        until: None,
    };
    let occasion = crew.occasion(CHIEF, crew.ago(365), 1)?;
    put_group(tx, desk, &occasion, &group).await.map(drop).map_err(of("确定其他援助对象"))
}

/// One round of the district in the last quarter, closed; one of the street now, in which some were not met.
async fn run_rounds(tx: &mut Tx, desk: &Desk, crew: &Crew) -> Result<(), Failure<String>> {
    let this_quarter = quarter_start(crew.until());
    let last_day = this_quarter.plus_days(-1);
    let first_day = quarter_start(last_day);
    let occasion = crew.occasion(CHIEF, first_day, 5)?;
    let round = NewRound {
        office_code: occasion.actor.area.first,
        name: format!("朝阳区{}摸查", quarter_words(first_day)),
        first_day,
        last_day: quarter_end(last_day),
        covers: Covers::HARDSHIP,
    };
    let round = open_round(tx, desk, &occasion, &round).await.map_err(of("开展摸查"))?;
    let occasion = crew.occasion(CHIEF, this_quarter, 5)?;
    close_round(tx, &occasion, round).await.map_err(of("结束摸查"))?;

    let begins = crew.ago(13);
    let occasion = crew.occasion(HEAD, begins, 5)?;
    let new = NewRound {
        office_code: occasion.actor.area.first,
        name: "双井街道就业困难人员逐户摸查".to_owned(),
        first_day: begins,
        last_day: crew.until().plus_days(31),
        covers: Covers::HARDSHIP,
    };
    let round = open_round(tx, desk, &occasion, &new).await.map_err(of("开展摸查"))?;
    let round = find_round(tx, round).await?.ok_or_else(|| missing("刚刚开展的摸查"))?;
    let street = Whose::Office(occasion.actor.area);
    let listed = to_visit(tx, &occasion, Action::ReadFile, street, Some(&round)).await;
    let listed = listed.map_err(of("查看摸查名单"))?;
    let left = listed.into_iter().filter(|one| !one.is_reached && one.attempts == 0);
    for (place, visitee) in left.take(TRIED).enumerate() {
        let on = crew.ago(if place % 2 == 0 { 6 } else { 2 });
        let new = NewAttempt {
            on,
            method: if place % 2 == 0 { Method::Phone } else { Method::Visit },
            outcome: if place % 3 == 2 { Outcome::AnotherTime } else { Outcome::Nobody },
            words: String::new(),
        };
        let occasion = crew.occasion(HEAD, on, 20 + place)?;
        note_attempt(tx, desk, &occasion, visitee.subject, &new)
            .await
            .map_err(of("记录没有见到本人"))?;
    }
    Ok(())
}

/// Gives a quarter in words: 2026 年第三季度.
fn quarter_words(first: Day) -> String {
    let (year, month, _) = first.parts();
    let quarter = ["一", "二", "三", "四"].get(usize::from(month - 1) / 3).copied();
    format!("{year} 年第{}季度", quarter.unwrap_or_default())
}

/// Writes demand files for most people whose ledger says that one was opened, on that day.
async fn write_files(tx: &mut Tx, desk: &Desk, crew: &Crew) -> Result<(), Failure<String>> {
    let occasion = crew.occasion(HEAD, crew.ago(1), 40)?;
    let street = Whose::Office(occasion.actor.area);
    let listed = to_visit(tx, &occasion, Action::ReadFile, street, None).await;
    let listed = listed.map_err(of("查看摸查名单"))?;
    for (place, visitee) in listed.into_iter().take(MOST_FILES).enumerate() {
        if place % 8 != 7 {
            write_file(tx, desk, crew, (visitee.subject, visitee.officer), place).await?;
        }
    }
    Ok(())
}

async fn write_file(
    tx: &mut Tx,
    desk: &Desk,
    crew: &Crew,
    (subject, officer): (SubjectId, Option<ActorId>),
    place: usize,
) -> Result<(), Failure<String>> {
    let Some(officer) = officer else { return Ok(()) };
    let known = facts_of(tx, subject).await?;
    let mut entries = known.entries().iter();
    let Some(opened) = entries.find(|entry| entry.kind == Kind::DemandFileOpened) else {
        return Ok(());
    };
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let Some(key) = key else { return Ok(()) };
    let person = person_of(tx, &key, subject).await?;
    let files = surveys::demand_files(tx, &key, subject).await?;
    let on = opened.on.min(crew.ago(1));
    let actor = offices::actor_of(tx, officer, on).await?.ok_or_else(|| missing("负责人"))?;
    let mut occasion = crew.occasion(HEAD, on, 60 + place)?;
    occasion.actor = actor;
    let content = DemandContent {
        wanted_pay: (2_600 + 200 * (place % 9)).to_string(),
        wanted_place: if place.is_multiple_of(3) {
            "双井、劲松一带，步行可到"
        } else {
            "朝阳区内"
        }
        .to_owned(),
        training: if place % 4 == 1 { "想学电脑和办公软件" } else { "" }.to_owned(),
        services: match place % 3 {
            0 => vec!["guidance".to_owned(), "recommendation".to_owned()],
            1 => vec!["training".to_owned(), "recommendation".to_owned()],
            _ => vec!["policy".to_owned()],
        },
        ..person.as_ref().map(DemandContent::from_particulars).unwrap_or_default()
    };
    let based_on = files.first().map_or(0, |file| file.version);
    write_demand_file(tx, desk, &occasion, subject, &content, based_on)
        .await
        .map(drop)
        .map_err(of("填写需求档案"))
}

/// The street recognised households in which nobody works, and found work for somebody of the last one; gives how many
/// entries that made.
async fn count_down(tx: &mut Tx, desk: &Desk, crew: &Crew) -> Result<u64, Failure<String>> {
    let occasion = crew.occasion(HEAD, crew.ago(20), 300)?;
    let recognised = recognise(tx, desk, &occasion, MOST_HOUSEHOLDS).await?;
    match recognised.as_slice() {
        [_, .., last] => start_work(tx, desk, crew, (HEAD, *last, 6)).await,
        _ => Ok(0),
    }
}

/// Another street recognised its household and found work for somebody of it since: none is left there.
async fn bring_to_zero(tx: &mut Tx, desk: &Desk, crew: &Crew) -> Result<u64, Failure<String>> {
    let occasion = crew.occasion(BESIDE, crew.ago(60), 300)?;
    match recognise(tx, desk, &occasion, 1).await?.as_slice() {
        [member, ..] => start_work(tx, desk, crew, (BESIDE, *member, 40)).await,
        [] => Ok(0),
    }
}

/// Records that somebody started work some days ago; gives how many entries that made.
async fn start_work(
    tx: &mut Tx,
    desk: &Desk,
    crew: &Crew,
    (by, member, days): (&str, SubjectId, i32),
) -> Result<u64, Failure<String>> {
    let on = crew.ago(days);
    let occasion = crew.occasion(by, on, 310)?;
    let started = Happening::new(Kind::StartedWork, on);
    let action = Action::RecordService;
    let recorded = duties::record_service(tx, desk, &occasion, action, member, &[started]).await;
    let recorded = recorded.map_err(of("记录上岗"))?;
    super::settle(tx, desk, member, crew.until()).await?;
    Ok(recorded.entries.len() as u64)
}

/// Recognises so many households of a street; gives one member of each.
async fn recognise(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    most: usize,
) -> Result<Vec<SubjectId>, Failure<String>> {
    let found = households(tx, desk, occasion).await.map_err(of("查看零就业家庭"))?;
    let street = Area::of_code(occasion.actor.area.first);
    let fit = found.without_work.into_iter().filter(|row| {
        let household = &row.household;
        let standings = || row.members.iter().filter_map(|member| member.standing.as_ref());
        household.recognised_on.is_none()
            && street.holds(household.street_code)
            && standings().all(|standing| !standing.has_work())
            && standings().any(|standing| standing.unemployment_registered)
    });
    let mut members = Vec::new();
    for row in fit.take(most) {
        let evidence = Evidence {
            seen_on: occasion.today,
            against: ["register", "employment", "insurance"].map(str::to_owned).to_vec(),
            words: "户口簿上两口人，近半年都没有缴费和就业登记记录".to_owned(),
        };
        let household = row.household.household_id;
        recognise_household(tx, desk, occasion, household, occasion.today, &evidence)
            .await
            .map_err(of("认定零就业家庭"))?;
        members.extend(row.members.first().map(|member| member.subject));
    }
    Ok(members)
}
