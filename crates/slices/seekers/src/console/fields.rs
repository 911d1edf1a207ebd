//! The fields that describe a person: asked when they come, and when something changes.

use access::{Area, OfficeLevel};
use kernel::{
    AddressRule, Day, EducationLevel, IdentityDocument, IdentityDocumentKind, Occupation,
    OccupationLevel,
};
use store::{StoreError, Tx};
use web::{Choice, Field, Form};

use super::occupation;
use crate::actions::bring_in::NewPerson;
use crate::actions::names::{communities, place_name, street_named, streets_near};
use crate::model::{
    FAMILY_CARE, FAMILY_MARKS, HOUSEHOLD_KINDS, Particulars, SKILL_LEVELS, WORKING_HOURS,
    education_of, education_reference, groups, household_division_named, mask_number, mask_phone,
    normalise_phone, occupation_of,
};

/// Education levels that are offered: each school once, as it is said at a counter; the others stay readable.
const EDUCATION: &[&str] =
    &["10", "11", "14", "21", "31", "41", "44", "47", "61", "71", "73", "81", "83", "90"];
/// The group that the form asks for with the circumstances of the family, and not a second time.
const MINIMUM_LIVING: &str = "minimum_living";
/// What contradicts the other answers, unless it is said to be meant.
const LONG_UNEMPLOYED: &str = "long_unemployed";
const GRADUATE: &str = "graduate";
/// From here down no level makes a graduate: 中等职业教育, the first below the colleges.
const BELOW_COLLEGE: &str = "40";

/// Days after which somebody has been without work for a year.
const A_YEAR: i32 = 365;

/// What the fields offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Offer {
    area: Option<Area>,
    /// Communities by code.
    communities: Vec<(i64, String)>,
    /// Streets near by.
    streets: Vec<String>,
    /// Whether a list is brought in: it may name whatever the code sets have.
    is_of_list: bool,
}

impl Offer {
    /// The same for a list that is brought in, made elsewhere and with other answers in view.
    pub(super) fn of_list(&self) -> Self {
        Self { is_of_list: true, ..self.clone() }
    }

    /// Finds a community by its name.
    pub(super) fn community_named(&self, name: &str) -> Option<i64> {
        let is_meant = |known: &str| known == name || known.strip_suffix("社区") == Some(name);
        self.communities.iter().find(|(_, known)| is_meant(known)).map(|(code, _)| *code)
    }
}

/// Gathers what the fields offer in an area; `present` is where somebody lives already.
pub(super) async fn offer(
    tx: &mut Tx,
    area: Area,
    present: Option<i64>,
) -> Result<Offer, StoreError> {
    let mut known = match area.level() {
        OfficeLevel::Street => communities(tx, area.first).await?,
        OfficeLevel::Community => communities(tx, area.first - area.first % 1_000).await?,
        OfficeLevel::City | OfficeLevel::District => Vec::new(),
    };
    if let Some(code) = present
        && known.iter().all(|(known, _)| *known != code)
    {
        known.insert(0, (code, place_name(tx, code).await?));
    }
    let streets = streets_near(area);
    Ok(Offer { area: Some(area), communities: known, streets, is_of_list: false })
}

fn choices(terms: &[(&str, &str)]) -> Vec<Choice> {
    terms.iter().map(|(value, term)| Choice::new(*value, *term)).collect()
}

fn names(names: &[String]) -> Vec<Choice> {
    names.iter().map(|name| Choice::new(name, name)).collect()
}

/// Adds the fields to a form, filled in with what is known.
pub(super) fn add(form: Form, offer: &Offer, known: &NewPerson) -> Form {
    let form = identity(form, known);
    let form = places(form, offer, known);
    let form = work(form, offer, known);
    circumstances(form, offer, &known.particulars)
}

fn identity(form: Form, known: &NewPerson) -> Form {
    let particulars = &known.particulars;
    let documents = IdentityDocumentKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.name(), kind.name()))
        .collect();
    let document = if particulars.document.is_empty() {
        IdentityDocumentKind::ResidentIdCard.name()
    } else {
        &particulars.document
    };
    form.group("身份", "证件号码会校验；居民身份证的出生日期和性别由号码得出")
        .field(Field::line("name", "姓名").required().value(&known.name))
        .field(Field::of("document", "证件种类", documents).required().value(document))
        .field(kept(
            Field::line("number", "证件号码").required(),
            &mask_number(&particulars.number),
        ))
        .field(Field::day("birth", "出生日期").hint("只有通行证需要填写"))
        .field(filled(
            Field::one("sex", "性别", choices(&[("女", "女"), ("男", "男")]))
                .hint("只有通行证需要填写"),
            &particulars.sex,
        ))
        .group("联系方式", "")
        .field(kept(Field::digits("phone", "联系电话").required(), &mask_phone(&particulars.phone)))
        .field(filled(
            Field::line("other_contact", "其他联系方式").hint("家人电话、微信等"),
            &particulars.other_contact,
        ))
}

