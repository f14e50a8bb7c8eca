#include "media/engine.h"

#include <sched.h>

#include <algorithm>

#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "media/socket.h"

namespace yh::media {
namespace {

std::string advertised(const EngineConfig& config, const SocketAddress& bind) {
    if (!config.advertised_address.empty()) {
        return config.advertised_address;
    }
    return bind.is_wildcard() ? outward_address(bind.family()).ip_text() : bind.ip_text();
}

/// The cores that this process may use, which taskset or a container may have limited.
std::size_t worker_count(const EngineConfig& config) {
    if (config.workers != 0) {
        return config.workers;
    }
    cpu_set_t cores;
    CPU_ZERO(&cores);
    const bool known = ::sched_getaffinity(0, sizeof cores, &cores) == 0;
    return known ? static_cast<std::size_t>(CPU_COUNT(&cores)) : 1;
}

Error full(std::string_view code) {
    return {ErrorKind::Full, code, {}};
}

}  // namespace

Result<std::unique_ptr<Engine>> Engine::create(Loop& call_loop, const EngineConfig& config,
                                               calls::MediaEvents& events) {
    const auto bind = SocketAddress::parse(config.bind_address, 0);
    if (!bind) {
        return invalid_input("media.address", config.bind_address);
    }
    if (!config.advertised_address.empty() && !SocketAddress::parse(config.advertised_address, 0)) {
        return invalid_input("media.address", config.advertised_address);
    }
    auto engine = std::make_unique<Engine>(Key{}, call_loop, config, events, *bind);
    if (engine->ports_.size() == 0) {
        return invalid_input("media.ports", "the port range holds no even port with its odd neighbour");
    }
    YH_TRY(engine->identity_, DtlsIdentity::create());
    YH_CHECK(engine->start_workers());
    YH_CHECK(engine->open_browser_ports());
    engine->reload_prompts();
    return engine;
}

Engine::Engine(Key, Loop& call_loop, const EngineConfig& config, calls::MediaEvents& events, SocketAddress bind)
    : loop_{call_loop},
      config_{config},
      events_{events},
      bind_{bind},
      advertised_{advertised(config, bind)},
      life_{std::make_shared<Life>()},
      ports_{config.first_port, config.last_port, config.port_rest, random_u64()},
      speech_{std::make_unique<SpeechCache>(call_loop, config.speech, [this] { on_speech_made(); })},
      files_{std::make_unique<Worker>("media-files", 65536, 5)},
      voice_files_{std::make_unique<Worker>("media-voices", 64, 10)} {
    life_->engine = this;
}

Engine::~Engine() {
    life_->engine = nullptr;
    for (auto& seat : workers_) {
        if (!seat.thread) {
            continue;  // start_workers failed half way
        }
        // A full mailbox empties within milliseconds: the worker is running.
        seat.kept.emplace_back(StopWorker{});
        while (!seat.kept.empty()) {
            send_kept();
            ::sched_yield();
        }
    }
    // Threads end first, then workers with their recording writers, then the files thread.
    workers_.clear();
}

Result<void> Engine::start_workers() {
    workers_.resize(worker_count(config_));
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        auto deliver = [&loop = loop_, life = life_](std::vector<WorkerNotice> notices) {
            loop.post([life, notices = std::move(notices)]() mutable {
                if (life->engine != nullptr) {
                    life->engine->on_notices(std::move(notices));
                }
            });
        };
        YH_TRY(workers_[i].worker,
               MediaWorker::create(
                   *files_,
                   WorkerOptions{.silence = config_.silence, .max_waiting_commands = config_.max_waiting_commands},
                   std::move(deliver)));
        workers_[i].thread = std::make_unique<Worker>("media-" + std::to_string(i), 1);
        workers_[i].thread->post([worker = workers_[i].worker.get()] { worker->run(); });
    }
    return {};
}

Result<std::string> Engine::offer(model::CallId call, model::LegId leg, const calls::MediaProfile& profile) {
    loop_.assert_here();
    const bool browser = profile.security == calls::MediaSecurity::WebRtc;
    YH_TRY(auto* state, ensure_leg(call, leg, browser ? PeerKind::Browser : PeerKind::Telephone));
    YH_CHECK(hand_over(leg, *state));
    const auto order = profile.codecs.empty() ? codec_order_for_offer(codec_like(profile))
                                              : codec_order_of(profile.codecs, codec_like(profile));
    return state->negotiation.offer(
        {.order = profile.prefer_opus ? with_opus_first(order) : order, .security = profile.security});
}

Result<calls::Negotiated> Engine::answer(model::CallId call, model::LegId leg, std::string_view offer,
                                         const calls::MediaProfile& profile) {
    loop_.assert_here();
    const bool known = legs_.contains(leg);
    const auto kind = !known && offers_browser_media(offer) ? PeerKind::Browser : PeerKind::Telephone;
    YH_TRY(auto* state, ensure_leg(call, leg, kind));
    const auto order = profile.codecs.empty() ? codec_order_for_answer(codec_like(profile))
                                              : codec_order_of(profile.codecs, codec_like(profile));
    auto answered = state->negotiation.answer(
        offer, {.order = profile.prefer_opus ? with_opus_first(order) : order, .security = profile.security});
    if (!answered) {
        // A first offer that we cannot answer opens nothing; a later one leaves the leg as it was.
        if (state->fresh) {
            discard(leg);
        }
        return std::move(answered).error();
    }
    YH_CHECK(hand_over(leg, *state));
    agree(leg, *state, answered->agreement);
    return calls::Negotiated{.sdp = std::move(answered->sdp), .flow = answered->agreement.flow};
}

