#include "main/robot_play.h"

#include "base/log.h"
#include "base/random.h"

namespace yh::app {

namespace {

const model::TenantId robots_tenant{1};

std::shared_ptr<model::Directory> empty_directory(const RobotCast& cast) {
    auto directory = std::make_shared<model::Directory>();
    model::Tenant tenant;
    tenant.id = robots_tenant;
    tenant.code = cast.tenant_code;
    tenant.state_after_login = model::AgentState::Ready;
    directory->tenants.push_back(std::move(tenant));
    return directory;
}

media::PromptPtr speak_or_play(std::string_view text, int speed) {
    media::SpeechOptions how;
    how.words_per_minute = speed;
    auto said = media::speak_prompt(text, how);
    if (!said.ok()) {
        log().warn("robots.no_voice", {{"code", said.error().code}});
        return media::hold_music_prompt();
    }
    return *std::move(said);
}

}  // namespace

RobotVoices RobotVoices::speak() {
    return {speak_or_play("您好，我上个星期买的路由器连不上网，请帮我看一下是什么原因。谢谢。", 150),
            speak_or_play("您好，这里是客户服务中心，很高兴为您服务。请您先检查一下电源，再重新启动设备。", 175)};
}

RobotPlay::RobotPlay(Loop& loop, RobotCast cast)
    : loop_{loop},
      cast_{std::move(cast)},
      customers_{{loop.timers(), loop.clock(), ids_, robots_tenant}, customer_config(cast_), random_u64()},
      agents_{{loop.timers(), loop.clock(), ids_, robots_tenant}, {}, random_u64()} {}

robots::CustomerConfig RobotPlay::customer_config(const RobotCast& cast) {
    robots::CustomerConfig config;
    config.trunk = model::TrunkId{1};
    config.numbers = cast.numbers;
    config.calls = cast.calls;
    config.rate_per_s = cast.rate_per_s;
    config.talk_least = cast.talk_least;
    config.talk_most = cast.talk_most;
    return config;
}

Result<void> RobotPlay::open(const RobotVoices& voices) {
    const auto& ports = cast_.ports;
    const auto middle = static_cast<std::uint16_t>((ports.first + ports.last) / 2 / 2 * 2);
    YH_TRY(customer_stage_,
           open_stage(cast_.customers_at, {ports.address, ports.first, static_cast<std::uint16_t>(middle - 1)},
                      customers_));
    YH_TRY(agent_stage_, open_stage(ports.address + ":0", {ports.address, middle, ports.last}, agents_));
    customers_.connect(*customer_stage_.endpoint, *customer_stage_.engine);
    agents_.connect(*agent_stage_.endpoint, *agent_stage_.engine);
    customer_stage_.engine->set_prompt("prompt:robot_customer", voices.customer);
    agent_stage_.engine->set_prompt("prompt:robot_agent", voices.agent);
    customer_stage_.endpoint->set_directory(line_to_server());
    return {};
}

Result<RobotPlay::Stage> RobotPlay::open_stage(const std::string& listen, const PortRange& ports,
                                               calls::SignalEvents& robot) {
    Stage stage;
    media::EngineConfig media_config;
    media_config.bind_address = ports.address;
    media_config.first_port = ports.first;
    media_config.last_port = ports.last;
    media_config.workers = 1;
    YH_TRY(stage.engine, media::Engine::create(loop_, media_config, ears_));
    sip::EndpointConfig sip_config;
    YH_TRY(const auto address, sip::Address::parse(listen));
    sip_config.flows.listen = {address};
    sip_config.product = "Yinghe robots";
    YH_TRY(stage.endpoint, sip::Endpoint::create(loop_, sip_config, ids_, robot));
    return stage;
}

void RobotPlay::begin() {
    if (begun_) {
        return;
    }
    begun_ = true;
    agent_stage_.endpoint->set_directory(phones());
    // Phones first: customers who find nobody signed in would only wait.
    customers_begin_ = loop_.after(std::chrono::seconds{2}, [this] { customers_.start(); });
}

void RobotPlay::stop() {
    begun_ = false;
    loop_.cancel(customers_begin_);
    customers_.stop();
    agents_.stop();
    auto nobody = empty_directory(cast_);
    nobody->index();
    agent_stage_.endpoint->set_directory(std::move(nobody));
}

Result<void> RobotPlay::call(const std::string& number, Duration patience, Duration talk) {
    return customers_.call(number, patience, talk);
}

bool RobotPlay::is_over() const {
    return customers_.done() && agents_.up() == 0 && customer_stage_.engine->stats().idle() &&
           agent_stage_.engine->stats().idle();
}

// Agents register as their extension: to our own stack that is a trunk of kind register for each.
model::DirectoryPtr RobotPlay::phones() const {
    auto directory = empty_directory(cast_);
    for (const auto& phone : cast_.phones) {
        model::Trunk line;
        line.id = model::TrunkId{static_cast<std::int64_t>(directory->trunks.size()) + 1};
        line.tenant = robots_tenant;
        line.name = phone.extension;
        line.kind = model::TrunkKind::Register;
        line.address = cast_.server;
        line.username = phone.extension;
        line.password = phone.secret;
        directory->trunks.push_back(std::move(line));
    }
    directory->index();
    return directory;
}

model::DirectoryPtr RobotPlay::line_to_server() const {
    auto directory = empty_directory(cast_);
    model::Trunk line;
    line.id = model::TrunkId{1};
    line.tenant = robots_tenant;
    line.name = "server";
    line.address = cast_.server;
    directory->trunks.push_back(std::move(line));
    directory->index();
    return directory;
}

}  // namespace yh::app
