//! `trade-control`

use super::super::{check, stopped_by_word};
use crate::domain::{Field, Lane};
use crate::rulebook::{ControlMeaning, StatusWords};

check! {
    /// # trade-control
    ///
    /// ## What it finds
    /// An entry summary that the trade controls: the filer holds it and may still change or
    /// withdraw it.
    ///
    /// ## Why CBP refuses it
    /// The control status must be with CBP. What the filer can still change has not been handed
    /// over, so there is no summary of record to rework.
    ///
    /// ## What to do
    /// Have the filer finish the summary and pay its statement, so that control passes to CBP. Then
    /// pull the report again and file.
    TRADE_CONTROL {
        code: "trade-control",
        severity: Block,
        label: Some("Entry Summary is in Trade Control"),
        lane: Some(Lane::FixThenFile),
        fields: [ControlStatus],
        settle: Some("ES-003 object `Control Status`, or control_status with --facts"),
        sources: ["cape-rules:S1", "es003-format:S2"],
    }
    |entry| {
        stopped_by_word(
            entry,
            Field::ControlStatus,
            StatusWords::control,
            ControlMeaning::Trade,
            |status| format!("control status {status}; it must be with CBP"),
        )
    }
}
