#include "model/time_zone.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

namespace yh::model {

using namespace std::chrono_literals;
using std::chrono::seconds;
using std::chrono::sys_seconds;

namespace {

/// Takes numbers off the front of a file's bytes; beyond the end everything is 0 and `ok` false.
struct Bytes {
    std::string_view rest;
    bool ok = true;

    std::int64_t number(std::size_t size) {
        if (rest.size() < size) {
            ok = false;
            return 0;
        }
        std::uint64_t value = static_cast<unsigned char>(rest[0]) >= 0x80 && size < 8 ? ~std::uint64_t{0} : 0;
        for (std::size_t i = 0; i < size; ++i) {
            value = value << 8U | static_cast<unsigned char>(rest[i]);
        }
        rest.remove_prefix(size);
        return static_cast<std::int64_t>(value);
    }
    void skip(std::int64_t count) {
        ok = ok && count >= 0 && static_cast<std::uint64_t>(count) <= rest.size();
        rest.remove_prefix(ok ? static_cast<std::size_t>(count) : rest.size());
    }
};

/// The six counts of a TZif header (RFC 8536 §3.1).
struct Header {
    std::int64_t utc_marks = 0;
    std::int64_t standard_marks = 0;
    std::int64_t leaps = 0;
    std::int64_t changes = 0;
    std::int64_t types = 0;
    std::int64_t letters = 0;

