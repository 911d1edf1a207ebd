//! Opening, amending and closing offices and outlets.

use std::sync::Arc;

use access::{Action, Failure, OfficeLevel};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{OfficeId, StoreError};
use web::parts::Prose;
use web::{Choice, Field, Form, Page, Problem, Routes, Submitted, Visit};

use crate::actions::{office as actions, outlet};
use crate::founding::NewOffice;
use crate::lookup;
use crate::model::naming::judge;
use crate::model::office::{Office, OfficeRefusal, OutletId, Zone, Zones, read_code};
use crate::responsibilities::Responsibilities;

const ACTION: Action = Action::ManageOffices;
/// What is asked back about a name.
const NAMING: &str = "naming";

pub(super) fn routes(responsibilities: Arc<dyn Responsibilities>) -> Routes<Desk> {
    Routes::new()
        .get("/offices/new", ACTION, show_new)
        .post("/offices/new", ACTION, open)
        .get("/offices/{office}/edit", ACTION, show_edit)
        .post("/offices/{office}/edit", ACTION, amend)
        .get("/offices/{office}/close", ACTION, show_close)
        .post(
            "/offices/{office}/close",
            ACTION,
            move |visit: Visit,
                  State(desk): State<Desk>,
                  Path(id): Path<String>,
                  sent: Submitted| { close(visit, desk, id, sent, responsibilities) },
        )
        .get("/offices/{office}/outlets/new", ACTION, show_new_outlet)
        .post("/offices/{office}/outlets/new", ACTION, open_outlet)
        .post("/outlets/{outlet}/close", ACTION, close_outlet)
}

/// The fields that a refusal belongs to.
fn field_of(refusal: &OfficeRefusal) -> &'static str {
    match refusal {
        OfficeRefusal::Code | OfficeRefusal::Taken { .. } | OfficeRefusal::NoneAbove => "code",
        OfficeRefusal::Misnamed(misnamed) => misnamed.field(),
        OfficeRefusal::Blank { what: "网点地址" } => "address",
        OfficeRefusal::Blank { .. } => "name",
        OfficeRefusal::NoZone => "zones",
        _ => "",
    }
}

fn new_form(visit: &Visit) -> Form {
    Form::new("/offices/new", "设立机构", visit.once_key())
        .field(
            Field::digits("code", "统计用区划代码")
                .required()
                .keyboard("numeric")
                .hint("12 位数字，末尾的零定级别：区级末六位为零，街道（乡镇）级末三位为零"),
        )
        .field(Field::line("name", "机构名称").required())
        .field(Field::line("address", "地址"))
        .field(Field::digits("phone", "对外电话"))
        .cancel("/offices")
}

fn new_page(form: &Form) -> Page {
    Page::new("设立机构").section("/offices").crumb("机构与人员", "/offices").part(form)
}

async fn show_new(visit: Visit) -> Response {
    visit.show(&new_page(&new_form(&visit)))
}

