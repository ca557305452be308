//! Reading what came of a filing: the files of `track`, found, looked at and taken in.

use super::exit::Usage;
use super::gather::input_reports;
use super::input_remarks::passed_over;
use super::progress;
use super::track_dates::{GivenDates, pull_remarks};
use crate::domain::quoted;
use crate::earlier::Portfolio;
use crate::intake::kind::{AfterFiling, ReportKind};
use crate::intake::pump::{self, How, InputDigest};
use crate::intake::{
    IntakeError, PreparedInput, RecordNumbers, prepare_after_filing, report_date, source, unread,
};
use crate::report::InputReport;
use crate::rulebook::{FactsReport, Rulebook};
use crate::track::reading::Reader;
use crate::track::{ReportFile, RowBins, Said};
use std::path::{Path, PathBuf};

/// The files, found and looked at: all that can be refused before the long run is.
pub(super) struct TrackInputs {
    /// Reports and bank statements, each with its place among all files.
    reports: Vec<(usize, PreparedInput)>,
    /// Files of a later ES-003.
    pulls: Vec<(usize, PreparedInput)>,
    files: Vec<ReportFile>,
    kinds: Vec<&'static str>,
    warnings: Vec<String>,
}

/// What was read.
pub(super) struct TrackRead {
    /// What it says.
    pub said: Said,
    /// The files as the manifest lists them, in the order of [`Said::files`].
    pub inputs: Vec<InputReport>,
    /// What the user should know about them.
    pub warnings: Vec<String>,
}

impl TrackInputs {
    /// Finds the files and looks at their headers. Their order on the command line changes nothing:
    /// they are taken in the order of their names.
    ///
    /// # Errors
    /// A file that cannot be opened, or is none that tells of a filing; a day that is given for
    /// none of them.
    pub fn open(
        paths: &[PathBuf],
        dates: &[String],
        rules: &Rulebook,
    ) -> anyhow::Result<TrackInputs> {
        let mut dates = GivenDates::read(dates)?;
        if paths.is_empty() {
            return Err(Usage(
                "name the reports of CBP behind --run DIR: claim details, ES-022, REV-603 and the \
                 like, a later ES-003, a bank statement"
                    .to_owned(),
            )
            .into());
        }
        let (mut sources, repeated) = source::resolve(paths)?;
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        let prepared = prepare_after_filing(sources, &rules.headers)?;
        let mut warnings: Vec<String> = repeated
            .iter()
            .map(|name| format!("{name} was named more than once and read once."))
            .collect();
        warnings.sort();
        warnings.extend(passed_over(paths, None));
        let mut inputs = TrackInputs {
            reports: Vec::new(),
            pulls: Vec::new(),
            files: Vec::with_capacity(prepared.len()),
            kinds: Vec::with_capacity(prepared.len()),
            warnings,
        };
        for (at, (what, input)) in prepared.into_iter().enumerate() {
            let kind = match what {
                AfterFiling::Report(report) => report.describe(),
                AfterFiling::Facts | AfterFiling::Pull => ReportKind::of(&input.layout).describe(),
            };
            inputs.warnings.extend(input.warnings.iter().cloned());
            let of_nothing = match what {
                AfterFiling::Report(
                    FactsReport::ProtestList
                    | FactsReport::DrawbackList
                    | FactsReport::StatementList,
                ) => Some(format!("{}: nothing of a {kind} is tracked.", input.source.name)),
                _ => None,
            };
            inputs.warnings.extend(of_nothing);
            inputs.kinds.push(kind);
            let printed = report_date(&input, rules.headers.reports());
            let (report_date, overruled) = dates.of(&input.source.name, printed)?;
            inputs.warnings.extend(overruled);
            inputs.files.push(ReportFile {
                name: input.source.name.clone(),
                report: input.layout.report(),
                is_list: what == AfterFiling::Facts,
                report_date,
                rows: RowBins::default(),
                unread: unread(&input.layout, rules.headers.reports()),
            });
            match what {
                AfterFiling::Pull => inputs.pulls.push((at, input)),
                AfterFiling::Report(_) | AfterFiling::Facts => inputs.reports.push((at, input)),
            }
        }
        dates.all_used()?;
        Ok(inputs)
    }

