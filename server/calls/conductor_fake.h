#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "calls/conductor.h"
#include "calls/ports_fake.h"

// A small company around a conductor, with both adapters faked. Tests only.
namespace yh::calls {

using namespace std::chrono_literals;
using model::AgentState;
using model::CallResult;
using model::EndingSide;

class Events final : public EventSink {
  public:
    void on_event(const model::Event& event) override { all.push_back(event); }
    template <class T>
    std::vector<T> of() const {
        std::vector<T> found;
        for (const auto& event : all) {
            if (const auto* body = std::get_if<T>(&event.body)) {
                found.push_back(*body);
            }
        }
        return found;
    }
    std::vector<model::Event> all;
};

// One company: queue 600 with agents 8001 (Wang) and 8002 (Li) at desk phones and 8004 (Lan) at a browser; outside of
// queues extension 8003 at a desk phone and 8005 (Mei) at a browser; one trunk.
class ConductorTest : public ::testing::Test {
  protected:
    ConductorTest() {
        auto d = std::make_shared<model::Directory>();
        d->tenants.push_back({tenant, "demo", "演示公司", AgentState::Ready});
        for (const auto& [id, extension] : {std::pair{wang, "8001"}, std::pair{li, "8002"}, std::pair{zhao, "8003"}}) {
            model::User user;
            user.id = id;
            user.tenant = tenant;
            user.extension = extension;
            user.extension_type = model::ExtensionType::Sip;
            user.sign_in = model::SignIn::Phone;
            d->users.push_back(user);
        }
        for (const auto& [id, extension] : {std::pair{lan, "8004"}, std::pair{mei, "8005"}}) {
            model::User user;
            user.id = id;
            user.tenant = tenant;
            user.extension = extension;
            d->users.push_back(user);
        }
        model::Queue queue;
        queue.id = sales;
        queue.tenant = tenant;
        queue.number = "600";
        queue.ring_timeout = 20s;
        queue.max_wait = 600s;
        queue.members = {{wang, 0, 0}, {li, 0, 0}, {lan, 0, 0}};
        queue.greeting = "prompt:welcome";
        d->queues.push_back(queue);
        model::Trunk line;
        line.id = trunk;
        line.tenant = tenant;
        line.name = "carrier";
        d->trunks.push_back(line);
        d->inbound.push_back({tenant, "4008001234", {}, *model::parse_destination("queue:600")});
        d->inbound.push_back({tenant, "4008001235", {}, *model::parse_destination("extension:8003")});
        d->outbound.push_back({tenant, {"0*", "1*"}, trunk, 0, "", "4008001234"});
        d->index();
        conductor.connect(signal, media);
        directory = d;
        conductor.set_directory(std::move(d));
    }

    void online(UserId user) { conductor.on_device(tenant, user, true); }

    LegId customer_calls(const std::string& did = "4008001234") {
        const LegId leg{++legs};
        conductor.on_invited({leg, tenant, FromTrunk{trunk}, "13800000001", "", did, "their offer", "sip-call"});
        return leg;
    }
    LegId phone_dials(UserId user, const std::string& number) {
        const LegId leg{++legs};
        conductor.on_invited({leg, tenant, FromExtension{user}, "8001", "", number, "their offer", "sip-call"});
        return leg;
    }
    void advance(Duration by) {
        const auto until = clock.now() + by;
        while (timers.next() && *timers.next() <= until) {
            clock.set(*timers.next());
            timers.run_due(clock.now());
        }
        clock.set(until);
    }
    /// Media reports every closed leg and recording, as the engine does after a moment.
    void settle() {
        for (const auto leg : std::exchange(media.closed, {})) {
            conductor.on_measured(media.open[leg], leg, {});
        }
        for (const auto& started : events.of<model::RecordingStarted>()) {
            for (const auto& [call, plan] : media.plans) {
                conductor.on_recording_ended(call, {started.recording, 1000, 16000, ""});
            }
        }
        advance(0s);
    }

    const TenantId tenant{1};
    const UserId wang{11}, li{12}, zhao{13}, lan{14}, mei{15};
    const model::QueueId sales{21};
    const TrunkId trunk{31};
    model::DirectoryPtr directory;
    std::int64_t legs = 1000;
    ManualClock clock;
    TimerQueue timers;
    IdMaker ids;
    Events events;
    FakeSignal signal;
    FakeMedia media;
    Conductor conductor{{timers, clock, ids, events}, {}};
};

}  // namespace yh::calls
