#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/customers/customer_store.h"
#include "office/customers/history_view.h"

// What happened with a customer, lead or contact (客户动态, R134), of all kinds, the newest first.
namespace yh::office::customers {

enum class DynamicKind { Change, FollowUp, Call, Service };
BOOST_DESCRIBE_ENUM(DynamicKind, Change, FollowUp, Call, Service)

struct Dynamic {
    Id<struct DynamicTag> id;  ///< of the row that it is: a line of the history, a follow-up, a call, a service record
    DynamicKind kind = DynamicKind::Change;
    std::int64_t at_ms = 0;
    std::string user;
    std::string user_name;
    std::optional<HistoryWhat> what;      ///< of a change
    std::vector<CustomerChange> changes;  ///< of a change
    std::string title;                    ///< the template of a follow-up, the result of a service record
    std::string note;
    std::optional<model::CallId> call;
    std::optional<model::Direction> direction;  ///< of a call
    std::optional<model::CallResult> result;    ///< of a call
    std::int64_t talk_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Dynamic, (),
                      (id, kind, at_ms, user, user_name, what, changes, title, note, call, direction, result, talk_ms))

struct Dynamics {
    std::vector<Dynamic> items;
    std::string next;  ///< for the page after this one; empty: there is none
};
BOOST_DESCRIBE_STRUCT(Dynamics, (), (items, next))

struct DynamicsAsked {
    std::optional<DynamicKind> kind;  ///< none: all
    std::int64_t size = 5;
    std::optional<std::int64_t> before_ms;  ///< with `before_id`: what comes after this one
    std::int64_t before_id = 0;
};

Result<HistoryPlace> history_place(db::Connection& connection, model::CustomerId id);

/// Five at a time unless asked for otherwise; `after` is the `next` of the page before. Error: page.malformed.
Result<DynamicsAsked> read_dynamics(std::optional<std::string_view> kind, std::optional<std::string_view> size,
                                    std::optional<std::string_view> after);

/// None: there is no such object for the asker. Thread: one that may block.
Result<std::optional<Dynamics>> find_dynamics(db::Connection& connection, const Asker& asker, model::CustomerId id,
                                              const DynamicsAsked& asked);

}  // namespace yh::office::customers
