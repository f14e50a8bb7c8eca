#include "office/lists/list_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "office/lists/words.h"

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

std::string set_clause(const Column& column, const Asked& asked, db::Params& params) {
    constexpr std::string_view tenant = "{tenant}";
    std::string clause{column.searched};
    if (const auto at = clause.find(tenant); at != std::string::npos) {
        clause.replace(at, tenant.size(), asked.reader.who.tenant.text());
    }
    params.push_back(db::Param::own_text(anywhere(asked.search)));
    return clause;
}

/// The condition under which this column shows `part`; empty: it never does.
std::string searched_clause(const Column& column, const Asked& asked, db::Engine engine, db::Params& params) {
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
            return column.searched.empty() ? like(std::string{column.sql}) : set_clause(column, asked, params);
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
        case Kind::Id:
        case Kind::Number:
        case Kind::YesNo:
        case Kind::Region:
            return {};
    }
    return {};
}

// A whole number is an exact look-up, with what carriers put in front of it (U8). A part is looked for among the
// numbers that are known, which are far fewer than the calls. Whoever may not see numbers finds whole ones only.
void add_telephone(Where& where, const Filter& filter, std::string_view number, const Reader& reader, bool walks) {
    constexpr std::size_t whole = 11;
    if (reader.mask.hides() || number.size() >= whole) {
        if (number.starts_with("+86")) {
            number.remove_prefix(3);
        }
        const std::string bare{number};
        where.add(fmt::format("{} IN (?, ?, ?, ?)", filter.clause), bare, "0" + bare, "86" + bare, "+86" + bare);
    } else if (filter.numbers_known) {
        where.add(fmt::format("{}({} IN (SELECT number FROM call_numbers WHERE tenant_id = ? AND number LIKE ? ESCAPE "
                              "'!'))",
                              walks ? "likely" : "", filter.clause),
                  reader.who.tenant.value, anywhere(number));
    } else {
        where.add(fmt::format("{} LIKE ? ESCAPE '!'", filter.clause), anywhere(number));
    }
}

void add_condition(Where& where, const Asked::Condition& condition, const Reader& reader, bool walks) {
    const auto& filter = *condition.filter;
    switch (filter.kind) {
        case FilterKind::Telephone:
            add_telephone(where, filter, condition.value, reader, walks);
            return;
        case FilterKind::Choice: {
            const auto chosen = std::ranges::find(filter.choices, std::string_view{condition.value}, &Choice::value);
            where.add_bound(fmt::format("({})", chosen->clause), db::Param::null(db::ParamType::Untyped), reader.who);
            return;
        }
        case FilterKind::Number: {
            const auto number = parse_id(condition.value);
            where.add_bound(filter.clause, db::Param::integer(number.ok() ? *number : 0), reader.who);
            return;
        }
        case FilterKind::Text:
            if (const auto chosen =
                    std::ranges::find(filter.choices, std::string_view{condition.value}, &Choice::value);
                chosen != filter.choices.end()) {
                where.add_bound(chosen->clause, db::Param::null(db::ParamType::Untyped), reader.who);
                return;
            }
            [[fallthrough]];
        case FilterKind::Person:
        case FilterKind::Word:
            where.add_bound(filter.clause, db::Param::own_text(condition.value), reader.who);
            return;
    }
}

/// The n-th newest row's time, if there are so many: what is older is not searched.
Result<std::optional<std::int64_t>> oldest_searched(db::Connection& connection, const List& list, const Where& where) {
    return connection.row<std::int64_t>(fmt::format("SELECT {} FROM {}{} ORDER BY {} DESC LIMIT 1 OFFSET {}", list.time,
                                                    list.from, where.sql, list.time, most_searched - 1),
                                        where.params);
}

}  // namespace

Where scope_of(const List& list, const people::SignedIn& who) {
    Where where;
    where.add(fmt::format("{} = ?", list.tenant), who.tenant.value);
    where.add_scope(people::scope_clause(who, list.scope));
    return where;
}

Where where_of(const List& list, const Asked& asked) {
    const auto& who = asked.reader.who;
    auto where = scope_of(list, who);
    if (!list.only.empty()) {
        where.add_bound(list.only, db::Param::null(db::ParamType::Untyped), who);
    }
    if (!list.only_own.empty() && who.data() == people::DataScope::Own) {
        where.add_bound(list.only_own, db::Param::null(db::ParamType::Untyped), who);
    }
    for (const auto& condition : asked.conditions) {
        add_condition(where, condition, asked.reader, asked.walks);
    }
    if (asked.from_ms) {
        where.add(fmt::format("{} >= ?", list.time), *asked.from_ms);
    }
    if (asked.to_ms) {
        where.add(fmt::format("{} < ?", list.time), *asked.to_ms);
    }
    return where;
}

