#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "office/people/identity.h"
#include "office/records/record_query.h"

// What the lists of voicemails, surveys, missed, lost and forwarded calls and call-backs have in common: who sees
// which rows, what they are narrowed to and sorted by. In their SQL the table is called `item`, the queue's and the
// person's rows `queues` and `users`.
namespace yh::office::records {

/// What a list is narrowed to; absent: everything in scope.
struct ServiceFilter {
    std::optional<std::string> queue;   ///< number
    std::optional<std::string> agent;   ///< 工号
    std::optional<std::string> number;  ///< part of the customer's number, at least 3 digits
    std::optional<std::string> search;  ///< part of any number or name in the row
    std::optional<std::string> choice;  ///< of the list's own condition: see ServiceList::choices
    std::optional<std::int64_t> from_ms;
    std::optional<std::int64_t> to_ms;
    std::optional<std::int64_t> min_ms;  ///< of its length
    std::optional<std::int64_t> max_ms;
    std::optional<std::int64_t> call;
    std::string_view order;  ///< a column of ours; empty: by time
    bool ascending = false;
};

enum class SeenBy {
    Person,       ///< an agent sees what concerns himself
    QueueMembers  ///< … and what waits in the queues he works in
};

using NamedSql = std::pair<std::string_view, std::string_view>;

/// One kind of list. All of it is text of ours, never of a request.
struct ServiceList {
    std::string_view from;    ///< with all joins
    std::string_view time;    ///< the column that from, to and the first order speak of
    std::string_view id;      ///< makes the order complete
    std::string_view person;  ///< column with the user whom the row concerns
    std::string_view number;  ///< column with the customer's number
    SeenBy seen_by = SeenBy::Person;
    std::string_view length;            ///< column in ms; empty: has none
    std::string_view choice;            ///< name of its own condition in the query
    std::span<const NamedSql> choices;  ///< value → clause; `level` of surveys takes any text instead
    std::span<const NamedSql> orders;
};

namespace service_lists {
extern const ServiceList voicemails;
extern const ServiceList surveys;
extern const ServiceList missed;
extern const ServiceList lost;
extern const ServiceList forwarded;
extern const ServiceList callbacks;
}  // namespace service_lists

/// Agents see their own, leaders led queues and their members' besides, administrators the tenant's.
Where scope_of(const people::SignedIn& who, const ServiceList& list);
/// Error: choice.unknown.
Result<Where> narrowed(const people::SignedIn& who, const ServiceList& list, const ServiceFilter& filter);
std::optional<std::string_view> find_order(const ServiceList& list, std::string_view name);
/// " ORDER BY …", the newest first among equals.
std::string order_by(const ServiceList& list, const ServiceFilter& filter);

}  // namespace yh::office::records
