"""Writes a copy of the source in which every change of cargo-mutants' list is compiled in.

Each change sits behind `crate::mutants::on(NUMBER)`, so that one build serves for all of them.
What does not compile is left out, round by round, by the places of the compiler's errors.
"""

import json
import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import tree_sitter_rust
from tree_sitter import Language, Parser

RUST = Language(tree_sitter_rust.language())
ROOMS = ["domain", "rulebook", "ledger", "assess", "estimate"]
HERE = Path(__file__).parent
# What the changes look like is nobody's business, and one that must fail fails when it runs.
ALLOWED = "#![allow(warnings, arithmetic_overflow, unconditional_panic)]\n"


@dataclass
class Mutant:
    number: int
    name: str
    file: str
    line: int
    genre: str
    function: str
    replacement: str
    start: int  # bytes of the file, as are all places here
    end: int
    fn_start: int
    fn_returns: str
    # "" as long as it is in the copy; else why it is not: "unviable" or "alone".
    left_out: str = ""
    why: str = ""


def listed(root):
    """cargo-mutants' own list for the rooms."""
    files = [word for room in ROOMS for word in ("-f", f"src/{room}/**")]
    told = subprocess.run(["cargo", "mutants", "--no-config", "--list", "--json", *files],
                          cwd=root, check=True, capture_output=True, text=True).stdout
    texts = {}
    mutants = []
    for number, one in enumerate(json.loads(told), start=1):
        lines = texts.setdefault(one["file"], (root / one["file"]).read_text().split("\n"))
        place = lambda at: byte_of(lines, at["line"], at["column"])
        function = one["function"] or {"function_name": "", "return_type": "", "span": None}
        mutants.append(Mutant(
            number, one["name"], one["file"], one["span"]["start"]["line"], one["genre"],
            function["function_name"], one["replacement"],
            place(one["span"]["start"]), place(one["span"]["end"]),
            place(function["span"]["start"]) if function["span"] else -1,
            function["return_type"]))
    return mutants


def byte_of(lines, line, column):
    before = sum(len(text.encode()) + 1 for text in lines[:line - 1])
    return before + len(lines[line - 1][:column - 1].encode())


@dataclass
class Edit:
    """Something written around or into `start..end`; parts are text, or (mutant, text)."""
    start: int
    end: int
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)
    # Whether what stands in it is its own: an early return does not change what follows.
    holds: bool = True


