//! Checks whose findings a person decides on.
//! Each line: entry, what the check says of it, status, lane, and why.

super::cases! {
    check_digit {
        "--as-of 2026-11-22"
        "
            9Q900400015  clear    eligible  file-now      the check digit fits
            9Q900400032  found    review    review        one digit mistyped
            9Q9004000X1  clear    blocked   fix-then-file a letter in the digits: no check digit to test
        "
    }
    code_outside_its_window {
        "--as-of 2026-11-22"
        "
            9Q900500012  clear    eligible  file-now      baseline on its first day
            9Q900500020  found    review    review        baseline the day before
            9Q900500038  clear    eligible  file-now      Switzerland 39% on its last day
            9Q900500046  found    review    review        Switzerland 39% after the floor took its place
            9Q900500053  clear    eligible  file-now      India-Russia on its last day
            9Q900500061  found    review    review        India-Russia the day after
            9Q900500079  clear    review    review        a number that never existed is unknown-ieepa-code
        "
    }
    conflicting_facts {
        "--as-of 2026-11-22 --facts fixtures/checks/conflicting-facts.facts.csv --facts fixtures/checks/conflicting-facts.later.csv"
        "
            9Q900490016  clear    eligible  file-now      the same in other spellings
            9Q900490024  found    review    review        liquidation date: the later file counts
            9Q900490032  found    review    review        importer: the suffix differs
            9Q900490040  found    blocked   later-phase   drawback: the later file says yes
            9Q900490057  found    review    review        liquidation status: another word
            9Q900490065  found    review    review        two dates in one file: the latest counts
            9Q900490073  clear    eligible  file-now      no facts
            9Q900490081  clear    eligible  file-now      no facts
        "
        "--as-of 2026-11-22 --facts fixtures/checks/conflicting-facts.protests.csv --facts fixtures/checks/conflicting-facts.protests-later.csv"
        "
            9Q900490016  clear    eligible  file-now      no facts
            9Q900490024  clear    eligible  file-now      no facts
            9Q900490032  clear    eligible  file-now      no facts
            9Q900490040  clear    eligible  file-now      no facts
            9Q900490057  clear    eligible  file-now      no facts
            9Q900490065  clear    eligible  file-now      no facts
            9Q900490073  clear    blocked   later-phase   two protests, one of them open
            9Q900490081  found    review    review        one protest, open in one list and denied in the other
        "
    }
    conflicting_header {
        "--as-of 2026-11-22"
        "
            9Q900600010  clear    eligible  file-now      rows agree
            9Q900600028  found    review    review        importer: the suffix differs
            9Q900600036  clear    eligible  file-now      importer: another spelling
            9Q900600044  found    review    review        entry date
            9Q900600051  found    review    review        entry type; facts decide, the conflict stays
            9Q900600069  clear    eligible  file-now      entry type: a lost zero is put back
            9Q900600077  found    review    review        liquidation date: the latest counts
            9Q900600085  clear    eligible  file-now      liquidation date: blank against a value
            9Q900600093  clear    review    review        liquidation date: one cannot be
        "
        "--as-of 2026-11-22 --facts fixtures/checks/conflicting-header.facts.csv"
        "
            9Q900600010  clear    eligible  file-now      rows agree
            9Q900600028  found    review    review        importer: the suffix differs
            9Q900600036  clear    eligible  file-now      importer: another spelling
            9Q900600044  found    review    review        entry date
            9Q900600051  found    review    review        entry type; facts decide, the conflict stays
            9Q900600069  clear    eligible  file-now      entry type: a lost zero is put back
            9Q900600077  found    review    review        liquidation date: the latest counts
            9Q900600085  clear    eligible  file-now      liquidation date: blank against a value
            9Q900600093  clear    review    review        liquidation date: one cannot be
        "
    }
    conflicting_rows {
        "--as-of 2026-11-22"
        "
            9Q900700018  clear    eligible  file-now      one row, then the base row
            9Q900700026  clear    eligible  file-now      a copy that agrees
            9Q900700034  found    review    review        a copy with another duty
            9Q900700042  found    review    review        a copy with another value
            9Q900700059  clear    eligible  file-now      two ordinals are two rows
            9Q900700067  clear    eligible  file-now      without an ordinal nothing is a copy
            9Q900700075  found    review    review        copies with other dates, one of them outside the period
        "
    }
    duty_on_exemption {
        "--as-of 2026-11-22"
        "
            9Q901100010  found    review    review        an exemption with duty
            9Q901100028  clear    no_refund none          an exemption without
            9Q901100036  clear    eligible  file-now      China 125% on its last day
            9Q901100044  found    review    review        the same heading once its rate was suspended
            9Q901100051  clear    no_refund none          suspended, without duty
        "
    }
    entry_type_unconfirmed {
        "--as-of 2026-07-06"
        "
            9Q901500011  clear    eligible  file-now      informal, confirmed
            9Q901500029  found    review    review        informal, quota
            9Q901500037  found    review    review        low value
            9Q901500045  found    review    review        no code of CBP
            9Q901500052  clear    eligible  file-now      warehouse: confirmed, then excluded
            9Q901500060  clear    eligible  file-now      blank
        "
        "--as-of 2026-11-22"
        "
            9Q901500011  clear    eligible  file-now      informal, confirmed
            9Q901500029  found    review    review        informal, quota
            9Q901500037  found    review    review        low value
            9Q901500045  found    review    review        no code of CBP
            9Q901500052  clear    blocked   later-phase   warehouse: confirmed, then excluded
            9Q901500060  clear    eligible  file-now      blank
        "
    }
    facts_row_unread {
        "--as-of 2026-11-22 --facts fixtures/checks/facts-row-unread.protests.csv"
        "
            9Q990049805  found    review    review        of two protests one cannot be read
            9Q990049813  clear    eligible  file-now      one protest, read
            9Q990049821  clear    eligible  file-now      in no list
        "
    }
    implausible_date {
        "--as-of 2026-11-22"
        "
            9Q901900013  found    review    review        a formula over a blank; cured by a fact
            9Q901900021  found    review    review        the day before the first duty; a blank fact cures nothing
            9Q901900039  clear    blocked   court         the day of the first duty
            9Q901900047  clear    eligible  file-now      blank
        "
        "--as-of 2026-11-22 --facts fixtures/checks/implausible-date.facts.csv"
        "
            9Q901900013  clear    eligible  file-now      a formula over a blank; cured by a fact
            9Q901900021  found    review    review        the day before the first duty; a blank fact cures nothing
            9Q901900039  clear    blocked   court         the day of the first duty
            9Q901900047  clear    eligible  file-now      blank
        "
    }
    missing_importer {
        "--as-of 2026-11-22"
        "
            9Q902100019  clear    eligible  file-now      a number
            9Q902100027  found    review    review        blank
            9Q902100035  found    review    review        a dash
            9Q902100043  found    review    review        blank, given by the facts
        "
        "--as-of 2026-11-22 --facts fixtures/checks/missing-importer.facts.csv"
        "
            9Q902100019  clear    eligible  file-now      a number
            9Q902100027  found    review    review        blank
            9Q902100035  found    review    review        a dash
            9Q902100043  clear    eligible  file-now      blank, given by the facts
        "
    }
    mixed_layouts {
        "--as-of 2026-11-22 --profile fixtures/checks/mixed-layouts.toml fixtures/checks/mixed-layouts.wide.csv"
        "
            9Q990049904  found    review    review        rows in both files
            9Q990049912  clear    eligible  file-now      in the export alone
            9Q990049920  clear    eligible  file-now      in the wide report alone
        "
        "--as-of 2026-11-22"
        "
            9Q990049904  clear    eligible  file-now      the export alone
            9Q990049912  clear    eligible  file-now      the export alone
        "
    }
    out_of_period_duty {
        "--as-of 2026-11-22"
        "
            9Q902500010  clear    eligible  file-now      the last day
            9Q902500028  found    review    review        the day after
            9Q902500036  clear    no_refund none          the day after, no duty
            9Q902500044  found    review    review        the day before the first
            9Q902500051  clear    eligible  file-now      the first day
            9Q902500069  found    review    review        one row in, one row out
        "
    }
    psc_pending {
        "--as-of 2026-11-22"
        "
            9Q902800014  found    review    review        marked
            9Q902800022  clear    eligible  file-now      not marked
            9Q902800030  clear    eligible  file-now      blank
        "
    }
    recon_flag_type {
        "--as-of 2026-11-22"
        "
            9Q903200016  found    review    review        type 03
            9Q903200024  found    review    review        type 11
            9Q903200032  found    review    review        type blank
            9Q903200040  clear    eligible  file-now      type 01
            9Q903200057  clear    eligible  file-now      type 03, not flagged
        "
    }
    refused_before {
        "--as-of 2026-11-22 --facts fixtures/checks/refused-before.claims.csv"
        "
            9Q900510011  clear    blocked   declared      accepted
            9Q900510029  found    review    review        refused, with CBP's reason
            9Q900510037  clear    blocked   declared      refused once, accepted later
            9Q900510045  found    review    review        refused, no reason given
            9Q900510052  clear    review    review        a status of unknown meaning
            9Q900510060  clear    eligible  file-now      on no claim of the file
            9Q900510078  found    review    review        refused as a duplicate
            9Q900510086  found    review    review        a label that was split
            9Q900510094  found    review    review        two reasons
        "
        "--as-of 2026-11-22 --facts fixtures/checks/refused-before.claims.csv
         --facts fixtures/checks/refused-before.protests.csv --complete protests"
        "
            9Q900510011  clear    blocked   declared      accepted
            9Q900510029  found    review    review        its protest is in no list
            9Q900510037  clear    blocked   declared      refused once, accepted later
            9Q900510045  found    review    review        refused, no reason given
            9Q900510052  clear    review    review        a status of unknown meaning
            9Q900510060  clear    eligible  file-now      on no claim of the file
            9Q900510078  found    review    review        refused as a duplicate
            9Q900510086  found    review    review        a label that was split
            9Q900510094  found    review    review        its protest is withdrawn
        "
    }
    row_rejected {
        "--as-of 2026-11-22"
        "
            9Q903300014  clear    eligible  file-now      every row is read
            9Q903300022  found    review    review        a row with a field too many
            9Q903300030  found    review    review        an IEEPA row whose duty is no amount
            9Q903300048  found    review    review        an IEEPA row without an entry date
            9Q903300055  found    review    review        a row whose HTS number is text
            9Q903300063  found    review    review        no duty left, yet not written off
            9Q903300071  clear    eligible  file-now      a base row without an amount counts as 0.00
        "
    }
    status_date_conflict {
        "--as-of 2026-11-22"
        "
            9Q903600017  found    review    review        liquidated, no date
            9Q903600025  clear    eligible  file-now      liquidated, past date
            9Q903600033  clear    eligible  file-now      liquidated, date of the day of upload
            9Q903600041  clear    eligible  file-now      liquidated, future date: a younger export
            9Q903600058  found    review    review        pending, past date
            9Q903600066  clear    eligible  file-now      pending, future date
            9Q903600074  found    review    review        extended, past date
            9Q903600082  clear    eligible  file-now      extended, no date
            9Q903600090  clear    eligible  file-now      past date alone
        "
    }
    status_unmapped {
        "--as-of 2026-11-22"
        "
            9Q903700015  clear    eligible  file-now      every word known
            9Q903700023  clear    eligible  file-now      every cell blank
            9Q903700031  found    review    review        liquidation status
            9Q903700049  found    review    review        summary status: under review is a word of liquidation
            9Q903700056  found    review    review        control status
            9Q903700064  found    review    review        protest status
            9Q903700072  found    review    review        a yes/no column; settled by a fact
            9Q903700080  found    review    review        two at once
        "
        "--as-of 2026-11-22 --facts fixtures/checks/status-unmapped.facts.csv"
        "
            9Q903700015  clear    eligible  file-now      every word known
            9Q903700023  clear    eligible  file-now      every cell blank
            9Q903700031  found    review    review        liquidation status
            9Q903700049  found    review    review        summary status: under review is a word of liquidation
            9Q903700056  found    review    review        control status
            9Q903700064  found    review    review        protest status
            9Q903700072  clear    eligible  file-now      a yes/no column; settled by a fact
            9Q903700080  found    review    review        two at once
        "
    }
    unknown_ieepa_code {
        "--as-of 2026-11-22"
        "
            9Q904200015  found    review    review        a number that never existed
            9Q904200023  found    review    review        past the last number
            9Q904200031  clear    no_refund none          the last number there is: an exemption
            9Q904200049  clear    eligible  file-now      ten digits of a known heading
        "
    }
    unreadable_value {
        "--as-of 2026-11-22"
        "
            9Q904300013  clear    eligible  file-now      every cell is read
            9Q904300021  found    review    review        a value of an IEEPA row
            9Q904300039  found    review    review        a liquidation date, day first
            9Q904300047  found    review    review        a line number
            9Q904300054  found    review    review        a summary date
            9Q904300062  found    review    review        no refund, yet not written off
            9Q904300070  clear    eligible  file-now      a base row is not looked at so closely
        "
    }
    value_on_chapter_99 {
        "--as-of 2026-11-22"
        "
            9Q904400011  clear    eligible  file-now      0.00
            9Q904400029  clear    eligible  file-now      blank
            9Q904400037  found    review    review        one cent
            9Q904400045  clear    no_refund none          an exemption too
            9Q904400052  clear    eligible  file-now      a value on another chapter 99 number is not seen
        "
    }
    zero_duty_on_duty_code {
        "--as-of 2026-11-22"
        "
            9Q904800012  found    review    review        value, no duty, nothing to explain it
            9Q904800020  clear    no_refund none          no value
            9Q904800038  clear    no_refund none          a chapter 98 row on the line
            9Q904800046  clear    no_refund none          an exemption of the same family on the line
            9Q904800053  found    review    review        an exemption of another family
            9Q904800061  clear    no_refund none          temporary importation
            9Q904800079  clear    no_refund none          outside its window: that is said instead
            9Q904800087  found    review    review        without duty on one line, with duty on another
        "
    }
}
