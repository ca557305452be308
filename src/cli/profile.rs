//! Where mapping profiles are kept. `--profile NAME` means `NAME.toml` in the user's folder of
//! profiles; a NAME that ends in `.toml` or holds a path separator is a file of its own.

use super::places::clear_beside;
use crate::domain::{Field, fold};
use crate::files::{self, MOST_OF_SETTINGS};
use crate::intake::layout::ColumnUse;
use crate::intake::profile::{DUTY_TO_BE_NAMED, Profile, TariffColumns};
use crate::intake::{Layout, PreparedInput};
use crate::publication::{Rights, WholeFile, advice};
use anyhow::{Context as _, anyhow};
use etcetera::BaseStrategy as _;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Names another folder of profiles.
const FOLDER_VARIABLE: &str = "CAPEPREP_PROFILES";

/// The file a profile's name stands for.
fn path(name: &str) -> anyhow::Result<PathBuf> {
    let file = Path::new(name);
    if name.to_lowercase().ends_with(".toml") || file.components().count() != 1 {
        return Ok(file.to_path_buf());
    }
    Ok(folder()?.join(format!("{name}.toml")))
}

fn folder() -> anyhow::Result<PathBuf> {
    if let Some(folder) = std::env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    let strategy = etcetera::choose_base_strategy()
        .with_context(|| format!("the home folder is not known; set {FOLDER_VARIABLE}"))?;
    Ok(strategy.config_dir().join("capeprep").join("profiles"))
}

/// Reads the profile of a name.
pub(super) fn load(name: &str) -> anyhow::Result<Profile> {
    let path = path(name)?;
    let text = files::text(&path, MOST_OF_SETTINGS).with_context(|| {
        format!(
            "--profile {name}: cannot read {}. `capeprep inspect --save-profile {name} FILE` writes \
             one; a NAME ending in .toml is a file of its own",
            path.display()
        )
    })?;
    Ok(Profile::read(&path.to_string_lossy(), &text)?)
}

/// Writes a profile and tells where; one that is there is not replaced.
pub(super) fn save(name: &str, profile: &Profile, open: &[String]) -> anyhow::Result<PathBuf> {
    let path = path(name)?;
    let there = || {
        anyhow!(
            "--save-profile {name}: {} is there already; edit it, or delete it first",
            path.display()
        )
    };
    // What somebody edited is not replaced.
    if path.exists() {
        return Err(there());
    }
    let open: String = open.iter().map(|point| format!("# To do: {point}\n")).collect();
    let text = profile.to_toml() + &open;
    let wrong = |error: std::io::Error| {
        let advice = advice(&error);
        anyhow!("--save-profile {name}: cannot write {}: {error}.{advice}", path.display())
    };
    clear_beside(&path);
    // A profile names columns and no shipment; colleagues may share it.
    let mut file = WholeFile::with_dirs(&path, Rights::AsUsual).map_err(|no| wrong(no.error))?;
    file.file().write_all(text.as_bytes()).map_err(wrong)?;
    file.put(false).map_err(|refused| match refused.error.kind() {
        ErrorKind::AlreadyExists => there(),
        _ => wrong(refused.error),
    })?;
    Ok(path)
}

/// A first profile of a file: the mapping as it is, and for a wide report the tariff columns it can
/// tell from their headers.
pub(super) fn of(input: &PreparedInput) -> Profile {
    let layout = &input.layout;
    let mut profile = Profile {
        description: format!("Columns as they stand in {}", input.source.name),
        ..Profile::default()
    };
    let tariffs = tariffs(layout);
    for (header, usage) in layout.uses() {
        if let ColumnUse::Field(field) = usage
            && (tariffs.is_empty() || !of_tariff(*field))
        {
            profile.map.insert(field.name().to_string(), header.to_string());
        }
    }
    profile.tariffs = tariffs;
    profile
}

fn of_tariff(field: Field) -> bool {
    matches!(field, Field::Hts | Field::RowDuty | Field::RowValue | Field::TariffOrdinal)
}

