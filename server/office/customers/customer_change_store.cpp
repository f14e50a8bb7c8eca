#include <algorithm>
#include <utility>

#include "base/json.h"
#include "office/crm/audience.h"
#include "office/crm/field_view.h"
#include "office/crm/setting_names.h"
#include "office/customers/conversion_store.h"
#include "office/customers/customer_change_parts.h"
#include "office/customers/customer_fields.h"
#include "office/customers/dedup/duplicate_store.h"
#include "office/customers/own_fields_store.h"
#include "office/customers/pools/pool_moves_store.h"
#include "office/customers/pools/pool_seat.h"

// Creating and changing customers, leads and contacts: each change in a savepoint of its own, with a line of its
// history.
namespace yh::office::customers {

namespace {

using crm::ObjectKind;
using Problems = std::vector<http::FieldProblem>;

/// What the asker may not change stays; said where he tried (R255). Numbers that are compared are the ones of
/// `rows_of`.
Result<Problems> hold_fixed(db::Connection& connection, const Asker& asker, const CustomerRow& row,
                            CustomerDraft& draft) {
    CardAsItIs now{row.name, row.gender, row.level, row.note, {}};
    YH_TRY(const auto owner, person_of(connection, row.owner_id));
    now.owner = owner ? owner->number : std::string{};
    return keep_fixed(crm::rights_in(asker.book(), row.object, asker.who), now, draft);
}

NumberNeeded number_needed(const Asker& asker, ObjectKind object) {
    return crm::needs_number(asker.book(), object) ? NumberNeeded::Yes : NumberNeeded::No;
}

/// Stage, group and tags of a draft become the row's.
void apply_settings(const crm::Book& book, const CustomerDraft& draft, CustomerRow& row, Problems& problems) {
    if (draft.stage && row.object != ObjectKind::Contact) {
        if (!crm::has_stage(book, *draft.stage)) {
            problems.push_back({"stage", "crm.unknown_stage"});
        }
        if (const auto stage = crm::stored_stage(book, *draft.stage); stage != row.stage_id) {
            row.stage_id = stage;
            row.staged_at_ms = row.updated_at_ms;
        }
    }
    if (draft.group && row.object == ObjectKind::Customer) {
        if (*draft.group && std::ranges::find(book.groups, *draft.group, &crm::Group::id) == book.groups.end()) {
            problems.push_back({"group", "crm.unknown_group"});
        }
        row.group_id = *draft.group ? std::optional{draft.group->value} : std::nullopt;
    }
    if (draft.tags && row.object != ObjectKind::Contact) {
        const auto tags = crm::known_tags(book, row.object, *draft.tags);
        if (tags.size() != draft.tags->size()) {
            problems.push_back({"tags", "crm.unknown_tag"});
        }
        row.tags.clear();
        for (const auto tag : tags) {
            row.tags.push_back(tag.value);
        }
    }
}

/// A contact belongs to a customer whom the asker sees (R142).
Result<void> apply_parent(db::Connection& connection, const Asker& asker, const CustomerDraft& draft, CustomerRow& row,
                          Problems& problems) {
    if (row.object != ObjectKind::Contact) {
        return {};
    }
    const auto wanted = draft.parent ? draft.parent->value : row.parent_id.value_or(0);
    if (wanted == 0) {
        problems.push_back({"parent", "config.required"});
        return {};
    }
    if (wanted != row.parent_id) {
        YH_TRY(const auto parent, row_to_change(connection, asker, model::CustomerId{wanted}));
        if (!parent || parent->object != ObjectKind::Customer) {
            problems.push_back({"parent", "customer.unknown"});
        }
        row.parent_id = wanted;
    }
    return {};
}

/// Writes the row with its numbers and tags; somebody else who has one of the numbers is what it returns.
Result<std::optional<model::CustomerId>> write_row(db::Connection& connection, const Asker& asker,
                                                   const CustomerRow& row, const std::vector<NumberRow>& numbers,
                                                   db::Transaction& transaction) {
    YH_TRY(const auto other, find_other(connection, row, numbers));
    if (other) {
        return other;
    }
    YH_CHECK(connection.upsert("customers", row, {"id"}));
    // A new row has none, and a file has thousands of new ones.
    if (row.version > 1) {
        YH_CHECK(connection.run("DELETE FROM customer_numbers WHERE customer_id = ?", row.id));
    }
    YH_TRY(const auto written, write_numbers(connection, numbers));
    if (written == Written::Conflict) {
        transaction.rollback();
        YH_TRY(const auto winner, find_other(connection, row, numbers));
        return std::optional{winner.value_or(model::CustomerId{})};
    }
    YH_CHECK(write_tags(connection, row));
    YH_CHECK(write_field_values(connection, asker.book(), row));
    YH_CHECK(keep_keys(connection, asker.book(), row));
    return std::optional<model::CustomerId>{};
}

Saved duplicate_of(Duplicate duplicate) {
    auto saved = refused(conflict("customer.duplicate"));
    saved.prompt = std::move(duplicate.prompt);
    if (duplicate.seen) {
        saved.other = duplicate.other;
    }
    return saved;
}

/// Who owns it is in no pool; who had it before matters to the pools' rules.
void note_new_owner(const CustomerRow& before, CustomerRow& after, std::int64_t now_ms) {
    if (before.owner_id == after.owner_id) {
        return;
    }
    after.owned_at_ms = after.owner_id ? std::optional{now_ms} : std::nullopt;
    after.last_owner_id = before.owner_id ? before.owner_id : before.last_owner_id;
    after.warned_at_ms.reset();
    after.protected_until_ms.reset();
    if (after.owner_id) {
        after.pool_id.reset();
        after.pooled_at_ms.reset();
    }
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

}  // namespace

Result<Saved> create_customer(db::Connection& connection, const Asker& asker, const CustomerDraft& asked, NewIds ids,
                              std::int64_t now_ms) {
    // A new customer has a name and numbers, whoever writes them down.
    auto draft = asked;
    CardAsItIs blank{asked.name, {}, {}, {}, asker.who.number};
    const auto object = asked.object.value_or(ObjectKind::Customer);
    if (auto kept = keep_fixed(crm::rights_in(asker.book(), object, asker.who), blank, draft); !kept.empty()) {
        return faulty(std::move(kept));
    }
    auto row = new_row(asker, draft, ids.customer, now_ms);
    if (draft.owner && row.object != ObjectKind::Contact) {
        YH_TRY(auto owner, wanted_owner(connection, asker, *draft.owner, asker.who.user.value));
        if (owner.refusal) {
            return refused(*std::move(owner.refusal));
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
            return refused(*std::move(found.refusal), *draft.lead);
        }
        lead = std::move(found.row);
        row.source = Source::Lead;
        YH_TRY(known, number_rows(connection, draft.lead->value));
        YH_CHECK(carry_unseen(asker, *lead, row));
    }
    const auto numbers = rows_of(
        row, check_numbers(plain_numbers(asker, draft.numbers, known), problems, number_needed(asker, row.object)));
    if (!problems.empty()) {
        return faulty(std::move(problems));
    }
    YH_TRY(const auto placed, place_new(connection, asker.book(), row, numbers, now_ms));
    YH_TRY(auto duplicate,
           find_duplicate(connection, asker, row, numbers, nullptr, draft.lead.value_or(model::CustomerId{})));
    if (duplicate) {
        return duplicate_of(*std::move(duplicate));
    }
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto other, write_row(connection, asker, row, numbers, transaction));
    if (other) {
        return taken(*other);
    }
    CustomerRow nothing;
    nothing.fields = "{}";
    YH_TRY(auto changes, changes_of(connection, asker, nothing, {}, row, numbers));
    YH_CHECK(write_history(connection, asker, row, ids.history, HistoryWhat::Created, std::move(changes), now_ms));
    YH_CHECK(note_new_place(connection, asker, row, placed, ids.history, now_ms));
    if (lead) {
        YH_CHECK(mark_converted(connection, asker, *lead, row, ids.lead_history, now_ms));
    }
    YH_CHECK(transaction.commit());
    return Saved{ids.customer, {}, {}, {}};
}

Result<Saved> change_customer(db::Connection& connection, const Asker& asker, model::CustomerId id,
                              const CustomerDraft& asked, std::int64_t history_id, std::int64_t now_ms) {
    YH_TRY(const auto before, row_to_change(connection, asker, id));
    if (!before) {
        return refused(not_found("customer.unknown"), id);
    }
    if (asked.version && *asked.version != before->version) {
        return refused(conflict("customer.changed"), id);
    }
    // What lies in a pool is its administrators' to change; whoever has its caller on the line takes it out (R089).
    if (before->pool_id && !asker.call && seat_in(asker.book(), before->pool_id, asker.who) != Seat::Admin) {
        return refused({ErrorKind::Forbidden, "pool.admins_only", {}}, id);
    }
    auto draft = asked;
    YH_TRY(auto problems, hold_fixed(connection, asker, *before, draft));
    if (!problems.empty()) {
        return faulty(std::move(problems));
    }
    YH_TRY(const auto stored, number_rows(connection, id.value));
    auto here = asker;
    here.mask = mask_in(asker.mask, asker.book(), before->pool_id, asker.who);
    auto after = *before;
    after.name = draft.name;
    after.gender = draft.gender;
    after.level = draft.level;
    after.note = draft.note;
    after.version = before->version + 1;
    after.updated_at_ms = now_ms;
    after.updated_by = asker.who.user.value;
    if (draft.owner && after.object != ObjectKind::Contact) {
        YH_TRY(auto owner, wanted_owner(connection, asker, *draft.owner, before->owner_id));
        if (owner.refusal) {
            return refused(*std::move(owner.refusal), id);
        }
        after.owner_id = owner.id;
    } else if (!before->owner_id && asker.call && asker.call->answered && after.object != ObjectKind::Contact) {
        after.owner_id = asker.who.user.value;
    }
    note_new_owner(*before, after, now_ms);
    YH_CHECK(apply_fields(connection, asker, draft, after, crm::IsNew::No, problems));
    apply_settings(asker.book(), draft, after, problems);
    YH_CHECK(apply_parent(connection, asker, draft, after, problems));
    const auto numbers = rows_of(
        after, check_numbers(plain_numbers(here, draft.numbers, stored), problems, number_needed(asker, after.object)));
    if (problems.empty() && !same_numbers(stored, numbers) &&
        !crm::rights_in(asker.book(), after.object, asker.who).changes(people::fields::customer_numbers)) {
        problems.push_back({"numbers", "field.fixed"});
    }
    if (!problems.empty()) {
        return faulty(std::move(problems));
    }
    YH_TRY(auto changes, changes_of(connection, asker, *before, stored, after, numbers));
    if (changes.empty()) {
        return Saved{id, {}, {}, {}};
    }
    const AsBefore as_before{*before, stored};
    YH_TRY(auto duplicate, find_duplicate(connection, asker, after, numbers, &as_before));
    if (duplicate) {
        return duplicate_of(*std::move(duplicate));
    }
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto other, write_row(connection, asker, after, numbers, transaction));
    if (other) {
        return taken(*other);
    }
    YH_CHECK(write_history(connection, asker, after, history_id, HistoryWhat::Changed, std::move(changes), now_ms));
    const auto what = before->pool_id ? MoveWhat::Claimed : MoveWhat::OwnerChanged;
    YH_CHECK(note_move(connection, asker, *before, after, what, history_id, now_ms));
    YH_CHECK(transaction.commit());
    return Saved{id, {}, {}, {}};
}

}  // namespace yh::office::customers
