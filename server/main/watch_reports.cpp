#include "main/watch_reports.h"

#include <string>

#include "base/describe.h"
#include "base/log.h"
#include "office/messages/message_store.h"
#include "office/people/rights.h"

namespace yh::app {

namespace {

constexpr std::size_t most_kept = 50;
// What goes wrong again and again is said now and then; the counter and the log tell of each time.
constexpr std::int64_t told_again_after_ms = 10 * 60 * std::int64_t{1000};

/// Pages put it into words: which fault, and whom or what it was about.
std::string text_of(const model::Healed& healed, const model::Directory& directory) {
    auto text = std::string{enum_text(healed.fault)};
    if (const auto* user = directory.find_user(healed.user)) {
        text += ' ' + user->number + ' ' + user->name;
    }
    return text;
}

}  // namespace

void WatchReports::on_healed(const std::vector<model::Healed>& healed) {
    office_.home.post([this, healed] { keep(healed); });
}

void WatchReports::keep(const std::vector<model::Healed>& healed) {
    for (const auto& one : healed) {
        ++office_.healed.since_start;
        auto& last = office_.healed.last;
        last.push_back(one);
        if (last.size() > most_kept) {
            last.erase(last.begin());
        }
        tell(one);
    }
}

void WatchReports::tell(const model::Healed& healed) {
    const auto now = to_ms(office_.clock.wall());
    const auto told = told_at_ms_.find({healed.tenant, healed.fault});
    if (told != told_at_ms_.end() && now - told->second < told_again_after_ms) {
        return;
    }
    told_at_ms_[{healed.tenant, healed.fault}] = now;
    const auto people = caretakers(healed.tenant);
    office_.writer.write(
        office_.home,
        [&ids = reminders_.writers_ids(), people, text = text_of(healed, *office_.directory),
         now](db::Connection& connection) { return office::messages::save_alert(connection, ids, people, text, now); },
        [this, people](const Result<void>& saved) {
            if (!saved.ok()) {
                log().warn("watch.not_told", {{"code", saved.error().code}});
                return;
            }
            for (const auto person : people) {
                reminders_.tell(person, "alert", 0);
            }
        });
}

// Who may set the company up; of what concerns no one company, everybody's.
std::vector<model::UserId> WatchReports::caretakers(model::TenantId tenant) const {
    std::vector<model::UserId> people;
    for (const auto& user : office_.directory->users) {
        const auto rights =
            office_.chart ? office_.chart->rights_of(user.id, user.role) : office::people::Rights::of(user.role);
        if ((!tenant || user.tenant == tenant) && rights.has(office::people::rights::configure)) {
            people.push_back(user.id);
        }
    }
    return people;
}

}  // namespace yh::app
