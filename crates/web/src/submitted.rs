//! What a form or an address sends.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;

use crate::form::{ONCE, is_key};
use crate::problem::Problem;

/// Names and values in the order in which they came. From the body of a form, or from the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submitted(Vec<(String, String)>);

impl Submitted {
    /// Reads `name=value&…`.
    #[must_use]
    pub fn read(text: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(text);
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// Gives the first value of a name, trimmed; nothing if it is blank.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.trim()).find(|value| !value.is_empty())
    }

    /// Gives every value of a name that is not blank, trimmed.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Gives the key of a form that is only buttons, under which what it asks for is done once.
    pub fn once_key(&self) -> Result<String, Problem> {
        self.text(ONCE)
            .filter(|key| is_key(key))
            .map(str::to_owned)
            .ok_or_else(|| Problem::Garbled("表单缺少防重复标记；请刷新页面后再操作".to_owned()))
    }

    /// Gives every name and value.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Writes everything as [`Submitted::read`] reads it.
    #[must_use]
    pub fn written(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
    }

    /// Adds a pair.
    pub fn put(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }
}

/// From the body of a posted form.
impl<S: Send + Sync> FromRequest<S> for Submitted {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let too_long = |_| Problem::Garbled("提交的内容太长（上限 2 MB）".to_owned());
        let body = Bytes::from_request(request, state).await.map_err(too_long)?;
        Ok(Self::read(&body))
    }
}

/// What stands after `?` in the address.
#[derive(Clone, Debug, Default)]
pub struct Query(pub Submitted);

impl Query {
    /// Tells whether a list is asked for as a workbook.
    #[must_use]
    pub fn wants_workbook(&self) -> bool {
        self.0.text("format") == Some("xlsx")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(Submitted::read(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}
