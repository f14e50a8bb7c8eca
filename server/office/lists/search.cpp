#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "office/crm/setting_names.h"
#include "office/lists/list_store.h"
#include "office/lists/page.h"
#include "office/lists/shown_time.h"
#include "office/lists/way.h"
#include "office/lists/words.h"

// The quick search (R084): part of anything that a row shows.
namespace yh::office::lists {

namespace {

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
            return time_shows(column.sql, asked.search, reader.utc_offset_min, engine, like);
        case Kind::Milliseconds:
            return length_shows(column.sql, asked.search, engine, like);
        case Kind::Seconds:
            return length_shows(column.order, asked.search, engine, like);
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

/// Whether one person has so few rows that all of them are searched: the narrow table knows.
Result<bool> are_all_searched(db::Connection& connection, const List& list, const Asked& asked) {
    const auto& part = list.had_part;
    if (!asked.ways.person || part.of != list.id) {
        return false;
    }
    YH_TRY(const auto rows, connection.one<std::int64_t>(
                                fmt::format("SELECT COUNT(*) FROM (SELECT 1 AS one FROM {} WHERE {} = ? LIMIT {}) AS "
                                            "counted",
                                            part.table, part.person, most_searched),
                                *asked.ways.person));
    return rows < most_searched;
}

/// The n-th newest row's time, if there are so many: what is older is not searched. Values of narrow tables are walked
/// without being probed for what else was asked.
Result<std::optional<std::int64_t>> oldest_searched(db::Connection& connection, const List& list, const Asked& asked,
                                                    const Where& where) {
    const auto& ways = asked.ways.of;
    if (!ways.empty() && std::ranges::find(ways, Way::Fetch) == ways.end()) {
        return oldest_probed(connection, list, asked, most_searched_probed);
    }
    YH_TRY(const bool all, are_all_searched(connection, list, asked));
    if (all) {
        return std::optional<std::int64_t>{};
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
