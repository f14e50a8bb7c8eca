#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/customers/customer.h"

// What can be done with one customer, lead or contact, with some, or with all that a list shows (批量操作, R127–R132,
// R154–R155), as pages send and see it.
namespace yh::office::customers {

enum class ActionKind { ChangeOwner, GiveUp, Claim, Assign, Transfer, Delete, Plan, Group, Tags, Stage };
BOOST_DESCRIBE_ENUM(ActionKind, ChangeOwner, GiveUp, Claim, Assign, Transfer, Delete, Plan, Group, Tags, Stage)

/// 放弃理由 (R129): the system's, so that they can be counted.
enum class GiveUpReason { NoAnswer, NoInterest, WrongNumber, NoBudget, Competitor, NotNow, Other };
BOOST_DESCRIBE_ENUM(GiveUpReason, NoAnswer, NoInterest, WrongNumber, NoBudget, Competitor, NotNow, Other)

/// 添加标签, 删除标签, 替换单个标签, 替换全部标签 (R132).
enum class TagsHow { Add, Remove, ReplaceOne, ReplaceAll };
BOOST_DESCRIBE_ENUM(TagsHow, Add, Remove, ReplaceOne, ReplaceAll)

/// 新建计划 (R131): one for each object; whoever does it takes part.
struct ActionPlan {
    std::string content;
    std::int64_t due_at_ms = 0;
    std::vector<std::string> people;  ///< 工号
};
BOOST_DESCRIBE_STRUCT(ActionPlan, (), (content, due_at_ms, people))

/// All that a list shows (操作全部).
struct ActionList {
    std::string name;   ///< "customers", "leads", "contacts", "pools/customers", "pools/leads"
    std::string query;  ///< the list's own
};
BOOST_DESCRIBE_STRUCT(ActionList, (), (name, query))

struct ActionWish {
    ActionKind action = ActionKind::ChangeOwner;
    std::vector<model::CustomerId> ids;
    std::optional<ActionList> list;  ///< in place of ids
    bool check = false;              ///< only says how many there are, and how many contacts would go with them
    std::string owner;               ///< 工号: of ChangeOwner and Assign
    crm::SettingId pool;             ///< of GiveUp and Transfer
    GiveUpReason reason = GiveUpReason::Other;
    std::string note;  ///< of GiveUp: in one's own words, may be empty
    crm::SettingId group;
    crm::SettingId stage;
    TagsHow how = TagsHow::Add;
    std::vector<crm::SettingId> tags;      ///< Add, Remove, ReplaceAll; of ReplaceOne the one that goes
    std::optional<crm::SettingId> by_tag;  ///< of ReplaceOne: the one that comes
    std::optional<ActionPlan> plan;
};
BOOST_DESCRIBE_STRUCT(ActionWish, (),
                      (action, ids, list, check, owner, pool, reason, note, group, stage, how, tags, by_tag, plan))

struct ActionFailure {
    model::CustomerId id;
    std::string name;
    std::string code;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(ActionFailure, (), (id, name, code, message))

/// Interrupted: the server was stopped in the middle; what is done is done, the rest was not touched.
enum class ActionState { Running, Done, Cancelled, Interrupted, Failed };
BOOST_DESCRIBE_ENUM(ActionState, Running, Done, Cancelled, Interrupted, Failed)

using ActionId = Id<struct ObjectActionTag>;

/// How far it is.
struct ActionView {
    ActionId id;
    ActionKind action = ActionKind::ChangeOwner;
    ActionState state = ActionState::Running;
    std::int64_t total = 0;
    std::int64_t done = 0;  ///< all that were looked at, the failed ones among them
    std::int64_t failed = 0;
    std::int64_t contacts = 0;            ///< of a check: what would be deleted with them
    std::vector<ActionFailure> failures;  ///< the first of them
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;
};
BOOST_DESCRIBE_STRUCT(ActionView, (),
                      (id, action, state, total, done, failed, contacts, failures, created_at_ms, ended_at_ms))

/// What somebody must be allowed to do, whatever it is done with; empty: a seat in the pool is asked for, row by row.
std::string_view right_for(ActionKind action);

}  // namespace yh::office::customers
