//! Checks that stop an entry.
//! Each line: entry, what the check says of it, status, lane, and why.

super::cases! {
    account_mismatch {
        "--as-of 2026-11-22 --importer 98-765432100"
        "
            9Q900100011  clear    eligible  file-now      the importer of the account
            9Q900100029  clear    eligible  file-now      the same number, spelled otherwise
            9Q900100037  found    blocked   other-filer   another suffix
            9Q900100045  found    blocked   other-filer   no importer
        "
        "--as-of 2026-11-22 --importer 98-765432100 --importer 98765432101"
        "
            9Q900100011  clear    eligible  file-now      the importer of the account
            9Q900100029  clear    eligible  file-now      the same number, spelled otherwise
            9Q900100037  clear    eligible  file-now      another suffix
            9Q900100045  found    blocked   other-filer   no importer
        "
        "--as-of 2026-11-22"
        "
            9Q900100011  unproved eligible  file-now      the importer of the account
            9Q900100029  unproved eligible  file-now      the same number, spelled otherwise
            9Q900100037  unproved eligible  file-now      another suffix
            9Q900100045  unproved review    review        no importer
        "
        "--as-of 2026-11-22 --filer-code 9Q9"
        "
            9Q900100011  clear    eligible  file-now      the importer of the account
            9Q900100029  clear    eligible  file-now      the same number, spelled otherwise
            9Q900100037  clear    eligible  file-now      another suffix
            9Q900100045  clear    review    review        no importer
        "
    }
    adcvd_pending {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q900200019  unproved eligible  file-now      AD/CVD, pending; a record, say the facts
            9Q900200027  unproved eligible  file-now      AD/CVD, pending; no record, say the facts
            9Q900200035  unproved eligible  file-now      AD/CVD, pending; the facts are silent
            9Q900200043  clear    eligible  file-now      AD/CVD, suspended: may be filed, record or not
            9Q900200050  clear    eligible  file-now      AD/CVD, liquidated
            9Q900200068  clear    eligible  file-now      consumption, pending: no record is expected
            9Q900200076  clear    eligible  file-now      consumption, pending; a record, say the facts
            9Q900200084  clear    review    review        pending with a record, yet liquidated: the date counts
            9Q900000021  unproved eligible  file-now      AD/CVD, no status at all
            9Q900000039  unproved eligible  file-now      type blank, no status at all
            9Q900000013  clear    eligible  file-now      consumption, no status at all
        "
        "fixtures/checks/default-columns.csv --as-of 2026-11-22 --facts fixtures/checks/adcvd-pending.facts.csv"
        "
            9Q900200019  found    blocked   later-phase   AD/CVD, pending; a record, say the facts
            9Q900200027  clear    eligible  file-now      AD/CVD, pending; no record, say the facts
            9Q900200035  unproved eligible  file-now      AD/CVD, pending; the facts are silent
            9Q900200043  clear    eligible  file-now      AD/CVD, suspended: may be filed, record or not
            9Q900200050  clear    eligible  file-now      AD/CVD, liquidated
            9Q900200068  clear    eligible  file-now      consumption, pending: no record is expected
            9Q900200076  found    blocked   later-phase   consumption, pending; a record, say the facts
            9Q900200084  clear    review    review        pending with a record, yet liquidated: the date counts
        "
    }
    already_declared {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q900300017  found    blocked   declared      a claim number
            9Q900300025  found    blocked   declared      yes
            9Q900300033  clear    eligible  file-now      blank
            9Q900300041  clear    eligible  file-now      no
            9Q900300058  clear    eligible  file-now      zero
            9Q900000013  unproved eligible  file-now      no column
        "
    }
    court_injunction {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q900800016  found    blocked   later-phase   flagged
            9Q900800024  clear    eligible  file-now      not flagged
            9Q900800032  clear    eligible  file-now      blank
            9Q900000013  unproved eligible  file-now      no column
        "
    }
    entry_number_format {
        "--as-of 2026-11-22"
        "
            9Q901200018  clear    eligible  file-now      eleven characters
            9Q901200026  clear    eligible  file-now      eleven with dashes
            1700023459   found    blocked   fix-then-file ten digits that no leading zero mends
            9Q90120004X9 found    blocked   fix-then-file twelve characters
            9Q9012000A1  found    blocked   fix-then-file a letter among the last eight
        "
    }
    entry_type_excluded {
        "--as-of 2026-07-06"
        "
            9Q901400014  clear    eligible  file-now      consumption
            9Q901400022  clear    eligible  file-now      consumption, zero lost
            9Q901400030  found    blocked   later-phase   duty deferral
            9Q901400048  found    blocked   later-phase   reconciliation
            9Q901400055  found    blocked   later-phase   temporary importation
            9Q901400063  found    blocked   later-phase   drawback as CBP prints it
            9Q901400071  clear    eligible  file-now      warehouse
            9Q901400089  clear    eligible  file-now      re-warehouse
            9Q901400097  clear    eligible  file-now      withdrawal
            9Q901400105  unproved eligible  file-now      blank
        "
        "--as-of 2026-07-07"
        "
            9Q901400014  clear    eligible  file-now      consumption
            9Q901400022  clear    eligible  file-now      consumption, zero lost
            9Q901400030  found    blocked   later-phase   duty deferral
            9Q901400048  found    blocked   later-phase   reconciliation
            9Q901400055  found    blocked   later-phase   temporary importation
            9Q901400063  found    blocked   later-phase   drawback as CBP prints it
            9Q901400071  found    blocked   later-phase   warehouse
            9Q901400089  found    blocked   later-phase   re-warehouse
            9Q901400097  clear    eligible  file-now      withdrawal
            9Q901400105  unproved eligible  file-now      blank
        "
    }
    filer_code_mismatch {
        "--as-of 2026-11-22 --filer-code 9q9"
        "
            9Q901600019  clear    eligible  file-now      the code of the account, its case aside
            SP700000014  found    blocked   other-filer   another code
            ABC12345676  found    blocked   other-filer   a third one, without importer
        "
        "--as-of 2026-11-22 --filer-code 9Q9 --filer-code SP7"
        "
            9Q901600019  clear    eligible  file-now      the code of the account, its case aside
            SP700000014  clear    eligible  file-now      another code
            ABC12345676  found    blocked   other-filer   a third one, without importer
        "
        "--as-of 2026-11-22"
        "
            9Q901600019  unproved eligible  file-now      the code of the account, its case aside
            SP700000014  unproved eligible  file-now      another code
            ABC12345676  unproved review    review        a third one, without importer
        "
        "--as-of 2026-11-22 --importer 98-765432100"
        "
            9Q901600019  clear    eligible  file-now      the code of the account, its case aside
            SP700000014  clear    eligible  file-now      another code
            ABC12345676  clear    blocked   other-filer   a third one, without importer
        "
    }
    liquidated_over_80_days {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22 --facts fixtures/checks/liquidated-over-80-days.facts.csv"
        "
            9Q902000011  clear    eligible  file-now      day 80
            9Q902000029  found    blocked   protest       day 81
            9Q902000037  found    blocked   protest       day 180
            9Q902000045  found    blocked   court         day 181
            9Q902000052  clear    eligible  file-now      blank
            9Q902000060  clear    eligible  file-now      after the day of upload
            9Q900000013  clear    eligible  file-now      no date column, status pending by the facts
            9Q900000021  unproved eligible  file-now      no date column, status liquidated by the facts
            9Q900000039  unproved eligible  file-now      no date column, no status
        "
    }
    on_drawback {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q902300015  found    blocked   later-phase   claimed
            9Q902300023  clear    eligible  file-now      not claimed
            9Q902300031  clear    eligible  file-now      blank
            9Q900000013  unproved eligible  file-now      no column
        "
    }
    protest_open {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q902700016  found    blocked   later-phase   open
            9Q902700024  found    blocked   later-phase   suspended
            9Q902700032  found    blocked   later-phase   denied, further review asked for
            9Q902700040  clear    eligible  file-now      denied
            9Q902700057  clear    eligible  file-now      withdrawn
            9Q902700065  clear    eligible  file-now      blank
            9Q902700073  clear    review    review        a word not known
            9Q900000013  unproved eligible  file-now      no column
        "
    }
    recon_before_phase_2 {
        "fixtures/checks/default-columns.csv --as-of 2026-06-28"
        "
            9Q902900012  found    blocked   later-phase   flagged
            9Q902900020  clear    eligible  file-now      not flagged
            9Q902900038  clear    eligible  file-now      blank
            9Q900000013  unproved eligible  file-now      no column
        "
        "fixtures/checks/default-columns.csv --as-of 2026-06-29"
        "
            9Q902900012  clear    eligible  file-now      flagged
            9Q902900020  clear    eligible  file-now      not flagged
            9Q902900038  clear    eligible  file-now      blank
            9Q900000013  clear    eligible  file-now      no column
        "
    }
    recon_filed {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q903000010  clear    eligible  file-now      not flagged
            9Q903000028  unproved eligible  file-now      flagged; no 09, say the facts
            9Q903000036  unproved eligible  file-now      flagged; a 09, say the facts
            9Q903000044  unproved eligible  file-now      flagged; the facts are silent
            9Q903000051  clear    eligible  file-now      not flagged, and yet a 09
            9Q900000013  unproved eligible  file-now      no column
        "
        "fixtures/checks/default-columns.csv --as-of 2026-11-22 --facts fixtures/checks/recon-filed.facts.csv"
        "
            9Q903000010  clear    eligible  file-now      not flagged
            9Q903000028  clear    eligible  file-now      flagged; no 09, say the facts
            9Q903000036  found    blocked   later-phase   flagged; a 09, say the facts
            9Q903000044  unproved eligible  file-now      flagged; the facts are silent
            9Q903000051  found    blocked   later-phase   not flagged, and yet a 09
            9Q900000013  clear    eligible  file-now      no 09, say the facts
        "
    }
    statement_unpaid {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22 --facts fixtures/checks/statement-unpaid.facts.csv"
        "
            9Q903500019  found    blocked   fix-then-file not paid
            9Q903500027  clear    eligible  file-now      not paid, yet a payment date
            9Q903500035  clear    eligible  file-now      paid
            9Q903500043  clear    eligible  file-now      a payment date alone
            9Q903500050  unproved eligible  file-now      blank
            9Q903500068  unproved review    review        neither yes nor no
            9Q903500076  clear    eligible  file-now      paid tomorrow, after the day of upload
            9Q903500084  clear    eligible  file-now      paid, dated tomorrow
            9Q903500092  clear    eligible  file-now      not paid, yet a payment date tomorrow
            9Q900000013  clear    eligible  file-now      a payment date in the facts
            9Q900000021  unproved eligible  file-now      no column
        "
    }
    summary_adjusted {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q903800013  found    blocked   fix-then-file adjusted
            9Q903800021  clear    eligible  file-now      accepted
            9Q903800039  clear    eligible  file-now      accepted, liquidation under review: another thing
            9Q903800047  clear    eligible  file-now      blank
            9Q900000013  unproved eligible  file-now      no column
        "
    }
    summary_not_accepted {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q903900011  found    blocked   fix-then-file cancelled
            9Q903900029  found    blocked   fix-then-file canceled
            9Q903900037  found    blocked   fix-then-file rejected
            9Q903900045  found    blocked   fix-then-file deleted
            9Q903900052  clear    eligible  file-now      accepted
            9Q903900060  clear    eligible  file-now      blank
            9Q903900078  clear    review    review        a word not known
            9Q900000013  unproved eligible  file-now      no column
        "
    }
    surety_paid {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q904000019  found    blocked   later-phase   paid by a surety
            9Q904000027  clear    eligible  file-now      not so
            9Q904000035  clear    eligible  file-now      blank
            9Q900000013  unproved eligible  file-now      no column
        "
    }
    trade_control {
        "fixtures/checks/default-columns.csv --as-of 2026-11-22"
        "
            9Q904100017  found    blocked   fix-then-file trade
            9Q904100025  clear    eligible  file-now      CBP
            9Q904100033  clear    eligible  file-now      blank
            9Q904100041  clear    review    review        a word not known
            9Q900000013  unproved eligible  file-now      no column
        "
    }
}
