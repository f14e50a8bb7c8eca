#include "main/simulation.h"

#include <algorithm>
#include <future>
#include <thread>

#include "base/log.h"

namespace yh::app {

using std::chrono::seconds;

namespace {

constexpr std::string_view trunk_name = "robots";
constexpr std::string_view played = "机器人";
constexpr auto patience = seconds{45};  // of a customer whom nobody answers
constexpr auto talk = seconds{60};

// Where robots reach a server that listens everywhere.
std::string reachable(std::string listening) {
    constexpr std::string_view everywhere = "0.0.0.0:";
    return listening.starts_with(everywhere) ? "127.0.0.1:" + listening.substr(everywhere.size()) : listening;
}

bool is_exact(std::string_view did) {
    return did.find_first_of("*?") == std::string_view::npos;
}

}  // namespace

/// The robots and their thread. Made, used and destroyed by the worker's jobs.
struct Simulation::Stage {
    Stage(const RobotCast& robots) : play{loop, robots} {}

    /// Runs it on the robots' loop and waits for the answer.
    template <class Act>
    auto on_loop(Act act) {
        std::promise<decltype(act(play))> answer;
        auto coming = answer.get_future();
        loop.post([&] { answer.set_value(act(play)); });
        return coming.get();
    }

    Loop loop{"robots"};
    RobotPlay play;
    std::unique_ptr<LoopThread> thread;  // last: ends first
};

Simulation::Simulation(World world)
    : world_{std::move(world)}, worker_{std::make_unique<Worker>("simulation", 16, 10)} {}

Simulation::~Simulation() {
    close();
}

std::optional<RobotCast> Simulation::cast_of(const model::Directory& directory, const model::Trunk& trunk) const {
    const auto* tenant = directory.find_tenant(trunk.tenant);
    const auto ports = parse_port_range(world_.rtp);
    if (tenant == nullptr || !ports.ok()) {
        return std::nullopt;
    }
    RobotCast cast;
    cast.tenant_code = tenant->code;
    cast.server = reachable(world_.sip_listening());
    cast.customers_at = trunk.address;
    cast.ports = *ports;
    cast.rate_per_s = 0.15;
    for (const auto& route : directory.inbound) {
        if (route.tenant == tenant->id && is_exact(route.did) &&
            route.destination.kind == model::DestinationKind::Queue && (!route.trunk || route.trunk == trunk.id)) {
            cast.numbers.push_back(route.did);
        }
    }
    for (const auto& user : directory.users) {
        if (user.tenant == tenant->id && user.name.starts_with(played) &&
            user.extension_type == model::ExtensionType::Sip) {
            cast.phones.push_back({user.extension, user.extension_secret});
        }
    }
    return cast.numbers.empty() ? std::nullopt : std::optional{std::move(cast)};
}

void Simulation::set_directory(const model::Directory& directory) {
    const auto trunk = std::ranges::find_if(directory.trunks, [](const model::Trunk& one) {
        return one.name == trunk_name && one.kind == model::TrunkKind::Peer;
    });
    cast_ = trunk == directory.trunks.end() ? std::nullopt : cast_of(directory, *trunk);
    if (!cast_) {
        stop();
    }
    if (cast_ || tenant_) {
        tenant_ = cast_ ? trunk->tenant : tenant_;
        world_.feed.set_simulation(tenant_, view(tenant_));
    }
}

Simulation::View Simulation::view(model::TenantId tenant) const {
    const bool available = cast_ && tenant == tenant_;
    return {available, available && running_};
}

void Simulation::stop() {
    if (running_) {
        set_running(tenant_, false, [](const Result<void>&) {});
    }
}

bool Simulation::work(Task job) {
    return worker_ && worker_->post(std::move(job));
}

void Simulation::set_running(model::TenantId tenant, bool running, Done done) {
    if (tenant != tenant_ || (running && !cast_)) {
        done(not_found("demo.none"));
        return;
    }
    const bool taken = work([this, cast = cast_, running, done]() mutable {
        auto ready = running ? ensure_stage(*cast) : Result<void>{};
        if (ready.ok() && stage_) {
            stage_->loop.post([play = &stage_->play, running] { running ? play->begin() : play->stop(); });
        }
        world_.home.post([this, running, done = std::move(done), ready = std::move(ready)] {
            if (ready.ok() && running_ != running) {
                running_ = running;
                log().info("simulation.switched", {{"running", running}});
                world_.feed.set_simulation(tenant_, view(tenant_));
            }
            done(ready);
        });
    });
    if (!taken) {
        done(Error{ErrorKind::TooMany, "demo.busy", {}});
    }
}

void Simulation::call(const model::User& user, const model::Directory& directory, Done done) {
    if (!cast_ || user.tenant != tenant_) {
        done(not_found("demo.none"));
        return;
    }
    const model::Destination to_me{model::DestinationKind::Extension, user.extension};
    const auto route = std::ranges::find_if(directory.inbound, [&](const model::InboundRoute& one) {
        return one.tenant == user.tenant && is_exact(one.did) && one.destination == to_me;
    });
    if (user.extension.empty() || route == directory.inbound.end()) {
        done(conflict("demo.no_number", "no inbound number leads to extension " + user.extension));
        return;
    }
    const bool taken = work([this, cast = *cast_, number = route->did, done]() mutable {
        auto called = ensure_stage(cast);
        if (called.ok()) {
            called = stage_->on_loop([&](RobotPlay& play) { return play.call(number, patience, talk); });
        }
        world_.home.post([done = std::move(done), called = std::move(called)] { done(called); });
    });
    if (!taken) {
        done(Error{ErrorKind::TooMany, "demo.busy", {}});
    }
}

Result<void> Simulation::ensure_stage(const RobotCast& cast) {
    if (stage_) {
        return {};
    }
    auto stage = std::make_unique<Stage>(cast);
    YH_CHECK(stage->play.open(RobotVoices::speak()));
    stage->thread = std::make_unique<LoopThread>(stage->loop, 5);
    stage_ = std::move(stage);
    return {};
}

// Calls end with BYE and phones are unregistered before the thread goes; a server that does not answer is not waited
// for long.
void Simulation::strike_stage() {
    if (!stage_) {
        return;
    }
    const SystemClock clock;
    const auto until = clock.now() + seconds{3};
    stage_->on_loop([](RobotPlay& play) {
        play.stop();
        return true;
    });
    while (clock.now() < until && !stage_->on_loop([](RobotPlay& play) { return play.is_over(); })) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    stage_->thread->join();
    stage_.reset();
}

void Simulation::close() {
    if (!worker_) {
        return;
    }
    std::promise<void> struck;
    // The queue has room for the switch's jobs only; this one must not be refused.
    while (!worker_->post([&] {
        strike_stage();
        struck.set_value();
    })) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    struck.get_future().wait();
    worker_.reset();
}

}  // namespace yh::app
