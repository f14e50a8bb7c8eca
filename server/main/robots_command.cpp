#include "main/robots_command.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/loop.h"
#include "main/options.h"
#include "main/robot_play.h"
#include "office/settings/site_toml.h"

namespace yh::app {

namespace {

using office::settings::SiteTenant;
using std::chrono::seconds;

int complain(const std::string& what) {
    fmt::print(stderr, "yinghe robots: {}\n", what);
    return 2;
}

Result<SiteTenant> read_tenant(const RobotOptions& options) {
    std::ifstream file{options.site};
    if (!file) {
        return invalid_input("site.missing", options.site + ": cannot be read");
    }
    YH_TRY(auto site, office::settings::read_site(std::string{std::istreambuf_iterator<char>{file}, {}}, options.site));
    for (auto& tenant : site.tenant) {
        if (options.tenant.empty() || tenant.code == options.tenant) {
            return std::move(tenant);
        }
    }
    return invalid_input("site.no_tenant", options.site + ": has no such tenant");
}

// Exact numbers that lead into a queue; where there are none, any exact number.
std::vector<std::string> numbers_of(const SiteTenant& tenant) {
    std::vector<std::string> queues;
    std::vector<std::string> all;
    for (const auto& route : tenant.inbound) {
        if (route.did.find_first_of("*?") == std::string::npos) {
            all.push_back(route.did);
            if (route.destination.starts_with("queue:")) {
                queues.push_back(route.did);
            }
        }
    }
    return queues.empty() ? all : queues;
}

std::vector<RobotPhone> phones_of(const SiteTenant& tenant, std::int64_t most) {
    std::vector<RobotPhone> phones;
    for (const auto& user : tenant.user) {
        if (static_cast<std::int64_t>(phones.size()) < most && user.extension_type == model::ExtensionType::Sip &&
            !user.extension_secret.empty()) {
            phones.push_back({user.extension, user.extension_secret});
        }
    }
    return phones;
}

bool signalled() {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGTERM);
    ::sigaddset(&set, SIGINT);
    const timespec now{};
    return ::sigtimedwait(&set, nullptr, &now) > 0;
}

/// Looks ten times a second whether the play is over or a signal came.
class Watch {
  public:
    Watch(Loop& loop, RobotPlay& play) : loop_{loop}, play_{play} {}

    void look() {
        if (signalled() && !leaving_) {
            leaving_ = true;
            play_.stop();
        }
        if (play_.is_over()) {
            loop_.stop();
            return;
        }
        loop_.after(std::chrono::milliseconds{100}, [this] { look(); });
    }

  private:
    Loop& loop_;
    RobotPlay& play_;
    bool leaving_ = false;
};

}  // namespace

int robots_command(const RobotOptions& options) {
    auto tenant = read_tenant(options);
    if (!tenant.ok()) {
        return complain(tenant.error().detail);
    }
    auto numbers = numbers_of(*tenant);
    const auto peer = std::ranges::find(tenant->trunk, model::TrunkKind::Peer, &office::settings::SiteTrunk::kind);
    const auto from = !options.trunk_address.empty() ? options.trunk_address
                      : peer != tenant->trunk.end()  ? peer->address
                                                     : "";
    if (numbers.empty() || from.empty() || options.rate <= 0) {
        return complain(
            "the site needs an inbound route with an exact number and a trunk of kind peer; the rate is above 0");
    }
    const auto ports = parse_port_range(options.rtp);
    if (!ports.ok()) {
        return complain(ports.error().detail);
    }
    RobotCast cast{tenant->code, options.server, from, *ports, std::move(numbers), phones_of(*tenant, options.agents)};
    cast.calls = options.calls;
    cast.rate_per_s = options.rate;
    cast.talk_least = seconds{std::max<std::int64_t>(options.talk_s / 2, 1)};
    cast.talk_most = seconds{std::max<std::int64_t>(options.talk_s * 3 / 2, 1)};
    Loop loop{"robots"};
    RobotPlay play{loop, std::move(cast)};
    if (const auto opened = play.open(RobotVoices::speak()); !opened.ok()) {
        return complain(opened.error().detail.empty() ? std::string{opened.error().code} : opened.error().detail);
    }
    Watch watch{loop, play};
    play.begin();
    loop.after(seconds{3}, [&watch] { watch.look(); });
    loop.run();
    const auto& tally = play.tally();
    fmt::print("placed {} answered {} failed {} agents_answered {} packets {} lost {}\n", tally.placed, tally.answered,
               tally.failed, play.answered_by_agents(), play.sound().packets, play.sound().lost);
    return tally.failed == 0 && tally.answered == tally.placed ? 0 : 1;
}

}  // namespace yh::app
