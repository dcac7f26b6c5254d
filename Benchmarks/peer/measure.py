"""Candor beside the script, on the same data, on the same machine, in the same run.

usage: measure.py compare --candor PROGRAM --folder FOLDER [--interviews N] [--repeats N]
       measure.py growth  --candor PROGRAM --folder FOLDER [--interviews N] [--svg FILE]

`compare` prints the table and ends with 1 where the findings do not agree, or where Candor's bytes
depend on the number of workers. `growth` measures time and memory for 1,000 interviews, ten times
as many, and so on up to N. Everything is kept in FOLDER: location data and evidence are made once.
With `--docs FILE` what was measured takes the place of what that page holds between its marks.
"""

import argparse
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from itertools import zip_longest

HERE = os.path.dirname(os.path.abspath(__file__))
REFERENCE_DATE = "2026-03-20"
CORES = sorted(os.sched_getaffinity(0))
STARTS = 11


def digest():
    """Names what was made by these very generators."""
    made = hashlib.sha256()
    tables = [os.path.join("..", "..", "datasets", *name) for name in (
        ("geo", "countries.csv"), ("networks", "asn-classes.csv"))]
    for name in ("mmdb.py", "location.py", "generate.py", *tables):
        with open(os.path.join(HERE, name), "rb") as file:
            made.update(file.read())
    return made.hexdigest()[:12]


class Data:
    """Location data and evidence, made where they are missing."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, digest())
        if not os.path.exists(os.path.join(self.folder, "done")):
            os.makedirs(self.folder, exist_ok=True)
            print("making location data ...", file=sys.stderr)
            subprocess.run([sys.executable, os.path.join(HERE, "location.py"), self.folder],
                           check=True)
            open(os.path.join(self.folder, "done"), "w").close()
        self.city = os.path.join(self.folder, "city.mmdb")
        self.asn = os.path.join(self.folder, "asn.mmdb")

    def evidence(self, count):
        path = os.path.join(self.folder, f"evidence-{count}.ndjson")
        if not os.path.exists(path):
            print(f"making {count:,} interviews ...", file=sys.stderr)
            with open(path + ".part", "wb") as file:
                subprocess.run(
                    [sys.executable, os.path.join(HERE, "generate.py"), self.folder, str(count)],
                    stdout=file, check=True)
            os.rename(path + ".part", path)
        return path

    def output(self, name):
        return os.path.join(self.folder, f"output-{name}.ndjson")


class Tools:
    """How both are called."""

    def __init__(self, candor, data):
        self.program, self.data = candor, data

    def candor(self, jobs, source, *more):
        return [self.program, "analyze", "--format", "ndjson", "--geoip", self.data.city, "--geoip",
                self.data.asn, "--reference-date", REFERENCE_DATE, "--jobs", str(jobs), "--quiet",
                *(more or ("--fields", "outcome,findings")), source]

    def script(self, workers, source, *more):
        return [sys.executable, os.path.join(HERE, "integrity.py"), "--workers", str(workers),
                *more, "--city", self.data.city, "--asn", self.data.asn, source]


def environment():
    """No setting of the user's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"XDG_DATA_HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}


def resident(process):
    """Resident memory of a process and its children, in MiB."""
    total, waiting = 0, [process]
    while waiting:
        number = waiting.pop()
        try:
            with open(f"/proc/{number}/statm") as file:
                total += int(file.read().split()[1])
            with open(f"/proc/{number}/task/{number}/children") as file:
                waiting += file.read().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1048576


def run(command, output, cores=None):
    """Wall seconds and peak MiB of a command whose output goes to a file."""
    with open(output, "wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
            env=environment(),
            preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None)
        peak = 0.0
        while True:
            number, status, usage = os.wait4(process.pid, os.WNOHANG)
            if number:
                break
            peak = max(peak, resident(process.pid))
            time.sleep(0.02)
        seconds = time.perf_counter() - start
    # Not waited for through `subprocess`, which would lose the usage.
    process.returncode = os.waitstatus_to_exitcode(status)
    said = process.stderr.read().decode(errors="replace")
    process.stderr.close()
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}\n{said}")
    return seconds, max(peak, usage.ru_maxrss / 1024)


def first_result(command, source=None):
    """Seconds until the first byte comes out, then until the end where the input is small."""
    with open(source or os.devnull, "rb") as given:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment())
        process.stdout.read(1)
        first = time.perf_counter() - start
        if source is None:
            process.terminate()
        process.stdout.read()
        process.wait()
    return first, time.perf_counter() - start


def same_bytes(one, other):
    return subprocess.run(["cmp", "--silent", one, other]).returncode == 0


