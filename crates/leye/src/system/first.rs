//! The first account of a new system: somebody must be able to open the others.

use access::{Area, Role};
use desk::Desk;
use kernel::Division;
use offices::{NewOffice, NewStaff, Roles};
use store::{Entropy, Instant, StoreError};

use crate::failure::Failure;
use crate::terminal;

/// Opens the city's office and one account for each of the three administrators, where there is no office yet.
pub(crate) async fn make_first_account(desk: &Desk, city: Division) -> Result<(), Failure> {
    let everywhere = Area { first: 0, last: i64::MAX };
    let exists = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            Ok(!offices::offices_within(tx, everywhere).await?.is_empty())
        })
        .await?;
    if exists {
        return Ok(());
    }
    let now = desk.clock.now();
    let accounts = [
        ("xitong", "系统管理员", Role::SystemAdministrator),
        ("anquan", "安全管理员", Role::SecurityAdministrator),
        ("shenji", "审计管理员", Role::AuditAdministrator),
    ];
    let mut made = Vec::new();
    for (user_name, name, role) in accounts {
        let password = offices::model::password::initial(desk.sealing.entropy.as_ref());
        let hash = offices::hash_password(&password, desk.sealing.entropy.as_ref());
        made.push((user_name, name, role, password, hash));
    }
    let staff: Vec<(&str, &str, Role, String)> = made
        .iter()
        .map(|(user_name, name, role, _, hash)| (*user_name, *name, *role, hash.clone()))
        .collect();
    let entropy = std::sync::Arc::clone(&desk.sealing.entropy);
    let office = NewOffice {
        code: city.code().parse::<i64>().unwrap_or_default() * 1_000_000,
        name: format!("{}公共就业服务中心", city.name()),
        address: String::new(),
        phone: String::new(),
        opened_on: web::day_of(now),
    };
    desk.db
        .write::<_, _, StoreError>(async move |tx| {
            found(tx, entropy.as_ref(), now, &office, &staff).await
        })
        .await?;
    terminal::complain(
        "新系统：已建立市级机构和三个管理员账号，首次登录须更改密码、用手机设置两步验证：",
    );
    for (user_name, name, _, password, _) in &made {
        let password = password.as_str();
        terminal::complain(&format!("  {name}　用户名 {user_name}　密码 {password}"));
    }
    Ok(())
}

async fn found(
    tx: &mut store::Tx,
    entropy: &dyn Entropy,
    now: Instant,
    office: &NewOffice,
    staff: &[(&str, &str, Role, String)],
) -> Result<(), StoreError> {
    let today = office.opened_on;
    let office = offices::found(tx, office, now, entropy).await?;
    for (user_name, name, role, hash) in staff {
        let roles = Roles::new([*role]).unwrap_or(Roles::none());
        let member = NewStaff {
            user_name: (*user_name).to_owned(),
            name: (*name).to_owned(),
            office,
            roles,
            password_hash: hash.clone(),
            must_change_password: true,
            joined_on: today,
        };
        offices::hire(tx, &member, now, entropy).await?;
    }
    Ok(())
}
