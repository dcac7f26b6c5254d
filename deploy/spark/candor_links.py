"""Links between candidates, counted by Spark: the same as `candor analyze --links` finds.

A shared address is counted per IPv6 /64; six candidates or more on one are a hub and no evidence;
relays, anonymisers and carriers' gateways never link by their address alone; an agent is rare where
at most one candidate in a hundred uses it, counted over at least a hundred.
"""

import functools
import ipaddress
import json
from datetime import datetime, timezone

from pyspark.sql import functions as F
from pyspark.sql import types as T

HUB_CANDIDATES = 6
RARE_PART = 0.01
RARITY_CANDIDATES = 100
CLOSE_MILLISECONDS = 7 * 86_400_000
CLASS_CONFIDENCE = 50
SHARED = {"vpn", "tor", "proxy", "hosting", "satellite", "anycast", "relay", "cellular"}

TRACE = T.StructType([
    T.StructField("address", T.StringType()),
    T.StructField("agent", T.StringType()),
    T.StructField("asn", T.LongType()),
    T.StructField("shared", T.BooleanType()),
    T.StructField("first", T.LongType()),
    T.StructField("last", T.LongType()),
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


def about(line):
    """Of a line of evidence: whose it is, the position, and when it took place by the interview."""
    try:
        evidence = json.loads(line)
        interview = evidence["interview"]
        position = interview.get("position") or {}
        moments = (milliseconds(interview.get(name))
                   for name in ("startedAt", "completedAt", "createdAt"))
        return (
            (evidence["platform"], interview["id"]), position.get("id"),
            next((moment for moment in moments if moment is not None), None))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, None, None


def traces(assessment):
    """The addresses and agents of an assessment, each pair once, with the time span of its use."""
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
            found[place, agent] = [place, agent, network.get("asn"), shared, at, at]
        elif at is not None:
            known[4] = at if known[4] is None else min(known[4], at)
            known[5] = at if known[5] is None else max(known[5], at)
    return [tuple(trace) for trace in found.values()]


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
    return str(number)


def links(assessed):
    """The links as rows: id, kind, severity, members, counts.

    `assessed` has the columns platform, id, candidate, partition, row, position, at, traces.
    """
    records = assessed.where(F.col("candidate").isNotNull()).select(
        F.concat_ws("/", "platform", "id").alias("interview"), "candidate", "position", "at",
        "traces")
    totals = records.agg(
        F.countDistinct("candidate").alias("candidates"), F.count("*").alias("interviews")).first()
    candidates, interviews = totals["candidates"], totals["interviews"]
    is_known = candidates >= RARITY_CANDIDATES

    uses = records.select(
        "interview", "candidate", "position", "at", F.explode("traces").alias("trace")).select(
        "interview", "candidate", "position", "at", "trace.*")
    users = uses.where(F.col("agent").isNotNull()).groupBy("agent").agg(
        F.countDistinct("candidate").alias("users"))
    is_rare = (F.col("users") <= RARE_PART * candidates) if is_known else F.lit(False)

    by_address = at_addresses(uses, users, is_rare)
    by_agent = on_networks(uses, users, is_rare)
    return by_address.unionByName(by_agent).select(
        identifier(F.col("kind"), F.col("key")).alias("id"), "kind", "severity",
        F.array_sort("members").alias("members"),
        F.struct(
            F.col("agentCandidates").cast("long").alias("agentCandidates"),
            F.col("candidates").cast("long").alias("candidates"),
            F.lit(candidates).cast("long").alias("candidatesInInput"),
            F.lit(interviews).cast("long").alias("interviewsInInput")).alias("counts"))


def at_addresses(uses, users, is_rare):
    """Links by an address, and the hubs."""
    located = uses.where(F.col("address").isNotNull())
    places = located.groupBy("address").agg(
        F.countDistinct("candidate").alias("candidates"),
        F.collect_set("interview").alias("members"),
        F.max("shared").alias("isShared")).where("candidates > 1")
    few = places.where(F.col("candidates") < HUB_CANDIDATES).select("address", "isShared")

    one = located.where(F.col("agent").isNotNull()).join(few, "address")
    names = ["candidate", "position", "at", "first", "last"]
    other = one.select("address", "agent", *(F.col(name).alias(f"other_{name}") for name in names))
    pairs = one.join(other, ["address", "agent"]).where(
        F.col("candidate") < F.col("other_candidate")).join(users, "agent")
    counts = is_rare & ~F.col("isShared")
    is_interleaved = F.coalesce(
        (F.col("first") < F.col("other_last")) & (F.col("other_first") < F.col("last")),
        F.lit(False))
    is_close = F.coalesce(
        (F.col("position") == F.col("other_position"))
        & (F.abs(F.col("at") - F.col("other_at")) <= CLOSE_MILLISECONDS), F.lit(False))
    weighed = pairs.groupBy("address").agg(
        F.min("users").alias("agentCandidates"), F.max(is_rare).alias("isRare"),
        F.max(counts & is_interleaved).alias("isInterleaved"),
        F.max(counts & is_close).alias("isClose"))

    is_hub = F.col("candidates") >= HUB_CANDIDATES
    return places.join(weighed, "address", "left").where(
        is_hub | ~F.col("isShared") | F.coalesce("isRare", F.lit(False))).select(
        F.col("address").alias("key"), "members", "candidates",
        F.when(~is_hub, F.col("agentCandidates")).alias("agentCandidates"),
        F.when(is_hub, "hub").when(F.col("isInterleaved"), "interleaved").otherwise(
            "shared-address").alias("kind"),
        F.when(is_hub, "none").when(F.col("isInterleaved"), "high").when(
            F.col("isClose"), "medium").otherwise("low").alias("severity"))


def on_networks(uses, users, is_rare):
    """Links by a rare agent in one network, at different addresses."""
    return uses.where(F.col("agent").isNotNull() & F.col("asn").isNotNull()).groupBy(
        "agent", "asn").agg(
        F.countDistinct("candidate").alias("candidates"),
        F.collect_set("interview").alias("members"), F.max("shared").alias("isShared"),
        F.countDistinct("address").alias("addresses")).where(
        (F.col("candidates") > 1) & ~F.col("isShared") & (F.col("addresses") > 1)).join(
        users, "agent").where(is_rare).select(
        F.concat(F.lit("AS"), F.col("asn"), F.lit(" "), F.col("agent")).alias("key"), "members",
        "candidates", F.col("users").alias("agentCandidates"),
        F.lit("shared-agent-on-network").alias("kind"), F.lit("low").alias("severity"))


def identifier(kind, key):
    """The id of a link, which names the trace without telling it."""
    return F.concat(F.lit("sha256:"), F.sha2(F.concat(kind, F.lit("\n"), key), 256))
