//! Accounts and roles: who opens them, who gives which, and what nobody can do.

use access::{Failure, Role};
use axum::http::StatusCode;
use offices::model::staff::StaffRefusal;
use offices::{Roles, actions};

use crate::world::{BESIDE, Each, PASSWORD, STREET, World, on_both, on_both_with};

async fn change_roles(
    world: &World,
    by: &str,
    of: &str,
    roles: &[Role],
) -> Result<(), Failure<StaffRefusal>> {
    change_roles_holding(world, by, of, roles, 0).await
}

/// The same of somebody who answers for so many persons.
async fn change_roles_holding(
    world: &World,
    by: &str,
    of: &str,
    roles: &[Role],
    held: i64,
) -> Result<(), Failure<StaffRefusal>> {
    let (sealing, occasion, staff) =
        (world.desk.sealing.clone(), world.occasion(by).await, world.staff(of));
    let roles = Roles::new(roles.iter().copied()).map_err(Failure::Refused)?;
    world
        .desk
        .db
        .write(async move |tx| {
            let held = Each(held);
            actions::security::change_roles(tx, &sealing, &occasion, &held, staff, &roles).await
        })
        .await
}

#[test]
fn nobody_changes_their_own_roles_or_mixes_separated_ones() {
    on_both(&async |world| {
        let own = change_roles(world, "security", "security", &[Role::AuditAdministrator]).await;
        assert!(matches!(own, Err(Failure::Refused(StaffRefusal::Oneself))), "{own:?}");
        let mixed = [Role::Head, Role::SystemAdministrator];
        let mixed = change_roles(world, "security", "clerk", &mixed).await;
        assert!(matches!(mixed, Err(Failure::Refused(StaffRefusal::Separated { .. }))));
        for by in ["system", "auditor", "head", "clerk"] {
            let denied = change_roles(world, by, "counsellor", &[Role::Head]).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{by}: {denied:?}");
        }
        let only = change_roles(world, "security", "system", &[Role::Head]).await;
        let refusal = StaffRefusal::Last { role: Role::SystemAdministrator };
        assert!(matches!(&only, Err(Failure::Refused(told)) if *told == refusal), "{only:?}");
        change_roles(world, "security", "clerk", &[Role::Analyst]).await.expect("changed");
        assert_eq!(world.actor("clerk").await.expect("here").roles, [Role::Analyst]);
    });
}

#[test]
fn nobody_stops_serving_before_everybody_they_answer_for_is_handed_over() {
    on_both_with(3, &async |world| {
        for roles in [&[Role::Analyst][..], &[Role::EnterpriseOfficer], &[]] {
            let refused = change_roles_holding(world, "security", "counsellor", roles, 3).await;
            let Err(Failure::Refused(StaffRefusal::Responsible { count: 3 })) = refused else {
                panic!("{roles:?}: {refused:?}")
            };
        }
        let mut security = world.signed_in("security").await;
        let path = format!("/staff/{}/roles", world.staff("counsellor"));
        let told = security.post(&path, &[("roles", "analyst"), ("_once", "r1")]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.body.contains("还有 3 项未移交"), "{}", told.body);
        let before = world.actor("counsellor").await.expect("here").roles;
        assert_eq!(before, [Role::Counsellor, Role::AssistanceOfficer], "as they were");
        // Who goes on serving keeps those whom they serve; who never served has nobody to hand over.
        let told = security.post(&path, &[("roles", "counsellor"), ("_once", "r2")]).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
        change_roles_holding(world, "security", "inspector", &[Role::Analyst], 3)
            .await
            .expect("changed");
        change_roles_holding(world, "security", "counsellor", &[Role::Analyst], 0)
            .await
            .expect("handed over");
    });
}

#[test]
fn two_who_take_the_role_from_each_other_at_once_do_not_both_succeed() {
    on_both(&async |world| {
        change_roles(world, "security", "inspector", &[Role::SecurityAdministrator])
            .await
            .expect("changed");
        let (one, other) = tokio::join!(
            change_roles(world, "security", "inspector", &[Role::Inspector]),
            change_roles(world, "inspector", "security", &[Role::Inspector]),
        );
        assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
        let mut left = 0;
        for user_name in ["security", "inspector"] {
            let roles = world.actor(user_name).await.expect("here").roles;
            left += usize::from(roles == [Role::SecurityAdministrator]);
        }
        assert_eq!(left, 1);
    });
}

