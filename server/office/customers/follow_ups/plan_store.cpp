#include "office/customers/follow_ups/plan_store.h"

#include <algorithm>
#include <utility>

namespace yh::office::customers {

namespace {

struct PlanRow {
    Id<struct TaskTag> id;
    std::string content;
    std::int64_t due_at_ms = 0;
    std::optional<std::int64_t> completed_at_ms;
    std::string author;
    std::string author_name;
    std::int64_t user_id = 0;
};
BOOST_DESCRIBE_STRUCT(PlanRow, (), (id, content, due_at_ms, completed_at_ms, author, author_name, user_id))

}  // namespace

Result<std::optional<std::vector<CustomerPlan>>> plans_of(db::Connection& connection, const Asker& asker,
                                                          model::CustomerId customer) {
    YH_TRY(const bool seen, may_see(connection, asker, customer));
    if (!seen) {
        return std::optional<std::vector<CustomerPlan>>{};
    }
    YH_TRY(const auto rows,
           connection.rows<PlanRow>(
               "SELECT tasks.id AS id, content, due_at_ms, completed_at_ms, COALESCE(users.number, '') AS author, "
               "COALESCE(users.name, '') AS author_name, tasks.user_id AS user_id FROM tasks LEFT JOIN users ON "
               "users.id = tasks.user_id WHERE tasks.customer_id = ? AND tasks.tenant_id = ? AND tasks.kind = 'plan' "
               "ORDER BY CASE WHEN completed_at_ms IS NULL THEN 0 ELSE 1 END, CASE WHEN completed_at_ms IS NULL THEN "
               "due_at_ms ELSE -completed_at_ms END, tasks.id LIMIT 50",
               customer, asker.who.tenant));
    std::vector<CustomerPlan> plans;
    for (const auto& row : rows) {
        CustomerPlan plan{row.id, row.content, row.due_at_ms, row.completed_at_ms, row.author, row.author_name,
                          {},     false,       false};
        plan.mine = row.user_id == asker.who.user.value;
        YH_TRY(plan.people, connection.rows<std::string>("SELECT users.number FROM task_people JOIN users ON users.id "
                                                         "= task_people.user_id WHERE task_id = ? ORDER BY "
                                                         "users.number",
                                                         row.id));
        plan.takes_part = plan.mine || std::ranges::find(plan.people, asker.who.number) != plan.people.end();
        plans.push_back(std::move(plan));
    }
    return std::optional{std::move(plans)};
}

}  // namespace yh::office::customers
