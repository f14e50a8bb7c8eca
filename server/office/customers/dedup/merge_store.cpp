#include "office/customers/dedup/merge_store.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "office/crm/field_value.h"
#include "office/customers/customer_change_parts.h"
#include "office/customers/dedup/duplicate_store.h"
#include "office/customers/own_fields_store.h"

namespace yh::office::customers {

namespace {

template <class T>
void fill(std::optional<T>& open, const std::optional<T>& with) {
    open = open ? open : with;
}

void fill(std::string& open, const std::string& with) {
    open = open.empty() ? with : open;
}

/// What the card of whoever stays leaves open is taken from the other; a note is added behind its own.
Result<void> take_over(CustomerRow& row, const CustomerRow& other, std::int64_t now_ms) {
    row.gender = row.gender == Gender::Unknown ? other.gender : row.gender;
    fill(row.level, other.level);
    if (!other.note.empty() && row.note.find(other.note) == std::string::npos) {
        row.note += (row.note.empty() ? "" : "\n") + other.note;
    }
    YH_TRY(auto fields, JsonValue::parse(row.fields));
    YH_TRY(const auto other_fields, JsonValue::parse(other.fields));
    if (const auto* members = other_fields.as_object()) {
        for (const auto& [key, value] : *members) {
            if (crm::is_nothing(fields.find(key))) {
                fields.set(key, value);
            }
        }
    }
    row.fields = to_json(fields);
    for (const auto tag : other.tags) {
        if (std::ranges::find(row.tags, tag) == row.tags.end()) {
            row.tags.push_back(tag);
        }
    }
    fill(row.group_id, other.group_id);
    fill(row.stage_id, other.stage_id);
    fill(row.staged_at_ms, other.staged_at_ms);
    row.followed_at_ms = std::max(row.followed_at_ms, other.followed_at_ms);
    if (!row.owner_id && other.owner_id) {
        row.owner_id = other.owner_id;
        row.owned_at_ms = now_ms;
        row.pool_id.reset();
        row.pooled_at_ms.reset();
    }
    return {};
}

/// What hangs on the other hangs on whoever stays.
Result<void> move_what_hangs_on(db::Connection& connection, std::int64_t from, std::int64_t into) {
    for (const std::string_view sql : {"UPDATE follow_ups SET customer_id = ? WHERE customer_id = ?",
                                       "UPDATE service_records SET customer_id = ? WHERE customer_id = ?",
                                       "UPDATE work_orders SET customer_id = ? WHERE customer_id = ?",
                                       "UPDATE answer_sheets SET customer_id = ? WHERE customer_id = ?",
                                       "UPDATE tasks SET customer_id = ? WHERE customer_id = ?",
                                       "UPDATE customers SET parent_id = ? WHERE parent_id = ?",
                                       "UPDATE customers SET converted_to = ? WHERE converted_to = ?",
                                       "UPDATE customers SET merged_into = ? WHERE merged_into = ?"}) {
        YH_CHECK(connection.run(sql, into, from));
    }
    return {};
}

/// The other counts as deleted from now on; its numbers are free for whoever stays.
Result<void> put_away(db::Connection& connection, const Asker& asker, const CustomerRow& other, std::int64_t into,
                      std::int64_t now_ms) {
    YH_CHECK(
        connection.run("UPDATE customers SET merged_into = ?, deleted_at_ms = ?, updated_at_ms = ?, updated_by = "
                       "?, version = version + 1 WHERE id = ?",
                       into, now_ms, now_ms, asker.who.user, other.id));
    YH_CHECK(connection.run("UPDATE customer_numbers SET deleted_at_ms = ? WHERE customer_id = ?", now_ms, other.id));
    for (const std::string_view sql :
         {"DELETE FROM customer_tags WHERE customer_id = ?", "DELETE FROM customer_field_values WHERE customer_id = ?",
          "DELETE FROM customer_keys WHERE customer_id = ?"}) {
        YH_CHECK(connection.run(sql, other.id));
    }
    return {};
}

struct Merging {
    CustomerRow row;
    std::vector<NumberRow> numbers;
    std::vector<CustomerRow> others;
    std::optional<Error> refusal;
};

Result<Merging> look_at(db::Connection& connection, const Asker& asker, model::CustomerId into,
                        const std::vector<model::CustomerId>& others) {
    Merging merging;
    if (others.empty() || others.size() > most_merged) {
        merging.refusal = invalid_input(others.empty() ? "merge.nothing" : "merge.too_many");
        return merging;
    }
    YH_TRY(auto row, row_to_change(connection, asker, into));
    if (!row) {
        merging.refusal = not_found("customer.unknown");
        return merging;
    }
    merging.row = *std::move(row);
    YH_TRY(merging.numbers, number_rows(connection, into.value));
    for (const auto id : others) {
        YH_TRY(auto other, row_to_change(connection, asker, id));
        const bool again = std::ranges::find(merging.others, id.value, &CustomerRow::id) != merging.others.end();
        if (!other || id == into || again) {
            merging.refusal = other ? invalid_input("merge.nothing") : not_found("customer.unknown");
            return merging;
        }
        if (other->object != merging.row.object) {
            merging.refusal = invalid_input("merge.other_kind");
            return merging;
        }
        merging.others.push_back(*std::move(other));
    }
    return merging;
}

/// The numbers of the other, behind those that are there already.
Result<void> add_numbers(db::Connection& connection, const CustomerRow& row, const CustomerRow& other,
                         std::vector<NumberRow>& numbers) {
    YH_TRY(const auto theirs, number_rows(connection, other.id));
    for (auto one : theirs) {
        if (std::ranges::find(numbers, one.number, &NumberRow::number) == numbers.end()) {
            one.customer_id = row.id;
            one.position = static_cast<std::int64_t>(numbers.size());
            numbers.push_back(std::move(one));
        }
    }
    return {};
}

}  // namespace

Result<Saved> merge_customers(db::Connection& connection, const Asker& asker, model::CustomerId into,
                              const std::vector<model::CustomerId>& others, const std::vector<std::int64_t>& history,
                              std::int64_t now_ms) {
    YH_TRY(auto merging, look_at(connection, asker, into, others));
    if (merging.refusal) {
        return refused(*std::move(merging.refusal), into);
    }
    auto after = merging.row;
    auto numbers = merging.numbers;
    after.version += 1;
    after.updated_at_ms = now_ms;
    after.updated_by = asker.who.user.value;
    YH_TRY(auto transaction, connection.begin());
    std::vector<CustomerChange> names;
    for (std::size_t at = 0; at < merging.others.size(); ++at) {
        const auto& other = merging.others[at];
        YH_CHECK(take_over(after, other, now_ms));
        YH_CHECK(add_numbers(connection, after, other, numbers));
        YH_CHECK(move_what_hangs_on(connection, other.id, after.id));
        YH_CHECK(put_away(connection, asker, other, after.id, now_ms));
        YH_CHECK(write_history(connection, asker, other, history[at + 1], HistoryWhat::Merged,
                               {{"merged_into", {}, after.name}}, now_ms));
        names.push_back({"merged", other.name, after.name});
    }
    YH_CHECK(connection.upsert("customers", after, {"id"}));
    YH_CHECK(connection.run("DELETE FROM customer_numbers WHERE customer_id = ?", after.id));
    YH_TRY(const auto written, write_numbers(connection, numbers));
    if (written == Written::Conflict) {
        transaction.rollback();
        return refused(conflict("customer.exists"), into);
    }
    YH_CHECK(write_tags(connection, after));
    YH_CHECK(write_field_values(connection, asker.book(), after));
    YH_CHECK(keep_keys(connection, asker.book(), after));
    YH_TRY(auto changes, changes_of(connection, asker, merging.row, merging.numbers, after, numbers));
    std::ranges::move(changes, std::back_inserter(names));
    YH_CHECK(write_history(connection, asker, after, history.front(), HistoryWhat::Merged, std::move(names), now_ms));
    YH_CHECK(transaction.commit());
    return Saved{into, {}, {}, {}};
}

}  // namespace yh::office::customers
