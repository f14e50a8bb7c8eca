#include <algorithm>
#include <utility>

#include "base/json.h"
#include "office/crm/field_view.h"
#include "office/customers/customer_change_parts.h"
#include "office/customers/customer_draft.h"
#include "office/customers/customer_fields.h"
#include "office/customers/own_fields_store.h"
#include "office/customers/pools/pool_moves_store.h"
#include "office/customers/pools/pool_seat.h"

// Changing customers, leads and contacts: each change in a savepoint of its own, with a line of its history.
namespace yh::office::customers {

namespace {

using crm::ObjectKind;

/// What the asker may not change stays; said where he tried (R255). Numbers that are compared are the ones of
/// `rows_of`.
Result<Problems> hold_fixed(db::Connection& connection, const Asker& asker, const CustomerRow& row,
                            CustomerDraft& draft) {
    CardAsItIs now{row.name, row.gender, row.level, row.note, {}};
    YH_TRY(const auto owner, person_of(connection, row.owner_id));
    now.owner = owner ? owner->number : std::string{};
    return keep_fixed(crm::rights_in(asker.book(), row.object, asker.who), now, draft);
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
    YH_CHECK(connection.run("DELETE FROM customer_numbers WHERE customer_id = ?", row.id));
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

}  // namespace

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
    YH_TRY(const auto pool, pool_of(connection, *before));
    auto here = asker;
    here.mask = mask_in(asker.mask, asker.book(), pool, asker.who);
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
