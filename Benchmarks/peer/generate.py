"""Made-up evidence: interviews of ten answers, most of them dull. Standard library only.

usage: generate.py LOCATION-FOLDER COUNT [FIRST [SEED]]

Writes NDJSON to standard output, the same bytes for the same numbers; the interviews of a smaller
COUNT are the first of a larger one, those before FIRST are left out, and another SEED makes others. About one transition in
fourteen changes something, a few interviews in a hundred are worth a flag, some lack data, some carry
times. The agents are those that are common, and those of uap-core's test files.
"""

import json
import os
import pickle
import random
import re
import sys

SEED = 20260301
UAP_CORE = os.environ.get("CANDOR_UAP_CORE", "/usr/share/uap-core")
FILES = [
    "tests/test_ua.yaml", "tests/test_os.yaml", "tests/test_device.yaml",
    "test_resources/additional_os_tests.yaml", "test_resources/firefox_user_agent_strings.yaml",
    "test_resources/opera_mini_user_agent_strings.yaml",
    "test_resources/pgts_browser_list.yaml",
    "test_resources/podcasting_user_agent_strings.yaml",
]
ANSWERS = 10
# Kind of interview, and its share of a thousand.
KINDS = [
    ("steady", 620), ("rotating", 90), ("dual", 60), ("readdressed", 60), ("hop", 45),
    ("hidden", 14), ("hiddenThroughout", 5), ("updated", 30), ("otherNetwork", 14),
    ("missing", 25), ("blank", 3), ("webcam", 10), ("region", 4), ("country", 5),
    ("countryAndDevice", 5), ("people", 1), ("deviceReturn", 3), ("farReturn", 2),
    ("automated", 2), ("declared", 2),
]
PLACEHOLDERS = ["null", '""', '"-"', '"unknown"', '"Not Available"']
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
MOBILE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


def chrome(system, version, tail="Safari/537.36"):
    return f"Mozilla/5.0 ({system}) {WEBKIT} Chrome/{version}.0.0.0 {tail}"


WINDOWS = "Windows NT 10.0; Win64; x64"
MAC = "Macintosh; Intel Mac OS X 10_15_7"
DESKTOPS = (
    [chrome(WINDOWS, version) for version in range(138, 146)]
    + [chrome(WINDOWS, version, f"Safari/537.36 Edg/{version}.0.0.0") for version in range(138, 146)]
    + [chrome(MAC, version) for version in range(138, 146)]
    + [chrome("X11; Linux x86_64", version) for version in range(142, 146)]
    + [f"Mozilla/5.0 ({MAC}) {MOBILE} Version/{version} Safari/605.1.15"
       for version in ("18.4", "18.5", "18.6", "26.0", "26.1", "26.2")]
    + [f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{version}.0) Gecko/20100101 "
       f"Firefox/{version}.0" for version in range(140, 148)]
)
PHONES = (
    [chrome("Linux; Android 10; K", version, "Mobile Safari/537.36") for version in range(138, 146)]
    + [f"Mozilla/5.0 (iPhone; CPU iPhone OS {system} like Mac OS X) {MOBILE} "
       f"Version/{version} Mobile/15E148 Safari/604.1"
       for system, version in (("17_5", "17.5"), ("18_3", "18.3"), ("18_5", "18.5"),
                               ("18_6", "26.1"), ("18_7", "26.2"))]
    + [chrome(f"Linux; Android {system}; {model}", 120, "Mobile Safari/537.36")
       for system, model in ((13, "SM-S918B"), (14, "Pixel 7"), (13, "SM-A546B"), (12, "M2102J20SG"))]
)
PROGRAMS = [
    "python-requests/2.32.3", "curl/8.5.0",
    chrome("X11; Linux x86_64", 131).replace(" Chrome/", " HeadlessChrome/"),
]


def scalar(text):
    """The text of a YAML scalar on one line; none where this reader does not understand it."""
    if text.startswith("'") and text.endswith("'") and len(text) > 1:
        return text[1:-1].replace("''", "'")
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        try:
            return json.loads(text)
        except ValueError:
            return None
    return None if not text or text[0] in "|>&*!{[#" else text


