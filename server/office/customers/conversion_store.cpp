#include "office/customers/conversion_store.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/json.h"
#include "office/crm/field_view.h"
#include "office/crm/setting_names.h"
#include "office/customers/customer_change_parts.h"
#include "office/customers/object_mapping.h"

namespace yh::office::customers {

namespace {

/// The customer's tags that the lead's become (映射客户标签); one that is mapped to nothing is left behind.
std::vector<crm::SettingId> mapped_tags(const crm::Book& book, const CustomerRow& lead) {
    std::vector<crm::SettingId> mapped;
    for (const auto id : tags_of(lead)) {
        const auto* tag = crm::find_tag(book, id);
        const auto target = tag == nullptr ? Result<std::int64_t>{0} : parse_id(tag->customer_tag);
        if (tag != nullptr && target.ok()) {
            mapped.push_back(crm::SettingId{*target});
        }
    }
    return crm::known_tags(book, crm::ObjectKind::Customer, mapped);
}

/// What the asker may write of it; the rest goes over without him (`carry_unseen`).
JsonValue writable(const Asker& asker, const JsonValue& fields) {
    JsonValue kept{JsonValue::Object{}};
    for (const auto& member : *fields.as_object()) {
        const auto* field = crm::find_field(asker.book(), crm::ObjectKind::Customer, member.name);
        if (field != nullptr && crm::may_write(*field, asker.who)) {
            kept.set(member.name, member.value);
        }
    }
    return kept;
}

/// Customers who have the numbers of a lead, in the order of these.
Result<std::vector<model::CustomerId>> customers_with_numbers_of(db::Connection& connection, const Asker& asker,
                                                                 model::CustomerId lead) {
    std::vector<model::CustomerId> holders;
    YH_TRY(const auto numbers, numbers_of(connection, lead));
    for (const auto& number : numbers) {
        YH_TRY(const auto holder, find_holder(connection, asker.who.tenant, crm::ObjectKind::Customer, number));
        if (holder) {
            holders.push_back(*holder);
        }
    }
    return holders;
}

}  // namespace

Result<LeadToConvert> lead_to_convert(db::Connection& connection, const Asker& asker, model::CustomerId id) {
    LeadToConvert found;
    YH_TRY(found.row, row_to_change(connection, asker, id));
    if (!found.row || found.row->object != crm::ObjectKind::Lead) {
        found.refusal = not_found("lead.unknown");
    } else if (found.row->converted_to) {
        found.refusal = conflict("lead.converted");
    }
    return found;
}

Result<void> carry_unseen(const Asker& asker, const CustomerRow& lead, CustomerRow& customer) {
    CustomerCard whole;
    YH_TRY(whole.fields, JsonValue::parse(lead.fields));
    CustomerDraft mapped;
    map_lead(asker.book(), whole, mapped);
    YH_TRY(auto fields, JsonValue::parse(customer.fields));
    for (const auto& member : *mapped.fields->as_object()) {
        const auto* field = crm::find_field(asker.book(), crm::ObjectKind::Customer, member.name);
        if (field != nullptr && !crm::may_write(*field, asker.who)) {
            fields.set(member.name, member.value);
        }
    }
    customer.fields = to_json(fields);
    return {};
}

Result<void> mark_converted(db::Connection& connection, const Asker& asker, const CustomerRow& lead,
                            const CustomerRow& customer, std::int64_t history_id, std::int64_t now_ms) {
    YH_CHECK(
        connection.run("UPDATE customers SET converted_to = ?, converted_at_ms = ?, updated_at_ms = ?, updated_by "
                       "= ?, version = version + 1 WHERE id = ?",
                       customer.id, now_ms, now_ms, asker.who.user, lead.id));
    std::vector<CustomerChange> changes;
    note(changes, "customer", {}, customer.name);
    return write_history(connection, asker, lead, history_id, HistoryWhat::Converted, std::move(changes), now_ms);
}

Result<std::optional<Conversion>> find_conversion(db::Connection& connection, const Asker& asker,
                                                  model::CustomerId id) {
    YH_TRY(const auto card, find_card(connection, asker, id, Whose::InScope));
    if (!card || card->object != crm::ObjectKind::Lead) {
        return std::optional<Conversion>{};
    }
    if (card->converted_to) {
        return conflict("lead.converted");
    }
    Conversion made;
    auto& draft = made.draft;
    draft.object = crm::ObjectKind::Customer;
    draft.lead = id;
    map_lead(asker.book(), *card, draft);
    draft.fields = writable(asker, *draft.fields);
    for (const auto& number : card->numbers) {
        draft.numbers.push_back({number.number, number.kind});
    }
    YH_TRY(const auto lead, connection.one<CustomerRow>("SELECT * FROM customers WHERE id = ?", id));
    draft.tags = mapped_tags(asker.book(), lead);
    YH_TRY(const auto holders, customers_with_numbers_of(connection, asker, id));
    if (!holders.empty()) {
        YH_TRY(made.customer, find_card(connection, asker, holders.front(), Whose::AnyOwner));
    }
    return std::optional{std::move(made)};
}

Result<Saved> convert_into(db::Connection& connection, const Asker& asker, model::CustomerId lead_id,
                           model::CustomerId customer_id, NewIds ids, std::int64_t now_ms) {
    YH_TRY(const auto lead, lead_to_convert(connection, asker, lead_id));
    if (lead.refusal) {
        return refused(*lead.refusal, lead_id);
    }
    // The one with the lead's number is offered whoever owns it: who has the whole number may know whose it is.
    YH_TRY(const auto holders, customers_with_numbers_of(connection, asker, lead_id));
    const bool has_number = std::ranges::find(holders, customer_id) != holders.end();
    YH_TRY(const bool seen, may_see(connection, asker, customer_id));
    YH_TRY(const auto before, connection.row<CustomerRow>("SELECT * FROM customers WHERE id = ? AND tenant_id = ? AND "
                                                          "object = 'customer' AND deleted_at_ms IS NULL",
                                                          customer_id, asker.who.tenant));
    if (!before || (!seen && !has_number)) {
        return refused(not_found("customer.unknown"), customer_id);
    }
    auto after = *before;
    auto tags = mapped_tags(asker.book(), *lead.row);
    std::ranges::copy(tags_of(*before), std::back_inserter(tags));
    set_tags(after, crm::known_tags(asker.book(), crm::ObjectKind::Customer, tags));
    after.version += 1;
    after.updated_at_ms = now_ms;
    after.updated_by = asker.who.user.value;
    YH_TRY(const auto rows, number_rows(connection, customer_id.value));
    YH_TRY(auto changes, changes_of(connection, asker, *before, rows, after, rows));
    note(changes, "lead", {}, lead.row->name);
    YH_TRY(auto transaction, connection.begin());
    YH_CHECK(connection.upsert("customers", after, {"id"}));
    YH_CHECK(write_tags(connection, after));
    YH_CHECK(write_history(connection, asker, after, ids.history, HistoryWhat::Changed, std::move(changes), now_ms));
    YH_CHECK(mark_converted(connection, asker, *lead.row, after, ids.lead_history, now_ms));
    YH_CHECK(transaction.commit());
    return Saved{customer_id, {}, {}, {}};
}

}  // namespace yh::office::customers