async fn open(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let mut form = new_form(&visit);
    form.take(&sent);
    let code = match read_code(&form.words("code")) {
        Ok(code) => code,
        Err(refusal) => {
            form.refuse("code", refusal);
            0
        }
    };
    if !form.is_sound() {
        return Ok(visit.show_again(&new_page(&form)));
    }
    let new = NewOffice {
        code,
        name: form.words("name"),
        address: form.words("address"),
        phone: form.words("phone"),
        opened_on: visit.today,
    };
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    let is_meant = is_meant(&form, code, &new.name);
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            let id = actions::open_office(tx, &sealing, &occasion, &new, is_meant).await?;
            Ok::<_, Failure<OfficeRefusal>>(id.to_string())
        })
        .await;
    match outcome {
        Ok(id) => Ok(visit.go_on(&format!("/offices/{id}"), "机构已设立")),
        Err(Failure::Refused(refusal)) => {
            say(&mut form, refusal);
            Ok(visit.show_again(&new_page(&form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Tells whether whoever sent a form has said that a name is meant which may not go with the code.
fn is_meant(form: &Form, code: i64, name: &str) -> bool {
    let mut form = form.clone();
    if let Err(misnamed) = judge(code, name) {
        form.doubt(misnamed.field(), NAMING, misnamed);
    }
    form.is_sound()
}

/// Says at its field why something is refused, or what is asked back.
fn say(form: &mut Form, refusal: OfficeRefusal) {
    match refusal {
        OfficeRefusal::Misnamed(misnamed) if !misnamed.is_certain() => {
            form.doubt(misnamed.field(), NAMING, misnamed);
        }
        refusal => form.refuse(field_of(&refusal), refusal),
    }
}

/// Finds the office of a path; whether the actor manages it, its action asks again.
async fn office_at(desk: &Desk, visit: &Visit, id: &str) -> Result<Office, Problem> {
    let id: OfficeId = id.parse().map_err(|_| Problem::Missing)?;
    let found =
        desk.db.read::<_, _, StoreError>(async move |tx| lookup::find_office(tx, id).await).await?;
    let office = found.ok_or(Problem::Missing)?;
    visit.may(ACTION, visit.actor.relation_to(office.code, None))?;
    Ok(office)
}

fn edit_form(visit: &Visit, office: &Office) -> Form {
    let back = format!("/offices/{}", office.office_id);
    Form::new(format!("{back}/edit"), "保存", visit.once_key())
        .field(Field::line("name", "机构名称").required().value(&office.name))
        .field(Field::line("address", "地址").value(&office.address))
        .field(Field::digits("phone", "对外电话").value(&office.phone))
        .cancel(back)
}

fn edit_page(office: &Office, form: &Form) -> Page {
    Page::new("修改机构")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb(&office.name, format!("/offices/{}", office.office_id))
        .part(form)
}

async fn show_edit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let office = office_at(&desk, &visit, &id).await?;
    Ok(visit.show(&edit_page(&office, &edit_form(&visit, &office))))
}

async fn amend(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let office = office_at(&desk, &visit, &id).await?;
    let mut form = edit_form(&visit, &office);
    form.take(&sent);
    if !form.is_sound() {
        return Ok(visit.show_again(&edit_page(&office, &form)));
    }
    let (sealing, occasion, known) =
        (desk.sealing.clone(), Occasion::from(&visit), office.office_id);
    let (name, address, phone) = (form.words("name"), form.words("address"), form.words("phone"));
    let is_meant = is_meant(&form, office.code, &name);
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            let new = (name.as_str(), address.as_str(), phone.as_str());
            actions::amend_office(tx, &sealing, &occasion, known, new, is_meant)
                .await
                .map(|()| String::new())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on(&format!("/offices/{known}"), "机构信息已修改")),
        Err(Failure::Refused(refusal)) => {
            say(&mut form, refusal);
            Ok(visit.show_again(&edit_page(&office, &form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn close_page(visit: &Visit, office: &Office, refusal: Option<&OfficeRefusal>) -> Page {
    let back = format!("/offices/{}", office.office_id);
    let mut form = Form::new(format!("{back}/close"), "停用机构", visit.once_key()).cancel(&back);
    if let Some(refusal) = refusal {
        form.refuse("", refusal);
    }
    Page::new(format!("停用{}", office.name))
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb(&office.name, back)
        .part(&Prose::new(
            "停用后不能再在该机构办理业务，历史记录保留。停用前，其人员应已调出或离岗，下级机构应已停用，服务对象应已划转。",
        ))
        .part(&form)
}

async fn show_close(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let office = office_at(&desk, &visit, &id).await?;
    Ok(visit.show(&close_page(&visit, &office, None)))
}

async fn close(
    visit: Visit,
    desk: Desk,
    id: String,
    sent: Submitted,
    responsibilities: Arc<dyn Responsibilities>,
) -> Result<Response, Problem> {
    let office = office_at(&desk, &visit, &id).await?;
    let (sealing, occasion, known) =
        (desk.sealing.clone(), Occasion::from(&visit), office.office_id);
    let outcome = desk
        .once(&visit, &sent.once_key()?, async move |tx| {
            let asked = responsibilities.as_ref();
            actions::close_office(tx, &sealing, &occasion, asked, known)
                .await
                .map(|()| String::new())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on(&format!("/offices/{known}"), "机构已停用")),
        Err(Failure::Refused(refusal)) => {
            Ok(visit.show_again(&close_page(&visit, &office, Some(&refusal))))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn outlet_form(visit: &Visit, office: &Office) -> Form {
    let back = format!("/offices/{}", office.office_id);
    let choices = Zone::ALL.map(|zone| Choice::new(zone.text(), zone.term())).to_vec();
    let hint = match office.level {
        OfficeLevel::City => "按场所实际情况选择",
        OfficeLevel::District => "区级综合性服务场所应有前六项（BJ18-6）",
        OfficeLevel::Street => "街道（乡镇）应有专门的职业介绍、职业指导服务区（BJ18-6）",
        OfficeLevel::Community => "社区（村）应有“一柜式”综合服务窗口（BJ18-6）",
    };
    Form::new(format!("{back}/outlets/new"), "设立网点", visit.once_key())
        .field(Field::line("name", "网点名称").required())
        .field(Field::line("address", "网点地址").required())
        .field(Field::any("zones", "功能分区", choices).required().hint(hint))
        .cancel(back)
}

fn outlet_page(office: &Office, form: &Form) -> Page {
    Page::new("设立网点")
        .section("/offices")
        .crumb("机构与人员", "/offices")
        .crumb(&office.name, format!("/offices/{}", office.office_id))
        .part(form)
}

async fn show_new_outlet(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let office = office_at(&desk, &visit, &id).await?;
    Ok(visit.show(&outlet_page(&office, &outlet_form(&visit, &office))))
}

async fn open_outlet(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let office = office_at(&desk, &visit, &id).await?;
    let mut form = outlet_form(&visit, &office);
    form.take(&sent);
    if !form.is_sound() {
        return Ok(visit.show_again(&outlet_page(&office, &form)));
    }
    let new = outlet::NewOutlet {
        office: office.office_id,
        name: form.words("name"),
        address: form.words("address"),
        zones: Zones::named(&form.chosen("zones")),
    };
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    let outcome = desk
        .once(&visit, form.once(), async move |tx| {
            let id = outlet::open_outlet(tx, &sealing, &occasion, &new).await?;
            Ok::<_, Failure<OfficeRefusal>>(id.to_string())
        })
        .await;
    match outcome {
        Ok(_) => Ok(visit.go_on(&format!("/offices/{}", office.office_id), "网点已设立")),
        Err(Failure::Refused(refusal)) => {
            form.refuse(field_of(&refusal), refusal);
            Ok(visit.show_again(&outlet_page(&office, &form)))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn close_outlet(
    visit: Visit,
    State(desk): State<Desk>,
    Path(id): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let outlet: OutletId = id.parse().map_err(|_| Problem::Missing)?;
    let (sealing, occasion) = (desk.sealing.clone(), Occasion::from(&visit));
    let office = desk
        .once(&visit, &sent.once_key()?, async move |tx| {
            let office = outlet::close_outlet(tx, &sealing, &occasion, outlet).await?;
            Ok::<_, Failure<OfficeRefusal>>(office.to_string())
        })
        .await?;
    Ok(visit.go_on(&format!("/offices/{office}#outlets"), "网点已停用"))
}
