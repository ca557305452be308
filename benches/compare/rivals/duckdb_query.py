"""DuckDB: the file is scanned by its parallel CSV reader, columns that are not needed are not kept."""

import duckdb

from common import DUTY, ENTRY_DATE, HTS, IMPORTER, LIQUIDATION_DATE, Answer, cores, header, run


def answer(path, sql):
    connection = duckdb.connect()
    connection.execute(f"SET threads = {cores()}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"CREATE TEMP TABLE answer AS {sql}", [path])
    totals = "SELECT count(*), sum(n), sum(cents) FROM answer"
    groups, rows, cents = connection.execute(totals).fetchone()
    every = "SELECT importer, liquidation, n, cents FROM answer"
    return Answer(groups, int(rows), int(cents), lambda: connection.execute(every).fetchall())


def is_ieepa(rules):
    return " OR ".join(f"""starts_with("{HTS}", '{prefix}')""" for prefix in rules.prefixes)


def sniffed(path, rules):
    """All text, dialect sniffed; dates parsed, amounts as DECIMAL."""
    return answer(path, f"""
        SELECT "{IMPORTER}" AS importer, coalesce("{LIQUIDATION_DATE}", '') AS liquidation,
               count(*) AS n,
               CAST(sum(CAST(replace(replace("{DUTY}", '$', ''), ',', '') AS DECIMAL(18, 2))) * 100
                    AS HUGEINT) AS cents
        FROM read_csv(?, all_varchar = true, header = true)
        WHERE ({is_ieepa(rules)})
          AND strptime("{ENTRY_DATE}", '%m/%d/%Y') >= DATE '{rules.start}'
          AND strptime("{ENTRY_DATE}", '%m/%d/%Y') < DATE '{rules.end}'
        GROUP BY ALL""")


def given_columns(path, rules):
    """Nothing sniffed: columns and dialect given, all text; dates compared as digits."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header(path))
    digits = f"""("{ENTRY_DATE}"[7:10] || "{ENTRY_DATE}"[1:2] || "{ENTRY_DATE}"[4:5])"""
    return answer(path, f"""
        SELECT "{IMPORTER}" AS importer, coalesce("{LIQUIDATION_DATE}", '') AS liquidation,
               count(*) AS n,
               CAST(sum(CAST(replace(replace("{DUTY}", '$', ''), ',', '') AS DECIMAL(18, 2))) * 100
                    AS HUGEINT) AS cents
        FROM read_csv(?, header = true, auto_detect = false, columns = {{{columns}}},
                      delim = ',', quote = '"', escape = '"', new_line = '\\n')
        WHERE ({is_ieepa(rules)})
          AND {digits} >= '{rules.start_digits}' AND {digits} < '{rules.end_digits}'
        GROUP BY ALL""")


def given_columns_whole_cents(path, rules):
    """As before, and amounts as whole cents; right only while all have two decimals."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header(path))
    digits = f"""("{ENTRY_DATE}"[7:10] || "{ENTRY_DATE}"[1:2] || "{ENTRY_DATE}"[4:5])"""
    return answer(path, f"""
        SELECT "{IMPORTER}" AS importer, coalesce("{LIQUIDATION_DATE}", '') AS liquidation,
               count(*) AS n,
               sum(CAST(translate("{DUTY}", '$,.', '') AS BIGINT)) AS cents
        FROM read_csv(?, header = true, auto_detect = false, columns = {{{columns}}},
                      delim = ',', quote = '"', escape = '"', new_line = '\\n')
        WHERE ({is_ieepa(rules)})
          AND {digits} >= '{rules.start_digits}' AND {digits} < '{rules.end_digits}'
        GROUP BY ALL""")


run(
    duckdb.__version__,
    {
        "sniffed": sniffed,
        "given_columns": given_columns,
        "given_columns_whole_cents": given_columns_whole_cents,
    },
)
