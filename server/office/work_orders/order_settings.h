#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "http/reply.h"
#include "office/people/identity.h"
#include "office/work_orders/order.h"

// What a company has set up for its work orders (工单设置): one document, and the groups of people who handle them.
// Telephones need none of it, so that it is no part of the site. Thread: one that may block; what changes it, the
// writer's.
namespace yh::office::work_orders {

/// A kind of business, and within how many minutes after it was sent an order of it is due, by priority; 0: never.
struct OrderKind {
    std::string name;
    std::int64_t low = 0;
    std::int64_t normal = 0;
    std::int64_t high = 0;
    std::int64_t urgent = 0;
};
BOOST_DESCRIBE_STRUCT(OrderKind, (), (name, low, normal, high, urgent))

/// 处理组 (R171).
struct OrderGroup {
    GroupId id;  ///< of a new one none
    std::string name;
    std::vector<std::string> people;  ///< 工号
};
BOOST_DESCRIBE_STRUCT(OrderGroup, (), (id, name, people))

/// Without kinds or systems of their own, orders have those of service records.
struct OrderSettings {
    std::vector<OrderKind> kinds;
    std::vector<std::string> systems;
    std::int64_t urge_minutes = 30;  ///< between one urging and the next (R175)
    std::vector<OrderGroup> groups;
};
BOOST_DESCRIBE_STRUCT(OrderSettings, (), (kinds, systems, urge_minutes, groups))

Result<OrderSettings> load_settings(db::Connection& connection, model::TenantId tenant);

struct SettingsSaved {
    std::vector<http::FieldProblem> problems;  ///< none: it is saved
};
/// Codes: config.required, config.twice, config.out_of_range, config.unknown_user, customer.too_long, crm.too_many. Who
/// was in a group before may stay in it though he left the company.
Result<SettingsSaved> save_settings(db::Connection& connection, const people::SignedIn& who, OrderSettings wanted,
                                    IdMaker& ids, std::int64_t now_ms);

/// Minutes until an order like this is due; 0: never.
std::int64_t due_minutes(const OrderSettings& settings, const OrderContent& content);

/// Somebody who may be chosen.
struct FormPerson {
    std::string number;
    std::string name;
    std::string department;
};
BOOST_DESCRIBE_STRUCT(FormPerson, (), (number, name, department))
struct FormGroup {
    GroupId id;  ///< none: everybody of the company, which has no groups
    std::string name;
    std::vector<FormPerson> people;
};
BOOST_DESCRIBE_STRUCT(FormGroup, (), (id, name, people))

/// What the form of an order offers.
struct OrderForm {
    std::vector<std::string> kinds;
    std::vector<std::string> systems;
    std::vector<FormGroup> groups;
    std::int64_t urge_minutes = 30;
};
BOOST_DESCRIBE_STRUCT(OrderForm, (), (kinds, systems, groups, urge_minutes))

/// Whoever works for the company still. `kinds` and `systems` are those of service records.
Result<OrderForm> load_form(db::Connection& connection, model::TenantId tenant, std::vector<std::string> kinds,
                            std::vector<std::string> systems);

}  // namespace yh::office::work_orders
