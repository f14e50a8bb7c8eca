#include "office/alarms/routes.h"

#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/lists/list_route.h"
#include "office/people/rights.h"
#include "office/settings/config_body.h"

namespace yh::office::alarms {

namespace {

using lists::share;
using lists::SharedReply;
using people::asker;
using people::rights::configure;

constexpr std::size_t most_rules = 100;

/// What a test sent, and what became of it.
struct AlarmTrialView {
    struct Way {
        std::string way;  ///< "mail", "webhook"
        bool sent = false;
        std::string reason;
        std::string detail;
    };
    std::vector<Way> ways;
};
BOOST_DESCRIBE_STRUCT(AlarmTrialView::Way, (), (way, sent, reason, detail))
BOOST_DESCRIBE_STRUCT(AlarmTrialView, (), (ways))

AlarmRuleView view_of(const AlarmRule& rule) {
    AlarmRuleView view;
    view.id = rule.id;
    view.name = rule.name;
    view.figure = rule.figure;
    view.queue = rule.queue;
    view.compare = rule.compare;
    view.threshold = rule.threshold;
    view.for_s = rule.for_s;
    view.sound = rule.sound;
    view.mail_to = rule.mail_to;
    view.webhook = rule.webhook;
    view.has_secret = !rule.webhook_secret.empty();
    view.active = rule.active;
    return view;
}

/// The rule that was sent, if nothing is wrong with it; else that is answered.
std::optional<AlarmRule> rule_in(Office& office, const http::Request& request, http::Reply& reply) {
    auto rule = settings::config_body<AlarmRule>(request, reply);
    if (!rule) {
        return std::nullopt;
    }
    const bool known =
        rule->queue.empty() || office.directory->find_queue(asker(request).tenant, rule->queue) != nullptr;
    if (auto problems = problems_of(*rule, known); !problems.empty()) {
        settings::refuse_fields(reply, std::move(problems));
        return std::nullopt;
    }
    return rule;
}

void show_rules(Office& office, const AlarmWatch& watch, const http::Request& request, http::Reply reply) {
    const auto tenant = asker(request).tenant;
    office.readers.read(
        office.home, [tenant](db::Connection& connection) { return rules_of(connection, tenant); },
        [&watch, tenant, reply = share(std::move(reply))](Result<std::vector<AlarmRule>> rules) {
            if (!rules.ok()) {
                reply->fail(std::move(rules).error());
                return;
            }
            std::vector<AlarmRuleView> views;
            for (const auto& rule : *rules) {
                views.push_back(view_of(rule));
                watch.fill(tenant, views.back());
            }
            settings::answer_items(*reply, views);
        });
}

/// Runs a change, then has the watch look at the rules as they are now.
template <class Change>
void change(Office& office, AlarmWatch& watch, http::Reply reply, Change make) {
    office.writer.write(office.home, std::move(make), [&watch, reply = share(std::move(reply))](Result<void> done) {
        if (!done.ok()) {
            reply->fail(std::move(done).error());
            return;
        }
        watch.reload([reply] { reply->no_content(); });
    });
}

AlarmRuleId id_in(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return AlarmRuleId{id.ok() ? *id : 0};
}

void add_rule(Office& office, AlarmWatch& watch, const http::Request& request, http::Reply reply) {
    auto rule = rule_in(office, request, reply);
    if (!rule) {
        return;
    }
    change(office, watch, std::move(reply),
           [who = asker(request), rule = *std::move(rule), ids = office.writers_ids,
            now = to_ms(office.clock.wall())](db::Connection& connection) mutable -> Result<void> {
               YH_TRY(const auto all, rules_of(connection, who.tenant));
               if (all.size() >= most_rules) {
                   return conflict("alarm.too_many");
               }
               auto made = rule;
               made.id = ids->make<AlarmRuleId>(now);
               return save_rule(connection, who, std::move(made), now);
           });
}

void put_rule(Office& office, AlarmWatch& watch, const http::Request& request, http::Reply reply) {
    auto rule = rule_in(office, request, reply);
    if (!rule) {
        return;
    }
    rule->id = id_in(request);
    change(office, watch, std::move(reply),
           [who = asker(request), rule = *std::move(rule),
            now = to_ms(office.clock.wall())](db::Connection& connection) -> Result<void> {
               YH_TRY(const auto before, find_rule(connection, who.tenant, rule.id));
               if (!before) {
                   return not_found("alarm.unknown");
               }
               return save_rule(connection, who, rule, now);
           });
}

void remove_rule(Office& office, AlarmWatch& watch, const http::Request& request, http::Reply reply) {
    change(office, watch, std::move(reply),
           [who = asker(request), id = id_in(request), now = to_ms(office.clock.wall())](db::Connection& connection) {
               return delete_rule(connection, who, id, now);
           });
}

void send_test(AlarmWatch& watch, model::TenantId tenant, const AlarmRule& rule, const SharedReply& reply) {
    const auto open = std::make_shared<int>((rule.mail_to.empty() ? 0 : 1) + (rule.webhook.empty() ? 0 : 1));
    const auto view = std::make_shared<AlarmTrialView>();
    if (*open == 0) {
        answer(*reply, *view);
        return;
    }
    watch.messenger().try_now(
        tenant, watch.news_of(tenant, rule, Told::Test, rule.threshold),
        [open, view, reply](std::string_view how, const Outcome& outcome) {
            view->ways.push_back({std::string{how}, outcome.sent, outcome.problem, outcome.detail});
            if (--*open == 0) {
                answer(*reply, *view);
            }
        });
}

// The secret that is saved goes only to the address that it was saved for.
void try_rule(Office& office, AlarmWatch& watch, const http::Request& request, http::Reply reply) {
    auto rule = rule_in(office, request, reply);
    if (!rule) {
        return;
    }
    const auto tenant = asker(request).tenant;
    office.readers.read(
        office.home, [tenant, id = rule->id](db::Connection& connection) { return find_rule(connection, tenant, id); },
        [&watch, tenant, rule = *std::move(rule),
         reply = share(std::move(reply))](Result<std::optional<AlarmRule>> saved) mutable {
            if (!saved.ok()) {
                reply->fail(std::move(saved).error());
                return;
            }
            if (rule.webhook_secret.empty() && *saved && (*saved)->webhook == rule.webhook) {
                rule.webhook_secret = (*saved)->webhook_secret;
            }
            send_test(watch, tenant, rule, reply);
        });
}

}  // namespace

void add_routes(http::Router& router, Office& office, AlarmWatch& watch) {
    using http::Method;
    const auto on_rules = [&office, &watch](auto act) {
        return on_home(office, [&watch, act](Office& at, const http::Request& request, http::Reply reply) {
            act(at, watch, request, std::move(reply));
        });
    };
    constexpr int nothing = 204;
    router.add({.pattern = "/api/v1/alarm-rules",
                .permission = configure,
                .summary = {"Alarms: thresholds of the big screen and how they are told", "告警规则"},
                .response = settings::items_of<AlarmRuleView>(),
                .handler = on_rules(show_rules)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/alarm-rules",
                .permission = configure,
                .summary = {"Add an alarm", "新建告警规则"},
                .request = http::schema_of<AlarmRule>(),
                .status = nothing,
                .handler = on_rules(add_rule)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/alarm-rules/{id}",
                .permission = configure,
                .summary = {"Change an alarm; an empty secret keeps the one that is there", "修改告警规则"},
                .request = http::schema_of<AlarmRule>(),
                .status = nothing,
                .handler = on_rules(put_rule)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/alarm-rules/{id}",
                .permission = configure,
                .summary = {"Delete an alarm", "删除告警规则"},
                .status = nothing,
                .handler = on_rules(remove_rule)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/alarm-rules/test",
                .permission = configure,
                .summary = {"Tell this alarm as a test, saved or not", "测试告警通知"},
                .request = http::schema_of<AlarmRule>(),
                .response = http::schema_of<AlarmTrialView>(),
                .handler = on_rules(try_rule)});
    lists::add_list(router, office, alarm_events());
}

}  // namespace yh::office::alarms
