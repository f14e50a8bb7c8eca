#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "office/customers/customer_eraser.h"
#include "office/customers/follow_ups/file_store.h"

namespace yh::office::customers {

namespace {

// Its values are the tenant, and four times the time. A deletion is a change, too: one that can still be taken back is
// not old. Nor is a customer one of whose contacts is not, which nobody would find without it.
constexpr std::string_view old_customers =
    "FROM customers WHERE tenant_id = ? AND updated_at_ms < ? AND NOT EXISTS (SELECT 1 FROM service_records WHERE "
    "service_records.customer_id = customers.id AND service_records.created_at_ms >= ?) AND NOT EXISTS (SELECT 1 FROM "
    "customers AS contacts WHERE contacts.parent_id = customers.id AND (contacts.updated_at_ms >= ? OR EXISTS (SELECT "
    "1 FROM service_records WHERE service_records.customer_id = contacts.id AND service_records.created_at_ms >= ?)))";

Result<std::vector<ErasedCount>> count_customers(db::Connection& connection, const EraseSpan& span) {
    std::vector<ErasedCount> found;
    for (const auto& [what, sql] :
         {std::pair{"customers", fmt::format("SELECT COUNT(*) {}", old_customers)},
          std::pair{"service_records", fmt::format("SELECT COUNT(*) FROM service_records WHERE customer_id IN (SELECT "
                                                   "id {})",
                                                   old_customers)}}) {
        YH_TRY(const auto count, connection.one<std::int64_t>(sql, span.tenant, span.before_ms, span.before_ms,
                                                              span.before_ms, span.before_ms));
        found.push_back({what, count});
    }
    return found;
}

Result<Erased> erase_customers(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    YH_TRY(const auto old, connection.rows<std::int64_t>(
                               fmt::format("SELECT id {} ORDER BY updated_at_ms, id LIMIT ?", old_customers),
                               span.tenant, span.before_ms, span.before_ms, span.before_ms, span.before_ms, most));
    Erased erased{static_cast<std::int64_t>(old.size()), {}};
    for (const auto customer : old) {
        YH_TRY(auto files, erase_follow_ups(connection, customer));
        std::ranges::move(files, std::back_inserter(erased.files));
        YH_CHECK(run_each(
            connection, customer,
            {"UPDATE tasks SET customer_id = NULL WHERE customer_id = ?",
             "DELETE FROM service_records WHERE customer_id = ?", "DELETE FROM customer_history WHERE customer_id = ?",
             "DELETE FROM customer_field_values WHERE customer_id = ?",
             "DELETE FROM customer_tags WHERE customer_id = ?", "DELETE FROM pool_moves WHERE customer_id = ?",
             "DELETE FROM customer_keys WHERE customer_id = ?", "DELETE FROM customer_numbers WHERE customer_id = ?",
             "DELETE FROM customers WHERE id = ?"}));
    }
    return erased;
}

Result<std::vector<ErasedCount>> count_services(db::Connection& connection, const EraseSpan& span) {
    return count_each(
        connection, span,
        {{"service_records", "SELECT COUNT(*) FROM service_records WHERE tenant_id = ? AND created_at_ms < ?"}});
}

Result<Erased> erase_services(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    return erase_each(connection, span, most,
                      "SELECT id FROM service_records WHERE tenant_id = ? AND created_at_ms < ? ORDER BY "
                      "created_at_ms, id LIMIT ?",
                      {"DELETE FROM service_records WHERE id = ?"});
}

}  // namespace

constinit const Eraser customer_eraser{DataKind::Customers, false, &count_customers, &erase_customers};
constinit const Eraser service_eraser{DataKind::ServiceRecords, false, &count_services, &erase_services};

}  // namespace yh::office::customers
