#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/describe.h"
#include "base/utf8.h"
#include "http/text.h"
#include "office/work_orders/order_rows.h"
#include "office/work_orders/order_settings.h"
#include "office/work_orders/order_store.h"

// What is done with orders that are sent (R171–R175): the rule is asked, the rows are changed, a line of history and
// the messages to everybody concerned are written, in one transaction.
namespace yh::office::work_orders {

namespace {

/// Somebody who has it, or shall have it.
struct Handler {
    std::int64_t user_id = 0;
    std::string number;
    std::string name;
    std::optional<std::int64_t> group_id;
    std::string group_name;
};
BOOST_DESCRIBE_STRUCT(Handler, (), (user_id, number, name, group_id, group_name))

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

struct MessageRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    std::string kind = "work_order";
    std::string text;
    std::int64_t about_id = 0;
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (), (id, tenant_id, user_id, kind, text, about_id, created_at_ms))

struct LastStep {
    std::int64_t user_id = 0;
    std::string user;
    std::string user_name;
    OrderAct act = OrderAct::Note;
    std::string remark;
};
BOOST_DESCRIBE_STRUCT(LastStep, (), (user_id, user, user_name, act, remark))

/// Each thing that is told, once: names of one list, groups of one list.
template <class Name>
std::string joined(const std::vector<Handler>& people, Name name) {
    std::string text;
    std::set<std::string> seen;
    for (const auto& one : people) {
        const auto& part = one.*name;
        if (!part.empty() && seen.insert(part).second) {
            text += text.empty() ? part : "、" + part;
        }
    }
    return text;
}

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
        YH_TRY(holders_, load_holders());
        wish_.remark = std::string{http::trimmed(wish_.remark)};
        if (const auto why = why_not(); why) {
            return refuse(*why);
        }
        YH_TRY(const bool chosen, choose());
        if (!chosen) {
            return std::move(kept_);
        }
        change();
        YH_CHECK(write());
        YH_CHECK(tell_all());
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

