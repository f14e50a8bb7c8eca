#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "office/crm/setting_names.h"
#include "office/lists/list_store.h"
#include "office/lists/page.h"
#include "office/lists/way.h"
#include "office/lists/words.h"

// The quick search (R084): part of anything that a row shows.
namespace yh::office::lists {

namespace {

/// Whole seconds of a time by the clock where the person is, and of a length.
std::string seconds_of_time(std::string_view ms, std::int64_t offset_min) {
    return fmt::format("(({} + {}) / 1000)", ms, offset_min * 60'000);
}
std::string seconds_of_length(const Column& column, db::Engine engine) {
    if (column.kind == Kind::Milliseconds) {
        return fmt::format("(({}) / 1000)", column.sql);
    }
    return fmt::format(fmt::runtime(engine == db::Engine::Sqlite ? "CAST({} AS INTEGER)" : "CAST(FLOOR({}) AS BIGINT)"),
                       column.sql);
}

/// A time as lists show it; with PostgreSQL and SQLite alike.
std::string time_text(std::string_view seconds, db::Engine engine) {
    return engine == db::Engine::Sqlite
               ? fmt::format("strftime('%Y-%m-%d %H:%M:%S', {}, 'unixepoch')", seconds)
               : fmt::format("to_char(to_timestamp({}) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')", seconds);
}

/// Whether `part` may stand in a text of this shape, in which a digit stands for those up to it: no row is looked at
/// for what no row can show.
bool fits(std::string_view shape, std::string_view part) {
    for (std::size_t at = 0; at + part.size() <= shape.size(); ++at) {
        if (std::ranges::equal(part, shape.substr(at, part.size()), [](char is, char wanted) {
                return wanted >= '0' && wanted <= '9' ? is >= '0' && is <= wanted : is == wanted;
            })) {
            return true;
        }
    }
    return false;
}
constexpr std::string_view time_shape = "2099-19-39 29:59:59";
constexpr std::string_view length_shape = "29:59:59";

/// Two digits that are minutes or seconds where they are in a time or a length: more than a month has days.
std::optional<int> minutes_or_seconds(std::string_view part) {
    constexpr int most_days = 31;
    if (part.size() != 2 || part[0] < '3' || part[0] > '5' || part[1] < '0' || part[1] > '9') {
        return std::nullopt;
    }
    const int number = (part[0] - '0') * 10 + part[1] - '0';
    return number > most_days ? std::optional{number} : std::nullopt;
}

/// Counted, not written out: a row may have eight times and lengths.
std::string shows(const std::string& seconds, int number) {
    return fmt::format("{0} % 60 = {1} OR {0} / 60 % 60 = {1}", seconds, number);
}

/// Telephone numbers are made of nothing else.
bool is_ascii(std::string_view part) {
    constexpr unsigned char beyond = 0x80;
    return std::ranges::all_of(part, [](char c) { return static_cast<unsigned char>(c) < beyond; });
}

/// Reads the same inside a JSON text, where it stands between quotes.
bool is_plain_in_json(std::string_view part) {
    constexpr unsigned char printable = 0x20;
    constexpr unsigned char deleted = 0x7F;
    return std::ranges::all_of(part, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= printable && byte != deleted && c != '"' && c != '\\';
    });
}

/// A length as lists show it: 00:06:42.
std::string length_text(std::string_view seconds, db::Engine engine) {
    return engine == db::Engine::Sqlite
               ? fmt::format("strftime('%H:%M:%S', {}, 'unixepoch')", seconds)
               : fmt::format("to_char(to_timestamp({}) AT TIME ZONE 'UTC', 'HH24:MI:SS')", seconds);
}

std::string words_clause(const Column& column, const Reader& reader, const std::string& part, db::Params& params) {
    std::string clause;
    for (const auto& word : words_of(column)) {
        const auto shown = reader.language == http::Language::Chinese ? word.chinese : word.word;
        if (shown.find(part) != std::string_view::npos) {
            clause += fmt::format("{}{} = ?", clause.empty() ? "" : " OR ", column.sql);
            params.push_back(db::Param::own_text(std::string{word.word}));
        }
    }
    return clause;
}

/// Rows hold ids of one length or of several in a list: whichever of them has a name that fits.
std::string settings_clause(const Column& column, const Reader& reader, const std::string& part, db::Params& params) {
    std::string clause;
    for (const auto id : crm::ids_named(reader.book(), part)) {
        clause += fmt::format("{}{} LIKE ? ESCAPE '!'", clause.empty() ? "" : " OR ", column.sql);
        params.push_back(db::Param::own_text(anywhere(id.text())));
    }
    return clause;
}

/// Part of the name of a choice: whichever keys have one that fits, alone or in a list. Where the text of all fields
/// does not hold the key, no field is taken out of it.
std::string chosen_clause(const Column& column, const std::string& sql, const std::string& part, db::Params& params) {
    std::string clause;
    for (const auto& word : column.words) {
        if (word.chinese.find(part) != std::string_view::npos) {
            const auto quoted = anywhere(fmt::format("\"{}\"", word.word));
            clause += clause.empty() ? "" : " OR ";
            if (!column.member.empty()) {
                clause += fmt::format("{} LIKE ? ESCAPE '!' AND ", column.sql);
                params.push_back(db::Param::own_text(quoted));
            }
            clause += fmt::format("({} = ? OR {} LIKE ? ESCAPE '!')", sql, sql);
            params.push_back(db::Param::own_text(std::string{word.word}));
            params.push_back(db::Param::own_text(quoted));
        }
    }
    return clause;
}

/// A 工号 that is a member of a JSON text, or the name of who has it: people are looked through once, not for each row.
std::string person_clause(const List& list, const Column& column, const Asked& asked, db::Engine engine,
                          db::Params& params) {
    auto bare = column;
    bare.kind = Kind::Text;
    const auto sql = sql_of(list, bare, engine);
    const auto part = anywhere(asked.search);
    params.push_back(db::Param::own_text(part));
    params.push_back(db::Param::integer(asked.reader.who.tenant.value));
    params.push_back(db::Param::own_text(part));
    return fmt::format(
        "({} LIKE ? ESCAPE '!' OR {} IN (SELECT named.number FROM users AS named WHERE named.tenant_id = ? AND "
        "named.deleted_at_ms IS NULL AND named.name || ' ' || named.number LIKE ? ESCAPE '!'))",
        sql, sql);
}

template <class Like>
std::string time_clause(const Column& column, const Asked& asked, db::Engine engine, const Like& like) {
    const auto seconds = seconds_of_time(column.sql, asked.reader.utc_offset_min);
    const auto written = like(time_text(seconds, engine));
    const auto number = minutes_or_seconds(asked.search);
    // From 2032 on they may be in the year, too.
    constexpr std::int64_t year_2032_s = 1'956'528'000;
    return number ? fmt::format("({} OR ({} >= {} AND {}))", shows(seconds, *number), seconds, year_2032_s, written)
                  : written;
}

template <class Like>
std::string length_clause(const Column& column, const Asked& asked, db::Engine engine, const Like& like) {
    const auto seconds = seconds_of_length(column, engine);
    const auto number = minutes_or_seconds(asked.search);
    return number ? fmt::format("({})", shows(seconds, *number)) : like(length_text(seconds, engine));
}

/// The condition under which this column shows `part`; empty: it never does.
std::string searched_clause(const List& list, const Column& column, const Asked& asked, db::Engine engine,
                            db::Params& params) {
    const auto& reader = asked.reader;
    if (!reader.who.fields.sees(column.field)) {
        return {};
    }
    const auto like = [&](const std::string& sql) {
        params.push_back(db::Param::own_text(anywhere(asked.search)));
        return fmt::format("{} LIKE ? ESCAPE '!'", sql);
    };
    const auto unless_hidden = [&](std::string clause) {
        const auto hidden = hidden_clause(list, reader);
        return hidden.empty() ? std::move(clause) : fmt::format("({} AND NOT {})", clause, hidden);
    };
    switch (column.kind) {
        case Kind::Text:
            return column.searched.empty()
                       ? like(sql_of(list, column, engine))
                       : bound(column.searched, db::Param::own_text(anywhere(asked.search)), reader.who, params);
        case Kind::Telephone:
        case Kind::Dialled:
            // What is hidden must not be found out by trying.
            return reader.mask.hides() || !is_ascii(asked.search) ? std::string{}
                                                                  : unless_hidden(like(std::string{column.sql}));
        case Kind::Time:
            return fits(time_shape, asked.search) ? time_clause(column, asked, engine, like) : std::string{};
        case Kind::Milliseconds:
        case Kind::Seconds:
            return fits(length_shape, asked.search) ? length_clause(column, asked, engine, like) : std::string{};
        case Kind::Word:
            return words_clause(column, reader, asked.search, params);
        case Kind::Setting:
            return settings_clause(column, reader, asked.search, params);
        case Kind::Chosen:
            return chosen_clause(column, sql_of(list, column, engine), asked.search, params);
        case Kind::Person:
            return column.member.empty() ? like(sql_of(list, column, engine))
                                         : person_clause(list, column, asked, engine, params);
        case Kind::Id:
        case Kind::Number:
        case Kind::YesNo:
        case Kind::Region:
            return {};
    }
    return {};
}

/// The n-th newest row's time, if there are so many: what is older is not searched. Values of narrow tables are walked
/// without being probed for what else was asked.
Result<std::optional<std::int64_t>> oldest_searched(db::Connection& connection, const List& list, const Asked& asked,
                                                    const Where& where) {
    const auto& ways = asked.ways.of;
    if (!ways.empty() && std::ranges::find(ways, Way::Fetch) == ways.end()) {
        return oldest_probed(connection, list, asked, most_searched_probed);
    }
    const auto time = order_columns(list, asked).time;
    return connection.row<std::int64_t>(fmt::format("SELECT {} FROM {}{} ORDER BY {} DESC LIMIT 1 OFFSET {}", time,
                                                    from_of(list, asked), where.sql, time, most_searched - 1),
                                        where.params);
}

/// Conditions of which one must hold, with their values.
struct Either {
    void add(const std::string& one, db::Params&& with) {
        if (!one.empty()) {
            clause += (clause.empty() ? "" : " OR ") + one;
            params.insert(params.end(), with.begin(), with.end());
        }
    }

