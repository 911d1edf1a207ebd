//! Names of places, and of the offices that serve there.

use access::Area;
use kernel::{DivisionIssuer, DivisionSet};
use store::{StoreError, Tx};

/// What the names of offices of communities end in.
const ENDINGS: [&str; 3] = ["公共就业服务站", "劳动保障工作站", "就业服务站"];

/// Gives the name of the open office of a division; of the division itself where it has none.
pub(crate) async fn office_name(tx: &mut Tx, code: i64) -> Result<String, StoreError> {
    Ok(match offices::office_by_code(tx, code).await? {
        Some(office) => office.name,
        None => township(code),
    })
}

/// Gives the telephone number for the public of the open office of a division; empty if it is not known.
pub(crate) async fn office_phone(tx: &mut Tx, code: i64) -> Result<String, StoreError> {
    let office = offices::office_by_code(tx, code).await?;
    Ok(office.map(|office| office.phone).unwrap_or_default())
}

/// Gives the name of a place by its statistics code: the street with everything above it, and the community.
pub(crate) async fn place_name(tx: &mut Tx, code: i64) -> Result<String, StoreError> {
    Ok(whole_name(code, home_office(tx, code).await?.as_deref()))
}

/// Gives the name of a place as it is called inside an area: without the names that everyone there knows.
pub(crate) async fn place_name_near(
    tx: &mut Tx,
    code: i64,
    area: Area,
) -> Result<String, StoreError> {
    Ok(place_within(code, home_office(tx, code).await?.as_deref(), area))
}

/// Gives the name of the open office of a community; nothing of a street, whose name is known.
async fn home_office(tx: &mut Tx, code: i64) -> Result<Option<String>, StoreError> {
    if code % 1_000 == 0 {
        return Ok(None);
    }
    Ok(offices::office_by_code(tx, code).await?.map(|office| office.name))
}

fn whole_name(code: i64, office: Option<&str>) -> String {
    let street = township(code);
    match office {
        Some(office) if code % 1_000 != 0 => format!("{street}{}", community(office)),
        _ => street,
    }
}

/// The same as [`place_name_near`], where the name of the place's open office was read already.
pub(crate) fn place_within(code: i64, office: Option<&str>, area: Area) -> String {
    let whole = whole_name(code, office);
    let street = code - code % 1_000;
    let known = [street, street - street % 1_000_000, street - street % 10_000_000_000]
        .into_iter()
        .find(|above| Area::of_code(*above).holds(area.first) && *above != code)
        .map(township)
        .unwrap_or_default();
    whole.strip_prefix(&known).map_or(whole.clone(), str::to_owned)
}

/// Gives the communities of a street that have an office, by code, with their names.
pub async fn communities(tx: &mut Tx, street: i64) -> Result<Vec<(i64, String)>, StoreError> {
    let within = offices::offices_within(tx, Area::of_code(street)).await?;
    let open = within.into_iter().filter(|office| office.is_open() && office.code % 1_000 != 0);
    Ok(open.map(|office| (office.code, community(&office.name).to_owned())).collect())
}

/// Gives the name of the community that an office serves.
pub(crate) fn community(office: &str) -> &str {
    ENDINGS.iter().find_map(|ending| office.strip_suffix(ending)).unwrap_or(office)
}

/// Gives the full name of the street, district or city with a code.
pub(crate) fn township(code: i64) -> String {
    let text = (code - code % 1_000).to_string();
    let set = DivisionSet::of(DivisionIssuer::Statistics);
    set.find(&text)
        .or_else(|_| set.find(&text[..6]))
        .map(kernel::Division::full_name)
        .unwrap_or(text)
}

/// Finds the street or town inside a district, or a whole city, that bears a name; the nearest area first.
pub(crate) fn street_named(name: &str, near: Area) -> Vec<(i64, String)> {
    let set = DivisionSet::of(DivisionIssuer::Statistics);
    let district = (near.first / 1_000_000).to_string();
    let province = (near.first / 10_000_000_000).to_string();
    let inside = |code: &str| {
        let within = set.find(code).ok()?;
        let found: Vec<(i64, String)> = set
            .named_within(name, within)
            .filter_map(|division| {
                let code = division.code();
                let code =
                    code.parse::<i64>().ok()? * 10_i64.pow(12 - u32::try_from(code.len()).ok()?);
                (code % 1_000_000 != 0).then(|| (code, division.full_name()))
            })
            .collect();
        (!found.is_empty()).then_some(found)
    };
    inside(&district).or_else(|| inside(&province)).unwrap_or_default()
}

/// Gives the names of the streets and towns of the district in which an area lies.
pub(crate) fn streets_near(near: Area) -> Vec<String> {
    let set = DivisionSet::of(DivisionIssuer::Statistics);
    let Ok(district) = set.find(&(near.first / 1_000_000).to_string()) else { return Vec::new() };
    district.children().map(|street| street.name().to_owned()).collect()
}
