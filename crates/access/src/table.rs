//! The access table: role × action × relation.

use crate::action::Action;
use crate::relation::Relation::{
    self, Assigned, Below, Consulted, Elsewhere, Office, Oneself, Resident,
};
use crate::role::Role::{
    self, Analyst, AssistanceOfficer, AuditAdministrator, CommunityAssistant, Counsellor,
    EnterpriseOfficer, FrontDeskClerk, Head, InformationReviewer, Inspector, SecurityAdministrator,
    SystemAdministrator,
};

/// Who works with people at a counter, on the phone or at their door.
const CLERKS: &[Role] = &[FrontDeskClerk, Counsellor, AssistanceOfficer, CommunityAssistant];
/// Everyone who serves, and who leads them.
const SERVING: &[Role] = &[
    FrontDeskClerk,
    Counsellor,
    AssistanceOfficer,
    CommunityAssistant,
    EnterpriseOfficer,
    InformationReviewer,
    Head,
];
/// What belongs to the actor or to their office.
const OWN: &[Relation] = &[Assigned, Office];
/// The same, and what was handed over for an opinion.
const OWN_OR_CONSULTED: &[Relation] = &[Assigned, Office, Consulted];
/// The actor's office and everything below it.
const TREE: &[Relation] = &[Assigned, Office, Below];
const ANYWHERE: &[Relation] = &[Assigned, Office, Below, Consulted, Elsewhere];

/// A line of the table: these roles may do it in these relations.
type Line = (&'static [Role], &'static [Relation]);

/// Whoever looks after those who live in a community, whichever office answers for them (BJ18-4, BJ18-18).
const NEIGHBOURS: Line = (&[CommunityAssistant], &[Resident]);

/// Gives the lines of an action. A head, and whoever supervises, reaches down the tree; whoever serves, the
/// office's own people; a community assistant, those who live in the community as well. Administrators reach accounts,
/// never files.
const fn lines(action: Action) -> &'static [Line] {
    match action {
        Action::KeepOwnAccount => &[(Role::ALL, &[Oneself])],
        Action::SeeDesign => &[(Role::ALL, ANYWHERE)],
        Action::SeeOwnDuties => &[(SERVING, OWN), NEIGHBOURS],
        Action::PauseDuty | Action::Correct => &[(CLERKS, &[Assigned]), (&[Head], TREE)],
        // The office above both decides on a transfer; its head reaches down the tree (BJ18-23).
        Action::HandOver
        | Action::ConductSurvey
        | Action::KeepAnswers
        | Action::DecideTransfer
        | Action::ApproveStop => &[(&[Head], TREE)],
        // Everyone who may open a file must first look whether there is one, wherever it lies; of a file
        // elsewhere they learn the office and nothing more.
        Action::FindPerson => &[(SERVING, ANYWHERE), (&[Inspector], &[Office, Below]), NEIGHBOURS],
        Action::TakeIn => &[(CLERKS, &[Office]), (&[Head], &[Office])],
        Action::ReadFile => &[
            (CLERKS, OWN_OR_CONSULTED),
            (&[EnterpriseOfficer, InformationReviewer], &[Assigned]),
            (&[Head], &[Assigned, Office, Below, Consulted]),
            (&[Inspector], &[Office, Below]),
            NEIGHBOURS,
        ],
        Action::Reveal => &[(CLERKS, OWN_OR_CONSULTED), (&[Head], TREE), NEIGHBOURS],
        // What is seen at the door is put down at the door: another telephone number, a survey, a visit. A slip of the
        // pen is put right at once by whoever made it; what has stood longer is their officer's to correct.
        Action::AmendFile | Action::RecordService | Action::CorrectOwn => {
            &[(CLERKS, OWN), (&[Head], OWN), NEIGHBOURS]
        }
        Action::RequestTransfer => &[(CLERKS, OWN), (&[Head], OWN)],
        // Whoever is booked to receive somebody of another office counsels them (BJ18-14).
        // A community's station has a window for counselling (BJ18-6).
        Action::Counsel => {
            &[(CLERKS, OWN_OR_CONSULTED), (&[Head], &[Assigned, Office, Consulted]), NEIGHBOURS]
        }
        Action::DecideRegistration | Action::RecogniseHardship => {
            &[(&[FrontDeskClerk, AssistanceOfficer, Head], OWN)]
        }
        Action::Grade => &[(&[FrontDeskClerk, Counsellor, AssistanceOfficer, Head], OWN)],
        Action::ConsentToLevel => &[(&[Counsellor, Head], TREE)],
        Action::Merge => &[(&[FrontDeskClerk, AssistanceOfficer], OWN), (&[Head], TREE)],
        Action::Import => &[(&[FrontDeskClerk, Head], &[Office])],
        Action::Export => {
            &[(CLERKS, &[Assigned]), (&[Head], TREE), (&[Inspector], &[Office, Below])]
        }
        Action::SeeReaders => {
            &[(CLERKS, &[Assigned]), (&[Head, Inspector], TREE), (&[AuditAdministrator], ANYWHERE)]
        }
        // Whoever was called in, and whoever the case belongs to.
        Action::GiveOpinion => &[
            (&[Counsellor, AssistanceOfficer], OWN_OR_CONSULTED),
            (&[Head], &[Assigned, Office, Below, Consulted]),
        ],
        // The receiving office meets the person as one that was handed over, before they are its own.
        Action::ReceiveTransfer => &[(&[AssistanceOfficer, Head], &[Consulted])],
        // Not the office whose decision it is against.
        Action::DecideObjection => &[(&[Head], &[Below])],
        // Officers who know the organisations, and those who recommend people to them (BJ18-30, BJ18-44).
        Action::ManagePosts => &[(&[EnterpriseOfficer, AssistanceOfficer, Head], &[Office])],
        Action::SeeOfficeDuties | Action::SeeFigures => {
            &[(SERVING, &[Office]), (&[Head, Inspector, Analyst], &[Office, Below])]
        }
        // A colleague's results are for who leads or supervises them.
        Action::SeeResults => &[(&[Head], TREE), (&[Inspector, Analyst], &[Office, Below])],
        Action::SeeOffices => &[
            (SERVING, ANYWHERE),
            (&[Inspector, Analyst], ANYWHERE),
            (&[SystemAdministrator, SecurityAdministrator, AuditAdministrator], ANYWHERE),
        ],
        Action::ManageOffices | Action::ManageStaff => {
            &[(&[SystemAdministrator], &[Office, Below])]
        }
        Action::ManageSecurity => &[(&[SecurityAdministrator], &[Office, Below])],
        Action::ReadAudit => &[(&[AuditAdministrator], ANYWHERE)],
    }
}

