#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "office/alarms/alarm_messenger.h"
#include "office/alarms/alarm_sight.h"
#include "office/alarms/alarm_state.h"
#include "office/alarms/alarm_store.h"
#include "office/office.h"

namespace yh::office::alarms {

/// Looks at the rules of all companies every two seconds, writes down what rises and falls, and has it told. What was
/// raised when the process ended still is when it begins again. While no company has a rule it does nothing. Owned by
/// main. Thread: home.
class AlarmWatch {
  public:
    /// `changed`: what is raised in a company is no longer the same.
    AlarmWatch(Office& office, AlarmSight sight, MailDoor mail, HookPort* hooks,
               std::function<void(model::TenantId)> changed = {});

    void start();
    /// Somebody changed rules; `done` runs when they are looked at.
    void reload(std::function<void()> done = {});
    /// Calls of this company were written: its day is to be counted again.
    void records_written(model::TenantId tenant);

    std::vector<RaisedAlarm> raised(model::TenantId tenant) const;
    /// For the list of rules.
    void fill(model::TenantId tenant, AlarmRuleView& view) const;
    AlarmMessenger& messenger() { return messenger_; }
    AlarmNews news_of(model::TenantId tenant, const AlarmRule& rule, Told what, double value) const;

  private:
    struct Watched {
        WatchedRule rule;
        AlarmState state;
    };
    struct Day {
        std::optional<DayNow> counted;
        std::int64_t counted_ms = 0;
        bool stale = true;
    };
    struct Round;

    void take_rules(std::vector<StoredRule> stored);
    void look();
    void later();
    void judge(const Round& round);
    void rise(const WatchedRule& rule, double value);
    void fall(const WatchedRule& rule, double value);
    bool wants_day(Day& day, std::int64_t now_ms) const;

    Office& office_;
    AlarmSight sight_;
    AlarmMessenger messenger_;
    std::function<void(model::TenantId)> changed_;
    std::map<AlarmRuleId, Watched> rules_;
    std::unordered_map<model::TenantId, Day> days_;
};

}  // namespace yh::office::alarms
