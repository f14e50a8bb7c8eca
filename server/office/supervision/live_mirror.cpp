#include "office/supervision/live_mirror.h"

#include <algorithm>
#include <utility>

#include "office/supervision/live_messages.h"

namespace yh::office::supervision {

namespace {

template <class Map, class Key>
auto* found_in(Map& map, const Key& key) {
    const auto at = map.find(key);
    return at == map.end() ? nullptr : &at->second;
}

}  // namespace

void LiveMirror::set_directory(model::DirectoryPtr directory) {
    directory_ = std::move(directory);
    queues_of_.clear();
    for (const auto& queue : directory_->queues) {
        for (const auto& member : queue.members) {
            queues_of_[member.user].push_back(queue.id);
        }
        queues_[queue.id].queue.queue = queue.id;
        queues_[queue.id].queue.tenant = queue.tenant;
    }
    std::erase_if(queues_, [&](const auto& entry) { return directory_->find_queue(entry.first) == nullptr; });
    std::erase_if(agents_, [&](const auto& entry) { return directory_->find_user(entry.first) == nullptr; });
    for (auto& [id, entry] : calls_) {
        entry.texts = {};
    }
    for (auto& [id, entry] : agents_) {
        entry.text = nullptr;
    }
    for (auto& [id, entry] : queues_) {
        entry.text = entry.hidden_text = nullptr;
    }
}

void LiveMirror::set(const model::LiveSnapshot& whole) {
    clear();
    for (const auto& call : whole.calls) {
        set(call);
    }
    for (const auto& agent : whole.agents) {
        set(agent);
    }
    for (const auto& queue : whole.queues) {
        set(queue);
    }
}

void LiveMirror::clear() {
    calls_.clear();
    agents_.clear();
    queues_.clear();
}

LiveMirror::CallEntry& LiveMirror::set(model::LiveCall call) {
    auto& entry = calls_[call.id];
    entry.call = std::move(call);
    entry.texts = {};
    for (const auto& leg : entry.call.legs) {
        if (leg.user) {
            entry.people.insert(leg.user);
        }
    }
    return entry;
}

LiveMirror::AgentEntry& LiveMirror::set(model::LiveAgent agent) {
    auto& entry = agents_[agent.user];
    entry.agent = std::move(agent);
    entry.text = nullptr;
    return entry;
}

LiveMirror::QueueEntry& LiveMirror::set(model::LiveQueue queue) {
    auto& entry = queues_[queue.queue];
    entry.queue = std::move(queue);
    entry.text = entry.hidden_text = nullptr;
    return entry;
}

std::optional<LiveMirror::CallEntry> LiveMirror::take(model::CallId id) {
    auto node = calls_.extract(id);
    return node.empty() ? std::nullopt : std::optional{std::move(node.mapped())};
}

LiveMirror::CallEntry* LiveMirror::find(model::CallId id) {
    return found_in(calls_, id);
}
LiveMirror::AgentEntry* LiveMirror::find(model::UserId id) {
    return found_in(agents_, id);
}
LiveMirror::QueueEntry* LiveMirror::find(model::QueueId id) {
    return found_in(queues_, id);
}

const std::vector<model::QueueId>& LiveMirror::queues_of(model::UserId agent) const {
    static const std::vector<model::QueueId> none;
    const auto* queues = found_in(queues_of_, agent);
    return queues == nullptr ? none : *queues;
}

void LiveMirror::counts_changed(model::QueueId id) {
    if (auto* entry = find(id)) {
        entry->text = entry->hidden_text = nullptr;
    }
}

const http::SharedText& LiveMirror::text_of(CallEntry& entry, const Sight& sight) const {
    const bool misses_something = !sight.notices_listeners && has_listener(entry.call);
    // Of one call in one company a number is hidden in no more than two ways: the company's and the pool's.
    const auto hidden = sight.mask.hides() ? 1U : sight.is_hidden_by_pool(entry.call) ? 2U : 0U;
    auto& text = entry.texts[(misses_something ? 1U : 0U) + (sight.sees_mobiles ? 0U : 2U) + 4U * hidden];
    if (!text) {
        text = message_tail("call", view_of(entry.call, *directory_, sight, seal_));
    }
    return text;
}

const http::SharedText& LiveMirror::text_of(AgentEntry& entry) const {
    const auto* user = directory_->find_user(entry.agent.user);
    if (!entry.text && user != nullptr) {
        entry.text = message_tail("agent", view_of(*user, &entry.agent, *directory_));
    }
    return entry.text;
}

http::SharedText LiveMirror::text_of(QueueEntry& entry, const Sight& sight, std::int64_t now_ms) const {
    const auto* queue = directory_->find_queue(entry.queue.queue);
    if (queue == nullptr) {
        return nullptr;
    }
    const auto hidden_by_pool = [&](const model::LiveWaiting& one) { return sight.is_hidden_by_pool(one); };
    auto& text = sight.mask.hides() ? entry.hidden_text : entry.text;
    if (!text) {
        count(entry.queue, *queue);
    }
    // Rare, and for few: made for this viewer alone.
    if (!sight.mask.hides() && std::ranges::any_of(entry.queue.waiting, hidden_by_pool)) {
        return text_for(entry, *queue, sight, now_ms);
    }
    if (!text) {
        text = text_for(entry, *queue, sight, now_ms);
    }
    return text;
}

http::SharedText LiveMirror::text_for(const QueueEntry& entry, const model::Queue& queue, const Sight& sight,
                                      std::int64_t now_ms) const {
    auto view = live_view_of(queue, &entry.queue, now_ms, *directory_);
    hide_numbers(view, &entry.queue, sight);
    return message_tail("queue", view);
}

// The same sums as the conductor's picture, made here because only a viewer needs them.
void LiveMirror::count(model::LiveQueue& picture, const model::Queue& queue) const {
    using model::AgentActivity;
    picture.ready = 0;
    picture.talking = 0;
    for (const auto& member : queue.members) {
        const auto* entry = found_in(agents_, member.user);
        if (entry == nullptr) {
            continue;
        }
        const auto& agent = entry->agent;
        picture.talking += agent.activity == AgentActivity::Talking || agent.activity == AgentActivity::Holding;
        picture.ready +=
            agent.state == model::AgentState::Ready && agent.device_online && agent.activity == AgentActivity::Idle;
    }
}

}  // namespace yh::office::supervision