class File:
    """One file of the copy, and where in it each change stands."""

    def __init__(self, path, source, mutants, late, loose):
        self.path, self.source = path, source
        self.tree = Parser(RUST).parse(source)
        self.out = bytearray()
        # (start, end, mutant, "alone" or "in"): texts of a change, and what is written around it.
        self.places = []
        # What is worked out late comes first: it goes around a change of the same place.
        self.late_uses = []
        edits = self.make_late(late)
        edits += self.edits(mutants)
        self.make_loose(loose, edits)
        edits += self.late_uses
        edits.sort(key=lambda edit: (edit.start, -edit.end))
        self.render(0, len(source), edits)

    def text(self, node):
        return self.source[node.start_byte:node.end_byte].decode()

    def node(self, start, end, kinds):
        """The innermost node of these kinds that holds the place."""
        node = self.tree.root_node.descendant_for_byte_range(start, max(start, end - 1))
        while node is not None and node.type not in kinds:
            node = node.parent
        return node

    def edits(self, mutants):
        bodies, wraps, arms = defaultdict(list), defaultdict(list), defaultdict(list)
        edits = []
        consts = set()
        for mutant in mutants:
            if mutant.left_out:
                continue
            if self.of_a_type(mutant):
                mutant.left_out, mutant.why = "alone", "the length of an array"
                continue
            function = self.node(mutant.start, mutant.end, {"function_item"})
            if function is not None:
                consts.add(function.id)
                self.unconst(function, edits)
            if mutant.genre == "FnValue":
                bodies[mutant.start, mutant.end].append(mutant)
            elif mutant.genre in ("MatchArm", "MatchArmGuard"):
                arm = self.node(mutant.start, mutant.end, {"match_arm"})
                arms[arm.start_byte, arm.end_byte].append((mutant, arm))
            else:
                made = self.expression(mutant)
                if made is None:
                    # `&&` of a chain with `let`: the language has no other operator there.
                    mutant.left_out, mutant.why = "unviable", "an operator of a chain with `let`"
                    continue
                start, end, text = made
                wraps[start, end].append((mutant, text))
        for (start, end), found in bodies.items():
            edits.append(self.body(start, end, found))
        for (start, end), found in wraps.items():
            before = ["("]
            for mutant, text in found:
                before += [f"if crate::mutants::on({mutant.number}) {{", (mutant, f"({text})"), "} else "]
            edits.append(Edit(start, end, before + ["{("], [")})"]))
        for found in arms.values():
            edits.append(self.arm(found))
        return edits

    def of_a_type(self, mutant):
        node = self.node(mutant.start, mutant.end, {"array_type", "array_expression", "block"})
        if node is None or node.type == "block":
            return False
        length = node.child_by_field_name("length")
        return length is not None and length.start_byte <= mutant.start < length.end_byte

    def unconst(self, function, edits):
        """A switch is read when the program runs, so a changed function cannot be `const`."""
        for child in function.children:
            if child.type == "function_modifiers":
                for word in child.children:
                    if word.type == "const" or self.text(word) == "const":
                        edit = Edit(word.start_byte, word.end_byte, ["/*"], ["*/"])
                        if edit not in edits:
                            edits.append(edit)

    def make_loose(self, loose, edits):
        """Functions that call changed ones, and so cannot be `const` either."""
        names = {name for path, name in loose if path == self.path}
        todo = [self.tree.root_node] if names else []
        while todo:
            node = todo.pop()
            if node.type == "function_item" and self.text(node.child_by_field_name("name")) in names:
                self.unconst(node, edits)
            todo += node.children

    def make_late(self, late):
        """Constants made of changed functions: worked out when first asked for."""
        edits = []
        here = {name for path, _, name in late if path == self.path}
        seen = here | {name for path, _, name in late if path != self.path and self.imports(path, name)}
        within = {(module, name) for _, module, name in late if module}
        defined = set()
        todo = [self.tree.root_node]
        while todo:
            node = todo.pop()
            if node.type == "use_declaration":
                continue
            if node.type in ("const_item", "static_item"):
                name = node.child_by_field_name("name")
                if self.text(name) in here:
                    defined.add(name.id)
                    word = next(it for it in node.children if self.text(it) in ("const", "static"))
                    edits.append(Edit(word.start_byte, word.end_byte, ["static /*"], ["*/"]))
                    of, value = node.child_by_field_name("type"), node.child_by_field_name("value")
                    edits.append(Edit(of.start_byte, of.end_byte, ["std::sync::LazyLock<"], [">"]))
                    edits.append(Edit(value.start_byte, value.end_byte,
                                      ["std::sync::LazyLock::new(|| "], [")"]))
            if node.type == "identifier" and node.id not in defined and (
                    self.text(node) in seen or self.scoped(node) in within):
                whole = node
                while whole.parent.type == "scoped_identifier":
                    whole = whole.parent
                if not (node.parent.type in ("const_item", "static_item")
                        and node.parent.child_by_field_name("name").id == node.id):
                    self.late_uses.append(Edit(whole.start_byte, whole.end_byte, ["(*"], [")"]))
            todo += reversed(node.children)
        return edits

    def plain(self, start, end):
        """The source, with nothing but the late constants in it."""
        text, at = b"", start
        for use in sorted(self.late_uses, key=lambda use: use.start):
            if start <= use.start and use.end <= end:
                text += self.source[at:use.start] + b"(*" + self.source[use.start:use.end] + b")"
                at = use.end
        return text + self.source[at:end]

    def scoped(self, node):
        if node.parent.type != "scoped_identifier":
            return None
        path = node.parent.child_by_field_name("path")
        return self.text(path).split("::")[-1] if path is not None else None, self.text(node)

    def imports(self, path, name):
        """Whether a `use` here names the constant, as far as the path tells."""
        of = Path(path)
        module = of.parent.name if of.name == "mod.rs" else of.stem
        for child in self.tree.root_node.children:
            if child.type == "use_declaration":
                text = self.text(child)
                if re.search(rf"\b{name}\b", text) and (
                        re.search(rf"\b{module}\b", text) or re.search(r"use super::(\{|[A-Z])", text)):
                    return True
        return False

    def body(self, start, end, found):
        returns = found[0].fn_returns
        if "impl " in returns and "Iterator" in returns:
            before, depth = [], 0
            for mutant in found:
                value = f"{'crate::mutants::Way::Right(' * depth}crate::mutants::Way::Left("
                before += [f"if crate::mutants::on({mutant.number}) {{ {value}",
                           (mutant, mutant.replacement), ")" * (depth + 1), " } else "]
                depth += 1
            return Edit(start, end, before + ["{ ", "crate::mutants::Way::Right(" * depth, "{ "],
                        [" }", ")" * depth, " }"])
        before = []
        for mutant in found:
            before += [f"if crate::mutants::on({mutant.number}) {{ return ",
                       (mutant, mutant.replacement), "; }\n"]
        return Edit(start, end, before, holds=False)

    def expression(self, mutant):
        source = self.source
        changed = lambda node: (node.start_byte, node.end_byte, (
            self.plain(node.start_byte, mutant.start) + mutant.replacement.encode()
            + self.plain(mutant.end, node.end_byte)).decode())
        if mutant.genre == "BinaryOperator":
            node = self.node(mutant.start, mutant.end, {"binary_expression", "compound_assignment_expr"})
            if node is None or not any(
                    child.start_byte == mutant.start and child.end_byte == mutant.end
                    for child in node.children):
                return None
            # The operator may bind otherwise than the one it replaces: take the whole chain.
            while node.parent is not None and node.parent.type == "binary_expression":
                node = node.parent
            return changed(node)
        if mutant.genre == "UnaryOperator":
            node = self.node(mutant.start, mutant.end, {"unary_expression"})
            return None if node is None else changed(node)
        if mutant.genre == "StructField":
            node = self.node(mutant.start, mutant.end, {"struct_expression"})
            if node is None:
                return None
            start, end = mutant.start, mutant.end
            while source[end:end + 1].isspace():
                end += 1
            if source[end:end + 1] == b",":
                end += 1
            return (node.start_byte, node.end_byte,
                    (self.plain(node.start_byte, start) + self.plain(end, node.end_byte)).decode())
        raise ValueError(mutant.genre)

    def arm(self, found):
        """An arm that is left out has a guard that does not hold."""
        arm = found[0][1]
        pattern = arm.child_by_field_name("pattern")
        guard = pattern.child_by_field_name("condition")
        gone = [mutant for mutant, _ in found if mutant.genre == "MatchArm"]
        words = {mutant.replacement: mutant for mutant, _ in found if mutant.genre == "MatchArmGuard"}
        head = " && ".join(f"!crate::mutants::on({mutant.number})" for mutant in gone)
        if guard is None:
            return Edit(pattern.end_byte, pattern.end_byte, [(gone[0], f" if {head}")])
        if "let " in self.text(guard):
            for mutant in words.values():
                mutant.left_out, mutant.why = "alone", "a guard that binds"
            return Edit(guard.start_byte, guard.end_byte, [f"{head} && "] if head else [])
        before = [f"{head} && " if head else "", "("]
        if "true" in words:
            before += [(words["true"], f"crate::mutants::on({words['true'].number})"), " || "]
        if "false" in words:
            before += [(words["false"], f"!crate::mutants::on({words['false'].number})"), " && "]
        return Edit(guard.start_byte, guard.end_byte, before + ["("], ["))"])

    def render(self, start, end, edits):
        at = start
        while edits:
            edit = edits[0]
            inner = [one for one in edits[1:] if one.end <= edit.end and one.start < edit.end]
            edits = edits[1 + len(inner):]
            self.out += self.source[at:edit.start]
            opened = len(self.out)
            held = self.write(edit.before)
            self.render(edit.start, edit.end, inner)
            held += self.write(edit.after)
            for mutant in held if edit.holds else []:
                self.places.append((opened, len(self.out), mutant, "around"))
            at = edit.end
        self.out += self.source[at:end]

    def write(self, parts):
        held = []
        for part in parts:
            if isinstance(part, tuple):
                mutant, text = part
                self.places.append((len(self.out), len(self.out) + len(text.encode()), mutant, "text"))
                held.append(mutant)
                self.out += text.encode()
            else:
                self.out += part.encode()
        return held


