//! The IEEPA headings of HTS chapter 99 and their dated rates.

use super::countries::Countries;
use super::error::RulebookError;
use super::programs::{self, Program};
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::{Row, Table};
use crate::domain::{Day, Hts8, Rate, vocabulary};
use hashbrown::HashMap;

pub(super) const FILE: &str = "codes.csv";
pub(super) const FLOORS: &str = "floor_codes.csv";

vocabulary! {
    /// What a heading does to the duty.
    Kind {
        /// Adds an ad valorem duty.
        Duty = "duty",
        /// Claims an exception: no duty.
        Exemption = "exemption",
        /// Stands in the tariff with its rate suspended.
        Special = "special",
    }
}

vocabulary! {
    /// Which column-1 rate a floor code has in its 15 %.
    Column1 {
        /// The General rate.
        General = "general",
        /// The Special rate where a preference was claimed, else the General rate.
        GeneralOrSpecial = "general-or-special",
    }
}

/// A heading, with one or more versions that follow on each other without a gap.
#[derive(Debug, Clone)]
pub struct Code {
    /// The heading.
    pub heading: Hts8,
    /// Oldest first; never empty.
    versions: Vec<CodeVersion>,
    floor: Option<Floor>,
    program: usize,
}

/// A rate of a heading and the entry dates it is for.
#[derive(Debug, Clone)]
pub struct CodeVersion {
    /// What it does to the duty.
    pub kind: Kind,
    /// The rate; for a floor code the total with column 1 in it.
    pub rate: Rate,
    /// First entry date.
    pub from: Day,
    /// First entry date no longer covered; `None` while in force.
    pub to: Option<Day>,
    /// Countries of origin.
    pub countries: Countries,
    /// Orders behind it.
    pub authority: String,
    /// CSMS messages, joined by `;`. A `?` marks a number seen in secondary material only.
    pub csms: String,
    /// What a reviewer should know.
    pub note: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What makes a heading a floor code: its duty has the column-1 duty in it.
#[derive(Debug, Clone)]
pub struct Floor {
    /// The heading.
    pub heading: Hts8,
    /// Which column-1 rate comes off.
    pub column1: Column1,
    /// The special program indicator with which a line claims the Special rate; `None` where only
    /// the General rate comes off.
    pub spi: Option<String>,
    /// What a reviewer should know.
    pub note: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Every IEEPA heading there is, in order.
#[derive(Debug, Clone)]
pub struct Registry {
    codes: Vec<Code>,
    /// Where each heading stands among them.
    places: HashMap<Hts8, usize, foldhash::fast::FixedState>,
    programs: Vec<Program>,
    /// The special program indicators that floor codes name.
    preferences: Vec<String>,
}

impl CodeVersion {
    /// Whether an entry of this day falls into the version.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

impl Code {
    /// The version for an entry of this day, if the heading was in force.
    pub fn version_on(&self, day: Day) -> Option<&CodeVersion> {
        self.versions.iter().find(|version| version.covers(day))
    }

    /// The version for an entry of this day, else the one nearest to it.
    pub fn nearest_version(&self, day: Day) -> &CodeVersion {
        // Without gaps, only the two ends can be missed.
        let later = self.versions.iter().take_while(|v| v.from <= day).count();
        &self.versions[later.saturating_sub(1)]
    }

    /// The versions, oldest first.
    pub fn versions(&self) -> &[CodeVersion] {
        &self.versions
    }

    /// Whether its duty has the column-1 duty in it.
    pub fn is_floor(&self) -> bool {
        self.floor.is_some()
    }

    /// What makes it a floor code, if it is one.
    pub fn floor(&self) -> Option<&Floor> {
        self.floor.as_ref()
    }
}

impl Registry {
    pub(super) fn read(
        codes: &str,
        programs: &str,
        floors: &str,
        sources: &Sources,
    ) -> Result<Registry, RulebookError> {
        let mut registry = Registry {
            codes: Vec::new(),
            places: HashMap::default(),
            programs: programs::read(programs, sources)?,
            preferences: Vec::new(),
        };
        let columns = &[
            "code",
            "program",
            "kind",
            "rate_pct",
            "effective_from",
            "effective_to",
            "countries",
            "authority",
            "csms",
            "note",
            "confidence",
            "source",
            "as_of",
        ];
        for row in Table::read(FILE, codes, columns)?.rows() {
            registry.add_version(&row, sources)?;
        }
        let columns = &["code", "column1", "note", "source", "confidence", "as_of", "spi"];
        let mut headings = Unique::new();
        for row in Table::read(FLOORS, floors, columns)?.rows() {
            headings.claim(&row, "code", row.text("code")?)?;
            registry.add_floor(&row, sources)?;
        }
        Ok(registry)
    }