Result<Searched> search_in(db::Connection& connection, const List& list, const Asked& asked) {
    Searched searched{where_of(list, asked), {}};
    if (asked.search.empty()) {
        return searched;
    }
    YH_TRY(searched.from_ms, oldest_searched(connection, list, searched.where));
    if (searched.from_ms) {
        searched.where.add(fmt::format("{} >= ?", list.time), *searched.from_ms);
    }
    std::string clause;
    db::Params params;
    for (const auto& column : list.columns) {
        const auto one = column.shown ? searched_clause(column, asked, connection.engine(), params) : std::string{};
        if (!one.empty()) {
            clause += (clause.empty() ? "" : " OR ") + one;
        }
    }
    searched.where.add(clause.empty() ? "1 = 0" : "(" + clause + ")");
    searched.where.params.insert(searched.where.params.end(), params.begin(), params.end());
    return searched;
}

std::string order_of(const List& list, const Asked& asked) {
    const auto* way = asked.ascending ? "ASC" : "DESC";
    if (asked.sort == nullptr) {
        return fmt::format(" ORDER BY {} {}, {} {}", list.time, way, list.id, way);
    }
    const auto column = asked.sort->order.empty() ? asked.sort->sql : asked.sort->order;
    return fmt::format(" ORDER BY {} {}, {} DESC, {} DESC", column, way, list.time, list.id);
}

Result<Count> count(db::Connection& connection, const List& list, const Where& where) {
    YH_TRY(const auto rows, connection.one<std::int64_t>(
                                fmt::format("SELECT COUNT(*) FROM (SELECT 1 AS one FROM {}{} LIMIT {}) AS counted",
                                            list.from, where.sql, most_counted + 1),
                                where.params));
    return Count{std::min(rows, most_counted), rows > most_counted};
}

Result<std::vector<std::int64_t>> ids_of(db::Connection& connection, const List& list, const Asked& asked,
                                         std::int64_t most) {
    YH_TRY(const auto searched, search_in(connection, list, asked));
    return connection.rows<std::int64_t>(fmt::format("SELECT {} AS id FROM {}{}{} LIMIT {}", list.id, list.from,
                                                     searched.where.sql, order_of(list, asked), most),
                                         searched.where.params);
}

std::string select_of(const List& list, std::span<const std::string_view> fields, const people::SignedIn& who) {
    constexpr std::string_view me = "{me}";
    std::string columns;
    for (const auto field : fields) {
        const auto* column = find_column(list, field);
        columns += columns.empty() ? "" : ", ";
        columns += fmt::format("{} AS {}", column == nullptr ? "NULL" : column->sql, field);
    }
    if (const auto at = columns.find(me); at != std::string::npos) {
        columns.replace(at, me.size(), who.user.text());
    }
    return fmt::format("SELECT {} FROM {}", columns, list.from);
}

Result<std::vector<std::int64_t>> page_ids(db::Connection& connection, const List& list, const Asked& asked,
                                           Where where) {
    if (asked.after) {
        where.add(fmt::format("({}, {}) {} (?, ?)", list.time, list.id, asked.ascending ? ">" : "<"),
                  asked.after->at_ms, asked.after->id);
    }
    return connection.rows<std::int64_t>(
        fmt::format("SELECT {} AS id FROM {}{}{} LIMIT {} OFFSET {}", list.id, list.from, where.sql,
                    order_of(list, asked), asked.page.size, asked.after ? 0 : asked.page.offset()),
        where.params);
}

Where where_ids(const List& list, const std::vector<std::int64_t>& ids) {
    Where where;
    std::string clause = fmt::format("{} IN (", list.id);
    for (const auto id : ids) {
        clause += where.params.empty() ? "?" : ", ?";
        where.params.push_back(db::Param::integer(id));
    }
    where.sql = " WHERE " + clause + ")";
    return where;
}

std::string cursor_of(std::int64_t at_ms, std::int64_t id) {
    return fmt::format("{}.{}", at_ms, id);
}

Result<std::string> next_of(db::Connection& connection, const List& list, const Asked& asked, std::int64_t last_id) {
    auto where = where_of(list, asked);
    where.add(fmt::format("{} = ?", list.id), last_id);
    YH_TRY(const auto at, connection.row<std::int64_t>(
                              fmt::format("SELECT {} FROM {}{}", list.time, list.from, where.sql), where.params));
    return at ? cursor_of(*at, last_id) : std::string{};
}

}  // namespace yh::office::lists
