#include <algorithm>
#include <utility>

#include "base/describe.h"
#include "base/utf8.h"
#include "http/text.h"
#include "office/work_orders/order_handlers.h"
#include "office/work_orders/order_messages.h"
#include "office/work_orders/order_rows.h"
#include "office/work_orders/order_settings.h"
#include "office/work_orders/order_store.h"

// What is done with orders that are sent (R171–R175): the rule is asked, the rows are changed, a line of history and
// the messages to everybody concerned are written, in one transaction.
namespace yh::office::work_orders {

namespace {

struct StepRow {
    std::int64_t id = 0;
    std::int64_t order_id = 0;
    std::optional<std::int64_t> version;
    std::int64_t step = 1;
    std::int64_t at_ms = 0;
    std::int64_t user_id = 0;
    OrderAct act = OrderAct::Note;
    OrderState from_state = OrderState::Draft;
    OrderState to_state = OrderState::Draft;
    std::string from_people;
    std::string to_people;
    std::string remark;
};
BOOST_DESCRIBE_STRUCT(StepRow, (),
                      (id, order_id, version, step, at_ms, user_id, act, from_state, to_state, from_people, to_people,
                       remark))

struct LastStep {
    std::int64_t user_id = 0;
    std::string user;
    std::string user_name;
    OrderAct act = OrderAct::Note;
    std::string remark;
};
BOOST_DESCRIBE_STRUCT(LastStep, (), (user_id, user, user_name, act, remark))

/// One act on one order. Lives for one job of the writer.
class Acting {
  public:
    Acting(db::Connection& connection, const people::SignedIn& who, ActWish wish, IdMaker& ids, std::int64_t now_ms)
        : db_{connection}, who_{who}, wish_{std::move(wish)}, ids_{ids}, now_ms_{now_ms} {}

    Result<Kept> run(OrderId id) {
        kept_.id = id;
        YH_TRY(auto row, order_row(db_, who_.tenant, id));
        if (!row) {
            return refuse(not_found("work_order.unknown"));
        }
        before_ = *std::move(row);
        after_ = before_;
        YH_TRY(seat_, seat_of(db_, who_, before_));
        if (!(seat_.author || seat_.holder || seat_.in_group || seat_.oversees)) {
            return refuse_unseen();
        }
        YH_TRY(const bool first, is_first());
        if (!first) {
            return std::move(kept_);
        }
        YH_TRY(holders_, holders_of(db_, id));
        wish_.remark = std::string{http::trimmed(wish_.remark)};
        if (const auto why = why_not(); why) {
            return refuse(*why);
        }
        YH_TRY(const bool chosen, choose());
        if (!chosen) {
            return std::move(kept_);
        }
        change();
        YH_TRY(auto transaction, db_.begin());
        YH_CHECK(write());
        YH_TRY(kept_.told, tell_all(db_, who_, {wish_.act, after_, holders_, next_}, ids_, now_ms_));
        YH_CHECK(transaction.commit());
        return std::move(kept_);
    }

  private:
    Kept refuse(Error why) {
        kept_.refusal = std::move(why);
        return std::move(kept_);
    }
    /// Who had it once sees it still, and has no part in it now.
    Result<Kept> refuse_unseen() {
        YH_TRY(const auto had,
               db_.row<std::int64_t>("SELECT user_id FROM work_order_people WHERE order_id = ? AND user_id = ?",
                                     before_.id, who_.user));
        if (!had) {
            return refuse(not_found("work_order.unknown"));
        }
        YH_TRY(const bool first, is_first());
        return first ? refuse(conflict("work_order.not_allowed")) : std::move(kept_);
    }

