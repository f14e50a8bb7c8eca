#include "calls/watch.h"

#include "base/describe.h"
#include "base/log.h"

namespace yh::calls {

Watch::Watch() {
    for (const auto& [fault, text] : enum_texts<model::Fault>) {
        counters_[fault] =
            &metrics::counter("yinghe_stuck_healed_total", "Agents and calls that were stuck, and have been healed",
                              {{"fault", std::string{text.view()}}});
    }
}

bool Watch::confirms(model::Fault fault, std::int64_t id) {
    now_.emplace(fault, id);
    return before_.contains({fault, id});
}

void Watch::note(model::Healed healed) {
    counters_.at(healed.fault)->add();
    log().error("watch.healed", {{"fault", enum_text(healed.fault)}, {"call", healed.call}, {"user", healed.user}});
    healed_.push_back(healed);
}

void Watch::finish_look() {
    before_ = std::exchange(now_, {});
    // What has been healed has to look wrong twice again before it is healed a second time.
    const auto healed = std::exchange(healed_, {});
    for (const auto& one : healed) {
        std::erase_if(before_, [&](const Suspect& suspect) {
            return suspect.first == one.fault && (suspect.second == one.call.value || suspect.second == one.user.value);
        });
    }
    if (sink != nullptr && !healed.empty()) {
        sink->on_healed(healed);
    }
}

}  // namespace yh::calls
