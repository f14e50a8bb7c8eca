#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "acd/acd.h"
#include "base/describe.h"

namespace yh::acd::testing {

using Words = std::vector<std::string>;

/// A script that cannot be read: the runner says where.
struct ScriptError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline Duration parse_duration(std::string_view text) {
    std::size_t used = 0;
    const double number = std::stod(std::string{text}, &used);
    const auto unit = text.substr(used);
    const double seconds = unit == "ms"  ? number / 1000
                           : unit == "m" ? number * 60
                           : unit == "h" ? number * 3600
                                         : number;
    if (unit != "ms" && unit != "s" && unit != "m" && unit != "h") {
        throw ScriptError{"a duration has a unit: " + std::string{text}};
    }
    return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

template <class E>
E parse_word(std::string_view text) {
    const auto found = find_enum<E>(text);
    if (!found) {
        throw ScriptError{"unknown word: " + std::string{text}};
    }
    return *found;
}

/// Names for ids, one numbering each.
template <class I>
class Names {
  public:
    I id(const std::string& name) {
        auto& id = ids_[name];
        if (!id) {
            names_.push_back(name);
            id.value = static_cast<std::int64_t>(names_.size());
        }
        return id;
    }
    std::string name(I id) const {
        const auto at = static_cast<std::size_t>(id.value - 1);
        return at < names_.size() ? names_[at] : "nobody";
    }

  private:
    std::map<std::string, I> ids_;
    std::vector<std::string> names_;
};

/// The company of a scenario: its directory by names, and effects told in words.
class ScenarioWorld {
  public:
    Names<CallId> calls;
    Names<QueueId> queues;
    Names<UserId> agents;
    model::Directory directory;
    std::map<UserId, OfferId> last_offer;  ///< rings now or did
    std::set<std::string> watched{"offer", "withdraw", "connect", "eject", "move"};

    /// queue sales [strategy=linear] [ring=20s] [max_wait=60s] [max_waiting=2] [join_when_empty=no]
    /// [leave_when_empty=yes] [overflow_after=60s] [overflow_to=help] [required_skill=5] [skill_relaxes_every=30s]
    void set_queue(const Words& words) {
        const auto id = queues.id(words.at(1));
        auto at =
            std::find_if(directory.queues.begin(), directory.queues.end(), [&](const auto& q) { return q.id == id; });
        if (at == directory.queues.end()) {
            at = directory.queues.insert(at, model::Queue{});
            at->id = id;
            at->number = words[1];
        }
        for (std::size_t i = 2; i < words.size(); ++i) {
            set_queue_option(*at, words[i]);
        }
    }

    /// agent Li [wrap_up=30s]
    void set_agent(const Words& words) {
        const auto id = agents.id(words.at(1));
        auto at =
            std::find_if(directory.users.begin(), directory.users.end(), [&](const auto& u) { return u.id == id; });
        if (at == directory.users.end()) {
            at = directory.users.insert(at, model::User{});
            at->id = id;
        }
        if (words.size() > 2) {
            at->wraps_up = true;
            at->wrap_up = parse_duration(option(words[2], "wrap_up"));
        }
    }

    /// member Li of sales [penalty=1] [skill=5]
    void set_member(const Words& words) {
        auto& members = queue(words.at(3)).members;
        const auto id = agents.id(words.at(1));
        auto at = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.user == id; });
        if (at == members.end()) {
            at = members.insert(at, model::QueueMember{id, 0, 0});
        }
        for (std::size_t i = 4; i < words.size(); ++i) {
            const bool penalty = words[i].starts_with("penalty");
            (penalty ? at->penalty : at->skill_level) = std::stoi(option(words[i], penalty ? "penalty" : "skill"));
        }
    }

    void remove_member(const std::string& agent, const std::string& from) {
        std::erase_if(queue(from).members, [id = agents.id(agent)](const auto& m) { return m.user == id; });
    }
    void remove_queue(const std::string& name) {
        std::erase_if(directory.queues, [id = queues.id(name)](const auto& q) { return q.id == id; });
    }
    void remove_agent(const std::string& name) {
        std::erase_if(directory.users, [id = agents.id(name)](const auto& u) { return u.id == id; });
    }