    Result<std::optional<LastStep>> last_step(std::string_view condition, std::int64_t value) {
        return db_.row<LastStep>(
            "SELECT line.user_id AS user_id, COALESCE(users.number, '') AS \"user\", "
            "COALESCE(users.name, '') AS user_name, line.act AS act, line.remark AS remark FROM "
            "work_order_steps AS line LEFT JOIN users ON users.id = line.user_id WHERE "
            "line.order_id = ? AND " +
                std::string{condition} + " ORDER BY line.id DESC LIMIT 1",
            before_.id, value);
    }
    /// False: it has been done already; the same by the same person counts as done now.
    Result<bool> is_first() {
        if (!is_step(wish_.act)) {
            YH_TRY(const auto last, last_step("line.user_id = ?", who_.user.value));
            return !(last && wish_.act == OrderAct::Note && last->act == OrderAct::Note &&
                     last->remark == http::trimmed(wish_.remark));
        }
        if (wish_.version == before_.version) {
            return true;
        }
        YH_TRY(const auto mine, last_step("line.version = ?", wish_.version));
        if (mine && mine->user_id == who_.user.value && mine->act == wish_.act) {
            return false;
        }
        YH_TRY(const auto last, last_step("line.version >= ?", wish_.version));
        kept_.refusal = conflict("work_order.changed");
        if (last) {
            kept_.problems.push_back({std::string{enum_text(last->act)}, "work_order.changed",
                                      last->user_name.empty() ? last->user : last->user_name});
        }
        return false;
    }

    std::optional<Error> why_not() {
        constexpr std::size_t longest_remark_bytes = 3000;
        if (!may_act(wish_.act, before_.state, seat_, static_cast<std::int64_t>(holders_.size()))) {
            return conflict("work_order.not_allowed");
        }
        if (wish_.remark.empty() && needs_remark(wish_.act, before_.state)) {
            return invalid_input("work_order.remark_needed");
        }
        if (wish_.remark.size() > longest_remark_bytes || !is_clean_utf8(wish_.remark)) {
            return invalid_input("customer.too_long");
        }
        return std::nullopt;
    }

    /// Whose it will be, and what the draft holds when it goes. False: something is missing.
    Result<bool> choose() {
        next_ = holders_;
        YH_TRY(const auto settings, load_settings(db_, who_.tenant));
        switch (wish_.act) {
            case OrderAct::Send:
                if (!complete_draft(settings)) {
                    return false;
                }
                return choose_people();
            case OrderAct::PassOn:
                return choose_people();
            case OrderAct::Take:
                return choose_me();
            case OrderAct::Urge:
                if (urge_from(before_.urged_at_ms.value_or(0), settings.urge_minutes, now_ms_) != 0) {
                    kept_.refusal = conflict("work_order.urged_lately");
                    return false;
                }
                return true;
            case OrderAct::Finish:
            case OrderAct::Return:
            case OrderAct::Close:
            case OrderAct::Note:
                break;
        }
        return true;
    }

    bool complete_draft(const OrderSettings& settings) {
        if (wish_.content) {
            kept_.problems = check_content(*wish_.content);
            fill(after_, *wish_.content);
        }
        const auto need = [&](std::string_view field, const std::string& text, bool needed) {
            if (needed && text.empty()) {
                kept_.problems.push_back({std::string{field}, "config.required"});
            }
        };
        need("description", after_.description, true);
        need("kind", after_.kind, !settings.kinds.empty());
        need("concerns", after_.concerns, !settings.systems.empty());
        if (!kept_.problems.empty()) {
            kept_.refusal = invalid_input("work_order.incomplete");
            return false;
        }
        constexpr std::int64_t ms_of_minute = 60'000;
        const auto minutes = due_minutes(settings, {after_.kind, after_.concerns, after_.description, after_.priority});
        if (minutes > 0) {
            after_.due_at_ms = now_ms_ + minutes * ms_of_minute;
        }
        return true;
    }