    std::int64_t body(std::int64_t time_size) const {
        return changes * (time_size + 1) + types * 6 + letters + leaps * (time_size + 4) + standard_marks + utc_marks;
    }
};

std::optional<Header> read_header(Bytes& in) {
    if (!in.rest.starts_with("TZif")) {
        return std::nullopt;
    }
    in.skip(20);
    Header header;
    for (auto* count :
         {&header.utc_marks, &header.standard_marks, &header.leaps, &header.changes, &header.types, &header.letters}) {
        *count = in.number(4);
        if (*count < 0 || *count > 100'000) {
            return std::nullopt;
        }
    }
    return in.ok ? std::optional{header} : std::nullopt;
}

// ---- the POSIX TZ text, such as "EST5EDT,M3.2.0,M11.1.0" or "<+08>-8"

bool skip_name(std::string_view& text) {
    const bool quoted = text.starts_with('<');
    const auto end = quoted ? text.find('>') : text.find_first_of("+-0123456789,");
    if (quoted && end == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + (quoted ? 1 : 0));
    return true;
}

std::optional<int> take_int(std::string_view& text) {
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// "5", "-5:30", "+2:00:00".
std::optional<seconds> take_time(std::string_view& text) {
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    seconds all{0};
    seconds unit = 1h;
    for (int part = 0; part < 3; ++part, unit /= 60) {
        if (part > 0) {
            if (!text.starts_with(':')) {
                break;
            }
            text.remove_prefix(1);
        }
        const auto value = take_int(text);
        if (!value || *value < 0 || *value > 200) {
            return std::nullopt;
        }
        all += *value * unit;
    }
    return minus ? -all : all;
}

std::optional<ZoneRule> take_rule(std::string_view& text) {
    ZoneRule rule;
    rule.time = 2h;
    if (!text.starts_with(",M")) {
        return std::nullopt;
    }
    text.remove_prefix(2);
    for (auto* part : {&rule.month, &rule.week, &rule.weekday}) {
        const auto value = take_int(text);
        if (!value) {
            return std::nullopt;
        }
        *part = *value;
        if (text.starts_with('.')) {
            text.remove_prefix(1);
        }
    }
    if (text.starts_with('/')) {
        text.remove_prefix(1);
        const auto time = take_time(text);
        if (!time) {
            return std::nullopt;
        }
        rule.time = *time;
    }
    const bool sane = rule.month >= 1 && rule.month <= 12 && rule.week >= 1 && rule.week <= 5 && rule.weekday >= 0 &&
                      rule.weekday <= 6;
    return sane ? std::optional{rule} : std::nullopt;
}

/// The moment of a rule in a year, on the clock that showed `offset` before it.
sys_seconds moment_of(const ZoneRule& rule, std::chrono::year year, seconds offset) {
    using namespace std::chrono;
    const auto month = year / std::chrono::month{static_cast<unsigned>(rule.month)};
    const weekday day{static_cast<unsigned>(rule.weekday)};
    const sys_days date =
        rule.week == 5 ? sys_days{month / day[last]} : sys_days{month / day[static_cast<unsigned>(rule.week)]};
    return sys_seconds{date} + rule.time - offset;
}

}  // namespace

Result<TimeZone> TimeZone::load(std::string_view name) {
    const bool plain = !name.empty() && name.front() != '/' && name.size() < 64 &&
                       name.find("..") == std::string_view::npos && std::ranges::all_of(name, [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                  c == '/' || c == '_' || c == '-' || c == '+';
                       });
    if (!plain) {
        return invalid_input("zone.unknown", std::string{name});
    }
    std::ifstream file{"/usr/share/zoneinfo/" + std::string{name}, std::ios::binary};
    if (!file) {
        return invalid_input("zone.unknown", std::string{name});
    }
    return parse(std::string{std::istreambuf_iterator<char>{file}, {}});
}

// RFC 8536 §3: a header and body with times of 32 bits, for old readers, and then both again with 64 bits.
Result<TimeZone> TimeZone::parse(std::string_view bytes) {
    Bytes in{bytes};
    auto header = read_header(in);
    if (!header) {
        return invalid_input("zone.broken");
    }
    const bool modern = bytes[4] >= '2';
    if (modern) {
        in.skip(header->body(4));
        header = read_header(in);
    }
    if (!header || header->types == 0) {
        return invalid_input("zone.broken");
    }
    const std::size_t time_size = modern ? 8 : 4;
    TimeZone zone;
    for (std::int64_t i = 0; i < header->changes; ++i) {
        zone.changes_.push_back(in.number(time_size));
    }
    std::vector<std::size_t> type_of;
    for (std::int64_t i = 0; i < header->changes; ++i) {
        type_of.push_back(static_cast<std::size_t>(in.number(1) & 0xff));
    }
    std::vector<seconds> offset_of_type;
    for (std::int64_t i = 0; i < header->types; ++i) {
        offset_of_type.emplace_back(in.number(4));
        in.skip(2);
    }
    if (!in.ok || !std::ranges::is_sorted(zone.changes_) ||
        std::ranges::any_of(type_of, [&](std::size_t type) { return type >= offset_of_type.size(); })) {
        return invalid_input("zone.broken");
    }
    zone.before_first_ = offset_of_type[0];
    for (const auto type : type_of) {
        zone.offset_from_.push_back(offset_of_type[type]);
    }
    if (modern) {
        in.skip(header->letters + header->leaps * 12 + header->standard_marks + header->utc_marks + 1);
        zone.tail_ = parse_tail(in.rest.substr(0, in.rest.find('\n')));
    }
    return zone;
}

std::optional<TimeZone::Tail> TimeZone::parse_tail(std::string_view text) {
    Tail tail;
    if (text.empty() || !skip_name(text)) {
        return std::nullopt;
    }
    const auto west = take_time(text);
    if (!west) {
        return std::nullopt;
    }
    tail.standard = -*west;
    if (text.empty()) {
        return tail;
    }
    if (!skip_name(text)) {
        return std::nullopt;
    }
    tail.summer = tail.standard + 1h;
    if (!text.empty() && text.front() != ',') {
        const auto summer_west = take_time(text);
        if (!summer_west) {
            return std::nullopt;
        }
        tail.summer = -*summer_west;
    }
    const auto begins = take_rule(text);
    const auto ends = take_rule(text);
    if (!begins || !ends) {
        return std::nullopt;
    }
    tail.summer_begins = *begins;
    tail.summer_ends = *ends;
    tail.has_summer = true;
    return tail;
}

seconds TimeZone::offset_of(const Tail& tail, sys_seconds at) {
    if (!tail.has_summer) {
        return tail.standard;
    }
    const auto day = std::chrono::floor<std::chrono::days>(at + tail.standard);
    const auto year = std::chrono::year_month_day{day}.year();
    const auto begins = moment_of(tail.summer_begins, year, tail.standard);
    const auto ends = moment_of(tail.summer_ends, year, tail.summer);
    // In the south summer goes over the new year.
    const bool summer = begins < ends ? at >= begins && at < ends : at >= begins || at < ends;
    return summer ? tail.summer : tail.standard;
}

seconds TimeZone::offset_at(WallTime at) const {
    const auto utc = std::chrono::floor<seconds>(at);
    const auto after = std::ranges::upper_bound(changes_, utc.time_since_epoch().count());
    if (after == changes_.end() && tail_) {
        return offset_of(*tail_, sys_seconds{utc});
    }
    return after == changes_.begin() ? before_first_
                                     : offset_from_[static_cast<std::size_t>(after - changes_.begin()) - 1];
}

std::chrono::local_seconds TimeZone::local(WallTime at) const {
    const auto utc = std::chrono::floor<seconds>(at);
    return std::chrono::local_seconds{utc.time_since_epoch() + offset_at(at)};
}

}  // namespace yh::model
