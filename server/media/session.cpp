#include "media/session.h"

#include <algorithm>
#include <array>

#include "base/log.h"
#include "base/metrics.h"

namespace yh::media {

Session::Session(model::CallId call, SessionHost host) : call_{call}, host_{host}, recording_{host.recordings} {}

Session::Seat* Session::find(model::LegId leg) {
    const auto at = std::ranges::find_if(legs_, [&](const Seat& seat) { return seat.leg->id() == leg; });
    return at == legs_.end() ? nullptr : &*at;
}

Result<void> Session::add(std::unique_ptr<Leg> leg, Poller& poller, MonoTime now) {
    YH_CHECK(leg->start(poller, *this, now));
    legs_.emplace_back().leg = std::move(leg);
    // A plan may have named the leg before it was there.
    apply(now);
    return {};
}

void Session::negotiate(model::LegId leg, const Agreement& agreement, MonoTime now) {
    if (auto* seat = find(leg)) {
        seat->leg->configure(agreement, now);
        apply(now);
    }
}

void Session::arrange(std::unique_ptr<ResolvedPlan> plan, MonoTime now) {
    plan_ = std::move(plan);
    apply(now);
}

void Session::send_keys(model::LegId leg, const std::string& digits) {
    auto* seat = find(leg);
    if (seat == nullptr) {
        return;
    }
    if (seat->leg->agreement() && !seat->leg->agreement()->send_event_type) {
        log().warn("media.keys_not_negotiated", {{"call", call_}, {"leg", leg}});
        return;
    }
    if (seat->leg->send_keys(digits) < digits.size()) {
        log().warn("media.keys_dropped", {{"call", call_}, {"leg", leg}});
    }
    settle();
}

void Session::close(model::LegId leg, MonoTime now, WallTime wall) {
    auto* seat = find(leg);
    if (seat == nullptr) {
        return;
    }
    seat->leg->say_goodbye(now, wall);
    host_.notices.emplace_back(LegClosed{call_, leg, seat->leg->quality()});
    const auto gone = std::move(seat->leg);
    legs_.erase(legs_.begin() + (seat - legs_.data()));
    closed_.received += gone->received();
    closed_.sent += gone->sent();
    closed_.refused += gone->refused();
    closed_.strangers += gone->strangers();
    apply(now);
    if (legs_.empty()) {
        recording_.finish(now);
    }
}

void Session::on_digit(Leg& leg, char digit) {
    host_.notices.emplace_back(KeyPressed{leg.id(), digit});
}

void Session::on_codec_changed(Leg&) {
    apply(now_);
}

std::vector<Leg*> Session::present(const std::vector<model::LegId>& ids) {
    std::vector<Leg*> legs;
    for (const auto id : ids) {
        if (auto* seat = find(id)) {
            legs.push_back(seat->leg.get());
        }
    }
    return legs;
}

void Session::want_ear(Leg& leg) {
    if (auto* seat = find(leg.id())) {
        seat->wants_ear = true;
    }
}

/// Computes all routes from the plan.
void Session::apply(MonoTime now) {
    now_ = now;
    for (auto& seat : legs_) {
        seat.leg->clear_routes();
        seat.sources.clear();
        seat.mode = Mode::Nothing;
        seat.wants_ear = false;
    }
    for (auto& seat : legs_) {
        const ResolvedHearing nothing{.leg = seat.leg->id(), .from = {}, .program = {}, .prompts = {}};
        const ResolvedHearing* hearing = &nothing;
        if (plan_) {
            const auto at = std::ranges::find(plan_->legs, seat.leg->id(), &ResolvedHearing::leg);
            hearing = at == plan_->legs.end() ? &nothing : &*at;
        }
        seat_hearing(seat, *hearing);
    }
    apply_recording(now);
    for (auto& seat : legs_) {
        seat.wants_ear = seat.wants_ear || metered();
        if (auto made = seat.leg->set_ear(seat.wants_ear ? Leg::Want::Yes : Leg::Want::No); !made) {
            log().error("media.no_decoder", {{"call", call_}, {"code", made.error().code}});
        }
    }
    settle();
}

void Session::seat_hearing(Seat& seat, const ResolvedHearing& hearing) {
    if (hearing.program != seat.program) {
        seat.program = hearing.program;
        if (seat.program) {
            seat.leg->player().play(hearing.prompts, seat.program->loop ? PlayMode::Loop : PlayMode::Once);
        } else {
            seat.leg->player().stop();
        }
    }
    route(seat, hearing);
    if (seat.mode == Mode::Mix || seat.mode == Mode::Program) {
        if (auto made = seat.leg->ensure_encoder(); !made) {
            log().error("media.no_encoder", {{"call", call_}, {"code", made.error().code}});
        }
    }
    // Without telephone-event the keys are in the sound. They are listened for only while somebody is being played to,
    // a menu or the music of a queue: it would double the cost of every plain call.
    const auto& agreement = seat.leg->agreement();
    const bool inband = agreement && !agreement->receives_events && seat.program.has_value();
    seat.wants_ear = seat.wants_ear || inband;
    if (auto made = seat.leg->set_inband_keys(inband ? Leg::Want::Yes : Leg::Want::No); !made) {
        log().error("media.no_inband_keys", {{"call", call_}, {"code", made.error().code}});
    }
}

void Session::route(Seat& seat, const ResolvedHearing& hearing) {
    auto sources = present(hearing.from);
    std::erase(sources, seat.leg.get());
    if (sources.empty()) {
        seat.mode = seat.program ? Mode::Program : Mode::Nothing;
        if (seat.mode == Mode::Nothing) {
            seat.leg->hear_nobody();
        }
        return;
    }
    if (sources.size() == 1 && !seat.program && sources[0]->relays_to(*seat.leg)) {
        seat.mode = Mode::Relay;
        sources[0]->add_listener(*seat.leg);
        return;
    }
    seat.mode = Mode::Mix;
    for (Leg* source : sources) {
        want_ear(*source);
    }
    seat.sources = std::move(sources);
}

void Session::apply_recording(MonoTime now) {
    const auto* plan = plan_ && plan_->recording && !legs_.empty() ? &*plan_->recording : nullptr;
    auto first_codec = CodecKind::Pcma;
    std::array<std::vector<Leg*>, 2> sides;
    if (plan != nullptr) {
        sides = {present(plan->left), present(plan->right)};
        for (const auto& side : sides) {
            if (!side.empty() && side[0]->receives() == CodecKind::Pcmu) {
                first_codec = CodecKind::Pcmu;
            }
        }
    }
    if (auto followed = recording_.follow(plan, first_codec, now); !followed) {
        log().error("recording.not_started", {{"call", call_}, {"code", followed.error().code}});
        host_.notices.emplace_back(
            RecordingClosed{call_, {.recording = plan->id, .failure = std::string{followed.error().code}}});
    }
    for (const auto side : {RecordingSide::Customer, RecordingSide::Agent}) {
        auto& legs = sides[static_cast<std::size_t>(side)];
        if (recording_.active() && recording_.needs_mixing(legs)) {
            std::ranges::for_each(legs, [this](Leg* leg) { want_ear(*leg); });
        }
        recording_.set_sources(side, std::move(legs));
    }
}

void Session::settle() {
    needs_ticks_ = metered() || recording_.mixes() || std::ranges::any_of(legs_, [](const Seat& seat) {
                       return seat.mode == Mode::Mix || seat.mode == Mode::Program || seat.leg->sends_keys() ||
                              seat.leg->listens_for_inband_keys();
                   });
}

void Session::tick(MonoTime now, std::uint64_t tick_number) {
    now_ = now;
    for (auto& seat : legs_) {
        speak(seat, now, tick_number);
        seat.leg->hear_inband_keys(tick_number);
    }
    recording_.tick(now, tick_number);
    if (metered()) {
        meter(tick_number);
    }
    if (const auto quiet = recording_.take_quiet()) {
        host_.notices.emplace_back(RecordingQuiet{call_, *quiet});
    }
    settle();
}

void Session::speak(Seat& seat, MonoTime now, std::uint64_t tick_number) {
    if (seat.leg->sends_keys()) {
        seat.leg->speak_key(now);
        return;
    }
    if (seat.mode == Mode::Program) {
        if (seat.leg->speak_program(now) == PlayStep::Finished) {
            finished_program(seat);
        }
    } else if (seat.mode == Mode::Mix) {
        speak_mix(seat, now, tick_number);
    }
}

void Session::speak_mix(Seat& seat, MonoTime now, std::uint64_t tick_number) {
    Mixer mixer;
    std::array<std::int16_t, frame_samples> pcm;
    mixer.begin(frame_samples);
    for (Leg* source : seat.sources) {
        if (auto* ear = source->ear()) {
            mixer.add(ear->frame(tick_number));
        }
    }
    if (seat.program) {
        const auto step = seat.leg->player().next_pcm(pcm);
        mixer.add(pcm);
        if (step == PlayStep::Finished) {
            finished_program(seat);
        }
    }
    mixer.everyone(pcm);
    seat.leg->speak_pcm(pcm, now);
}

void Session::finished_program(Seat& seat) {
    if (seat.program && !seat.program->loop) {
        host_.notices.emplace_back(ProgramFinished{call_, seat.leg->id(), seat.program->id});
    }
}

void Session::look_after(MonoTime now, WallTime wall) {
    now_ = now;
    for (auto& seat : legs_) {
        seat.leg->report(now, wall);
        if (seat.leg->fell_silent(now, host_.silence)) {
            host_.notices.emplace_back(LegSilent{seat.leg->id()});
        }
        if (!seat.one_way_said && seat.leg->one_way(now)) {
            seat.one_way_said = true;
            log().warn("media.one_way", {{"call", call_}, {"leg", seat.leg->id()}});
            metrics::counter("yinghe_media_one_way_total", "Legs that we sent to and never heard from").add();
        }
    }
    recording_.look_after(now);
}

Session::Counts Session::counts() const {
    Counts all = closed_;
    for (const auto& seat : legs_) {
        all.received += seat.leg->received();
        all.sent += seat.leg->sent();
        all.refused += seat.leg->refused();
        all.strangers += seat.leg->strangers();
    }
    return all;
}

Session::Counts Session::take_counts() {
    const auto all = counts();
    const Counts since{.received = all.received - told_.received,
                       .sent = all.sent - told_.sent,
                       .refused = all.refused - told_.refused,
                       .strangers = all.strangers - told_.strangers};
    told_ = all;
    return since;
}

}  // namespace yh::media
