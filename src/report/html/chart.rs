//! The geometry of the pictures, in whole numbers. Lengths across are shares of the width, so that a
//! picture fits any screen while its words keep their size; lengths down are pixels.

use std::fmt;

/// A share of the width, in thousandths; prints as `12.5%`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share(pub(super) u32);

impl Share {
    /// What a part is of a whole; nothing of nothing, and never more than the whole.
    pub(super) fn of(part: i128, whole: i128) -> Share {
        if whole <= 0 || part <= 0 {
            return Share(0);
        }
        let thousandths = part.min(whole).saturating_mul(1000) / whole;
        // What is there is seen.
        Share(u32::try_from(thousandths).unwrap_or(1000).max(3))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}%", self.0 / 10, self.0 % 10)
    }
}

/// How a bar is drawn, beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// In full colour.
    Known,
    /// Hatched: estimated, or not known.
    Estimated,
    /// Grey: nothing to be filed.
    Idle,
}

impl Tone {
    /// Its class in the style.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Tone::Known => "known",
            Tone::Estimated => "estimated",
            Tone::Idle => "idle",
        }
    }
}

/// Bars that lie below each other, each under its words.
#[derive(Debug, Clone)]
pub(super) struct Bars {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) bars: Vec<Bar>,
    pub(super) height: usize,
    /// How its bars are drawn, where that is not told by what they are.
    pub(super) legend: Legend,
}

/// Classes of the style, and what they say.
pub(super) type Legend = Vec<(&'static str, &'static str)>;

/// A bar: the lowest figure, and what the highest is above it.
#[derive(Debug, Clone)]
pub(super) struct Bar {
    pub(super) label: String,
    /// What stands in its place on a narrow screen.
    pub(super) short: Option<String>,
    /// How many entries or rows; left out on a narrow screen.
    pub(super) number: String,
    pub(super) value: String,
    /// Where it begins.
    pub(super) from: Share,
    pub(super) low: Share,
    pub(super) more: Share,
    pub(super) tone: Tone,
    /// The base line of its words.
    pub(super) text_y: usize,
    /// Its upper edge.
    pub(super) y: usize,
}

/// What a bar tells.
pub(super) struct Told {
    pub(super) label: String,
    pub(super) short: Option<String>,
    pub(super) number: String,
    pub(super) value: String,
    pub(super) low: i128,
    pub(super) high: i128,
    pub(super) tone: Tone,
}

/// Pixels from bar to bar.
const STEP: usize = 38;

impl Bars {
    /// The bars of these figures, as long as they are to the largest.
    pub(super) fn new(
        title: impl Into<String>,
        description: impl Into<String>,
        told: Vec<Told>,
    ) -> Bars {
        let most = told.iter().map(|bar| bar.high.max(bar.low)).max().unwrap_or_default();
        let height = told.len() * STEP;
        let bars = told.into_iter().enumerate().map(|(at, bar)| {
            let low = Share::of(bar.low, most);
            let high = Share::of(bar.high, most);
            Bar {
                label: bar.label,
                short: bar.short,
                number: bar.number,
                value: bar.value,
                from: Share(0),
                low,
                more: Share(high.0.saturating_sub(low.0)),
                tone: bar.tone,
                text_y: at * STEP + 14,
                y: at * STEP + 20,
            }
        });
        let bars = bars.collect();
        let (title, description) = (title.into(), description.into());
        Bars { title, description, bars, height, legend: Vec::new() }
    }

    /// Bars that each begin where one before them ended: `low` and `high` are their two ends.
    pub(super) fn steps(
        title: impl Into<String>,
        description: impl Into<String>,
        told: Vec<Told>,
    ) -> Bars {
        let ends: Vec<(i128, i128)> = told.iter().map(|bar| (bar.low, bar.high)).collect();
        let least = ends.iter().map(|(low, high)| *low.min(high)).min().unwrap_or_default().min(0);
        let most = ends.iter().map(|(low, high)| *low.max(high)).max().unwrap_or_default();
        let mut bars = Bars::new(title, description, told);
        for (bar, (low, high)) in bars.bars.iter_mut().zip(ends) {
            let from = Share::of(low.min(high) - least, most - least);
            bar.low = Share::of((high - low).abs(), most - least);
            // What is there is seen, to the right end too.
            bar.from = Share(from.0.min(1000 - bar.low.0));
            bar.more = Share(0);
        }
        bars
    }
}

/// Columns side by side over an axis of weeks.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) columns: Vec<Column>,
    pub(super) ticks: Vec<Tick>,
    /// What the highest column is.
    pub(super) most: String,
    /// What is not drawn.
    pub(super) note: String,
    /// How they are drawn, where it is in another way.
    pub(super) legend: Legend,
}