fn tariffs(layout: &Layout) -> Vec<TariffColumns> {
    let header_of = |field| layout.column(field).and_then(|at| layout.headers().get(at)).cloned();
    let named = |wanted: String| layout.headers().iter().find(|h| fold(h.as_bytes()) == wanted);
    let mut tariffs = Vec::new();
    for (header, usage) in layout.uses() {
        let ColumnUse::Wide(_) = usage else { continue };
        if let Some(hts) = number_in(header) {
            tariffs.push(TariffColumns {
                hts: Some(hts),
                duty_column: header.to_string(),
                ..TariffColumns::default()
            });
            continue;
        }
        let folded = fold(header.as_bytes());
        // What stands beside a number is no number.
        if ["duty", "rate", "value"].iter().any(|word| folded.ends_with(word)) {
            continue;
        }
        let duty = named(format!("{folded} duty"));
        tariffs.push(TariffColumns {
            hts_column: Some(header.to_string()),
            duty_column: duty.cloned().unwrap_or_else(|| DUTY_TO_BE_NAMED.to_string()),
            ..TariffColumns::default()
        });
    }
    if !tariffs.is_empty()
        && let (Some(hts), Some(duty)) = (header_of(Field::Hts), header_of(Field::RowDuty))
    {
        let base = TariffColumns {
            hts: None,
            hts_column: Some(hts),
            duty_column: duty,
            value_column: header_of(Field::RowValue),
        };
        tariffs.insert(0, base);
    }
    tariffs
}

/// What a first profile leaves to the user, for its end and for the screen.
pub(super) fn open_points(input: &PreparedInput, profile: &Profile) -> Vec<String> {
    let layout = &input.layout;
    let mut points = Vec::new();
    let of_tariff_here = |field: &Field| !profile.tariffs.is_empty() && of_tariff(*field);
    for field in Field::REQUIRED.iter().filter(|field| !of_tariff_here(field)) {
        if !profile.map.contains_key(field.name()) {
            points.push(format!("[map] lacks {}: name its header.", field.name()));
        }
    }
    let has_base = profile.tariffs.iter().any(|tariff| {
        let header = tariff.hts_column.as_ref();
        header
            .is_some_and(|h| layout.column(Field::Hts).is_some_and(|at| layout.headers()[at] == *h))
    });
    if !profile.tariffs.is_empty() && !has_base {
        let candidates: Vec<String> = layout
            .uses()
            .filter(|(_, usage)| match usage {
                ColumnUse::Field(field) | ColumnUse::Ambiguous(field, _) => of_tariff(*field),
                _ => false,
            })
            .map(|(header, _)| format!("`{header}`"))
            .collect();
        let perhaps = match candidates.is_empty() {
            true => String::new(),
            false => format!(" (perhaps {})", candidates.join(", ")),
        };
        points.push(format!(
            "The goods' own number, duty and value have no [[tariff]]{perhaps}: without it floor codes \
             stay a range and rates are not checked."
        ));
    }
    if profile.tariffs.iter().any(|tariff| tariff.duty_column == DUTY_TO_BE_NAMED) {
        points.push("A [[tariff]] lacks the column of its duty.".to_string());
    }
    points
}

/// The eight digits of the IEEPA number in a header.
fn number_in(header: &str) -> Option<String> {
    let digits: String = header.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    let at = digits.find("990301").or_else(|| digits.find("990302"))?;
    let number = digits.get(at..at + 8)?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_a_file_of_the_folder_and_a_path_for_itself() {
        assert_eq!(path("mine.toml").unwrap(), Path::new("mine.toml"));
        let nested: PathBuf = ["folder", "mine"].iter().collect();
        assert_eq!(path(&nested.to_string_lossy()).unwrap(), nested);
    }

    #[test]
    fn numbers_are_found_in_headers() {
        assert_eq!(number_in("9903.01.10 (25%)").as_deref(), Some("99030110"));
        assert_eq!(number_in("9903.01.24a").as_deref(), Some("99030124"));
        assert_eq!(number_in("9903.01"), None);
        assert_eq!(number_in("9903.88.03"), None);
    }
}
