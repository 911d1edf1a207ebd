//! Every route × every role × every relation to a person.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Relation, Role, permitted, relations};
use axum::http::{Method, StatusCode};
use rules::Kind;
use store::{ActorId, EntryId, SubjectId};
use web::{Door, RouteEntry};

use super::prepared::prepared;
use super::world::{BESIDE, DISTRICT, FAR, STREET, World};
use crate::system;

/// An entry kind that needs no more than the right to record a service.
const KIND: &str = "contacted";

/// Fills in the places of a path.
fn path_of(route: &RouteEntry, world: &World) -> String {
    path_for(route, world, KIND)
}

/// Fills in the places of a path, for an entry of a kind.
fn path_for(route: &RouteEntry, world: &World, kind: &str) -> String {
    path_about(route, world, (world.subject, world.entry), kind)
}

/// Fills in the places of a path, for somebody and an entry of theirs.
pub(super) fn path_about(
    route: &RouteEntry,
    world: &World,
    (subject, entry): (SubjectId, EntryId),
    kind: &str,
) -> String {
    let nobody = ActorId::from_bytes([0xee; 16]).to_string();
    let mut path = route.path.replace("{subject}", &subject.to_string());
    path = path.replace("{entry}", &entry.to_string()).replace("{kind}", kind);
    path = path.replace("{office}", &world.offices[&STREET].to_string());
    path = path.replace("{staff}", &world.officer.to_string());
    while let (Some(start), Some(end)) = (path.find('{'), path.find('}')) {
        path.replace_range(start..=end, &nobody);
    }
    path
}

/// Tells whether a path names something of a person's that this person has not.
fn names_something_else(path: &str) -> bool {
    ["{proposal}", "{assessment}", "{record}", "{notice}"].iter().any(|place| path.contains(place))
}

/// Tells whether an address only leads on to another page of the person's, which asks for the right itself.
fn asks_elsewhere(status: StatusCode, leads_to: &str, world: &World) -> bool {
    status == StatusCode::SEE_OTHER && leads_to.starts_with(&format!("/people/{}/", world.subject))
}

#[test]
fn nobody_who_is_not_signed_in_takes_a_route_that_is_for_somebody() {
    World::on_both(&async |world| {
        let routes = system::routes();
        assert!(routes.list().len() > 40, "the walk sees too little");
        for route in routes.list() {
            let Door::For(_) = route.door else { continue };
            let (status, leads_to) = world.ask(None, &route.method, &path_of(route, world)).await;
            let is_sent_to_the_door =
                status == StatusCode::SEE_OTHER && leads_to.starts_with("/sign-in");
            assert!(is_sent_to_the_door, "{} {}: {status} {leads_to}", route.method, route.path);
        }
    });
}

