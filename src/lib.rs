//! capeprep reads exported entry summaries (ACE report ES-003) and tells what comes back of the
//! IEEPA duty paid on them, in which payments, which entries CBP would refuse and why, who may
//! file what, and what expires when. It writes the refund-estimate reports and the CAPE upload
//! files. Offline.
//!
//! # A tour
//!
//! The rooms follow the way of the data; each uses only those before it.
//!
//! ```text
//! files -> intake -> rows -> ledger of entries -> assess -> estimate -> report
//!                     ^            ^                 ^
//!                     +--- rulebook: dated law as data ---+
//! ```
//!
//! | room | what it does |
//! |---|---|
//! | [`domain`] | words of the trade as types that cannot hold a bad value: entry numbers, HTS numbers, cents, days |
//! | [`rulebook`] | codes, rates, windows, entry types, words, labels as dated data with sources |
//! | [`hts_rates`] | the tariff as the user exported it at USITC: column-1 rates by number |
//! | [`parties`] | who files and who is paid: the parties file, checked |
//! | [`mask`] | pseudonyms for what identifies a shipment, for copies that leave the house |
//! | [`intake`] | files to rows: sources, header, mapping, pieces, records |
//! | [`ledger`] | rows to entries: every record in one bin, copies collapsed, totals that close |
//! | [`assess`] | one entry judged: refund per row, dates, interest, checks, status, lane |
//! | [`estimate`] | all entries summed: groups by IOR + liquidation date, lanes, clocks, what is unproved |
//! | [`earlier`] | an earlier report read back, its manifest verified |
//! | [`track`] | after filing: where each entry stands, what was paid, why the difference |
//! | [`changes`] | two reports compared: what changed, and the roll-forward of the receivable |
//! | [`explain`] | one entry or payment group told: rows, rules, interest, checks, with their sources |
//! | [`report`] | the files and the terminal summary; computes nothing |
//! | [`verify`] | a report directory held against its manifest, its sums added again |
//! | [`sample`] | invented exports of any size |
//! | [`cli`] | arguments, plan, one file a command, progress |
//! | [`files`] | files held in memory as a whole, none without a bound |
//! | [`threads`] | work side by side, results in order |
//! | [`publication`] | what is written appears whole, lasts, and leaves nothing behind |
//!
//! # One row, all the way
//!
//! A row of an export with 9903.01.24 (fentanyl, China) dated 2025-05-20 and $2,000.00 of duty: its
//! heading is in the registry, the version of that day bears 20 %, and so the row gives its declared
//! duty back. Interest runs from the deposit to the liquidation, quarter by quarter.
//!
//! ```
//! use capeprep::assess::interest::{growth, interest};
//! use capeprep::domain::{Cents, Day, HtsNumber};
//! use capeprep::rulebook::{Rulebook, Taxpayer};
//!
//! let rules = Rulebook::built_in()?;
//! let hts = HtsNumber::read(b"9903.01.24").ok_or("digits")?;
//! let entered: Day = "05/20/2025".parse()?;
//! assert!(rules.is_ieepa(hts) && rules.period.contains(entered));
//!
//! let code = rules.registry.code(hts.heading()).ok_or("a known heading")?;
//! let version = code.version_on(entered).ok_or("a version of that day")?;
//! assert_eq!(version.rate.of(Cents::read(b"$10,000.00")?), Cents::read(b"2000")?);
//!
//! let (deposited, liquidated) = ("2025-06-03".parse()?, "2026-05-14".parse()?);
//! let factor = growth(deposited, liquidated, &rules.interest, Taxpayer::Corporate).ok_or("days")?;
//! assert_eq!(interest(Cents::read(b"2000")?, factor), Cents::read(b"114.14").ok());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is promised of the whole: figures exact to the cent and traceable to a row, a rule and a
//! source; every record and every dollar in a named bin; what cannot be proved is said and never
//! taken for clear; the same bytes out for any number of threads.

pub mod assess;
pub mod changes;
pub mod cli;
pub mod domain;
pub mod earlier;
pub mod estimate;
pub mod explain;
pub mod files;
pub mod hts_rates;
pub mod intake;
pub mod ledger;
pub mod mask;
pub mod parties;
pub mod publication;
pub mod report;
pub mod rulebook;
pub mod sample;
pub mod threads;
pub mod track;
pub mod verify;
