#include <algorithm>
#include <utility>

#include "base/log.h"
#include "calls/conductor.h"
#include "model/telephone_number.h"

// Who calls, and whose customer that is. It is asked when a call begins and nothing waits for it, with one exception:
// where the assigned agent rings first (R088), a call stands at the door of its queue until the answer is there,
// because a colleague's telephone that has begun to ring cannot be asked back unheard. The caller hears greeting and
// music meanwhile. Likewise where a public pool hides numbers (R151): what a telephone has shown it cannot unshow, so
// that a call stands at the door of whatever rings first. The database answers in a millisecond or two; whatever holds
// it up costs a caller no more than the patience below, and what comes later still counts as long as nobody rings.
namespace yh::calls {

namespace {

constexpr auto patience = std::chrono::milliseconds{500};

}  // namespace

void Conductor::ask_customer(Call& call) {
    const bool outside = call.direction != model::Direction::Internal && !call.room;
    if (customers_ == nullptr || !outside || call.customer_number.empty()) {
        return;
    }
    call.wait.asks = true;
    customers_->find_customer(call.id, call.tenant, call.customer_number);
}

void Conductor::on_customer(CallId id, std::optional<KnownCustomer> found) {
    Call* call = book_.find(id);
    if (call == nullptr || call->phase == Phase::Closing) {
        return;
    }
    const bool was_hidden = std::exchange(call->wait.asks, false) && hiding_pools_->has(call->tenant);
    if (call->customer != found || (was_hidden && !found)) {
        call->customer = std::move(found);
        const auto& known = call->customer;
        say(*call, model::CustomerKnown{known ? known->id : model::CustomerId{}, known ? known->name : std::string{}});
    }
    const auto preferred = call->customer ? call->customer->owner : UserId{};
    const auto priority = priority_of(*call);
    const bool changed = preferred != call->wait.preferred || priority != call->wait.priority;
    call->wait.preferred = preferred;
    call->wait.priority = priority;
    if (call->wait.held) {
        world_.timers.cancel(call->wait.held);
        go_in(*call);
    } else if (changed && call->phase == Phase::Waiting && !call->callback.of) {
        decide(acd::CallKnown{call->id, priority, preferred_of(*call)});
    }
}

void Conductor::ask_again(TenantId tenant, model::CustomerId customer, const std::vector<std::string>& numbers) {
    for (const auto id : book_.ids()) {
        Call* call = book_.find(id);
        if (call == nullptr || call->tenant != tenant || call->phase == Phase::Closing) {
            continue;
        }
        const bool was = call->customer && call->customer->id == customer;
        if (was || std::ranges::find(numbers, model::normal_number(call->customer_number)) != numbers.end()) {
            ask_customer(*call);
        }
    }
}

// VIP by number, or by the customer's level: whichever is higher.
int Conductor::priority_of(const Call& call) const {
    int priority = vip_priority(call.tenant, call.customer_number);
    if (call.customer) {
        for (const auto& level : options_of(call.tenant).customer_level) {
            if (level.name == call.customer->level) {
                priority = std::max(priority, static_cast<int>(level.priority));
            }
        }
    }
    return priority;
}

bool Conductor::stops_at_door(const Call& call) const {
    return call.wait.asks && (options_of(call.tenant).assigned_agent_first || hiding_pools_->has(call.tenant));
}

void Conductor::wait_when_known(Call& call, model::QueueId queue) {
    if (stops_at_door(call)) {
        stand_at_door(call);
    } else {
        wait_in(call, queue);
    }
}

// Straight to somebody's telephone: whose customer it is changes nothing there but what that shows.
void Conductor::ring_when_known(Call& call, const model::User& callee) {
    if (call.wait.asks && hiding_pools_->hides_from(call.tenant, callee.id, std::nullopt)) {
        call.phase = Phase::Dialling;
        call.wait.rings = callee.id;
        stand_at_door(call);
    } else {
        dial_extension(call, callee);
    }
}

void Conductor::stand_at_door(Call& call) {
    call.wait.held = world_.timers.schedule(world_.clock.now() + patience, [this, id = call.id] {
        if (Call* found = book_.find(id); found != nullptr && found->wait.held) {
            log().warn("customer.slow", {{"call", id}});
            go_in(*found);
        }
    });
}

void Conductor::go_in(Call& call) {
    call.wait.held = {};
    const auto rings = std::exchange(call.wait.rings, {});
    if (!rings) {
        wait_in(call, call.queue);
    } else if (const auto* callee = directory_->find_user(rings)) {
        dial_extension(call, *callee);
    } else {
        dialling_failed(call, 480);
    }
}

void Conductor::leave_door(Call& call) {
    if (!call.wait.held) {
        return;
    }
    world_.timers.cancel(std::exchange(call.wait.held, {}));
    if (!std::exchange(call.wait.rings, {})) {
        say(call, model::QueueEntered{call.queue, static_cast<int>(acd_.waiting(call.queue).size()) + 1, {}});
    }
}

// Whoever is not known yet may lie in a pool: what may have to be hidden is.
bool Conductor::is_hidden_by_pool(const Call& call, UserId user) const {
    const auto pool = call.customer    ? std::optional{call.customer->pool}
                      : call.wait.asks ? std::nullopt
                                       : std::optional{std::int64_t{0}};
    return hiding_pools_->hides_from(call.tenant, user, pool);
}

}  // namespace yh::calls