def write(root, copy, mutants, late, loose):
    """Writes the changed files of the copy; gives them by their path."""
    by_file = defaultdict(list)
    for mutant in mutants:
        by_file[mutant.file].append(mutant)
    files = {}
    for place in sorted((root / "src").rglob("*.rs")):
        path = str(place.relative_to(root))
        if path in ("src/lib.rs", "src/main.rs"):
            continue
        files[path] = File(path, place.read_bytes(), by_file[path], late, loose)
        write_if_new(copy / path, bytes(files[path].out))
    write_if_new(copy / "src/mutants.rs", (HERE / "mutants.rs").read_bytes())
    lib = (root / "src/lib.rs").read_text()
    write_if_new(copy / "src/lib.rs", (ALLOWED + lib + "\n#[doc(hidden)]\npub mod mutants;\n").encode())
    return files


def write_if_new(path, data):
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def copied(root, copy):
    if not copy.exists():
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True,
                                 capture_output=True).stdout.split(b"\0")
        for name in filter(None, tracked):
            to = copy / name.decode()
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name.decode(), to)


def errors(copy):
    run = subprocess.run(["cargo", "check", "--lib", "--message-format=json", "--offline"],
                         cwd=copy, capture_output=True, text=True)
    found = []
    for line in run.stdout.splitlines():
        message = json.loads(line)
        if message.get("reason") == "compiler-message" and message["message"]["level"] == "error":
            found.append(message["message"])
    if run.returncode and not found:
        raise SystemExit(run.stderr)
    return found