    Configured configured() const {
        auto snapshot = std::make_shared<model::Directory>(directory);
        snapshot->index();
        return {snapshot};
    }

    /// The effect as a sentence; empty: nobody watches this kind.
    std::string tell(const Effect& effect) {
        auto text = std::visit([this](const auto& e) { return sentence(e); }, effect);
        return watched.contains(text.substr(0, text.find(' '))) ? text : std::string{};
    }

  private:
    static std::string option(const std::string& word, const std::string& name) {
        if (!word.starts_with(name + "=")) {
            throw ScriptError{"expected " + name + "=…, found " + word};
        }
        return word.substr(name.size() + 1);
    }
    model::Queue& queue(const std::string& name) {
        for (auto& queue : directory.queues) {
            if (queue.id == queues.id(name)) {
                return queue;
            }
        }
        throw ScriptError{"unknown queue " + name};
    }
    static void set_queue_option(model::Queue& queue, const std::string& word) {
        const auto equals = word.find('=');
        const auto name = word.substr(0, equals);
        const auto value = equals == std::string::npos ? std::string{} : word.substr(equals + 1);
        if (name == "strategy") {
            queue.strategy = parse_word<model::Strategy>(value);
        } else if (name == "ring") {
            queue.ring_timeout = parse_duration(value);
        } else if (name == "max_wait") {
            queue.max_wait = parse_duration(value);
        } else if (name == "max_waiting") {
            queue.max_waiting = std::stoi(value);
        } else if (name == "join_when_empty") {
            queue.join_when_empty = value == "yes";
        } else if (name == "leave_when_empty") {
            queue.leave_when_empty = value == "yes";
        } else if (name == "overflow_after") {
            queue.service.overflow_after = parse_duration(value);
        } else if (name == "overflow_to") {
            queue.service.overflow_to = value;
        } else if (name == "required_skill") {
            queue.service.required_skill = std::stoi(value);
        } else if (name == "skill_relaxes_every") {
            queue.service.skill_relaxes_every = parse_duration(value);
        } else {
            throw ScriptError{"unknown queue option " + word};
        }
    }

    template <class E>
    static std::string word(E value) {
        return std::string{enum_text(value)};
    }
    static std::string because(const std::string& reason) { return reason.empty() ? "" : " because " + reason; }

    std::string sentence(const Offer& e) {
        last_offer[e.agent] = e.offer;
        return "offer " + calls.name(e.call) + " to " + agents.name(e.agent);
    }
    std::string sentence(const Withdraw& e) {
        return "withdraw " + calls.name(e.call) + " from " + agents.name(e.agent) + " " + word(e.outcome);
    }
    std::string sentence(const Connect& e) { return "connect " + calls.name(e.call) + " to " + agents.name(e.agent); }
    std::string sentence(const Eject& e) {
        return "eject " + calls.name(e.call) + " from " + queues.name(e.queue) + " " + word(e.exit);
    }
    std::string sentence(const Entered& e) {
        return "place " + calls.name(e.call) + " " + queues.name(e.queue) + " " + std::to_string(e.position);
    }
    std::string sentence(const Moved& e) {
        return "move " + calls.name(e.call) + " from " + queues.name(e.from) + " to " + queues.name(e.to);
    }
    std::string sentence(const StateChanged& e) {
        return "state " + agents.name(e.agent) + " " + word(e.from) + " to " + word(e.to) + because(e.reason);
    }
    std::string sentence(const ActivityChanged& e) {
        return "activity " + agents.name(e.agent) + " " + word(e.activity);
    }
    std::string sentence(const PauseChanged& e) {
        return "pause " + agents.name(e.agent) + " " + queues.name(e.queue) + (e.paused ? " on" : " off") +
               because(e.reason);
    }
};

}  // namespace yh::acd::testing
