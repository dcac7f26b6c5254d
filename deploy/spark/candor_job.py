"""Candor over a cluster: evidence in, assessments, findings and links between candidates out.

Reads evidence (`candor.evidence/1`) as NDJSON or Parquet from any file system that Hadoop knows, gives
each partition to one `candor analyze - --format ndjson`, and writes Parquet:

  OUTPUT/assessments   one row for each interview; `assessment` is the line that candor printed
  OUTPUT/findings      one row for each finding
  OUTPUT/links         what candidates share, as `links` of the assessments says it (not with --no-links)
  OUTPUT/losses        partitions in which lines could not be read, with what candor said of them

Ends with 0; with 2 where lines were lost, as candor does; with candor's own code where it ended with
65 or above for the last attempt at a partition. Nothing is left half written: until the end a run
keeps its rows in OUTPUT/_staging.

  spark-submit --files /usr/local/bin/candor,/data/city.mmdb,/data/asn.mmdb candor_job.py \\
    --input hdfs:///evidence/2026 --output hdfs:///integrity/2026 --geoip city.mmdb --geoip asn.mmdb

Programs and databases are looked for among the files shipped with --files, then as paths on the
workers. Further options for candor follow `--`: `-- --rules /etc/candor/rules`.
"""

import argparse
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections import deque
from itertools import chain

from pyspark import SparkFiles, TaskContext
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

import candor_links

STATUS = re.compile(r"candor ended with (-?\d+)")
# The last line that candor says, also as JSON.
CLOSING = re.compile(r"(\d+) done, (\d+) flagged, (\d+) lost\b")
MAXIMUM_SAID = 64 * 1024
MAXIMUM_CLOSING = 1024
# Candor's exit code for an input of which nothing could be read, and for rules and databases.
UNREADABLE = 65

# What the job itself says to candor, and what would take away what linking needs.
OWN = {"--format", "--output", "--jobs", "--links", "--fail-on", "--csv-rows"}
WHOLE = {"--fields", "--only", "--privacy"}

STAGING = T.StructType([
    T.StructField("kind", T.StringType(), False),
    T.StructField("platform", T.StringType()),
    T.StructField("id", T.StringType()),
    T.StructField("candidate", T.StringType()),
    T.StructField("outcome", T.StringType()),
    T.StructField("assessment", T.StringType()),
    T.StructField("partition", T.IntegerType(), False),
    T.StructField("row", T.LongType(), False),
    T.StructField("lost", T.LongType()),
    T.StructField("status", T.IntegerType()),
    T.StructField("keys", T.ArrayType(T.StringType())),
    T.StructField("position", T.StringType()),
    T.StructField("at", T.LongType()),
    T.StructField("traces", T.ArrayType(candor_links.TRACE)),
])
FINDING = T.ArrayType(T.StructType([
    T.StructField("rule", T.StringType()),
    T.StructField("ruleVersion", T.StringType()),
    T.StructField("severity", T.StringType()),
    T.StructField("effectiveSeverity", T.StringType()),
    T.StructField("summary", T.StringType()),
    T.StructField("observations", T.ArrayType(T.IntegerType())),
]))


def shipped(name):
    """The path of a file that came with --files, or the name as it is."""
    path = SparkFiles.get(name) if os.sep not in name else name
    return path if os.path.exists(path) else name


def program(name):
    """The path of candor; what came with --files is not always executable."""
    path = shipped(name)
    if os.path.exists(path) and not os.access(path, os.X_OK):
        try:
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        except OSError:
            copy = os.path.join(tempfile.gettempdir(), f"candor-{os.getpid()}")
            shutil.copy(path, copy)
            os.chmod(copy, 0o700)
            path = copy
    return path


def works(command):
    """Whether candor, its rules and its databases are in order."""
    probe = b'{"schema":"candor.evidence/1","platform":"file","interview":{"id":"-"},"answers":[]}'
    return subprocess.run(command, input=probe, capture_output=True).returncode == 0


