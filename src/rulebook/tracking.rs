//! Single values for what comes after filing: when something is overdue, how long it may take.

use super::error::RulebookError;
use super::windows::{Cited, Taker, wrong};
use crate::domain::{Cents, Rate};
use serde::Deserialize;

/// Days that one, five and nine in ten do not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// One in ten.
    pub p10: i32,
    /// Five in ten.
    pub p50: i32,
    /// Nine in ten.
    pub p90: i32,
}

/// Day counts and tolerances after filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackingRules {
    /// Days from acceptance after which an entry should be (re)liquidated.
    pub liquidation_overdue_days: i32,
    /// Days from (re)liquidation after which a refund should be paid.
    pub payment_overdue_days: i32,
    /// Days from acceptance after which a refund should be paid.
    pub refund_overdue_days: i32,
    /// Days from acceptance to (re)liquidation.
    pub liquidation_days: Days,
    /// Days from (re)liquidation to the bank.
    pub payment_days: Days,
    /// Least difference of interest that counts.
    pub interest_tolerance: Cents,
    /// The same as a part of the principal; the larger one counts.
    pub interest_tolerance_rate: Rate,
    /// Most days between a refund and the bank line that is taken for it by its amount alone.
    pub deposit_match_days: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTracking {
    liquidation_overdue_days: Cited<u16>,
    payment_overdue_days: Cited<u16>,
    refund_overdue_days: Cited<u16>,
    liquidation_days: Cited<[u16; 3]>,
    payment_days: Cited<[u16; 3]>,
    interest_tolerance: Cited<String>,
    interest_tolerance_percent: Cited<String>,
    deposit_match_days: Cited<u16>,
}

impl TrackingRules {
    pub(super) fn take(
        raw: RawTracking,
        taker: &mut Taker<'_>,
    ) -> Result<TrackingRules, RulebookError> {
        Ok(TrackingRules {
            liquidation_overdue_days: taker
                .count("tracking.liquidation_overdue_days", raw.liquidation_overdue_days)?
                .into(),
            payment_overdue_days: taker
                .count("tracking.payment_overdue_days", raw.payment_overdue_days)?
                .into(),
            refund_overdue_days: taker
                .count("tracking.refund_overdue_days", raw.refund_overdue_days)?
                .into(),
            liquidation_days: days(taker, "tracking.liquidation_days", raw.liquidation_days)?,
            payment_days: days(taker, "tracking.payment_days", raw.payment_days)?,
            interest_tolerance: taker
                .money("tracking.interest_tolerance", raw.interest_tolerance)?,
            interest_tolerance_rate: taker
                .rate("tracking.interest_tolerance_percent", raw.interest_tolerance_percent)?,
            deposit_match_days: taker
                .count("tracking.deposit_match_days", raw.deposit_match_days)?
                .into(),
        })
    }
}

fn days(
    taker: &mut Taker<'_>,
    key: &'static str,
    cited: Cited<[u16; 3]>,
) -> Result<Days, RulebookError> {
    let print = |[p10, p50, p90]: &[u16; 3]| format!("{p10} {p50} {p90}");
    let value = taker.take(key, cited, print)?;
    let [p10, p50, p90] = value;
    if p10 <= p50 && p50 <= p90 {
        Ok(Days { p10: p10.into(), p50: p50.into(), p90: p90.into() })
    } else {
        Err(wrong(key, &print(&value), "three numbers of days, none below the one before it"))
    }
}
