#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "db/connection.h"
#include "office/lists/asked.h"
#include "office/lists/list.h"
#include "office/lists/page.h"
#include "office/lists/pool_hiding.h"
#include "office/lists/region.h"
#include "office/lists/way.h"
#include "office/lists/where.h"

// Reads lists: the SQL that follows from a declaration. Thread: one that may block.
namespace yh::office::lists {

/// Company and scope alone, without what the list leaves out.
Where scope_of(const List& list, const people::SignedIn& who);

/// Which rows the list is of: all conditions, the quick search excepted.
Where where_of(const List& list, const Asked& asked);

struct Searched {
    Where where;
    std::optional<std::int64_t> from_ms;  ///< it looks no further back
};
/// … and the quick search, kept to the newest rows.
Result<Searched> search_in(db::Connection& connection, const List& list, const Asked& asked);

/// " ORDER BY …", complete: the newest first among equals.
std::string order_of(const List& list, const Asked& asked, db::Engine engine);

/// What a column is in SQL, also one that is a member of a JSON text.
std::string sql_of(const List& list, const Column& column, db::Engine engine);

struct Count {
    std::int64_t rows = 0;
    bool more = false;
};
Result<Count> count(db::Connection& connection, const List& list, const Where& where);
/// … of these tables.
Result<Count> count_from(db::Connection& connection, const std::string& from, const Where& where);

/// The time of the last of the newest `most` rows where each must be probed for values of narrow tables; none: there
/// are not so many.
Result<std::optional<std::int64_t>> oldest_probed(db::Connection& connection, const List& list, Asked asked,
                                                  std::int64_t most);

/// The ids of all rows in their order, `most` at the most.
Result<std::vector<std::int64_t>> ids_of(db::Connection& connection, const List& list, const Asked& asked,
                                         std::int64_t most);

/// "SELECT sql AS key, … FROM …" with these fields of a row; what the list does not have becomes NULL.
std::string select_of(const List& list, std::span<const std::string_view> fields, const people::SignedIn& who);

/// The ids of one page, in its order. Rows are fetched by them in a second step: finding the page then touches no
/// joined table that neither order nor conditions need, however many rows have to be sorted for it.
Result<std::vector<std::int64_t>> page_ids(db::Connection& connection, const List& list, const Asked& asked,
                                           Where where);

/// What a page is made of: its ids and how many there are of all (page_store.cpp). By the values of fields no more than
/// the newest rows are counted: `count.more` then says that there may be some.
struct FoundIds {
    std::vector<std::int64_t> ids;
    Count count;
    std::optional<std::int64_t> searched_from_ms;  ///< it looked no further back
};
Result<FoundIds> find_ids(db::Connection& connection, const List& list, const Asked& asked);

/// " WHERE id IN (…)"; the ids come from rows of ours.
Where where_ids(const List& list, const std::vector<std::int64_t>& ids);

/// What tells a row from the next page's first; empty when that is not how this order is read.
std::string cursor_of(std::int64_t at_ms, std::int64_t id);
Result<std::string> next_of(db::Connection& connection, const List& list, const Asked& asked, std::int64_t last_id);

/// Hides what this reader may not see, and puts the token that stands for the customer's number beside it.
template <class Row>
void hide_numbers(const List& list, const Reader& reader, const people::NumberMask& mask, Row& row) {
    if (!mask.hides()) {
        return;
    }
    std::string customer;
    for_each_field(row, [&](std::string_view name, auto& field) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field)>, std::string>) {
            if (name == list.customer) {
                customer = field;
            }
        }
    });
    for_each_field(row, [&](std::string_view name, auto& field) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field)>, std::string>) {
            const auto* column = find_column(list, name);
            if (column != nullptr &&
                (column->kind == Kind::Telephone || (column->kind == Kind::Dialled && field == customer))) {
                field = mask.shown(field);
            }
        } else if constexpr (requires { row.number_token; }) {
            if (name == "number_token") {
                row.number_token = people::token_for(mask, reader.seal, reader.who.tenant, customer);
            }
        }
    });
}

inline const std::string& plain_text(const std::string& text) {
    return text;
}
inline std::string plain_text(const std::optional<std::string>& text) {
    return text.value_or("");
}

/// Names the regions of a row that was read with their numbers in these places.
template <class Row>
void name_regions(const List& list, const Reader& reader, Row& row) {
    for_each_field(row, [&](std::string_view name, auto& field) {
        using Field = std::remove_cvref_t<decltype(field)>;
        if constexpr (std::is_same_v<Field, std::string> || std::is_same_v<Field, std::optional<std::string>>) {
            const auto* column = find_column(list, name);
            if (column != nullptr && column->kind == Kind::Region) {
                field = std::string{region_of(plain_text(field)).in(reader.language)};
            }
        }
    });
}

/// The names of the settings whose ids stand in a text, one after the other.
std::string said_settings(const Reader& reader, std::string_view ids);

