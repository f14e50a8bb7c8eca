#include <fmt/format.h>

#include <utility>

#include "office/customers/customer_change_parts.h"

// Deleting customers, leads and contacts, and taking that back. What is deleted keeps its rows. A customer's contacts
// go with it and carry its very moment, by which they are found when it comes back: one that was deleted before stays
// so.
namespace yh::office::customers {

namespace {

constexpr std::string_view living_contacts = "parent_id = ? AND object = 'contact' AND deleted_at_ms IS NULL";

/// Their names, as the history of the customer tells that they went with it.
Result<std::string> contact_names(db::Connection& connection, model::CustomerId id) {
    constexpr std::size_t most_named = 50;
    YH_TRY(const auto names, connection.rows<std::string>(
                                 fmt::format("SELECT name FROM customers WHERE {} ORDER BY id", living_contacts), id));
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most_named; ++i) {
        text += (text.empty() ? "" : ", ") + names[i];
    }
    return names.size() > most_named ? fmt::format("{} … ({})", text, names.size()) : text;
}

Result<std::optional<model::CustomerId>> find_other_of(db::Connection& connection, const CustomerRow& row) {
    YH_TRY(const auto numbers, number_rows(connection, row.id));
    return find_other(connection, row, numbers);
}

Result<bool> parent_lives(db::Connection& connection, const CustomerRow& row) {
    if (row.object != crm::ObjectKind::Contact) {
        return true;
    }
    YH_TRY(const auto parent,
           connection.row<std::int64_t>("SELECT id FROM customers WHERE id = ? AND deleted_at_ms IS NULL",
                                        row.parent_id.value_or(0)));
    return parent.has_value();
}

}  // namespace

Result<Dependents> find_dependents(db::Connection& connection, model::CustomerId id) {
    Dependents found;
    YH_TRY(found.contacts,
           connection.one<std::int64_t>(fmt::format("SELECT COUNT(*) FROM customers WHERE {}", living_contacts), id));
    YH_TRY(found.follow_ups,
           connection.one<std::int64_t>(
               "SELECT COUNT(*) FROM follow_ups WHERE customer_id = ? AND deleted_at_ms IS NULL", id));
    YH_TRY(found.services,
           connection.one<std::int64_t>(
               "SELECT COUNT(*) FROM service_records WHERE customer_id = ? AND deleted_at_ms IS NULL", id));
    YH_TRY(found.plans, connection.one<std::int64_t>(
                            "SELECT COUNT(*) FROM tasks WHERE customer_id = ? AND completed_at_ms IS NULL", id));
    return found;
}

Result<Saved> delete_customer(db::Connection& connection, const Asker& asker, model::CustomerId id,
                              std::int64_t history_id, std::int64_t now_ms, std::optional<std::int64_t> contacts) {
    YH_TRY(const auto row, row_to_change(connection, asker, id));
    if (!row) {
        return refused(not_found("customer.unknown"), id);
    }
    YH_TRY(const auto hanging, find_dependents(connection, id));
    if (contacts && *contacts != hanging.contacts) {
        return refused(conflict("customer.has_contacts", std::to_string(hanging.contacts)), id);
    }
    YH_TRY(const auto names, contact_names(connection, id));
    std::vector<CustomerChange> changes;
    note(changes, "contacts", names, {});
    YH_TRY(auto transaction, connection.begin());
    YH_CHECK(
        connection.run("UPDATE customer_numbers SET deleted_at_ms = ? WHERE customer_id = ? OR customer_id IN "
                       "(SELECT id FROM customers WHERE parent_id = ? AND deleted_at_ms IS NULL)",
                       now_ms, id, id));
    YH_CHECK(connection.run(
        "UPDATE customers SET deleted_at_ms = ?, updated_at_ms = ?, updated_by = ?, version = version + 1 WHERE "
        "deleted_at_ms IS NULL AND (id = ? OR parent_id = ?)",
        now_ms, now_ms, asker.who.user, id, id));
    YH_CHECK(write_history(connection, asker, *row, history_id, HistoryWhat::Deleted, std::move(changes), now_ms));
    YH_CHECK(transaction.commit());
    return Saved{id, {}, {}, {}};
}

Result<Saved> restore_customer(db::Connection& connection, const Asker& asker, model::CustomerId id,
                               std::int64_t history_id, std::int64_t now_ms) {
    YH_TRY(const auto row, connection.row<CustomerRow>(
                               "SELECT * FROM customers WHERE id = ? AND tenant_id = ? AND deleted_at_ms IS NOT NULL "
                               "AND merged_into IS NULL",
                               id, asker.who.tenant));
    if (!row) {
        return refused(not_found("customer.unknown"), id);
    }
    YH_TRY(const bool has_parent, parent_lives(connection, *row));
    if (!has_parent) {
        return refused(conflict("customer.parent_deleted"), id);
    }
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto other, find_other_of(connection, *row));
    if (other) {
        return taken(*other);
    }
    const auto gone_at_ms = *row->deleted_at_ms;
    YH_CHECK(
        connection.run("UPDATE customer_numbers SET deleted_at_ms = NULL WHERE customer_id = ? OR customer_id IN "
                       "(SELECT id FROM customers WHERE parent_id = ? AND deleted_at_ms = ?)",
                       id, id, gone_at_ms));
    YH_CHECK(connection.run(
        "UPDATE customers SET deleted_at_ms = NULL, updated_at_ms = ?, updated_by = ?, version = version + 1 "
        "WHERE deleted_at_ms = ? AND (id = ? OR parent_id = ?)",
        now_ms, asker.who.user, gone_at_ms, id, id));
    // Whether the asker sees it can be asked once it lives again; if not, nothing of this is committed.
    YH_TRY(const bool seen, may_see(connection, asker, id));
    if (!seen) {
        return refused(not_found("customer.unknown"), id);
    }
    YH_CHECK(write_history(connection, asker, *row, history_id, HistoryWhat::Restored, {}, now_ms));
    YH_CHECK(transaction.commit());
    return Saved{id, {}, {}, {}};
}

}  // namespace yh::office::customers
