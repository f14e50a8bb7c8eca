#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <unordered_map>

#include "acd/acd.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/metrics.h"
#include "base/timer_queue.h"
#include "calls/call_book.h"
#include "calls/ports.h"
#include "model/command.h"
#include "model/directory.h"
#include "model/live.h"

namespace yh::calls {

/// The only writer of live truth. Hears signalling, media, commands and time; asks the ACD; moves the calls;
/// says everything that happened to the event sink. Owned by main.
/// Thread: call loop. Ends: after `drain` and `end_all`, when no call is left.
class Conductor final : public SignalEvents, public MediaEvents {
  public:
    struct Config {
        Duration dial_timeout = std::chrono::seconds{60};  ///< internal and outbound ringing
        Duration longest_call = std::chrono::hours{4};
        Duration resume_grace = std::chrono::seconds{20};  ///< for a browser lost in mid-call; 0: the call ends at once
        Duration closing_patience = std::chrono::seconds{3};  ///< for measurements and the recording's end
    };
    /// What everything rests on; all outlive the conductor.
    struct World {
        TimerQueue& timers;
        const Clock& clock;
        IdMaker& ids;
        EventSink& events;
    };

    Conductor(World world, Config config);

    /// The two adapters, made after the conductor because they need it for their upcalls.
    void connect(SignalPort& signal, MediaPort& media);
    void set_directory(model::DirectoryPtr directory);

    /// Carries a command out, or says why not: agent.unknown, device.answers_by_hand, agent.offline, agent.resting,
    /// agent.in_call, call.unknown, call.not_yours, call.wrong_phase, number.no_route, device.offline, switch.draining.
    /// Answers the call it is about (none for state changes).
    Result<model::CallId> apply(const model::Command& command);

    /// No new calls from now on; those that are up go on.
    void drain();
    /// Ends every call, for example with {us, shutdown}.
    void end_all(const model::Ending& ending);
    std::size_t calls_up() const { return book_.size(); }

    model::LiveSnapshotPtr snapshot() const;
    /// One object of it, as it is now: cheap enough to be asked after every event. None: over, or unknown.
    std::optional<model::LiveCall> live_call(CallId call) const;
    std::optional<model::LiveAgent> live_agent(UserId user) const;
    std::optional<model::LiveQueue> live_queue(model::QueueId queue) const;

    // SignalEvents
    void on_invited(Invited invited) override;
    void on_progress(LegId leg, int status, std::string sdp) override;
    void on_answered(LegId leg, std::string sdp) override;
    void on_failed(LegId leg, int status, std::string reason_text) override;
    void on_offer(LegId leg, std::string sdp) override;
    void on_ended(LegId leg, model::Ending ending) override;
    void on_dtmf(LegId leg, char digit) override;
    void on_device(TenantId tenant, UserId user, bool online) override;

    // MediaEvents
    void on_program_finished(CallId call, LegId leg, std::int64_t program) override;
    void on_media_dtmf(LegId leg, char digit) override;
    void on_media_silent(LegId leg) override;
    void on_measured(CallId call, LegId leg, model::Quality quality) override;
    void on_recording_ended(CallId call, model::RecordingEnded ended) override;

  private:
    // conductor.cpp: events, timers, the ACD
    void say(const Call& call, model::EventBody body);
    void say_at(WallTime at, TenantId tenant, CallId call, model::EventBody body);
    void decide(acd::Input input);
    void decide_waiting();
    TenantId tenant_of(UserId user) const;
    void carry_out(const acd::Effect& effect);
    void note_signed_in(const acd::StateChanged& change);
    void arm_acd();
    void set_limit(Call& call, Duration after, void (Conductor::*what)(Call&));
    Result<CallId> set_state(const model::SetAgentState& command);
    Result<CallId> set_paused(const model::SetQueuePaused& command);

    // live.cpp: pictures
    model::LiveCall picture(const Call& call) const;
    model::LiveAgent picture(const acd::AgentView& agent) const;
    model::LiveQueue picture(const model::Queue& queue) const;
    Duration ring_time(const Call& call, const Leg& leg) const;
    std::int64_t wall_ms_of(MonoTime at) const;

