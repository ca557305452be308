#!/usr/bin/env python3
"""Writes what the program is made of, as Cargo.lock has it.

    ci/sbom.py [--target TRIPLE|all] [--out FOLDER]     default: this machine's target, target/
    ci/sbom.py --check FILE                             is it a sound bill of materials?

`capeprep.cdx.json` is a CycloneDX 1.5 bill of materials: every crate with its version, licence,
checksum and dependencies. What only builds the program (macros, build scripts) has the scope
`excluded`. `THIRD-PARTY.txt` holds the licence texts of the crates in the binary, as their authors
ship them. The same Cargo.lock gives the same bytes. Needs Python 3.9 and cargo, and no network once
`cargo fetch --locked` has been there.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENCE_FILE = re.compile(r"^(un)?(licen[cs]e|copying|copyright|notice)([-._].*)?$", re.IGNORECASE)
PURL = re.compile(r"^pkg:cargo/[A-Za-z0-9_-]+@[0-9][0-9A-Za-z.+-]*$")


def say_no(text):
    sys.exit(f"sbom: {text}")


def run(*command):
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        say_no(f"`{' '.join(command)}` failed:\n{answer.stderr.strip()}")
    return answer.stdout


def this_target():
    return re.search(r"^host: (\S+)$", run("rustc", "-vV"), re.MULTILINE).group(1)


def packages_of_lock():
    """Licence, origin and folder of every crate, by name and version."""
    answer = json.loads(run("cargo", "metadata", "--locked", "--offline", "--format-version", "1"))
    return {(one["name"], one["version"]): one for one in answer["packages"]}


def checksums():
    """SHA-256 of every crate by name and version: Cargo.lock is plain enough to be read by line."""
    text = (ROOT / "Cargo.lock").read_text(encoding="utf-8")
    found = {}
    for block in text.split("[[package]]")[1:]:
        fields = dict(re.findall(r'^(name|version|checksum) = "([^"]*)"$', block, re.MULTILINE))
        if "checksum" in fields:
            found[fields["name"], fields["version"]] = fields["checksum"]
    return found


def tree(target, edges):
    """Crates and what each needs, as cargo builds the program: `cargo metadata` would count in the
    features that only tests ask for."""
    printed = run(
        "cargo", "tree", "--locked", "--offline", "--target", target, "--edges", edges,
        "--prefix", "depth", "--no-dedupe", "--format", "|{p}",
    )
    needed, path = {}, []
    for line in printed.splitlines():
        depth, _, text = line.partition("|")
        name, version = text.split()[:2]
        crate = (name, version.removeprefix("v"))
        needed.setdefault(crate, set())
        del path[int(depth):]
        if path:
            needed[path[-1]].add(crate)
        path.append(crate)
    return needed


def licence(package):
    # Older crates write `MIT/Apache-2.0`; SPDX writes OR.
    text = (package["license"] or "").replace(" / ", "/").replace("/", " OR ")
    if not text:
        say_no(f"{package['name']} {package['version']} names no licence")
    return text


def component(package, kind, scope, checksum):
    reference = f"pkg:cargo/{package['name']}@{package['version']}"
    described = {
        "type": kind,
        "bom-ref": reference,
        "name": package["name"],
        "version": package["version"],
        "purl": reference,
        "licenses": [{"expression": licence(package)}],
    }
    if scope:
        described["scope"] = scope
    if package["description"]:
        described["description"] = " ".join(package["description"].split())
    if checksum:
        described["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if package["repository"]:
        described["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return described


def bill(target, packages):
    needed = tree(target, "normal,build")
    shipped = tree(target, "normal,no-proc-macro")
    known = checksums()
    root = next(iter(needed))

    def reference(crate):
        return "pkg:cargo/{}@{}".format(*crate)

    components = []
    for crate in sorted(needed.keys() - {root}):
        if crate not in known:
            say_no(f"{' '.join(crate)} has no checksum in Cargo.lock")
        scope = "required" if crate in shipped else "excluded"
        components.append(component(packages[crate], "library", scope, known[crate]))
    described = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": component(packages[root], "application", None, None),
            "properties": [{"name": "cargo:target", "value": target}],
        },
        "components": components,
        "dependencies": [
            {"ref": reference(crate), "dependsOn": sorted(map(reference, needed[crate]))}
            for crate in sorted(needed)
        ],
    }
    # The same contents have the same number.
    contents = json.dumps(described, sort_keys=True)
    number = uuid.uuid5(uuid.NAMESPACE_URL, contents)
    return {"serialNumber": f"urn:uuid:{number}", **described}


def notices(described, packages):
    """The licence texts of what is in the binary; one text that many crates share is written once."""
    shipped = [
        packages[one["name"], one["version"]]
        for one in described["components"]
        if one["scope"] == "required"
    ]
    lines = ["What is in the capeprep binary besides its own code, and under which licence.", ""]
    texts, without = {}, []
    for package in shipped:
        lines.append(f"{package['name']} {package['version']}: {licence(package)}")
        folder = pathlib.Path(package["manifest_path"]).parent
        files = sorted(file for file in folder.iterdir() if LICENCE_FILE.match(file.name) and file.is_file())
        for file in files:
            text = file.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip()
            texts.setdefault(text, []).append(f"{package['name']} {package['version']}")
        if not files:
            source = package["repository"] or "its source is not named"
            without.append(f"{package['name']} {package['version']}: {licence(package)} ({source})")
    if without:
        lines += ["", "Packed by their authors without a licence text:", *without]
    for text, users in texts.items():
        lines += ["", "=" * 78, ", ".join(dict.fromkeys(users)), "-" * 78, text]
    return "\n".join(lines) + "\n"


def faults(described):
    """What keeps a bill from being one, by the required fields of CycloneDX 1.5 and our own."""
    found = []

    def hold(condition, text):
        if not condition:
            found.append(text)

    hold(described.get("bomFormat") == "CycloneDX", "bomFormat is not CycloneDX")
    hold(described.get("specVersion") == "1.5", "specVersion is not 1.5")
    hold(described.get("version") == 1, "version is not 1")
    number = str(described.get("serialNumber", ""))
    hold(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", number), "serialNumber is no uuid")
    application = described.get("metadata", {}).get("component", {})
    hold(application.get("type") == "application", "the program itself is not named")
    components = described.get("components", [])
    hold(components, "no component")
    for one in [application, *components]:
        name = one.get("name", "(no name)")
        for field in ("type", "name", "version", "bom-ref"):
            hold(one.get(field), f"{name}: no {field}")
        hold(PURL.match(one.get("purl", "")), f"{name}: no package URL")
        expression = (one.get("licenses") or [{}])[0].get("expression")
        hold(expression and "/" not in expression, f"{name}: no SPDX licence")
    for one in components:
        content = (one.get("hashes") or [{}])[0].get("content", "")
        hold(re.fullmatch(r"[0-9a-f]{64}", content), f"{one.get('name')}: no SHA-256")
        hold(one.get("scope") in ("required", "excluded"), f"{one.get('name')}: no scope")
    references = [one.get("bom-ref") for one in [application, *components]]
    hold(len(references) == len(set(references)), "one reference names two components")
    described_ones = {edge.get("ref") for edge in described.get("dependencies", [])}
    hold(described_ones == set(references), "dependencies and components are not the same crates")
    for edge in described.get("dependencies", []):
        for one in edge.get("dependsOn", []):
            hold(one in references, f"{edge.get('ref')} depends on {one}, which is no component")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", help="a target triple, or `all`")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "target")
    parser.add_argument("--check", type=pathlib.Path)
    options = parser.parse_args()
    if options.check:
        found = faults(json.loads(options.check.read_text(encoding="utf-8")))
        if found:
            say_no("\n  ".join([f"{options.check} is no sound bill:", *found]))
        return
    target = options.target or this_target()
    packages = packages_of_lock()
    described = bill(target, packages)
    found = faults(described)
    if found:
        say_no("\n  ".join(["the bill is not sound:", *found]))
    options.out.mkdir(parents=True, exist_ok=True)
    materials, texts = options.out / "capeprep.cdx.json", options.out / "THIRD-PARTY.txt"
    with open(materials, "w", encoding="utf-8", newline="\n") as file:
        json.dump(described, file, indent=2, ensure_ascii=False)
        file.write("\n")
    with open(texts, "w", encoding="utf-8", newline="\n") as file:
        file.write(notices(described, packages))
    shipped = sum(one["scope"] == "required" for one in described["components"])
    print(f"{materials}: {shipped} crates in the binary, {len(described['components']) - shipped} that build it")
    print(texts)


if __name__ == "__main__":
    main()
