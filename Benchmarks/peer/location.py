"""Made-up location data of the size and shape of a City and an ASN database.

usage: location.py FOLDER

Writes FOLDER/city.mmdb and FOLDER/asn.mmdb, the same bytes each time, and FOLDER/pool.pickle: the
networks that generate.py takes addresses from. AS numbers of carriers, data centres and private
networks are those of datasets/networks/asn-classes.csv; who holds which network, and where, is
made up. Standard library only.
"""

import csv
import os
import pickle
import random
import sys

import mmdb

SEED = 10
EPOCH = 1772323200  # 2026-03-01
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
COUNTRIES = (
    "ES FR DE IT PT PL RO NL BE GB IE SE NO DK FI CZ AT CH HU GR US CA MX BR AR CO CL PE IN PH ID "
    "VN TH JP KR AU NZ ZA NG KE EG MA TR UA IL AE SA PK BD MY").split()
# First bytes with nothing reserved inside.
FIRST_BYTES = (
    [2, 5, 24, 31, 37, 38, 41, 45, 46, 50, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75]
    + list(range(76, 100)) + [101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114]
    + list(range(115, 127)) + [151, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185]
    + [186, 187, 188, 189, 190, 191, 193, 194, 195, 196, 197, 199, 200, 201, 202, 210, 211, 212]
    + [213, 217, 218, 219, 220, 221, 222])
SIX = 0x2A00 << 112  # 2a00::/12


