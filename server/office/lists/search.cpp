#include <fmt/format.h>

#include <span>

#include "office/crm/setting_names.h"
#include "office/lists/list_store.h"
#include "office/lists/way.h"
#include "office/lists/words.h"

// The quick search (R084): part of anything that a row shows.
namespace yh::office::lists {

namespace {

/// A time as lists show it, where the person is; with PostgreSQL and SQLite alike.
std::string time_text(std::string_view ms, std::int64_t offset_min, db::Engine engine) {
    const auto seconds = fmt::format("({} + {}) / 1000", ms, offset_min * 60'000);
    return engine == db::Engine::Sqlite
               ? fmt::format("strftime('%Y-%m-%d %H:%M:%S', {}, 'unixepoch')", seconds)
               : fmt::format("to_char(to_timestamp({}) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')", seconds);
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

/// Part of the name of a choice: whichever keys have one that fits, alone or in a list.
std::string chosen_clause(const Column& column, const std::string& sql, const std::string& part, db::Params& params) {
    std::string clause;
    for (const auto& word : column.words) {
        if (word.chinese.find(part) != std::string_view::npos) {
            clause += fmt::format("{}{} = ? OR {} LIKE ? ESCAPE '!'", clause.empty() ? "" : " OR ", sql, sql);
            params.push_back(db::Param::own_text(std::string{word.word}));
            params.push_back(db::Param::own_text(anywhere(fmt::format("\"{}\"", word.word))));
        }
    }
    return clause;
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
    switch (column.kind) {
        case Kind::Text:
            return column.searched.empty()
                       ? like(sql_of(list, column, engine))
                       : bound(column.searched, db::Param::own_text(anywhere(asked.search)), reader.who, params);
        case Kind::Telephone:
        case Kind::Dialled:
            // What is hidden must not be found out by trying.
            return reader.mask.hides() ? std::string{} : like(std::string{column.sql});
        case Kind::Time:
            return like(time_text(column.sql, reader.utc_offset_min, engine));
        case Kind::Milliseconds:
            return like(length_text(fmt::format("({}) / 1000", column.sql), engine));
        case Kind::Seconds:
            return like(length_text(column.sql, engine));
        case Kind::Word:
            return words_clause(column, reader, asked.search, params);
        case Kind::Setting:
            return settings_clause(column, reader, asked.search, params);
        case Kind::Chosen:
            return chosen_clause(column, sql_of(list, column, engine), asked.search, params);
        case Kind::Person:
            return like(sql_of(list, column, engine));
        case Kind::Id:
        case Kind::Number:
        case Kind::YesNo:
        case Kind::Region:
            return {};
    }
    return {};
}

/// The n-th newest row's time, if there are so many: what is older is not searched.
Result<std::optional<std::int64_t>> oldest_searched(db::Connection& connection, const List& list, const Asked& asked,
                                                    const Where& where) {
    const auto time = order_columns(list, asked).time;
    return connection.row<std::int64_t>(fmt::format("SELECT {} FROM {}{} ORDER BY {} DESC LIMIT 1 OFFSET {}", time,
                                                    from_of(list, asked), where.sql, time, most_searched - 1),
                                        where.params);
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
    std::string clause;
    db::Params params;
    const auto look_at = [&](std::span<const Column> columns) {
        for (const auto& column : columns) {
            const auto one =
                column.shown ? searched_clause(list, column, asked, connection.engine(), params) : std::string{};
            if (!one.empty()) {
                clause += (clause.empty() ? "" : " OR ") + one;
            }
        }
    };
    look_at(list.columns);
    if (asked.reader.extra) {
        look_at(asked.reader.extra->columns);
    }
    searched.where.add(clause.empty() ? "1 = 0" : "(" + clause + ")");
    searched.where.params.insert(searched.where.params.end(), params.begin(), params.end());
    return searched;
}

}  // namespace yh::office::lists
