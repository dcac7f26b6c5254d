"""Evidence to findings, as one would write it today without Candor: orjson, ua-parser with its Rust
resolver, maxminddb's C extension, caches, and the main rules by hand.

usage: integrity.py [--workers N] [--flagged] --city CITY.mmdb --asn ASN.mmdb FILE|-

Prints one line for each interview: its outcome and its findings, with the names of Candor's rules.
What it leaves out: rules beyond those in RULES, explanations in words, provenance, links, privacy,
damaged input. Tuned: dull interviews take a short way, and every agent and address is read once.
"""

import argparse
import csv
import functools
import io
import math
import multiprocessing
import os
import re
import socket
import sys
import threading
from datetime import datetime

import maxminddb
import orjson
from ua_parser.core import Domain
from ua_parser.loaders import load_builtins
from ua_parser.regex import Resolver

RULES = (
    "client/automated", "client/missing", "device/class-switch", "device/interleaved",
    "device/model-switch", "device/os-switch", "device/return", "evidence/missing",
    "location/bordering", "location/country-switch", "location/declared-country",
    "location/far-switch", "location/impossible-travel", "location/interleaved",
    "location/region-switch", "location/return", "network/anonymiser-change", "network/hosting",
    "network/satellite", "network/switch", "network/tor", "network/vpn",
)
TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "datasets")
CHUNK_BYTES = 1 << 20
CACHE = 1 << 17
PLACEHOLDERS = {
    "", "-", "--", "null", "(null)", "nil", "none", "unknown", "undefined", "not available", "n/a",
    "na", "not provided", "not set", "empty", "?", "other", "0.0.0.0",
}
FAR_KM, DIFFERENT_KM, CELLULAR_KM, MAXIMUM_KMH = 500.0, 100.0, 300.0, 900.0
HIDING = {"hosting", "vpn", "tor", "proxy", "satellite", "anycast"}
# Begins like a program, or carries a mark of one.
PROGRAM = re.compile(
    r"(?:curl/|libcurl|wget[/ ]|python-requests|python-httpx|python-urllib|python/|aiohttp|httpx/"
    r"|urllib|go-http-client|go http package|java/|java-http-client|jakarta commons-httpclient"
    r"|apache-httpclient|okhttp|axios/|node-fetch|undici|node\.js|got [(]|got/|superagent"
    r"|libwww-perl|lwp::|ruby|faraday|httparty|rest-client/|guzzlehttp|php/|postmanruntime"
    r"|insomnia/|httpie/|reqwest|hyper/|dart/|restsharp|httpclient|winhttp|scrapy|mechanize"
    r"|powershell|deno/|bun/|typhoeus|excon|lua-resty-http)"
    r"|.*(?:headlesschrome|phantomjs|selenium|webdriver|puppeteer|playwright)"
    # Electron, without an app that people use.
    r"|(?!.*(?:slack|teams|discord|skype|zoom|webex|whatsapp|notion|boxnotes|ferdi)).*electron/",
    re.I | re.S)
# A robot by its own words.
ROBOT = re.compile(
    r"googlebot/|bingbot/|gptbot/|(?:chatgpt|claude|perplexity|mistralai)-user/|meta-external"
    r"|facebookexternalhit/|googleother|google-inspectiontool/|bytespider|applebot/|amazonbot/"
    r"|bot/.*[+]http|[+]http.*bot/", re.I | re.S)
# uap-core looks for such words among the first hundred characters, the Rust resolver everywhere.
LATE_WORD = re.compile(
    r".{97,}(?:MSIECrawler|GSiteCrawler|msnbot|SSL-Crawler|RSScrawler|PHPCrawl)", re.S)
# What uap-core takes for robots for the sake of a toolbar has one of these.
BROWSERS = {None, "Chrome", "Edge", "Firefox", "IE", "Netscape", "Opera", "Safari"}
BROWSER = re.compile(r"AppleWebKit/|Gecko/|Trident/|MSIE |Presto/|Opera[/ ]")
PHONE = re.compile(r"iPhone|iPod|Android.*Mobile|Windows Phone")
TABLET = re.compile(r"iPad|Tablet|SM-[TXP]|Nexus (?:7|9|10)\b|Kindle|Silk/")
CONSOLE = re.compile(r"Xbox|PlayStation|Nintendo", re.I)
TELEVISION = re.compile(r"\bDTV\b|SmartTV|SMART-TV|AppleTV|Web0S")
NO_MODEL = {"K", "Smartphone", "Tablet", "iPhone", "iPad", "iPod", "Mac", "Generic Smartphone"}


