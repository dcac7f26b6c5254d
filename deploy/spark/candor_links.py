"""Links between candidates, counted by Spark: the same as `candor analyze --links` finds.

A shared address is counted per IPv6 /64; six candidates or more on one are a hub and no evidence;
relays, anonymisers and carriers' gateways never link by their address alone; an agent is rare where
at most one candidate in a hundred uses it, counted over at least a hundred. These are the defaults of
the rules `link/...`. A person is told by e-mail, external id, or id on a platform.
"""

import functools
import hashlib
import ipaddress
import json
from datetime import datetime, timezone
from decimal import Decimal

from pyspark.sql import Window
from pyspark.sql import functions as F
from pyspark.sql import types as T

HUB_CANDIDATES = 6
RARE_PERCENT = 1
RARITY_CANDIDATES = 100
CLOSE_MILLISECONDS = 7 * 86_400_000
MAXIMUM_MEMBERS = 100
CLASS_CONFIDENCE = 50
SHARED = {"vpn", "tor", "proxy", "hosting", "satellite", "anycast", "relay", "cellular"}
PLACEHOLDERS = {
    "", "-", "--", "null", "(null)", "nil", "none", "unknown", "undefined", "not available", "n/a", "na",
    "not provided", "not set", "empty", "?", "other"}

TRACE = T.StructType([
    T.StructField("address", T.StringType()),
    T.StructField("agent", T.DecimalType(20, 0)),
    T.StructField("asn", T.LongType()),
    T.StructField("shared", T.BooleanType()),
    T.StructField("first", T.LongType()),
    T.StructField("last", T.LongType()),
])
LINK = T.StructType([
    T.StructField("id", T.StringType(), False),
    T.StructField("kind", T.StringType(), False),
    T.StructField("severity", T.StringType(), False),
    T.StructField("members", T.ArrayType(T.StringType()), False),
    T.StructField("counts", T.StructType([T.StructField(name, T.LongType()) for name in (
        "addresses", "agentCandidates", "candidates", "candidatesInInput", "interviews",
        "interviewsInInput")]), False),
])