    std::string clause;
    db::Params params;
};

/// The company's own fields are members of one text: only where that holds the part are they taken out of it.
void add_members(Either& either, const List& list, const Extra& extra, const Asked& asked, db::Engine engine) {
    Either members;
    std::string_view text;
    for (const auto& column : extra.columns) {
        db::Params params;
        const auto one = searched_clause(list, column, asked, engine, params);
        const bool held = column.kind == Kind::Text && !column.member.empty() && is_plain_in_json(asked.search) &&
                          (text.empty() || text == column.sql);
        if (held && !one.empty()) {
            text = column.sql;
        }
        (held ? members : either).add(one, std::move(params));
    }
    if (!members.clause.empty()) {
        members.params.insert(members.params.begin(), db::Param::own_text(anywhere(asked.search)));
        either.add(fmt::format("({} LIKE ? ESCAPE '!' AND ({}))", text, members.clause), std::move(members.params));
    }
}

}  // namespace

Result<Searched> search_in(db::Connection& connection, const List& list, const Asked& asked) {
    Searched searched{where_of(list, asked), {}};
    if (asked.search.empty()) {
        return searched;
    }
    YH_TRY(searched.from_ms, oldest_searched(connection, list, asked, searched.where));
    if (searched.from_ms) {
        searched.where.add(fmt::format("{} >= ?", order_columns(list, asked).time), *searched.from_ms);
    }
    Either either;
    for (const auto& column : list.columns) {
        db::Params params;
        if (column.shown) {
            const auto one = searched_clause(list, column, asked, connection.engine(), params);
            either.add(one, std::move(params));
        }
    }
    if (asked.reader.extra) {
        add_members(either, list, *asked.reader.extra, asked, connection.engine());
    }
    searched.where.add(either.clause.empty() ? "1 = 0" : "(" + either.clause + ")");
    searched.where.params.insert(searched.where.params.end(), either.params.begin(), either.params.end());
    return searched;
}

}  // namespace yh::office::lists
