"""The job on a cluster of two workers, beside candor on one machine: the results are equal.

usage: test_job.py CANDOR FOLDER [COUNT]

One of the two executors is killed while it works. FOLDER keeps the data.
"""

import glob
import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
import unittest
import urllib.request
import uuid
from collections import Counter

import pyarrow
import pyarrow.parquet
import pyspark

import reference_links

HERE = os.path.dirname(os.path.abspath(__file__))
PEER = os.path.join(HERE, "..", "..", "Benchmarks", "peer")
SPARK_HOME = os.path.dirname(pyspark.__file__)
CANDOR, FOLDER, COUNT = "", "", 20_000
DATE = ["--reference-date", "2026-03-20"]
TIMEOUT = 900
# A number that no other stage has.
PARTITIONS = 24


def environment():
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "JAVA_HOME")
            if name in os.environ}
    return kept | {
        "SPARK_HOME": SPARK_HOME, "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": os.path.join(FOLDER, "spark"),
        "XDG_DATA_HOME": os.path.join(FOLDER, "none"),
        "XDG_CONFIG_HOME": os.path.join(FOLDER, "none")}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def submit(master, arguments, settings=()):
    """The job as one submits it."""
    command = [os.path.join(os.path.dirname(sys.executable), "spark-submit"), "--master", master,
               "--files", ",".join([CANDOR, data("city.mmdb"), data("asn.mmdb")]),
               "--py-files", os.path.join(HERE, "candor_links.py"), "--driver-memory", "1g"]
    for setting in ("spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1",
                    "spark.ui.showConsoleProgress=false", "spark.sql.shuffle.partitions=4",
                    *settings):
        command += ["--conf", setting]
    command += [os.path.join(HERE, "candor_job.py"), "--candor", os.path.basename(CANDOR),
                "--geoip", "city.mmdb", "--geoip", "asn.mmdb", *arguments]
    # A file, because a pipe that nobody reads would stop the job.
    with open(data("said"), "w") as said:
        return subprocess.Popen(command, env=environment(), stderr=said, cwd=FOLDER)


