//! Where the offices of the district receive people, and what each place has (BJ18 art. 4 and 6).

use super::sketches::{OfficeSketch, OutletSketch};

/// The zones of the district's hall: all that art. 6 asks for.
const HALL: [&str; 6] =
    ["enquiries", "general", "self_service", "negotiation", "notices", "waiting"];
/// Those of the district's second place, for fairs.
const FAIRS: [&str; 3] = ["negotiation", "notices", "waiting"];
/// Those of a street.
const STREET: [&str; 4] = ["placement_and_guidance", "enquiries", "self_service", "waiting"];
/// A street that was moved to other rooms still lacks what art. 6 asks for.
const MOVED: [&str; 2] = ["enquiries", "waiting"];
/// The one window of a community.
const WINDOW: [&str; 1] = ["single_window"];

/// One street among so many was moved, one community among so many has no window yet.
const MOVED_EVERY: usize = 21;
const WITHOUT_EVERY: usize = 5;

/// Gives the outlets of the offices, in their order.
pub(super) fn outlets(offices: &[OfficeSketch]) -> Vec<OutletSketch> {
    let mut outlets = Vec::new();
    let (mut streets, mut communities) = (0, 0);
    for office in offices {
        let mut open = |name: &str, zones: &[&'static str]| {
            outlets.push(OutletSketch {
                office: office.code,
                name: format!("{}{name}", place_of(office)),
                address: office.address.clone(),
                zones: zones.to_vec(),
            });
        };
        if office.parent.is_none() {
            continue;
        }
        if office.code.is_multiple_of(1_000_000) {
            open("公共就业服务大厅", &HALL);
            open("招聘服务厅", &FAIRS);
        } else if office.code.is_multiple_of(1_000) {
            streets += 1;
            let is_moved = streets % MOVED_EVERY == 0;
            open("就业服务厅", if is_moved { &MOVED } else { &STREET });
        } else {
            communities += 1;
            if communities % WITHOUT_EVERY != 0 {
                open("服务窗口", &WINDOW);
            }
        }
    }
    outlets
}

/// What an office is called without what it is.
fn place_of(office: &OfficeSketch) -> &str {
    let name = office.name.as_str();
    let kinds = ["公共就业服务中心", "公共就业服务所", "就业服务站"];
    kinds.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::super::places::Places;
    use super::super::staff;
    use super::*;

    #[test]
    fn the_district_has_all_zones_and_most_streets_and_communities_what_they_need() {
        let offices = staff::offices(&Places::read());
        let outlets = outlets(&offices);
        let of = |code: u64| outlets.iter().filter(move |outlet| outlet.office == code);
        let zones: Vec<&str> =
            of(110_105_000_000).flat_map(|outlet| outlet.zones.clone()).collect();
        assert!(HALL.iter().all(|zone| zones.contains(zone)), "{zones:?}");
        assert_eq!(of(110_000_000_000).count(), 0, "the city receives nobody");
        let has = |office: &&OfficeSketch, zone: &str| {
            of(office.code).any(|outlet| outlet.zones.contains(&zone))
        };
        let streets = offices.iter().filter(|office| office.parent == Some(110_105_000_000));
        let (fit, unfit): (Vec<_>, Vec<_>) =
            streets.partition(|office| has(office, "placement_and_guidance"));
        assert_eq!((fit.len(), unfit.len()), (41, 2));
        let windows = outlets.iter().filter(|outlet| outlet.zones == WINDOW).count();
        assert_eq!(windows, 768 - 768 / WITHOUT_EVERY);
        let hall = of(110_105_000_000).next().expect("a hall");
        assert_eq!(hall.name, "朝阳区公共就业服务大厅");
    }
}