def corpus():
    """The different agents of uap-core's test files, in order of appearance."""
    seen = {}
    line = re.compile(r"^\s*-?\s*user_agent_string:\s*(.*?)\s*$")
    for name in FILES:
        with open(os.path.join(UAP_CORE, name), encoding="utf-8") as file:
            for text in file:
                found = line.match(text)
                agent = found and scalar(found.group(1))
                if agent and agent.isprintable():
                    seen.setdefault(agent)
    return list(seen)


class Addresses:
    """Addresses out of the networks of the location data."""

    def __init__(self, folder):
        with open(os.path.join(folder, "pool.pickle"), "rb") as file:
            pool = pickle.load(file)
        self.lines, self.sixes, self.cells, self.hidden = [], [], {}, []
        self.byTown, self.byCountry, self.byNumber = {}, {}, {}
        for (code, kind), networks in sorted(pool.items()):
            for network in networks:
                isSix = network[0] >> 32 != 0
                entry = (code, *network)
                if kind == "line":
                    (self.sixes if isSix else self.lines).append(entry)
                    if isSix:
                        self.byNumber.setdefault(network[2], []).append(entry)
                    else:
                        self.byTown.setdefault((code, network[3]), []).append(entry)
                        self.byCountry.setdefault(code, []).append(entry)
                elif kind == "cellular" and not isSix:
                    self.cells.setdefault(code, []).append(entry)
                elif kind in ("hosting", "vpn") and not isSix:
                    self.hidden.append(entry)
        self.both = [entry for entry in self.lines if entry[3] in self.byNumber]

    @staticmethod
    def text(rng, entry):
        bits, depth = entry[1], entry[2]
        if bits >> 32 == 0:
            number = bits + 1 + int(rng.random() * ((1 << (128 - depth)) - 2))
            return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        return Addresses.inside(rng, Addresses.site(rng, entry))

    @staticmethod
    def site(rng, entry):
        """The first 64 bits of a line."""
        return (entry[1] >> 64) + int(rng.random() * (1 << (64 - entry[2])))

    @staticmethod
    def inside(rng, site):
        """An address of a /64, with a random lower half."""
        lower = int(rng.random() * (1 << 53)) << 10 | 0x200
        groups = [site >> shift & 0xFFFF for shift in (48, 32, 16, 0)]
        groups += [lower >> shift & 0xFFFF for shift in (48, 32, 16, 0)]
        return ":".join(f"{group:x}" for group in groups)


