#include "office/settings/site_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/destination.h"

namespace yh::office::settings {

namespace {

/// Checks one tenant; the first fault found stays.
class TenantCheck {
  public:
    TenantCheck(const SiteTenant& tenant, std::size_t index) : tenant_{tenant}, index_{index} {}

    std::optional<SiteFault> run() {
        if (tenant_.code.empty()) {
            note({}, 0, "a tenant needs a code");
        }
        if (tenant_.state_after_login != model::AgentState::Busy &&
            tenant_.state_after_login != model::AgentState::Ready) {
            note({}, 0, "state_after_login is busy or ready");
        }
        users();
        trunks();
        queues();
        routes();
        return fault_;
    }

  private:
    void note(std::string_view list, std::size_t at, std::string what) {
        if (!fault_) {
            fault_ = SiteFault{{index_, list, at}, std::move(what)};
        }
    }

    void once(std::string_view list, std::size_t at, std::string_view what, const std::string& value,
              std::set<std::string>& seen) {
        if (value.empty()) {
            note(list, at, fmt::format("a {} needs a {}", list, what));
        } else if (!seen.insert(value).second) {
            note(list, at, fmt::format("{} {} is declared twice", what, value));
        }
    }

    void users() {
        std::set<std::string> numbers;
        std::set<std::string> accounts;
        for (std::size_t i = 0; i < tenant_.user.size(); ++i) {
            const auto& user = tenant_.user[i];
            once("user", i, "number", user.number, numbers);
            once("user", i, "account", user.account.empty() ? user.number : user.account, accounts);
            if (!user.extension.empty()) {
                once("user", i, "extension", user.extension, dialled_);
            }
            if (user.sign_in == model::SignIn::Phone && user.extension.empty()) {
                note("user", i, "sign_in = \"phone\" needs an extension");
            }
        }
        users_ = std::move(numbers);
    }

    void trunks() {
        for (std::size_t i = 0; i < tenant_.trunk.size(); ++i) {
            const auto& trunk = tenant_.trunk[i];
            once("trunk", i, "name", trunk.name, trunks_);
            if (trunk.address.empty()) {
                note("trunk", i, "a trunk needs an address");
            }
            if (trunk.kind == model::TrunkKind::Register && trunk.username.empty()) {
                note("trunk", i, "a trunk of kind register needs a username");
            }
        }
    }

    void queues() {
        for (std::size_t i = 0; i < tenant_.queue.size(); ++i) {
            const auto& queue = tenant_.queue[i];
            once("queue", i, "number", queue.number, dialled_);
            queues_.insert(queue.number);
            if (queue.ring_timeout_s == 0 || queue.max_wait_s == 0) {
                note("queue", i, "ring_timeout_s and max_wait_s are at least 1");
            }
            std::set<std::string> members;
            for (const auto& member : queue.members) {
                if (!users_.contains(member.user)) {
                    note("queue", i, fmt::format("member {} is not a user", member.user));
                } else if (!members.insert(member.user).second) {
                    note("queue", i, fmt::format("member {} is named twice", member.user));
                }
            }
            for (const auto& leader : queue.leaders) {
                if (!users_.contains(leader)) {
                    note("queue", i, fmt::format("leader {} is not a user", leader));
                }
            }
        }
        for (std::size_t i = 0; i < tenant_.queue.size(); ++i) {
            destination("queue", i, tenant_.queue[i].on_timeout);
        }
    }

    void routes() {
        for (std::size_t i = 0; i < tenant_.inbound.size(); ++i) {
            const auto& route = tenant_.inbound[i];
            if (route.did.empty()) {
                note("inbound", i, "an inbound route needs a did");
            }
            if (!route.trunk.empty()) {
                known_trunk("inbound", i, route.trunk);
            }
            destination("inbound", i, route.destination);
        }
        for (std::size_t i = 0; i < tenant_.outbound.size(); ++i) {
            const auto& rule = tenant_.outbound[i];
            if (rule.pattern.empty()) {
                note("outbound", i, "an outbound rule needs a pattern");
            }
            known_trunk("outbound", i, rule.trunk);
        }
    }

    void known_trunk(std::string_view list, std::size_t at, const std::string& name) {
        if (!trunks_.contains(name)) {
            note(list, at, fmt::format("trunk '{}' is not declared", name));
        }
    }

    void destination(std::string_view list, std::size_t at, const std::string& text) {
        const auto parsed = model::parse_destination(text);
        if (!parsed.ok()) {
            note(list, at, parsed.error().detail);
            return;
        }
        const bool lost = (parsed->kind == model::DestinationKind::Queue && !queues_.contains(parsed->argument)) ||
                          (parsed->kind == model::DestinationKind::Extension && !dialled_.contains(parsed->argument));
        if (lost) {
            note(list, at, fmt::format("destination {} leads nowhere: it is not declared", text));
        }
    }

    const SiteTenant& tenant_;
    std::size_t index_;
    std::set<std::string> users_;
    std::set<std::string> trunks_;
    std::set<std::string> queues_;
    std::set<std::string> dialled_;  // extensions and queue numbers share one numbering
    std::optional<SiteFault> fault_;
};

}  // namespace

std::optional<SiteFault> find_fault(const Site& site) {
    std::set<std::string> codes;
    for (std::size_t i = 0; i < site.tenant.size(); ++i) {
        if (!codes.insert(site.tenant[i].code).second) {
            return SiteFault{{i, {}, 0}, fmt::format("tenant {} is declared twice", site.tenant[i].code)};
        }
        if (auto fault = TenantCheck{site.tenant[i], i}.run()) {
            return fault;
        }
    }
    return std::nullopt;
}

}  // namespace yh::office::settings