def milliseconds(text):
    """Milliseconds since 1970 of an RFC 3339 time; none where there is none."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    past = moment - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return past.days * 86_400_000 + past.seconds * 1000 + past.microseconds // 1000


class Known:
    """What linking needs of a line of evidence beside its assessment."""

    def __init__(self, line):
        self.name = self.position = self.at = self.span = None
        self.keys = []
        try:
            evidence = json.loads(line)
            interview = evidence["interview"]
            self.name = evidence["platform"], interview["id"]
            position = interview.get("position") or {}
            self.position = text(position, "id") or text(position, "name")
            start, end, made = (milliseconds(interview.get(name))
                                for name in ("startedAt", "completedAt", "createdAt"))
            self.at = next((moment for moment in (start, end, made) if moment is not None), None)
            if start is not None and end is not None and start <= end:
                self.span = start, end
            candidate = evidence.get("candidate") or {}
            email, external, own = (meaning(candidate, name) for name in (
                "email", "externalId", "id"))
            self.keys = [f"{kind}\0{value}" for kind, value in (
                ("email", email and email.replace(" ", "").lower()), ("external", external),
                (f"id {evidence['platform']}", own)) if value]
        except (ValueError, TypeError, KeyError, AttributeError):
            pass  # candor says what is wrong with the line


def text(values, name):
    value = values.get(name)
    return value if isinstance(value, str) and value else None


def meaning(values, name):
    """A text without white space around it; none where it stands for nothing."""
    kept = " ".join((text(values, name) or "").split())
    return None if kept.lower() in PLACEHOLDERS else kept


def traces(assessment, span=None):
    """The addresses and agents of an assessment, each pair once, with the time span of its use.

    Answers without times all lie within the interview, so its span is that of an only pair.
    """
    found = {}
    for observation in (assessment.get("timeline") or {}).get("observations", ()):
        address = observation.get("address")
        network = observation.get("network") or {}
        place = prefix(address["text"]) if address and address.get("scope") == "global" else None
        agent = agent_key(observation.get("client"))
        if place is None and agent is None:
            continue
        at = milliseconds(observation.get("at"))
        known = found.get((place, agent))
        if known is None:
            shared = (network.get("class") in SHARED
                      and network.get("confidence", 0) >= CLASS_CONFIDENCE)
            found[place, agent] = [place, agent, network.get("asn") or None, shared, at, at]
        elif at is not None:
            known[4] = at if known[4] is None else min(known[4], at)
            known[5] = at if known[5] is None else max(known[5], at)
    if len(found) == 1 and span:
        (trace,) = found.values()
        if trace[4] is None:
            trace[4:6] = span
    return [tuple(trace) for trace in found.values()]


def moment(assessment, known):
    """When an interview took place, in milliseconds since 1970."""
    moments = [milliseconds(observation.get("at")) for observation in (
        assessment.get("timeline") or {}).get("observations", ())]
    return min((one for one in moments if one is not None), default=known.at)


@functools.lru_cache(1 << 14)
def prefix(text):
    """The network that stands for an address: itself, or the /64 of IPv6."""
    length = 64 if ":" in text else 32
    return str(ipaddress.ip_network(f"{text}/{length}", strict=False))


def agent_key(client):
    """What an agent says, as one number; none where it says nothing of a device."""
    if not client or client.get("automated"):
        return None
    if not (client.get("os") or client.get("browser") or client.get("class")):
        return None
    return fnv(tuple(client.get(name) or "" for name in (
        "browser", "browserVersion", "os", "osVersion"))
        + (client.get("class") or "unknown",)
        + tuple(client.get(name) or "" for name in ("brand", "model", "inApp")))


@functools.lru_cache(1 << 14)
def fnv(parts):
    """FNV-1a with 64 bits over the parts, each ended by a byte that no text holds."""
    number = 0xCBF29CE484222325
    for part in parts:
        for byte in part.encode() + b"\xff":
            number = (number ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return Decimal(number or 1)


def people(records, folder):
    """The person of each record: those that share a name of any kind are one, also over a third.

    Goes on until nothing changes, a round for each step between two names of a person.
    """
    edges = records.select("record", F.explode("keys").alias("key"))
    labels = records.where(F.size("keys") > 0).select("record", F.col("record").alias("person"))
    spark = records.sparkSession
    turn = 0
    while True:
        lowest = edges.join(labels, "record").groupBy("key").agg(F.min("person").alias("lowest"))
        following = edges.join(lowest, "key").groupBy("record").agg(F.min("lowest").alias("person"))
        # Written down, so that the plan does not grow with every round.
        following.write.mode("overwrite").parquet(f"{folder}/people-{turn}")
        following = spark.read.parquet(f"{folder}/people-{turn}")
        changed = following.withColumnRenamed("person", "now").join(labels, "record").where(
            "now != person").limit(1).count()
        labels = following
        turn += 1
        if not changed:
            return labels


def links(assessed, folder):
    """The links as rows: id, kind, severity, members, counts.

    `assessed` has the columns platform, id, keys, partition, row, position, at, traces; `folder` keeps
    what is on the way.
    """
    records = assessed.select(
        (F.col("partition").cast("long") * (1 << 40) + F.col("row")).alias("record"), "platform", "id",
        "keys", "position", "at", "traces")
    persons = people(records, folder)
    interviews, candidates = records.count(), persons.agg(
        F.countDistinct("person")).first()[0]
    uses = records.join(persons, "record").select(
        "record", F.struct("platform", "id").alias("interview"), "person", "position", "at",
        F.explode("traces").alias("trace")).select(
        "record", "interview", "person", "position", "at", "trace.*")
    users = uses.where(F.col("agent").isNotNull()).groupBy("agent").agg(
        F.countDistinct("person").alias("users"))
    is_rare = (F.col("users") * 100 <= RARE_PERCENT * candidates) \
        if candidates >= RARITY_CANDIDATES else F.lit(False)

    found = at_addresses(uses, users, is_rare).unionByName(on_networks(uses, users, is_rare))

    def finished(row):
        members = [tuple(member) for member in row["members"]]
        identity = identifier(row["kind"], members)
        counts = (set(row["addresses"]), row["agentCandidates"], row["candidates"], candidates,
                  len(members), interviews)
        return identity, row["kind"], row["daysClose"], names(members), counts

    rows = found.rdd.map(finished)
    # Several addresses that just the same interviews share are one link.
    merged = rows.keyBy(lambda row: row[0]).reduceByKey(merge).values().map(complete)
    return records.sparkSession.createDataFrame(merged, LINK)


def merge(one, other):
    addresses = one[4][0] | other[4][0]
    agents = min((row[4][1] for row in (one, other) if row[4][1] is not None), default=None)
    return (*one[:2], one[2] or other[2], one[3], (addresses, agents, *one[4][2:]))


def complete(row):
    """A row as it is written: with the severity that the rules give by default, for the interviews that
    lie nearest where it is not the same for all of them."""
    identity, kind, is_close, members, counts = row
    severity = {"hub": "none", "interleaved": "high"}.get(
        kind, "medium" if kind == "shared-address" and is_close else "low")
    return identity, kind, severity, members, (len(counts[0]) or None, *counts[1:])


def at_addresses(uses, users, is_rare):
    """Links by an address, by an address and a rare agent, and the hubs."""
    located = uses.where(F.col("address").isNotNull())
    places = located.groupBy("address").agg(
        F.countDistinct("person").alias("candidates"), members().alias("members"),
        F.max("shared").alias("isShared")).where("candidates > 1")
    is_hub = F.col("candidates") >= HUB_CANDIDATES
    few = places.where(~is_hub)

    one = located.where(F.col("agent").isNotNull()).join(
        few.select("address", "isShared", F.size("members").alias("all")), "address")
    agents = one.groupBy("address", "agent", "isShared", "all").agg(
        F.countDistinct("person").alias("candidates"), members().alias("members")).where(
        "candidates > 1").join(users, "agent").withColumn("isRare", is_rare).withColumn(
        "isOfAll", F.size("members") == F.col("all"))
    rare = agents.where("isRare")

    turns, close = near(one.join(rare.where("not isShared").select("address", "agent"),
                                 ["address", "agent"]))
    most = turns.groupBy("address", "agent").agg(F.max(F.size("members")).alias("inTurns"))
    together = rare.join(most, ["address", "agent"], "left").join(
        close, ["address", "agent"], "left").where(
        F.coalesce("inTurns", F.lit(0)) < F.size("members"))
    alone = few.where("not isShared").join(
        rare.where("isOfAll").select("address"), "address", "left_anti").join(
        agents.where("isOfAll").groupBy("address").agg(F.min("users").alias("users")),
        "address", "left")

    def rows(links, kind, users=F.col("users"), close=F.lit(False), addresses=F.array("address")):
        return links.select("members", "candidates", addresses.alias("addresses"),
                            users.alias("agentCandidates"), kind.alias("kind"),
                            close.alias("daysClose"))

    address, agent = F.lit("shared-address"), F.lit("shared-agent")
    no_address = F.array().cast("array<string>")
    return rows(alone, address).unionByName(
        rows(turns.join(rare.select("address", "agent", "users"), ["address", "agent"]),
             F.lit("interleaved"))).unionByName(
        # An agent at an address that many people share by its nature weighs no more than in its
        # network.
        rows(together, F.when(F.col("isShared"), agent).otherwise(address),
             close=F.coalesce("isClose", F.lit(False)),
             addresses=F.when(F.col("isShared"), no_address).otherwise(
                 F.array("address")))).unionByName(
        rows(places.where(is_hub & ~F.col("isShared")), F.lit("hub"), F.lit(None).cast("long")))


def near(uses):
    """Of uses of rare agents by address and agent: those in turns, and whether any two are close."""
    names = ["person", "position", "at", "first", "last"]
    other = uses.select("address", "agent", *(F.col(name).alias(f"other_{name}") for name in names))
    pairs = uses.join(other, ["address", "agent"]).where(
        (F.col("person") != F.col("other_person")) & (F.col("position") == F.col("other_position")))
    same = ["address", "agent", "position"]
    found = pairs.where(overlap()).select(
        *same, "interview", "record", "person", "first", "last").distinct()
    # Where all before ended before the next began, another group begins.
    before = Window.partitionBy(*same).orderBy("first", "last", "record")
    latest = F.max("last").over(before.rowsBetween(Window.unboundedPreceding, -1))
    is_next = F.coalesce(F.col("first") >= latest, F.lit(False)).cast("int")
    turns = found.withColumn("isNext", is_next).withColumn("group", F.sum("isNext").over(
        before.rowsBetween(Window.unboundedPreceding, 0))).groupBy(*same, "group").agg(
        F.countDistinct("person").alias("candidates"), members().alias("members"))
    close = pairs.groupBy("address", "agent").agg(F.max(F.coalesce(
        F.abs(F.col("at") - F.col("other_at")) <= CLOSE_MILLISECONDS,
        F.lit(False))).alias("isClose"))
    return turns, close


def overlap():
    """Whether each of two spans begins before the other ends."""
    first, last, other_first, other_last = map(F.col, ("first", "last", "other_first", "other_last"))
    return (first < other_last) & (other_first < last)


def on_networks(uses, users, is_rare):
    """Links by a rare agent in one network, unless all of them share one address of it."""
    eligible = uses.where(
        F.col("agent").isNotNull() & F.col("asn").isNotNull() & ~F.col("shared")).join(
        users, "agent").where(is_rare)
    groups = eligible.groupBy("agent", "asn").agg(
        F.countDistinct("person").alias("candidates"), members().alias("members"),
        F.first("users").alias("agentCandidates")).where(
        (F.col("candidates") > 1) & (F.col("candidates") < HUB_CANDIDATES))
    most = eligible.where(F.col("address").isNotNull()).groupBy("agent", "asn", "address").agg(
        F.countDistinct("person").alias("owners")).groupBy("agent", "asn").agg(
        F.max("owners").alias("owners"))
    return groups.join(most, ["agent", "asn"], "left").where(
        F.coalesce("owners", F.lit(0)) < F.col("candidates")).select(
        "members", "candidates", F.array().cast("array<string>").alias("addresses"), "agentCandidates",
        F.lit("shared-agent").alias("kind"), F.lit(False).alias("daysClose"))


def members():
    """The interviews of a group, each line of evidence once."""
    return F.transform(
        F.array_sort(F.collect_set(F.struct("interview", "record"))), lambda one: one["interview"])


def identifier(kind, interviews):
    """The id of a link: a hash of kind and members that does not depend on their order."""
    sums = [0, 0, 0, 0]
    for platform, name in interviews:
        digest = hashlib.sha256(f"{platform}\0{name}".encode()).digest()
        for word in range(4):
            sums[word] += int.from_bytes(digest[word * 8:word * 8 + 8], "big")
    words = ":".join(str(word % (1 << 64)) for word in sums)
    return "sha256:" + hashlib.sha256(f"{kind}:{len(interviews)}:{words}".encode()).hexdigest()


def names(interviews):
    """The ids of the members that are named, with the platform where two are alike."""
    pairs = set(interviews[:MAXIMUM_MEMBERS])
    alike = {}
    for platform, name in pairs:
        alike.setdefault(name, []).append(platform)
    return sorted(
        (text for name, platforms in alike.items() for text in (
            [name] if len(platforms) == 1 else [f"{platform}/{name}" for platform in platforms])),
        key=str.encode)
