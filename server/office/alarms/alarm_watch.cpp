#include "office/alarms/alarm_watch.h"

#include <set>
#include <utility>

#include "base/log.h"

namespace yh::office::alarms {

namespace {

constexpr auto look_every = std::chrono::seconds{2};
// A day without calls still ends at midnight.
constexpr std::int64_t count_at_least_every_ms = 30'000;
constexpr std::int64_t count_at_most_every_ms = 4'000;

}  // namespace

/// What one look sees; it is over when all that it asked for has come.
struct AlarmWatch::Round {
    int open = 1;
    std::unordered_map<model::TenantId, LiveNow> live;
};

AlarmWatch::AlarmWatch(Office& office, AlarmSight sight, MailDoor mail, HookPort* hooks,
                       std::function<void(model::TenantId)> changed)
    : office_{office},
      sight_{std::move(sight)},
      messenger_{office, std::move(mail), hooks},
      changed_{std::move(changed)} {}

void AlarmWatch::start() {
    office_.writer.write(
        office_.home, [](db::Connection& connection) { return give_up_untold(connection); },
        [this](const Result<void>&) { reload([this] { later(); }); });
}

void AlarmWatch::reload(std::function<void()> done) {
    office_.readers.read(
        office_.home, [](db::Connection& connection) { return load_rules(connection); },
        [this, done = std::move(done)](Result<std::vector<StoredRule>> stored) {
            if (stored.ok()) {
                take_rules(std::move(stored).value());
            } else {
                log().error("alarms.not_loaded", {{"detail", stored.error().detail}});
            }
            if (done) {
                done();
            }
        });
}

// A rule that was changed begins anew, unless it says the same of the same figure: then it stays as it is.
void AlarmWatch::take_rules(std::vector<StoredRule> stored) {
    std::map<AlarmRuleId, Watched> next;
    std::set<model::TenantId> companies;
    for (auto& [watched, raised_at_ms] : stored) {
        const auto& rule = watched.rule;
        const auto known = rules_.find(rule.id);
        AlarmState state;
        if (!rule.active) {
            if (raised_at_ms) {
                fall(watched, 0);
            }
        } else if (known != rules_.end()) {
            const auto& before = known->second.rule.rule;
            const bool same = before.active && before.figure == rule.figure && before.queue == rule.queue &&
                              before.compare == rule.compare;
            if (same) {
                state = known->second.state;
            } else if (known->second.state.raised()) {
                fall(known->second.rule, 0);
            }
        } else if (raised_at_ms) {
            state = AlarmState::raised_since(*raised_at_ms);
        }
        companies.insert(watched.tenant);
        next.emplace(rule.id, Watched{std::move(watched), state});
    }
    for (const auto& [id, watched] : rules_) {
        companies.insert(watched.rule.tenant);
    }
    rules_ = std::move(next);
    for (const auto tenant : companies) {
        if (changed_) {
            changed_(tenant);
        }
    }
}

void AlarmWatch::records_written(model::TenantId tenant) {
    if (const auto day = days_.find(tenant); day != days_.end()) {
        day->second.stale = true;
    }
}

void AlarmWatch::later() {
    office_.home.after(look_every, [this] { look(); });
}

bool AlarmWatch::wants_day(Day& day, std::int64_t now_ms) const {
    const auto age_ms = now_ms - day.counted_ms;
    const bool wants = age_ms >= count_at_least_every_ms || (day.stale && age_ms >= count_at_most_every_ms);
    if (wants) {
        day.counted_ms = now_ms;
        day.stale = false;
    }
    return wants;
}

void AlarmWatch::look() {
    const auto round = std::make_shared<Round>();
    const auto over = [this, round] {
        if (--round->open == 0) {
            judge(*round);
            later();
        }
    };
    const auto now = to_ms(office_.clock.wall());
    std::set<model::TenantId> live;
    std::set<model::TenantId> day;
    for (const auto& [id, watched] : rules_) {
        if (watched.rule.rule.active) {
            (is_live(watched.rule.rule.figure) ? live : day).insert(watched.rule.tenant);
        }
    }
    for (const auto tenant : live) {
        ++round->open;
        sight_.live(tenant, [round, over, tenant](LiveNow seen) {
            round->live.emplace(tenant, std::move(seen));
            over();
        });
    }
    for (const auto tenant : day) {
        if (!wants_day(days_[tenant], now)) {
            continue;
        }
        ++round->open;
        sight_.day(tenant, [this, over, tenant](Result<DayNow> counted) {
            auto& kept = days_[tenant];
            if (counted.ok()) {
                kept.counted = std::move(counted).value();
            } else {
                log().error("alarms.day_not_counted", {{"detail", counted.error().detail}});
                kept.stale = true;
            }
            over();
        });
    }
    over();
}

void AlarmWatch::judge(const Round& round) {
    const auto now = to_ms(office_.clock.wall());
    std::set<model::TenantId> companies;
    for (auto& [id, watched] : rules_) {
        const auto& [tenant, rule] = watched.rule;
        if (!rule.active) {
            continue;
        }
        const auto live = round.live.find(tenant);
        const auto day = days_.find(tenant);
        const auto value = figure_of(rule, live == round.live.end() ? nullptr : &live->second,
                                     day == days_.end() || !day->second.counted ? nullptr : &*day->second.counted);
        const auto seen = watched.state.value();
        const auto turn = watched.state.look(rule, value, now);
        if (turn == Turn::Raised) {
            rise(watched.rule, value.value_or(0));
        } else if (turn == Turn::Cleared) {
            fall(watched.rule, value.value_or(0));
        }
        if (turn != Turn::None || (watched.state.raised() && seen != value)) {
            companies.insert(tenant);
        }
    }
    for (const auto tenant : companies) {
        if (changed_) {
            changed_(tenant);
        }
    }
}

// Since when: what pages are shown is what is written, and not the clock's next millisecond.
void AlarmWatch::rise(const WatchedRule& watched, double value) {
    log().warn("alarm.raised", {{"tenant", watched.tenant}, {"rule", watched.rule.id}, {"value", value}});
    office_.writer.write(
        office_.home,
        [watched, value, ids = office_.writers_ids, since_ms = *rules_.at(watched.rule.id).state.raised_at_ms()](
            db::Connection& connection) { return note_raised(connection, watched, value, *ids, since_ms); },
        [this, watched, value](Result<AlarmEventId> event) {
            const auto id = event.ok() ? *event : AlarmEventId{};
            messenger_.tell(watched.tenant, news_of(watched.tenant, watched.rule, Told::Raised, value),
                            [this, id](std::string_view how, const Outcome& outcome) {
                                log().info("alarm.told", {{"event", id}, {"how", how}, {"problem", outcome.problem}});
                                office_.writer.write(
                                    office_.home,
                                    [id, how, outcome](db::Connection& connection) {
                                        return note_told(connection, id, how,
                                                         outcome.sent ? Telling::Sent : Telling::Failed,
                                                         outcome.problem);
                                    },
                                    [](const Result<void>&) {});
                            });
        });
}

void AlarmWatch::fall(const WatchedRule& watched, double value) {
    log().info("alarm.cleared", {{"tenant", watched.tenant}, {"rule", watched.rule.id}, {"value", value}});
    office_.writer.write(
        office_.home,
        [rule = watched.rule.id, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return note_cleared(connection, rule, now);
        },
        [](const Result<void>&) {});
    if (watched.rule.active) {
        messenger_.tell(watched.tenant, news_of(watched.tenant, watched.rule, Told::Cleared, value),
                        [id = watched.rule.id](std::string_view how, const Outcome& outcome) {
                            log().info("alarm.told", {{"rule", id}, {"how", how}, {"problem", outcome.problem}});
                        });
    }
}

AlarmNews AlarmWatch::news_of(model::TenantId tenant, const AlarmRule& rule, Told what, double value) const {
    AlarmNews news{what, rule, {}, {}, value, to_ms(office_.clock.wall())};
    if (const auto* company = office_.directory->find_tenant(tenant)) {
        news.company = company->name;
    }
    if (const auto* queue = office_.directory->find_queue(tenant, rule.queue)) {
        news.queue_name = queue->name;
    }
    return news;
}

std::vector<RaisedAlarm> AlarmWatch::raised(model::TenantId tenant) const {
    std::vector<RaisedAlarm> found;
    for (const auto& [id, watched] : rules_) {
        const auto at = watched.state.raised_at_ms();
        if (watched.rule.tenant != tenant || !at) {
            continue;
        }
        const auto& rule = watched.rule.rule;
        const auto* queue = office_.directory->find_queue(tenant, rule.queue);
        found.push_back({id, rule.name, rule.figure, rule.queue, queue == nullptr ? std::string{} : queue->name,
                         rule.compare, rule.threshold, watched.state.value().value_or(0), *at, rule.sound});
    }
    return found;
}

void AlarmWatch::fill(model::TenantId tenant, AlarmRuleView& view) const {
    if (const auto* queue = office_.directory->find_queue(tenant, view.queue)) {
        view.queue_name = queue->name;
    }
    if (const auto watched = rules_.find(view.id); watched != rules_.end()) {
        view.raised_at_ms = watched->second.state.raised_at_ms();
        view.value = watched->second.state.value();
    }
}

}  // namespace yh::office::alarms
