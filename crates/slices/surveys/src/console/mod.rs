//! The pages: rounds and their pictures, lists to visit, the survey of a person, their demand file, other groups.

mod demand_conflict;
mod demand_form;
mod demand_page;
mod group_page;
mod list_page;
mod people_page;
mod picture_page;
mod plan_page;
mod rounds_page;
mod stand;
mod survey_form;
mod survey_page;
mod words;

use access::Action;
use desk::Desk;
use web::Routes;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/surveys", Action::SeeFigures, rounds_page::show)
        .post("/surveys", Action::ConductSurvey, rounds_page::open)
        .get("/surveys/list", Action::ReadFile, list_page::show_all)
        .get("/surveys/groups", Action::ConductSurvey, group_page::show)
        .post("/surveys/groups", Action::ConductSurvey, group_page::put)
        .post("/surveys/groups/{group}/end", Action::ConductSurvey, group_page::end)
        .get("/surveys/{round}", Action::SeeFigures, picture_page::show)
        .get("/surveys/{round}/list", Action::ReadFile, list_page::show_round)
        .get("/surveys/{round}/people", Action::ReadFile, people_page::show)
        .post("/surveys/{round}/close", Action::ConductSurvey, rounds_page::close)
        .get("/people/{subject}/survey", Action::RecordService, survey_page::show)
        .post("/people/{subject}/survey", Action::RecordService, survey_page::submit)
        .post("/people/{subject}/survey/attempt", Action::RecordService, survey_page::attempt)
        .get("/people/{subject}/survey/plan", Action::RecordService, plan_page::show)
        .post("/people/{subject}/survey/plan", Action::RecordService, plan_page::submit)
        .get("/people/{subject}/demand-file", Action::ReadFile, demand_page::show)
        .post("/people/{subject}/demand-file", Action::RecordService, demand_page::submit)
        .get("/people/{subject}/demand-file/print", Action::ReadFile, demand_page::print)
        .get("/people/{subject}/record/surveyed", Action::RecordService, survey_page::lead_here)
        .get(
            "/people/{subject}/record/demand_file_opened",
            Action::RecordService,
            demand_page::lead_here,
        )
}