class Feeder(threading.Thread):
    """Writes the lines of a partition into candor, and remembers what linking needs of each."""

    def __init__(self, lines, pipe, links):
        super().__init__(daemon=True)
        self.lines, self.pipe, self.links = lines, pipe, links
        self.known = deque()
        self.count = 0
        self.error = None

    def run(self):
        try:
            for line in self.lines:
                if not line.strip():
                    continue
                self.count += 1
                if self.links:
                    self.known.append(candor_links.Known(line))
                self.pipe.write(line.encode("utf-8", "replace") + b"\n")
        except BrokenPipeError:
            pass  # candor's exit code tells why
        except Exception as error:  # the evidence could not be read from its file system
            self.error = error
        finally:
            try:
                self.pipe.close()
            except BrokenPipeError:
                pass

    def fitting(self, interview):
        """What is known of an interview; lines before it that gave no assessment are dropped."""
        while self.known:
            known = self.known.popleft()
            if known.name == interview:
                return known
        return candor_links.Known("{}")


def assess(options):
    """A function from the lines of a partition to its staging rows."""

    def partition(lines):
        number = TaskContext.get().partitionId()
        lines = iter(lines)
        first = next((line for line in lines if line.strip()), None)
        if first is None:
            return
        lines = chain([first], lines)
        command = [program(options["candor"]), "analyze", "-", "--format", "ndjson",
                   "--jobs", str(options["jobs"]), "--fail-on", "never"]
        if options["links"]:
            # Whatever the workers' own settings say.
            command += ["--only", "all", "--privacy", "full"]
        for path in options["geoip"]:
            command += ["--geoip", shipped(path)]
        command += options["more"]
        with tempfile.TemporaryFile() as said:
            try:
                candor = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)
            except OSError as error:
                raise RuntimeError(f"candor ended with 127: {error}") from error
            feeder = Feeder(lines, candor.stdin, options["links"])
            feeder.start()
            done = 0
            try:
                for line in candor.stdout:
                    done += 1
                    yield row(number, done, line.decode().rstrip("\n"), feeder, options["links"])
                status = candor.wait()
                feeder.join()
            finally:
                if candor.poll() is None:
                    candor.kill()
                    candor.wait()
            said.seek(0)
            text = said.read(MAXIMUM_SAID).decode("utf-8", "replace")
            said.seek(max(0, said.seek(0, os.SEEK_END) - MAXIMUM_CLOSING))
            closing = CLOSING.findall(said.read().decode("utf-8", "replace"))
        if feeder.error is not None:
            raise feeder.error
        if status == UNREADABLE and done == 0 and works(command):
            # Not one line of the partition was evidence, which is a loss as in larger parts.
            for _ in feeder.lines:
                feeder.count += 1
            lost = feeder.count
        elif status >= 64 or status < 0:
            raise RuntimeError(f"candor ended with {status} for partition {number}\n{text}")
        else:
            # Not by what was printed, which with `--only flagged` is less than what was done.
            lost = int(closing[-1][2]) if closing else feeder.count - done
        if status or lost:
            yield ("loss", None, None, None, None, text, number, done + 1, lost, status, None, None,
                   None, None)

    return partition


def row(number, count, line, feeder, links):
    assessment = json.loads(line)
    interview = assessment["interview"]
    keys = position = at = traces = None
    if links:
        known = feeder.fitting((interview["platform"], interview["id"]))
        keys, position = known.keys, known.position
        traces = candor_links.traces(assessment, known.span)
        at = candor_links.moment(assessment, known)
    return ("assessment", interview["platform"], interview["id"], interview.get("candidate"),
            assessment.get("outcome"), line, number, count, None, None, keys, position, at, traces)


def read(spark, given):
    """The lines of the evidence."""
    form = given.input_format
    if form == "auto":
        form = "parquet" if given.input.rstrip("/").endswith(".parquet") else "ndjson"
    if form == "ndjson":
        # A lone carriage return ends no line for candor.
        lines = spark.read.text(given.input, lineSep="\n")
    else:
        table = spark.read.parquet(given.input)
        # One column of text holds the line; else the columns are the evidence's keys.
        if len(table.columns) == 1 and isinstance(table.schema[0].dataType, T.StringType):
            lines = table.toDF("value")
        else:
            lines = table.select(F.to_json(F.struct("*"), {"ignoreNullFields": "true"}).alias("value"))
    if given.partitions:
        lines = lines.repartition(given.partitions)
    return lines.rdd.map(lambda line: line[0])


