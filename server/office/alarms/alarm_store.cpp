#include "office/alarms/alarm_store.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/json.h"
#include "office/people/rights.h"
#include "office/settings/config_audit.h"

namespace yh::office::alarms {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

struct RuleRow {
    AlarmRuleId id;
    model::TenantId tenant_id;
    std::string name;
    AlarmFigure figure = AlarmFigure::Waiting;
    std::string queue;
    Compare compare = Compare::Above;
    double threshold = 0;
    std::int64_t for_s = 0;
    bool sound = false;
    std::vector<std::string> mail_to;
    std::string webhook;
    std::string webhook_secret;
    bool active = true;
};
BOOST_DESCRIBE_STRUCT(RuleRow, (),
                      (id, tenant_id, name, figure, queue, compare, threshold, for_s, sound, mail_to, webhook,
                       webhook_secret, active))

struct EventRow {
    AlarmEventId id;
    model::TenantId tenant_id;
    AlarmRuleId rule_id;
    std::string name;
    AlarmFigure figure = AlarmFigure::Waiting;
    std::string queue;
    Compare compare = Compare::Above;
    double threshold = 0;
    double value = 0;
    std::int64_t raised_at_ms = 0;
    std::optional<std::int64_t> cleared_at_ms;
    Telling mail = Telling::None;
    std::string mail_problem;
    Telling webhook = Telling::None;
    std::string webhook_problem;
};
BOOST_DESCRIBE_STRUCT(EventRow, (),
                      (id, tenant_id, rule_id, name, figure, queue, compare, threshold, value, raised_at_ms,
                       cleared_at_ms, mail, mail_problem, webhook, webhook_problem))

struct OpenRow {
    AlarmRuleId rule_id;
    std::int64_t raised_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(OpenRow, (), (rule_id, raised_at_ms))

constexpr std::string_view columns_of_rule =
    "SELECT id, tenant_id, name, figure, queue, compare, threshold, for_s, sound, mail_to, webhook, webhook_secret, "
    "active FROM alarm_rules";

AlarmRule rule_of(RuleRow row) {
    return {row.id,
            std::move(row.name),
            row.figure,
            row.queue,
            row.compare,
            row.threshold,
            row.for_s,
            row.sound,
            std::move(row.mail_to),
            std::move(row.webhook),
            std::move(row.webhook_secret),
            row.active};
}

RuleRow row_of(model::TenantId tenant, AlarmRule rule) {
    return {rule.id,
            tenant,
            std::move(rule.name),
            rule.figure,
            std::move(rule.queue),
            rule.compare,
            rule.threshold,
            rule.for_s,
            rule.sound,
            std::move(rule.mail_to),
            std::move(rule.webhook),
            std::move(rule.webhook_secret),
            rule.active};
}

/// As the log of the configuration may show it.
std::string logged(AlarmRule rule) {
    if (!rule.webhook_secret.empty()) {
        rule.webhook_secret = "(secret)";
    }
    std::string text;
    append_json(text, rule);
    return text;
}

Result<void> note_change(db::Connection& connection, const people::SignedIn& who, std::string_view name,
                         const std::optional<AlarmRule>& before, const std::optional<AlarmRule>& after,
                         std::int64_t now_ms) {
    return settings::note_config_change(connection, who.tenant.value, who.user.value, "alarm", name,
                                        before ? logged(*before) : std::string{},
                                        after ? logged(*after) : std::string{}, now_ms);
}

constexpr lists::WordTitle figures[] = {{"waiting", "排队人数"},
                                        {"longest_wait", "最长等待（秒）"},
                                        {"service_level", "服务水平（%）"},
                                        {"abandoned", "今日放弃"},
                                        {"ready", "空闲坐席"},
                                        {"abnormal", "异常通话"}};
constexpr lists::WordTitle compares[] = {{"above", "高于"}, {"below", "低于"}};
constexpr lists::WordTitle tellings[] = {
    {"none", "不通知"}, {"waiting", "等待发送"}, {"sent", "已发送"}, {"failed", "发送失败"}};
constexpr std::array columns{Column{"raised_at_ms", {"触发时间", "Raised"}, "item.raised_at_ms", Kind::Time},
                             Column{"cleared_at_ms", {"恢复时间", "Cleared"}, "item.cleared_at_ms", Kind::Time},
                             Column{"name", {"告警", "Alarm"}, "item.name"},
                             Column{"figure", {"指标", "Figure"}, "item.figure", Kind::Word, {}, figures},
                             Column{"queue", {"队列号码", "Queue number"}, "item.queue"},
                             Column{"queue_name", {"队列", "Queue"}, "COALESCE(queues.name, '')"},
                             Column{"compare", {"条件", "Compare"}, "item.compare", Kind::Word, {}, compares},
                             Column{"threshold", {"阈值", "Threshold"}, "item.threshold", Kind::Number},
                             Column{"value", {"触发值", "Value"}, "item.value", Kind::Number},
                             Column{"mail", {"邮件", "E-mail"}, "item.mail", Kind::Word, {}, tellings},
                             Column{"webhook", {"接口通知", "Webhook"}, "item.webhook", Kind::Word, {}, tellings},
                             Column{"id", {"编号", "Id"}, "item.id", Kind::Id},
                             Column{.key = "mail_problem", .sql = "item.mail_problem", .shown = false},
                             Column{.key = "webhook_problem", .sql = "item.webhook_problem", .shown = false}};
constexpr std::array open_choices{lists::Choice{"yes", "item.cleared_at_ms IS NULL"},
                                  lists::Choice{"no", "item.cleared_at_ms IS NOT NULL"}};
constexpr std::array filters{
    Filter{
        .key = "figure", .kind = FilterKind::Word, .clause = "item.figure = ?", .check = lists::is_word<AlarmFigure>},
    Filter{.key = "queue", .kind = FilterKind::Text, .clause = "item.queue = ?"},
    Filter{.key = "open", .kind = FilterKind::Choice, .choices = open_choices}};
constinit const lists::List list{
    .name = "alarm-events",
    .title = {"告警记录", "Alarms that rose and fell"},
    .permission = people::rights::configure,
    .from =
        "alarm_events AS item LEFT JOIN queues ON queues.tenant_id = item.tenant_id AND queues.number = "
        "item.queue AND queues.deleted_at_ms IS NULL",
    .tenant = "item.tenant_id",
    .scope = {},
    .time = "item.raised_at_ms",
    .id = "item.id",
    .columns = columns,
    .filters = filters};

}  // namespace

lists::Listing<AlarmEventView> alarm_events() {
    return {list};
}

Result<std::vector<StoredRule>> load_rules(db::Connection& connection) {
    YH_TRY(auto rows, connection.rows<RuleRow>(fmt::format("{} ORDER BY tenant_id, id", columns_of_rule)));
    YH_TRY(const auto open,
           connection.rows<OpenRow>("SELECT rule_id, raised_at_ms FROM alarm_events WHERE cleared_at_ms IS NULL"));
    std::vector<StoredRule> stored;
    for (auto& row : rows) {
        const auto tenant = row.tenant_id;
        StoredRule one{{tenant, rule_of(std::move(row))}, {}};
        for (const auto& each : open) {
            if (each.rule_id == one.rule.rule.id) {
                one.raised_at_ms = each.raised_at_ms;
            }
        }
        stored.push_back(std::move(one));
    }
    return stored;
}

Result<std::vector<AlarmRule>> rules_of(db::Connection& connection, model::TenantId tenant) {
    YH_TRY(auto rows,
           connection.rows<RuleRow>(fmt::format("{} WHERE tenant_id = ? ORDER BY name, id", columns_of_rule), tenant));
    std::vector<AlarmRule> rules;
    for (auto& row : rows) {
        rules.push_back(rule_of(std::move(row)));
    }
    return rules;
}

Result<std::optional<AlarmRule>> find_rule(db::Connection& connection, model::TenantId tenant, AlarmRuleId id) {
    YH_TRY(auto row,
           connection.row<RuleRow>(fmt::format("{} WHERE tenant_id = ? AND id = ?", columns_of_rule), tenant, id));
    if (!row) {
        return std::optional<AlarmRule>{};
    }
    return std::optional{rule_of(*std::move(row))};
}

Result<void> save_rule(db::Connection& connection, const people::SignedIn& who, AlarmRule rule, std::int64_t now_ms) {
    YH_TRY(const auto before, find_rule(connection, who.tenant, rule.id));
    if (before && rule.webhook_secret.empty() && rule.webhook == before->webhook) {
        rule.webhook_secret = before->webhook_secret;
    }
    YH_CHECK(connection.upsert("alarm_rules", row_of(who.tenant, rule), {"id"}));
    return note_change(connection, who, rule.name, before, rule, now_ms);
}

Result<void> delete_rule(db::Connection& connection, const people::SignedIn& who, AlarmRuleId id, std::int64_t now_ms) {
    YH_TRY(const auto before, find_rule(connection, who.tenant, id));
    if (!before) {
        return not_found("alarm.unknown");
    }
    YH_CHECK(connection.run("DELETE FROM alarm_rules WHERE tenant_id = ? AND id = ?", who.tenant, id));
    YH_CHECK(note_cleared(connection, id, now_ms));
    return note_change(connection, who, before->name, before, std::nullopt, now_ms);
}

Result<AlarmEventId> note_raised(db::Connection& connection, const WatchedRule& watched, double value, IdMaker& ids,
                                 std::int64_t now_ms) {
    const auto& [tenant, rule] = watched;
    YH_TRY(const auto open, connection.row<AlarmEventId>(
                                "SELECT id FROM alarm_events WHERE rule_id = ? AND cleared_at_ms IS NULL", rule.id));
    if (open) {
        return *open;
    }
    const auto told = [](bool somebody) { return somebody ? Telling::Waiting : Telling::None; };
    EventRow row{ids.make<AlarmEventId>(now_ms),
                 tenant,
                 rule.id,
                 rule.name,
                 rule.figure,
                 rule.queue,
                 rule.compare,
                 rule.threshold,
                 value,
                 now_ms,
                 std::nullopt,
                 told(!rule.mail_to.empty()),
                 {},
                 told(!rule.webhook.empty()),
                 {}};
    YH_CHECK(connection.insert("alarm_events", row));
    return row.id;
}

Result<void> note_cleared(db::Connection& connection, AlarmRuleId rule, std::int64_t now_ms) {
    return connection.change("UPDATE alarm_events SET cleared_at_ms = ? WHERE rule_id = ? AND cleared_at_ms IS NULL",
                             now_ms, rule);
}

Result<void> note_told(db::Connection& connection, AlarmEventId event, std::string_view how, Telling state,
                       std::string_view problem) {
    return connection.change(fmt::format("UPDATE alarm_events SET {0} = ?, {0}_problem = ? WHERE id = ?", how), state,
                             problem, event);
}

Result<void> give_up_untold(db::Connection& connection) {
    for (const std::string_view how : {"mail", "webhook"}) {
        YH_CHECK(
            connection.run(fmt::format("UPDATE alarm_events SET {0} = 'failed', {0}_problem = 'alarm.restarted' "
                                       "WHERE {0} = 'waiting'",
                                       how)));
    }
    return {};
}

}  // namespace yh::office::alarms
