//! The one walk over the entries of an estimate: each is followed on some thread, and handed in
//! their order to every table and every sum. Nothing of an entry is kept.

use crate::earlier::EntryId;
use crate::report::tracking::outputs::TrackOutput;
use crate::report::tracking::{
    HistoryRows, InterestRows, RefundEntryRows, TrackingRows, VerdictRows, write_checks,
    write_deposits, write_interest_by_basis, write_interest_by_group, write_payments,
    write_refunds, write_rejected_rows, write_strangers,
};
use crate::report::tracking::{cash, clocks, refile};
use crate::report::{OutputError, OutputFile, Staging};
use crate::threads::{self, Lane};
use crate::track::cash::Cash;
use crate::track::challenge::{Challenge, Challenger};
use crate::track::clocks::Clocks;
use crate::track::payments::{Closing, ClosingError, PaymentTotals, Payments, Settler};
use crate::track::refile::Refile;
use crate::track::verdicts::Verdicts;
use crate::track::{Followed, Histories, Links, Scene, Settlement, Standing, Tracked};

/// Entries that a thread follows at once.
const BLOCK: u32 = 2048;
/// Bytes of a table that are gathered before they are written.
const GATHERED: usize = 1 << 18;

/// What stops the walk.
#[derive(Debug, thiserror::Error)]
pub(super) enum FollowError {
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error(transparent)]
    Closing(#[from] ClosingError),
}

/// Entries of one block, followed.
#[derive(Default)]
struct Block {
    first: u32,
    entries: Vec<(Tracked, Settlement)>,
}

impl Block {
    /// Its entries, in order.
    fn each<'b>(&'b self, scene: &Scene<'b>) -> impl Iterator<Item = Followed<'b>> + use<'b> {
        let portfolio = scene.portfolio;
        (self.first..).map(EntryId).zip(&self.entries).filter_map(
            move |(id, (tracked, settlement))| {
                let entry = portfolio.get(id)?;
                Some(Followed { id, entry, tracked, settlement })
            },
        )
    }
}

/// A table that grows entry by entry.
struct Growing {
    file: OutputFile,
    rows: Vec<u8>,
}

impl Growing {
    fn begin(staging: &Staging, name: &str, header: &str) -> Result<Growing, OutputError> {
        let mut rows = header.as_bytes().to_vec();
        if rows.last() != Some(&b'\n') {
            rows.push(b'\n');
        }
        Ok(Growing { file: staging.create(name)?, rows })
    }

    fn write_when_full(&mut self) -> Result<(), OutputError> {
        if self.rows.len() >= GATHERED {
            self.file.write(&self.rows)?;
            self.rows.clear();
        }
        Ok(())
    }

    fn end(mut self, staging: &mut Staging) -> Result<(), OutputError> {
        self.file.write(&self.rows)?;
        staging.close(self.file)
    }
}

