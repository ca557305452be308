use super::Evidence;
use crate::track::{Scene, Tracked};
pub(super) fn apply(_: &Scene<'_>, _: &Evidence, _: &mut Tracked) {}
