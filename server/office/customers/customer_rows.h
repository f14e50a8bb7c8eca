#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/customers/customer.h"

// Customers' rows as they stand in the tables; shared by what reads and what changes them.
namespace yh::office::customers {

struct CustomerRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::string name;
    Gender gender = Gender::Unknown;
    std::string level;
    std::string note;
    std::optional<std::int64_t> owner_id;
    std::string fields;
    Source source = Source::Hand;
    std::optional<std::int64_t> parent_id;
    std::optional<std::int64_t> pool_id;
    std::optional<std::int64_t> pooled_at_ms;
    std::optional<std::int64_t> owned_at_ms;
    std::optional<std::int64_t> last_owner_id;
    std::optional<std::int64_t> protected_until_ms;
    std::optional<std::int64_t> warned_at_ms;
    std::optional<std::int64_t> group_id;
    std::optional<std::int64_t> stage_id;
    std::optional<std::int64_t> staged_at_ms;
    std::vector<std::int64_t> tags;
    std::optional<std::int64_t> followed_at_ms;
    std::optional<std::int64_t> converted_to;
    std::optional<std::int64_t> converted_at_ms;
    std::optional<std::int64_t> merged_into;
    std::int64_t version = 1;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> created_by;
    std::int64_t updated_at_ms = 0;
    std::optional<std::int64_t> updated_by;
    std::optional<std::int64_t> deleted_at_ms;
};
BOOST_DESCRIBE_STRUCT(CustomerRow, (),
                      (id, tenant_id, object, name, gender, level, note, owner_id, fields, source, parent_id, pool_id,
                       pooled_at_ms, owned_at_ms, last_owner_id, protected_until_ms, warned_at_ms, group_id, stage_id,
                       staged_at_ms, tags, followed_at_ms, converted_to, converted_at_ms, merged_into, version,
                       created_at_ms, created_by, updated_at_ms, updated_by, deleted_at_ms))

struct NumberRow {
    std::int64_t customer_id = 0;
    std::int64_t position = 0;
    std::int64_t tenant_id = 0;
    std::string number;
    std::string typed;
    std::string kind;
    crm::ObjectKind object = crm::ObjectKind::Customer;
};
BOOST_DESCRIBE_STRUCT(NumberRow, (), (customer_id, position, tenant_id, number, typed, kind, object))

struct HistoryRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t customer_id = 0;
    std::int64_t at_ms = 0;
    std::optional<std::int64_t> user_id;
    std::optional<std::int64_t> call_id;
    HistoryWhat what = HistoryWhat::Changed;
    std::vector<CustomerChange> changes;
};
BOOST_DESCRIBE_STRUCT(HistoryRow, (), (id, tenant_id, customer_id, at_ms, user_id, call_id, what, changes))

/// What lists and the rules against duplicates find a row by. `created_at_ms` is the row's.
struct TagRow {
    std::int64_t customer_id = 0;
    std::int64_t tag_id = 0;
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(TagRow, (), (customer_id, tag_id, created_at_ms))

struct FieldValueRow {
    std::int64_t customer_id = 0;
    std::int64_t field_id = 0;
    std::string value;
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(FieldValueRow, (), (customer_id, field_id, value, created_at_ms))

struct KeyRow {
    std::int64_t customer_id = 0;
    std::int64_t field_id = 0;
    std::int64_t hash = 0;
};
BOOST_DESCRIBE_STRUCT(KeyRow, (), (customer_id, field_id, hash))

/// The tags of a row, which keeps their ids as plain numbers.
std::vector<crm::SettingId> tags_of(const CustomerRow& row);
void set_tags(CustomerRow& row, const std::vector<crm::SettingId>& tags);
std::vector<TagRow> tag_rows(const CustomerRow& row);

/// The public pool that it lies in; a contact where its customer does.
Result<std::optional<std::int64_t>> pool_of(db::Connection& connection, const CustomerRow& row);
Result<std::vector<NumberRow>> number_rows(db::Connection& connection, std::int64_t customer);
Result<std::optional<CustomerPerson>> person_of(db::Connection& connection, std::optional<std::int64_t> user);

}  // namespace yh::office::customers
