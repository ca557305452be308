"""Runs the tests of the copy: once each to see what they reach, then for each change."""

import os
import resource
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

GIB = 1 << 30


@dataclass(frozen=True)
class Test:
    binary: str  # the name of the test binary; the library's own is "lib"
    name: str

    def __str__(self):
        return f"{self.binary}:{self.name}"


class Runner:
    """Starts test binaries in the copy, each process bounded in time, memory and file size."""

    def __init__(self, copy, binaries, work):
        self.copy, self.binaries, self.work = copy, binaries, Path(work)
        self.work.mkdir(parents=True, exist_ok=True)

    def tests(self):
        found = []
        for binary, path in self.binaries.items():
            told = subprocess.run([path, "--list", "--format", "terse"], cwd=self.copy, check=True,
                                  capture_output=True, text=True).stdout
            ignored = subprocess.run([path, "--list", "--format", "terse", "--ignored"], check=True,
                                     cwd=self.copy, capture_output=True, text=True).stdout
            left_out = set(ignored.splitlines())
            found += [Test(binary, line.removesuffix(": test")) for line in told.splitlines()
                      if line.endswith(": test") and line not in left_out]
        return found

    def run(self, binary, names, limit, more):
        """(outcome, what was printed, seconds); outcome is "passed", "failed" or "timeout"."""
        place = self.work / f"{os.getpid()}-{time.monotonic_ns()}"
        place.mkdir()
        environment = {**os.environ, "TMPDIR": str(place), "CI": "", "INSTA_UPDATE": "no",
                       "CARGO_MANIFEST_DIR": str(self.copy), "PROPTEST_MAX_SHRINK_ITERS": "0", **more}
        environment.pop("CI")
        began = time.monotonic()
        process = subprocess.Popen(
            [self.binaries[binary], "--exact", "--test-threads=1", *names], cwd=self.copy,
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=bounded)
        try:
            out, _ = process.communicate(timeout=limit)
            outcome = "passed" if process.returncode == 0 else "failed"
        except subprocess.TimeoutExpired:
            outcome = "timeout"
            os.killpg(process.pid, signal.SIGKILL)
            out, _ = process.communicate()
        taken = time.monotonic() - began
        shutil.rmtree(place, ignore_errors=True)
        return outcome, out.decode(errors="replace"), taken


def bounded():
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (6 * GIB, 6 * GIB))
    resource.setrlimit(resource.RLIMIT_FSIZE, (GIB, GIB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reach(runner, tests, limit, jobs, say):
    """Each test on its own: what it reaches and how long it takes. Those that fail are left out."""
    def one(test):
        hits = runner.work / f"hits-{abs(hash(test))}"
        hits.unlink(missing_ok=True)
        outcome, out, taken = runner.run(test.binary, [test.name], limit,
                                         {"CODE_MUTANTS_REACHED": str(hits)})
        numbers = sorted({int(line) for line in hits.read_text().split()}) if hits.exists() else []
        hits.unlink(missing_ok=True)
        if outcome != "passed":
            say(f"left out, as it does not pass unchanged: {test} ({outcome})\n{out[-600:]}")
        return test, outcome, round(taken, 3), numbers

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, tests))


def steps(tests, seconds, module, known):
    """The tests in steps of growing length: near ones, those that caught changes of the same file,
    and quick ones first."""
    def nearness(test):
        here = test.name.split("::") if test.binary == "lib" else []
        return -len(os.path.commonprefix([here, module]))

    def worth(test):
        return -known[str(test)] / (seconds[test] + 0.05)

    order = sorted(tests, key=lambda test: (nearness(test) > -2, round(worth(test), 1),
                                            round(seconds[test], 2), nearness(test)))
    step, spent, most = [], 0.0, 0.1
    for test in order:
        step.append(test)
        spent += seconds[test]
        if spent > most:
            yield step
            step, spent, most = [], 0.0, min(most * 2, 8.0)
    if step:
        yield step


def judge(runner, mutant, tests, seconds, known, budget):
    """(outcome, by which test or why not)."""
    if not tests:
        return "unreached", ""
    module = mutant["file"].removeprefix("src/").removesuffix(".rs").removesuffix("/mod").split("/")
    spent = 0.0
    for step in steps(tests, seconds, module, known):
        if spent > budget:
            return "unfinished", f"after {spent:.0f} s"
        for binary in dict.fromkeys(test.binary for test in step):
            names = [test.name for test in step if test.binary == binary]
            normal = sum(seconds[test] for test in step if test.binary == binary)
            # Ten times as long as it takes; where it takes long, three times must do.
            limit = min(10 * normal + 5, max(25, 3 * normal))
            outcome, out, taken = runner.run(binary, names, limit,
                                             {"CODE_MUTANT": str(mutant["number"])})
            spent += taken
            if outcome == "timeout":
                return "timeout", f"{binary}:{names[0]} and {len(names) - 1} more"
            if outcome == "failed":
                failed = [line.split()[1] for line in out.splitlines()
                          if line.startswith("test ") and line.endswith("FAILED")]
                return "caught", f"{binary}:{failed[0] if failed else names[0]}"
    return "missed", f"{len(tests)} tests, {spent:.0f} s"
