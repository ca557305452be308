use super::Evidence;
use crate::earlier::EarlierEntry;
use crate::track::{Scene, Tracked};
pub(super) fn apply_pulls(_: &Scene<'_>, _: &Evidence, _: &mut Tracked) {}
pub(super) fn apply_liquidations(_: &Scene<'_>, _: &EarlierEntry, _: &Evidence, _: &mut Tracked) {}
pub(super) fn contradict_by_pulls(_: &Scene<'_>, _: &Evidence, _: &mut Tracked) {}