fn places(form: Form, offer: &Offer, known: &NewPerson) -> Form {
    let particulars = &known.particulars;
    let mut form = form.group("现居住地", "按实际居住的地方填写，与户籍分开");
    if !offer.communities.is_empty() {
        let communities = offer
            .communities
            .iter()
            .map(|(code, name)| Choice::new(code.to_string(), name))
            .collect();
        let present = if known.residence_code == 0 {
            String::new()
        } else {
            known.residence_code.to_string()
        };
        form = form.field(filled(Field::of("community", "社区（村）", communities), &present));
    }
    let hint = if offer.communities.is_empty() {
        "例如：建外街道"
    } else {
        "不住在本街道的，在这里填写，例如：建外街道"
    };
    let street = Field::line("street", "街道（乡镇）").hint(hint).suggest(names(&offer.streets));
    form = form.field(if offer.communities.is_empty() { street.required() } else { street }).field(
        filled(Field::line("address", "详细地址").hint("楼、单元、门牌"), &particulars.address),
    );
    let division = known.household_division.parse::<kernel::Division>();
    let division = division.map(kernel::Division::full_name).unwrap_or_default();
    form.group("户籍", "")
        .field(filled(
            Field::line("household_place", "户籍所在地")
                .hint("填到区县，例如：北京市朝阳区、河北省保定市易县"),
            &division,
        ))
        .field(filled(
            Field::one("household_kind", "户籍性质", choices(HOUSEHOLD_KINDS)),
            &particulars.household_kind,
        ))
        .field(filled(Field::line("household_address", "户籍地址"), &particulars.household_address))
        .field(kept(
            Field::line("household_number", "户号")
                .hint("户口簿上的户号；同一户的人填同一个号，用于零就业家庭的认定"),
            &mask_number(&particulars.household_number),
        ))
}

fn work(form: Form, offer: &Offer, known: &NewPerson) -> Form {
    let particulars = &known.particulars;
    let present = education_of(&known.education);
    let mut levels: Vec<Choice> = EducationLevel::all()
        .filter(|level| {
            offer.is_of_list || EDUCATION.contains(&level.code()) || Some(*level) == present
        })
        .map(|level| Choice::new(level.code(), level.name()))
        .collect();
    levels.reverse();
    let occupation = match occupation_of(&known.occupation) {
        Some(occupation) => suggestion(occupation),
        None => particulars.trade.clone(),
    };
    form.group("学历与职业", "")
        .field(filled(
            Field::of("education", "学历", levels).hint("已毕业的最高学历"),
            present.map_or("", |level| level.code()),
        ))
        .field(filled(
            Field::line("occupation", "从事或做过的工作")
                .hint("按平常的叫法填写即可，例如：保洁、快递、会计；查不出职业分类的照原话保存，以后归类")
                .suggest(suggestions()),
            &occupation,
        ))
        .field(filled(Field::lines("experience", "工作经历"), &particulars.experience))
        .group("失业与技能", "BJ18-11：可能影响就业的相关信息")
        .field(filled(
            Field::day("unemployed_since", "失业时间").hint("从哪天起没有工作"),
            &particulars.unemployed_since,
        ))
        .field(filled(
            Field::one("skill_level", "技能水平", choices(SKILL_LEVELS)),
            &particulars.skill_level,
        ))
        .field(filled(
            Field::line("skills", "技能特长").hint("证书名称、会做什么"),
            &particulars.skills,
        ))
}

