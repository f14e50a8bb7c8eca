#!/usr/bin/python3
"""Writes where Chinese numbers belong as C++: the tables of libphonenumber, from Debian's python3-phonenumbers.

usage: make_region_table.py OUT.cpp
"""
import sys

from phonenumbers.geodata import GEOCODE_DATA

HOME = "86"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    named = {key[len(HOME):]: (words["zh"], words["en"]) for key, words in GEOCODE_DATA.items()
             if key.startswith(HOME) and "zh" in words and "en" in words}
    # A prefix that only repeats what a shorter one says is left out.
    for prefix in sorted(named, key=len, reverse=True):
        shorter = next((prefix[:n] for n in range(len(prefix) - 1, 0, -1) if prefix[:n] in named), None)
        if shorter and named[shorter] == named[prefix]:
            del named[prefix]
    names = sorted(set(named.values()))
    place = {name: index for index, name in enumerate(names)}
    prefixes = sorted(named, key=int)
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write('#include "office/lists/region_table.h"\n\nnamespace yh::office::lists {\n\nnamespace {\n\n')
        out.write("constexpr std::uint32_t prefixes[] = {" + ",".join(prefixes) + "};\n")
        out.write("constexpr std::uint16_t places[] = {" + ",".join(str(place[named[one]]) for one in prefixes) + "};\n")
        out.write("constexpr RegionName names[] = {"
                  + ",\n".join(f"{{{quoted(chinese)}, {quoted(english)}}}" for chinese, english in names) + "};\n")
        out.write("\n}  // namespace\n\nconst RegionTable region_table{prefixes, places, names};\n")
        out.write("\n}  // namespace yh::office::lists\n")


if __name__ == "__main__":
    main()
