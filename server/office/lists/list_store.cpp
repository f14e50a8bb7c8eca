#include "office/lists/list_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "office/crm/setting_names.h"
#include "office/lists/way.h"
#include "office/lists/wide.h"

namespace yh::office::lists {

namespace {

// Numbers in a narrow table: whole ones and longer parts are looked up there; what fits very many rows is met sooner by
// looking at one after the other.
void add_in_finder(Where& where, const List& list, const Finder& finder, const std::string& fits,
                   std::vector<std::string> values, const Reader& reader, bool looked_up) {
    if (looked_up) {
        where.add(fmt::format("{} IN (SELECT {} FROM {} WHERE {} = ? AND {}{})", list.id, finder.row, finder.table,
                              finder.group, finder.value, fits),
                  reader.who.tenant.value);
    } else {
        where.add(fmt::format("EXISTS (SELECT 1 FROM {} AS found WHERE found.{} = {} AND found.{}{})", finder.table,
                              finder.row, list.id, finder.value, fits));
    }
    for (auto& value : values) {
        where.params.push_back(db::Param::own_text(std::move(value)));
    }
}

// A whole number is an exact look-up, with what carriers put in front of it (U8). A part is looked for among the
// numbers that are known, which are far fewer than the calls. Whoever may not see numbers finds whole ones only.
void add_telephone(Where& where, const List& list, const Filter& filter, std::string_view number, const Reader& reader,
                   bool walks) {
    constexpr std::size_t whole = 11;
    constexpr std::size_t rare = 4;
    if (reader.mask.hides() || number.size() >= whole) {
        if (number.starts_with("+86")) {
            number.remove_prefix(3);
        }
        const std::string bare{number};
        if (!filter.finder.table.empty()) {
            add_in_finder(where, list, filter.finder, " IN (?, ?, ?, ?)", {bare, "0" + bare, "86" + bare, "+86" + bare},
                          reader, true);
            return;
        }
        where.add(fmt::format("{} IN (?, ?, ?, ?)", filter.clause), bare, "0" + bare, "86" + bare, "+86" + bare);
        return;
    }
    if (!filter.finder.table.empty()) {
        add_in_finder(where, list, filter.finder, " LIKE ? ESCAPE '!'", {anywhere(number)}, reader,
                      number.size() >= rare && !walks);
    } else if (filter.numbers_known && !walks) {
        where.add(
            fmt::format("{} IN (SELECT number FROM call_numbers WHERE tenant_id = ? AND number LIKE ? ESCAPE '!')",
                        filter.clause),
            reader.who.tenant.value, anywhere(number));
    } else {
        where.add(fmt::format("{} LIKE ? ESCAPE '!'", filter.clause), anywhere(number));
    }
    const auto hidden =
        filter.clause.empty() ? hidden_clause(list, reader) : hidden_clause(reader, filter.clause, list.tenant);
    if (!hidden.empty()) {
        where.add("NOT " + hidden);
    }
}

/// Where the rows are walked in their order, a clause that names them by a subquery tests each of them.
std::string tested(std::string_view clause, bool walks) {
    const bool names_rows = clause.find(".id IN (SELECT ") != std::string_view::npos;
    return fmt::format("{}({})", walks && names_rows ? "likely" : "", clause);
}

/// The clause itself; a wide one uses no index beside others, and none where the rows are walked.
std::string clause_of(const Filter& filter, bool walks, bool alone) {
    const bool by_index = filter.wide == Wide::No || (alone && !walks);
    return by_index ? tested(filter.clause, walks) : fmt::format("(+{})", filter.clause);
}

void add_condition(Where& where, const List& list, const Asked::Condition& condition, const Asked& asked) {
    const auto& filter = *condition.filter;
    const auto& reader = asked.reader;
    const auto clause = clause_of(filter, asked.walks, is_narrowed_widely(asked));
    switch (filter.kind) {
        case FilterKind::Telephone:
            // One person's rows are fewer than the numbers that are known.
            add_telephone(where, list, filter, condition.value, reader, asked.walks || asked.ways.person);
            return;
        case FilterKind::Part:
            where.add(fmt::format("LOWER({}) LIKE LOWER(?) ESCAPE '!'", filter.clause), anywhere(condition.value));
            return;
        case FilterKind::Choice: {
            const auto chosen = std::ranges::find(filter.choices, std::string_view{condition.value}, &Choice::value);
            where.add_bound(tested(chosen->clause, asked.walks), db::Param::null(db::ParamType::Untyped), reader.who);
            return;
        }
        case FilterKind::Number: {
            const auto number = parse_id(condition.value);
            where.add_bound(clause, db::Param::integer(number.ok() ? *number : 0), reader.who);
            return;
        }
        case FilterKind::Text:
        case FilterKind::Word:
            if (const auto chosen =
                    std::ranges::find(filter.choices, std::string_view{condition.value}, &Choice::value);
                chosen != filter.choices.end()) {
                where.add_bound(chosen->clause, db::Param::null(db::ParamType::Untyped), reader.who);
                return;
            }
            [[fallthrough]];
        case FilterKind::Person:
            where.add_bound(clause, db::Param::own_text(condition.value), reader.who);
            return;
        case FilterKind::HadPart:
            where.add(fmt::format("EXISTS (SELECT 1 FROM {} AS part WHERE part.{} = {} AND part.{} IN (SELECT id FROM "
                                  "users WHERE tenant_id = ? AND number = ?))",
                                  list.had_part.table, list.had_part.row, list.had_part.of, list.had_part.person),
                      reader.who.tenant.value, condition.value);
            return;
        case FilterKind::Found:
        case FilterKind::FoundDay:
        case FilterKind::FoundPerson:
            return;  // by add_found, which knows of the others
    }
}

}  // namespace

std::string said_settings(const Reader& reader, std::string_view ids) {
    return crm::names_in(reader.book(), ids, reader.language == http::Language::Chinese ? "、" : ", ");
}

Where scope_of(const List& list, const people::SignedIn& who) {
    Where where;
    where.add(fmt::format("{} = ?", list.tenant), who.tenant.value);
    where.add_scope(people::scope_clause(who, list.scope));
    return where;
}

Where where_of(const List& list, const Asked& asked) {
    const auto& who = asked.reader.who;
    const auto& narrowing = asked.narrowing;
    const bool scoped = list.seen == nullptr && narrowing.sql.empty() && !walks_own(asked);
    Where where;
    where.add(fmt::format("{}{} = ?", is_narrowed_elsewhere(asked) && !asked.walks ? "+" : "", list.tenant),
              who.tenant.value);
    if (scoped) {
        where.add_scope(people::scope_clause(who, list.scope));
    }
    if (!narrowing.sql.empty()) {
        where.add(narrowing.sql);
        where.params.insert(where.params.end(), narrowing.params.begin(), narrowing.params.end());
    } else if (list.seen != nullptr) {
        where.add_scope(list.seen(asked.reader));
    }
    if (!list.only.empty()) {
        where.add_bound(list.only, db::Param::null(db::ParamType::Untyped), who);
    }
    if (!list.only_own.empty() && who.data() == people::DataScope::Own) {
        where.add_bound(list.only_own, db::Param::null(db::ParamType::Untyped), who);
    }
    add_driver(where, list, asked);
    for (std::size_t at = 0; at < asked.conditions.size(); ++at) {
        if (is_found(asked.conditions[at].filter->kind)) {
            add_found(where, list, asked, at);
        } else {
            add_condition(where, list, asked.conditions[at], asked);
        }
    }
    const auto time = order_columns(list, asked).time;
    if (asked.from_ms) {
        where.add(time + " >= ?", *asked.from_ms);
    }
    if (asked.to_ms) {
        where.add(time + " < ?", *asked.to_ms);
    }
    return where;
}

std::string sql_of(const List& list, const Column& column, db::Engine engine) {
    if (column.member.empty()) {
        return std::string{column.sql};
    }
    const bool sqlite = engine == db::Engine::Sqlite;
    const auto value = sqlite ? fmt::format("json_extract({}, '$.{}')", column.sql, column.member)
                              : fmt::format("(CAST({} AS JSON) ->> '{}')", column.sql, column.member);
    if (column.kind == Kind::Person) {
        return fmt::format(
            "COALESCE((SELECT named.name || ' ' || named.number FROM users AS named WHERE named.tenant_id = {} AND "
            "named.number = {} AND named.deleted_at_ms IS NULL), {})",
            list.tenant, value, value);
    }
    return column.kind == Kind::Number && !sqlite ? fmt::format("CAST({} AS DOUBLE PRECISION)", value) : value;
}

std::string order_of(const List& list, const Asked& asked, db::Engine engine) {
    const auto* way = asked.ascending ? "ASC" : "DESC";
    const auto [time, id] = order_columns(list, asked);
    if (asked.sort == nullptr) {
        return fmt::format(" ORDER BY {} {}, {} {}", time, way, id, way);
    }
    auto column = asked.sort->order.empty() ? sql_of(list, *asked.sort, engine) : std::string{asked.sort->order};
    if (const auto hidden = hidden_clause(list, asked.reader); is_number(*asked.sort) && !hidden.empty()) {
        column = fmt::format("CASE WHEN {} THEN '' ELSE {} END", hidden, column);
    }
    // Where nothing stands comes last, whatever the database thinks of it.
    const auto empty_last = asked.sort->member.empty() ? std::string{} : fmt::format("{} IS NULL, ", column);
    return fmt::format(" ORDER BY {}{} {}, {} DESC, {} DESC", empty_last, column, way, time, id);
}

Result<Count> count(db::Connection& connection, const List& list, const Where& where) {
    return count_from(connection, std::string{list.from}, where);
}

Result<Count> count_from(db::Connection& connection, const std::string& from, const Where& where) {
    YH_TRY(const auto rows, connection.one<std::int64_t>(
                                fmt::format("SELECT COUNT(*) FROM (SELECT 1 AS one FROM {}{} LIMIT {}) AS counted",
                                            from, where.sql, most_counted + 1),
                                where.params));
    return Count{std::min(rows, most_counted), rows > most_counted};
}

// Without the probing: by the index of the values, else by the list's own.
Result<std::optional<std::int64_t>> oldest_probed(db::Connection& connection, const List& list, Asked asked,
                                                  std::int64_t most) {
    if (asked.ways.driver) {
        return oldest_walked(connection, asked, most);
    }
    std::erase_if(asked.conditions, [](const auto& one) { return is_found(one.filter->kind); });
    asked.ways.of.clear();
    const auto where = where_of(list, asked);
    const auto time = order_columns(list, asked).time;
    return connection.row<std::int64_t>(fmt::format("SELECT {} FROM {}{} ORDER BY {} DESC LIMIT 1 OFFSET {}", time,
                                                    from_of(list, asked), where.sql, time, most - 1),
                                        where.params);
}

Result<std::vector<std::int64_t>> ids_of(db::Connection& connection, const List& list, const Asked& wanted,
                                         std::int64_t most) {
    YH_TRY(const auto asked, with_ways(connection, list, wanted));
    YH_TRY(const auto searched, search_in(connection, list, asked));
    return connection.rows<std::int64_t>(
        fmt::format("SELECT {} AS id FROM {}{}{} LIMIT {}", list.id, from_of(list, asked), searched.where.sql,
                    order_of(list, asked, connection.engine()), most),
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
    const auto mine = who.user.text();
    for (auto at = columns.find(me); at != std::string::npos; at = columns.find(me, at + mine.size())) {
        columns.replace(at, me.size(), mine);
    }
    return fmt::format("SELECT {} FROM {}", columns, list.from);
}

Result<std::vector<std::int64_t>> page_ids(db::Connection& connection, const List& list, const Asked& asked,
                                           Where where) {
    if (asked.after) {
        const auto [time, id] = order_columns(list, asked);
        where.add(fmt::format("({}, {}) {} (?, ?)", time, id, asked.ascending ? ">" : "<"), asked.after->at_ms,
                  asked.after->id);
    }
    return connection.rows<std::int64_t>(
        fmt::format("SELECT {} AS id FROM {}{}{} LIMIT {} OFFSET {}", list.id, from_of(list, asked), where.sql,
                    order_of(list, asked, connection.engine()), asked.page.size, asked.after ? 0 : asked.page.offset()),
        where.params);
}

void keep_members(const Reader& reader, JsonValue& object) {
    JsonValue kept{JsonValue::Object{}};
    const auto* members = object.as_object();
    for (std::size_t i = 0; members != nullptr && reader.extra && i < members->size(); ++i) {
        const auto& [name, value] = (*members)[i];
        if (std::ranges::find(reader.extra->columns, name, &Column::key) != reader.extra->columns.end()) {
            kept.set(name, value);
        }
    }
    object = std::move(kept);
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

// The row has just been read: nothing that it was found by is looked at again.
Result<std::string> next_of(db::Connection& connection, const List& list, const Asked& asked, std::int64_t last_id) {
    YH_TRY(const auto at, connection.row<std::int64_t>(fmt::format("SELECT {} FROM {} WHERE {} = ? AND {} = ?",
                                                                   list.time, list.from, list.tenant, list.id),
                                                       asked.reader.who.tenant, last_id));
    return at ? cursor_of(*at, last_id) : std::string{};
}

}  // namespace yh::office::lists
