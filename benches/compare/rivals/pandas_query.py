"""pandas, with pyarrow's reader on all cores or its own in pieces."""

import pandas as pd

from common import COLUMNS, DUTY, ENTRY_DATE, HTS, IMPORTER, LIQUIDATION_DATE, Answer, run


def sums(frame, rules):
    frame = frame[frame[HTS].str.startswith(rules.prefixes)]
    date = pd.to_datetime(frame[ENTRY_DATE], format="%m/%d/%Y")
    frame = frame[(date >= rules.start) & (date < rules.end)]
    # Whole cents: a float would not be exact, and Decimal objects are far slower.
    cents = frame[DUTY].str.replace("[$,.]", "", regex=True).astype("int64")
    frame = frame.assign(cents=cents, **{LIQUIDATION_DATE: frame[LIQUIDATION_DATE].fillna("")})
    groups = frame.groupby([IMPORTER, LIQUIDATION_DATE], sort=False)["cents"]
    return groups.agg(rows="size", cents="sum")


def answer(groups):
    return Answer(
        len(groups),
        int(groups["rows"].sum()),
        int(groups["cents"].sum()),
        lambda: ((*key, *sums) for key, *sums in groups.itertuples()),
    )


def pyarrow_reader(path, rules):
    frame = pd.read_csv(path, engine="pyarrow", usecols=COLUMNS, dtype=str)
    return answer(sums(frame, rules))


def own_reader_in_pieces(path, rules):
    pieces = pd.read_csv(
        path, engine="c", usecols=COLUMNS, dtype=str, keep_default_na=False, chunksize=1_000_000
    )
    parts = pd.concat([sums(piece, rules) for piece in pieces])
    return answer(parts.groupby(level=[0, 1], sort=False).sum())


run(pd.__version__, {"pyarrow_reader": pyarrow_reader, "own_reader_in_pieces": own_reader_in_pieces})
