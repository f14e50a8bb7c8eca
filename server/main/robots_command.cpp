#include "main/robots_command.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/log.h"
#include "base/loop.h"
#include "base/random.h"
#include "main/options.h"
#include "media/engine.h"
#include "office/settings/site_toml.h"
#include "robots/agents.h"
#include "robots/customers.h"
#include "robots/quiet_media.h"
#include "sip/endpoint.h"

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

/// One side of the play: an endpoint and an engine of its own, and what it plays.
struct Stage {
    std::unique_ptr<media::Engine> engine;
    std::unique_ptr<sip::Endpoint> endpoint;
};

Result<Stage> open_stage(Loop& loop, IdMaker& ids, const std::string& listen, const PortRange& ports,
                         calls::SignalEvents& robot, calls::MediaEvents& ears, model::DirectoryPtr directory) {
    Stage stage;
    media::EngineConfig media_config;
    media_config.bind_address = ports.address;
    media_config.first_port = ports.first;
    media_config.last_port = ports.last;
    media_config.workers = 1;
    YH_TRY(stage.engine, media::Engine::create(loop, media_config, ears));
    sip::EndpointConfig sip_config;
    YH_TRY(const auto address, sip::Address::parse(listen));
    sip_config.flows.listen = {address};
    sip_config.product = "Yinghe robots";
    YH_TRY(stage.endpoint, sip::Endpoint::create(loop, sip_config, ids, robot));
    stage.endpoint->set_directory(std::move(directory));
    return stage;
}

/// Agents register as their extension: to our own stack that is a trunk of kind register for each.
model::DirectoryPtr phones_of(const SiteTenant& tenant, const RobotOptions& options) {
    auto directory = std::make_shared<model::Directory>();
    const model::TenantId id{1};
    directory->tenants.push_back({id, tenant.code, tenant.name, model::AgentState::Ready});
    for (const auto& user : tenant.user) {
        if (static_cast<std::int64_t>(directory->trunks.size()) == options.agents) {
            break;
        }
        if (user.extension_type != model::ExtensionType::Sip || user.extension_secret.empty()) {
            continue;
        }
        model::Trunk line;
        line.id = model::TrunkId{static_cast<std::int64_t>(directory->trunks.size()) + 1};
        line.tenant = id;
        line.name = user.extension;
        line.kind = model::TrunkKind::Register;
        line.address = options.server;
        line.username = user.extension;
        line.password = user.extension_secret;
        directory->trunks.push_back(std::move(line));
    }
    directory->index();
    return directory;
}

model::DirectoryPtr line_to_server(const SiteTenant& tenant, const RobotOptions& options) {
    auto directory = std::make_shared<model::Directory>();
    const model::TenantId id{1};
    directory->tenants.push_back({id, tenant.code, tenant.name, model::AgentState::Ready});
    model::Trunk line;
    line.id = model::TrunkId{1};
    line.tenant = id;
    line.name = "server";
    line.address = options.server;
    directory->trunks.push_back(std::move(line));
    directory->index();
    return directory;
}

void give_voices(media::Engine& customers, media::Engine& agents) {
    const auto speak = [](media::Engine& engine, const std::string& item, std::string_view text, int speed) {
        media::SpeechOptions how;
        how.words_per_minute = speed;
        auto said = media::speak_prompt(text, how);
        if (!said.ok()) {
            log().warn("robots.no_voice", {{"code", said.error().code}});
        }
        engine.set_prompt(item, said.ok() ? *std::move(said) : media::hold_music_prompt());
    };
    speak(customers, "prompt:robot_customer", "您好，我上个星期买的路由器连不上网，请帮我看一下是什么原因。谢谢。",
          150);
    speak(agents, "prompt:robot_agent",
          "您好，这里是客户服务中心，很高兴为您服务。请您先检查一下电源，再重新启动设备。", 175);
}

