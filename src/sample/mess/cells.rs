//! Mishaps that change cells and leave every row where it is.

use super::super::layout::at;
use super::super::random::Chance;
use super::{Cells, one};
use crate::domain::Day;

/// A mishap to cells. Where its column is not in the layout, nothing happens.
type CellMishap = fn(&mut [Cells], &mut Chance);

/// All of them.
pub(super) const MISHAPS: [CellMishap; 30] = [
    wrap_in_text_marker,
    lose_leading_zeros,
    dash_entry_number,
    lower_case_entry_number,
    break_check_digit,
    shorten_entry_number,
    make_entry_number_a_float,
    dot_tariff_numbers,
    name_unknown_heading,
    negate_duty,
    say_free,
    drop_dollar_signs,
    garble_duty,
    garble_value,
    write_days_as_iso,
    write_days_short,
    write_days_as_serials,
    blank_entry_date,
    spoil_entry_date,
    date_liquidation_1900,
    garble_liquidation_date,
    say_odd_status,
    say_odd_protest,
    say_odd_control,
    say_maybe,
    break_name_over_lines,
    pad_with_blanks,
    blank_importer,
    contradict_header,
    change_field_count,
];

/// Does `change` to the cell of a column in every row.
fn each(rows: &mut [Cells], column: usize, mut change: impl FnMut(&mut Vec<u8>)) {
    rows.iter_mut().filter_map(|row| row.get_mut(column)).for_each(&mut change);
}

/// Puts a text into the cell of a column in every row.
fn put(rows: &mut [Cells], column: usize, text: &[u8]) {
    each(rows, column, |cell| *cell = text.to_vec());
}

/// The amount in a cell without quotes, dollar sign and commas.
fn plain(amount: &[u8]) -> Vec<u8> {
    amount.iter().copied().filter(|b| !matches!(b, b'"' | b'$' | b',')).collect()
}

/// `MM/DD/YYYY` as year, month, day.
fn parts(date: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    (date.len() == 10 && date[2] == b'/').then(|| (&date[6..], &date[..2], &date[3..5]))
}

const DATES: [usize; 3] = [at::ENTRY_DATE, at::SUMMARY_DATE, at::LIQUIDATION_DATE];

fn wrap_in_text_marker(rows: &mut [Cells], _: &mut Chance) {
    for column in [at::ENTRY, at::IMPORTER, at::PORT, at::HTS] {
        each(rows, column, |cell| *cell = [b"=\"".as_slice(), cell, b"\""].concat());
    }
}

fn lose_leading_zeros(rows: &mut [Cells], _: &mut Chance) {
    for column in [at::ENTRY, at::ENTRY_TYPE, at::PORT, at::HTS] {
        each(rows, column, |cell| {
            if cell.iter().all(u8::is_ascii_digit) && cell.starts_with(b"0") {
                cell.remove(0);
            }
        });
    }
}

fn dash_entry_number(rows: &mut [Cells], _: &mut Chance) {
    each(rows, at::ENTRY, |cell| {
        if cell.len() == 11 {
            *cell = [&cell[..3], b"-", &cell[3..10], b"-", &cell[10..]].concat();
        }
    });
    each(rows, at::IMPORTER, |cell| cell.retain(|b| *b != b'-'));
}

fn lower_case_entry_number(rows: &mut [Cells], _: &mut Chance) {
    each(rows, at::ENTRY, |cell| cell.make_ascii_lowercase());
}

fn break_check_digit(rows: &mut [Cells], chance: &mut Chance) {
    let shift = 1 + chance.below(9) as u8;
    each(rows, at::ENTRY, |cell| {
        if let Some(last) = cell.last_mut() {
            *last = b'0' + (*last - b'0' + shift) % 10;
        }
    });
}

fn shorten_entry_number(rows: &mut [Cells], _: &mut Chance) {
    // The check digit goes, so that the numbers stay apart.
    each(rows, at::ENTRY, |cell| cell.truncate(10));
}

fn make_entry_number_a_float(rows: &mut [Cells], _: &mut Chance) {
    put(rows, at::ENTRY, b"1.5E+1234");
}

fn dot_tariff_numbers(rows: &mut [Cells], _: &mut Chance) {
    each(rows, at::HTS, |cell| {
        if cell.len() >= 8 {
            *cell = [&cell[..4], b".", &cell[4..6], b".", &cell[6..]].concat();
        }
    });
}

fn name_unknown_heading(rows: &mut [Cells], chance: &mut Chance) {
    let headings = [b"99030135", b"99030139", b"99030191", b"99030292"];
    if let Some(cell) = one(rows, at::HTS, chance) {
        *cell = chance.pick(&headings).to_vec();
    }
}

fn negate_duty(rows: &mut [Cells], chance: &mut Chance) {
    if let Some(cell) = one(rows, at::DUTY, chance) {
        let amount: Vec<u8> = cell.iter().copied().filter(|b| *b != b'"').collect();
        *cell = [b"\"(".as_slice(), &amount, b")\""].concat();
    }
}

fn say_free(rows: &mut [Cells], _: &mut Chance) {
    each(rows, at::DUTY, |cell| {
        if cell == b"$0.00" {
            *cell = b"FREE".to_vec();
        }
    });
    each(rows, at::VALUE, |cell| {
        if cell == b"$0.00" {
            *cell = b"-".to_vec();
        }
    });
}