#[test]
fn an_administrator_reaches_their_own_office_and_below_only() {
    on_both(&async |world| {
        // Made administrators of a street, they no longer reach the one beside it or the district.
        change_roles(world, "security", "clerk", &[Role::SecurityAdministrator])
            .await
            .expect("changed");
        for out_of_reach in ["neighbour", "inspector"] {
            let denied = change_roles(world, "clerk", out_of_reach, &[Role::Analyst]).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{out_of_reach}: {denied:?}");
        }
        change_roles(world, "clerk", "counsellor", &[Role::Counsellor]).await.expect("changed");
    });
}

#[test]
fn two_administrators_make_an_account_that_can_do_something() {
    on_both(&async |world| {
        let mut system = world.signed_in("system").await;
        let office = world.office(STREET).to_string();
        let fields = [
            ("office", office.as_str()),
            ("name", "陈新"),
            ("user_name", "Chen.Xin"),
            ("_once", "open-chen"),
        ];
        let opened = system.post("/staff/new", &fields).await;
        assert_eq!(opened.status, StatusCode::OK, "{}", opened.body);
        assert!(opened.body.contains("chen.xin") && opened.body.contains("初始密码"));
        let initial = opened
            .body
            .split("<dt>初始密码</dt><dd>")
            .nth(1)
            .and_then(|rest| rest.split("</dd>").next())
            .map(|cell| cell.rsplit('>').find(|word| word.len() == 12).unwrap_or(cell).to_owned())
            .expect("the password to begin with");
        let again = system.post("/staff/new", &fields).await;
        assert!(again.body.contains("此前已经办理"), "{}", again.body);
        let fields = [("office", office.as_str()), ("name", "陈新"), ("user_name", "chen.xin")];
        let taken = system.post("/staff/new", &fields).await;
        assert!(taken.body.contains("已有人使用"), "{}", taken.body);

        let mut chen = world.browser();
        chen.sign_in("chen.xin", &initial).await;
        let fields = [("new", "Another-horse-8"), ("again", "Another-horse-8")];
        chen.post("/sign-in/password", &fields).await;
        let denied = chen.get("/offices").await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN, "no roles, no rights");

        let page = system.get(&format!("/offices/{office}")).await;
        let path = page
            .body
            .split("href=\"/staff/")
            .find(|piece| piece.contains("陈新"))
            .and_then(|piece| piece.split('"').next())
            .map(|id| format!("/staff/{id}/roles"))
            .expect("a link to the new account");
        assert_eq!(system.get(&path).await.status, StatusCode::FORBIDDEN);
        let mut security = world.signed_in("security").await;
        let mixed = [("roles", "front_desk_clerk"), ("roles", "audit_administrator")];
        let refused = security.post(&path, &mixed).await;
        assert!(refused.body.contains("不能由一人兼任"), "{}", refused.body);
        let given = security.post(&path, &[("roles", "front_desk_clerk")]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        chen.sign_in("chen.xin", "Another-horse-8").await;
        assert_eq!(chen.get("/offices").await.status, StatusCode::OK);
    });
}

#[test]
fn a_password_is_reset_and_an_office_changed_by_the_system_administrator() {
    on_both(&async |world| {
        let mut clerk = world.signed_in("clerk").await;
        let mut system = world.signed_in("system").await;
        let path = format!("/staff/{}", world.staff("clerk"));
        let moved = [("name", "王前台"), ("office", &world.office(BESIDE).to_string())]
            .map(|(name, value)| (name, value.to_owned()));
        let fields: Vec<(&str, &str)> =
            moved.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = system.post(&format!("{path}/edit"), &fields).await;
        assert_eq!(answer.location.as_deref(), Some(path.as_str()), "{}", answer.body);
        assert_eq!(world.actor("clerk").await.expect("here").area.first, BESIDE);
        assert_eq!(clerk.get("/account").await.status, StatusCode::SEE_OTHER, "sessions ended");

        let reset = system.post(&format!("{path}/password"), &[]).await;
        assert!(reset.body.contains("初始密码"), "{}", reset.body);
        assert_eq!(clerk.sign_in("clerk", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let own = system.post(&format!("/staff/{}/password", world.staff("system")), &[]).await;
        assert!(own.body.contains("不能为自己的账号"), "{}", own.body);
    });
}