/// Follows every entry, and writes all tables. Those that nobody asked for and the sums of others
/// need are written too.
///
/// # Errors
/// A table cannot be written, or sums that must agree do not.
pub(super) fn follow(
    pool: &rayon::ThreadPool,
    scene: &Scene<'_>,
    wanted: &[TrackOutput],
    staging: &mut Staging,
    mut progress: impl FnMut(u64) + Send,
) -> Result<(Standing, Closing), FollowError> {
    let wants = |output| wanted.contains(&output);
    let links = Links::new(scene);
    let histories = Histories::new(scene, &links);
    let payments = Payments::new(scene, &links, |id| histories.of(id));

    let mut standing = Standing::new();
    let mut totals = PaymentTotals::new(&payments);
    let unexplained = payments.unexplained();
    let most = |payee| unexplained.get(&payee).copied().unwrap_or_default();
    let mut refiles = Refile::new(scene).with_unexplained(|id| {
        let payee = payments.group(payments.group_of(id)).map(|group| group.payee);
        most(payee).max(most(None))
    });
    let mut refile_tables = refile::RefileTables::begin(staging)?;
    let mut clock_sums = Clocks::new(scene);
    let mut refused_clocks = Clocks::new(scene);
    let mut cash_sums = Cash::new(scene);
    let mut challenge = Challenge::new(scene);
    let mut verdicts = Verdicts::new(scene);

    let table = |output, name: &str, header: &str| {
        wants(output).then(|| Growing::begin(staging, name, header)).transpose()
    };
    let mut tracking = table(TrackOutput::Tracking, TrackingRows::FILE, TrackingRows::HEADER)?;
    let mut history = table(TrackOutput::History, HistoryRows::FILE, HistoryRows::HEADER)?;
    let mut interest = Growing::begin(staging, InterestRows::FILE, InterestRows::HEADER)?;
    let mut verdict = Growing::begin(staging, VerdictRows::FILE, VerdictRows::HEADER)?;
    let mut verdict_rows = VerdictRows::new(scene);
    let mut parts = table(TrackOutput::Payments, RefundEntryRows::FILE, RefundEntryRows::HEADER)?;
    let mut part_rows = RefundEntryRows::new(scene, &payments);
    let mut tracking_rows = TrackingRows::new(scene);
    let history_rows = HistoryRows::new(scene);
    let mut interest_rows = InterestRows::new(scene);

    let mut lanes: Vec<Lane<'_, Block, FollowError>> = Vec::new();
    if let Some(table) = &mut tracking {
        lanes.push(Box::new(|block: &Block| {
            block.each(scene).for_each(|one| tracking_rows.write(&one, &mut table.rows));
            Ok(table.write_when_full()?)
        }));
    }
    if let Some(table) = &mut history {
        lanes.push(Box::new(|block: &Block| {
            block.each(scene).for_each(|one| history_rows.write(&one, &mut table.rows));
            Ok(table.write_when_full()?)
        }));
    }
    if let Some(table) = &mut parts {
        lanes.push(Box::new(|block: &Block| {
            block.each(scene).for_each(|one| part_rows.write(&one, &mut table.rows));
            Ok(table.write_when_full()?)
        }));
    }
    lanes.push(Box::new(|block: &Block| {
        for one in block.each(scene) {
            standing.see(&one);
            totals.see(&one);
            clock_sums.see(&one);
            cash_sums.see(&one);
        }
        progress(block.entries.len() as u64);
        Ok(())
    }));
    lanes.push(Box::new(|block: &Block| {
        for one in block.each(scene) {
            if let Some(looked) = challenge.see(&one) {
                interest_rows.write(&one, &looked, &mut interest.rows);
            }
            if let Some(compared) = verdicts.see(&one) {
                verdict_rows.write(&one, &compared, &mut verdict.rows);
            }
            if let Some(row) = refiles.see(&one) {
                refused_clocks.see_refused(&one, &row);
                refile_tables.add(scene, &row)?;
            }
        }
        verdict.write_when_full()?;
        Ok(interest.write_when_full()?)
    }));
    let all = u32::try_from(scene.portfolio.len()).unwrap_or(u32::MAX);
    let mut first = 0u32;
    let next = || {
        let start = first;
        first = start.saturating_add(BLOCK).min(all);
        Ok((start < all).then_some((start, first)))
    };
    let settler = || Settler::new(&payments, Challenger::new(scene));
    let work = |settler: &mut Settler<'_, '_>, (start, end): (u32, u32), block: &mut Block| {
        block.first = start;
        block.entries.clear();
        for id in (start..end).map(EntryId) {
            let Some(entry) = scene.portfolio.get(id) else { continue };
            let tracked = histories.of(id);
            let settlement = settler.settle(id, entry, &tracked);
            block.entries.push((tracked, settlement));
        }
        Ok(())
    };
    threads::in_lanes(pool, next, settler, work, lanes)?;

    for table in [tracking, history, parts].into_iter().flatten() {
        table.end(staging)?;
    }
    interest.end(staging)?;
    verdict.end(staging)?;
    write_checks(scene, &verdicts.finish(), staging)?;
    let book = totals.finish()?;
    let summary = challenge.finish();
    write_interest_by_basis(&summary, staging)?;
    let group = |group: u32| {
        let key = payments.group(group);
        let payee = key.and_then(|key| payments.payee(key.payee));
        let printed = payee.map(|payee| payee.printed.clone()).unwrap_or_default();
        (printed, key.and_then(|key| key.date))
    };
    write_interest_by_group(&summary, group, staging)?;
    write_payments(scene, &payments, &book, staging)?;
    write_refunds(scene, &payments, &book, staging)?;
    write_deposits(scene, &payments, staging)?;
    refile_tables.end(scene, &refiles.finish(), staging)?;
    clock_sums.absorb(refused_clocks);
    clocks::write_clocks(scene.rules, &clock_sums.finish(), staging)?;
    cash::write_cash(&cash_sums.finish(), staging)?;
    write_strangers(scene, staging)?;
    write_rejected_rows(scene, staging)?;
    Ok((standing, book.closing))
}