def table(name):
    with open(os.path.join(ROOT, "datasets", name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class World:
    """Countries with their towns and networks."""

    def __init__(self, rng):
        known = {row["code"]: row for row in table("geo/countries.csv")}
        systems = {}
        for row in table("networks/asn-classes.csv"):
            if int(row["confidence"]) >= 50:
                systems.setdefault(row["class"], []).append((int(row["asn"]), row["name"]))
        self.towns = {}
        self.systems = {}
        for number, code in enumerate(COUNTRIES):
            row = known[code]
            reach = float(row["extentKm"]) * 0.3 / 111.0
            north, east = float(row["centreLatitude"]), float(row["centreLongitude"])
            self.towns[code] = [
                {
                    "city": f"{code} Town {town}",
                    "region": f"{town % 12 + 1:02d}",
                    "latitude": round(north + rng.uniform(-reach, reach) * 0.8, 4),
                    "longitude": round(east + rng.uniform(-reach, reach), 4),
                }
                for town in range(90)
            ]
            lines = [(4200000000 + number * 100 + n, f"{code} Net {n}", "line") for n in range(10)]
            cells = [(*rng.choice(systems["cellular"]), "cellular") for _ in range(3)]
            others = [(*rng.choice(systems[kind]), kind)
                      for kind in ("hosting", "hosting", "vpn", "education")]
            self.systems[code] = lines * 3 + cells * 3 + others
        self.names = {code: (known[code]["name"], known[code]["continent"]) for code in COUNTRIES}

    def record(self, code, town, radius, postal):
        name, continent = self.names[code]
        country = {"geoname_id": 1_000_000 + COUNTRIES.index(code), "iso_code": code,
                   "names": {"de": name, "en": name, "es": name, "fr": name}}
        record = {}
        if town is not None:
            city = town["city"]
            record["city"] = {"geoname_id": 2_000_000 + len(city) * 1000,
                              "names": {"de": city, "en": city, "es": city, "fr": city}}
        record["continent"] = {"code": continent, "geoname_id": 6255000,
                               "names": {"en": continent}}
        record["country"] = country
        place = town or {"latitude": 0.0, "longitude": 0.0}
        if town is not None:
            record["location"] = {
                "accuracy_radius": radius, "latitude": place["latitude"],
                "longitude": place["longitude"], "time_zone": "Etc/UTC"}
            record["postal"] = {"code": postal}
        record["registered_country"] = country
        if town is not None:
            region = f"Region {town['region']}"
            record["subdivisions"] = [{"geoname_id": 3_000_000, "iso_code": town["region"],
                                       "names": {"en": region, "es": region}}]
        return record


class Maker:
    """Fills both trees, and keeps a part of the networks for the generator."""

    def __init__(self, world, rng):
        self.world, self.rng = world, rng
        self.cities, self.city_tree = mmdb.DataSection(), mmdb.Tree()
        self.numbers, self.number_tree = mmdb.DataSection(), mmdb.Tree()
        self.cache = {}
        self.pool = {}
        self.count = 0

    def root(self, tree):
        if not tree.nodes:
            tree.reserve()

    def place(self, code, town, spot):
        """The record of a network: most name a town, some the country only, a few nothing."""
        part = spot % 100
        if part < 1:
            return mmdb.EMPTY, None
        if part < 4:
            town = None
        key = (code, town, spot % 11)
        known = self.cache.get(key)
        if known is None:
            radius = (1, 5, 10, 10, 20, 20, 20, 50, 50, 100, 200)[spot % 11]
            record = self.world.record(
                code, None if town is None else self.world.towns[code][town], radius,
                f"{(town or 0) * 11 + spot % 11:05d}")
            known = self.cache[key] = self.cities.add(record) | mmdb.LEAF
        return known, town

    def split(self, bits, depth, holder, share, deepest, shallowest):
        """The record for a network: itself, or a node with its halves."""
        random_number = self.rng.random()
        if depth >= deepest or depth >= shallowest and random_number < 0.2:
            code, system, towns = holder
            spot = int(random_number * 1e9)
            town = towns[spot // 100 % len(towns)]
            record, known = self.place(code, town, spot // 7)
            self.count += 1
            if spot % 100 < share and known is not None:
                self.pool.setdefault((code, system[2]), []).append(
                    (bits, depth, system[0], known))
            return record
        node = self.city_tree.reserve()
        side = 1 << (127 - depth)
        left = self.split(bits, depth + 1, holder, share, deepest, shallowest)
        right = self.split(bits | side, depth + 1, holder, share, deepest, shallowest)
        self.city_tree.nodes[2 * node] = left
        self.city_tree.nodes[2 * node + 1] = right
        return node

    def allocate(self, bits, depth, first, last, share, deepest, shallowest):
        """The records of both trees for a part of the address space that is not given out yet."""
        rng = self.rng
        if depth >= last or depth >= first and rng.random() < 0.4:
            code = COUNTRIES[int(rng.random() ** 2 * len(COUNTRIES))]
            system = rng.choice(self.world.systems[code])
            towns = [rng.randrange(90) for _ in range(rng.randrange(1, 7))]
            number = self.numbers.add({"autonomous_system_number": system[0],
                                       "autonomous_system_organization": system[1]})
            city = self.split(bits, depth, (code, system, towns), share, deepest, shallowest)
            return city, number | mmdb.LEAF
        city, number = self.city_tree.reserve(), self.number_tree.reserve()
        side = 1 << (127 - depth)
        for half, place in ((0, bits), (1, bits | side)):
            one, other = self.allocate(place, depth + 1, first, last, share, deepest, shallowest)
            self.city_tree.nodes[2 * city + half] = one
            self.number_tree.nodes[2 * number + half] = other
        return city, number

    def make(self):
        self.root(self.city_tree)
        self.root(self.number_tree)
        for first in FIRST_BYTES:
            bits = first << 24
            city, number = self.allocate(bits, 104, 107, 111, 8, 121, 115)
            self.city_tree.insert(bits, 104, city)
            self.number_tree.insert(bits, 104, number)
        city, number = self.allocate(SIX, 12, 18, 22, 100, 34, 28)
        self.city_tree.insert(SIX, 12, city)
        self.number_tree.insert(SIX, 12, number)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    rng = random.Random(SEED)
    world = World(rng)
    maker = Maker(world, rng)
    maker.make()
    maker.city_tree.write(
        os.path.join(folder, "city.mmdb"), maker.cities, "GeoLite2-City", EPOCH)
    maker.number_tree.write(
        os.path.join(folder, "asn.mmdb"), maker.numbers, "GeoLite2-ASN", EPOCH)
    with open(os.path.join(folder, "pool.pickle"), "wb") as file:
        pickle.dump(maker.pool, file, protocol=4)
    size = os.path.getsize(os.path.join(folder, "city.mmdb")) / 1e6
    kept = sum(map(len, maker.pool.values()))
    print(f"location data: {maker.count:,} networks, {size:.0f} MB, {len(maker.cache):,} places, "
          f"{kept:,} networks to take addresses from", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