/// Tells whether a role may do something in a relation.
#[must_use]
pub fn permitted(role: Role, action: Action, relation: Relation) -> bool {
    relations(role, action).any(|permitted| permitted == relation)
}

/// Gives the relations in which a role may do something; none if it may not at all.
pub fn relations(role: Role, action: Action) -> impl Iterator<Item = Relation> {
    lines(action)
        .iter()
        .filter(move |(roles, _)| roles.contains(&role))
        .flat_map(|(_, relations)| relations.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role::Duties;

    #[test]
    fn every_action_can_be_done_by_somebody() {
        for action in Action::ALL {
            let roles = Role::ALL.iter().filter(|role| relations(**role, *action).next().is_some());
            assert_ne!(roles.count(), 0, "{action:?}");
        }
    }

    /// The three administrators are separated from the service and from each other.
    #[test]
    fn administrators_reach_no_file_and_nobody_else_reaches_their_work() {
        let of_files = [
            Action::ReadFile,
            Action::Reveal,
            Action::AmendFile,
            Action::RecordService,
            Action::FindPerson,
            Action::Export,
            Action::Import,
            Action::Merge,
        ];
        for role in Role::ALL {
            for action in of_files {
                let reaches = relations(*role, action).next().is_some();
                assert!(!reaches || role.duties() == Duties::Service, "{role:?} {action:?}");
            }
            for (action, duties) in [
                (Action::ManageOffices, Duties::System),
                (Action::ManageStaff, Duties::System),
                (Action::ManageSecurity, Duties::Security),
                (Action::ReadAudit, Duties::Audit),
            ] {
                let reaches = relations(*role, action).next().is_some();
                assert!(!reaches || role.duties() == duties, "{role:?} {action:?}");
            }
        }
    }

    /// The register of posts names organisations, nobody else: officers for enterprises keep it without reading files.
    #[test]
    fn the_register_of_posts_is_kept_by_officers_and_heads_of_its_own_office() {
        let keeps = |relation| {
            let roles = Role::ALL.iter().copied();
            roles.filter(|role| permitted(*role, Action::ManagePosts, relation)).collect::<Vec<_>>()
        };
        assert_eq!(keeps(Relation::Office), [AssistanceOfficer, EnterpriseOfficer, Head]);
        for relation in [Relation::Below, Relation::Consulted, Relation::Elsewhere] {
            assert!(keeps(relation).is_empty(), "{relation:?}");
        }
    }

    /// What a community assistant does at the door and at the station's window, and nothing that is decided.
    #[test]
    fn assistants_alone_reach_those_who_live_in_their_community() {
        let mut reached = Vec::new();
        for role in Role::ALL {
            for action in Action::ALL {
                if permitted(*role, *action, Relation::Resident) {
                    assert_eq!(*role, CommunityAssistant, "{action:?}");
                    reached.push(*action);
                }
            }
        }
        assert_eq!(
            reached,
            [
                Action::SeeOwnDuties,
                Action::FindPerson,
                Action::ReadFile,
                Action::Reveal,
                Action::AmendFile,
                Action::RecordService,
                Action::CorrectOwn,
                Action::Counsel,
            ]
        );
    }

    #[test]
    fn nobody_touches_what_lies_elsewhere() {
        let may =
            |action| Role::ALL.iter().any(|role| permitted(*role, action, Relation::Elsewhere));
        let open: Vec<Action> = Action::ALL.iter().copied().filter(|action| may(*action)).collect();
        assert_eq!(
            open,
            [
                Action::FindPerson,
                Action::SeeReaders,
                Action::SeeOffices,
                Action::ReadAudit,
                Action::SeeDesign
            ]
        );
    }
}