class Agent:
    __slots__ = ("browser", "major", "os", "kind", "model", "automated", "isWebKit")


class Address:
    __slots__ = (
        "six", "number", "country", "region", "town", "latitude", "longitude", "radius", "asn",
        "kind", "isHidden", "isCellular")

    @property
    def isCountryOnly(self):
        return self.town is None and self.region is None


class Script:
    """What one process keeps."""

    def __init__(self, city, asn):
        self.city = maxminddb.open_database(city, maxminddb.MODE_MMAP_EXT)
        self.asn = maxminddb.open_database(asn, maxminddb.MODE_MMAP_EXT)
        self.resolver = Resolver(load_builtins())
        self.kinds = {
            int(row["asn"]): row["class"] for row in table("networks/asn-classes.csv")
            if int(row["confidence"]) >= 50}
        self.borders = {frozenset((row["a"], row["b"])) for row in table("geo/borders.csv")}
        self.countries = {row["code"]: row for row in table("geo/countries.csv")}
        self.agent = functools.lru_cache(CACHE)(self.read_agent)
        self.address = functools.lru_cache(CACHE)(self.read_address)
        self.device_change = functools.lru_cache(CACHE)(self.device_change)

    # Facts

    def read_agent(self, text):
        if text is None or text.strip().lower() in PLACEHOLDERS:
            return None
        found = self.resolver(text, Domain.ALL)
        agent = Agent()
        family = found.user_agent.family if found.user_agent else None
        agent.browser = family and re.sub(r"Mobile |Microsoft | Mobile| iOS", "", family)
        agent.major = found.user_agent.major if found.user_agent else None
        system = found.os.family if found.os else None
        agent.os = "macOS" if system in ("Mac OS X", "Mac OS") else system
        isSpider = found.device is not None and found.device.family == "Spider" \
            and LATE_WORD.match(text) is None
        agent.automated = PROGRAM.match(text) is not None or ROBOT.search(text) is not None \
            or isSpider and (agent.browser not in BROWSERS or not BROWSER.search(text))
        agent.isWebKit = "AppleWebKit/" in text and "Chrome/" not in text
        agent.model = None
        if found.device and found.device.model not in NO_MODEL and "Android 10; K" not in text:
            agent.model = found.device.model
        if TABLET.search(text):
            agent.kind = "tablet"
        elif PHONE.search(text) or agent.os == "iOS":
            agent.kind = "phone"
        elif CONSOLE.search(text):
            agent.kind = "console"
        elif TELEVISION.search(text):
            agent.kind = "tv"
        elif "X11" in text or agent.os in ("Windows", "macOS", "Chrome OS", "Linux", "Ubuntu"):
            agent.kind = "desktop"
        else:
            agent.kind = None
        if not (agent.automated or agent.kind or found.user_agent or found.os or found.device):
            return None
        return agent

    def read_address(self, text):
        if text is None or text.strip().lower() in PLACEHOLDERS:
            return None
        address = Address()
        address.six = ":" in text
        try:
            packed = socket.inet_pton(socket.AF_INET6 if address.six else socket.AF_INET, text)
        except OSError:
            return None
        address.number = int.from_bytes(packed, "big")
        system = self.asn.get(text)
        address.asn = system and system.get("autonomous_system_number")
        address.kind = self.kinds.get(address.asn)
        address.isHidden = address.kind in HIDING
        address.isCellular = address.kind == "cellular"
        record = self.city.get(text) or {}
        country = record.get("country")
        address.country = country and country.get("iso_code")
        regions, town = record.get("subdivisions"), record.get("city")
        address.region = regions[0].get("iso_code") if regions else None
        address.town = town["names"]["en"] if town else None
        where = record.get("location") or {}
        address.latitude, address.longitude = where.get("latitude"), where.get("longitude")
        radius = where.get("accuracy_radius")
        if radius is not None and address.isCellular:
            radius = max(radius, CELLULAR_KM)
        address.radius = radius
        return address

    # Pairs

    @staticmethod
    def device_change(one, other):
        """The rule that two agents fire; none where they may be one device."""
        if one.automated or other.automated:
            return None
        if {one.kind, other.kind} == {"desktop", "phone"} and one.browser == other.browser \
                and one.major == other.major:
            desktop = one if one.kind == "desktop" else other
            phone = other if desktop is one else one
            if (desktop.os, phone.os) == ("Linux", "Android") \
                    or (desktop.os, phone.os) == ("macOS", "iOS") and desktop.isWebKit:
                return None  # a phone that asked for the desktop site
        if one.kind == "tablet" and one.os == "iOS" and other.os == "macOS" \
                or other.kind == "tablet" and other.os == "iOS" and one.os == "macOS":
            return None  # iPads say that they are Macs
        isFolded = one.model is not None and one.model == other.model \
            and {one.kind, other.kind} == {"phone", "tablet"}
        if one.kind != other.kind and one.kind and other.kind and not isFolded:
            return "device/class-switch"
        if one.os != other.os and one.os and other.os:
            return "device/os-switch"
        if one.model != other.model and one.model and other.model:
            return "device/model-switch"
        return None

    def distance(self, one, other):
        """Nominal and least distance in kilometres, and how two places stand to each other."""
        is_same = one.country == other.country
        is_bordering = not is_same and frozenset((one.country, other.country)) in self.borders
        if not one.isCountryOnly and not other.isCountryOnly and one.radius is not None \
                and other.radius is not None:
            nominal = great_circle(one.latitude, one.longitude, other.latitude, other.longitude)
            least = max(0.0, nominal - one.radius - other.radius)
            if least <= 0:
                return least, "same"
            return least, "far" if least >= FAR_KM else (
                "different" if least >= DIFFERENT_KM else "near")
        if one.country is None or other.country is None:
            return None, "not-comparable"
        if is_same or is_bordering:
            return 0.0, "same"
        least = self.apart(one.country, other.country)
        return least, "far" if least >= FAR_KM else "different"

    @functools.lru_cache(4096)
    def apart(self, one, other):
        """How far two countries are apart at least, taken for circles."""
        one, other = self.countries[one], self.countries[other]
        nominal = great_circle(
            *(float(row[name]) for row in (one, other)
              for name in ("centreLatitude", "centreLongitude")))
        return max(0.0, nominal - float(one["extentKm"]) - float(other["extentKm"]))

    def compare(self, one, other, is_same_device):
        """How two addresses stand to each other: relation, place, least distance."""
        if one is other or one.number == other.number and one.six == other.six:
            return "same-address", "same", 0.0
        both_six = one.six and other.six
        if both_six and one.number >> 64 == other.number >> 64:
            return "same-prefix-64", "same", 0.0
        if one.isHidden or other.isHidden:
            return "anonymised", "not-comparable", None
        least, place = None, None
        is_same_country = None
        if one.country and other.country:
            least, place = self.distance(one, other)
            is_same_country = one.country == other.country
        if both_six and one.number >> 80 == other.number >> 80 and place not in ("far", "different"):
            return "same-site", "same", 0.0
        numbers = one.asn == other.asn if one.asn and other.asn else None
        if one.six != other.six and is_same_country and numbers is not False and (
                numbers or place != "far"):
            return "dual-stack", "same", 0.0
        if one.isCellular and other.isCellular and numbers:
            return "carrier-churn", "not-comparable", None
        if numbers and least is not None and least <= 0:
            return "readdressing", place, least
        if one.isCellular != other.isCellular and is_same_country is not None:
            if is_same_country:
                hop = "carrier-hop" if is_same_device else "carrier-other-device"
                return hop, "not-comparable", None
            if is_same_device:
                return "roaming", place, least
        return "different", place, least

    # Interviews

    def assess(self, line):
        """The outcome and the findings of an interview."""
        evidence = orjson.loads(line)
        answers = evidence["answers"]
        findings = []
        if answers:
            texts = [(a.get("ip"), a.get("userAgent")) for a in answers]
            if texts.count(texts[0]) == len(texts):
                address, agent = self.address(texts[0][0]), self.agent(texts[0][1])
                everything = range(len(texts))
                if agent is None:
                    findings.append(("client/missing", "none", everything, "no agent"))
                elif agent.automated:
                    findings.append(("client/automated", "high", everything, "a program"))
                if address is None:
                    findings.append(("evidence/missing", "none", everything, "no address"))
                elif address.isHidden:
                    findings.append((f"network/{address.kind}", "low", everything, "hides the place"))
                observations = [(address, agent)]
            else:
                observations = self.follow(evidence, answers, findings)
            declared = evidence.get("candidate", {}).get("declaredCountry")
            if declared:
                self.declared(declared, observations, findings)
        else:
            observations = []
        outcome = self.outcome(observations, findings)
        return {
            "interview": evidence["interview"]["id"], "outcome": outcome,
            "findings": [
                {"rule": rule, "severity": severity, "observations": list(where), "summary": text}
                for rule, severity, where, text in findings]}

    def declared(self, declared, observations, findings):
        countries = {a.country for a, _ in observations if a and a.country and not a.isHidden}
        if not countries or declared in countries:
            return
        bordering = all(frozenset((declared, country)) in self.borders for country in countries)
        where = [index for index, (address, _) in enumerate(observations)
                 if address and not address.isHidden and address.country]
        if len(observations) == 1:
            where = range(10)
        findings.append((
            "location/declared-country", "low" if bordering else "medium", where,
            f"{declared} was declared"))

    def follow(self, evidence, answers, findings):
        """What an interview in which something changed shows."""
        times = [a.get("at") for a in answers]
        if all(times):
            order = sorted(range(len(answers)), key=lambda i: (
                times[i], answers[i]["step"]["index"], answers[i].get("attempt", 0)))
        else:
            order = sorted(range(len(answers)), key=lambda i: (
                answers[i]["step"]["index"], answers[i].get("attempt", 0)))
        observations, moments = [], []
        for index in order:
            answer = answers[index]
            observations.append((self.address(answer.get("ip")), self.agent(answer.get("userAgent"))))
            moments.append(answer.get("at"))
        self.alone(observations, findings)
        # Stretches of answers with the same address and agent: first, last, address, agent.
        parts = []
        for index, (address, agent) in enumerate(observations):
            if parts and parts[-1][2] is address and parts[-1][3] is agent:
                parts[-1][1] = index
            else:
                parts.append([index, index, address, agent])
        switches, places, devices = self.switches(parts)
        self.switch_findings(evidence, moments, parts, switches, pattern(places), findings)
        self.pattern_findings(
            len(observations), switches, pattern(places), pattern(devices), findings)
        return observations

    @staticmethod
    def alone(observations, findings):
        """Findings of single answers, told once for an interview."""
        groups = {}
        for index, (address, agent) in enumerate(observations):
            if agent is None:
                groups.setdefault(("client/missing", "none"), []).append(index)
            elif agent.automated:
                groups.setdefault(("client/automated", "high"), []).append(index)
            if address is None:
                groups.setdefault(("evidence/missing", "none"), []).append(index)
            elif address.isHidden:
                groups.setdefault((f"network/{address.kind}", "low"), []).append(index)
        for (rule, severity), where in groups.items():
            findings.append((rule, severity, where, f"{len(where)} answers"))

    def switches(self, parts):
        """The changes between stretches, and the sequences of places and of devices."""
        switches, places, devices = [], [], []
        place_of, device_of = {}, {}  # stretch -> number
        place_firsts, device_firsts = [], []
        last_device = last_address = last_network = None
        for index, (_, _, address, agent) in enumerate(parts):
            found = []
            if agent is not None and not agent.automated:
                if last_device is None:
                    device_of[index] = 0
                    devices.append(0)
                    device_firsts.append(index)
                elif self.device_change(parts[last_device][3], agent):
                    found.append((last_device, "device"))
                    number = next(
                        (n for n, first in enumerate(device_firsts) if n != device_of[last_device]
                         and not self.device_change(parts[first][3], agent)), None)
                    if number is None:
                        number = len(device_firsts)
                        device_firsts.append(index)
                    device_of[index] = number
                    devices.append(number)
                else:
                    device_of[index] = device_of[last_device]
                last_device = index
            if address is not None and address.country and not address.isHidden:
                partner, pair = self.partner(index, parts)
                if partner is None:
                    place_of[index] = places[-1] if places else 0
                    if not places:
                        places.append(0)
                        place_firsts.append(index)
                elif pair[1] in ("far", "different"):
                    found.insert(0, (partner, "place"))
                    number = next(
                        (n for n, first in enumerate(place_firsts) if n != place_of[partner]
                         and self.pair(parts[first], parts[index])[1]
                         not in ("far", "different", "not-comparable", None)), None)
                    if number is None:
                        number = len(place_firsts)
                        place_firsts.append(index)
                    place_of[index] = number
                    places.append(number)
                else:
                    place_of[index] = place_of[partner]
            made = {}
            for partner, _ in found:
                if partner not in made and not (
                        made and any(switch["device"] for switch in made.values())):
                    made[partner] = self.switch(partner, index, parts)
            if address is not None and last_address is not None:
                knows = address.asn is not None or address.kind is not None
                partner = last_network if knows and last_network is not None else last_address
                if parts[partner][2] is not address and partner not in made:
                    switch = self.switch(partner, index, parts)
                    told = any(other["relation"] not in (None, "same-address")
                               for other in made.values())
                    if switch["relation"] != "same-address" and (not told or switch["hiding"]):
                        made[partner] = switch
            switches += sorted(made.values(), key=lambda switch: switch["from"])
            if address is not None:
                last_address = index
                if address.asn is not None or address.kind is not None:
                    last_network = index
        return switches, places, devices

    def partner(self, index, parts):
        """The last stretch before that is comparable in place."""
        for earlier in range(index - 1, -1, -1):
            address = parts[earlier][2]
            if address is None or not address.country or address.isHidden:
                continue
            pair = self.pair(parts[earlier], parts[index])
            if pair[1] not in (None, "not-comparable"):
                return earlier, pair
        return None, None

    def pair(self, one, other):
        is_other = one[3] and other[3] and self.device_change(one[3], other[3])
        return self.compare(one[2], other[2], not is_other)

    def switch(self, one, other, parts):
        before, after = parts[one], parts[other]
        device = before[3] and after[3] and self.device_change(before[3], after[3])
        switch = {"from": before[1], "to": after[0], "device": device, "relation": None,
                  "place": None, "least": None, "hiding": False, "addresses": (before[2], after[2])}
        if before[2] is not None and after[2] is not None:
            switch["relation"], switch["place"], switch["least"] = self.compare(
                before[2], after[2], not device)
            switch["hiding"] = before[2].isHidden != after[2].isHidden
        return switch

    def switch_findings(self, evidence, moments, parts, switches, places, findings):
        networks, hiding = {}, {}
        for switch in switches:
            where = [switch["from"], switch["to"]]
            place, device, least = switch["place"], switch["device"], switch["least"]
            one, other = switch["addresses"]
            moved = place in ("far", "different")
            if device:
                findings.append((device, "high" if moved else "medium", where,
                                 "answers from two devices"))
            if moved:
                severity = "high" if device or place == "far" and places in (
                    "return", "interleaved") else "medium"
                text = f"answers {where[0] + 1} and {where[1] + 1} are {least:,.0f} km apart"
                alone = one.isCountryOnly or other.isCountryOnly
                if one.country == other.country:
                    if place != "far":
                        findings.append(("location/region-switch", severity, where, text))
                elif frozenset((one.country, other.country)) in self.borders:
                    if place != "far":
                        findings.append(("location/bordering", severity, where, text))
                elif alone or least >= DIFFERENT_KM:
                    findings.append(("location/country-switch", severity, where, text))
                if least >= FAR_KM:
                    findings.append(("location/far-switch", severity, where, text))
                abroad = one.country != other.country and (one.isCellular or other.isCellular)
                seconds = gap(evidence["interview"], moments, switch)
                if seconds is not None and not abroad and (
                        least / seconds * 3600 > MAXIMUM_KMH if seconds else least > 0):
                    findings.append(("location/impossible-travel", "high", where, text))
            if switch["hiding"]:
                hiding.setdefault(switch["relation"], []).extend(where)
            relation = switch["relation"]
            if relation in (None, "same-address", "anonymised") or moved or device:
                continue
            changed = relation not in ("same-prefix-64", "same-site", "dual-stack",
                                       "readdressing") and (
                one.asn and other.asn and one.asn != other.asn
                or one.kind and other.kind and one.kind != other.kind)
            if changed or relation in ("dual-stack", "same-prefix-64", "same-site", "readdressing",
                                       "carrier-churn"):
                severity = "low" if changed or relation == "dual-stack" else "none"
                networks.setdefault((relation), [severity, []])[1].extend(where)
        for relation, (severity, where) in networks.items():
            findings.append(("network/switch", severity, sorted(set(where)), relation))
        for where in hiding.values():
            findings.append(("network/anonymiser-change", "low", sorted(set(where)), "on or off"))

    @staticmethod
    def pattern_findings(count, switches, places, devices, findings):
        everything = range(count)
        moves = [switch for switch in switches if switch["place"] in ("far", "different")]
        if places in ("return", "interleaved"):
            far = any(switch["place"] == "far" for switch in moves)
            own = places == "interleaved" and all(switch["device"] for switch in moves)
            findings.append((f"location/{places}", "high" if far or own else "medium", everything,
                             f"{len(moves)} changes of place"))
        if devices in ("return", "interleaved"):
            findings.append((f"device/{devices}", "medium", everything, "changes of device"))

    @staticmethod
    def outcome(observations, findings):
        rank = {"none": 0, "low": 1, "medium": 2, "high": 3}
        best = {}
        for rule, severity, _, text in findings:
            if rule == "network/switch" and text != "different":
                continue  # explained
            kind = rule.split("/")[0]
            best[kind] = max(best.get(kind, 0), rank[severity])
        if 3 in best.values() or best.get("location", 0) == 2 and best.get("device", 0) == 2:
            return "priority"
        if 2 in best.values() or sum(value == 1 for value in best.values()) >= 3:
            return "review"
        return "clear" if any(a or c for a, c in observations) else "not-assessable"