def finish(job):
    try:
        job.wait(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        job.kill()
        raise
    with open(data("said"), encoding="utf-8") as said:
        return job.returncode, said.read()


def data(name):
    return os.path.join(FOLDER, name)


def rows(output, table):
    files = sorted(glob.glob(os.path.join(output, table, "*.parquet")))
    return [row for file in files for row in pyarrow.parquet.read_table(file).to_pylist()]


def single(source, *more):
    """The same on one machine: exit code and lines."""
    done = subprocess.run(
        [CANDOR, "analyze", source, "--format", "ndjson", "--geoip", data("city.mmdb"), "--geoip",
         data("asn.mmdb"), *DATE, *more], env=environment(), capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


def executors(mark):
    """The processes of the executors of one run."""
    found = []
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                words = file.read().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if mark.encode() in words and any(b"CoarseGrainedExecutorBackend" in w for w in words):
            found.append(int(path.split("/")[2]))
    return sorted(found)


def analysis(port):
    """Tasks of the stage that runs candor: all, done, running; none where it has not begun."""
    try:
        base = f"http://127.0.0.1:{port}/api/v1/applications"
        with urllib.request.urlopen(base, timeout=5) as answer:
            application = json.load(answer)[0]["id"]
        with urllib.request.urlopen(f"{base}/{application}/stages", timeout=5) as answer:
            for one in json.load(answer):
                if one["numTasks"] == PARTITIONS:
                    return one["numTasks"], one["numCompleteTasks"], one["numActiveTasks"]
    except (OSError, ValueError, IndexError):
        pass
    return None


def events(folder):
    """What the driver noted, in order."""
    for path in glob.glob(os.path.join(folder, "**", "*"), recursive=True):
        if os.path.isfile(path) and not path.endswith(".crc") and "appstatus" not in path:
            with open(path, encoding="utf-8") as file:
                for line in file:
                    yield json.loads(line)


def clean(*paths):
    subprocess.run(["rm", "-rf", *paths], check=True)


class Cluster(unittest.TestCase):
    """Two workers with one core each, one of which dies half-way."""

    def test_equal_though_an_executor_dies(self):
        source, output, log = data(f"evidence-{COUNT}.ndjson"), data("output"), data("events")
        clean(output, log)
        os.makedirs(log)
        mark, port = f"-Dcandor.test={uuid.uuid4()}", free_port()
        job = submit(
            "local-cluster[2,1,1024]",
            ["--input", source, "--output", output, "--partitions", str(PARTITIONS), "--", *DATE],
            [f"spark.executor.extraJavaOptions={mark}", f"spark.ui.port={port}",
             "spark.executor.memory=1g", "spark.eventLog.enabled=true",
             "spark.eventLog.compress=false", f"spark.eventLog.dir=file://{log}"])
        killed, seen = self.kill_half_way(job, port, mark)
        status, said = finish(job)
        self.assertEqual(status, 0, said[-4000:])
        self.assertIsNotNone(killed, "no executor was killed: the job was over too soon")
        print(f"killed executor {killed} with {seen[1]} of {seen[0]} tasks done and {seen[2]} "
              "running", file=sys.stderr)
        self.tell(list(events(log)))
        self.compare(source, output)
        self.assertFalse(os.path.exists(os.path.join(output, "_staging")))

    def kill_half_way(self, job, port, mark):
        """Kills one executor while tasks run and half of them are done; which, and at what point."""
        end = time.monotonic() + TIMEOUT
        while job.poll() is None and time.monotonic() < end:
            seen = analysis(port)
            if seen and seen[1] * 2 >= seen[0] and seen[2] > 0:
                victim = executors(mark)[0]
                os.kill(victim, signal.SIGKILL)
                return victim, seen
            time.sleep(0.05)
        return None, None

    def tell(self, noted):
        """What became of the work of the executor that died."""
        def of(kind):
            return [event for event in noted if event["Event"] == f"SparkListener{kind}"]

        def seconds(event, since):
            return (event["Timestamp"] - since["Timestamp"]) / 1000

        start, = of("ApplicationStart")
        removed = of("ExecutorRemoved")[0]
        replaced = [event for event in of("ExecutorAdded")
                    if event["Timestamp"] > removed["Timestamp"]]
        ended = Counter(event["Task End Reason"]["Reason"] for event in of("TaskEnd"))
        stages = [event["Stage Info"] for event in of("StageCompleted")]
        again = [stage for stage in stages if stage["Stage Attempt ID"] > 0]
        self.assertGreater(ended["ExecutorLostFailure"], 0, "the killed executor ran no task")
        self.assertGreater(len(replaced), 0, "nobody took its place")
        print(f"missed after {seconds(removed, start):.1f} s ({removed['Removed Reason']}); another "
              f"took its place {seconds(replaced[0], removed):.1f} s later", file=sys.stderr)
        print(f"{ended['ExecutorLostFailure']} task(s) were lost with it, {ended['FetchFailed']} "
              f"missed what it had kept for them; {sum(stage['Number of Tasks'] for stage in again)} "
              f"were started again in {len(again)} stage(s)", file=sys.stderr)
        print(f"{seconds(of('ApplicationEnd')[0], start):.0f} s from start to end", file=sys.stderr)

    def compare(self, source, output):
        status, lines = single(source)
        self.assertEqual(status, 0)
        assessments = rows(output, "assessments")
        self.assertEqual(len(assessments), COUNT)
        self.assertEqual(sorted(row["assessment"] for row in assessments), sorted(lines))
        expected = []
        for line in lines:
            whole = json.loads(line)
            for number, finding in enumerate(whole["findings"]):
                expected.append((whole["interview"]["id"], number, finding["rule"],
                                 finding["effectiveSeverity"], tuple(finding["observations"])))
        found = [(row["id"], row["number"], row["rule"], row["effectiveSeverity"],
                  tuple(row["observations"])) for row in rows(output, "findings")]
        self.assertEqual(sorted(found), sorted(expected))
        self.assertEqual(rows(output, "losses"), [])
        print(f"{len(assessments):,} assessments and {len(found):,} findings are those of one "
              "machine", file=sys.stderr)
        self.compare_links(source, output, lines)

    def compare_links(self, source, output, lines):
        """Against plain loops over the same assessments, and against candor's own `--links`."""
        found = {}
        for row in rows(output, "links"):
            counts = {name: value for name, value in row["counts"].items() if value is not None}
            found[row["id"]] = (row["kind"], tuple(row["members"]), counts)
        with open(source, encoding="utf-8") as evidence:
            expected = reference_links.links(evidence, lines)
        self.assertGreater(len(expected), 0)
        self.assertEqual(found, expected)
        kinds = Counter(kind for kind, *_ in found.values())
        print(f"{len(found):,} links are those of one process: {dict(kinds)}", file=sys.stderr)

        status, answers = single(source, "--links", "--fields", "links")
        if status == 64:
            print("this candor has no --links to compare with", file=sys.stderr)
            return
        self.assertEqual(status, 0)
        told = {}
        for answer in answers:
            for link in json.loads(answer).get("links", ()):
                told[link["id"]] = (link["kind"], tuple(link["members"]), link["counts"])
        self.assertEqual(found, told)
        print("and those of candor --links", file=sys.stderr)


class Input(unittest.TestCase):
    """Damaged lines, Parquet and failures, on few interviews and one worker."""

    @classmethod
    def setUpClass(cls):
        with open(data(f"evidence-{COUNT}.ndjson"), encoding="utf-8") as file:
            cls.lines = [file.readline() for _ in range(300)]

    def write(self, name, lines):
        with open(data(name), "w", encoding="utf-8") as file:
            file.writelines(lines)
        return data(name)

    def job(self, *arguments):
        output = data("output-small")
        clean(output)
        status, said = finish(submit(
            "local[1]", ["--output", output, *arguments], ["spark.ui.enabled=false"]))
        return status, said, output

    def test_damaged_lines_are_losses(self):
        damaged = ["{\n", '{"schema":"candor.evidence/9"}\n']
        source = self.write("damaged.ndjson", self.lines[:100] + damaged + self.lines[100:200])
        status, said, output = self.job("--input", source, "--", *DATE)
        self.assertEqual(status, 2, said[-2000:])
        losses = rows(output, "losses")
        self.assertEqual(sum(row["lost"] for row in losses), 2)
        self.assertTrue(all(row["status"] == 2 and row["said"] for row in losses))
        _, lines = single(self.write("whole.ndjson", self.lines[:200]))
        self.assertEqual(
            sorted(row["assessment"] for row in rows(output, "assessments")), sorted(lines))

    def test_a_part_without_evidence_is_a_loss(self):
        source = self.write("nothing.ndjson", ["{\n"])
        status, said, output = self.job("--input", source, "--", *DATE)
        self.assertEqual(status, 2, said[-2000:])
        self.assertEqual([(row["lost"], row["status"]) for row in rows(output, "losses")], [(1, 65)])
        self.assertEqual(rows(output, "assessments"), [])

    def test_what_is_not_printed_is_not_lost(self):
        # A carriage return is white space of JSON, and ends no line.
        lines = [line.replace("{", "{\r", 1) for line in self.lines]
        source = self.write("returns.ndjson", lines)
        status, said, output = self.job(
            "--input", source, "--no-links", "--", "--only", "flagged", *DATE)
        self.assertEqual(status, 0, said[-2000:])
        self.assertEqual(rows(output, "losses"), [])
        _, expected = single(source, "--only", "flagged")
        self.assertTrue(0 < len(expected) < len(lines))
        self.assertEqual(
            sorted(row["assessment"] for row in rows(output, "assessments")), sorted(expected))

    def test_parquet(self):
        source = data("evidence.parquet")
        texts = [line.rstrip("\n") for line in self.lines]
        pyarrow.parquet.write_table(pyarrow.table({"evidence": texts}), source)
        status, said, output = self.job("--input", source, "--no-links", "--", *DATE)
        self.assertEqual(status, 0, said[-2000:])
        _, lines = single(self.write("small.ndjson", self.lines))
        self.assertEqual(
            sorted(row["assessment"] for row in rows(output, "assessments")), sorted(lines))
        self.assertFalse(os.path.exists(os.path.join(output, "links")))

    def test_parquet_with_the_keys_as_columns(self):
        source = data("columns.parquet")
        evidence = [json.loads(line) for line in self.lines]
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(evidence), source)
        status, said, output = self.job("--input", source, "--no-links", "--", *DATE)
        self.assertEqual(status, 0, said[-2000:])
        _, lines = single(self.write("small.ndjson", self.lines))
        self.assertEqual(
            sorted(row["assessment"] for row in rows(output, "assessments")), sorted(lines))

    def test_packed_input(self):
        source = data("packed.ndjson.gz")
        with gzip.open(source, "wt", encoding="utf-8") as file:
            file.writelines(self.lines)
        status, said, output = self.job("--input", source, "--no-links", "--", *DATE)
        self.assertEqual(status, 0, said[-2000:])
        _, lines = single(source)
        self.assertEqual(
            sorted(row["assessment"] for row in rows(output, "assessments")), sorted(lines))

    def test_candor_cannot_work(self):
        source = self.write("small.ndjson", self.lines)
        status, said, output = self.job("--input", source, "--", "--rules", source)
        self.assertEqual(status, 65, said[-2000:])
        # What candor said of it, for whoever looks at the job's end.
        self.assertIn("small.ndjson", said.split("error: candor ended with 65")[-1])
        self.assertFalse(os.path.exists(os.path.join(output, "assessments")))

    def test_wrong_usage(self):
        status, said, _ = self.job("--input", "x", "--", "--format", "csv")
        self.assertEqual(status, 64, said[-2000:])


def prepare():
    """Location data and evidence, made once."""
    os.makedirs(FOLDER, exist_ok=True)
    if not os.path.exists(data("pool.pickle")):
        subprocess.run([sys.executable, os.path.join(PEER, "location.py"), FOLDER], check=True)
    path = data(f"evidence-{COUNT}.ndjson")
    if not os.path.exists(path):
        with open(path + ".part", "wb") as file:
            subprocess.run(
                [sys.executable, os.path.join(PEER, "generate.py"), FOLDER, str(COUNT)],
                stdout=file, check=True)
        os.rename(path + ".part", path)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    CANDOR, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    if len(sys.argv) > 3 and sys.argv[3].isdigit():
        COUNT = int(sys.argv.pop(3))
    prepare()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
