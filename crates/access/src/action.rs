//! What can be done.

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident $term:literal,)*) => {
        /// Something that an actor may or may not do. Every route, and every fetch of a record, names one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $variant,)* }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the words that complete 无权….
            #[must_use]
            pub const fn term(self) -> &'static str {
                match self { $(Self::$variant => $term,)* }
            }
        }
    };
}

actions! {
    /// Look after one's own account: password, second factor, sessions.
    KeepOwnAccount "管理本人账号",
    /// See what is due to the people of an officer.
    SeeOwnDuties "查看本人应办",
    /// See what is due in an office and below, officer by officer.
    SeeOfficeDuties "查看机构应办",
    /// See what each officer carries and what came of it.
    SeeResults "查看负担与成效",
    /// Hold a duty up for a reason until a day, or let it go on.
    PauseDuty "暂缓应办事项",
    /// Give a person, or everyone of an officer, to another officer.
    HandOver "移交服务对象",
    /// Look for a person, to serve them or to avoid a second file.
    FindPerson "查找服务对象",
    /// Take a person in: a new file.
    TakeIn "建立服务对象档案",
    /// Read a person's file.
    ReadFile "查阅服务对象档案",
    /// See a sealed value, with a reason.
    Reveal "查看封存信息",
    /// Change particulars: phone, address, skills.
    AmendFile "修改服务对象资料",
    /// Record a service in the ledger.
    RecordService "记录服务",
    /// Decide on a registration of unemployment or employment.
    DecideRegistration "办理失业就业登记",
    /// Recognise hardship, and end it.
    RecogniseHardship "认定就业困难人员",
    /// Grade a person's difficulty, and propose another level than the points give.
    Grade "就业困难分级",
    /// Consent to another level than the points give.
    ConsentToLevel "同意调整分级",
    /// Record that an entry was made in error.
    Correct "更正台账记录",
    /// Record, on the day one wrote it, that an entry of one's own was made in error.
    CorrectOwn "当天更正本人写的台账记录",
    /// Make one file of two that belong to one person.
    Merge "合并档案",
    /// Bring people in from a workbook.
    Import "导入服务对象",
    /// Take a list out as a workbook.
    Export "导出名单",
    /// See who has read a file.
    SeeReaders "查看档案查阅记录",
    /// Counsel, and book appointments.
    Counsel "职业指导与预约",
    /// Open a round of surveys in an office and below, and close it.
    ConductSurvey "组织就业意愿摸查",
    /// Give an opinion on somebody's case in a panel of experts.
    GiveOpinion "参加专家会诊",
    /// Ask that another office take somebody over.
    RequestTransfer "申请划转服务关系",
    /// Approve that somebody is taken over by another office, or refuse it.
    DecideTransfer "批准划转服务关系",
    /// Take somebody over from another office, or send them back.
    ReceiveTransfer "接收划转人员",
    /// Approve what others prepared that gives or takes much: that somebody is served no longer, is not held to be in hardship
    /// any more, or is placed in a public-welfare post.
    ApproveStop "批准停止服务、退出或安置",
    /// Decide on what somebody objects against the end of their service, or of their recognition as in hardship.
    DecideObjection "处理对停止服务或退出的异议",
    /// Keep the register of public-welfare posts: open, change and close one.
    ManagePosts "登记公益性岗位",
    /// Say which answers the forms of an office offer.
    KeepAnswers "维护常用选项",
    /// See the figures of an office and below.
    SeeFigures "查看统计",
    /// See offices and staff.
    SeeOffices "查看机构与人员",
    /// Open, change and close offices.
    ManageOffices "管理机构",
    /// Open and close accounts of staff; give them their office.
    ManageStaff "管理人员账号",
    /// Give and take roles, lift locks, end others' sessions, reset second factors.
    ManageSecurity "管理权限与会话",
    /// Read what was done and seen, by whom.
    ReadAudit "查看审计记录",
    /// Look at the design system.
    SeeDesign "查看界面规范",
}