    /// Every file that is read.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let all = self.reports.iter().chain(&self.pulls);
        all.filter_map(|(_, input)| input.source.path.as_deref())
    }

    /// Reads them all.
    ///
    /// # Errors
    /// One that cannot be read to its end, or whose dates have the day first.
    pub fn read(
        self,
        portfolio: &Portfolio,
        rules: &Rulebook,
        pool: &rayon::ThreadPool,
        how: How<'_>,
        bars: bool,
    ) -> Result<TrackRead, IntakeError> {
        let TrackInputs { reports, pulls, files, kinds, mut warnings } = self;
        let mut reader = Reader::new(portfolio, rules, files);
        let mut listed: Vec<(usize, InputReport)> = Vec::with_capacity(kinds.len());
        let mut told = |at: &[usize],
                        digests: &[InputDigest],
                        inputs: &[PreparedInput],
                        reader: &Reader<'_>| {
            let read = at.iter().map(|at| reader.files().get(*at).map_or(0, |file| file.rows.read));
            let records: Vec<u64> = read.collect();
            warnings.extend(digests.iter().flat_map(|digest| digest.warnings.iter().cloned()));
            listed.extend(at.iter().copied().zip(input_reports(inputs, digests, &records)));
        };

        let (places, mut inputs): (Vec<usize>, Vec<PreparedInput>) = reports.into_iter().unzip();
        let numbers: Vec<_> = inputs.iter().map(PreparedInput::numbers).collect();
        let mut rows = vec![0u64; inputs.len()];
        let digests = pump::run_in_order(pool, &mut inputs, how, |input, row| {
            let (Some(place), Some(rows)) = (places.get(input), rows.get_mut(input)) else {
                return;
            };
            *rows += 1;
            let numbers = numbers.get(input).copied().unwrap_or_default();
            reader.take(*place, row, numbers.of_row(*rows));
        })?;
        told(&places, &digests, &inputs, &reader);
        if let Some(first) = reader.day_first() {
            let file = reader.files().get(first.file as usize);
            return Err(IntakeError::DayFirst {
                name: file.map(|file| file.name.clone()).unwrap_or_default(),
                record: first.record,
                field: first.column,
                cell: first.cell,
            });
        }

        let (places, mut inputs): (Vec<usize>, Vec<PreparedInput>) = pulls.into_iter().unzip();
        let numbers: Vec<RecordNumbers> = inputs.iter().map(PreparedInput::numbers).collect();
        let mut rows = vec![0u64; inputs.len()];
        let sizes: Option<u64> = inputs.iter().map(PreparedInput::bytes_to_read).sum();
        let bar = progress::reading(bars && !inputs.is_empty(), sizes);
        let mut bytes_read = progress::BytesRead::of(&inputs);
        let pull_reader = reader.pull_reader();
        let digests = pump::run(
            pool,
            &mut inputs,
            how,
            |chunk| pull_reader.read(chunk),
            |batch| -> Result<(), IntakeError> {
                let input = batch.input();
                let (Some(place), Some(before)) = (places.get(input), rows.get_mut(input)) else {
                    return Ok(());
                };
                let numbers = numbers.get(input).copied().unwrap_or_default();
                bar.set_position(bytes_read.after(input, batch.bytes()));
                let (records, start) = (batch.records(), *before);
                reader.take_pull(*place, batch, |row| numbers.of_row(start + row));
                *before += records;
                Ok(())
            },
        )?;
        bar.finish_and_clear();
        told(&places, &digests, &inputs, &reader);

        listed.sort_by_key(|(at, _)| *at);
        warnings.extend(reader.rounded_numbers().map(|(file, numbers)| {
            let name = reader.files().get(file).map_or("", |file| file.name.as_str());
            format!(
                "{name}, record {}, {}: a spreadsheet made a number of {}, which loses digits, so \
                 {} taken as blank in this file. Pull the report again, or take the column in as \
                 text.",
                numbers.record,
                numbers.column,
                quoted(&numbers.cell),
                match numbers.cells {
                    1 => "this number is".to_owned(),
                    cells => format!("{cells} such numbers are"),
                }
            )
        }));
        let said = reader.end();
        warnings.extend(pull_remarks(&said));
        let mut inputs: Vec<InputReport> = listed.into_iter().map(|(_, input)| input).collect();
        for ((input, file), kind) in inputs.iter_mut().zip(&said.files).zip(kinds) {
            input.kind = Some(kind);
            input.report_date = file.report_date.map(|day| day.to_string());
        }
        Ok(TrackRead { said, inputs, warnings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::decode::ReadAhead;
    use crate::intake::scan::FastReader;

    fn open(paths: &[PathBuf]) -> anyhow::Result<TrackInputs> {
        TrackInputs::open(paths, &[], &Rulebook::built_in()?)
    }

    fn read(paths: &[PathBuf]) -> anyhow::Result<TrackRead> {
        let rules = Rulebook::built_in()?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
        let reader = FastReader::default();
        let how =
            How { reader: &reader, chunk_size: 256, digest: true, ahead: ReadAhead::default() };
        let opened = TrackInputs::open(paths, &[], &rules)?;
        Ok(opened.read(&Portfolio::default(), &rules, &pool, how, false)?)
    }

    fn fixtures() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/track-reports")
    }

    #[test]
    fn files_are_taken_by_name_in_whatever_order_they_are_given() {
        let all = read(&[fixtures()]).unwrap();
        let names: Vec<String> = all.inputs.iter().rev().map(|input| input.file.clone()).collect();
        let turned = read(&names.iter().map(PathBuf::from).collect::<Vec<_>>()).unwrap();
        let listed = |read: &TrackRead| serde_json::to_string(&read.inputs).unwrap();
        assert_eq!(listed(&all), listed(&turned));
        assert_eq!(all.said.unreadable, turned.said.unreadable);
        for (input, file) in all.inputs.iter().zip(&all.said.files) {
            assert_eq!((&input.file, input.records), (&file.name, file.rows.read));
            assert_eq!(input.sha256.len(), 64);
            assert!(input.kind.is_some());
        }
        let es_022 = all.inputs.iter().find(|input| input.file.ends_with("es-022.csv")).unwrap();
        assert_eq!(es_022.report_date.as_deref(), Some("2026-06-18"));
    }

    #[test]
    fn a_file_named_twice_is_read_once_and_a_protest_list_tells_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let list = dir.path().join("protests.csv");
        std::fs::write(&list, "Entry Number,Protest Number\n9Q910000011,1\n").unwrap();
        let opened = open(&[list.clone(), dir.path().to_owned()]).unwrap();
        assert_eq!(opened.paths().count(), 1);
        let [twice, nothing] = opened.warnings.as_slice() else { panic!("{:?}", opened.warnings) };
        assert!(twice.contains("read once") && nothing.contains("nothing of a protest list"));
        let said = read(&[list]).unwrap().said;
        assert_eq!((said.files[0].rows.stranger, said.verdicts.len()), (1, 0));
    }

    #[test]
    fn a_column_with_the_day_first_refuses_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let bank = dir.path().join("bank.csv");
        std::fs::write(&bank, "Date,Amount,Memo\n19/06/2026,5.00,x\n05/06/2026,5.00,x\n").unwrap();
        let message = read(&[bank]).err().unwrap().to_string();
        assert!(message.contains("record 2, bank_date: `19/06/2026` has the day first"));
        assert!(open(&[]).is_err());
    }
}