    // conductor_route.cpp: where a call goes
    void route_inbound(Call& call, const Invited& invited);
    void route_dialled(Call& call, UserId user, const std::string& number);
    void go_to(Call& call, const model::Destination& destination);
    void enter_queue(Call& call, const model::Queue& queue);
    MediaProfile profile_of(UserId user, MediaSecurity otherwise) const;
    bool answer_media(Call& call, Leg& leg, const std::string& sdp);
    Result<void> may_dial_out(UserId user) const;

    // conductor_queue.cpp: the ACD's effects
    void make_offer(const acd::Offer& offer);
    void withdraw(const acd::Withdraw& withdrawn);
    void connect_offer(const acd::Connect& connected);
    void eject(const acd::Eject& ejected);
    void entered(const acd::Entered& place);
    void offer_failed(Call& call, Leg& leg, int status);
    void end_offer(Call& call, Leg& leg, model::OfferOutcome outcome);

    // conductor_dial.cpp: second parties
    void dial_extension(Call& call, const model::User& callee);
    void dial_outside(Call& call, const std::string& number);
    Leg* start_leg(Call& call, Leg leg, std::variant<ToExtension, ToTrunk> target);
    void dialling_failed(Call& call, int status);
    void on_dial_timeout(Call& call);
    void dial_target_of(Call& call);
    Result<CallId> dial(const model::Dial& command);

    // conductor_resume.cpp: browsers that were lost, and presence
    enum class TellPeer { No, Yes };
    bool is_browser(UserId user) const;
    bool can_resume(Call& call, const Leg& leg) const;
    void lose(Call& call, Leg& leg, TellPeer tell_peer);
    void ring_back(Call& call);
    void on_resume_failed(Call& call, Leg& leg, int status);
    void on_resumed(Call& call, Leg& fresh);
    void on_resume_over(Call& call);
    void stop_resuming(Call& call, const std::string& reason);
    void return_to_head(Call& call, const model::Queue& queue);
    bool fetch_silent(Call& call, Leg& leg);
    std::string music_of(const Call& call) const;
    void on_browser(const model::User& user, bool online);
    void on_away(UserId user);
    Result<CallId> answer(const model::Answer& command);

    // conductor_talk.cpp: sound
    void answer_leg(Call& call, Leg& leg);
    void bridge(Call& call);
    void hold_changed(Call& call, Leg& leg);
    void hear_program(Call& call, Leg& leg, std::vector<std::string> items, bool loop);
    void arrange(Call& call);
    void start_recording(Call& call);
    bool records(const Call& call) const;
    void hear_each_other(Call& call, Leg& leg, Leg& partner);
    /// The user's own leg in a call that is in talk. Errors: call.unknown, call.not_yours, call.wrong_phase.
    Result<Leg*> talking_leg(CallId call, UserId user);
    Result<CallId> hold(CallId call, UserId user, bool on);
    Result<CallId> mute(const model::Mute& command);
    Result<CallId> pause_recording(const model::PauseRecording& command);
    Result<CallId> send_digits(const model::SendDtmf& command);

    // conductor_finish.cpp: the one way to end
    void finish(Call& call, model::Ending ending, model::CallResult result);
    static bool with_customer(const Call& call);
    void end_leg(Call& call, Leg& leg, const model::Ending& ending, int status, bool tell_peer);
    void announce_and_finish(Call& call, std::vector<std::string> items, model::Ending ending,
                             model::CallResult result);
    void close_if_complete(Call& call);
    void close_now(Call& call);
    void on_too_long(Call& call);
    void on_announced(Call& call);
    Result<CallId> hang_up(const model::Hangup& command);
    Result<CallId> release(const model::Release& command);

    World world_;
    Config config_;
    SignalPort* signal_ = nullptr;
    MediaPort* media_ = nullptr;
    model::DirectoryPtr directory_;

    acd::Acd acd_;
    std::deque<acd::Input> undecided_;
    bool deciding_ = false;
    TimerId acd_wake_;
    MonoTime acd_wake_at_;
    CallBook book_;
    std::unordered_map<UserId, TimerId> away_;           ///< browsers that are away, until their agents count as gone
    std::unordered_map<UserId, WallTime> signed_in_at_;  ///< agents who are not offline, since when
    bool draining_ = false;
    metrics::Gauge& up_;
    metrics::Counter& finished_;
    metrics::Counter& busy_surprises_;
};

}  // namespace yh::calls
