//! `surety-paid`

use super::super::{check, stopped_by_flag};
use crate::domain::{Field, Lane};

check! {
    /// # surety-paid
    ///
    /// ## What it finds
    /// An entry whose IEEPA duty a surety paid under its bond, because the importer did not.
    ///
    /// ## Why CBP refuses it
    /// CAPE pays the importer of record or its notify party, who did not bear this duty. Several
    /// alerts relay the instruction to leave such entries off a declaration; CBP's own page of
    /// September 2026 does not print it, and its table has no label for it.
    ///
    /// ## What to do
    /// Leave it off and tell the surety. The bond number or surety code of an export does not show
    /// who paid: every bonded entry has one.
    SURETY_PAID {
        code: "surety-paid",
        severity: Block,
        label: None,
        lane: Some(Lane::LaterPhase),
        fields: [SuretyPaid],
        settle: Some(
            "surety_paid with --facts, from the surety or the bills; no ES-003 object \
             tells it",
        ),
        sources: ["cape-rules:S39"],
    }
    |entry| {
        stopped_by_flag(entry, Field::SuretyPaid, || {
            "the duty was paid by a surety".to_owned()
        })
    }
}
