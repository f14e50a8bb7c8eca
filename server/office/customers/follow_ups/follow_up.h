#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json_value.h"
#include "office/crm/book.h"
#include "office/customers/customer.h"

// Follow-ups (写跟进, R133): what somebody writes down about a customer, lead or contact, by a form of the company's.
namespace yh::office::customers {

using FollowUpId = Id<struct FollowUpTag>;
using FollowUpFileId = Id<struct FollowUpFileTag>;

/// At most so many files belong to a follow-up, photos among them (R133).
inline constexpr std::size_t most_files = 10;

/// A photo or file of a follow-up.
struct FollowUpFile {
    FollowUpFileId id;
    std::string name;
    std::string media_type;
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(FollowUpFile, (), (id, name, media_type, bytes))

/// A field as it was filled in: the template may be another by now, what was written stays readable.
struct FilledField {
    std::string key;
    std::string name;
    JsonValue value;
    std::string text;  ///< as people read it
};
BOOST_DESCRIBE_STRUCT(FilledField, (), (key, name, value, text))

/// What a page saves.
struct FollowUpDraft {
    std::optional<crm::SettingId> template_id;
    std::string note;
    std::optional<JsonValue> fields;         ///< an object by the template's keys
    std::optional<std::int64_t> next_at_ms;  ///< when the customer is to be asked again
    std::vector<FollowUpFileId> files;       ///< uploaded before
    std::optional<model::CallId> call;       ///< written in or after this call
};
BOOST_DESCRIBE_STRUCT(FollowUpDraft, (), (template_id, note, fields, next_at_ms, files, call))

/// A row of the list (跟进记录, R169).
struct FollowUpItem {
    FollowUpId id;
    std::int64_t created_at_ms = 0;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    model::CustomerId customer;
    std::string customer_name;
    std::string number;  ///< the first of the customer's
    std::optional<std::string> number_token;
    std::string template_name;
    std::string note;
    std::string summary;  ///< the fields of the template as one text
    std::optional<std::int64_t> next_at_ms;
    std::int64_t files = 0;
    std::string agent;
    std::string agent_name;
    std::optional<model::CallId> call;
    bool recorded = false;  ///< there is a recording of the call to be heard
    bool mine = false;
};
BOOST_DESCRIBE_STRUCT(FollowUpItem, (),
                      (id, created_at_ms, object, customer, customer_name, number, number_token, template_name, note,
                       summary, next_at_ms, files, agent, agent_name, call, recorded, mine))

/// One of them whole.
struct FollowUpView {
    FollowUpId id;
    std::int64_t created_at_ms = 0;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    model::CustomerId customer;
    std::string customer_name;
    std::string template_name;
    std::string note;
    std::vector<FilledField> fields;
    std::optional<std::int64_t> next_at_ms;
    std::string agent;
    std::string agent_name;
    std::optional<model::CallId> call;
    bool recorded = false;
    bool mine = false;
    std::vector<FollowUpFile> files;
};
BOOST_DESCRIBE_STRUCT(FollowUpView, (),
                      (id, created_at_ms, object, customer, customer_name, template_name, note, fields, next_at_ms,
                       agent, agent_name, call, recorded, mine, files))

/// A customer who is to be asked again (R210).
struct DueFollowUp {
    FollowUpId id;
    std::int64_t next_at_ms = 0;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    model::CustomerId customer;
    std::string customer_name;
    std::string number;
    std::optional<std::string> number_token;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(DueFollowUp, (), (id, next_at_ms, object, customer, customer_name, number, number_token, note))

}  // namespace yh::office::customers
