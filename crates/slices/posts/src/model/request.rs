//! How far it has come that somebody is to be placed: one person asks, another confirms (BJ18-30).

/// How far a placement that was asked for has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// 待确认: it waits for somebody who leads and had no part in it.
    Asked,
    /// 已确认: the person is placed, by an entry of the ledger.
    Confirmed,
    /// 已退回, with a reason.
    SentBack,
    /// 已撤回.
    Withdrawn,
}
store::text_column!(RequestState {
    Asked = "asked",
    Confirmed = "confirmed",
    SentBack = "sent_back",
    Withdrawn = "withdrawn",
});

impl RequestState {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Asked => "待确认",
            Self::Confirmed => "已确认",
            Self::SentBack => "已退回",
            Self::Withdrawn => "已撤回",
        }
    }
}