std::vector<std::string> numbers_of(const SiteTenant& tenant) {
    std::vector<std::string> numbers;
    for (const auto& route : tenant.inbound) {
        if (route.did.find_first_of("*?") == std::string::npos) {
            numbers.push_back(route.did);
        }
    }
    return numbers;
}

class Play {
  public:
    Play(Loop& loop, const RobotOptions& options, std::vector<std::string> numbers)
        : loop_{loop},
          options_{options},
          customers_{{loop.timers(), loop.clock(), ids_, model::TenantId{1}},
                     customer_config(options, std::move(numbers)),
                     random_u64()},
          agents_{{loop.timers(), loop.clock(), ids_, model::TenantId{1}}, {}, random_u64()} {}

    Result<void> open(const SiteTenant& tenant, const std::string& customers_at) {
        YH_TRY(const auto ports, parse_port_range(options_.rtp));
        const auto middle = static_cast<std::uint16_t>((ports.first + ports.last) / 2 / 2 * 2);
        YH_TRY(customer_stage_, open_stage(loop_, ids_, customers_at,
                                           {ports.address, ports.first, static_cast<std::uint16_t>(middle - 1)},
                                           customers_, ears_, line_to_server(tenant, options_)));
        YH_TRY(agent_stage_, open_stage(loop_, ids_, ports.address + ":0", {ports.address, middle, ports.last}, agents_,
                                        ears_, phones_of(tenant, options_)));
        customers_.connect(*customer_stage_.endpoint, *customer_stage_.engine);
        agents_.connect(*agent_stage_.endpoint, *agent_stage_.engine);
        give_voices(*customer_stage_.engine, *agent_stage_.engine);
        return {};
    }

    int run() {
        // Phones first: customers who find nobody signed in would only wait.
        loop_.after(seconds{2}, [this] { customers_.start(); });
        loop_.after(seconds{2}, [this] { watch(); });
        loop_.run();
        const auto& tally = customers_.tally();
        fmt::print("placed {} answered {} failed {} agents_answered {} packets {} lost {}\n", tally.placed,
                   tally.answered, tally.failed, agents_.answered(), ears_.packets, ears_.lost);
        return tally.failed == 0 && tally.answered == tally.placed ? 0 : 1;
    }

  private:
    static robots::CustomerConfig customer_config(const RobotOptions& options, std::vector<std::string> numbers) {
        robots::CustomerConfig config;
        config.trunk = model::TrunkId{1};
        config.numbers = std::move(numbers);
        config.calls = options.calls;
        config.rate_per_s = options.rate;
        config.talk_least = seconds{std::max<std::int64_t>(options.talk_s / 2, 1)};
        config.talk_most = seconds{std::max<std::int64_t>(options.talk_s * 3 / 2, 1)};
        return config;
    }

    static bool signalled() {
        sigset_t set;
        ::sigemptyset(&set);
        ::sigaddset(&set, SIGTERM);
        ::sigaddset(&set, SIGINT);
        const timespec now{};
        return ::sigtimedwait(&set, nullptr, &now) > 0;
    }

    void watch() {
        if (signalled() && !leaving_) {
            leaving_ = true;
            customers_.stop();
            agents_.stop();
        }
        if (customers_.done() && agents_.up() == 0 && customer_stage_.engine->stats().idle() &&
            agent_stage_.engine->stats().idle()) {
            loop_.stop();
            return;
        }
        loop_.after(std::chrono::milliseconds{100}, [this] { watch(); });
    }

    Loop& loop_;
    RobotOptions options_;
    IdMaker ids_;
    robots::QuietMedia ears_;
    robots::Customers customers_;
    robots::Agents agents_;
    Stage customer_stage_;
    Stage agent_stage_;
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
    Loop loop{"robots"};
    Play play{loop, options, std::move(numbers)};
    if (const auto opened = play.open(*tenant, from); !opened.ok()) {
        return complain(opened.error().detail.empty() ? std::string{opened.error().code} : opened.error().detail);
    }
    return play.run();
}

}  // namespace yh::app
