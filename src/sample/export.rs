//! Entries to bytes.

use super::days::Days;
use super::goods::Stock;
use super::header::Header;
use super::law::Law;
use super::line::Line;
use super::origins::ORIGINS;
use super::random::Chance;
use super::remedies::Remedies;
use super::{SampleOptions, SampleSummary, layout, mess, pen};
use crate::rulebook::Rulebook;
use std::io::{self, Write};

/// Bytes gathered before they are written.
const BLOCK: usize = 1 << 20;

/// What all entries are made from.
pub(super) struct World {
    pub(super) days: Days,
    pub(super) law: Law,
    pub(super) stock: Stock,
    pub(super) remedies: Remedies,
}

impl World {
    fn of(rules: &Rulebook) -> World {
        let days = Days::around(rules.period);
        let law = Law::of(rules, &days);
        let remedies = Remedies::on(&days);
        World { days, law, stock: Stock::new(), remedies }
    }
}

/// Writes an export; see [`super::write`].
pub(super) fn write(
    options: &SampleOptions,
    rules: &Rulebook,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64, u64),
) -> io::Result<SampleSummary> {
    let world = World::of(rules);
    let mut scratch = Scratch::default();
    let mut block = Vec::with_capacity(BLOCK + (BLOCK >> 2));
    let mut summary = SampleSummary::default();
    if options.messy {
        mess::before_header(&mut block);
    }
    layout::header(options.default_layout, &mut block);
    for index in 0..options.entries {
        let start = block.len();
        let mut rows = entry(index, options, &world, &mut scratch, &mut block);
        if options.messy {
            let mut chance = Chance::of(!options.seed, index);
            if mess::befalls(&mut chance) {
                rows = mess::spoil(&mut block, start, options.default_layout, &mut chance);
            }
        }
        summary.entries += 1;
        summary.rows += rows;
        if block.len() >= BLOCK {
            out.write_all(&block)?;
            summary.bytes += block.len() as u64;
            block.clear();
            progress(summary.entries, summary.bytes);
        }
    }
    if options.messy {
        summary.rows += mess::after_last(options.default_layout, &mut block);
    }
    out.write_all(&block)?;
    out.flush()?;
    summary.bytes += block.len() as u64;
    progress(summary.entries, summary.bytes);
    Ok(summary)
}

/// Cells that several rows share, kept between entries to save allocations.
#[derive(Default)]
struct Scratch {
    front: Vec<u8>,
    back: Vec<u8>,
    line: Vec<u8>,
    tail: Vec<u8>,
}

/// Appends the rows of one entry; answers how many.
fn entry(
    index: u64,
    options: &SampleOptions,
    world: &World,
    scratch: &mut Scratch,
    out: &mut Vec<u8>,
) -> u64 {
    let mut chance = Chance::of(options.seed, index);
    let header = Header::draw(index, options.seed, &world.days, &mut chance);
    let Scratch { front, back, line: shared, tail } = scratch;
    front.clear();
    back.clear();
    tail.clear();
    header.write_front(&world.days, &mut chance, front);
    // Drawn in both layouts, so that a layout changes no other cell.
    header.write_back(&world.days, &mut chance, back);
    let team = *chance.pick(&[b"E01", b"E06", b"E10", b"E14", b"E21"]);
    let mut rows = 0;
    for number in 1..=line_count(&header, &mut chance) {
        let line = Line::draw(&header, world, &mut chance);
        shared.clear();
        pen::number(number.into(), shared);
        write_shared(&line, &header, team, shared);
        if !options.default_layout {
            tail.clear();
            tail.push(b',');
            pen::money(line.value.0, tail);
            tail.push(b',');
            pen::money(line.duty().0, tail);
        }
        for (at, row) in line.rows().iter().enumerate() {
            out.extend_from_slice(front);
            out.extend_from_slice(shared);
            out.push(b'1' + at as u8);
            out.push(b',');
            out.extend_from_slice(row.number());
            if row.is_goods() {
                write_quantities(&line, out);
            } else {
                out.extend_from_slice(b",,,,,,,");
            }
            pen::money(row.value.0, out);
            out.push(b',');
            pen::money(row.duty.0, out);
            if !options.default_layout {
                out.extend_from_slice(back);
                out.push(b',');
                if row.is_goods() {
                    out.extend_from_slice(line.column1_text().as_bytes());
                }
                out.extend_from_slice(tail);
            }
            out.push(b'\n');
            rows += 1;
        }
    }
    rows
}

fn line_count(header: &Header, chance: &mut Chance) -> u32 {
    match chance.below(20) {
        _ if header.is_informal() => 1 + chance.below(2),
        0 => 10 + chance.below(21),
        _ => 1 + chance.below(3),
    }
}

/// The columns from team to textile category, with commas around each, behind the line number.
fn write_shared(line: &Line<'_>, header: &Header, team: &[u8; 3], out: &mut Vec<u8>) {
    let origin = &ORIGINS[line.origin].code;
    out.push(b',');
    out.extend_from_slice(team);
    for _ in 0..2 {
        out.push(b',');
        out.extend_from_slice(origin);
    }
    out.push(b',');
    out.extend_from_slice(origin);
    header.importer.manufacturer(line.origin, out);
    out.extend_from_slice(b",,");
    out.extend_from_slice(line.spi.as_bytes());
    out.extend_from_slice(match &line.good.hts[..4] {
        b"6109" => b",,338,Cotton knit shirts,",
        b"6204" => b",,348,Cotton trousers,",
        _ => b",,,,",
    });
}

/// The three quantities with their units, with commas around each.
fn write_quantities(line: &Line<'_>, out: &mut Vec<u8>) {
    out.push(b',');
    for unit in line.good.units {
        if !unit.is_empty() {
            pen::number(line.quantity, out);
        }
        out.push(b',');
        out.extend_from_slice(unit.as_bytes());
        out.push(b',');
    }
    out.extend_from_slice(b",,");
}