    Result<std::vector<Handler>> load_holders() {
        return db_.rows<Handler>(
            "SELECT part.user_id AS user_id, users.number AS number, users.name AS name, part.group_id AS group_id, "
            "COALESCE(work_order_groups.name, '') AS group_name FROM work_order_people AS part JOIN users ON users.id "
            "= part.user_id LEFT JOIN work_order_groups ON work_order_groups.id = part.group_id WHERE part.order_id = "
            "? AND part.holds ORDER BY users.number",
            before_.id);
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
            YH_TRY(auto found, find_target(target));
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
    /// One of a group as it is now, who works here still; in a company without groups, anybody who does.
    Result<std::optional<Handler>> find_target(const OrderTarget& target) {
        if (target.group) {
            return db_.row<Handler>(
                "SELECT users.id AS user_id, users.number AS number, users.name AS name, part.group_id AS group_id, "
                "work_order_groups.name AS group_name FROM work_order_group_people AS part JOIN work_order_groups ON "
                "work_order_groups.id = part.group_id JOIN users ON users.id = part.user_id WHERE part.group_id = ? "
                "AND work_order_groups.tenant_id = ? AND work_order_groups.deleted_at_ms IS NULL AND users.number = ? "
                "AND users.status = 'active'",
                target.group, who_.tenant, target.number);
        }
        return db_.row<Handler>(
            "SELECT users.id AS user_id, users.number AS number, users.name AS name, NULL AS group_id, '' AS "
            "group_name FROM users WHERE users.tenant_id = ? AND users.number = ? AND users.status = 'active' AND NOT "
            "EXISTS (SELECT 1 FROM work_order_groups WHERE work_order_groups.tenant_id = ? AND "
            "work_order_groups.deleted_at_ms IS NULL)",
            who_.tenant, target.number, who_.tenant);
    }
    /// As one of the group whose order it is.
    Result<bool> choose_me() {
        const auto held = std::ranges::find(holders_, who_.user.value, &Handler::user_id);
        if (held != holders_.end()) {
            next_ = {*held};
            return true;
        }
        YH_TRY(auto mine,
               db_.row<Handler>(
                   "SELECT users.id AS user_id, users.number AS number, users.name AS name, member.group_id AS "
                   "group_id, work_order_groups.name AS group_name FROM work_order_people AS part JOIN "
                   "work_order_group_people AS member ON member.group_id = part.group_id JOIN work_order_groups ON "
                   "work_order_groups.id = member.group_id JOIN users ON users.id = member.user_id WHERE part.order_id "
                   "= ? AND part.holds AND member.user_id = ? LIMIT 1",
                   before_.id, who_.user));
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
        after_.handlers = joined(next_, &Handler::name);
        after_.group_names = joined(next_, &Handler::group_name);
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
        YH_TRY(auto transaction, db_.begin());
        YH_CHECK(db_.upsert("work_orders", after_, {"id"}));
        if (is_step(wish_.act)) {
            YH_CHECK(db_.run("UPDATE work_order_people SET holds = FALSE WHERE order_id = ?", after_.id));
            for (const auto& one : next_) {
                YH_CHECK(db_.upsert("work_order_people", OrderPersonRow{after_.id, one.user_id, one.group_id, true},
                                    {"order_id", "user_id"}));
            }
            YH_CHECK(note_hand_in_it());
        }
        YH_CHECK(
            db_.insert("work_order_steps", StepRow{ids_.make<Id<struct WorkOrderStepTag>>(now_ms_).value, after_.id,
                                                   is_step(wish_.act) ? std::optional{before_.version} : std::nullopt,
                                                   before_.step, now_ms_, who_.user.value, wish_.act, before_.state,
                                                   after_.state, before_.handlers, after_.handlers, wish_.remark}));
        return transaction.commit();
    }
    /// Whoever took a step goes on seeing it.
    Result<void> note_hand_in_it() {
        YH_TRY(const auto there,
               db_.row<std::int64_t>("SELECT user_id FROM work_order_people WHERE order_id = ? AND user_id = ?",
                                     after_.id, who_.user));
        return there ? Result<void>{}
                     : db_.insert("work_order_people", OrderPersonRow{after_.id, who_.user.value, std::nullopt, false});
    }

    Result<void> tell(std::int64_t user, std::string_view what) {
        const model::UserId person{user};
        if (std::ranges::find(kept_.told, person) != kept_.told.end()) {
            return {};
        }
        kept_.told.push_back(person);
        return db_.insert(
            "system_messages",
            MessageRow{ids_.make<Id<struct MessageTag>>(now_ms_).value, who_.tenant.value, user, "work_order",
                       std::string{what} + " " + after_.order_number + " " + who_.name, after_.id, now_ms_});
    }
    /// Whoever does it knows; only the other pages of his are told.
    Result<void> tell_all() {
        kept_.told.push_back(who_.user);
        std::string_view to_holders = enum_text(wish_.act);
        for (const auto& one : next_) {
            if (wish_.act != OrderAct::Finish && wish_.act != OrderAct::Take) {
                YH_CHECK(tell(one.user_id, to_holders));
            }
        }
        for (const auto& one : holders_) {
            const bool lost = std::ranges::find(next_, one.user_id, &Handler::user_id) == next_.end();
            if (lost) {
                YH_CHECK(tell(one.user_id, wish_.act == OrderAct::Take ? "take" : "moved"));
            }
        }
        // The author hears what becomes of it, but not of each change of hands inside.
        if (wish_.act == OrderAct::Finish || wish_.act == OrderAct::Close || wish_.act == OrderAct::Note) {
            YH_CHECK(tell(after_.author_id, to_holders));
        } else {
            kept_.told.push_back(model::UserId{after_.author_id});
        }
        return {};
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
