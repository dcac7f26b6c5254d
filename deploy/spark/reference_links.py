"""Links between candidates by plain loops in one process: what Spark's answer is checked with."""

import json
from collections import defaultdict
from itertools import combinations

import candor_links


def persons(records):
    """A number for each record's person."""
    parents = list(range(len(records)))

    def root(number):
        while parents[number] != number:
            number = parents[number]
        return number

    owners = {}
    for number, record in enumerate(records):
        for key in record["keys"]:
            if key in owners:
                one, other = root(owners[key]), root(number)
                parents[max(one, other)] = min(one, other)
            owners.setdefault(key, number)
    return [root(number) for number in range(len(records))]


def links(evidence, assessments):
    """Kind, members and counts of each link by its id; from lines of evidence and of assessments."""
    records = []
    for line, answer in zip(evidence, assessments, strict=True):
        whole, known = json.loads(answer), candor_links.Known(line)
        records.append({
            "name": known.name, "keys": known.keys, "position": known.position,
            "at": candor_links.moment(whole, known),
            "traces": candor_links.traces(whole, known.span) if known.keys else []})
    for number, person in enumerate(persons(records)):
        records[number]["person"] = person
    candidates = {record["person"] for record in records if record["keys"]}
    users, byAddress, byAgent = defaultdict(set), defaultdict(list), defaultdict(list)
    for record in records:
        for trace in record["traces"]:
            address, agent, asn, isShared = trace[:4]
            if agent:
                users[agent].add(record["person"])
            if address:
                byAddress[address].append((record, trace))
            if agent and asn and not isShared:
                byAgent[asn, agent].append((record, trace))

    def rare(agent):
        return len(candidates) >= 100 and len(users[agent]) * 100 <= len(candidates)

    def who(uses):
        return {record["person"] for record, _ in uses}

    found = {}

    def add(kind, uses, agentCandidates, addresses):
        members = list({id(record): record["name"] for record, _ in uses}.values())
        counts = {"candidates": len(who(uses)), "candidatesInInput": len(candidates),
                  "interviews": len(members), "interviewsInInput": len(records)}
        name = candor_links.identifier(kind, members)
        if name in found:
            earlier = found[name][2]
            addresses += earlier.get("addresses", 0)
            agentCandidates = min((count for count in (
                agentCandidates, earlier.get("agentCandidates")) if count is not None), default=None)
        if addresses:
            counts["addresses"] = addresses
        if agentCandidates is not None:
            counts["agentCandidates"] = agentCandidates
        found[name] = (kind, tuple(candor_links.names(sorted(members))), counts)

    for uses in byAddress.values():
        people = who(uses)
        if len(people) < 2:
            continue
        isShared = any(trace[3] for _, trace in uses)
        if len(people) >= 6:
            if not isShared:
                add("hub", uses, None, 1)
            continue
        kind, rarest = "shared-address", None
        for agent in sorted({trace[1] for _, trace in uses if trace[1]}):
            same = [(record, trace) for record, trace in uses if trace[1] == agent]
            if len(who(same)) < 2:
                continue
            if rarest is None or len(users[agent]) < len(users[rarest]):
                rarest = agent
            if rare(agent) and any(interleaved(*pair) for pair in combinations(same, 2)):
                kind = "interleaved"
        count = None if rarest is None else len(users[rarest])
        if not isShared:
            add(kind, uses, count, 1)
        elif rarest and rare(rarest):
            add("shared-agent", [use for use in uses if use[1][1] == rarest], count, 0)
    for (_, agent), uses in byAgent.items():
        people = who(uses)
        if not 1 < len(people) < 6 or not rare(agent):
            continue
        owners = defaultdict(set)
        for record, trace in uses:
            if trace[0]:
                owners[trace[0]].add(record["person"])
        if all(len(owner) < len(people) for owner in owners.values()):
            add("shared-agent", uses, len(users[agent]), 0)
    return found


def interleaved(one, other):
    """Whether two people used a trace in turns for one position."""
    (left, trace), (right, otherTrace) = one, other
    if left["person"] == right["person"] or not left["position"] \
            or left["position"] != right["position"] or None in (*trace[4:6], *otherTrace[4:6]):
        return False
    early, late = sorted((trace[4:6], otherTrace[4:6]))
    return late[0] < early[1]
