//! What the words in status columns and yes/no columns can mean.

use crate::domain::vocabulary;

vocabulary! {
    /// What a liquidation status says.
    LiquidationMeaning {
        /// Liquidated or reliquidated.
        Liquidated = "liquidated",
        /// Not liquidated, or pending.
        Unliquidated = "unliquidated",
        /// Suspended, extended or under review.
        Held = "held",
    }
}

vocabulary! {
    /// What a status of the entry summary says.
    SummaryMeaning {
        /// Accepted.
        Accepted = "accepted",
        /// Cancelled, rejected or deleted.
        NotAccepted = "not-accepted",
        /// CBP is working on it.
        Adjusted = "adjusted",
    }
}

vocabulary! {
    /// Who controls the entry summary.
    ControlMeaning {
        /// CBP.
        Cbp = "cbp",
        /// The trade.
        Trade = "trade",
    }
}

vocabulary! {
    /// What a protest status says.
    ProtestMeaning {
        /// Open, suspended, or denied with further review: CAPE refuses the entry.
        Open = "open",
        /// No protest, or a settled one.
        Closed = "closed",
    }
}

vocabulary! {
    /// What a status in a file of CAPE claims says of an entry.
    ClaimMeaning {
        /// The file is in; CBP has not decided yet.
        Uploaded = "uploaded",
        /// CBP took the entry.
        Accepted = "accepted",
        /// CBP took the entry and rewrote its summary without the IEEPA lines.
        Updated = "updated",
        /// CBP took part of the claim; whether the entry is in that part, it does not say.
        InPart = "in-part",
        /// CBP refused the entry.
        Refused = "refused",
        /// CBP refused the claim as a whole, for what the error says.
        RefusedClaim = "refused-claim",
        /// CBP refused the file as a whole, before it became a claim.
        RefusedFile = "refused-file",
    }
}

impl ClaimMeaning {
    /// Whether the entry is not on an accepted declaration by it.
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::Refused | Self::RefusedClaim | Self::RefusedFile)
    }
}

vocabulary! {
    /// What words in the error of a refused claim say of the entry.
    ClaimErrorMeaning {
        /// CBP may have the entry on an accepted declaration already.
        Declared = "declared",
    }
}

vocabulary! {
    /// What the status of a drawback claim says of an entry that it names.
    DrawbackMeaning {
        /// The entry is on it.
        On = "on",
        /// It does not hold the entry any more.
        Off = "off",
        /// It may or may not.
        Unsure = "unsure",
    }
}

vocabulary! {
    /// What the status of a statement or a payment says.
    StatementMeaning {
        /// Paid.
        Paid = "paid",
        /// Not paid yet.
        Unpaid = "unpaid",
    }
}

vocabulary! {
    /// What a yes/no cell says.
    Answer {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
}

vocabulary! {
    /// What a status of a refund says, from the one that says least to the one that says most.
    RefundMeaning {
        /// Reckoned and certified; not sent yet.
        Certified = "certified",
        /// Kept back: no ACH account.
        Held = "held",
        /// Sent to Treasury.
        Sent = "sent",
        /// Kept against a debt.
        Diverted = "diverted",
        /// Treasury paid it.
        Issued = "issued",
        /// The bank sent it back.
        Returned = "returned",
        /// Paid once more.
        Reissued = "reissued",
    }
}

vocabulary! {
    /// Which way the money of a bank line went.
    BankSign {
        /// It came in.
        In = "in",
        /// It went out.
        Out = "out",
    }
}

vocabulary! {
    /// What a bank's text beside a line says of it.
    BankText {
        /// It sends back what came in.
        SentBack = "sent-back",
        /// CBP or Treasury pays.
        FromCbp = "from-cbp",
    }
}

vocabulary! {
    /// What stands in the first cell of a row that is none.
    TotalMeaning {
        /// A total or a balance.
        Total = "total",
    }
}