def places_of(message):
    """All places that an error names, those of macros included; the main ones first."""
    spans = [span for span in message["spans"] if span["is_primary"]]
    spans += [span for span in message["spans"] if not span["is_primary"]]
    for span in spans:
        while span is not None:
            yield span["file_name"], span["byte_start"], span["byte_end"]
            span = (span.get("expansion") or {}).get("span")


def compiled(root, copy, mutants, say):
    """Leaves out what does not compile until the rest does."""
    late, never, loose = set(), set(), set()
    while True:
        files = write(root, copy, mutants, late, loose)
        found = errors(copy)
        if not found:
            return
        left = 0
        for message in found:
            code = (message.get("code") or {}).get("code") or "syntax"
            if code == "E0015" and (constant := constant_of(files, message)) and constant not in never:
                left += constant not in late
                late.add(constant)
                continue
            if "in constant functions" in message["message"] and (function := function_of(files, message)):
                left += function not in loose
                loose.add(function)
                continue
            if "LazyLock" in message["message"] and (names := late_names(message)):
                early = {one for one in late if one[2] in names}
                never |= early
                late -= early
                left += len(early)
                continue
            guilty = blame(files, message) or named(files, message, mutants)
            if code == "E0271":
                leaks = [one for one in guilty if "Box::leak" in one[0].name]
                guilty = leaks or guilty
            for mutant, where in guilty:
                if mutant.left_out:
                    continue
                # An error within the text of the change is the change's own.
                own = where == "text" and code not in ("E0015", "E0658", "E0493")
                # `once(&mut _)` where `&_` is to be given.
                own = own or code == "E0271" and "Box::leak" in mutant.name
                mutant.left_out = "unviable" if own else "alone"
                mutant.why = f"{code} {message['message'][:100]}"
                left += 1
            if not guilty:
                say(f"not placed: {message['rendered'][:1500]}")
            elif all(mutant.left_out for mutant, _ in guilty):
                say(f"still: {[m.number for m, _ in guilty]} {message['rendered'][:600]}")
        say(f"{len(found)} errors, {left} changes left out; late {sorted(late)}")
        if not left:
            raise SystemExit("errors that belong to no change")