def great_circle(north1, east1, north2, east2):
    north1, north2 = math.radians(north1), math.radians(north2)
    half = math.sin((north2 - north1) / 2) ** 2
    half += math.cos(north1) * math.cos(north2) * math.sin(math.radians(east2 - east1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def pattern(sequence):
    for a, b, c, d in zip(sequence, sequence[1:], sequence[2:], sequence[3:]):
        if a == c and b == d:
            return "interleaved"
    return "return" if len(set(sequence)) < len(sequence) else "one-way"


def gap(interview, moments, switch):
    """Seconds between two answers, or at most between them; none where no time is known."""
    one, other = moments[switch["from"]], moments[switch["to"]]
    if not (one and other):
        one, other = interview.get("startedAt"), interview.get("completedAt")
    if not (one and other):
        return None
    seconds = (datetime.fromisoformat(other) - datetime.fromisoformat(one)).total_seconds()
    return seconds if seconds >= 0 else None


def table(name):
    with open(os.path.join(TABLES, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# One script for each process.
script = None


def start(given):
    global script
    script = Script(given.city, given.asn)
    script.only_flagged = given.flagged


def work(chunk):
    out = io.BytesIO()
    for line in chunk.splitlines():
        if line:
            answer = script.assess(line)
            if not script.only_flagged or answer["outcome"] in ("review", "priority"):
                out.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
    return out.getvalue()


def chunks(file):
    """Whole lines, some megabytes at a time, sooner at the beginning."""
    size, rest = 1 << 14, b""
    while block := file.read(size):
        size = CHUNK_BYTES
        end = block.rfind(b"\n") + 1
        if not end:
            rest += block
            continue
        yield rest + block[:end]
        rest = block[end:]
    if rest:
        yield rest


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--flagged", action="store_true", help="only what is worth a look")
    parser.add_argument("--city", required=True)
    parser.add_argument("--asn", required=True)
    parser.add_argument("file")
    given = parser.parse_args()
    source = sys.stdin.buffer if given.file == "-" else open(given.file, "rb", buffering=0)
    out = sys.stdout.buffer
    if given.workers == 1:
        start(given)
        for chunk in chunks(source):
            out.write(work(chunk))
            out.flush()
        return
    # The pool reads ahead without end by itself; so much may be under way and no more.
    room = threading.Semaphore(given.workers * 4)

    def paced():
        for chunk in chunks(source):
            room.acquire()
            yield chunk

    with multiprocessing.Pool(given.workers, start, (given,)) as pool:
        for answer in pool.imap(work, paced()):
            room.release()
            out.write(answer)
            out.flush()


if __name__ == "__main__":
    main()
