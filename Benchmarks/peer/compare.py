"""Whether the script and Candor find the same: interview by interview, over the rules both have.

usage: compare.py SCRIPT.ndjson CANDOR.ndjson [EXAMPLES]

A finding is its rule, its severity and its answers. Every disagreement is told by its kind with a few
interviews as examples. Ends with 1 where fewer than 99.9 % of the interviews agree.
"""

import json
import sys
from collections import Counter

from integrity import RULES

LEAST = 0.999


def found(findings):
    return Counter((f["rule"], f["severity"], tuple(f["observations"])) for f in findings)


def classes(ours, theirs):
    """The kinds of difference between two sets of findings."""
    for rule, severity, where in (ours - theirs).keys() | (theirs - ours).keys():
        both = [sorted(s for r, s, w in one if r == rule and w == where) for one in (ours, theirs)]
        if both[0] and both[1]:
            yield f"{rule}: severity (script {both[0][0]}, candor {both[1][0]})"
            continue
        if any(r == rule for r, _, _ in ours) and any(r == rule for r, _, _ in theirs):
            yield f"{rule}: other answers"
            continue
        yield f"{rule}: only " + ("the script" if both[0] else "candor")


def main(script_path, candor_path, examples=3):
    same = flagged_same = count = ours_flagged = theirs_flagged = findings = 0
    kinds, flags, shown = Counter(), Counter(), {}
    with open(script_path, encoding="utf-8") as one, open(candor_path, encoding="utf-8") as two:
        for number, (left, right) in enumerate(zip(one, two, strict=True)):
            ours, theirs = json.loads(left), json.loads(right)
            if ours["interview"] != theirs["interview"]["id"]:
                sys.exit(f"line {number + 1}: another interview")
            count += 1
            common = found(f for f in theirs["findings"] if f["rule"] in RULES)
            mine = found(ours["findings"])
            findings += sum(common.values())
            if mine == common:
                same += 1
            else:
                for kind in set(classes(mine, common)):
                    kinds[kind] += 1
                    shown.setdefault(kind, []).append(number + 1)
            flagged = [a["outcome"] in ("review", "priority") for a in (ours, theirs)]
            ours_flagged += flagged[0]
            theirs_flagged += flagged[1]
            flagged_same += flagged[0] == flagged[1]
            if flagged[0] != flagged[1]:
                others = sorted({f["rule"] for f in theirs["findings"]
                                 if f["rule"] not in RULES and f["effectiveSeverity"] != "none"})
                kind = "by " + ", ".join(others) if others else (
                    "by explanations or the way findings add up")
                kind = ("only candor: " if flagged[1] else "only the script: ") + kind
                flags[kind] += 1
                shown.setdefault(kind, []).append(number + 1)
    print(f"{count:,} interviews, {findings:,} findings of the {len(RULES)} rules both have")
    print(f"  same findings    {same / count:9.4%}   ({count - same:,} interviews differ)")
    print(f"  same decision    {flagged_same / count:9.4%}   (flagged: script {ours_flagged:,}, "
          f"candor {theirs_flagged:,})")
    for title, differences in (("findings", kinds), ("decisions", flags)):
        for kind, number in differences.most_common():
            lines = ", ".join(map(str, shown[kind][:examples]))
            print(f"  {title}: {kind}: {number:,} (lines {lines})")
    return 0 if count == 0 or same / count >= LEAST else 1


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:3], *map(int, sys.argv[3:])))
