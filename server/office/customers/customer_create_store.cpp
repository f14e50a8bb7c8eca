#include <algorithm>
#include <iterator>
#include <utility>

#include "base/json.h"
#include "office/crm/field_view.h"
#include "office/customers/conversion_store.h"
#include "office/customers/customer_creation.h"
#include "office/customers/customer_draft.h"
#include "office/customers/customer_fields.h"
#include "office/customers/own_fields_store.h"
#include "office/customers/pools/pool_seat.h"

namespace yh::office::customers {

namespace {

using crm::ObjectKind;

Drafted none(Saved refused) {
    return {std::nullopt, std::move(refused)};
}

/// A new one may begin in a pool that the asker has a part in (R154): nobody owns it then.
void apply_pool(const Asker& asker, const CustomerDraft& draft, CustomerRow& row, Problems& problems) {
    if (!draft.pool) {
        return;
    }
    const auto* pool = find_pool(asker.book(), draft.pool->value);
    if (pool == nullptr || pool->object != row.object || seat_in(*pool, asker.who) == Seat::None) {
        problems.push_back({"pool", "crm.unknown_pool"});
        return;
    }
    row.pool_id = pool->id.value;
    row.pooled_at_ms = row.created_at_ms;
    row.owner_id.reset();
    row.owned_at_ms.reset();
}

CustomerRow new_row(const Asker& asker, const CustomerDraft& draft, model::CustomerId id, std::int64_t now_ms) {
    const auto me = asker.who.user.value;
    CustomerRow row;
    row.id = id.value;
    row.tenant_id = asker.who.tenant.value;
    row.object = draft.object.value_or(ObjectKind::Customer);
    row.name = draft.name;
    row.gender = draft.gender;
    row.level = draft.level;
    row.note = draft.note;
    row.source = asker.source.value_or(asker.call ? Source::Call : Source::Hand);
    row.created_at_ms = row.updated_at_ms = now_ms;
    row.created_by = row.updated_by = me;
    // A contact is seen by whoever sees its customer: it has no owner of its own.
    if (row.object != ObjectKind::Contact) {
        row.owner_id = me;
        row.owned_at_ms = now_ms;
    }
    return row;
}

template <class T>
void append(std::vector<T>& all, std::vector<T> more) {
    std::ranges::move(more, std::back_inserter(all));
}

/// The rows of all tables that many new ones are written into.
struct NewRows {
    std::vector<CustomerRow> customers;
    std::vector<NumberRow> numbers;
    std::vector<TagRow> tags;
    std::vector<FieldValueRow> values;
    std::vector<KeyRow> keys;
    std::vector<HistoryRow> history;
};

Result<NewRows> all_rows(const Asker& asker, std::span<const NewCustomer> fresh, std::int64_t now_ms) {
    NewRows rows;
    for (const auto& one : fresh) {
        rows.customers.push_back(one.row);
        append(rows.numbers, one.numbers);
        append(rows.tags, tag_rows(one.row));
        YH_TRY(auto values, field_value_rows(asker.book(), one.row));
        append(rows.values, std::move(values));
        YH_TRY(auto keys, key_rows(asker.book(), one.row));
        append(rows.keys, std::move(keys));
        rows.history.push_back(history_row(asker, one.row, one.ids.history, HistoryWhat::Created, one.changes, now_ms));
    }
    return rows;
}

Result<void> insert(db::Connection& connection, const NewRows& rows) {
    YH_CHECK(connection.insert_all<CustomerRow>("customers", rows.customers));
    YH_CHECK(connection.insert_all<NumberRow>("customer_numbers", rows.numbers));
    YH_CHECK(connection.insert_all<TagRow>("customer_tags", rows.tags));
    YH_CHECK(connection.insert_all<FieldValueRow>("customer_field_values", rows.values));
    YH_CHECK(connection.insert_all<KeyRow>("customer_keys", rows.keys));
    YH_CHECK(connection.insert_all<HistoryRow>("customer_history", rows.history));
    return {};
}

}  // namespace

Result<Drafted> draft_customer(db::Connection& connection, const Asker& asker, const CustomerDraft& asked, NewIds ids,
                               std::int64_t now_ms, const Presence& presence) {
    // A new customer has a name and numbers, whoever writes them down.
    auto draft = asked;
    CardAsItIs blank{asked.name, {}, {}, {}, asker.who.number};
    const auto object = asked.object.value_or(ObjectKind::Customer);
    if (auto kept = keep_fixed(crm::rights_in(asker.book(), object, asker.who), blank, draft); !kept.empty()) {
        return none(faulty(std::move(kept)));
    }
    auto row = new_row(asker, draft, ids.customer, now_ms);
    if (draft.owner && row.object != ObjectKind::Contact) {
        YH_TRY(auto owner, wanted_owner(connection, asker, *draft.owner, asker.who.user.value));
        if (owner.refusal) {
            return none(refused(*std::move(owner.refusal)));
        }
        row.owner_id = owner.id;
        row.owned_at_ms = owner.id ? row.owned_at_ms : std::nullopt;
    }
    Problems problems;
    YH_CHECK(apply_fields(connection, asker, draft, row, crm::IsNew::Yes, problems));
    apply_settings(asker.book(), draft, row, problems);
    apply_pool(asker, draft, row, problems);
    YH_CHECK(apply_parent(connection, asker, draft, row, problems));
    std::optional<CustomerRow> lead;
    std::vector<NumberRow> known;  // that may come back hidden, as they were shown
    if (draft.lead) {
        YH_TRY(auto found, lead_to_convert(connection, asker, *draft.lead));
        if (found.refusal) {
            return none(refused(*std::move(found.refusal), *draft.lead));
        }
        lead = std::move(found.row);
        row.source = Source::Lead;
        YH_TRY(known, number_rows(connection, draft.lead->value));
        YH_CHECK(carry_unseen(asker, *lead, row));
    }
    const auto numbers = rows_of(
        row, check_numbers(plain_numbers(asker, draft.numbers, known), problems, number_needed(asker, row.object)));
    if (!problems.empty()) {
        return none(faulty(std::move(problems)));
    }
    YH_TRY(auto placed, place_new(connection, asker.book(), row, numbers, now_ms));
    YH_TRY(auto duplicate, find_duplicate(connection, asker, row, numbers, nullptr,
                                          draft.lead.value_or(model::CustomerId{}), presence));
    if (duplicate) {
        return none(duplicate_of(*std::move(duplicate)));
    }
    CustomerRow nothing;
    nothing.fields = "{}";
    YH_TRY(auto changes, changes_of(connection, asker, nothing, {}, row, numbers));
    return Drafted{NewCustomer{std::move(row), numbers, std::move(changes), std::move(placed), std::move(lead), ids},
                   {}};
}

Result<Written> write_new(db::Connection& connection, const Asker& asker, std::span<const NewCustomer> fresh,
                          std::int64_t now_ms) {
    YH_TRY(const auto rows, all_rows(asker, fresh, now_ms));
    YH_TRY(auto transaction, connection.begin());
    if (const auto inserted = insert(connection, rows); !inserted.ok()) {
        return inserted.error().code == "db.unique" ? Result<Written>{Written::Conflict} : inserted.error();
    }
    for (const auto& one : fresh) {
        YH_CHECK(note_new_place(connection, asker, one.row, one.placed, one.ids.history, now_ms));
        if (one.lead) {
            YH_CHECK(mark_converted(connection, asker, *one.lead, one.row, one.ids.lead_history, now_ms));
        }
    }
    YH_CHECK(transaction.commit());
    return Written::Yes;
}

Result<Saved> write_one_new(db::Connection& connection, const Asker& asker, const NewCustomer& fresh,
                            std::int64_t now_ms) {
    YH_TRY(const auto other, find_other(connection, fresh.row, fresh.numbers));
    if (other) {
        return taken(*other);
    }
    YH_TRY(const auto written, write_new(connection, asker, {&fresh, 1}, now_ms));
    if (written == Written::Conflict) {
        YH_TRY(const auto winner, find_other(connection, fresh.row, fresh.numbers));
        return taken(winner.value_or(model::CustomerId{}));
    }
    return Saved{fresh.ids.customer, {}, {}, {}};
}

Result<Saved> create_customer(db::Connection& connection, const Asker& asker, const CustomerDraft& draft, NewIds ids,
                              std::int64_t now_ms) {
    YH_TRY(auto drafted, draft_customer(connection, asker, draft, ids, now_ms));
    return drafted.fresh ? write_one_new(connection, asker, *drafted.fresh, now_ms)
                         : Result<Saved>{std::move(drafted.refused)};
}

}  // namespace yh::office::customers
