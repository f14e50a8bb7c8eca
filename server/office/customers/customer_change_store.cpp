#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/describe.h"
#include "base/json.h"
#include "model/telephone_number.h"
#include "office/customers/customer_fields.h"
#include "office/customers/customer_rows.h"
#include "office/customers/customer_store.h"

// Changing customers: each change in a savepoint of its own, with a line of its history.
namespace yh::office::customers {

namespace {

Saved refused(Error why, model::CustomerId id = {}) {
    Saved saved;
    saved.id = id;
    saved.refusal = std::move(why);
    return saved;
}

Saved faulty(std::vector<http::FieldProblem> problems) {
    Saved saved;
    saved.problems = std::move(problems);
    return saved;
}

Saved taken(model::CustomerId other) {
    auto saved = refused(conflict("customer.exists"));
    saved.other = other;
    return saved;
}

std::string joined(const std::vector<NumberRow>& numbers) {
    std::string text;
    for (const auto& one : numbers) {
        text += text.empty() ? "" : ", ";
        text += one.kind.empty() ? one.typed : one.kind + ":" + one.typed;
    }
    return text;
}

/// Hidden numbers that came back as they were shown are the ones that stand there, or the call's; tokens are opened.
std::vector<DraftNumber> plain_numbers(const Asker& asker, std::vector<DraftNumber> wanted,
                                       std::vector<NumberRow> stored) {
    for (auto& one : wanted) {
        if (people::NumberSeal::is_token(one.number)) {
            auto opened = asker.seal.open(asker.who.tenant, one.number);
            one.number = opened.ok() ? *std::move(opened) : one.number;
            continue;
        }
        if (one.number.find('*') == std::string::npos) {
            continue;
        }
        const auto same = std::ranges::find_if(
            stored, [&](const NumberRow& row) { return asker.mask.shown(row.typed) == one.number; });
        if (same != stored.end()) {
            one.number = same->typed;
            stored.erase(same);
        } else if (asker.call && asker.mask.shown(asker.call->number) == one.number) {
            one.number = asker.call->number;
        }
    }
    return wanted;
}

std::vector<NumberRow> rows_of(const CustomerRow& customer, const std::vector<CheckedNumber>& numbers) {
    std::vector<NumberRow> rows;
    for (const auto& one : numbers) {
        rows.push_back(
            {customer.id, static_cast<std::int64_t>(rows.size()), customer.tenant_id, one.number, one.typed, one.kind});
    }
    return rows;
}

/// Somebody else who has one of these numbers.
Result<std::optional<model::CustomerId>> find_other(db::Connection& connection, const CustomerRow& customer,
                                                    const std::vector<NumberRow>& numbers) {
    for (const auto& one : numbers) {
        YH_TRY(const auto owner, find_by_number(connection, model::TenantId{customer.tenant_id}, one.number));
        if (owner && owner->value != customer.id) {
            return owner;
        }
    }
    return std::optional<model::CustomerId>{};
}

Result<void> write_history(db::Connection& connection, const Asker& asker, const CustomerRow& customer, std::int64_t id,
                           HistoryWhat what, std::vector<CustomerChange> changes, std::int64_t now_ms) {
    HistoryRow row{id, customer.tenant_id, customer.id, now_ms, asker.who.user.value, {}, what, std::move(changes)};
    if (asker.call) {
        row.call_id = asker.call->call.value;
    }
    return connection.insert("customer_history", row);
}

/// `conflict` when the database found a number that somebody has saved in the same moment.
enum class Written { Yes, Conflict };
Result<Written> write_numbers(db::Connection& connection, const std::vector<NumberRow>& numbers) {
    for (const auto& one : numbers) {
        if (const auto written = connection.insert("customer_numbers", one); !written.ok()) {
            if (written.error().code == "db.unique") {
                return Written::Conflict;
            }
            return written.error();
        }
    }
    return Written::Yes;
}

struct Owner {
    std::optional<std::int64_t> id;
    std::optional<Error> refusal;
};

/// The owner that the draft asks for. Giving a customer to somebody else is a right of its own.
Result<Owner> wanted_owner(db::Connection& connection, const Asker& asker, const std::string& number,
                           std::optional<std::int64_t> before) {
    Owner owner;
    if (!number.empty()) {
        YH_TRY(owner.id, connection.row<std::int64_t>(
                             "SELECT id FROM users WHERE tenant_id = ? AND number = ? AND deleted_at_ms IS NULL",
                             asker.who.tenant, number));
        if (!owner.id) {
            owner.refusal = not_found("user.unknown");
        }
    }
    const bool mine_now = !before && owner.id == asker.who.user.value;
    if (owner.id != before && !mine_now && !asker.who.rights().has(people::rights::assign_customers)) {
        owner.refusal = Error{ErrorKind::Forbidden, "customer.owner_not_yours", {}};
    }
    return owner;
}

void note(std::vector<CustomerChange>& changes, std::string_view field, const std::string& before,
          const std::string& after) {
    if (before != after) {
        changes.push_back({std::string{field}, before, after});
    }
}

Result<std::vector<CustomerChange>> changes_of(db::Connection& connection, const CustomerRow& before,
                                               const std::vector<NumberRow>& numbers_before, const CustomerRow& after,
                                               const std::vector<NumberRow>& numbers_after) {
    std::vector<CustomerChange> changes;
    note(changes, "name", before.name, after.name);
    note(changes, "gender", std::string{enum_text(before.gender)}, std::string{enum_text(after.gender)});
    note(changes, "level", before.level, after.level);
    note(changes, "note", before.note, after.note);
    note(changes, "numbers", joined(numbers_before), joined(numbers_after));
    if (before.owner_id != after.owner_id) {
        YH_TRY(const auto old_owner, person_of(connection, before.owner_id));
        YH_TRY(const auto new_owner, person_of(connection, after.owner_id));
        const auto text = [](const std::optional<CustomerPerson>& one) {
            return one ? one->number + " " + one->name : std::string{};
        };
        note(changes, "owner", text(old_owner), text(new_owner));
    }
    const auto old_fields = JsonValue::parse(before.fields);
    const auto new_fields = JsonValue::parse(after.fields);
    for (const auto* side : {&old_fields, &new_fields}) {
        for (const auto& member : *(*side)->as_object()) {
            const auto* old_value = old_fields->find(member.name);
            const auto* new_value = new_fields->find(member.name);
            const auto text = [](const JsonValue* value) { return value == nullptr ? std::string{} : to_json(*value); };
            if (side == &old_fields || old_value == nullptr) {
                note(changes, "fields." + member.name, text(old_value), text(new_value));
            }
        }
    }
    return changes;
}

/// What the asker may not change stays; said where he tried (R255). Numbers that are compared are the ones of
/// `rows_of`.
Result<std::vector<http::FieldProblem>> hold_fixed(db::Connection& connection, const Asker& asker,
                                                   const CustomerRow& row, CustomerDraft& draft) {
    CardAsItIs now{row.name, row.gender, row.level, row.note, {}, {}};
    YH_TRY(const auto owner, person_of(connection, row.owner_id));
    now.owner = owner ? owner->number : std::string{};
    YH_TRY(now.fields, JsonValue::parse(row.fields));
    return keep_fixed(asker.who.fields, now, draft);
}

bool same_numbers(const std::vector<NumberRow>& one, const std::vector<NumberRow>& other) {
    return std::ranges::equal(
        one, other, [](const NumberRow& a, const NumberRow& b) { return a.number == b.number && a.kind == b.kind; });
}

/// The row of a customer that the asker may change.
Result<std::optional<CustomerRow>> row_to_change(db::Connection& connection, const Asker& asker, model::CustomerId id) {
    YH_TRY(const bool seen, may_see(connection, asker, id));
    if (!seen) {
        return std::optional<CustomerRow>{};
    }
    return connection.row<CustomerRow>(
        "SELECT * FROM customers WHERE id = ? AND tenant_id = ? AND deleted_at_ms IS NULL", id, asker.who.tenant);
}

}  // namespace

Result<Saved> create_customer(db::Connection& connection, const Asker& asker, const CustomerDraft& asked, NewIds ids,
                              std::int64_t now_ms) {
    const auto me = asker.who.user.value;
    // A new customer has a name and numbers, whoever writes them down.
    auto draft = asked;
    CardAsItIs blank{asked.name, {}, {}, {}, asker.who.number, JsonValue{JsonValue::Object{}}};
    if (auto kept = keep_fixed(asker.who.fields, blank, draft); !kept.empty()) {
        return faulty(std::move(kept));
    }
    CustomerRow row;
    row.id = ids.customer.value;
    row.tenant_id = asker.who.tenant.value;
    row.name = draft.name;
    row.gender = draft.gender;
    row.level = draft.level;
    row.note = draft.note;
    row.owner_id = me;
    row.fields = draft.fields ? to_json(*draft.fields) : "{}";
    row.created_at_ms = row.updated_at_ms = now_ms;
    row.created_by = row.updated_by = me;
    if (draft.owner) {
        YH_TRY(auto owner, wanted_owner(connection, asker, *draft.owner, me));
        if (owner.refusal) {
            return refused(*std::move(owner.refusal));
        }
        row.owner_id = owner.id;
    }
    std::vector<http::FieldProblem> problems;
    const auto numbers = rows_of(row, check_numbers(plain_numbers(asker, draft.numbers, {}), problems));
    if (!problems.empty()) {
        return faulty(std::move(problems));
    }
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto other, find_other(connection, row, numbers));
    if (other) {
        return taken(*other);
    }
    YH_CHECK(connection.insert("customers", row));
    YH_TRY(const auto written, write_numbers(connection, numbers));
    if (written == Written::Conflict) {
        transaction.rollback();
        YH_TRY(const auto winner, find_other(connection, row, numbers));
        return taken(winner.value_or(model::CustomerId{}));
    }
    CustomerRow nothing;
    nothing.fields = "{}";
    YH_TRY(auto changes, changes_of(connection, nothing, {}, row, numbers));
    YH_CHECK(write_history(connection, asker, row, ids.history, HistoryWhat::Created, std::move(changes), now_ms));
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
    auto draft = asked;
    YH_TRY(auto kept, hold_fixed(connection, asker, *before, draft));
    if (!kept.empty()) {
        return faulty(std::move(kept));
    }
    YH_TRY(const auto stored, number_rows(connection, id.value));
    auto after = *before;
    after.name = draft.name;
    after.gender = draft.gender;
    after.level = draft.level;
    after.note = draft.note;
    after.fields = draft.fields ? to_json(*draft.fields) : before->fields;
    after.version = before->version + 1;
    after.updated_at_ms = now_ms;
    after.updated_by = asker.who.user.value;
    if (draft.owner) {
        YH_TRY(auto owner, wanted_owner(connection, asker, *draft.owner, before->owner_id));
        if (owner.refusal) {
            return refused(*std::move(owner.refusal), id);
        }
        after.owner_id = owner.id;
    } else if (!before->owner_id && asker.call && asker.call->answered) {
        after.owner_id = asker.who.user.value;
    }
    std::vector<http::FieldProblem> problems;
    const auto numbers = rows_of(after, check_numbers(plain_numbers(asker, draft.numbers, stored), problems));
    if (problems.empty() && !asker.who.fields.changes(people::fields::customer_numbers) &&
        !same_numbers(stored, numbers)) {
        problems.push_back({"numbers", "field.fixed"});
    }
    if (!problems.empty()) {
        return faulty(std::move(problems));
    }
    YH_TRY(auto changes, changes_of(connection, *before, stored, after, numbers));
    if (changes.empty()) {
        return Saved{id, {}, {}, {}};
    }
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto other, find_other(connection, after, numbers));
    if (other) {
        return taken(*other);
    }
    YH_CHECK(connection.upsert("customers", after, {"id"}));
    YH_CHECK(connection.run("DELETE FROM customer_numbers WHERE customer_id = ?", id));
    YH_TRY(const auto written, write_numbers(connection, numbers));
    if (written == Written::Conflict) {
        transaction.rollback();
        YH_TRY(const auto winner, find_other(connection, after, numbers));
        return taken(winner.value_or(model::CustomerId{}));
    }
    YH_CHECK(write_history(connection, asker, after, history_id, HistoryWhat::Changed, std::move(changes), now_ms));
    YH_CHECK(transaction.commit());
    return Saved{id, {}, {}, {}};
}