def is_part(flagged, everything):
    """Whether a file has exactly those lines of another that are flagged."""
    with open(flagged, "rb") as one, open(everything, "rb") as other:
        wanted = (line for line in other if json.loads(line)["outcome"] in ("review", "priority"))
        return all(line == expected for line, expected in zip_longest(one, wanted))


def put_into(page, name, text):
    """Replaces what stands between two marks of a page."""
    with open(page, encoding="utf-8") as file:
        before, found, rest = file.read().partition(f"<!-- {name}: written by make scale -->\n")
        old, end, after = rest.partition("<!-- end -->\n")
    if not (found and end):
        sys.exit(f"{page} has no place for `{name}`")
    with open(page, "w", encoding="utf-8") as file:
        file.write(f"{before}{found}{text.rstrip()}\n{end}{after}")


def machine(count, repeats):
    """What was measured on, without a date."""
    with open("/proc/cpuinfo") as file:
        names = {line.split(":", 1)[1].strip() for line in file if line.startswith("model name")}
    return (f"{count:,} interviews, medians of {repeats}, on {len(CORES)} cores of "
            f"{', '.join(sorted(names)) or platform.machine()}; load before it "
            f"{os.getloadavg()[0]:.1f}.")


def compare(given):
    about = machine(given.interviews, given.repeats)
    data = Data(given.folder)
    tools = Tools(given.candor, data)
    source = data.evidence(given.interviews)
    count, size = given.interviews, os.path.getsize(source)
    one = CORES[:1]
    two = CORES[:2]
    flagged = ("--only", "flagged", "--fields", "outcome,findings")
    # Name, what is printed in the table, command, cores, the row it is compared with.
    rows = [
        ("script-1", "script, one process", tools.script(1, source), one, None),
        ("candor-1", "candor, one core", tools.candor(1, source), one, "script-1"),
        ("script-2", "script, two processes", tools.script(2, source), two, None),
        ("candor-2", "candor, two cores", tools.candor(2, source), two, "script-2"),
        ("script-flagged-1", "script, one, flagged only", tools.script(1, source, "--flagged"),
         one, None),
        ("candor-flagged-1", "candor, one, flagged only", tools.candor(1, source, *flagged), one,
         "script-flagged-1"),
        ("script-flagged-2", "script, two, flagged only", tools.script(2, source, "--flagged"),
         two, None),
        ("candor-flagged-2", "candor, two, flagged only", tools.candor(2, source, *flagged), two,
         "script-flagged-2"),
        ("whole-2", "candor, two, whole assessments", tools.candor(2, source, "--only", "all"), two,
         None),
    ]
    results = {name: {"seconds": [], "mebibytes": []} for name, *_ in rows}
    for turn in range(given.repeats):
        for name, label, command, cores, _ in rows:
            seconds, peak = run(command, data.output(name), cores)
            results[name]["seconds"].append(seconds)
            results[name]["mebibytes"].append(peak)
            print(f"  turn {turn + 1}: {label}: {seconds:.2f} s", file=sys.stderr)
    single = data.evidence(1)
    firsts = {}
    for name, command, given_input in (
            ("script", tools.script(1, source), None), ("candor", tools.candor(2, source), None),
            ("script-start", tools.script(1, "-"), single),
            ("candor-start", tools.candor(1, "-"), single)):
        times = [first_result(command, given_input) for _ in range(STARTS)]
        firsts[name] = 1000 * statistics.median(t[0 if given_input is None else 1] for t in times)
    report(rows, results, firsts, count, size, given.repeats)
    with open(os.path.join(given.folder, "compare.json"), "w") as file:
        json.dump({"interviews": count, "bytes": size, "results": results, "firsts": firsts}, file)
    print()
    sys.stdout.flush()
    problems = 0
    for kind in ("script", "candor"):
        same = same_bytes(data.output(f"{kind}-1"), data.output(f"{kind}-2"))
        print(f"{kind}: {'the same bytes' if same else 'OTHER BYTES'} with one and two workers")
        problems += not same
    same = is_part(data.output("candor-flagged-2"), data.output("candor-2"))
    print(f"candor: flagged only {'is' if same else 'IS NOT'} what all findings hold of the flagged")
    problems += not same
    sys.stdout.flush()
    agreement = subprocess.run(
        [sys.executable, os.path.join(HERE, "compare.py"), data.output("script-1"),
         data.output("candor-1")], stdout=subprocess.PIPE, text=True)
    print(agreement.stdout, end="")
    if given.docs:
        put_into(given.docs, "table", page(rows, results, firsts, count, about, agreement.stdout))
    return 1 if problems or agreement.returncode else 0


