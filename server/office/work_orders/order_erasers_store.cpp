#include <string>

#include "office/work_orders/order_erasers.h"

namespace yh::office::work_orders {

namespace {

Result<std::vector<ErasedCount>> count_old(db::Connection& connection, const EraseSpan& span) {
    return count_each(connection, span,
                      {{"work_orders", "SELECT COUNT(*) FROM work_orders WHERE tenant_id = ? AND closed_at_ms < ?"}});
}

Result<Erased> erase_old(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    return erase_each(
        connection, span, most,
        "SELECT id FROM work_orders WHERE tenant_id = ? AND closed_at_ms < ? ORDER BY closed_at_ms, id LIMIT ?",
        {"DELETE FROM work_order_steps WHERE order_id = ?", "DELETE FROM work_order_people WHERE order_id = ?",
         "DELETE FROM work_orders WHERE id = ?"});
}

struct PersonOrder {
    std::int64_t id = 0;
    std::string order_number;
    std::string state;
    std::string kind;
    std::string concerns;
    std::string description;
    std::string number;
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(PersonOrder, (), (id, order_number, state, kind, concerns, description, number, created_at_ms))

struct PersonOrderStep {
    std::string order_number;
    std::int64_t at_ms = 0;
    std::string act;
    std::string remark;
};
BOOST_DESCRIBE_STRUCT(PersonOrderStep, (), (order_number, at_ms, act, remark))

Result<std::vector<ErasedCount>> count(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto rows, connection.one<std::int64_t>("SELECT COUNT(*)" + from_their_rows("work_orders", span),
                                                         their_rows_params(span)));
    return std::vector<ErasedCount>{{"work_orders", rows}};
}

Result<PersonData> read(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto orders, connection.rows<PersonOrder>(
                                  "SELECT id, order_number, state, kind, concerns, description, number, created_at_ms" +
                                      from_their_rows("work_orders", span) + " ORDER BY created_at_ms, id",
                                  their_rows_params(span)));
    std::vector<PersonOrderStep> steps;
    for (const auto& order : orders) {
        YH_TRY(const auto lines,
               connection.rows<PersonOrderStep>("SELECT '' AS order_number, at_ms, act, remark FROM work_order_steps "
                                                "WHERE order_id = ? ORDER BY id",
                                                order.id));
        for (auto line : lines) {
            line.order_number = order.order_number;
            steps.push_back(std::move(line));
        }
    }
    return PersonData{{person_table("work_orders", orders), person_table("work_order_steps", steps)}, {}};
}

Result<Erased> erase(db::Connection& connection, const PersonSpan& span, std::int64_t most) {
    auto params = their_rows_params(span);
    params.push_back(db::Param::integer(most));
    YH_TRY(const auto ids, connection.rows<std::int64_t>(
                               "SELECT id" + from_their_rows("work_orders", span) + " ORDER BY id LIMIT ?", params));
    for (const auto id : ids) {
        YH_CHECK(
            run_each(connection, id,
                     {"DELETE FROM work_order_steps WHERE order_id = ?",
                      "DELETE FROM work_order_people WHERE order_id = ?", "DELETE FROM work_orders WHERE id = ?"}));
    }
    return Erased{static_cast<std::int64_t>(ids.size()), {}};
}

}  // namespace

constinit const Eraser order_eraser{DataKind::WorkOrders, false, &count_old, &erase_old};
constinit const PersonPart person_orders{"work_orders", &count, nullptr, &read, &erase};

}  // namespace yh::office::work_orders
