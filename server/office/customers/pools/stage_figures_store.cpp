#include <fmt/format.h>

#include <algorithm>

#include "office/customers/customer_list.h"
#include "office/customers/lead_list.h"
#include "office/customers/pools/stage_figures.h"

namespace yh::office::customers {

namespace {

struct CountRow {
    std::int64_t stage = 0;
    std::int64_t customers = 0;
};
BOOST_DESCRIBE_STRUCT(CountRow, (), (stage, customers))

}  // namespace

// A stage that was deleted while somebody stood in it counts as the first: nobody drops out of the figure.
Result<std::vector<StageCount>> count_by_stage(db::Connection& connection, const Asker& asker, crm::ObjectKind object) {
    const auto& list = object == crm::ObjectKind::Lead ? lead_list : customer_list;
    lists::Asked asked;
    asked.reader.who = asker.who;
    asked.reader.books = asker.books;
    const auto where = lists::where_of(list, asked);
    YH_TRY(const auto rows,
           connection.rows<CountRow>(fmt::format("SELECT COALESCE(customers.stage_id, 0) AS stage, COUNT(*) AS "
                                                 "customers FROM customers{} GROUP BY COALESCE(customers.stage_id, 0)",
                                                 where.sql),
                                     where.params));
    std::vector<StageCount> counts;
    for (const auto& stage : asker.book().stages) {
        counts.push_back({stage.id, stage.name, stage.state, stage.progress, 0});
    }
    for (const auto& row : rows) {
        const auto found = std::ranges::find(counts, crm::SettingId{row.stage}, &StageCount::id);
        (found == counts.end() ? counts.front() : *found).customers += row.customers;
    }
    return counts;
}

}  // namespace yh::office::customers
