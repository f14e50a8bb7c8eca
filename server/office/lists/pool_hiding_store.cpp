#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "office/crm/pool_sight.h"
#include "office/lists/list_store.h"
#include "office/lists/pool_hiding.h"

namespace yh::office::lists {

namespace {

// The same choice as customers/find_known_by_number makes: a customer, else a contact's customer, else a lead, or what
// became of it. Records keep a number as the network wrote it (model/telephone_number.h).
constexpr std::string_view pool_of_number =
    "(SELECT CASE WHEN hidden_card.object = 'contact' THEN hidden_parent.pool_id WHEN hidden_grown.id IS NOT NULL THEN "
    "hidden_grown.pool_id ELSE hidden_card.pool_id END FROM (SELECT {} AS number) AS hidden_asked CROSS JOIN "
    "customer_numbers AS hidden_number JOIN customers AS hidden_card ON hidden_card.id = hidden_number.customer_id "
    "LEFT "
    "JOIN customers AS hidden_parent ON hidden_parent.id = hidden_card.parent_id LEFT JOIN customers AS hidden_grown "
    "ON "
    "hidden_grown.id = hidden_card.converted_to AND hidden_grown.deleted_at_ms IS NULL WHERE hidden_number.tenant_id = "
    "{} AND hidden_number.deleted_at_ms IS NULL AND hidden_number.number IN (hidden_asked.number, CASE WHEN "
    "hidden_asked.number LIKE '01%' THEN substr(hidden_asked.number, 2) ELSE '' END, CASE WHEN hidden_asked.number "
    "LIKE "
    "'861%' THEN substr(hidden_asked.number, 3) ELSE '' END, CASE WHEN hidden_asked.number LIKE '+86%' THEN "
    "substr(hidden_asked.number, 4) ELSE '' END, CASE WHEN hidden_asked.number LIKE '+86%' THEN '0' || "
    "substr(hidden_asked.number, 4) ELSE '' END, CASE WHEN hidden_asked.number LIKE '+8601%' THEN "
    "substr(hidden_asked.number, 5) ELSE '' END, CASE WHEN hidden_asked.number LIKE '0086%' THEN "
    "substr(hidden_asked.number, 5) ELSE '' END, CASE WHEN hidden_asked.number LIKE '0086%' THEN '0' || "
    "substr(hidden_asked.number, 5) ELSE '' END, CASE WHEN hidden_asked.number LIKE '00%' THEN '+' || "
    "substr(hidden_asked.number, 3) ELSE '' END) ORDER BY CASE hidden_card.object WHEN 'customer' THEN 0 WHEN "
    "'contact' "
    "THEN 1 ELSE 2 END, hidden_card.id DESC LIMIT 1)";

std::vector<std::int64_t> hiding(const Reader& reader) {
    return reader.mask.hides() ? std::vector<std::int64_t>{} : crm::pools_hiding_from(reader.book(), reader.who);
}

}  // namespace

bool some_are_hidden(const Reader& reader) {
    return !hiding(reader).empty();
}

std::string hidden_clause(const Reader& reader, std::string_view number, std::string_view tenant) {
    const auto pools = hiding(reader);
    return pools.empty() ? std::string{}
                         : fmt::format("COALESCE({}, 0) IN ({})", fmt::format(pool_of_number, number, tenant),
                                       fmt::join(pools, ", "));
}

std::string hidden_clause(const List& list, const Reader& reader) {
    const auto* customer = find_column(list, list.customer);
    return customer == nullptr ? std::string{} : hidden_clause(reader, customer->sql, list.tenant);
}

Result<HiddenRows> hidden_rows(db::Connection& connection, const List& list, const Reader& reader,
                               const std::vector<std::int64_t>& ids) {
    const auto clause = hidden_clause(list, reader);
    if (clause.empty() || ids.empty()) {
        return HiddenRows{};
    }
    auto where = where_ids(list, ids);
    where.add(clause);
    YH_TRY(const auto found,
           connection.rows<std::int64_t>(fmt::format("SELECT {} AS id FROM {}{}", list.id, list.from, where.sql),
                                         where.params));
    return HiddenRows{found.begin(), found.end()};
}

people::NumberMask mask_of(const Reader& reader, bool hidden) {
    return hidden && !reader.mask.hides() ? people::NumberMask{model::HideNumbers::Partial} : reader.mask;
}

Result<people::NumberMask> mask_of_row(db::Connection& connection, const List& list, const Reader& reader,
                                       std::int64_t id) {
    YH_TRY(const auto hidden, hidden_rows(connection, list, reader, {id}));
    return mask_of(reader, hidden.contains(id));
}

Result<people::NumberMask> mask_of_number(db::Connection& connection, const Reader& reader, const std::string& number) {
    const auto clause = hidden_clause(reader, "CAST(? AS TEXT)", "?");
    if (clause.empty()) {
        return reader.mask;
    }
    YH_TRY(const auto hidden,
           connection.row<std::int64_t>("SELECT 1 AS hidden WHERE " + clause, number, reader.who.tenant));
    return mask_of(reader, hidden.has_value());
}

}  // namespace yh::office::lists
