//! The days on which reports were made, where the user tells them, and what is open without them.

use super::exit::Usage;
use crate::domain::Day;
use crate::track::Said;
use std::collections::BTreeSet;
use std::path::Path;

/// Days given with `--report-date`.
pub(super) struct GivenDates {
    given: Vec<Given>,
}

struct Given {
    option: String,
    file: String,
    day: Day,
    is_used: bool,
}

impl GivenDates {
    /// Reads `FILE=DATE` options.
    ///
    /// # Errors
    /// One that is not of this form.
    pub fn read(options: &[String]) -> Result<GivenDates, Usage> {
        let given = options.iter().map(|option| {
            // A name may have a `=` in it, and a day has none.
            let parts = option.rsplit_once('=');
            let read = parts.and_then(|(file, day)| Some((file, day.trim().parse::<Day>().ok()?)));
            match read.filter(|(file, _)| !file.is_empty()) {
                Some((file, day)) => {
                    let (option, file) = (option.clone(), file.to_owned());
                    Ok(Given { option, file, day, is_used: false })
                }
                None => Err(Usage(format!(
                    "--report-date {option}: the name of a report and its day are needed, such as \
                     \"ES-003 July.csv=2026-07-31\""
                ))),
            }
        });
        Ok(GivenDates { given: given.collect::<Result<_, _>>()? })
    }

    /// The day of a file: the one given, else the one that it prints; with a remark where the two
    /// differ.
    ///
    /// # Errors
    /// Two days are given for it.
    pub fn of(
        &mut self,
        name: &str,
        printed: Option<Day>,
    ) -> Result<(Option<Day>, Option<String>), Usage> {
        let mut day = None;
        for given in self.given.iter_mut().filter(|given| is_of(&given.file, name)) {
            given.is_used = true;
            if day.is_some_and(|day| day != given.day) {
                return Err(Usage(format!(
                    "--report-date {}: another day is given for {name} too. Where two files have \
                     one name, give their paths.",
                    given.option
                )));
            }
            day = Some(given.day);
        }
        let differs = printed.zip(day).filter(|(printed, day)| printed != day);
        let remark = differs.map(|(printed, day)| {
            format!("{name} says that it was made on {printed}; {day} of --report-date counts.")
        });
        Ok((day.or(printed), remark))
    }

    /// # Errors
    /// A day was given for a file that is not read.
    pub fn all_used(&self) -> Result<(), Usage> {
        match self.given.iter().find(|given| !given.is_used) {
            None => Ok(()),
            Some(given) => Err(Usage(format!(
                "--report-date {}: no report of this name is read. Give its name or its path as the \
                 list of files in summary.json has it.",
                given.option
            ))),
        }
    }
}

/// Whether a file is meant: by its path as listed, or by its name.
fn is_of(given: &str, name: &str) -> bool {
    given == name || Path::new(name).file_name().is_some_and(|last| last.to_string_lossy() == given)
}

/// What the user should know of later pulls of ES-003 before trusting what they show.
pub(super) fn pull_remarks(said: &Said) -> Vec<String> {
    let doubts = &said.pull_doubts;
    let names = |files: &BTreeSet<u32>| {
        let files = files.iter().filter_map(|file| said.files.get(*file as usize));
        files.map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let count = |entries: u64| match entries {
        1 => "1 entry".to_owned(),
        _ => format!("{entries} entries"),
    };
    let mut remarks = Vec::new();
    if !doubts.without_ieepa.is_empty() {
        remarks.push(format!(
            "{}: no row of any entry has an IEEPA number, as in an export that was filtered. It \
             proves of no entry that its IEEPA rows are gone; pull it with all tariff numbers.",
            names(&doubts.without_ieepa)
        ));
    }
    if doubts.undecided > 0 {
        remarks.push(format!(
            "{} have IEEPA rows in one later ES-003 and none in another, and which of them is the \
             newer cannot be told without the days of {}: nothing is taken from it, and none of them \
             goes into an upload file. Give the days: --report-date FILE=DATE.",
            count(doubts.undecided),
            names(&doubts.undated)
        ));
    } else if doubts.shared > 0 {
        remarks.push(format!(
            "{} stand in several files of a later ES-003 that do not say when they were made: {}. \
             They are read as slices of one pull; if they are not, give their days: --report-date \
             FILE=DATE.",
            count(doubts.shared),
            names(&doubts.undated)
        ));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Day> {
        text.parse().ok()
    }

    fn given(options: &[&str]) -> Result<GivenDates, Usage> {
        GivenDates::read(&options.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn a_day_is_given_by_name_or_path_and_overrules_what_is_printed() {
        let mut dates = given(&["a=b.csv=2026-06-15", "x/c.csv=07/31/2026"]).unwrap();
        assert_eq!(dates.of("in/a=b.csv", None).unwrap(), (day("2026-06-15"), None));
        assert!(dates.all_used().is_err_and(|error| error.0.contains("x/c.csv=07/31/2026")));
        let (other, remark) = dates.of("x/c.csv", day("2026-07-01")).unwrap();
        assert_eq!(other, day("2026-07-31"));
        assert!(remark.unwrap().contains("2026-07-01"));
        assert_eq!(dates.of("y/c.csv", day("2026-07-01")).unwrap().0, day("2026-07-01"));
        assert!(dates.all_used().is_ok());
    }

    #[test]
    fn a_day_that_is_none_and_two_days_of_one_file_are_refused() {
        for wrong in ["a.csv", "a.csv=", "=2026-06-15", "a.csv=June"] {
            assert!(given(&[wrong]).is_err(), "{wrong}");
        }
        let mut two = given(&["a.csv=2026-06-15", "in/a.csv=2026-07-15"]).unwrap();
        assert!(two.of("in/a.csv", None).is_err());
        assert!(two.of("out/a.csv", None).is_ok());
    }
}
