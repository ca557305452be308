"""Polars: a lazy scan without type inference, so that only the five columns are made."""

import polars as pl

from common import DUTY, ENTRY_DATE, HTS, IMPORTER, LIQUIDATION_DATE, Answer, run


def answer(frame):
    return Answer(
        frame.height,
        int(frame["rows"].sum()),
        int(frame["amount"].sum()),
        lambda: frame.with_columns(pl.col(LIQUIDATION_DATE).fill_null("")).iter_rows(),
    )


def ieepa(path, rules):
    hts = pl.col(HTS)
    starts = pl.any_horizontal(*(hts.str.starts_with(prefix) for prefix in rules.prefixes))
    return pl.scan_csv(path, infer_schema=False).filter(starts)


def parsed(path, rules, engine):
    """Dates parsed, amounts as Decimal."""
    date = pl.col(ENTRY_DATE).str.to_date("%m/%d/%Y")
    start, end = (pl.lit(day).str.to_date() for day in (rules.start, rules.end))
    amount = pl.col(DUTY).str.replace_all("[$,]", "").cast(pl.Decimal(18, 2))
    query = (
        ieepa(path, rules)
        .filter((date >= start) & (date < end))
        .group_by(IMPORTER, LIQUIDATION_DATE)
        .agg(rows=pl.len(), amount=amount.sum())
        .with_columns((pl.col("amount") * 100).cast(pl.Int64))
    )
    return answer(query.collect(engine=engine))


def digits(path, rules, engine):
    """Dates compared as digits, amounts as whole cents; right only while all have two decimals."""
    text = pl.col(ENTRY_DATE)
    date = pl.concat_str(text.str.slice(6, 4), text.str.slice(0, 2), text.str.slice(3, 2))
    cents = pl.col(DUTY)
    for mark in "$,.":
        cents = cents.str.replace_all(mark, "", literal=True)
    query = (
        ieepa(path, rules)
        .filter((date >= rules.start_digits) & (date < rules.end_digits))
        .group_by(IMPORTER, LIQUIDATION_DATE)
        .agg(rows=pl.len(), amount=cents.cast(pl.Int64).sum())
    )
    return answer(query.collect(engine=engine))


def parsed_streaming(path, rules):
    return parsed(path, rules, "streaming")


def digits_streaming(path, rules):
    return digits(path, rules, "streaming")


def digits_in_memory(path, rules):
    return digits(path, rules, "in-memory")


run(
    pl.__version__,
    {
        "parsed_streaming": parsed_streaming,
        "digits_streaming": digits_streaming,
        "digits_in_memory": digits_in_memory,
    },
)