fn circumstances(form: Form, offer: &Offer, known: &Particulars) -> Form {
    let asked = groups().iter().filter(|group| offer.is_of_list || group.code != MINIMUM_LIVING);
    let groups = asked.map(|group| Choice::new(group.code, group.name)).collect();
    let mut marks = Field::any("family_marks", "家庭经济", choices(FAMILY_MARKS));
    marks.values.clone_from(&known.family_marks);
    if known.groups.iter().chain(&known.family_marks).any(|known| known == MINIMUM_LIVING)
        && !marks.values.iter().any(|mark| mark == MINIMUM_LIVING)
    {
        marks.values.push(MINIMUM_LIVING.to_owned());
    }
    let mut members = Field::any("groups", "实名制群体", groups);
    members.values.clone_from(&known.groups);
    let pay = Field::number("wanted_pay", "期望月薪不低于", (0, 1_000_000), "元");
    form.group("家庭因素与困难情况", "只问与找工作有关的情况，可以不答；内容封存保管")
        .field(filled(
            Field::one("family_care", "家庭照料", choices(FAMILY_CARE)),
            &known.family_care,
        ))
        .field(marks)
        .field(filled(Field::line("family_note", "其他家庭因素"), &known.family_note))
        .field(members)
        .field(filled(Field::lines("hardship", "困难情况"), &known.hardship))
        .group("求职意愿", "")
        .field(filled(Field::line("wanted_work", "想做的工作"), &known.wanted_work))
        .field(filled(pay, &known.wanted_pay))
        .field(filled(Field::line("wanted_place", "希望的工作地点"), &known.wanted_place))
        .field(filled(
            Field::one("wanted_hours", "工作时间", choices(WORKING_HOURS)),
            &known.wanted_hours,
        ))
        .field(filled(Field::lines("notes", "备注"), &known.notes))
}

fn filled(field: Field, value: &str) -> Field {
    if value.is_empty() { field } else { field.value(value) }
}

/// A field of something sealed: what is known is shown masked, and stays as it is where nothing is typed.
fn kept(mut field: Field, masked: &str) -> Field {
    if masked.is_empty() {
        return field;
    }
    field.is_required = false;
    field.hint(format!("现为 {masked}；不改就留空"))
}

pub(super) fn suggestion(occupation: Occupation) -> String {
    format!("{}（{}）", occupation.name(), occupation.code())
}

/// Occupations, each with some of the names by which people call the work.
fn suggestions() -> Vec<Choice> {
    Occupation::all()
        .filter(|occupation| occupation.level() == OccupationLevel::Occupation)
        .map(|occupation| {
            let aliases: Vec<&str> = occupation.aliases().take(3).collect();
            Choice::new(suggestion(occupation), aliases.join("、"))
        })
        .collect()
}

/// Reads the fields. What is wrong is noted at its field; then nothing is given.
pub(super) fn read(
    form: &mut Form,
    offer: &Offer,
    before: &NewPerson,
    today: Day,
) -> Option<NewPerson> {
    let mut particulars = before.particulars.clone();
    read_identity(form, &mut particulars, today);
    let phone = form.words("phone");
    if !phone.is_empty() && !(7..=12).contains(&normalise_phone(&phone).len()) {
        form.refuse("phone", "联系电话应为 11 位手机号，或带区号的固定电话，例如 010-65012345");
    }
    let residence_code = read_residence(form, offer, before.residence_code);
    let household_division = read_household(form);
    let occupation = occupation::read(form);
    if form.day("unemployed_since").is_some_and(|day| day > today) {
        form.refuse("unemployed_since", "失业时间在今天之后，请改为今天或以前");
    }
    if !form.is_sound() {
        return None;
    }
    let education = EducationLevel::find(&form.words("education"));
    for (typed, place) in [
        (phone, &mut particulars.phone),
        (form.words("household_number"), &mut particulars.household_number),
    ] {
        if !typed.is_empty() {
            *place = typed;
        }
    }
    for (name, place) in [
        ("other_contact", &mut particulars.other_contact),
        ("address", &mut particulars.address),
        ("household_address", &mut particulars.household_address),
        ("household_kind", &mut particulars.household_kind),
        ("experience", &mut particulars.experience),
        ("unemployed_since", &mut particulars.unemployed_since),
        ("skill_level", &mut particulars.skill_level),
        ("skills", &mut particulars.skills),
        ("family_care", &mut particulars.family_care),
        ("family_note", &mut particulars.family_note),
        ("hardship", &mut particulars.hardship),
        ("wanted_work", &mut particulars.wanted_work),
        ("wanted_pay", &mut particulars.wanted_pay),
        ("wanted_place", &mut particulars.wanted_place),
        ("wanted_hours", &mut particulars.wanted_hours),
        ("notes", &mut particulars.notes),
    ] {
        *place = form.words(name);
    }
    particulars.trade = match form.words("occupation").rsplit_once('（') {
        Some((name, _)) => name.to_owned(),
        None => form.words("occupation"),
    };
    particulars.family_marks = form.chosen("family_marks");
    particulars.groups = form.chosen("groups");
    let is_known = |codes: &[String]| codes.iter().any(|code| code == MINIMUM_LIVING);
    if is_known(&particulars.family_marks) && !is_known(&particulars.groups) {
        particulars.groups.push(MINIMUM_LIVING.to_owned());
    }
    Some(NewPerson {
        file_number: None,
        name: form.words("name"),
        residence_code: residence_code?,
        household_division,
        education: education.map(education_reference).unwrap_or_default(),
        occupation,
        particulars,
    })
}

