//! The closed vocabularies of the reports: bins, severities, statuses, lanes, liquidation states.

/// Defines an enum whose variants each have one printed word, in the order reports list them.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word reports print.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary! {
    /// Where a record of the input ended up. Every record is in exactly one bin.
    Bin {
        /// An empty line or a record of empty cells.
        Blank = "blank",
        /// Could not be read; kept in `rejected_rows.csv`.
        Rejected = "rejected",
        /// Not an IEEPA heading.
        Other = "other",
        /// A copy of an IEEPA row already kept.
        Duplicate = "duplicate",
        /// IEEPA, but its entry date lies outside the tariff period.
        OutOfPeriod = "out_of_period",
        /// IEEPA, in the period: part of the refund figures.
        Counted = "counted",
    }
}

vocabulary! {
    /// How much a finding weighs.
    Severity {
        /// CBP would refuse the entry or the file.
        Block = "block",
        /// A person decides before filing.
        Review = "review",
        /// Worth knowing; changes nothing.
        Info = "info",
    }
}

vocabulary! {
    /// What can be said of an entry today.
    EntryStatus {
        /// Nothing found by the checks that could run.
        Eligible = "eligible",
        /// A person decides before filing.
        Review = "review",
        /// CBP would refuse it.
        Blocked = "blocked",
        /// Nothing to get back, and nothing doubtful about that.
        NoRefund = "no_refund",
    }
}

vocabulary! {
    /// What to do with an entry next.
    Lane {
        /// Upload it today.
        FileNow = "file-now",
        /// Decide on its findings first.
        Review = "review",
        /// Another filer, or the importer itself, must file it.
        OtherFiler = "other-filer",
        /// Mend what blocks it, then file.
        FixThenFile = "fix-then-file",
        /// Wait for a later phase of CAPE.
        LaterPhase = "later-phase",
        /// Day 81 to 180 after liquidation: the protest clock is what is left.
        Protest = "protest",
        /// More than 180 days after liquidation.
        Court = "court",
        /// Already on an accepted declaration.
        Declared = "declared",
        /// Nothing to get back.
        None = "none",
    }
}

vocabulary! {
    /// Where an entry stands with CBP.
    LiquidationState {
        /// Liquidated or reliquidated.
        Liquidated = "liquidated",
        /// Not liquidated yet.
        Unliquidated = "unliquidated",
        /// Suspended, extended or under review.
        Held = "held",
        /// The inputs have no column that would tell.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// How far an entry is after filing, in the order of the way.
    #[derive(Default)]
    FilingState {
        /// No report names it.
        #[default]
        NotFiled = "not-filed",
        /// The whole file was refused.
        FileRejected = "file-rejected",
        /// On a file that was taken in.
        Uploaded = "uploaded",
        /// Refused by CBP.
        EntryRejected = "entry-rejected",
        /// On an accepted declaration.
        Accepted = "accepted",
        /// Its IEEPA lines are gone.
        LinesRemoved = "lines-removed",
        /// Liquidated or reliquidated without them.
        Liquidated = "liquidated",
        /// Its refund is reckoned and certified.
        Certified = "certified",
        /// Its refund is kept back: no ACH account.
        Held = "held",
        /// Sent to Treasury.
        Sent = "sent",
        /// Kept against a debt.
        Diverted = "diverted",
        /// Paid.
        Paid = "paid",
        /// The bank sent it back.
        Returned = "returned",
        /// Paid once more.
        Reissued = "reissued",
    }
}