/// A column: what is known, with what is estimated on top of it.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) x: Share,
    pub(super) width: Share,
    pub(super) known_y: usize,
    pub(super) known_height: usize,
    pub(super) estimated_y: usize,
    pub(super) estimated_height: usize,
    /// A line across it, in pixels from the top.
    pub(super) mark: Option<usize>,
    /// What it is, in words.
    pub(super) words: String,
}

/// A word under the axis.
#[derive(Debug, Clone)]
pub(super) struct Tick {
    pub(super) x: Share,
    /// Which end of the word stands at `x`.
    pub(super) anchor: &'static str,
    pub(super) text: String,
}

/// Where the axis lies, in pixels from the top; the columns are as high at most.
pub(super) const AXIS: usize = 190;
/// Above the highest column, for its figure.
const HEADROOM: usize = 22;
/// Words under the axis at most.
const TICKS: usize = 4;

impl Columns {
    /// The columns of these figures: words under the axis, what is known, what is estimated, all in
    /// words.
    pub(super) fn new(
        title: impl Into<String>,
        description: impl Into<String>,
        most: impl Fn(i128) -> String,
        told: Vec<(String, i128, i128, String)>,
    ) -> Columns {
        let sum = |known: i128, estimated: i128| known.max(0) + estimated.max(0);
        let highest = told.iter().map(|(_, k, e, _)| sum(*k, *e)).max().unwrap_or_default();
        let all = told.len().max(1);
        let at_share = |at: usize| Share(u32::try_from(at * 1000 / all).unwrap_or(1000));
        let mut ticks: Vec<Tick> = Vec::new();
        let every = told.len().div_ceil(TICKS).max(1);
        let mut columns = Vec::with_capacity(told.len());
        for (at, (tick, known, estimated, words)) in told.into_iter().enumerate() {
            if at % every == 0 {
                let anchor = "start";
                ticks.push(Tick { x: at_share(at), anchor, text: tick });
            }
            let known_height = height(known, highest);
            let estimated_height = height(estimated, highest);
            let known_y = AXIS - known_height;
            columns.push(Column {
                x: at_share(at),
                width: Share(u32::try_from(820 / all).unwrap_or_default().max(2)),
                known_y,
                known_height,
                estimated_y: known_y.saturating_sub(estimated_height),
                estimated_height,
                mark: None,
                words,
            });
        }
        let (title, description) = (title.into(), description.into());
        let (note, legend) = (String::new(), Vec::new());
        Columns { title, description, columns, ticks, most: most(highest), note, legend }
    }

    /// Draws a line across each column at the height of its figure, where there is one.
    pub(super) fn mark(&mut self, figures: impl Iterator<Item = i128>, highest: i128) {
        for (column, figure) in self.columns.iter_mut().zip(figures) {
            column.mark = (figure > 0).then(|| AXIS - height(figure, highest));
        }
    }
}

/// The height of a part of a column.
fn height(part: i128, highest: i128) -> usize {
    if part <= 0 || highest <= 0 {
        return 0;
    }
    let room = (AXIS - HEADROOM) as i128;
    usize::try_from(part.saturating_mul(room) / highest).unwrap_or_default().max(2)
}

/// A picture of either kind.
#[derive(Debug, Clone)]
pub(super) enum Chart {
    Bars(Bars),
    Columns(Columns),
}

impl Chart {
    /// How its bars are drawn, and what that says.
    pub(super) fn legend(&self) -> Legend {
        match self {
            Chart::Columns(Columns { legend, .. }) | Chart::Bars(Bars { legend, .. })
                if !legend.is_empty() =>
            {
                legend.clone()
            }
            Chart::Columns(_) => {
                vec![
                    (Tone::Known.class(), "liquidation date known"),
                    (Tone::Estimated.class(), "estimated from the usual cycle"),
                ]
            }
            Chart::Bars(bars) if bars.bars.iter().any(|bar| bar.more.0 > 0) => {
                vec![("known", "lowest refund"), ("more", "what the highest is above it")]
            }
            Chart::Bars(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_whole_and_what_is_there_is_seen() {
        assert_eq!(Share::of(1, 3).to_string(), "33.3%");
        assert_eq!(Share::of(5, 3).to_string(), "100.0%");
        assert_eq!(Share::of(1, 1_000_000).to_string(), "0.3%");
        assert_eq!([Share::of(0, 3), Share::of(-1, 3), Share::of(1, 0)], [Share(0); 3]);
    }
}
