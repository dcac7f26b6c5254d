"""ua-parser for Python beside Candor, over the same agents in the same run.

usage: peer.py agents FILE                 write the agents of uap-core's test files, each once
       peer.py measure AGENTS CANDOR.json  time the Rust resolver and print the ratio
       peer.py compare AGENTS ANSWERS      count differences to the pure Python resolver
"""

import json
import os
import statistics
import sys
import time

import yaml
from ua_parser.core import Domain
from ua_parser.loaders import load_yaml

FOLDER = os.environ.get("CANDOR_UAP_CORE", "/usr/share/uap-core")
FILES = [
    "tests/test_ua.yaml",
    "tests/test_os.yaml",
    "tests/test_device.yaml",
    "test_resources/additional_os_tests.yaml",
    "test_resources/firefox_user_agent_strings.yaml",
    "test_resources/opera_mini_user_agent_strings.yaml",
    "test_resources/pgts_browser_list.yaml",
    "test_resources/podcasting_user_agent_strings.yaml",
]
PASSES = 5


def matchers():
    with open(f"{FOLDER}/regexes.yaml", "rb") as file:
        return load_yaml(file)


def read_agents(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.read().split("\n")[:-1]


def write_agents(path):
    seen = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for name in FILES:
        with open(f"{FOLDER}/{name}", "rb") as file:
            for case in yaml.load(file, loader)["test_cases"]:
                seen.setdefault(str(case["user_agent_string"]))
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(agent + "\n" for agent in seen if "\n" not in agent)


def measure(agents_path, candor_path):
    from ua_parser.regex import Resolver

    agents = read_agents(agents_path)
    resolver = Resolver(matchers())
    times = []
    for _ in range(PASSES):
        start = time.perf_counter()
        for agent in agents:
            resolver(agent, Domain.ALL)
        times.append((time.perf_counter() - start) / len(agents) * 1e6)
    with open(candor_path, encoding="utf-8") as file:
        ours = json.load(file)
    first, later = times[0], statistics.median(times[1:])
    print(f"{len(agents):,} different agents, three answers each, one thread, no cache")
    print(f"{'':24}{'first pass':>14}{'later passes':>14}")
    print(f"{'ua-parser (Rust)':24}{first:11.2f} us{later:11.2f} us")
    print(
        f"{'candor':24}{ours['firstPassMicroseconds']:11.2f} us"
        f"{ours['laterPassMicroseconds']:11.2f} us"
    )
    print(
        f"{'ratio':24}{first / ours['firstPassMicroseconds']:13.1f}x"
        f"{later / ours['laterPassMicroseconds']:13.1f}x"
    )
    print(f"{'candor, with client':24}{'':14}{ours['clientMicroseconds']:11.2f} us")
    print(f"{'candor, ready after':24}{ours['readyMilliseconds']:11.1f} ms")


def compare(agents_path, answers_path):
    from ua_parser.basic import Resolver

    def fields(value, names):
        if value is None:
            return {"family": "Other"}
        pairs = ((name, getattr(value, attribute)) for name, attribute in names)
        return {name: text for name, text in pairs if text is not None}

    version = [(n, n) for n in ("family", "major", "minor", "patch")]
    version.append(("patchMinor", "patch_minor"))
    device = [(n, n) for n in ("family", "brand", "model")]
    resolver = Resolver(matchers())
    different = 0
    with open(answers_path, encoding="utf-8") as file:
        for agent, line in zip(read_agents(agents_path), file, strict=True):
            ours = json.loads(line)
            theirs = resolver(agent, Domain.ALL)
            different += ours["ua"] != fields(theirs.user_agent, version)
            different += ours["os"] != fields(theirs.os, version)
            different += ours["device"] != fields(theirs.device, device)
    print(f"{different} differences to the reference implementation in pure Python")
    return 1 if different else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["agents", path]:
            write_agents(path)
        case ["measure", agents, ours]:
            measure(agents, ours)
        case ["compare", agents, answers]:
            sys.exit(compare(agents, answers))
        case _:
            sys.exit(__doc__)
