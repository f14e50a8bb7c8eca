#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/alarms/alarm_rule.h"
#include "office/lists/list_store.h"
#include "office/people/identity.h"

// Rules, and the log of what rose and fell. Thread of all: one that may block.
namespace yh::office::alarms {

/// Who is told, and what became of it.
enum class Telling { None, Waiting, Sent, Failed };
BOOST_DESCRIBE_ENUM(Telling, None, Waiting, Sent, Failed)

/// One line of the log.
struct AlarmEventView {
    AlarmEventId id;
    std::string name;
    AlarmFigure figure = AlarmFigure::Waiting;
    std::string queue;
    std::string queue_name;
    Compare compare = Compare::Above;
    double threshold = 0;
    double value = 0;
    std::int64_t raised_at_ms = 0;
    std::optional<std::int64_t> cleared_at_ms;
    Telling mail = Telling::None;
    std::string mail_problem;  ///< a code: mail.unreachable …
    Telling webhook = Telling::None;
    std::string webhook_problem;
};
BOOST_DESCRIBE_STRUCT(AlarmEventView, (),
                      (id, name, figure, queue, queue_name, compare, threshold, value, raised_at_ms, cleared_at_ms,
                       mail, mail_problem, webhook, webhook_problem))
lists::Listing<AlarmEventView> alarm_events();

/// All rules of all companies, and which of them were raised when the process before ended.
struct StoredRule {
    WatchedRule rule;
    std::optional<std::int64_t> raised_at_ms;
};
Result<std::vector<StoredRule>> load_rules(db::Connection& connection);
Result<std::vector<AlarmRule>> rules_of(db::Connection& connection, model::TenantId tenant);
Result<std::optional<AlarmRule>> find_rule(db::Connection& connection, model::TenantId tenant, AlarmRuleId id);

/// A new one, or another in place of the one with its id: an empty secret keeps the one that is there, as long as the
/// address is the same. A line for the log of the configuration goes along. Errors: alarm.unknown.
Result<void> save_rule(db::Connection& connection, const people::SignedIn& who, AlarmRule rule, std::int64_t now_ms);
/// What it had raised is over. Errors: alarm.unknown.
Result<void> delete_rule(db::Connection& connection, const people::SignedIn& who, AlarmRuleId id, std::int64_t now_ms);

/// It rose: a line of the log, once, however often the writer tries.
Result<AlarmEventId> note_raised(db::Connection& connection, const WatchedRule& rule, double value, IdMaker& ids,
                                 std::int64_t now_ms);
Result<void> note_cleared(db::Connection& connection, AlarmRuleId rule, std::int64_t now_ms);
/// What became of telling it. `how` is a column of ours: "mail" or "webhook".
Result<void> note_told(db::Connection& connection, AlarmEventId event, std::string_view how, Telling state,
                       std::string_view problem);
/// What the process before was telling when it ended, nobody tells any more.
Result<void> give_up_untold(db::Connection& connection);

}  // namespace yh::office::alarms