/// Names what a row that was read holds the ids of in these places.
template <class Row>
void name_settings(const List& list, const Reader& reader, Row& row) {
    for_each_field(row, [&](std::string_view name, auto& field) {
        using Field = std::remove_cvref_t<decltype(field)>;
        if constexpr (std::is_same_v<Field, std::string> || std::is_same_v<Field, std::optional<std::string>>) {
            const auto* column = find_column(list, name);
            if (column != nullptr && column->kind == Kind::Setting) {
                field = said_settings(reader, plain_text(field));
            }
        }
    });
}

/// Empties what this reader may not see (R255).
template <class Row>
void hide_fields(const List& list, const Reader& reader, Row& row) {
    if (reader.who.fields.sees_all()) {
        return;
    }
    for_each_field(row, [&](std::string_view name, auto& field) {
        const auto* column = find_column(list, name);
        if (column != nullptr && !reader.who.fields.sees(column->field)) {
            field = {};
        }
    });
}

/// Leaves of a row's JSON object what the company added to the list for this reader.
void keep_members(const Reader& reader, JsonValue& object);
template <class Row>
void keep_extra(const Reader& reader, Row& row) {
    if constexpr (requires { row.fields.as_object(); }) {
        keep_members(reader, row.fields);
    }
}

/// A list with the type of its rows. Without `make` the row is read as it is; `complete` adds what is no column.
template <class Row, class Read = Row>
struct Listing {
    const List& list;
    Row (*make)(Read&&) = nullptr;
    Result<void> (*complete)(db::Connection&, std::vector<Row>&) = nullptr;
};

template <class Row>
std::vector<std::int64_t> ids_of(const std::vector<Row>& rows) {
    std::vector<std::int64_t> ids;
    for (const auto& row : rows) {
        ids.push_back(row.id.value);
    }
    return ids;
}

template <class Row, class Read>
Result<std::vector<Row>> read_rows(db::Connection& connection, const Listing<Row, Read>& listing, const Reader& reader,
                                   const std::string& sql, const db::Params& params) {
    std::vector<Row> rows;
    YH_CHECK(connection.each<Read>(
        sql,
        [&](Read&& read) {
            if constexpr (std::is_same_v<Row, Read>) {
                rows.push_back(listing.make ? listing.make(std::move(read)) : std::move(read));
            } else {
                rows.push_back(listing.make(std::move(read)));
            }
        },
        params));
    if (listing.complete) {
        YH_CHECK(listing.complete(connection, rows));
    }
    YH_TRY(const auto hidden, hidden_rows(connection, listing.list, reader, ids_of(rows)));
    for (auto& row : rows) {
        name_regions(listing.list, reader, row);
        name_settings(listing.list, reader, row);
        hide_numbers(listing.list, reader, mask_of(reader, hidden.contains(row.id.value)), row);
        hide_fields(listing.list, reader, row);
        keep_extra(reader, row);
    }
    return rows;
}

template <class Row, class Read>
Result<Page<Row>> find_page(db::Connection& connection, const Listing<Row, Read>& listing, const Asked& wanted) {
    const auto& list = listing.list;
    YH_TRY(const auto asked, with_ways(connection, list, wanted));
    Page<Row> page;
    page.page = asked.page.page;
    page.size = asked.page.size;
    YH_TRY(const auto found, find_ids(connection, list, asked));
    const auto& ids = found.ids;
    page.searched_from_ms = found.searched_from_ms;
    page.total = found.count.rows;
    page.total_is_least = found.count.more;
    if (ids.empty()) {
        return page;
    }
    if (found.count.more) {
        page.total = std::max(page.total, asked.page.offset() + static_cast<std::int64_t>(ids.size()));
    }
    const auto where = where_ids(list, ids);
    YH_TRY(page.items, read_rows(connection, listing, asked.reader,
                                 select_of(list, field_names<Read>, asked.reader.who) + where.sql, where.params));
    const auto place = [&](const Row& row) { return std::ranges::find(ids, row.id.value); };
    std::ranges::sort(page.items, {}, place);
    if (static_cast<std::int64_t>(page.items.size()) == page.size && asked.sort == nullptr) {
        YH_TRY(page.next, next_of(connection, list, asked, page.items.back().id.value));
    }
    return page;
}

/// The one row of this id, if the reader may see it.
template <class Row, class Read>
Result<std::optional<Row>> find_row(db::Connection& connection, const Listing<Row, Read>& listing,
                                    const Reader& whoever, std::int64_t id) {
    const auto reader = reader_in(listing.list, whoever);
    Asked asked;
    asked.reader = reader;
    auto where = where_of(listing.list, asked);
    where.add(std::string{listing.list.id} + " = ?", id);
    YH_TRY(auto rows, read_rows(connection, listing, reader,
                                select_of(listing.list, field_names<Read>, reader.who) + where.sql, where.params));
    return rows.empty() ? std::optional<Row>{} : std::optional<Row>{std::move(rows.front())};
}

}  // namespace yh::office::lists
