#include "office/customers/own_fields_store.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/json.h"

namespace yh::office::customers {

Result<void> apply_fields(db::Connection& connection, const Asker& asker, const CustomerDraft& draft, CustomerRow& row,
                          crm::IsNew is_new, std::vector<http::FieldProblem>& problems) {
    const auto& book = asker.book();
    for (const auto& [key, is_empty] : {std::pair{"level", row.level.empty()},
                                        {"gender", row.gender == Gender::Unknown},
                                        {"note", row.note.empty()}}) {
        if (crm::is_missing(book, row.object, key, is_empty, asker.who)) {
            problems.push_back({key, "config.required"});
        }
    }
    YH_TRY(const auto stored, is_new == crm::IsNew::Yes ? JsonValue::parse("{}") : JsonValue::parse(row.fields));
    auto checked = crm::check_fields(book, row.object, asker.who, stored, draft.fields, is_new);
    for (const auto& [path, number] : checked.people) {
        YH_TRY(const auto known,
               connection.row<std::int64_t>(
                   "SELECT id FROM users WHERE tenant_id = ? AND number = ? AND deleted_at_ms IS NULL",
                   asker.who.tenant, number));
        if (!known) {
            checked.problems.push_back({path, "user.unknown"});
        }
    }
    std::ranges::move(checked.problems, std::back_inserter(problems));
    row.fields = to_json(checked.fields);
    return {};
}

Result<std::vector<FieldValueRow>> field_value_rows(const crm::Book& book, const CustomerRow& row) {
    std::vector<FieldValueRow> rows;
    YH_TRY(const auto fields, JsonValue::parse(row.fields));
    for (const auto& one : crm::values_to_find(book, row.object, fields)) {
        rows.push_back({row.id, one.field.value, one.value, row.created_at_ms});
    }
    return rows;
}

Result<void> write_field_values(db::Connection& connection, const crm::Book& book, const CustomerRow& row) {
    if (row.version > 1) {
        YH_CHECK(connection.run("DELETE FROM customer_field_values WHERE customer_id = ?", row.id));
    }
    YH_TRY(const auto rows, field_value_rows(book, row));
    YH_CHECK(connection.insert_all<FieldValueRow>("customer_field_values", rows));
    return {};
}

}  // namespace yh::office::customers
