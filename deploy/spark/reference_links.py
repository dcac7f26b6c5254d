"""Links between candidates by plain loops in one process: what Spark's answer is checked with."""

import json
from collections import defaultdict

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

    found, places = {}, defaultdict(set)

    def add(kind, uses, agentCandidates, address=None):
        members = list({id(record): record["name"] for record, _ in uses}.values())
        counts = {"candidates": len(who(uses)), "candidatesInInput": len(candidates),
                  "interviews": len(members), "interviewsInInput": len(records)}
        name = candor_links.identifier(kind, members)
        places[name] |= {address} - {None}
        if name in found:
            agentCandidates = min((count for count in (
                agentCandidates, found[name][2].get("agentCandidates")) if count is not None),
                default=None)
        if places[name]:
            counts["addresses"] = len(places[name])
        if agentCandidates is not None:
            counts["agentCandidates"] = agentCandidates
        found[name] = (kind, tuple(candor_links.names(sorted(members))), counts)

    for address, uses in byAddress.items():
        people = who(uses)
        if len(people) < 2:
            continue
        isShared = any(trace[3] for _, trace in uses)
        if len(people) >= 6:
            if not isShared:
                add("hub", uses, None, address)
            continue
        count, isAlone = None, not isShared
        for agent in {trace[1] for _, trace in uses if trace[1]}:
            same = [(record, trace) for record, trace in uses if trace[1] == agent]
            if len(who(same)) < 2:
                continue
            isOfAll = len(same) == len({id(record) for record, _ in uses})
            if not rare(agent):
                if isOfAll:
                    count = min(count or len(users[agent]), len(users[agent]))
                continue
            if isShared:
                add("shared-agent", same, len(users[agent]))
                continue
            isAlone = isAlone and not isOfAll
            inTurns = defaultdict(list)
            for use in same:
                if any(interleaved(use, other) for other in same):
                    inTurns[use[0]["position"]].append(use)
            groups = [some for uses in inTurns.values() for some in apart(uses)]
            for some in groups:
                add("interleaved", some, len(users[agent]), address)
            if all(len(some) < len(same) for some in groups):
                add("shared-address", same, len(users[agent]), address)
        if isAlone:
            add("shared-address", uses, count, address)
    for (_, agent), uses in byAgent.items():
        people = who(uses)
        if not 1 < len(people) < 6 or not rare(agent):
            continue
        owners = defaultdict(set)
        for record, trace in uses:
            if trace[0]:
                owners[trace[0]].add(record["person"])
        if all(len(owner) < len(people) for owner in owners.values()):
            add("shared-agent", uses, len(users[agent]))
    return found


def interleaved(one, other):
    """Whether two people used a trace in turns for one position."""
    (left, trace), (right, otherTrace) = one, other
    if left["person"] == right["person"] or not left["position"] \
            or left["position"] != right["position"] or None in (*trace[4:6], *otherTrace[4:6]):
        return False
    return trace[4] < otherTrace[5] and otherTrace[4] < trace[5]


def apart(uses):
    """Uses in groups of which none lies in the time of another."""
    groups, end = [], None
    for use in sorted(uses, key=lambda use: use[1][4:6]):
        first, last = use[1][4:6]
        if end is None or first >= end:
            groups.append([])
        groups[-1].append(use)
        end = last if end is None else max(end, last)
    return groups