Result<calls::Negotiated> Engine::accept(model::LegId leg, std::string_view answer) {
    loop_.assert_here();
    const auto at = legs_.find(leg);
    if (at == legs_.end()) {
        return not_found("media.leg_unknown");
    }
    YH_TRY(const auto agreement, at->second.negotiation.accept(answer));
    agree(leg, at->second, agreement);
    return calls::Negotiated{.sdp = {}, .flow = agreement.flow};
}

void Engine::agree(model::LegId leg, LegState& state, const Agreement& agreement) {
    state.codec = agreement.codec;
    if (agreement.remote && agreement.remote.family() != bind_.family()) {
        log().warn("media.other_address_family", {{"leg", leg}});
    }
    send(state.worker, NegotiateLeg{leg, std::make_unique<Agreement>(agreement)});
}

std::optional<CodecKind> Engine::codec_like(const calls::MediaProfile& profile) const {
    const auto at = legs_.find(profile.like);
    return at == legs_.end() ? std::nullopt : at->second.codec;
}

Result<void> Engine::hand_over(model::LegId leg, LegState& state) {
    if (!state.fresh) {
        return {};
    }
    WorkerCommand command{OpenLeg{state.call, std::move(state.fresh)}};
    if (workers_[state.worker].worker->post(std::move(command))) {
        return {};
    }
    discard(leg);
    return full("media.busy");
}

std::size_t Engine::choose_worker(model::CallId call) const {
    if (const auto at = calls_.find(call); at != calls_.end()) {
        return at->second.worker;
    }
    return static_cast<std::size_t>(std::ranges::min_element(workers_, {}, &Seat::legs) - workers_.begin());
}

void Engine::arrange(calls::MediaPlan plan) {
    loop_.assert_here();
    const auto at = calls_.find(plan.call);
    if (at == calls_.end()) {
        return;
    }
    auto resolved = std::make_unique<ResolvedPlan>();
    resolved->call = plan.call;
    resolved->metered = plan.metered;
    waiting_plans_.erase(plan.call);
    bool ready = true;
    for (const auto& hearing : plan.legs) {
        ResolvedHearing out{.leg = hearing.leg, .from = hearing.from, .program = hearing.program, .prompts = {}};
        if (out.program && !find_prompts(*out.program, plan.voices, out.prompts)) {
            // Silence until it is ready; then the plan is looked at again.
            out.program.reset();
            out.prompts.clear();
            ready = false;
        }
        resolved->legs.push_back(std::move(out));
    }
    if (!ready) {
        waiting_plans_.emplace(plan.call, plan);
    }
    if (plan.recording) {
        recordings_.try_emplace(plan.recording->id, plan.call);
        plan.recording->path = config_.recordings_folder + "/" + plan.recording->path;
        resolved->recording = std::move(plan.recording);
    }
    send(at->second.worker, ArrangeCall{std::move(resolved)});
}

void Engine::send_dtmf(model::LegId leg, std::string digits) {
    loop_.assert_here();
    if (const auto at = legs_.find(leg); at != legs_.end()) {
        send(at->second.worker, SendKeys{leg, std::move(digits)});
    }
}

void Engine::close(model::LegId leg) {
    loop_.assert_here();
    const auto at = legs_.find(leg);
    if (at == legs_.end()) {
        return;
    }
    const auto worker = at->second.worker;
    closing_[leg] = at->second.port;
    take_off(at);
    send(worker, CloseLeg{leg});
}

void Engine::send(std::size_t worker, WorkerCommand command) {
    auto& seat = workers_[worker];
    if (seat.kept.empty() && seat.worker->post(std::move(command))) {
        return;
    }
    if (seat.kept.empty()) {
        log().error("media.mailbox_full", {{"worker", worker}});
        metrics::counter("yinghe_media_mailbox_full_total",
                         "Times that a media worker did not keep up with its commands")
            .add();
    }
    seat.kept.push_back(std::move(command));  // NOLINT(bugprone-use-after-move): a post that is refused takes nothing
    if (!std::exchange(retry_armed_, true)) {
        loop_.after(std::chrono::milliseconds{2}, [life = life_] {
            if (life->engine != nullptr) {
                life->engine->retry_armed_ = false;
                life->engine->send_kept();
            }
        });
    }
}

void Engine::send_kept() {
    for (auto& seat : workers_) {
        while (!seat.kept.empty() && seat.worker->post(std::move(seat.kept.front()))) {
            seat.kept.pop_front();
        }
    }
    const bool more = std::ranges::any_of(workers_, [](const Seat& seat) { return !seat.kept.empty(); });
    if (more && life_->engine != nullptr && !std::exchange(retry_armed_, true)) {
        loop_.after(std::chrono::milliseconds{2}, [life = life_] {
            if (life->engine != nullptr) {
                life->engine->retry_armed_ = false;
                life->engine->send_kept();
            }
        });
    }
}

EngineStats Engine::stats() const {
    EngineStats stats{.calls = calls_.size(),
                      .legs = legs_.size(),
                      .closing_legs = closing_.size(),
                      .recordings = recordings_.size(),
                      .ports = ports_.size(),
                      .ports_in_use = ports_.in_use(),
                      .prompts = prompts_.size(),
                      .commands_kept = 0};
    for (const auto& seat : workers_) {
        stats.commands_kept += seat.kept.size();
    }
    return stats;
}

}  // namespace yh::media
