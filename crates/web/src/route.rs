//! Routes, none of which exists without saying who may take it.

use access::{Action, Actor};
use axum::Router;
use axum::extract::{FromRef, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::door::recognise;
use crate::forgery::refuse_forged;
use crate::headers::harden;
use crate::kit::Kit;
use crate::problem::Problem;
use crate::{place, signed_out};

/// Who may take a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Anyone, signed in or not: signing in, styles.
    Open,
    /// Whoever may do this in some relation; the handler asks for the relation.
    For(Action),
}

/// A route as the test of the access table walks it.
#[derive(Clone, Debug)]
pub struct RouteEntry {
    /// GET or POST.
    pub method: Method,
    /// The path with its `{places}`.
    pub path: &'static str,
    /// Who may take it.
    pub door: Door,
}

/// The routes of a slice.
pub struct Routes<S> {
    router: Router<S>,
    list: Vec<RouteEntry>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self { router: Router::new(), list: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// Starts with none.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::GET, path, Door::For(action), get(handler))
    }

    /// Adds what a form posts to.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::POST, path, Door::For(action), post(handler))
    }

    /// Adds a page that needs nobody signed in.
    #[must_use]
    pub fn open_get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::GET, path, Door::Open, get(handler))
    }

    /// Adds what a form posts to, with nobody signed in.
    #[must_use]
    pub fn open_post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::POST, path, Door::Open, post(handler))
    }

    /// Adds the routes of another slice.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        self.router = self.router.merge(other.router);
        self
    }

    /// Gives every route with who may take it.
    #[must_use]
    pub fn list(&self) -> &[RouteEntry] {
        &self.list
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        door: Door,
        handlers: MethodRouter<S>,
    ) -> Self {
        let handlers = match door {
            Door::Open => handlers,
            Door::For(action) => {
                handlers.layer(from_fn(move |request, next| admit(action, request, next)))
            }
        };
        self.router = self.router.route(path, handlers);
        self.list.push(RouteEntry { method, path, door });
        self
    }
}

/// Lets a request pass if its actor may do this in some relation.
async fn admit(action: Action, request: Request, next: Next) -> Response {
    let Some(actor) = request.extensions().get::<Actor>() else {
        return signed_out::answer(request).await;
    };
    if !actor.may_ever(action) {
        return Problem::Denied(access::Denied { action }).into_response();
    }
    next.run(request).await
}

/// Puts the whole application together: routes, door, protection, compression.
pub fn assemble<S>(routes: Routes<S>, state: S) -> Router
where
    S: Clone + Send + Sync + 'static,
    Kit: FromRef<S>,
{
    let kit = Kit::from_ref(&state);
    let pages = routes
        .router
        .fallback(async || Problem::Missing)
        .method_not_allowed_fallback(async || Problem::Missing)
        .with_state(state)
        .layer(from_fn_with_state(kit, recognise))
        .layer(from_fn(refuse_forged));
    // Whose place a page is met in is known before it is looked for.
    Router::new()
        .fallback_service(pages)
        .layer(from_fn(place::take))
        .layer(from_fn(harden))
        .layer(tower_http::compression::CompressionLayer::new())
}
