//! Checks whose findings are worth knowing.
//! Each line: entry, what the check says of it, status, lane, and why.

super::cases! {
    date_basis_assumed {
        "--as-of 2026-11-22"
        "
            9Q900900014  found    eligible  file-now      neither payment nor summary date
            9Q900900022  clear    eligible  file-now      a summary date
            9Q900900030  clear    eligible  file-now      a payment date
        "
        "--as-of 2026-11-22 --deposit-basis entry"
        "
            9Q900900014  clear    eligible  file-now      neither payment nor summary date
            9Q900900022  clear    eligible  file-now      a summary date
            9Q900900030  clear    eligible  file-now      a payment date
        "
        "--as-of 2026-11-22 --deposit-basis monthly-statement"
        "
            9Q900900014  clear    eligible  file-now      neither payment nor summary date
            9Q900900022  clear    eligible  file-now      a summary date
            9Q900900030  clear    eligible  file-now      a payment date
        "
    }
    duty_off_rate {
        "--as-of 2026-11-22"
        "
            9Q901000012  clear    eligible  file-now      10% of 10000.00 to the cent
            9Q901000020  clear    eligible  file-now      off by 5.00, less than half a per cent of the duty
            9Q901000038  found    eligible  file-now      off by 5.10
            9Q901000046  clear    eligible  file-now      off by 0.02, the least difference that counts
            9Q901000053  clear    eligible  file-now      a small duty off by 0.02
            9Q901000061  found    eligible  file-now      a small duty off by 0.03
            9Q901000079  clear    eligible  file-now      no value to compare with
            9Q901000087  clear    eligible  file-now      split floor filing: column 1 and IEEPA duty together give 15%
        "
    }
    entry_number_repaired {
        "--as-of 2026-11-22"
        "
            01700023458  found    eligible  file-now      ten digits that a leading zero mends
            01700023466  clear    eligible  file-now      eleven digits with their zero
            1700023479   clear    blocked   fix-then-file ten digits that no zero mends
        "
    }
    fact_over_export {
        "--as-of 2026-11-22 --facts fixtures/checks/fact-over-export.facts.csv"
        "
            9Q900530019  found    eligible  file-now      another importer
            9Q900530027  found    eligible  file-now      another date
            9Q900530035  clear    eligible  file-now      no date in the export
            9Q900530043  clear    eligible  file-now      the same, spelled otherwise
            9Q900530050  found    blocked   protest       both, and its day 80 has passed
            9Q900530068  clear    eligible  file-now      blank facts
            9Q900530076  clear    eligible  file-now      no facts
        "
    }
    floor_combined {
        "--as-of 2026-11-22"
        "
            9Q901700017  found    eligible  file-now      combined: 1500.00 less 2.5% of 10000.00
            9Q901700025  found    eligible  file-now      combined, column 1 free
            9Q901700033  found    eligible  file-now      combined, no rate: 0.00 to 1500.00
            9Q901700041  found    eligible  file-now      combined, a specific rate is none
            9Q901700058  found    eligible  file-now      combined, no value
            9Q901700066  clear    eligible  file-now      split: the base row bears its duty
            9Q901700074  clear    no_refund none          column 1 of 15% or more: another heading
        "
    }
    ftz_06 {
        "--as-of 2026-11-22"
        "
            9Q901800015  found    eligible  file-now      zone
            9Q901800023  found    eligible  file-now      zone, zero lost
            9Q901800031  clear    eligible  file-now      consumption
            9Q901800049  clear    eligible  file-now      blank
        "
    }
    net_bill_risk {
        "--as-of 2026-11-22"
        "
            9Q902200017  clear    eligible  file-now      no other trade remedy
            9Q902200025  found    eligible  file-now      Section 232
            9Q902200033  found    eligible  file-now      Section 301
            9Q902200041  found    eligible  file-now      Section 201
            9Q902200058  clear    eligible  file-now      Section 122 is none of them
            9Q902200066  found    eligible  file-now      AD/CVD
            9Q902200074  found    eligible  file-now      AD/CVD, quota
            9Q902200082  clear    eligible  file-now      AD/CVD withdrawal: not on the list
        "
    }
    older_fact_overruled {
        "--as-of 2026-11-22 --facts fixtures/checks/older-fact-overruled.newer.csv --facts fixtures/checks/older-fact-overruled.older.csv"
        "
            9Q900500012  found    eligible  file-now      withdrawn since
            9Q900500020  clear    blocked   later-phase   both say open
            9Q900500038  clear    blocked   later-phase   open or suspended: neither lets it through
            9Q900500046  clear    eligible  file-now      in the newer list alone
        "
        "--as-of 2026-11-22 --facts fixtures/checks/older-fact-overruled.older.csv --facts fixtures/checks/older-fact-overruled.newer.csv"
        "
            9Q900500012  found    eligible  file-now      withdrawn since
            9Q900500020  clear    blocked   later-phase   both say open
            9Q900500038  clear    blocked   later-phase   open or suspended: neither lets it through
            9Q900500046  clear    eligible  file-now      in the newer list alone
        "
    }
    origin_outside_code {
        "--as-of 2026-11-22"
        "
            9Q902400013  clear    eligible  file-now      China
            9Q902400021  clear    eligible  file-now      Hong Kong
            9Q902400039  found    eligible  file-now      Macau is outside the fentanyl duty
            9Q902400047  clear    eligible  file-now      blank
            9Q902400054  clear    eligible  file-now      a name is no code
            9Q902400062  found    eligible  file-now      baseline, an excepted country
            9Q902400070  clear    eligible  file-now      baseline, China
            9Q902400088  found    review    review        outside its window the nearest version counts
        "
    }
    paid_at_liquidation {
        "--as-of 2026-11-22"
        "
            9Q902600018  found    eligible  file-now      suspended
            9Q902600026  found    eligible  file-now      extended
            9Q902600034  found    eligible  file-now      under review
            9Q902600042  clear    eligible  file-now      pending
            9Q902600059  clear    eligible  file-now      blank
            9Q902600067  found    review    review        suspended, yet liquidated
            9Q902600075  found    eligible  file-now      extended, with a date to come
        "
    }
    payment_date_ahead {
        "--as-of 2026-11-22 --facts fixtures/checks/payment-date-ahead.facts.csv"
        "
            9Q900540018  clear    eligible  file-now      paid on the day of upload
            9Q900540026  found    eligible  file-now      to be paid on the next
            9Q900540034  clear    eligible  file-now      blank
            9Q900540042  found    eligible  file-now      said to be paid, yet dated later
        "
    }
    recon_flag {
        "--as-of 2026-11-22"
        "
            9Q903100018  found    eligible  file-now      type 01
            9Q903100026  found    eligible  file-now      type 02
            9Q903100034  found    eligible  file-now      type 06
            9Q903100042  clear    review    review        type 03
            9Q903100059  clear    eligible  file-now      not flagged
            9Q903100067  clear    eligible  file-now      blank
        "
    }
    refusal_past {
        "--as-of 2026-11-22 --facts fixtures/checks/refusal-past.claims.csv"
        "
            9Q900520010  found    blocked   declared      accepted later
            9Q900520028  found    eligible  file-now      a reason given up
            9Q900520036  found    eligible  file-now      another
            9Q900520044  clear    review    review        one given up, one not
            9Q900520051  clear    review    review        not given up
        "
        "--as-of 2026-06-26 --facts fixtures/checks/refusal-past.claims.csv"
        "
            9Q900520010  found    blocked   declared      accepted later
            9Q900520028  found    eligible  file-now      given up the day before
            9Q900520036  clear    review    review        in force for three days more
            9Q900520044  clear    review    review        both in force
            9Q900520051  clear    review    review        not given up
        "
    }
    small_refund {
        "--as-of 2026-11-22"
        "
            9Q903400012  found    eligible  file-now      19.99
            9Q903400020  clear    eligible  file-now      20.00
            9Q903400038  found    eligible  file-now      0.01
            9Q903400046  clear    no_refund none          nothing: no refund at all
        "
    }
    warehouse_withdrawal {
        "--as-of 2026-11-22"
        "
            9Q904500018  found    eligible  file-now      consumption withdrawal
            9Q904500026  found    eligible  file-now      quota
            9Q904500034  found    eligible  file-now      AD/CVD
            9Q904500042  found    eligible  file-now      quota and AD/CVD
            9Q904500059  clear    blocked   later-phase   the warehouse entry itself
            9Q904500067  clear    eligible  file-now      consumption
        "
    }
    window_closing {
        "--as-of 2026-11-22"
        "
            9Q904600016  clear    eligible  file-now      day 60
            9Q904600024  found    eligible  file-now      day 61
            9Q904600032  found    eligible  file-now      day 77
            9Q904600040  clear    eligible  file-now      day 78
            9Q904600057  clear    eligible  file-now      unliquidated
        "
    }
    window_last_days {
        "--as-of 2026-11-22"
        "
            9Q904700014  clear    eligible  file-now      day 77
            9Q904700022  found    eligible  file-now      day 78
            9Q904700030  found    eligible  file-now      day 80
            9Q904700048  clear    blocked   protest       day 81
        "
    }
}