def run(spark, given):
    """The whole job; the exit code."""
    output = given.output.rstrip("/")
    staging = f"{output}/_staging"
    rows_staged = f"{staging}/rows"
    options = {"candor": given.candor, "geoip": given.geoip, "jobs": given.jobs,
               "more": given.more, "links": not given.no_links}
    rows = read(spark, given).mapPartitions(assess(options))
    spark.createDataFrame(rows, STAGING).write.mode("overwrite").parquet(rows_staged)

    staged = spark.read.schema(STAGING).parquet(rows_staged)
    assessed = staged.where("kind = 'assessment'")
    names = ["platform", "id", "candidate", "outcome"]
    assessed.select(*names, "assessment").write.mode("overwrite").parquet(f"{output}/assessments")
    findings = assessed.select(
        *names, F.posexplode(F.from_json(
            F.get_json_object("assessment", "$.findings"), FINDING)).alias("number", "finding"))
    findings.select(*names, "number", "finding.*").write.mode("overwrite").parquet(
        f"{output}/findings")
    losses = staged.where("kind = 'loss'").select(
        "partition", "lost", "status", F.col("assessment").alias("said"))
    losses.write.mode("overwrite").parquet(f"{output}/losses")
    found = None
    if not given.no_links:
        candor_links.links(assessed, staging).write.mode("overwrite").parquet(f"{output}/links")
        found = spark.read.parquet(f"{output}/links").count()
    count = assessed.count()
    lost = losses.agg(F.coalesce(F.sum("lost"), F.lit(0))).first()[0]
    parts = losses.count()
    flagged = assessed.where("outcome in ('review', 'priority')").count()
    remove(spark, staging)
    print(f"{count} done, {flagged} flagged, {lost} lost"
          + (f", {found} links" if found is not None else ""), file=sys.stderr)
    return 2 if parts else 0


def remove(spark, path):
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(path)
    hadoop.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).delete(hadoop, True)


class Parser(argparse.ArgumentParser):
    """Wrong usage is 64, as with candor itself."""

    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(64, f"error: {message}\n")


def arguments(words):
    parser = Parser(
        description=__doc__.split("\n")[0], usage="candor_job.py [options] [-- candor's options]")
    parser.add_argument("--input", required=True, help="evidence: file, folder or glob")
    parser.add_argument("--output", required=True, help="folder for the results; overwritten")
    parser.add_argument("--input-format", choices=("auto", "ndjson", "parquet"), default="auto")
    parser.add_argument("--candor", default="candor", help="program; a name shipped with --files")
    parser.add_argument("--geoip", action="append", default=[], help="database; repeatable")
    parser.add_argument("--partitions", type=int, help="repartition the input first")
    parser.add_argument("--jobs", type=int, default=1, help="candor's workers for each task")
    parser.add_argument("--no-links", action="store_true")
    cut = words.index("--") if "--" in words else len(words)
    given = parser.parse_args(words[:cut])
    given.more = words[cut + 1:]
    for word in given.more:
        if word.split("=")[0] in OWN or not given.no_links and word.split("=")[0] in WHOLE:
            parser.error(f"`{word.split('=')[0]}` cannot be passed on to candor")
    return given


def main(words):
    given = arguments(words)
    spark = SparkSession.builder.appName("candor").getOrCreate()
    # The workers import it too.
    spark.sparkContext.addPyFile(candor_links.__file__)
    try:
        return run(spark, given)
    except Exception as error:
        # What candor said stands in the failure of the last attempt at a partition.
        ended = STATUS.search(str(error))
        if not ended:
            raise
        # Up to the trace of the worker that raised it.
        text = str(error)[ended.start():].split("\n\tat ")[0].strip()
        print(f"error: {text[:4000]}", file=sys.stderr)
        status = int(ended.group(1))
        return status if status >= 64 else 70
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
