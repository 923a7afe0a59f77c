#!/usr/bin/env python3
"""Corners and landmarks for `cuadra places import`, out of an OpenStreetMap extract in XML (.osm).

    osmium tags-filter region.osm.pbf nwr/highway nwr/name -o named.osm
    python3 corners_from_osm.py named.osm > corners.csv

Uses Python alone. A corner is a point that two streets of different names share. Memory: some 200 bytes for each point of a street.
"""

import csv
import sys
import xml.etree.ElementTree as xml

STREETS = {"primary", "secondary", "tertiary", "unclassified", "residential", "trunk", "living_street", "pedestrian"}
KINDS = {
    ("amenity", "school"): "school", ("amenity", "kindergarten"): "school", ("amenity", "college"): "school",
    ("amenity", "marketplace"): "market", ("shop", "supermarket"): "market", ("shop", "mall"): "market",
    ("amenity", "clinic"): "clinic", ("amenity", "hospital"): "clinic", ("amenity", "car_wash"): "car_wash",
    ("shop", "doityourself"): "hardware_store", ("shop", "hardware"): "hardware_store", ("leisure", "park"): "park",
    ("railway", "station"): "station", ("railway", "tram_stop"): "station", ("amenity", "bus_station"): "station",
    ("amenity", "courthouse"): "courthouse", ("amenity", "place_of_worship"): "church",
    ("amenity", "library"): "library", ("amenity", "community_centre"): "library",
    ("tourism", "hotel"): "lodging", ("tourism", "motel"): "lodging",
}


def things(file, wanted):
    """Every node or way with its tags; what was read is let go."""
    events = xml.iterparse(file, events=("start", "end"))
    _, root = next(events)
    for event, element in events:
        if event == "end" and element.tag in ("node", "way", "relation"):
            if element.tag == wanted:
                yield element, {tag.get("k"): tag.get("v") for tag in element.findall("tag")}
            root.clear()


def landmark(tags):
    kinds = [kind for (key, value), kind in KINDS.items() if tags.get(key) == value]
    return kinds[0] if kinds and tags.get("name") else None


def main(file):
    streets, places = {}, []  # point -> names of streets; (kind, names, point)
    for way, tags in things(file, "way"):
        points = [int(nd.get("ref")) for nd in way.findall("nd")]
        if tags.get("highway") in STREETS and tags.get("name"):
            for point in points:
                streets.setdefault(point, set()).add(tags["name"])
        elif points and landmark(tags):
            places.append((landmark(tags), tags, points[0]))
    corners = {point: sorted(names) for point, names in streets.items() if len(names) > 1}
    del streets
    wanted = set(corners) | {point for _, _, point in places}
    at = {}
    for node, tags in things(file, "node"):
        number = int(node.get("id"))
        if landmark(tags):
            places.append((landmark(tags), tags, number))
        if number in wanted or landmark(tags):
            at[number] = (node.get("lat"), node.get("lon"))
    out = csv.writer(sys.stdout)
    out.writerow(["kind", "name", "other_names", "street_a", "street_b", "lat", "lon"])
    for point, names in corners.items():
        for i, a in enumerate(names):
            for b in names[i + 1:]:
                if point in at:
                    out.writerow(["", "", "", a, b, *at[point]])
    for kind, tags, point in places:
        others = {tags.get(key) for key in ("name:es", "name:en", "alt_name", "short_name")} - {None, tags["name"]}
        if point in at:
            out.writerow([kind, tags["name"], "|".join(sorted(others)).replace(";", "|"), "", "", *at[point]])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