fn drop_dollar_signs(rows: &mut [Cells], _: &mut Chance) {
    for column in [at::VALUE, at::DUTY] {
        each(rows, column, |cell| *cell = plain(cell));
    }
}

fn garble_duty(rows: &mut [Cells], chance: &mut Chance) {
    let texts: [&[u8]; 6] = [b"N/A", b"#VALUE!", b"1.2345", b"\"1.234,56\"", b"USD 12.00", b"1E3"];
    if let Some(cell) = one(rows, at::DUTY, chance) {
        *cell = chance.pick(&texts).to_vec();
    }
}

fn garble_value(rows: &mut [Cells], chance: &mut Chance) {
    if let Some(cell) = one(rows, at::VALUE, chance) {
        *cell = b"see invoice".to_vec();
    }
}

fn write_days_as_iso(rows: &mut [Cells], chance: &mut Chance) {
    let time: &[u8] = if chance.once_in(2) { b" 00:00:00" } else { b"" };
    for column in DATES {
        each(rows, column, |cell| {
            if let Some((year, month, day)) = parts(cell) {
                *cell = [year, b"-", month, b"-", day, time].concat();
            }
        });
    }
}

fn write_days_short(rows: &mut [Cells], _: &mut Chance) {
    for column in DATES {
        each(rows, column, |cell| {
            if let Some((year, month, day)) = parts(cell) {
                let short = |text: &[u8]| text.strip_prefix(b"0").unwrap_or(text).to_vec();
                *cell = [&short(month), b"/".as_slice(), &short(day), b"/", &year[2..]].concat();
            }
        });
    }
}

fn write_days_as_serials(rows: &mut [Cells], _: &mut Chance) {
    for column in DATES {
        each(rows, column, |cell| {
            if let (Ok(Some(day)), Ok(march_1900)) = (Day::read(cell), "1900-03-01".parse()) {
                // Serial 61 in a calendar that has a 1900-02-29.
                *cell = (61 + day.days_since(march_1900)).to_string().into_bytes();
            }
        });
    }
}

fn blank_entry_date(rows: &mut [Cells], chance: &mut Chance) {
    if let Some(cell) = one(rows, at::ENTRY_DATE, chance) {
        cell.clear();
    }
}

fn spoil_entry_date(rows: &mut [Cells], chance: &mut Chance) {
    if let Some(cell) = one(rows, at::ENTRY_DATE, chance) {
        *cell = b"19.MAY.2025".to_vec();
    }
}

fn date_liquidation_1900(rows: &mut [Cells], _: &mut Chance) {
    put(rows, at::LIQUIDATION_DATE, b"3/20/1900");
}

fn garble_liquidation_date(rows: &mut [Cells], _: &mut Chance) {
    put(rows, at::LIQUIDATION_DATE, b"TBD");
}

fn say_odd_status(rows: &mut [Cells], chance: &mut Chance) {
    put(
        rows,
        at::LIQUIDATION_STATUS,
        chance.pick(&["Deemed", "Closed", "Liq'd - see note", "LIQUIDATED "]).as_bytes(),
    );
}

fn say_odd_protest(rows: &mut [Cells], _: &mut Chance) {
    put(rows, at::PROTEST, b"Filed by counsel");
}

fn say_odd_control(rows: &mut [Cells], _: &mut Chance) {
    put(rows, at::CONTROL, b"Port");
}

fn say_maybe(rows: &mut [Cells], chance: &mut Chance) {
    let column = *chance.pick(&[at::RECON, at::PSC]);
    put(rows, column, b"maybe");
}

fn break_name_over_lines(rows: &mut [Cells], _: &mut Chance) {
    // The row that follows inside the quotes must not be taken for a row.
    let text = b"\"Imaginary \"\"Best\"\" Goods,\nAttn: Nobody\n9Q900000000,01,1,2,3,99030124\"";
    let extended = rows.first().is_some_and(|row| row.len() > at::IMPORTER_NAME);
    put(rows, if extended { at::IMPORTER_NAME } else { at::TEXTILE }, text);
}

fn pad_with_blanks(rows: &mut [Cells], _: &mut Chance) {
    for column in [at::ENTRY, at::ENTRY_TYPE, at::ENTRY_DATE, at::HTS, at::LIQUIDATION_STATUS] {
        each(rows, column, |cell| *cell = [b" ".as_slice(), cell, "\u{a0} ".as_bytes()].concat());
    }
}

fn blank_importer(rows: &mut [Cells], _: &mut Chance) {
    put(rows, at::IMPORTER, b"");
}

fn contradict_header(rows: &mut [Cells], chance: &mut Chance) {
    let (column, text) = *chance.pick(&[
        (at::IMPORTER, b"69-0000000ZZ".as_slice()),
        (at::ENTRY_TYPE, b"02"),
        (at::LIQUIDATION_DATE, b"04/03/2026"),
        (at::LIQUIDATION_STATUS, b"Extended"),
    ]);
    if let Some(cell) = one(rows, column, chance) {
        *cell = text.to_vec();
    }
}

fn change_field_count(rows: &mut [Cells], chance: &mut Chance) {
    let place = chance.below(rows.len() as u32) as usize;
    match chance.below(3) {
        0 => rows[place].push(b"surplus".to_vec()),
        1 => rows[place].truncate(at::DUTY),
        _ => rows[place].truncate(2),
    }
}