    Result<bool> choose_people() {
        next_.clear();
        for (const auto& target : wish_.people) {
            YH_TRY(auto found, find_handler(db_, who_.tenant, target));
            if (!found) {
                kept_.problems.push_back({"people", "work_order.handler_gone", target.number});
            } else if (std::ranges::find(next_, found->user_id, &Handler::user_id) == next_.end()) {
                next_.push_back(*std::move(found));
            }
        }
        if (!kept_.problems.empty()) {
            kept_.refusal = conflict("work_order.handler_gone");
        } else if (next_.empty()) {
            kept_.refusal = invalid_input("work_order.no_handlers");
        }
        return !kept_.refusal;
    }
    /// As one of the group whose order it is.
    Result<bool> choose_me() {
        const auto held = std::ranges::find(holders_, who_.user.value, &Handler::user_id);
        if (held != holders_.end()) {
            next_ = {*held};
            return true;
        }
        YH_TRY(auto mine, member_of_holding_group(db_, kept_.id, who_.user));
        next_.clear();
        if (mine) {
            next_.push_back(*std::move(mine));
        }
        return true;
    }

    void change() {
        after_.state = state_after(wish_.act, before_.state);
        after_.updated_at_ms = now_ms_;
        if (wish_.act == OrderAct::Urge) {
            ++after_.urges;
            after_.urged_at_ms = now_ms_;
        }
        if (!is_step(wish_.act)) {
            return;
        }
        ++after_.step;
        ++after_.version;
        after_.urged_at_ms.reset();
        after_.handlers = names_of(next_);
        after_.group_names = group_names_of(next_);
        if (wish_.act == OrderAct::Send) {
            after_.sent_at_ms = now_ms_;
        } else if (wish_.act == OrderAct::PassOn) {
            ++after_.transfers;
        } else if (wish_.act == OrderAct::Finish) {
            after_.finished_at_ms = now_ms_;
        } else if (wish_.act == OrderAct::Return) {
            after_.finished_at_ms.reset();
        } else if (wish_.act == OrderAct::Close) {
            after_.closed_at_ms = now_ms_;
        }
    }

    Result<void> write() {
        YH_CHECK(db_.upsert("work_orders", after_, {"id"}));
        if (is_step(wish_.act)) {
            YH_CHECK(db_.run("UPDATE work_order_people SET holds = FALSE WHERE order_id = ?", after_.id));
            for (const auto& one : next_) {
                YH_CHECK(db_.upsert("work_order_people", OrderPersonRow{after_.id, one.user_id, one.group_id, true},
                                    {"order_id", "user_id"}));
            }
            YH_CHECK(note_hand_in_it());
        }
        return db_.insert("work_order_steps",
                          StepRow{ids_.make<Id<struct WorkOrderStepTag>>(now_ms_).value, after_.id,
                                  is_step(wish_.act) ? std::optional{before_.version} : std::nullopt, before_.step,
                                  now_ms_, who_.user.value, wish_.act, before_.state, after_.state, before_.handlers,
                                  after_.handlers, wish_.remark});
    }
    /// Whoever took a step goes on seeing it.
    Result<void> note_hand_in_it() {
        YH_TRY(const auto there,
               db_.row<std::int64_t>("SELECT user_id FROM work_order_people WHERE order_id = ? AND user_id = ?",
                                     after_.id, who_.user));
        return there ? Result<void>{}
                     : db_.insert("work_order_people", OrderPersonRow{after_.id, who_.user.value, std::nullopt, false});
    }

    db::Connection& db_;
    const people::SignedIn& who_;
    ActWish wish_;
    IdMaker& ids_;
    std::int64_t now_ms_;
    Kept kept_;
    OrderRow before_;
    OrderRow after_;
    OrderSeat seat_;
    std::vector<Handler> holders_;
    std::vector<Handler> next_;
};

}  // namespace

Result<Kept> act_on(db::Connection& connection, const people::SignedIn& who, OrderId id, const ActWish& wish,
                    IdMaker& ids, std::int64_t now_ms) {
    return Acting{connection, who, wish, ids, now_ms}.run(id);
}

}  // namespace yh::office::work_orders
