#include "sip/registrar.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "sip/name_addr.h"

namespace yh::sip {

// One Contact of a REGISTER.
struct Registrar::Wish {
    std::string contact;
    std::string instance;
    std::uint32_t expires_s;
};

Registrar::Registrar(const EndpointWorld& world, Gate& gate, std::function<model::UserId(FlowId)> signed_in,
                     std::function<void(FlowId)> take_over)
    : world_{world},
      gate_{gate},
      signed_in_{std::move(signed_in)},
      take_over_{std::move(take_over)},
      directory_{std::make_shared<const model::Directory>()},
      table_{world.clock, world.timers, [this](model::UserId user, bool online) { on_change(user, online); }} {}

void Registrar::set_directory(model::DirectoryPtr directory) {
    const auto before = std::exchange(directory_, std::move(directory));
    // Whoever is gone, or has another extension or password now, must sign in again.
    const auto changed = [&](model::UserId id) {
        const auto* old = before->find_user(id);
        const auto* now = directory_->find_user(id);
        return now == nullptr || old == nullptr || now->extension != old->extension ||
               now->extension_type != old->extension_type || now->extension_secret != old->extension_secret ||
               now->tenant != old->tenant;
    };
    table_.remove_users(changed);
    std::erase_if(proven_, [&](const auto& entry) { return changed(entry.second); });
}

void Registrar::on_register(TransactionId id, const Message& request) {
    const auto* user = identify(id, request);
    if (user == nullptr) {
        return;
    }
    if (request.source().flow) {
        proven_[request.source().flow] = user->id;
    }
    // A call may be waiting for this device: it hears of it after it was told that it is registered.
    answering_ = true;
    const bool taken = take(id, request, *user);
    if (taken) {
        answer(id, request, *user);
    }
    answering_ = false;
    for (const auto& [whom, online] : std::exchange(to_tell_, {})) {
        tell(whom, online);
    }
    if (taken && signed_in_(request.source().flow)) {
        take_over(*user, request.source().flow);
    }
    world_.metrics.bindings.set(static_cast<double>(table_.size()));
}

const model::User* Registrar::identify(TransactionId id, const Message& request) {
    const auto to = NameAddr::parse(request.header(Header::To));
    if (!to.ok()) {
        world_.transactions.respond(id, 400);
        return nullptr;
    }
    const auto claim = gate_.claim(to->uri);
    if (const auto browser = signed_in_(request.source().flow); browser) {
        const auto* user = directory_->find_user(browser);
        if (user != nullptr && user->extension_type == model::ExtensionType::Web && !user->extension.empty() &&
            user->extension == claim.name) {
            return user;
        }
        world_.transactions.respond(id, 403, "Not your extension");
        return nullptr;
    }
    return gate_.authenticate(id, request, claim);
}

std::vector<Registrar::Wish> Registrar::wishes(const Message& request) const {
    std::vector<Wish> all;
    for (const auto value : request.values(Header::Contact)) {
        const auto contact = NameAddr::parse(value);
        if (!contact.ok() || contact->is_star()) {
            continue;
        }
        std::string instance;
        if (const auto name = contact->params.get("+sip.instance")) {
            instance = *name;
            instance += ';';
            instance += contact->params.get("reg-id").value_or("");
        }
        const auto expires = expires_of(contact->params, request).value_or(world_.config.registration_default_s);
        all.push_back(
            {std::string{contact->uri}, std::move(instance), std::min(expires, world_.config.registration_max_s)});
    }
    return all;
}

// False: it has been answered with a failure, and nothing was changed (RFC 3261 §10.3 step 7: all or nothing).
bool Registrar::take(TransactionId id, const Message& request, const model::User& user) {
    if (!request.has(Header::Contact)) {
        return true;  // only asks
    }
    if (trim(request.header(Header::Contact)) == "*") {
        if (request.values(Header::Contact).count() != 1 || expires_of(Params{}, request).value_or(1) != 0) {
            world_.transactions.respond(id, 400);
            return false;
        }
        table_.remove_all(user.id);
        return true;
    }
    const auto wanted = wishes(request);
    std::size_t added = 0;
    for (const auto& wish : wanted) {
        const auto uri = Uri::parse(wish.contact);
        if (!uri.ok() || !uri->is_sip()) {
            world_.transactions.respond(id, 400);
            return false;
        }
        if (wish.expires_s != 0 && wish.expires_s < world_.config.registration_min_s) {
            auto response = world_.transactions.response(id, 423);
            response.add(Header::MinExpires, world_.config.registration_min_s);
            world_.transactions.respond(id, std::move(response));
            return false;
        }
        const auto* old = table_.find(user.id, wish.contact, wish.instance);
        if (old != nullptr && old->call_id == request.call_id() && request.cseq() <= old->cseq) {
            world_.transactions.respond(id, 500);  // RFC 3261 §10.3 step 7: out of order
            return false;
        }
        added += old == nullptr && wish.expires_s != 0 ? 1 : 0;
    }
    if (table_.of(user.id).size() + added > world_.config.bindings_per_user) {
        log().warn("sip.register.too_many", {{"user", user.id}, {"bindings", table_.of(user.id).size()}});
        world_.transactions.respond(id, 403, "Too many devices");
        return false;
    }
    for (const auto& wish : wanted) {
        apply(request, user, wish);
    }
    return true;
}

void Registrar::apply(const Message& request, const model::User& user, const Wish& wish) {
    if (wish.expires_s == 0) {
        table_.remove(user.id, wish.contact);
        return;
    }
    Binding binding;
    binding.contact = wish.contact;
    binding.instance = wish.instance;
    binding.call_id = request.call_id();
    binding.cseq = request.cseq();
    binding.hop = request.source();
    binding.user_agent = request.header(Header::UserAgent).substr(0, 100);
    for (const auto path : request.values(Header::Path)) {
        binding.path.emplace_back(path);
    }
    tenants_[user.id] = user.tenant;
    table_.put(user.id, std::move(binding), std::chrono::seconds{wish.expires_s});
}

void Registrar::answer(TransactionId id, const Message& request, const model::User& user) {
    auto response = world_.transactions.response(id, 200);
    const auto now = world_.clock.now();
    for (const auto& binding : table_.of(user.id)) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(binding.expires_at - now).count();
        response.add(Header::Contact, '<' + binding.contact + ">;expires=" + std::to_string(left));
    }
    response.copy(request, Header::Path).add(Header::Supported, "path, outbound");
    const bool by_flow = request.has(Header::Contact) && request.source().flow &&
                         request.header(Header::Contact).find("reg-id") != std::string_view::npos;
    if (by_flow && request.lists(Header::Supported, "outbound")) {
        response.add(Header::Require, "outbound");  // RFC 5626 §6
    }
    response.add(Header::Server, world_.config.product);
    world_.transactions.respond(id, std::move(response));
}

