#include "office/settings/site_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "http/text.h"
#include "model/destination.h"
#include "model/time_zone.h"
#include "office/settings/tenant_check.h"

namespace yh::office::settings {

std::vector<SiteFault> TenantCheck::run() {
    collect_names();
    tenant_itself();
    roles();
    departments();
    users();
    sign_in();
    trunks();
    queues();
    schedules();
    flows();
    rooms();
    routes();
    messages();
    advanced();
    options();
    texts_and_numbers();
    return std::move(faults_);
}

void TenantCheck::at(std::string_view list, std::size_t index, std::string name) {
    place_ = {index_, list, index};
    name_ = std::move(name);
}

void TenantCheck::note(std::string field, std::string_view code, std::string what) {
    faults_.push_back({place_, std::move(what), code, name_, std::move(field)});
}

void TenantCheck::once(std::string_view what, const std::string& value, Names& seen) {
    if (value.empty()) {
        note(std::string{what}, "config.required", fmt::format("a {} needs a {}", place_.list, what));
    } else if (!seen.insert(value).second) {
        note(std::string{what}, "config.twice", fmt::format("{} {} is declared twice", what, value));
    }
}

// A file may name what stands further down.
void TenantCheck::collect_names() {
    for (const auto& user : tenant_.user) {
        users_.insert(user.number);
        extensions_.insert(user.extension);
    }
    extensions_.erase("");
    for (const auto& queue : tenant_.queue) {
        queues_.insert(queue.number);
    }
    for (const auto& schedule : tenant_.schedule) {
        schedules_.insert(schedule.code);
    }
    for (const auto& flow : tenant_.flow) {
        flows_.insert(flow.code);
    }
}

void TenantCheck::tenant_itself() {
    at({}, 0, tenant_.code);
    if (tenant_.code.empty()) {
        note("code", "config.required", "a tenant needs a code");
    }
    // The code is a folder's name and, for telephones, a domain.
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    };
    if (tenant_.code.starts_with('.') || !std::ranges::all_of(tenant_.code, fits)) {
        note("code", "config.malformed", "a tenant's code is made of letters, digits, '-', '_' and '.'");
    }
    if (tenant_.state_after_login != model::AgentState::Busy && tenant_.state_after_login != model::AgentState::Ready) {
        note("state_after_login", "config.malformed", "state_after_login is busy or ready");
    }
    if (!model::TimeZone::load(tenant_.zone).ok()) {
        at("options", 0, "options");  // where the page has it
        note("zone", "zone.unknown", "there is no time zone '" + tenant_.zone + '\'');
    }
}

void TenantCheck::users() {
    Names numbers;
    Names accounts;
    for (std::size_t i = 0; i < tenant_.user.size(); ++i) {
        const auto& user = tenant_.user[i];
        at("user", i, user.number);
        once("number", user.number, numbers);
        once("account", user.account.empty() ? user.number : user.account, accounts);
        if (!user.extension.empty()) {
            once("extension", user.extension, dialled_);
        }
        if (user.sign_in == model::SignIn::Phone && user.extension.empty()) {
            note("extension", "config.required", "sign_in = \"phone\" needs an extension");
        }
        belongings(user);
    }
}