    fn add_version(&mut self, row: &Row<'_>, sources: &Sources) -> Result<(), RulebookError> {
        let heading = row.heading("code")?;
        let name = row.text("program")?;
        let program = self.programs.iter().position(|p| p.name == name);
        let program = program.ok_or_else(|| row.wrong("program", "a program of programs.csv"))?;
        let version = read_version(row, sources)?;
        match self.codes.last_mut() {
            Some(last) if last.heading == heading => {
                if last.program != program {
                    return Err(row.wrong("program", "the program of the version above"));
                }
                let end = last.versions.last().and_then(|v| v.to);
                if end != Some(version.from) {
                    let end = end.map_or("a closed version above".to_owned(), |d| d.to_string());
                    return Err(row.wrong("effective_from", &format!("{end}: no gap, no overlap")));
                }
                last.versions.push(version);
            }
            Some(last) if last.heading > heading => {
                return Err(row.wrong("code", "codes in order, all versions of one together"));
            }
            _ => {
                self.places.insert(heading, self.codes.len());
                self.codes.push(Code { heading, versions: vec![version], floor: None, program });
            }
        }
        Ok(())
    }

    fn add_floor(&mut self, row: &Row<'_>, sources: &Sources) -> Result<(), RulebookError> {
        let heading = row.heading("code")?;
        let at = self.position(heading);
        let code = at
            .map(|at| &mut self.codes[at])
            .filter(|code| code.versions.iter().all(|v| v.kind == Kind::Duty))
            .ok_or_else(|| row.wrong("code", "a code of codes.csv of kind duty"))?;
        let column1 = row.choice("column1", Column1::ALL)?;
        let spi = Some(row.text("spi")?.to_owned()).filter(|spi| !spi.is_empty());
        if spi.is_some() != (column1 == Column1::GeneralOrSpecial) {
            return Err(
                row.wrong("spi", "a program such as KR for general-or-special, else nothing")
            );
        }
        self.preferences.extend(spi.clone());
        code.floor = Some(Floor {
            heading,
            column1,
            spi,
            note: row.filled("note")?.to_owned(),
            provenance: Provenance::of(row, sources)?,
        });
        Ok(())
    }

    fn position(&self, heading: Hts8) -> Option<usize> {
        self.places.get(&heading).copied()
    }

    /// The heading, if it is one of IEEPA.
    pub fn code(&self, heading: Hts8) -> Option<&Code> {
        self.position(heading).map(|at| &self.codes[at])
    }

    /// Whether a cell of special program indicators claims a preference that bears on the column-1
    /// rate of a floor code.
    pub fn claims_preference(&self, cell: &[u8]) -> bool {
        // Mostly nothing is claimed. `A+` and `A*` are other programs than `A`.
        let of_program = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'*');
        !cell.is_empty()
            && cell.split(|byte| !of_program(byte)).any(|claimed| {
                self.preferences.iter().any(|spi| spi.as_bytes().eq_ignore_ascii_case(claimed))
            })
    }

    /// Every heading, in order.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter()
    }

    /// The program of a heading of this registry.
    pub fn program_of(&self, code: &Code) -> &Program {
        &self.programs[code.program]
    }

    /// Every program.
    pub fn programs(&self) -> impl Iterator<Item = &Program> {
        self.programs.iter()
    }
}

fn read_version(row: &Row<'_>, sources: &Sources) -> Result<CodeVersion, RulebookError> {
    let version = CodeVersion {
        kind: row.choice("kind", Kind::ALL)?,
        rate: row.rate("rate_pct")?,
        from: row.day("effective_from")?,
        to: row.day_if_any("effective_to")?,
        countries: Countries::read(row.text("countries")?).ok_or_else(|| {
            row.wrong("countries", "codes such as CN HK, or * with -XX for those that are out")
        })?,
        authority: row.filled("authority")?.to_owned(),
        csms: row.filled("csms")?.to_owned(),
        note: row.text("note")?.to_owned(),
        provenance: Provenance::of(row, sources)?,
    };
    if version.to.is_some_and(|to| to <= version.from) {
        return Err(row.wrong("effective_to", "a day after effective_from, or nothing"));
    }
    if (version.kind == Kind::Exemption) != (version.rate == Rate::FREE) {
        return Err(row.wrong("rate_pct", "0 for an exemption and no 0 for anything else"));
    }
    Ok(version)
}