Result<Saved> delete_customer(db::Connection& connection, const Asker& asker, model::CustomerId id,
                              std::int64_t history_id, std::int64_t now_ms) {
    YH_TRY(const auto row, row_to_change(connection, asker, id));
    if (!row) {
        return refused(not_found("customer.unknown"), id);
    }
    YH_TRY(auto transaction, connection.begin());
    YH_CHECK(connection.run(
        "UPDATE customers SET deleted_at_ms = ?, updated_at_ms = ?, updated_by = ?, version = version + 1 WHERE id = ?",
        now_ms, now_ms, asker.who.user, id));
    YH_CHECK(connection.run("UPDATE customer_numbers SET deleted_at_ms = ? WHERE customer_id = ?", now_ms, id));
    YH_CHECK(write_history(connection, asker, *row, history_id, HistoryWhat::Deleted, {}, now_ms));
    YH_CHECK(transaction.commit());
    return Saved{id, {}, {}, {}};
}

Result<Saved> restore_customer(db::Connection& connection, const Asker& asker, model::CustomerId id,
                               std::int64_t history_id, std::int64_t now_ms) {
    YH_TRY(const auto row, connection.row<CustomerRow>(
                               "SELECT * FROM customers WHERE id = ? AND tenant_id = ? AND deleted_at_ms IS NOT NULL",
                               id, asker.who.tenant));
    if (!row) {
        return refused(not_found("customer.unknown"), id);
    }
    YH_TRY(const auto numbers, number_rows(connection, id.value));
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto other, find_other(connection, *row, numbers));
    if (other) {
        return taken(*other);
    }
    YH_CHECK(connection.run("UPDATE customers SET deleted_at_ms = NULL, version = version + 1 WHERE id = ?", id));
    // Whether the asker sees it can be asked once it lives again; if not, nothing of this is committed.
    YH_TRY(const bool seen, may_see(connection, asker, id));
    if (!seen) {
        return refused(not_found("customer.unknown"), id);
    }
    YH_CHECK(connection.run("UPDATE customer_numbers SET deleted_at_ms = NULL WHERE customer_id = ?", id));
    YH_CHECK(write_history(connection, asker, *row, history_id, HistoryWhat::Restored, {}, now_ms));
    YH_CHECK(transaction.commit());
    return Saved{id, {}, {}, {}};
}

}  // namespace yh::office::customers
