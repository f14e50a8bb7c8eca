#include "office/supervision/live_views.h"

#include <algorithm>

#include "base/describe.h"
#include "office/crm/pool_sight.h"
#include "office/lists/region.h"

namespace yh::office::supervision {

namespace {

std::string number_of(model::UserId user, const model::Directory& directory) {
    const auto* known = directory.find_user(user);
    return known == nullptr ? std::string{} : known->number;
}

std::vector<std::string> numbers_of(const std::vector<model::QueueMember>& members, const model::Directory& directory) {
    std::vector<std::string> numbers;
    numbers.reserve(members.size());
    for (const auto& member : members) {
        numbers.push_back(number_of(member.user, directory));
    }
    return numbers;
}

CallLegView view_of(const model::LiveLeg& leg, const model::Directory& directory) {
    CallLegView view{.leg = leg.leg,
                     .role = leg.role,
                     .user = std::nullopt,
                     .number = leg.number,
                     .answered = leg.answered,
                     .called = leg.called,
                     .ringing = leg.ringing,
                     .held = leg.held,
                     .muted = leg.muted,
                     .away = leg.away};
    if (const auto* user = directory.find_user(leg.user)) {
        view.user = NamedNumber{user->number, user->name};
    }
    return view;
}

template <class T, class Id>
const T* find_in(const std::vector<T>& pictures, Id id, Id T::*key) {
    const auto found = std::ranges::find(pictures, id, key);
    return found == pictures.end() ? nullptr : &*found;
}

RegionView region_of(const std::string& number) {
    const auto region = lists::region_of(number);
    return {std::string{region.chinese}, std::string{region.english}};
}

}  // namespace

CallView view_of(const model::LiveCall& call, const model::Directory& directory) {
    CallView view;
    view.id = call.id;
    view.direction = call.direction;
    // A call that says its last words is on its way out: whatever else it is called inside, pages show that.
    const auto phase = parse_enum<CallPhase>(call.phase);
    view.phase = phase.ok() ? *phase : CallPhase::Announcing;
    view.customer_number = call.customer_number;
    view.customer_name = call.customer_name;
    view.region = region_of(call.customer_number);
    view.called_number = call.called_number;
    if (const auto* queue = directory.find_queue(call.queue)) {
        view.queue = NamedNumber{queue->number, queue->name};
    }
    view.started_at_ms = call.started_at_ms;
    view.queued_at_ms = call.queued_at_ms;
    view.ringing_at_ms = call.ringing_at_ms;
    view.offer_ends_at_ms = call.offer_ends_at_ms;
    view.answered_at_ms = call.answered_at_ms;
    view.held_since_ms = call.held_since_ms;
    view.resume_until_ms = call.resume_until_ms;
    view.recording = call.recording;
    view.legs.reserve(call.legs.size());
    for (const auto& leg : call.legs) {
        view.legs.push_back(view_of(leg, directory));
    }
    if (!call.consult.empty()) {
        view.consult = call.consult.front();
    }
    if (!call.supervision.empty()) {
        const auto& session = call.supervision.front();
        view.supervision = SupervisionView{session.leg, std::nullopt, session.mode, session.answered};
        if (const auto* user = directory.find_user(session.user)) {
            view.supervision->user = NamedNumber{user->number, user->name};
        }
    }
    view.parties = call.parties;
    view.room = call.room;
    view.callback = call.callback;
    view.keys = call.keys;
    if (call.customer) {
        view.customer = call.customer;
        view.customer_name = call.customer->name;  // ours goes before what the network says
    }
    return view;
}

namespace {

/// Numbers of colleagues are no customers' numbers.
bool is_ours(const model::Directory& directory, model::TenantId tenant, std::string_view number) {
    return directory.find_extension(tenant, number) != nullptr || directory.find_queue(tenant, number) != nullptr;
}

// A network that knows no name often sends the number in its place.
std::string without_number(const std::string& name, const std::string& number, const people::NumberMask& mask) {
    return !number.empty() && name.find(number) != std::string::npos ? mask.shown(number) : name;
}

void hide_numbers(CallView& view, const model::LiveCall& call, const model::Directory& directory,
                  const people::NumberMask& mask, const people::NumberSeal& seal) {
    for (std::size_t i = 0; i < view.legs.size(); ++i) {
        if (!call.legs[i].user && !is_ours(directory, call.tenant, view.legs[i].number)) {
            view.legs[i].number = mask.shown(view.legs[i].number);
        }
    }
    if (call.direction == model::Direction::Internal) {
        return;
    }
    view.number_token = people::token_for(mask, seal, call.tenant, call.customer_number);
    view.customer_name = without_number(view.customer_name, call.customer_number, mask);
    view.customer_number = mask.shown(call.customer_number);
    if (call.direction != model::Direction::Inbound) {
        view.called_number = mask.shown(call.called_number);
    }
}

// A leg of one of ours with a number of no telephone of ours rings a mobile.
void hide_mobiles(CallView& view, const model::LiveCall& call, const model::Directory& directory) {
    for (std::size_t i = 0; i < view.legs.size(); ++i) {
        if (call.legs[i].user && !is_ours(directory, call.tenant, view.legs[i].number)) {
            view.legs[i].number.clear();
        }
    }
}

}  // namespace

Sight sight_of(const people::SignedIn& who, const model::Directory& directory, const crm::Book& book) {
    return {people::may(who, people::rights::supervise), people::mask_for(who, directory),
            who.fields.sees(people::fields::employee_mobile), crm::pools_hiding_from(book, who)};
}

namespace {

bool hides(const Sight& sight, std::int64_t pool, bool unknown) {
    return unknown ? !sight.hiding_pools.empty() : pool != 0 && std::ranges::binary_search(sight.hiding_pools, pool);
}

// A company that hides numbers from this viewer anyhow does so in its own way, pool or not.
people::NumberMask mask_where(const Sight& sight, bool hidden_by_pool) {
    return !sight.mask.hides() && hidden_by_pool ? people::NumberMask{model::HideNumbers::Partial} : sight.mask;
}

}  // namespace

bool Sight::is_hidden_by_pool(const model::LiveCall& call) const {
    return hides(*this, call.customer ? call.customer->pool : 0, call.asks_customer);
}

bool Sight::is_hidden_by_pool(const model::LiveWaiting& waiting) const {
    return hides(*this, waiting.pool, waiting.asks_customer);
}

people::NumberMask Sight::mask_of(const model::LiveCall& call) const {
    return mask_where(*this, is_hidden_by_pool(call));
}

people::NumberMask Sight::mask_of(const model::LiveWaiting& waiting) const {
    return mask_where(*this, is_hidden_by_pool(waiting));
}

CallView view_of(const model::LiveCall& call, const model::Directory& directory, const Sight& sight,
                 const people::NumberSeal& seal) {
    const bool hides = !sight.notices_listeners && has_listener(call);
    const auto& seen = hides ? without_listener(call) : call;
    auto view = view_of(seen, directory);
    if (const auto mask = sight.mask_of(call); mask.hides()) {
        hide_numbers(view, seen, directory, mask, seal);
    }
    if (!sight.sees_mobiles) {
        hide_mobiles(view, seen, directory);
    }
    return view;
}

void hide_numbers(QueueLiveView& queue, const model::LiveQueue* live, const Sight& sight) {
    for (std::size_t i = 0; live != nullptr && i < queue.waiting.size(); ++i) {
        auto& number = queue.waiting[i].customer_number;
        number = sight.mask_of(live->waiting[i]).shown(number);
    }
}

bool has_listener(const model::LiveCall& call) {
    return !call.supervision.empty() && call.supervision.front().mode == model::SupervisionMode::Listen;
}

model::LiveCall without_listener(model::LiveCall call) {
    const auto listener = call.supervision.front().leg;
    std::erase_if(call.legs, [listener](const model::LiveLeg& leg) { return leg.leg == listener; });
    call.supervision.clear();
    return call;
}

AgentView view_of(const model::User& user, const model::LiveAgent* live, const model::Directory& directory) {
    AgentView view;
    view.number = user.number;
    view.name = user.name;
    view.extension = user.extension;
    if (live == nullptr) {
        return view;
    }
    view.state = live->state;
    view.activity = live->activity;
    view.reason = live->reason;
    view.since_ms = live->since_ms;
    view.signed_in_at_ms = live->signed_in_at_ms;
    view.wrap_up_until_ms = live->wrap_up_until_ms;
    view.mobile = live->mobile;
    view.device_online = live->device_online;
    if (live->call) {
        view.call = live->call;
    }
    for (const auto paused : live->paused_queues) {
        if (const auto* queue = directory.find_queue(paused)) {
            view.paused_queues.push_back(queue->number);
        }
    }
    return view;
}

QueueView view_of(const model::Queue& queue, const model::LiveSnapshot& live, const model::Directory& directory) {
    QueueView view{queue.number, queue.name, queue.strategy, queue.record, 0, 0, 0, {}};
    if (const auto* picture = find_queue(live, queue.id)) {
        view.waiting = static_cast<std::int64_t>(picture->waiting.size());
        view.ready = picture->ready;
        view.talking = picture->talking;
    }
    view.members = numbers_of(queue.members, directory);
    return view;
}

QueueLiveView live_view_of(const model::Queue& queue, const model::LiveQueue* live, std::int64_t at_ms,
                           const model::Directory& directory) {
    QueueLiveView view{queue.number, queue.name, at_ms, 0, 0, {}, numbers_of(queue.members, directory), std::nullopt};
    if (live != nullptr) {
        view.ready = live->ready;
        view.talking = live->talking;
        for (const auto& waiting : live->waiting) {
            view.waiting.push_back(
                {waiting.call, waiting.customer_number, waiting.entered_at_ms, waiting.position, waiting.callback});
        }
    }
    return view;
}

const model::LiveQueue* find_queue(const model::LiveSnapshot& live, model::QueueId id) {
    return find_in(live.queues, id, &model::LiveQueue::queue);
}

const model::LiveAgent* find_agent(const model::LiveSnapshot& live, model::UserId id) {
    return find_in(live.agents, id, &model::LiveAgent::user);
}

}  // namespace yh::office::supervision
