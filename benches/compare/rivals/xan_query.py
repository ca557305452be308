"""xan: its commands in a pipe, serial or with its own cutting of a file for all cores.

The script only starts xan; the time it prints begins before that. Amounts are added as whole
cents, since xan's numbers are 64-bit integers or floats.
"""

import csv
import io
import shlex
import subprocess

from common import COLUMNS, DUTY, ENTRY_DATE, HTS, IMPORTER, LIQUIDATION_DATE, Answer, cores, run


def answer(command):
    shell = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], check=True, capture_output=True, text=True
    )
    table = list(csv.reader(io.StringIO(shell.stdout)))[1:]
    return Answer(
        len(table),
        sum(int(row[2]) for row in table),
        sum(int(row[3]) for row in table),
        lambda: table,
    )


def parts(rules):
    """The steps: IEEPA rows, those in the period, sums."""
    ieepa = f"search -s {shlex.quote(HTS)} -r {shlex.quote('^(' + '|'.join(rules.prefixes) + ')')}"
    date = f'col("{ENTRY_DATE}")'
    digits = f"{date}[6:10] ++ {date}[0:2] ++ {date}[3:5]"
    dated = f'({digits}) ge "{rules.start_digits}" and ({digits}) lt "{rules.end_digits}"'
    in_period = f"filter {shlex.quote(dated)}"
    cents = f'sum(int(replace(col("{DUTY}"), /[$,.]/, ""))) as cents'
    keys = shlex.quote(f"{IMPORTER},{LIQUIDATION_DATE}")
    return ieepa, in_period, keys, shlex.quote(f"count() as rows, {cents}")


def serial(path, rules):
    ieepa, in_period, keys, sums = parts(rules)
    return answer(f"xan {ieepa} {shlex.quote(path)} | xan {in_period} | xan groupby {keys} {sums}")


def selected_first(path, rules):
    ieepa, in_period, keys, sums = parts(rules)
    columns = shlex.quote(",".join(COLUMNS))
    return answer(
        f"xan select {columns} {shlex.quote(path)} | xan {ieepa} | xan {in_period}"
        f" | xan groupby {keys} {sums}"
    )


def parallel(path, rules):
    ieepa, in_period, keys, sums = parts(rules)
    steps = shlex.quote(f"{ieepa} | {in_period}")
    return answer(
        f"xan parallel groupby -t {cores()} -P {steps} {keys} {sums} {shlex.quote(path)}"
    )


def version():
    return subprocess.run(["xan", "--version"], check=True, capture_output=True, text=True).stdout


run(
    version().strip(),
    {"serial": serial, "selected_first": selected_first, "parallel": parallel},
)