#[test]
fn a_role_takes_the_routes_that_the_table_gives_it_and_no_other() {
    World::on_both(&async |world| {
        let mut wrong = Vec::new();
        for role in Role::ALL {
            let who = world.announce(ActorId::from_bytes([9; 16]), STREET, *role);
            for route in system::routes().list() {
                let Door::For(action) = route.door else { continue };
                let may = relations(*role, action).next().is_some();
                let (status, leads_to) =
                    world.ask(Some(&who), &route.method, &path_of(route, world)).await;
                let is_denied = status == StatusCode::FORBIDDEN;
                let is_lost = leads_to.starts_with("/sign-in?")
                    || status == StatusCode::INTERNAL_SERVER_ERROR;
                if (!may && !is_denied) || is_lost {
                    wrong.push(format!("{role:?} {} {}: {status}", route.method, route.path));
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    });
}

#[test]
fn a_persons_file_opens_to_those_relations_that_the_table_names_and_no_other() {
    World::on_both(&async |world| {
        let mut wrong = Vec::new();
        let mut tried = 0;
        let colleague = ActorId::from_bytes([9; 16]);
        for role in Role::ALL {
            // The person lives there; that matters to those alone who look after residents.
            let in_the_community = match role {
                Role::CommunityAssistant => Relation::Resident,
                _ => Relation::Elsewhere,
            };
            let known_as = [
                (Relation::Consulted, world.announce(world.consulted, BESIDE, *role)),
                (Relation::Assigned, world.announce(world.officer, STREET, *role)),
                (Relation::Office, world.announce(colleague, STREET, *role)),
                (Relation::Below, world.announce(colleague, DISTRICT, *role)),
                (in_the_community, world.announce(colleague, STREET + 1, *role)),
                (Relation::Elsewhere, world.announce(colleague, BESIDE, *role)),
            ];
            for route in system::routes().list() {
                let Door::For(action) = route.door else { continue };
                if !route.path.contains("{subject}") {
                    continue;
                }
                for (relation, who) in &known_as {
                    tried += 1;
                    let path = path_of(route, world);
                    let (status, leads_to) = world.ask(Some(who), &route.method, &path).await;
                    // What was opened for a transfer is read, not counselled: that takes an appointment.
                    let is_opened_for_it = action != Action::Counsel;
                    let may = permitted(*role, action, *relation)
                        && (*relation != Relation::Consulted || is_opened_for_it);
                    // What an empty form lacks, or that there is no such thing, may be found before the right
                    // is asked for: nothing is shown or done either way.
                    let lacks = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::BAD_REQUEST];
                    let is_kept_out = status == StatusCode::FORBIDDEN
                        || route.method == Method::POST && lacks.contains(&status)
                        || status == StatusCode::NOT_FOUND && names_something_else(route.path)
                        || route.method == Method::GET && asks_elsewhere(status, &leads_to, world);
                    if (may && status == StatusCode::FORBIDDEN) || (!may && !is_kept_out) {
                        wrong.push(format!(
                            "{role:?} {relation:?} {} {}: {status}, {action:?}",
                            route.method, route.path
                        ));
                    }
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(tried > 200, "the walk sees too little: {tried}");
    });
}

/// Tells whether an answer is what somebody in a relation to the person gets from a route of their file.
fn is_as_the_table_has_it(
    world: &World,
    route: &RouteEntry,
    (role, relation): (Role, Relation),
    (status, leads_to): (StatusCode, &str),
) -> bool {
    let Door::For(action) = route.door else { return true };
    let may = permitted(role, action, relation);
    let lacks = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::BAD_REQUEST];
    let is_kept_out = status == StatusCode::FORBIDDEN
        || route.method == Method::POST && lacks.contains(&status)
        || status == StatusCode::NOT_FOUND && names_something_else(route.path)
        || route.method == Method::GET && asks_elsewhere(status, leads_to, world);
    if may { status != StatusCode::FORBIDDEN } else { is_kept_out }
}

/// Whoever stands in for somebody of another office: in that place they stand to the person as the absent one, with the
/// absent one's role; at home as if they stood in for nobody; and the place of somebody of a third office opens nothing.
#[test]
fn whoever_stands_in_from_another_office_takes_the_routes_of_the_absent_one_and_no_other() {
    World::on_both(&async |world| {
        let colleague = ActorId::from_bytes([9; 16]);
        let (mut wrong, mut tried) = (Vec::new(), 0);
        for own in [Role::AssistanceOfficer, Role::Analyst] {
            for role in Role::ALL {
                let lent = [
                    (Relation::Assigned, BESIDE, (world.officer, STREET, *role)),
                    (Relation::Office, BESIDE, (colleague, STREET, *role)),
                    // Somebody of a third office.
                    (Relation::Elsewhere, DISTRICT, (colleague, BESIDE, *role)),
                ];
                for (relation, home, away) in lent {
                    let (who, place) = world.announce_stand_in((home, own), away);
                    let at_home =
                        if home == DISTRICT { Relation::Below } else { Relation::Elsewhere };
                    for route in system::routes().list() {
                        if !route.path.contains("{subject}") {
                            continue;
                        }
                        let path = path_of(route, world);
                        for (place, role, relation) in
                            [(place.as_str(), *role, relation), ("", own, at_home)]
                        {
                            tried += 1;
                            let path = format!("{place}{path}");
                            let (status, leads_to) =
                                world.ask(Some(&who), &route.method, &path).await;
                            let leads_to = leads_to.strip_prefix(place).unwrap_or_default();
                            let known = (role, relation);
                            if !is_as_the_table_has_it(world, route, known, (status, leads_to)) {
                                wrong.push(format!("{known:?} {} {path}: {status}", route.method));
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(tried > 2_000, "the walk sees too little: {tried}");
    });
}

/// What is sent to the routes of a person's file: the forms of its pages as whoever may see them finds them, filled in;
/// and what any form has, for those that stand on no page.
async fn forms_of(world: &World) -> (BTreeMap<String, String>, String) {
    let mut forms: BTreeMap<String, String> = BTreeMap::new();
    let mut once = None;
    for role in Role::ALL {
        let beside = world.announce(world.officer, STREET, *role);
        let above = world.announce(ActorId::from_bytes([9; 16]), DISTRICT, *role);
        for route in system::routes().list() {
            if route.method != Method::GET || !route.path.contains("{subject}") {
                continue;
            }
            for kind in kinds_of(route) {
                let path = path_for(route, world, kind.name());
                for who in [&beside, &above] {
                    for form in world.forms(who, &path).await {
                        once = once.or(form.once);
                        forms.entry(form.action).or_insert(form.body);
                    }
                }
            }
        }
    }
    (forms, once.expect("a form that is sent once"))
}

/// The kinds of entries for which a route is walked.
fn kinds_of(route: &RouteEntry) -> &'static [Kind] {
    if route.path.contains("{kind}") { Kind::ALL } else { &[Kind::Contacted] }
}

#[test]
fn a_form_that_is_whole_is_refused_to_whoever_has_no_right_to_send_it() {
    World::on_both(&async |world| {
        let (forms, once) = forms_of(world).await;
        let (mut wrong, mut unasked, mut tried, mut whole) = (Vec::new(), BTreeSet::new(), 0, 0);
        let colleague = ActorId::from_bytes([9; 16]);
        for route in system::routes().list() {
            let Door::For(action) = route.door else { continue };
            if route.method != Method::POST || !route.path.contains("{subject}") {
                continue;
            }
            for kind in kinds_of(route) {
                let path = path_for(route, world, kind.name());
                let form = forms.get(&path);
                let body = form.unwrap_or(&once);
                for role in Role::ALL {
                    for (relation, who) in [
                        (Relation::Consulted, world.announce(world.consulted, BESIDE, *role)),
                        (Relation::Assigned, world.announce(world.officer, STREET, *role)),
                        (Relation::Office, world.announce(colleague, STREET, *role)),
                        (Relation::Below, world.announce(colleague, DISTRICT, *role)),
                        (Relation::Resident, world.announce(colleague, STREET + 1, *role)),
                        (Relation::Elsewhere, world.announce(colleague, BESIDE, *role)),
                    ] {
                        // Whoever may send it would change what the others are then asked about.
                        if permitted(*role, action, relation) {
                            continue;
                        }
                        tried += 1;
                        whole += usize::from(form.is_some());
                        let (status, leads_to) = world.send(&who, &path, body).await;
                        if status == StatusCode::FORBIDDEN {
                            continue;
                        }
                        // Of what this person has nothing of, or of a kind that no form records, nothing is done.
                        let is_nothing = status == StatusCode::NOT_FOUND
                            && (names_something_else(route.path) || route.path.contains("{kind}"))
                            || asks_elsewhere(status, &leads_to, world);
                        let is_missing = form.is_none() && status.is_client_error();
                        if is_missing && !is_nothing {
                            unasked.insert(route.path);
                        } else if !is_nothing {
                            let what = if form.is_some() { "form" } else { "no form" };
                            wrong.push(format!("{role:?} {relation:?} {path}: {status}, {what}"));
                        }
                    }
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        // Those whose form stands on a page only once there is an agreement, a panel or a transfer are prepared below.
        let later: BTreeSet<&str> = prepared(world).await.iter().map(|one| one.route).collect();
        let unprepared: Vec<&&str> = unasked.difference(&later).collect();
        assert_eq!(unprepared, Vec::<&&str>::new(), "of {unasked:?}");
        assert!(whole > 1000 && tried > whole, "the walk sees too little: {whole} of {tried}");
    });
}

/// The forms that stand on a page only once there is something to decide: whole, they are refused to everybody to whom the
/// table does not give them, and whoever may sends them to the end.
#[test]
fn a_form_of_what_is_under_way_is_carried_out_for_whoever_may_and_refused_to_everybody_else() {
    World::on_both(&async |world| {
        let (mut wrong, mut tried) = (Vec::new(), 0);
        let colleague = ActorId::from_bytes([9; 16]);
        let routes = system::routes();
        for one in prepared(world).await {
            let of_it =
                |route: &&RouteEntry| route.method == Method::POST && route.path == one.route;
            let route = routes.list().iter().find(of_it).expect("a route");
            let Door::For(action) = route.door else { panic!("{} is open to all", one.route) };
            for role in Role::ALL {
                let mut known_as = vec![
                    (Relation::Assigned, world.announce(world.officer, STREET, *role)),
                    (Relation::Office, world.announce(colleague, STREET, *role)),
                    (Relation::Below, world.announce(colleague, DISTRICT, *role)),
                    (Relation::Resident, world.announce(colleague, STREET + 1, *role)),
                    (Relation::Elsewhere, world.announce(colleague, FAR, *role)),
                ];
                if let Some((who, office)) = one.open_to {
                    known_as.push((Relation::Consulted, world.announce(who, office, *role)));
                }
                for (relation, who) in known_as {
                    // Whose turn it is refuses a transfer: once it was verified, a head (BJ18-23).
                    let by_turn = one.route.ends_with("/transfer/refuse")
                        && permitted(*role, Action::DecideTransfer, relation);
                    if permitted(*role, action, relation) || by_turn {
                        continue;
                    }
                    tried += 1;
                    let (status, ..) = world.send_form(&who, &one.form).await;
                    if status != StatusCode::FORBIDDEN {
                        wrong.push(format!("{role:?} {relation:?} {}: {status}", one.route));
                    }
                }
            }
            let (status, leads_to, page) = world.send_form(&one.who, &one.form).await;
            if status != StatusCode::SEE_OTHER || leads_to.starts_with("/sign-in") {
                wrong.push(format!("{} is not carried out: {status} {page}", one.route));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(tried > 600, "the walk sees too little: {tried}");
    });
}
