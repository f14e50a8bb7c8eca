#include <cstdint>
#include <string>
#include <string_view>

#include "sip/endpoint_core.h"

// The whole endpoint on a wire in memory: the input is a run of messages, parted by a line with only "---", that come
// from a carrier. Calls answers everything at once.
namespace {

using namespace yh;
using namespace yh::sip;

class NoWire final : public Wire {
  public:
    void send(const Hop&, std::string_view) override {}
    std::string local_host_port(const Hop&) const override { return "192.0.2.1:5060"; }
};

class NoResolver final : public Resolver {
  public:
    void resolve(const Question&, Handler) override {}
};

class QuickCalls final : public calls::SignalEvents {
  public:
    void on_invited(calls::Invited invited) override {
        last = invited.leg;
        core->progress(invited.leg, 183, "v=0\r\n");
        core->answer(invited.leg, "v=0\r\n");
    }
    void on_progress(model::LegId, int, std::string) override {}
    void on_answered(model::LegId leg, std::string) override { core->offer(leg, "v=0\r\n"); }
    void on_failed(model::LegId, int, std::string) override {}
    void on_offer(model::LegId leg, std::string) override { core->answer_offer(leg, std::string{"v=0\r\n"}); }
    void on_ended(model::LegId, model::Ending) override {}
    void on_dtmf(model::LegId, char) override {}
    void on_device(model::TenantId, model::UserId, bool) override {}

    EndpointCore* core = nullptr;
    model::LegId last;
};

model::DirectoryPtr directory() {
    auto all = std::make_shared<model::Directory>();
    model::Tenant tenant;
    tenant.id = model::TenantId{1};
    tenant.code = "demo";
    all->tenants.push_back(tenant);
    model::Trunk trunk;
    trunk.id = model::TrunkId{2};
    trunk.tenant = tenant.id;
    trunk.name = "carrier";
    trunk.address = "192.0.2.50:5060";
    all->trunks.push_back(trunk);
    all->index();
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest{reinterpret_cast<const char*>(data), size};
    const EndpointConfig config;
    ManualClock clock;
    TimerQueue timers;
    NoWire wire;
    NoResolver resolver;
    IdMaker ids;
    QuickCalls quick;
    EndpointCore core{{config, clock, timers, wire, resolver, ids, quick, [](FlowId) { return model::UserId{}; }}};
    quick.core = &core;
    core.set_directory(directory());
    Hop from;
    from.address = Address::parse("192.0.2.50:5060").value();
    constexpr std::string_view part{"\n---\n"};
    while (!rest.empty()) {
        const auto end = rest.find(part);
        core.on_received(std::string{rest.substr(0, end)}, from);
        clock.advance(std::chrono::milliseconds{300});
        timers.run_due(clock.now());
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + part.size());
    }
    core.close(quick.last, {});
    for (int i = 0; i < 5; ++i) {
        clock.advance(std::chrono::seconds{30});
        timers.run_due(clock.now());
    }
    return 0;
}
