#include "sip/registrar_bindings.h"

#include <algorithm>
#include <utility>

#include "sip/uri.h"

namespace yh::sip {

namespace {

bool same_contact(std::string_view a, std::string_view b) {
    if (a == b) {
        return true;
    }
    const auto left = Uri::parse(a);
    const auto right = Uri::parse(b);
    return left.ok() && right.ok() && equivalent(*left, *right);
}

}  // namespace

BindingTable::~BindingTable() {
    for (const auto& [user, bindings] : bindings_) {
        for (const auto& binding : bindings) {
            timers_.cancel(binding.timer);
        }
    }
}

const std::vector<Binding>& BindingTable::of(model::UserId user) const {
    static const std::vector<Binding> none;
    const auto at = bindings_.find(user);
    return at == bindings_.end() ? none : at->second;
}

const Binding* BindingTable::find(model::UserId user, std::string_view contact, std::string_view instance) const {
    for (const auto& binding : of(user)) {
        if ((!instance.empty() && binding.instance == instance) || same_contact(binding.contact, contact)) {
            return &binding;
        }
    }
    return nullptr;
}

void BindingTable::put(model::UserId user, Binding binding, Duration lifetime) {
    auto& list = bindings_[user];
    const bool first = list.empty();
    for (auto at = list.begin(); at != list.end(); ++at) {
        if ((!binding.instance.empty() && at->instance == binding.instance) ||
            same_contact(at->contact, binding.contact)) {
            timers_.cancel(at->timer);
            list.erase(at);
            --count_;
            break;
        }
    }
    binding.expires_at = clock_.now() + lifetime;
    binding.timer =
        timers_.schedule(binding.expires_at, [this, user, contact = binding.contact] { remove(user, contact); });
    list.push_back(std::move(binding));
    ++count_;
    if (first) {
        listener_(user, true);
    }
}

void BindingTable::remove_if(model::UserId user, const std::function<bool(const Binding&)>& which) {
    const auto at = bindings_.find(user);
    if (at == bindings_.end()) {
        return;
    }
    std::erase_if(at->second, [&](const Binding& binding) {
        if (!which(binding)) {
            return false;
        }
        timers_.cancel(binding.timer);
        --count_;
        return true;
    });
    if (at->second.empty()) {
        bindings_.erase(at);
        listener_(user, false);
    }
}

void BindingTable::remove(model::UserId user, std::string_view contact) {
    // A copy: the text may belong to the timer or the binding that goes.
    const std::string wanted{contact};
    remove_if(user, [&](const Binding& binding) { return same_contact(binding.contact, wanted); });
}

void BindingTable::remove_all(model::UserId user) {
    remove_if(user, [](const Binding&) { return true; });
}

void BindingTable::remove_flow(FlowId flow) {
    std::vector<model::UserId> hit;
    for (const auto& [user, bindings] : bindings_) {
        if (std::ranges::any_of(bindings, [&](const Binding& binding) { return binding.hop.flow == flow; })) {
            hit.push_back(user);
        }
    }
    for (const auto user : hit) {
        remove_if(user, [&](const Binding& binding) { return binding.hop.flow == flow; });
    }
}

void BindingTable::remove_users(const std::function<bool(model::UserId)>& gone) {
    std::vector<model::UserId> hit;
    for (const auto& [user, bindings] : bindings_) {
        if (gone(user)) {
            hit.push_back(user);
        }
    }
    for (const auto user : hit) {
        remove_all(user);
    }
}

}  // namespace yh::sip
