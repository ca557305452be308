//! `net-bill-risk`

use super::super::{Verdict, check};
use crate::assess::words::Words;

check! {
    /// # net-bill-risk
    ///
    /// ## What it finds
    /// An entry with a Section 232, 301 or 201 number on any of its rows, or of type 03 or 07
    /// (AD/CVD). CAPE takes it.
    ///
    /// ## Why it matters
    /// CAPE opens the whole entry: everything but the IEEPA lines is computed anew, and what is
    /// still owed is netted against the refund (19 CFR 159.1). If another duty was underpaid, for
    /// one because Section 232 was skipped in favor of IEEPA, the refund shrinks or becomes a bill.
    ///
    /// ## What to do
    /// Look over the other duties of the entry before filing, the metal content of derivatives
    /// above all. No post summary correction is possible once CAPE has accepted it.
    NET_BILL_RISK {
        code: "net-bill-risk",
        severity: Info,
        label: None,
        lane: None,
        fields: [Hts, EntryType],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S52", "ieepa-hts:S1"],
    }
    |entry| {
        let types = &entry.context.rules.entry_types;
        let marks = entry.marks;
        let netting = entry.entry_type.as_ref().filter(|code| types.can_net(code));
        if !(marks.section_232 || marks.section_301 || marks.section_201 || netting.is_some()) {
            return Verdict::Clear;
        }
        let regimes = [
            (marks.section_232, "Section 232"),
            (marks.section_301, "Section 301"),
            (marks.section_201, "Section 201"),
        ];
        let separate = |words: Words| if words.is_empty() { words } else { words.say("; ") };
        let there = regimes.iter().filter(|(there, _)| *there);
        let mut words = there.fold(Words::new(), |words, (_, regime)| separate(words).say(regime));
        if let Some(code) = netting {
            words = separate(words).say("type ").say(code.as_str());
        }
        let words = words.say(": other duty, netted against the refund if underpaid");
        Verdict::Found(words.end())
    }
}