def blame(files, message):
    for name, start, end in places_of(message):
        if name not in files:
            continue
        places = files[name].places
        within = [(b - a, mutant, "text") for a, b, mutant, kind in places
                  if kind == "text" and a <= start and end <= b]
        if within:
            return [min(within, key=lambda it: it[0])[1:]]
        around = [(a, b, mutant) for a, b, mutant, kind in places
                  if kind == "around" and a <= start and end <= b]
        if around:
            least = min(b - a for a, b, _ in around)
            return [(mutant, "around") for a, b, mutant in around if b - a == least]
    for name, start, end in places_of(message):
        if name in files:
            inside = [(mutant, "around") for a, b, mutant, kind in files[name].places
                      if kind == "around" and start <= a and b <= end]
            if inside:
                return inside
    return []


def function_of(files, message):
    for name, start, end in places_of(message):
        if name in files:
            node = Parser(RUST).parse(bytes(files[name].out)).root_node.descendant_for_byte_range(start, end)
            while node is not None and node.type != "function_item":
                node = node.parent
            if node is not None:
                return name, node.child_by_field_name("name").text.decode()
    return None


def late_names(message):
    """Constants that must be there when it compiles: the length of an array."""
    return {name for span in message["spans"] for line in span["text"]
            for name in re.findall(r"[A-Z][A-Z0-9_]+", line["text"][line["highlight_start"] - 1:
                                                                  line["highlight_end"] - 1])}


def constant_of(files, message):
    """The constant that an error stands in; those of an `impl` cannot be made late."""
    for name, start, end in places_of(message):
        if name not in files:
            continue
        node = Parser(RUST).parse(bytes(files[name].out)).root_node.descendant_for_byte_range(start, end)
        while node is not None and node.type not in ("const_item", "static_item", "function_item"):
            node = node.parent
        if node is None or node.type == "function_item":
            return None
        above = node.parent
        if above.type == "declaration_list" and above.parent.type == "impl_item":
            return None
        text = node.child_by_field_name("name")
        module = ""
        if above.type == "declaration_list" and above.parent.type == "mod_item":
            module = above.parent.child_by_field_name("name").text.decode()
        return name, module, text.text.decode()
    return None


def named(files, message, mutants):
    """Of an error elsewhere: the changes of the function that can no longer be `const`, or the arms."""
    called = re.search(r"cannot call non-const (?:associated function|method|function) `([^`]+)`",
                       message["message"])
    if called:
        name = re.sub(r"<[^>]*>", "", called[1]).split("::")[-1]
        return [(mutant, "around") for mutant in mutants
                if not mutant.left_out and mutant.function.split("::")[-1] == name]
    if "non-exhaustive" in message["message"]:
        for name, start, end in places_of(message):
            node = Parser(RUST).parse(bytes(files[name].out)).root_node.descendant_for_byte_range(start, end)
            while node.type != "match_expression":
                node = node.parent
            numbers = {int(number) for number in re.findall(rb"mutants::on\((\d+)\)", node.text)}
            return [(mutant, "around") for mutant in mutants
                    if mutant.number in numbers and mutant.genre == "MatchArm"]
    return []


def kept(mutants):
    return [dict(number=m.number, name=m.name, file=m.file, line=m.line, genre=m.genre,
                 function=m.function, left_out=m.left_out, why=re.sub(r"\s+", " ", m.why))
            for m in mutants]