def page(rows, results, firsts, count, about, agreement):
    """The table as Markdown."""
    lines = ["| | interviews/s | ratio | peak MiB |", "| --- | ---: | ---: | ---: |"]
    for name, label, _, _, base in rows:
        seconds = statistics.median(results[name]["seconds"])
        ratio = ""
        if base:
            ratio = f"**{statistics.median(results[base]['seconds']) / seconds:.1f}x**"
        lines.append(f"| {label} | {count / seconds:,.0f} | {ratio} | "
                     f"{max(results[name]['mebibytes']):,.0f} |")
    lines += [
        "", f"Time to first result: script {firsts['script']:,.0f} ms, candor "
        f"{firsts['candor']:,.0f} ms. Start and one interview: script "
        f"{firsts['script-start']:,.0f} ms, candor {firsts['candor-start']:,.0f} ms.",
        "", about, "", "```", agreement.rstrip(), "```"]
    return "\n".join(lines)


def report(rows, results, firsts, count, size, repeats):
    def median(name):
        return statistics.median(results[name]["seconds"])

    print(f"\n{count:,} interviews of ten answers, {size / 1e6:,.0f} MB; {platform.machine()}, "
          f"{len(CORES)} cores, medians of {repeats}")
    print(f"{'':33}{'interviews/s':>13}{'ratio':>8}{'peak MiB':>10}{'seconds':>9}")
    for name, label, _, _, base in rows:
        ratio = f"{median(base) / median(name):.1f}x" if base else ""
        print(f"{label:33}{count / median(name):13,.0f}{ratio:>8}"
              f"{max(results[name]['mebibytes']):10,.0f}{median(name):9.2f}")
    print(f"{'time to first result':33}script {firsts['script']:,.0f} ms, "
          f"candor {firsts['candor']:,.0f} ms, ratio {firsts['script'] / firsts['candor']:.1f}x")
    print(f"{'start and one interview':33}script {firsts['script-start']:,.0f} ms, candor "
          f"{firsts['candor-start']:,.0f} ms, ratio "
          f"{firsts['script-start'] / firsts['candor-start']:.1f}x")


def growth(given):
    data = Data(given.folder)
    tools = Tools(given.candor, data)
    counts = [1000]
    while counts[-1] * 10 <= given.interviews:
        counts.append(counts[-1] * 10)
    largest = data.evidence(counts[-1])
    points = []
    print(f"{'interviews':>12}{'MB':>9}{'seconds':>10}{'interviews/s':>14}{'peak MiB':>10}")
    for count in counts:
        source = os.path.join(data.folder, f"evidence-{count}.ndjson")
        if not os.path.exists(source):
            with open(largest, "rb") as whole, open(source + ".part", "wb") as part:
                for _ in range(count):
                    part.write(whole.readline())
            os.rename(source + ".part", source)
        repeats = given.repeats if count > 100_000 else max(5, given.repeats)
        turns = [run(tools.candor(len(CORES[:2]), source), data.output("growth"), CORES[:2])
                 for _ in range(repeats)]
        seconds, peak = statistics.median(t[0] for t in turns), max(t[1] for t in turns)
        points.append({"interviews": count, "bytes": os.path.getsize(source), "seconds": seconds,
                       "mebibytes": peak})
        print(f"{count:12,}{os.path.getsize(source) / 1e6:9,.0f}{seconds:10.3f}"
              f"{count / seconds:14,.0f}{peak:10,.0f}")
        sys.stdout.flush()
    with open(os.path.join(given.folder, "growth.json"), "w") as file:
        json.dump(points, file)
    if given.docs:
        lines = ["| interviews | MB | seconds | interviews/s | peak MiB |",
                 "| ---: | ---: | ---: | ---: | ---: |"]
        lines += [f"| {point['interviews']:,} | {point['bytes'] / 1e6:,.0f} | {point['seconds']:.3f} | "
                  f"{point['interviews'] / point['seconds']:,.0f} | {point['mebibytes']:,.0f} |"
                  for point in points]
        picture = "![Time and memory over the number of interviews](scale.svg)\n\n" if given.svg else ""
        put_into(given.docs, "growth", picture + "\n".join(lines))
    if given.svg:
        import plot

        with open(given.svg, "w", encoding="utf-8") as file:
            file.write(plot.growth(points))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("compare", "growth"))
    parser.add_argument("--candor", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--interviews", type=int)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--svg")
    parser.add_argument("--docs")
    given = parser.parse_args()
    if given.interviews is None:
        given.interviews = 20_000 if given.what == "compare" else 1_000_000
    sys.exit(compare(given) if given.what == "compare" else growth(given))


if __name__ == "__main__":
    main()