class Generator:
    """Interviews, one after another."""

    def __init__(self, folder, seed):
        self.addresses = Addresses(folder)
        self.rng = random.Random(seed)
        self.corpus = corpus()
        self.kinds = [name for name, share in KINDS for _ in range(share)]
        self.texts = {}
        hubs = random.Random(seed + 1)
        self.hubs = [Addresses.text(hubs, hubs.choice(self.addresses.lines)) for _ in range(8)]
        self.recent = []
        # Address and agent of the last steady interviews, without and with times of the answers.
        self.twins = {False: None, True: None}

    def quoted(self, agent):
        text = self.texts.get(agent)
        if text is None:
            text = self.texts[agent] = json.dumps(agent)
        return text

    def pick(self, items):
        return items[int(self.rng.random() * len(items))]

    def steadyAgent(self):
        return self.pick(self.corpus) if self.rng.random() < 0.32 else self.mainAgent()

    def mainAgent(self):
        return self.pick(DESKTOPS if self.rng.random() < 0.7 else PHONES)

    def otherCountry(self, code):
        while True:
            entry = self.pick(self.addresses.lines)
            if entry[0] != code:
                return entry

    def home(self):
        """The network of a home, and an address of it."""
        part = self.rng.random()
        entry = self.pick(self.addresses.lines)
        if part < 0.004:
            return entry, self.pick(self.hubs)
        if part < 0.012 and self.recent:
            return entry, self.pick(self.recent)
        address = Addresses.text(self.rng, entry)
        self.recent.append(address)
        del self.recent[:-200]
        return entry, address

    def answers(self, kind):
        """For each answer an address and an agent, `None` where there is none."""
        rng, addresses = self.rng, self.addresses
        entry, ip = self.home()
        cut = 1 + int(rng.random() * (ANSWERS - 1))
        if kind in ("steady", "declared", "blank", "missing"):
            return [(ip, self.steadyAgent())] * ANSWERS
        if kind == "rotating":
            site = Addresses.site(rng, self.pick(addresses.sixes))
            changes = sorted(1 + int(rng.random() * 9) for _ in range(2 + int(rng.random() * 3)))
            own = [Addresses.inside(rng, site) for _ in range(len(changes) + 1)]
            agent = self.steadyAgent()
            return [(own[sum(index >= c for c in changes)], agent) for index in range(ANSWERS)]
        if kind == "dual":
            entry = self.pick(addresses.both)
            own = Addresses.text(rng, entry)
            same = [other for other in addresses.byNumber[entry[3]] if other[0] == entry[0]]
            six = Addresses.text(rng, self.pick(same or addresses.sixes))
            agent, turns = self.steadyAgent(), 1 + int(rng.random() * 3)
            places = sorted(1 + int(rng.random() * 9) for _ in range(turns))
            return [((own, six)[sum(index >= p for p in places) % 2], agent)
                    for index in range(ANSWERS)]
        if kind == "readdressed":
            agent = self.steadyAgent()
            return [(ip, agent)] * cut + [(Addresses.text(rng, entry), agent)] * (ANSWERS - cut)
        if kind == "hop":
            agent = self.pick(PHONES)
            cells = addresses.cells.get(entry[0])
            other = Addresses.text(rng, self.pick(cells)) if cells else ip
            own = Addresses.text(rng, entry)
            return [(own, agent)] * cut + [(other, agent)] * (ANSWERS - cut)
        if kind == "hidden":
            agent, other = self.mainAgent(), Addresses.text(rng, self.pick(addresses.hidden))
            own = [(ip, agent)] * cut + [(other, agent)] * (ANSWERS - cut)
            return own if rng.random() < 0.5 else own[::-1]
        if kind == "hiddenThroughout":
            return [(Addresses.text(rng, self.pick(addresses.hidden)), self.steadyAgent())] * ANSWERS
        if kind == "updated":
            family = self.pick([WINDOWS, MAC])
            version = 138 + int(rng.random() * 6)
            return ([(ip, chrome(family, version))] * cut
                    + [(ip, chrome(family, version + 1))] * (ANSWERS - cut))
        if kind == "otherNetwork":
            agent = self.steadyAgent()
            near = self.pick(addresses.byTown[entry[0], entry[4]])
            return ([(Addresses.text(rng, entry), agent)] * cut
                    + [(Addresses.text(rng, near), agent)] * (ANSWERS - cut))
        return self.notable(kind, entry, cut)

    def notable(self, kind, entry, cut):
        """What a reviewer should see."""
        rng, addresses = self.rng, self.addresses
        ip = Addresses.text(rng, entry)
        agent = self.pick(DESKTOPS)
        if kind == "webcam":
            cells = addresses.cells.get(entry[0])
            other = Addresses.text(rng, self.pick(cells)) if cells and rng.random() < 0.5 else ip
            return [(ip, agent)] * cut + [(other, self.pick(PHONES))] * (ANSWERS - cut)
        if kind == "automated":
            return [(ip, self.pick(PROGRAMS))] * ANSWERS
        if kind == "deviceReturn":
            phone = self.pick(PHONES)
            cut = min(cut, ANSWERS - 2)
            return ([(ip, agent)] * cut + [(ip, phone)] + [(ip, agent)] * (ANSWERS - cut - 1))
        if kind == "region":
            far = Addresses.text(rng, self.pick(addresses.byCountry[entry[0]]))
            return [(ip, agent)] * cut + [(far, agent)] * (ANSWERS - cut)
        abroad = Addresses.text(rng, self.otherCountry(entry[0]))
        if kind == "country":
            return [(ip, agent)] * cut + [(abroad, agent)] * (ANSWERS - cut)
        if kind == "countryAndDevice":
            other = self.pick(PHONES)
            return [(ip, agent)] * cut + [(abroad, other)] * (ANSWERS - cut)
        if kind == "people":
            other = self.pick(PHONES)
            return [((ip, agent), (abroad, other))[index // 2 % 2] for index in range(ANSWERS)]
        cut = min(cut, ANSWERS - 2)
        return [(ip, agent)] * cut + [(abroad, agent)] + [(ip, agent)] * (ANSWERS - cut - 1)

    def interview(self, number):
        """One line."""
        rng = self.rng
        kind = self.kinds[int(rng.random() * len(self.kinds))]
        pairs = self.answers(kind)
        start = number * 157 % 31_000_000 + 1_740_000_000 // 86_400 * 86_400
        gap = 40 + int(rng.random() * 200)
        isTimed, isBounded = rng.random() < 0.12, rng.random() < 0.4
        if kind == "steady":
            if self.twins[isTimed] and rng.random() < (0.01 if isTimed else 0.002):
                # Somebody else at the same address with the same agent, shortly after.
                pairs = self.twins[isTimed]
            self.twins[isTimed] = pairs
        holes = set()
        if kind == "missing":
            holes = {int(rng.random() * ANSWERS) for _ in range(1 + int(rng.random() * 5))}
        elif kind == "blank":
            holes = set(range(ANSWERS))
        which = int(rng.random() * 3) if kind == "missing" else 2
        parts = []
        for index, (ip, agent) in enumerate(pairs):
            ip, agent = f'"{ip}"', self.quoted(agent)
            if index in holes:
                hole = PLACEHOLDERS[int(rng.random() * len(PLACEHOLDERS))]
                ip = hole if which != 1 else ip
                agent = hole if which != 0 else agent
            at = f',"at":"{moment(start + index * gap)}"' if isTimed else ""
            parts.append(
                f'{{"step":{{"id":"{number * 16 + index:024x}","index":{index}}},'
                f'"attempt":0,'
                f'"ip":{ip},"userAgent":{agent}{at}}}')
        ips = dict.fromkeys(ip for ip, _ in pairs) if kind != "blank" else {}
        agents = dict.fromkeys(agent for _, agent in pairs) if kind != "blank" else {}
        declared = ""
        if kind == "declared":
            declared = ',"declaredCountry":"JP"'
        person = number if rng.random() > 0.03 else int(rng.random() * (number + 1))
        times = f'"createdAt":"{moment(start - 86_400)}"'
        if isBounded:
            times += (f',"startedAt":"{moment(start)}",'
                      f'"completedAt":"{moment(start + ANSWERS * gap)}"')
        return (
            f'{{"schema":"candor.evidence/1","platform":"hireflix","interview":{{"id":"'
            f'{number:024x}","hash":"h{number:07x}","status":"to_evaluate",{times},'
            f'"position":{{"id":"{number // 300:024x}","name":"Position {number // 300}"}}}},'
            f'"candidate":{{"id":"c-{person}","email":"c{person}@example.com",'
            f'"name":"Candidate {person}"{declared}}},"seen":{{"ipAddresses":'
            f'[{",".join(map(json.dumps, ips))}],"userAgents":'
            f'[{",".join(map(self.quoted, agents))}]}},"answers":[{",".join(parts)}]}}\n')


def moment(seconds):
    """RFC 3339 of seconds since 1970."""
    days, rest = divmod(seconds, 86_400)
    # Civil date of a day number; http://howardhinnant.github.io/date_algorithms.html
    days += 719_468
    era, day = divmod(days, 146_097)
    year = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * year + year // 4 - year // 100
    part = (5 * day + 2) // 153
    month = part + 3 if part < 10 else part - 9
    year += era * 400 + (month <= 2)
    day = day - (153 * part + 2) // 5 + 1
    return (f"{year}-{month:02d}-{day:02d}T{rest // 3600:02d}:{rest // 60 % 60:02d}:"
            f"{rest % 60:02d}Z")


def main(folder, count, first=0, seed=SEED):
    generator = Generator(folder, seed)
    out = sys.stdout
    out.reconfigure(encoding="utf-8", newline="\n")
    for number in range(count):
        line = generator.interview(number)
        if number >= first:
            out.write(line)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4, 5):
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
