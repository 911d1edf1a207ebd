//! Recording services, grading, consent and correction, on both engines and through the pages.

mod answers;
mod contradictions;
mod corrections;
mod following;
mod gradings;
mod guarded;
mod harmony;
mod journey;
mod kept;
mod placements;
mod readiness;
mod recognition;
mod refusals;
mod rights;
mod scorecards;
mod windows;
mod world;
