//! The street of the tests, with the pages of this slice.

use store::Engine;

pub(crate) use street::{NAME, NUMBER, START, World};

store::statements! {
    pub(crate) group "test_services";
    SEALED_ROWS = "SELECT content FROM proposal UNION ALL SELECT answers FROM grading";
}

pub(crate) async fn world(engine: Engine) -> World {
    World::new(engine, &[STATEMENTS], services::routes).await
}

/// Runs a test in a fresh world on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[STATEMENTS], services::routes, test);
}

/// That a contact was the person's own doing, which is never filled in.
pub(crate) const BY_THEM: (&str, &str) = ("initiated_by", "subject");
