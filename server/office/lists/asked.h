#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/request.h"
#include "office/answer.h"
#include "office/crm/book.h"
#include "office/lists/extra.h"
#include "office/lists/list.h"
#include "office/lists/narrowing.h"
#include "office/office.h"
#include "office/people/identity.h"
#include "office/people/number_mask.h"

namespace yh::office::lists {

/// Who reads, and how it must look to them.
struct Reader {
    people::SignedIn who;
    people::NumberMask mask{};
    people::NumberSeal seal{};
    http::Language language = http::Language::Chinese;
    std::int64_t utc_offset_min = 480;  ///< of the person: for times in files, and for searching by time
    crm::BooksPtr books{};              ///< null only in tests
    ExtraPtr extra{};                   ///< what the company adds to the list that is read

    const crm::Book& book() const { return books ? books->of(who.tenant) : crm::first_book(); }
};

/// How the conditions of narrow tables are answered (way.h).
enum class Way { Probe, Fetch };
struct Ways {
    std::vector<Way> of{};                ///< by the place of the condition; empty: each row is probed
    std::optional<std::size_t> driver{};  ///< the list walks the index of this one's values
    bool exhausted = true;                ///< all values of the driver are few enough to be counted
    /// The list walks the rows that this user had a part in; 0: nobody has the number that was asked for.
    std::optional<std::int64_t> person{};
};

/// What a list is asked for, read from the query and found to be well formed. A value.
struct Asked {
    struct Condition {
        const Filter* filter = nullptr;
        std::string value;
    };
    /// The last row of the page before: pages far down are found by it, not by counting.
    struct After {
        std::int64_t at_ms = 0;
        std::int64_t id = 0;
    };

    Reader reader;
    PageArgs page{};
    std::optional<After> after;
    const Column* sort = nullptr;  ///< null: the list's own order
    bool ascending = false;
    std::optional<std::int64_t> from_ms;
    std::optional<std::int64_t> to_ms;
    std::string search;  ///< part of anything the row shows
    std::vector<Condition> conditions;
    Narrowing narrowing{};
    Ways ways{};
    /// More rows fit than are counted (SQLite): the page is met soon by walking its order, testing each number, and
    /// looking every one of them up would take longer.
    bool walks = false;
};

/// Errors: page.malformed, sort.unknown, number.too_short, choice.unknown, filter.not_together, enum.unknown,
/// id.malformed, offset.malformed; field.hidden, where the reader may not see what it is narrowed or sorted by.
Result<Asked> read_query(const List& list, const std::vector<http::NamedValue>& query, Reader reader);

/// Who asks, what is hidden from them and in which language they read. Thread: home.
Reader reader_of(const Office& office, const http::Request& request);
Reader reader_for(const Office& office, people::SignedIn who, http::Language language);

/// The reader of this list: with what his company added to it.
Reader reader_in(const List& list, Reader reader);

/// The columns of a file: those that are named, separated by commas; none: all. Error: column.unknown.
Result<std::vector<const Column*>> read_columns(const List& list, std::string_view names, const Extra* extra = nullptr);

/// The first argument of that name; missing or empty: none.
std::optional<std::string> text_arg(const std::vector<http::NamedValue>& query, std::string_view name);
/// Error: id.malformed.
Result<std::optional<std::int64_t>> number_arg(const std::vector<http::NamedValue>& query, std::string_view name);
/// `utc_offset_min`: minutes east of UTC. Error: offset.malformed.
Result<std::int64_t> offset_arg(const std::vector<http::NamedValue>& query);

}  // namespace yh::office::lists
