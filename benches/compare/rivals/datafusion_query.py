"""DataFusion: SQL over a registered CSV whose columns are all text.

By default it cuts the file at any line feed, which is wrong where a quoted cell holds one; the
export measured here has none.
"""

import datafusion
import pyarrow as pa
import pyarrow.compute as pc
from datafusion import SessionConfig, SessionContext

from common import DUTY, ENTRY_DATE, HTS, IMPORTER, LIQUIDATION_DATE, Answer, cores, header, run


def answer(path, sql):
    context = SessionContext(SessionConfig().with_target_partitions(cores()))
    schema = pa.schema([(name, pa.string()) for name in header(path)])
    context.register_csv("export", path, schema=schema, has_header=True)
    table = context.sql(sql).to_arrow_table()

    def lines():
        for importer, date, rows, cents in zip(*(column.to_pylist() for column in table.columns)):
            yield importer, date or "", rows, cents

    rows, cents = (pc.sum(table[name]).as_py() for name in ("n", "cents"))
    return Answer(table.num_rows, int(rows), int(cents), lines)


def is_ieepa(rules):
    return " OR ".join(f"""starts_with("{HTS}", '{prefix}')""" for prefix in rules.prefixes)


def parsed(path, rules):
    """Dates parsed, amounts as DECIMAL."""
    return answer(path, f"""
        SELECT "{IMPORTER}", "{LIQUIDATION_DATE}", count(*) AS n,
               CAST(sum(CAST(replace(replace("{DUTY}", '$', ''), ',', '') AS DECIMAL(18, 2))) * 100
                    AS BIGINT) AS cents
        FROM export
        WHERE ({is_ieepa(rules)})
          AND to_date("{ENTRY_DATE}", '%m/%d/%Y') >= DATE '{rules.start}'
          AND to_date("{ENTRY_DATE}", '%m/%d/%Y') < DATE '{rules.end}'
        GROUP BY 1, 2""")


def digits(path, rules):
    """Dates compared as digits, amounts as whole cents; right only while all have two decimals."""
    date = f'"{ENTRY_DATE}"'
    date = f"substr({date}, 7, 4) || substr({date}, 1, 2) || substr({date}, 4, 2)"
    return answer(path, f"""
        SELECT "{IMPORTER}", "{LIQUIDATION_DATE}", count(*) AS n,
               sum(CAST(translate("{DUTY}", '$,.', '') AS BIGINT)) AS cents
        FROM export
        WHERE ({is_ieepa(rules)})
          AND {date} >= '{rules.start_digits}' AND {date} < '{rules.end_digits}'
        GROUP BY 1, 2""")


run(datafusion.__version__, {"parsed": parsed, "digits": digits})
