#include "office/customers/customer_change_parts.h"

#include <algorithm>
#include <utility>

#include "base/describe.h"
#include "base/json.h"
#include "office/crm/field_value.h"
#include "office/crm/field_view.h"
#include "office/crm/setting_names.h"

namespace yh::office::customers {

namespace {

std::string joined(const std::vector<NumberRow>& numbers) {
    std::string text;
    for (const auto& one : numbers) {
        text += text.empty() ? "" : ", ";
        text += one.kind.empty() ? one.typed : one.kind + ":" + one.typed;
    }
    return text;
}

/// The stage, group and tags, by their names of this moment.
void note_settings(const crm::Book& book, const CustomerRow& before, const CustomerRow& after,
                   std::vector<CustomerChange>& changes) {
    const auto name = [&](std::optional<std::int64_t> id) {
        return std::string{crm::name_of(book, crm::SettingId{id.value_or(0)})};
    };
    if (before.stage_id != after.stage_id) {
        note(changes, "stage", name(before.stage_id), name(after.stage_id));
    }
    if (before.group_id != after.group_id) {
        note(changes, "group", before.group_id ? name(before.group_id) : "",
             after.group_id ? name(after.group_id) : "");
    }
    if (before.pool_id != after.pool_id) {
        note(changes, "pool", before.pool_id ? name(before.pool_id) : "", after.pool_id ? name(after.pool_id) : "");
    }
    if (before.tags != after.tags) {
        note(changes, "tags", crm::names_in(book, to_json(before.tags), ", "),
             crm::names_in(book, to_json(after.tags), ", "));
    }
}

Result<void> note_parent(db::Connection& connection, const CustomerRow& before, const CustomerRow& after,
                         std::vector<CustomerChange>& changes) {
    if (before.parent_id != after.parent_id) {
        const auto name = [&](std::optional<std::int64_t> id) -> Result<std::string> {
            YH_TRY(const auto found, connection.row<std::string>("SELECT name FROM customers WHERE id = ?", id));
            return found.value_or("");
        };
        YH_TRY(const auto old_parent, name(before.parent_id));
        YH_TRY(const auto new_parent, name(after.parent_id));
        note(changes, "parent", old_parent, new_parent);
    }
    return {};
}

/// Own fields by their key, which never changes, and their values as they are called at this moment.
void note_fields(const crm::Book& book, const CustomerRow& before, const CustomerRow& after,
                 std::vector<CustomerChange>& changes) {
    const auto old_fields = JsonValue::parse(before.fields);
    const auto new_fields = JsonValue::parse(after.fields);
    for (const auto* side : {&old_fields, &new_fields}) {
        for (const auto& member : *(*side)->as_object()) {
            const auto* old_value = old_fields->find(member.name);
            const auto* new_value = new_fields->find(member.name);
            const auto* field = crm::find_field(book, after.object, member.name);
            const auto text = [&](const JsonValue* value) {
                return value == nullptr ? std::string{} : field ? crm::text_of(*field, *value) : to_json(*value);
            };
            if (side == &old_fields || old_value == nullptr) {
                note(changes, "fields." + member.name, text(old_value), text(new_value));
            }
        }
    }
}

}  // namespace

Saved refused(Error why, model::CustomerId id) {
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

Result<std::optional<CustomerRow>> row_to_change(db::Connection& connection, const Asker& asker, model::CustomerId id) {
    YH_TRY(const bool seen, may_see(connection, asker, id));
    if (!seen) {
        return std::optional<CustomerRow>{};
    }
    return connection.row<CustomerRow>(
        "SELECT * FROM customers WHERE id = ? AND tenant_id = ? AND deleted_at_ms IS NULL", id, asker.who.tenant);
}

std::vector<DraftNumber> plain_numbers(const Asker& asker, std::vector<DraftNumber> wanted,
                                       std::vector<NumberRow> stored) {
    for (auto& one : wanted) {
        if (people::NumberSeal::is_token(one.number)) {
            auto opened = asker.seal.open(asker.who.tenant, one.number);
            one.number = opened.ok() ? *std::move(opened) : one.number;
            const auto same = std::ranges::find(stored, one.number, &NumberRow::number);
            if (same != stored.end()) {
                one.number = same->typed;
                stored.erase(same);
            }
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
        rows.push_back({customer.id, static_cast<std::int64_t>(rows.size()), customer.tenant_id, one.number, one.typed,
                        one.kind, customer.object});
    }
    return rows;
}

bool same_numbers(const std::vector<NumberRow>& one, const std::vector<NumberRow>& other) {
    return std::ranges::equal(
        one, other, [](const NumberRow& a, const NumberRow& b) { return a.number == b.number && a.kind == b.kind; });
}

Result<std::optional<model::CustomerId>> find_other(db::Connection& connection, const CustomerRow& customer,
                                                    const std::vector<NumberRow>& numbers) {
    if (customer.object == crm::ObjectKind::Contact) {
        return std::optional<model::CustomerId>{};
    }
    for (const auto& one : numbers) {
        YH_TRY(const auto owner,
               find_holder(connection, model::TenantId{customer.tenant_id}, customer.object, one.number));
        if (owner && owner->value != customer.id) {
            return owner;
        }
    }
    return std::optional<model::CustomerId>{};
}

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

Result<void> write_tags(db::Connection& connection, const CustomerRow& customer) {
    if (customer.version > 1) {
        YH_CHECK(connection.run("DELETE FROM customer_tags WHERE customer_id = ?", customer.id));
    }
    YH_CHECK(connection.insert_all<TagRow>("customer_tags", tag_rows(customer)));
    return {};
}

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

Result<std::vector<CustomerChange>> changes_of(db::Connection& connection, const Asker& asker,
                                               const CustomerRow& before, const std::vector<NumberRow>& numbers_before,
                                               const CustomerRow& after, const std::vector<NumberRow>& numbers_after) {
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
    YH_CHECK(note_parent(connection, before, after, changes));
    note_settings(asker.book(), before, after, changes);
    note_fields(asker.book(), before, after, changes);
    return changes;
}

HistoryRow history_row(const Asker& asker, const CustomerRow& customer, std::int64_t id, HistoryWhat what,
                       std::vector<CustomerChange> changes, std::int64_t now_ms) {
    HistoryRow row{id, customer.tenant_id, customer.id, now_ms, {}, {}, what, std::move(changes)};
    if (asker.who.user) {  // else it is the server's own doing
        row.user_id = asker.who.user.value;
    }
    if (asker.call) {
        row.call_id = asker.call->call.value;
    }
    return row;
}

Result<void> write_history(db::Connection& connection, const Asker& asker, const CustomerRow& customer, std::int64_t id,
                           HistoryWhat what, std::vector<CustomerChange> changes, std::int64_t now_ms) {
    return connection.insert("customer_history", history_row(asker, customer, id, what, std::move(changes), now_ms));
}

}  // namespace yh::office::customers
