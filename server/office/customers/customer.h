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
#include "office/crm/book.h"

// What a customer (客户), a lead (线索) or a contact (联系人) is, as pages send and see it: one shape, told apart by
// `object`. Every time is UTC in ms.
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

/// Something else by its id and name: a pool, a stage, a tag, a customer.
struct NamedRef {
    std::string id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedRef, (), (id, name))

/// How it came into being.
enum class Source { Hand, Call, Import, Lead, Platform };
BOOST_DESCRIBE_ENUM(Source, Hand, Call, Import, Lead, Platform)

struct CustomerCard {
    model::CustomerId id;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::string name;
    Gender gender = Gender::Unknown;
    std::string level;
    std::string note;
    std::optional<CustomerPerson> owner;  ///< 所属人: routing, lists and pools go by it (U20)
    std::vector<CustomerNumber> numbers;
    JsonValue fields;  ///< the company's own fields: an object
    Source source = Source::Hand;
    std::optional<NamedRef> parent;        ///< a contact's customer
    std::optional<NamedRef> pool;          ///< the public pool it lies in: nobody owns it then
    std::optional<NamedRef> group;         ///< 客户分组
    std::optional<NamedRef> stage;         ///< 客户阶段; absent: the first
    std::vector<NamedRef> tags;            ///< in the order of the tags' groups
    std::optional<NamedRef> converted_to;  ///< the customer that a lead became
    std::optional<std::int64_t> owned_at_ms;
    std::optional<std::int64_t> protected_until_ms;  ///< no automatic return into a pool before
    std::optional<std::int64_t> followed_at_ms;      ///< the last follow-up, service record or answered call
    std::int64_t version = 1;
    std::int64_t created_at_ms = 0;
    std::optional<CustomerPerson> created_by;
    std::int64_t updated_at_ms = 0;
    std::optional<CustomerPerson> updated_by;
};
BOOST_DESCRIBE_STRUCT(CustomerCard, (),
                      (id, object, name, gender, level, note, owner, numbers, fields, source, parent, pool, group,
                       stage, tags, converted_to, owned_at_ms, protected_until_ms, followed_at_ms, version,
                       created_at_ms, created_by, updated_at_ms, updated_by))

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

/// How far what a service record speaks of has come (处理状态, R076); None: nobody said.
enum class ServiceState { None, Open, Following, Solved };
BOOST_DESCRIBE_ENUM(ServiceState, None, Open, Following, Solved)
enum class ServicePriority { Low, Normal, High, Urgent };
BOOST_DESCRIBE_ENUM(ServicePriority, Low, Normal, High, Urgent)

/// What an agent wrote down about a call (服务过程, R165; 联络历史, R076).
struct ServiceRecord {
    Id<struct ServiceTag> id;
    std::int64_t created_at_ms = 0;
    std::string agent;
    std::string agent_name;
    std::optional<model::CallId> call;
    std::string number;  ///< of the call
    std::string result;
    std::string note;
    std::string kind;      ///< 业务类型, a word of the company's
    std::string concerns;  ///< 报障系统, likewise
    ServiceState state = ServiceState::None;
    ServicePriority priority = ServicePriority::Normal;
    bool recorded = false;     ///< there is a recording of the call to be heard
    std::string order_number;  ///< of the work order that was made of it
    std::optional<Id<struct WorkOrderTag>> order_id;
};
BOOST_DESCRIBE_STRUCT(ServiceRecord, (),
                      (id, created_at_ms, agent, agent_name, call, number, result, note, kind, concerns, state,
                       priority, recorded, order_number, order_id))

/// The card with what happened before: the last ten calls, the last five service records.
struct CustomerFile {
    CustomerCard customer;
    std::vector<CustomerCall> calls;
    std::vector<ServiceRecord> services;
};
BOOST_DESCRIBE_STRUCT(CustomerFile, (), (customer, calls, services))

/// Whom a call is with, for its page: a customer or a lead, or a number nobody knows yet. `contact`: who of the
/// customer's people has the number.
struct CallCustomer {
    std::string number;
    std::optional<std::string> number_token;
    std::optional<CustomerCard> customer;
    std::optional<NamedRef> contact;
    std::vector<CustomerCall> calls;
    std::vector<ServiceRecord> services;
};
BOOST_DESCRIBE_STRUCT(CallCustomer, (), (number, number_token, customer, contact, calls, services))

struct CustomerChange {
    std::string field;  ///< "name", "owner", "numbers" …
    std::string before;
    std::string after;
};
BOOST_DESCRIBE_STRUCT(CustomerChange, (), (field, before, after))

enum class HistoryWhat { Created, Changed, Deleted, Restored, Moved, Converted, Merged, Exported, Erased };
BOOST_DESCRIBE_ENUM(HistoryWhat, Created, Changed, Deleted, Restored, Moved, Converted, Merged, Exported, Erased)

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

/// What a page saves. What is absent stays as it is; of a new one it is what every new one has.
struct CustomerDraft {
    std::optional<crm::ObjectKind> object;  ///< of a new one, absent: a customer; afterwards it never changes
    std::string name;
    Gender gender = Gender::Unknown;
    std::string level;
    std::string note;
    std::vector<DraftNumber> numbers;
    std::optional<std::string> owner;  ///< 工号; empty: nobody; absent: as it is, or for a new one whoever saves it
    std::optional<JsonValue> fields;
    std::optional<std::int64_t> version;              ///< of the card that was edited; absent: whatever it is by now
    std::optional<model::CallId> call;                ///< saved during or after this call (R074, R089)
    std::optional<model::CustomerId> parent;          ///< a contact's customer; needed for a new one (R142)
    std::optional<crm::SettingId> stage;              ///< customers and leads
    std::optional<crm::SettingId> group;              ///< customers; 0: none
    std::optional<std::vector<crm::SettingId>> tags;  ///< customers and leads
    std::optional<model::CustomerId> lead;            ///< the lead that becomes this new customer (R148)
    std::optional<crm::SettingId> pool;               ///< of a new one: the pool it begins in, nobody owns it (R154)
};
BOOST_DESCRIBE_STRUCT(CustomerDraft, (),
                      (object, name, gender, level, note, numbers, owner, fields, version, call, parent, stage, group,
                       tags, lead, pool))

/// What hangs on a customer, lead or contact. Contacts are deleted with it; the rest stays with it.
struct Dependents {
    std::int64_t contacts = 0;
    std::int64_t follow_ups = 0;
    std::int64_t services = 0;
    std::int64_t plans = 0;  ///< that nobody has done yet
};
BOOST_DESCRIBE_STRUCT(Dependents, (), (contacts, follow_ups, services, plans))

struct ServiceDraft {
    std::string result;
    std::string note;
    std::string kind;
    std::string concerns;
    ServiceState state = ServiceState::None;
    ServicePriority priority = ServicePriority::Normal;
    std::optional<model::CallId> call;
};
BOOST_DESCRIBE_STRUCT(ServiceDraft, (), (result, note, kind, concerns, state, priority, call))

}  // namespace yh::office::customers