/// Reads the document; birth and sex come from the number where it has them.
fn read_identity(form: &mut Form, particulars: &mut Particulars, today: Day) {
    let chosen = form.words("document");
    let Some(kind) = IdentityDocumentKind::ALL.into_iter().find(|kind| kind.name() == chosen)
    else {
        return;
    };
    let number = form.words("number");
    if number.is_empty() {
        if !particulars.number.is_empty() && particulars.document != kind.name() {
            form.refuse("number", format!("换成{}，请填写它的号码", kind.name()));
        }
        return;
    }
    kind.name().clone_into(&mut particulars.document);
    match IdentityDocument::parse(kind, &number, today, AddressRule::Known) {
        Err(error) => form.refuse("number", format!("证件号码：{error}")),
        Ok(read) => {
            read.value.in_clear().clone_into(&mut particulars.number);
            if let Some(resident) = read.value.resident_id() {
                particulars.birth = resident.birth_date().to_string();
                particulars.sex = resident.sex().to_string();
                return;
            }
            for (name, words, place) in [
                ("birth", "通行证号码不含出生日期，请填写出生日期", &mut particulars.birth),
                ("sex", "通行证号码不含性别，请选择性别", &mut particulars.sex),
            ] {
                match form.text(name) {
                    Some(typed) => typed.clone_into(place),
                    None if !place.is_empty() => {}
                    None => form.refuse(name, words),
                }
            }
        }
    }
}

/// Asks back about answers that contradict each other.
pub(super) fn compare(form: &mut Form, today: Day) {
    let groups = form.chosen("groups");
    let is_in = |group: &str| groups.iter().any(|chosen| chosen == group);
    if let Some(since) = form.day("unemployed_since")
        && is_in(LONG_UNEMPLOYED)
        && today < since.plus_days(A_YEAR)
    {
        let words = format!(
            "从 {since} 到今天不满一年，实名制群体却选了“连续失业一年以上人员”；请改正其中一项"
        );
        form.doubt("unemployed_since", LONG_UNEMPLOYED, words);
    }
    let education = form.words("education");
    if is_in(GRADUATE) && !education.is_empty() && education.as_str() >= BELOW_COLLEGE {
        let words = "低于大学专科，实名制群体却选了“高校毕业生”；请改正其中一项";
        form.doubt("education", GRADUATE, words);
    }
}

/// Reads where somebody lives; `before` is where they did. Whoever moves to another street types it beside the community
/// that stood there; a community that was chosen just now contradicts a street.
fn read_residence(form: &mut Form, offer: &Offer, before: i64) -> Option<i64> {
    let chosen = form.text("community").and_then(|code| code.parse::<i64>().ok());
    if let (Some(street), Some(area)) = (form.text("street").map(str::to_owned), offer.area) {
        let found = street_named(&street, area);
        match found.as_slice() {
            [(code, name)] => match chosen {
                Some(community) if community - community % 1_000 == *code => return chosen,
                Some(community) if community != before => form.refuse(
                    "street",
                    format!("所选的社区（村）不在{name}：住在{name}的，请把社区（村）改为未选；住在所选社区的，请清空这一项"),
                ),
                _ => return Some(*code),
            },
            [] => form.refuse(
                "street",
                format!("没有找到“{street}”；请填写街道或乡镇的全称，例如：建外街道、高碑店地区"),
            ),
            several => {
                let names: Vec<&str> = several.iter().map(|(_, name)| name.as_str()).collect();
                form.refuse("street", format!("有几个同名的地方：{}", names.join("、")));
            }
        }
        return None;
    }
    if chosen.is_none() {
        let field = if offer.communities.is_empty() { "street" } else { "community" };
        form.refuse(field, "请选择所住的社区（村）；不住在本街道的，填写街道（乡镇）");
    }
    chosen
}

fn read_household(form: &mut Form) -> String {
    let Some(typed) = form.text("household_place").map(str::to_owned) else { return String::new() };
    match household_division_named(&typed) {
        Ok(division) => division.reference(),
        Err(several) if several.is_empty() => {
            form.refuse(
                "household_place",
                format!("没有找到“{typed}”；请从省写到区县，例如：河北省保定市易县"),
            );
            String::new()
        }
        Err(several) => {
            let names: Vec<String> = several.iter().map(|division| division.full_name()).collect();
            form.refuse(
                "household_place",
                format!("“{typed}”不止一处，请写全：{}", names.join("、")),
            );
            String::new()
        }
    }
}
