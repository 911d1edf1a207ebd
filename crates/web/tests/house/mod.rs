//! A house with one member of staff and a door that is always open to them.

use std::pin::Pin;
use std::sync::Arc;

use access::{Action, Actor, Area, Role};
use store::{ActorId, Instant, OfficeId, StoreError};
use testkit::{SeededEntropy, SetClock};
use web::{Doorkeeper, Kit, NavigationItem};

/// Admits whoever shows any session, as the same member of staff.
struct OpenDoor(Actor);

impl Doorkeeper for OpenDoor {
    fn admit<'a>(
        &'a self,
        _: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        Box::pin(async { Ok(Some(self.0.clone())) })
    }
}

/// What the pages share, on 2026-11-22, for a member of staff of this name, office and role.
pub(crate) fn kit(name: &str, office: &str, role: Role, banner: &str) -> Kit {
    let actor = Actor {
        id: ActorId::from_bytes([1; 16]),
        name: name.to_owned(),
        office: OfficeId::from_bytes([2; 16]),
        office_name: office.to_owned(),
        area: Area::of_code(110_105_016_000),
        roles: vec![role],
        stands_in_for: Vec::new(),
        places: access::Places::default(),
    };
    let item = |label, path, key| NavigationItem { label, path, key, action: Action::SeeDesign };
    Kit {
        doorkeeper: Arc::new(OpenDoor(actor)),
        clock: Arc::new(SetClock::at(Instant::from_micros(1_795_312_800_000_000))),
        entropy: Arc::new(SeededEntropy::new(7)),
        navigation: Arc::new([
            item("今日应办", "/duties", 'd'),
            item("服务对象", "/people", 'p'),
            item("预约", "/appointments", 'a'),
            item("统计", "/figures", 't'),
            item("机构与人员", "/offices", 'o'),
            item("界面规范", "/design", 's'),
        ]),
        banner: Some(banner.into()),
        secure_cookies: false,
    }
}
