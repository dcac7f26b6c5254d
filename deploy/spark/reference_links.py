"""Links between candidates by plain loops in one process: what Spark's answer is checked with."""

import hashlib
import json
from collections import defaultdict
from itertools import combinations

import candor_links


def links(evidence, assessments):
    """Kind, members and counts of each link by its id; from lines of evidence and of assessments."""
    records = []
    for line, answer in zip(evidence, assessments, strict=True):
        whole = json.loads(answer)
        interview = whole["interview"]
        if "candidate" not in interview:
            continue
        _, position, at = candor_links.about(line)
        traces = candor_links.traces(whole)
        first = [trace[4] for trace in traces if trace[4] is not None]
        records.append({
            "interview": f"{interview['platform']}/{interview['id']}",
            "candidate": interview["candidate"], "position": position,
            "at": min(first) if first else at, "traces": traces})
    candidates = {record["candidate"] for record in records}
    users, byAddress, byAgent = defaultdict(set), defaultdict(list), defaultdict(list)
    for record in records:
        for trace in record["traces"]:
            address, agent, asn = trace[:3]
            if agent:
                users[agent].add(record["candidate"])
            if address:
                byAddress[address].append((record, trace))
            if agent and asn is not None:
                byAgent[asn, agent].append((record, trace))

    def rare(agent):
        return len(candidates) >= 100 and len(users[agent]) * 100 <= len(candidates)

    found = {}

    def add(kind, key, uses, agentCandidates):
        counts = {"candidates": len({record["candidate"] for record, _ in uses}),
                  "candidatesInInput": len(candidates), "interviewsInInput": len(records)}
        if agentCandidates is not None:
            counts["agentCandidates"] = agentCandidates
        name = "sha256:" + hashlib.sha256(f"{kind}\n{key}".encode()).hexdigest()
        found[name] = (kind, tuple(sorted({record["interview"] for record, _ in uses})), counts)

    for address, uses in byAddress.items():
        people = {record["candidate"] for record, _ in uses}
        if len(people) < 2:
            continue
        if len(people) >= 6:
            add("hub", address, uses, None)
            continue
        isShared = any(trace[3] for _, trace in uses)
        kind, together, isRare = "shared-address", [], False
        for (one, left), (other, right) in combinations(uses, 2):
            if one["candidate"] == other["candidate"] or not left[1] or left[1] != right[1]:
                continue
            together.append(len(users[left[1]]))
            if not rare(left[1]):
                continue
            isRare = True
            times = (*left[4:6], *right[4:6])
            if not isShared and None not in times and left[4] < right[5] and right[4] < left[5]:
                kind = "interleaved"
        if isRare or not isShared:
            add(kind, address, uses, min(together, default=None))
    for (asn, agent), uses in byAgent.items():
        if len({record["candidate"] for record, _ in uses}) < 2 or not rare(agent):
            continue
        if any(trace[3] for _, trace in uses):
            continue
        if len({trace[0] for _, trace in uses if trace[0]}) > 1:
            add("shared-agent-on-network", f"AS{asn} {agent}", uses, len(users[agent]))
    return found