void TenantCheck::trunks() {
    for (std::size_t i = 0; i < tenant_.trunk.size(); ++i) {
        const auto& trunk = tenant_.trunk[i];
        at("trunk", i, trunk.name);
        once("name", trunk.name, trunks_);
        if (trunk.address.empty()) {
            note("address", "config.required", "a trunk needs an address");
        }
        address("address", trunk.address);
        address("proxy", trunk.proxy);
        if (trunk.kind == model::TrunkKind::Register && trunk.username.empty()) {
            note("username", "config.required", "a trunk of kind register needs a username");
        }
        range("expires_s", trunk.expires_s, 60, 86'400);
        codecs(trunk.codecs);
    }
}

void TenantCheck::codecs(std::string_view list) {
    static constexpr std::array<std::string_view, 4> known{"PCMA", "PCMU", "G722", "opus"};
    Names named;
    for (const auto codec : list.empty() ? std::vector<std::string_view>{} : http::split(list, '|')) {
        if (std::ranges::find(known, codec) == known.end()) {
            note("codecs", "config.unknown_codec", fmt::format("{} is none of PCMA, PCMU, G722, opus", codec));
        }
        once("codecs", std::string{codec}, named);
    }
}

void TenantCheck::queues() {
    for (std::size_t i = 0; i < tenant_.queue.size(); ++i) {
        const auto& queue = tenant_.queue[i];
        at("queue", i, queue.number);
        once("number", queue.number, dialled_);
        for (const auto& [field, seconds] :
             {std::pair{"ring_timeout_s", queue.ring_timeout_s}, std::pair{"max_wait_s", queue.max_wait_s}}) {
            if (seconds == 0) {
                note(field, "config.out_of_range", "ring_timeout_s and max_wait_s are at least 1");
            }
        }
        members(queue);
        destination("on_timeout", queue.on_timeout);
        voice("greeting", queue.greeting);
        voice("music", queue.music);
        service(queue);
    }
}

void TenantCheck::members(const SiteQueue& queue) {
    Names seen;
    for (std::size_t i = 0; i < queue.members.size(); ++i) {
        const auto& user = queue.members[i].user;
        if (!users_.contains(user)) {
            note(fmt::format("members[{}].user", i), "config.unknown_user",
                 fmt::format("member {} is not a user", user));
        } else if (!seen.insert(user).second) {
            note(fmt::format("members[{}].user", i), "config.twice", fmt::format("member {} is named twice", user));
        }
    }
    seen.clear();
    for (std::size_t i = 0; i < queue.leaders.size(); ++i) {
        if (!users_.contains(queue.leaders[i])) {
            note(fmt::format("leaders[{}]", i), "config.unknown_user",
                 fmt::format("leader {} is not a user", queue.leaders[i]));
        } else if (!seen.insert(queue.leaders[i]).second) {
            note(fmt::format("leaders[{}]", i), "config.twice",
                 fmt::format("leader {} is named twice", queue.leaders[i]));
        }
    }
}

void TenantCheck::routes() {
    for (std::size_t i = 0; i < tenant_.inbound.size(); ++i) {
        const auto& route = tenant_.inbound[i];
        at("inbound", i, route.did);
        pattern("did", route.did);
        if (!route.trunk.empty()) {
            known_trunk(route.trunk);
        }
        destination("destination", route.destination);
    }
    for (std::size_t i = 0; i < tenant_.outbound.size(); ++i) {
        const auto& rule = tenant_.outbound[i];
        at("outbound", i, rule.pattern);
        std::string_view rest = rule.pattern;
        for (auto bar = rest.find('|'); bar != std::string_view::npos; bar = rest.find('|')) {
            pattern("pattern", rest.substr(0, bar));
            rest.remove_prefix(bar + 1);
        }
        pattern("pattern", rest);
        known_trunk(rule.trunk);
        backup_trunks(rule);
        range("strip", rule.strip, 0, 20);
    }
}

void TenantCheck::backup_trunks(const SiteOutbound& rule) {
    Names seen{rule.trunk};
    for (std::size_t i = 0; i < rule.backup_trunks.size(); ++i) {
        const auto& name = rule.backup_trunks[i];
        if (!trunks_.contains(name)) {
            note(fmt::format("backup_trunks[{}]", i), "config.unknown_trunk",
                 fmt::format("trunk '{}' is not declared", name));
        } else if (!seen.insert(name).second) {
            note(fmt::format("backup_trunks[{}]", i), "config.twice", fmt::format("trunk {} is named twice", name));
        }
    }
}

void TenantCheck::known_trunk(const std::string& name) {
    if (!trunks_.contains(name)) {
        note("trunk", "config.unknown_trunk", fmt::format("trunk '{}' is not declared", name));
    }
}

bool TenantCheck::knows(const model::Destination& to) const {
    switch (to.kind) {
        case model::DestinationKind::Queue:
            return queues_.contains(to.argument);
        case model::DestinationKind::Extension:
            return extensions_.contains(to.argument);
        case model::DestinationKind::Ivr:
            return flows_.contains(to.argument);
        case model::DestinationKind::Hours:
            return schedules_.contains(to.argument);
        case model::DestinationKind::Announce:
            return !voices_ || voices_->contains(to.argument);
        case model::DestinationKind::Hangup:
        case model::DestinationKind::External:
        case model::DestinationKind::Voicemail:
        case model::DestinationKind::Callback:
            return true;
    }
    return false;
}

void TenantCheck::destination(std::string_view field, const std::string& text) {
    const auto parsed = model::parse_destination(text);
    if (!parsed.ok()) {
        note(std::string{field}, "config.malformed", parsed.error().detail);
    } else if (!knows(*parsed)) {
        note(std::string{field}, "config.leads_nowhere",
             fmt::format("destination {} leads nowhere: it is not declared", text));
    }
}

std::vector<SiteFault> find_faults(const Site& site) {
    std::vector<SiteFault> found;
    std::set<std::string> codes;
    for (std::size_t i = 0; i < site.tenant.size(); ++i) {
        const auto& tenant = site.tenant[i];
        if (!codes.insert(tenant.code).second) {
            found.push_back({{i, {}, 0},
                             fmt::format("tenant {} is declared twice", tenant.code),
                             "config.twice",
                             tenant.code,
                             "code"});
        }
        auto more = TenantCheck{tenant, i, std::nullopt}.run();
        std::ranges::move(more, std::back_inserter(found));
    }
    return found;
}

std::vector<SiteFault> find_faults(const SiteTenant& tenant, const VoiceNames& voices) {
    return TenantCheck{tenant, 0, voices}.run();
}

std::optional<SiteFault> find_fault(const Site& site) {
    auto all = find_faults(site);
    return all.empty() ? std::nullopt : std::optional{std::move(all.front())};
}

}  // namespace yh::office::settings
