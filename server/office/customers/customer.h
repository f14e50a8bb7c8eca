#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json_value.h"
#include "model/ids.h"
#include "model/words.h"

// What a customer (客户) is, as pages send and see it. Every time is UTC in ms.
namespace yh::office::customers {

enum class Gender { Unknown, Male, Female };
BOOST_DESCRIBE_ENUM(Gender, Unknown, Male, Female)

/// A person by 工号 and name.
struct CustomerPerson {
    std::string number;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(CustomerPerson, (), (number, name))

/// One telephone, as somebody wrote it; hidden from who may not see numbers, and then with the token to dial it.
struct CustomerNumber {
    std::string number;
    std::string kind;  ///< "手机", "公司" … (R136); may be empty
    std::optional<std::string> number_token;
};
BOOST_DESCRIBE_STRUCT(CustomerNumber, (), (number, kind, number_token))

struct CustomerCard {
    model::CustomerId id;
    std::string name;
    Gender gender = Gender::Unknown;
    std::string level;
    std::string note;
    std::optional<CustomerPerson> owner;  ///< 所属人: routing, lists and pools go by it (U20)
    std::vector<CustomerNumber> numbers;
    JsonValue fields;  ///< the company's own fields: an object
    std::int64_t version = 1;
    std::int64_t created_at_ms = 0;
    std::optional<CustomerPerson> created_by;
    std::int64_t updated_at_ms = 0;
    std::optional<CustomerPerson> updated_by;
};
BOOST_DESCRIBE_STRUCT(CustomerCard, (),
                      (id, name, gender, level, note, owner, numbers, fields, version, created_at_ms, created_by,
                       updated_at_ms, updated_by))

/// A past call with the customer (R072).
struct CustomerCall {
    model::CallId id;
    std::int64_t started_at_ms = 0;
    model::Direction direction = model::Direction::Inbound;
    std::string queue;
    std::string queue_name;
    std::string agent;
    std::string agent_name;
    std::string extension;
    model::CallResult result = model::CallResult::Failed;
    std::int64_t talk_ms = 0;
};
BOOST_DESCRIBE_STRUCT(CustomerCall, (),
                      (id, started_at_ms, direction, queue, queue_name, agent, agent_name, extension, result, talk_ms))

/// What an agent wrote down about a call (服务过程, R165).
struct ServiceRecord {
    Id<struct ServiceTag> id;
    std::int64_t created_at_ms = 0;
    std::string agent;
    std::string agent_name;
    std::optional<model::CallId> call;
    std::string result;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(ServiceRecord, (), (id, created_at_ms, agent, agent_name, call, result, note))

/// The card with what happened before: the last ten calls, the last five service records.
struct CustomerFile {
    CustomerCard customer;
    std::vector<CustomerCall> calls;
    std::vector<ServiceRecord> services;
};
BOOST_DESCRIBE_STRUCT(CustomerFile, (), (customer, calls, services))

/// Whom a call is with, for its page: a customer, or a number nobody knows yet.
struct CallCustomer {
    std::string number;
    std::optional<std::string> number_token;
    std::optional<CustomerCard> customer;
    std::vector<CustomerCall> calls;
    std::vector<ServiceRecord> services;
};
BOOST_DESCRIBE_STRUCT(CallCustomer, (), (number, number_token, customer, calls, services))

struct CustomerChange {
    std::string field;  ///< "name", "owner", "numbers" …
    std::string before;
    std::string after;
};
BOOST_DESCRIBE_STRUCT(CustomerChange, (), (field, before, after))

enum class HistoryWhat { Created, Changed, Deleted, Restored };
BOOST_DESCRIBE_ENUM(HistoryWhat, Created, Changed, Deleted, Restored)

struct CustomerHistory {
    Id<struct HistoryTag> id;
    std::int64_t at_ms = 0;
    std::string user;
    std::string user_name;
    std::optional<model::CallId> call;
    HistoryWhat what = HistoryWhat::Changed;
    std::vector<CustomerChange> changes;
};
BOOST_DESCRIBE_STRUCT(CustomerHistory, (), (id, at_ms, user, user_name, call, what, changes))

struct DraftNumber {
    std::string number;  ///< as typed, or hidden as it was shown, which leaves it as it is; or a token
    std::string kind;
};
BOOST_DESCRIBE_STRUCT(DraftNumber, (), (number, kind))

/// What a page saves.
struct CustomerDraft {
    std::string name;
    Gender gender = Gender::Unknown;
    std::string level;
    std::string note;
    std::vector<DraftNumber> numbers;
    std::optional<std::string> owner;  ///< 工号; empty: nobody; absent: as it is, or for a new one whoever saves it
    std::optional<JsonValue> fields;
    std::optional<std::int64_t> version;  ///< of the card that was edited; absent: whatever it is by now
    std::optional<model::CallId> call;    ///< saved during or after this call (R074, R089)
};
BOOST_DESCRIBE_STRUCT(CustomerDraft, (), (name, gender, level, note, numbers, owner, fields, version, call))

struct ServiceDraft {
    std::string result;
    std::string note;
    std::optional<model::CallId> call;
};
BOOST_DESCRIBE_STRUCT(ServiceDraft, (), (result, note, call))

}  // namespace yh::office::customers
