"""The table of ci/coverage.sh: LLVM's counts summed by room."""

import json
import pathlib
import re
import subprocess
import sys

TESTS = re.compile(r"^\s*#\[cfg\(test\)\]\s*$")


def programs(work):
    """Everything that was run: the test programs, and the program itself."""
    found = []
    for line in (work / "build.json").read_text(encoding="utf-8").splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("reason") == "compiler-artifact" and message.get("executable"):
            found.append(message["executable"])
    return list(dict.fromkeys(found))


def first_line_of_tests(path):
    """Test modules stand at the end of a file; what comes after their mark is not the program."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, (line, below) in enumerate(zip(lines, [*lines[1:], ""]), 1):
        if TESTS.match(line) and re.match(r"^\s*(pub(\(.*\))? )?mod \w+ \{", below):
            return number
    return len(lines) + 1


def is_test_file(path):
    return path.name == "tests.rs" or "tests" in path.parts


def room_of(path):
    parts = path.parts
    return parts[1] if len(parts) > 2 else "lib and main"


def main():
    cov, work = sys.argv[1], pathlib.Path(sys.argv[2])
    root = pathlib.Path.cwd()
    objects = programs(work)
    command = [cov, "export", "--format=text", "--skip-expansions", f"--instr-profile={work / 'all.profdata'}",
               objects[0], *[f"--object={one}" for one in objects[1:]], str(root / "src")]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["data"][0]

    # A generic function has regions for each of its uses, and so has the library in each program:
    # a place in the text is covered where any of them was run.
    regions, limits = {}, {}
    for function in answer["functions"]:
        for line, column, last, end, count, file, _, kind in function["regions"]:
            path = pathlib.Path(function["filenames"][file])
            if kind != 0 or not path.is_relative_to(root / "src") or is_test_file(path):
                continue
            path = path.relative_to(root)
            if path not in limits:
                limits[path] = first_line_of_tests(path)
            if line < limits[path]:
                places = regions.setdefault(path, {})
                place = (line, column, last, end)
                places[place] = max(places.get(place, 0), count)

    # A line counts as the innermost region that begins on it or lies around it.
    rooms, files = {}, []
    for path, places in sorted(regions.items()):
        innermost = {}
        for (line, column, last, end), count in sorted(places.items(), key=lambda one: (one[0][0], one[0][1], -one[0][2], -one[0][3])):
            for number in range(line, last + 1):
                innermost[number] = count
        text = path.read_text(encoding="utf-8").splitlines()
        code = [n for n in innermost if n <= len(text) and text[n - 1].strip() and not text[n - 1].strip().startswith("//")]
        run = sum(innermost[number] > 0 for number in code)
        hit = sum(count > 0 for count in places.values())
        room = rooms.setdefault(room_of(path), [0, 0, 0, 0])
        for at, number in enumerate((run, len(code), hit, len(places))):
            room[at] += number
        files.append((len(places) - hit, hit, len(places), path))
    print("| room | lines | of | % | regions | of | % |\n|---|--:|--:|--:|--:|--:|--:|")
    total = [sum(numbers) for numbers in zip(*rooms.values())]
    for name, (run, lines, hit, all_of) in [*sorted(rooms.items()), ("**all**", total)]:
        print(f"| {name} | {run} | {lines} | {100 * run / lines:.1f} | {hit} | {all_of} | {100 * hit / all_of:.1f} |")
    print("\nMost regions not run:")
    for missed, hit, all_of, path in sorted(files, reverse=True)[:15]:
        print(f"  {path}: {missed} of {all_of}")


if __name__ == "__main__":
    main()