// One browser a user: whoever registers last has the telephone. A REGISTER that only asks, or signs out, takes nothing.
void Registrar::take_over(const model::User& user, FlowId newer) {
    const auto& bindings = table_.of(user.id);
    if (std::ranges::none_of(bindings, [&](const Binding& binding) { return binding.hop.flow == newer; })) {
        return;
    }
    std::vector<FlowId> older;
    for (const auto& binding : bindings) {
        if (binding.hop.flow != newer && signed_in_(binding.hop.flow)) {
            older.push_back(binding.hop.flow);
        }
    }
    for (const auto flow : older) {
        log().info("device.taken_over", {{"user", user.id}});
        take_over_(flow);  // comes back as on_flow_closed, which removes its bindings
    }
}

void Registrar::on_change(model::UserId user, bool online) {
    if (answering_) {
        to_tell_.emplace_back(user, online);
    } else {
        tell(user, online);
    }
}

void Registrar::tell(model::UserId user, bool online) {
    const auto at = tenants_.find(user);
    const auto tenant = at == tenants_.end() ? model::TenantId{} : at->second;
    if (!online && at != tenants_.end()) {
        tenants_.erase(at);
    }
    log().info(online ? "device.online" : "device.offline", {{"user", user}, {"tenant", tenant}});
    world_.events.on_device(tenant, user, online);
}

bool Registrar::is_trusted(FlowId flow, model::UserId user) const {
    if (!flow) {
        return false;
    }
    const auto at = proven_.find(flow);
    return (at != proven_.end() && at->second == user) || signed_in_(flow) == user;
}

void Registrar::on_flow_closed(FlowId flow) {
    proven_.erase(flow);
    table_.remove_flow(flow);
    world_.metrics.bindings.set(static_cast<double>(table_.size()));
}

}  // namespace yh::sip
