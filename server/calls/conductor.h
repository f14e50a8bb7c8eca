#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "acd/acd.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/metrics.h"
#include "base/timer_queue.h"
#include "calls/call_book.h"
#include "calls/callback.h"
#include "calls/ports.h"
#include "calls/watch.h"
#include "model/command.h"
#include "model/directory.h"
#include "model/hiding_pools.h"
#include "model/live.h"

namespace yh::calls {

/// The only writer of live truth. Hears signalling, media, commands and time; asks the ACD; moves the calls;
/// says everything that happened to the event sink. Owned by main.
/// Thread: call loop. Ends: after `drain` and `end_all`, when no call is left.
class Conductor final : public SignalEvents, public MediaEvents {
  public:
    struct Config {
        Duration dial_timeout = std::chrono::seconds{60};      ///< internal and outbound ringing
        Duration transfer_timeout = std::chrono::seconds{30};  ///< ringing of whom a call is sent to, or who is asked
        /// Before the next trunk of a rule is taken: for any word at all, and for one of ringing.
        Duration trunk_silence = std::chrono::seconds{4};
        Duration trunk_patience = std::chrono::seconds{15};
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
    /// agent.in_call, call.unknown, call.not_yours, call.wrong_phase, number.no_route, device.offline, switch.draining,
    /// target.self, target.busy, target.offline, target.not_a_person, call.supervised, call.mode_fixed, call.yours,
    /// call.no_agent, call.party_unknown, room.unknown, room.nobody_reachable, pick_up.nothing_rings.
    /// Answers the call it is about (none for state changes).
    Result<model::CallId> apply(const model::Command& command);

    /// No new calls from now on; those that are up go on.
    void drain();
    /// A place whose caller hung up before this process began: waits on with the time it had.
    void restore_callback(Callback place);
    /// Somebody whom the process before reached by mobile still is; who was busy, resting or away stays so.
    void restore_mobile(UserId user, model::AgentState state);
    /// Ends every call, for example with {us, shutdown}.
    void end_all(const model::Ending& ending);
    std::size_t calls_up() const { return book_.size(); }

    model::LiveSnapshotPtr snapshot() const;
    /// One object of it, as it is now: cheap enough to be asked after every event. None: over, or unknown.
    std::optional<model::LiveCall> live_call(CallId call) const;
    std::optional<model::LiveAgent> live_agent(UserId user) const;
    std::optional<model::LiveQueue> live_queue(model::QueueId queue) const;

    /// A desk phone asks by REFER (RFC 3515) that the other party of `leg` goes on to `to`; with `replaces` (RFC 3891,
    /// another leg of the same phone) to the party it talks with there. Errors: as Transfer; refer.unknown.
    Result<CallId> refer(LegId leg, const std::string& to, LegId replaces);

    // SignalEvents
    void on_invited(Invited invited) override;
    void on_progress(LegId leg, int status, std::string sdp) override;
    void on_answered(LegId leg, std::string sdp) override;
    void on_failed(LegId leg, int status, std::string reason_text) override;
    void on_offer(LegId leg, std::string sdp) override;
    void on_ended(LegId leg, model::Ending ending) override;
    void on_dtmf(LegId leg, char digit) override;
    Result<void> on_refer(LegId leg, std::string to, LegId replaces) override;
    void on_device(TenantId tenant, UserId user, bool online) override;

    // MediaEvents
    void on_program_finished(CallId call, LegId leg, std::int64_t program) override;
    void on_media_dtmf(LegId leg, char digit) override;
    void on_media_silent(LegId leg) override;
    void on_measured(CallId call, LegId leg, model::Quality quality) override;
    void on_recording_ended(CallId call, model::RecordingEnded ended) override;
    void on_recording_quiet(CallId call, RecordingId recording) override;
    void on_metered(CallId call, std::vector<LegMeter> legs) override;

    /// For voice flows that ask somebody else; without it every such question fails.
    void set_lookup(LookupPort* lookup) { lookup_ = lookup; }
    /// From whom telephones hide the numbers of who lies in a public pool; without it from nobody.
    void set_hiding_pools(model::HidingPoolsPtr pools) { hiding_pools_ = std::move(pools); }
    /// Without it nobody is known, and no call has an agent of its own.
    void set_customers(CustomerPort* customers) { customers_ = customers; }
    /// None: the company does not know the number.
    void on_customer(CallId call, std::optional<KnownCustomer> found);
    /// A customer was saved or deleted: whose call it is, is asked anew of the calls with one of these numbers (in
    /// their normal form), and of those that were this customer's.
    void ask_again(TenantId tenant, model::CustomerId customer, const std::vector<std::string>& numbers);
    void on_looked_up(CallId call, std::int64_t question, LookupOutcome outcome, const LookupFields& fields);

    /// For phones that hear messages; without it they are told that it does not work.
    void set_messages(MessagePort* messages) { messages_ = messages; }
    /// What `ask_messages` brought.
    void on_messages(CallId call, Result<StoredMessages> messages);
    /// Who tells supervisors how loud a call is.
    void set_meter_sink(MeterSink* sink) { meter_sink_ = sink; }

    /// From now on looks every so often for what stands where nothing moves it any more, heals it, and says so (B24).
    void begin_watch(Duration every, WatchSink* sink);
    /// One look. What looks wrong twice in a row is healed.
    void look_for_stuck();

  private:
    /// Whether the device still has to be told that its leg is over.
    enum class TellPeer { No, Yes };

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
    void go_nowhere(Call& call, const std::string& destination);
    void enter_queue(Call& call, const model::Queue& queue);

    // conductor_customer.cpp: who calls, and whose customer that is
    void ask_customer(Call& call);
    int priority_of(const Call& call) const;
    void wait_when_known(Call& call, model::QueueId queue);
    void ring_when_known(Call& call, const model::User& callee);
    bool stops_at_door(const Call& call) const;
    void stand_at_door(Call& call);
    void go_in(Call& call);
    bool is_hidden_by_pool(const Call& call, UserId user) const;
    /// The call leaves the queue before it was let in: it counts as having been there.
    void leave_door(Call& call);
    MediaProfile profile_of(UserId user, MediaSecurity otherwise) const;
    bool answer_media(Call& call, Leg& leg, const std::string& sdp);
    std::vector<std::string> codecs_with(const Leg& leg) const;  ///< what its trunk's configuration asks for
    Result<void> may_dial_out(UserId user) const;

    // conductor_queue.cpp: the ACD's effects
    void make_offer(const acd::Offer& offer);
    void withdraw(const acd::Withdraw& withdrawn);
    void connect_offer(const acd::Connect& connected);
    void eject(const acd::Eject& ejected);
    void wait_in(const Call& call, model::QueueId queue);
    void entered(const acd::Entered& place);
    void moved(const acd::Moved& on);
    /// Outside of the queue's hours the call has gone where the queue says: true.
    bool is_closed(Call& call, const model::Queue& queue);
    bool is_outside_hours(const model::Queue& queue) const;
    UserId preferred_of(const Call& call) const;
    void offer_failed(Call& call, Leg& leg, int status);
    void end_offer(Call& call, Leg& leg, model::OfferOutcome outcome);

    // conductor_callback.cpp: callers who hung up and keep their place
    /// `call` has waited in a queue, or just left it by on_timeout. Its caller hears what the script wants, and then
    /// the call ends as always.
    void keep_place_for_callback(Call& call, const std::string& number);
    /// The caller says to which number: by key while waiting, or as the queue's on_timeout.
    void ask_callback(Call& call);
    void on_callback_key(Call& call, char key);
    void begin_callback(const Call& call);
    void wait_for_turn(Callback& place);
    void wait_later(Callback& place, Duration after);
    bool rests(Callback& place);
    void callback_entered(Callback& place, model::QueueId queue, int position);
    Callback* find_callback(CallId asked_by);
    const Callback* find_callback(CallId asked_by) const;
    Call& call_of(Callback& place);
    void end_callback_if_idle(Call& call);
    void dial_back(Call& call, Leg& agent);
    void callback_answered(Call& call);
    void callback_failed(Call& call);
    /// What the end of a call means for a place: called before anything else of `finish`.
    void prepare_end(Call& call, model::Ending& ending, model::CallResult& result);
    void drop_callback(CallId asked_by, const std::string& result);
    /// conductor_callback_lost.cpp: who gave up is called back as if they had asked for it.
    void call_lost_back(Call& call);
    bool was_lost(const Call& call) const;
    void forget_callbacks_of(const Call& call);
    Result<CallId> cancel_callback(const model::CancelCallback& command);
    void let_callbacks_go();

    // conductor_mobile.cpp: mobiles in place of seats
    Result<CallId> set_mobile(const model::SetMobile& command);
    void sign_mobile_out(UserId user);
    bool reachable(UserId user) const;
    void note_device(UserId user, bool online);
    /// Rings the user's device, or the mobile while it is signed in. Null: as start_leg.
    Leg* ring_user(Call& call, Leg leg, const model::User& user);
    Leg* ring_mobile(Call& call, Leg leg, const model::User& user);
    void forward_next(Call& call);
    void forward_answered(Call& call, Leg& leg);

    // conductor_dial.cpp: second parties
    void dial_extension(Call& call, const model::User& callee);
    void dial_outside(Call& call, const std::string& number);
    Leg* start_leg(Call& call, Leg leg, std::variant<ToExtension, ToTrunk> target);
    MediaProfile profile_for(const Call& call, const Leg& leg) const;
    bool answers_by_itself(const Call& call, const Leg& leg) const;
    /// What its device shows: not a customer's whole number where its user may not see that (R264).
    void set_caller(OutgoingLeg& out, const Call& call, const Leg& leg) const;
    model::HideNumbers hiding_from(const Call& call, UserId who) const;
    Leg leg_for(const model::User& user);
    bool may_knock(const model::User& user) const;
    void dialling_failed(Call& call, int status);
    void on_dial_timeout(Call& call);
    void dial_target_of(Call& call);
    Result<CallId> dial(const model::Dial& command);

    // conductor_trunk.cpp: outside numbers, over the trunks of their rule one after the other
    Leg* start_outside(Call& call, Leg leg, const model::OutboundRule& rule, std::string_view number);
    Leg* start_over_trunks(Call& call, Leg leg);
    bool fail_over(Call& call, Leg& leg, int status, TellPeer tell);
    void on_no_progress(LegId leg);
    void on_leg_failed(Call& call, Leg& leg, int status);
    void replace(Call& call, LegId old, LegId fresh);

    // conductor_resume.cpp: browsers that were lost, and presence
    bool is_browser(UserId user) const;
    bool can_resume(Call& call, const Leg& leg) const;
    static const Leg* leg_to_talk_with(Call& call, LegId leg);
    void lose(Call& call, Leg& leg, TellPeer tell_peer);
    static void settle_phase(Call& call);
    void ring_back(Call& call, LegId lost);
    void on_resume_failed(Call& call, Leg& leg, int status);
    Resume take_resume(Call& call, LegId lost);
    void on_resumed(Call& call, Leg& fresh);
    void on_resume_over(Call& call, LegId lost);
    void end_pair_of_lost(Call& call, LegId lost);
    void stop_resuming(Call& call, LegId lost, const std::string& reason);
    void return_to_head(Call& call, const model::Queue& queue);
    bool fetch_silent(Call& call, Leg& leg);
    void on_browser(const model::User& user, bool online);
    void on_away(UserId user);
    Result<CallId> answer(const model::Answer& command);

    // conductor_talk.cpp: sound
    void answer_leg(Call& call, Leg& leg);
    void bridge(Call& call);
    void hold_changed(Call& call, Leg& leg);
    void hear_program(Call& call, Leg& leg, std::vector<std::string> items, bool loop);
    void arrange(Call& call);
    void talk_changed(Call& call, Leg& leg);
    /// The user's own leg. Errors: call.unknown, call.not_yours; call.wrong_phase when it is over already.
    Result<Leg*> own_leg(CallId call, UserId user);
    /// … in a call that is in talk. Errors: as own_leg; call.wrong_phase.
    Result<Leg*> talking_leg(CallId call, UserId user);
    Result<CallId> hold(CallId call, UserId user, bool on);
    Result<CallId> mute(const model::Mute& command);
    Result<CallId> send_digits(const model::SendDtmf& command);

    // conductor_recording.cpp: what of a call is recorded
    static bool is_recorded(const Call& call, LegId leg);
    bool bars_recording(const Call& call) const;
    bool wants_recording(const Call& call) const;
    bool is_recorded_agent(const Call& call, UserId user) const;
    /// The recording becomes what the people who are in the talk now want of it.
    void settle_recording(Call& call);
    void begin_recording(Call& call);
    static std::optional<RecordingPlan> recording_plan(const Call& call);
    /// Errors: as talking_leg; call.not_recorded, call.never_recorded.
    Result<CallId> pause_recording(const model::PauseRecording& command);

    // conductor_hear.cpp: the one place of who hears whom
    void hear(Call& call);
    void hear_circle(Call& call, const std::vector<Leg*>& circle);
    void hear_supervised(Call& call, const std::vector<Leg*>& circle);
    void hear_looped(Call& call, Leg& leg, std::string item);
    static std::vector<Leg*> parties(Call& call);
    static std::vector<LegId> remaining(Call& call);
    static void set_parties(Call& call, const std::vector<LegId>& legs);
    std::string music_of(const Call& call) const;
    /// Tells the ACD what this agent's telephone does now.
    void set_activity(const Leg& leg, model::AgentActivity activity);

    // conductor_leave.cpp: somebody leaves a talk, and what becomes of the others; table in docs/life_of_a_call.md
    void leave(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell);
    void leave_conference(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell);
    void leave_room(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell);
    void leave_pair(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell);
    bool ends_for_all(const Call& call, const Leg& leg) const;
    void talk_on(Call& call);
    void decline(Call& call, Leg& leg);

    // conductor_transfer.cpp: blind transfer, and whom a call may go to
    struct Target {
        std::string number;
        const model::User* user = nullptr;
        const model::Queue* queue = nullptr;
        const model::OutboundRule* rule = nullptr;
    };
    /// Whom `by` may send a call to, or ask. Errors: target.self, target.busy, target.offline, number.no_route,
    /// agent.resting, agent.offline.
    Result<Target> target_of(UserId by, const std::string& to) const;
    Result<void> is_free(UserId user) const;
    /// The one leg of the user that talks with one other party. Errors: as talking_leg.
    Result<Leg*> leg_of_pair(CallId call, UserId user);
    Result<CallId> transfer(const model::Transfer& command);
    void send_on(Call& call, const Target& target);
    bool come_back(Call& call);
    Result<CallId> refer_to_other_call(Call& call, Leg& leg, LegId replaces);
    void take_in(Call& call, const Leg& consulted, LegId as);

    // conductor_consult.cpp: consultation, and what it ends in
    Result<CallId> consult(const model::Consult& command);
    Result<CallId> cancel_consult(const model::CancelConsult& command);
    Result<CallId> complete_consult(const model::CompleteConsult& command);
    Result<CallId> join_consult(const model::JoinConsult& command);
    Result<CallId> swap_consult(const model::SwapConsult& command);
    Result<Call*> consulting(CallId call, UserId user, bool answered);
    Leg* start_consulted(Call& call, const Target& target);
    void on_consult_answered(Call& call, Leg& leg);
    void on_consult_failed(Call& call, Leg& leg, const model::Ending& ending, int status, TellPeer tell);
    void drop_consult(Call& call, const model::Ending& why, model::ConsultOutcome outcome);
    void end_consult(Call& call, model::ConsultOutcome outcome);
    void complete(Call& call, const model::Ending& ending, TellPeer tell);
    void leave_consultation(Call& call, Leg& leg, const model::Ending& ending, TellPeer tell);

    // conductor_supervise.cpp: a leader in the call
    Result<CallId> supervise(const model::Supervise& command);
    Result<CallId> end_supervision(const model::EndSupervision& command);
    Result<CallId> change_mode(Call& call, model::SupervisionMode mode);
    void act_on_mode(Call& call);
    Result<CallId> release_and_talk(Call& call, UserId by);
    Result<void> ring_supervisor(Call& call, UserId leader, model::SupervisionMode mode);
    Leg* supervised_agent(Call& call, UserId leader);
    void on_supervisor_answered(Call& call, Leg& leg);
    void stop_supervision(Call& call, const model::Ending& ending, TellPeer tell);
    void take_over(Call& call);
    void drop_customer(Call& call);
    /// The supervisor becomes a party like others.
    void promote_supervisor(Call& call);

    // conductor_rooms.cpp: conference rooms, and single parties of a conference
    Result<CallId> start_room(const model::StartRoom& command);
    Result<CallId> remove_party(const model::RemoveParty& command);
    Result<CallId> mute_party(const model::MuteParty& command);
    Result<Leg*> party_of_conference(CallId call, LegId leg);
    Call* find_room(model::RoomId room);
    Call& open_call(TenantId tenant, model::Direction direction, const std::string& called);
    Call& open_room(const model::Room& room);
    int ring_participants(Call& call, const model::Room& room);
    void enter_room(Call& call, Leg& leg);
    void on_room_leg_failed(Call& call, Leg& leg, int status);
    void on_room_rung(Call& call);

    // conductor_pick_up.cpp: taking a call that rings elsewhere
    Result<CallId> pick_up(const model::PickUp& command);
    CallBook::Place ringing_for(UserId user, UserId of);
    bool may_pick_up(const Call& call, const Leg& leg, UserId user, UserId of) const;
    void take_ringing(Call& call, LegId ringing, UserId user);
    bool put_back(Call& call);

    // conductor_feature.cpp: feature codes dialled by our own phones
    /// True: the number was a feature code that begins no call of its own way, and everything is done.
    bool dial_feature(const Invited& invited, const model::User& user);
    bool join_by_phone(const Invited& invited, const model::User& user, Call& call);
    bool pick_up_by_phone(const Invited& invited, const model::User& user, const std::string& of);
    bool enter_room_by_phone(const Invited& invited, const model::User& user, const std::string& number);
    bool set_state_by_phone(const Invited& invited, const model::User& user, model::AgentState state);

    // conductor_messages.cpp: hearing the messages of one's queues
    bool hear_messages_by_phone(const Invited& invited, const model::User& user);
    void carry_out_wishes(Call& call);
    MessageToHear to_hear(TenantId tenant, const StoredMessage& message) const;

    // conductor_script.cpp: what walks a caller: flows, survey, voicemail
    void go_to_flow(Call& call, const std::string& code);
    void go_to_hours(Call& call, const std::string& code);
    void begin_script(Call& call, Phase phase, std::unique_ptr<Script> script);
    void perform(Call& call, ScriptAct act);
    bool perform_one(Call& call, ScriptAct& act);
    void perform_play(Call& call, std::vector<std::string> items);
    void listen(Call& call, Duration patience);
    void look_up(Call& call, std::string url);
    void tell_steps(Call& call);
    void set_script_timer(Call& call, Duration after);
    void on_script_key(Call& call, char digit);
    void on_script_played(Call& call);
    void on_script_time(Call& call);
    void end_script(Call& call, const std::string& reason);
    /// The call ends, or goes elsewhere: says what the script came to, and lets it go.
    void settle_script(Call& call);
    void on_digit(LegId leg, char digit);

    // conductor_voicemail.cpp: messages
    void go_to_voicemail(Call& call, const std::string& box);
    void record_message(Call& call, const RecordAct& act);
    void message_over(Call& call);
    Duration recorded(const Script& script) const;

    // conductor_announce.cpp: what waiting customers are told, and the agent's number before a talk
    void announce_place(Call& call, int position, bool entering);
    void on_announce_time(Call& call);
    void on_queue_key(Call& call, char digit);
    void introduce(Call& call);
    void prepare_texts();
    const model::TenantOptions& options_of(TenantId tenant) const;
    bool refuse_blocked(Call& call);
    int vip_priority(TenantId tenant, const std::string& number) const;

    // conductor_survey.cpp: the customer rates the service
    Result<CallId> invite_to_survey(const model::InviteToSurvey& command);
    void begin_survey(Call& call, Leg& agent, Leg& customer, model::Ending ending);
    void tell_survey(Call& call);
    /// Ends the agent's leg and asks the customer, when the company wants that of this call; false: nothing was done.
    bool ask_survey(Call& call, Leg& agent, model::Ending ending);

    // conductor_finish.cpp: the one way to end
    void finish(Call& call, model::Ending ending, model::CallResult result);
    static bool with_customer(const Call& call, const Leg& leg);
    void end_leg(Call& call, Leg& leg, const model::Ending& ending, int status, bool tell_peer);
    void free_agent(Call& call, Leg& leg, bool after_call_work);
    void announce_and_finish(Call& call, std::vector<std::string> items, model::Ending ending,
                             model::CallResult result);
    void close_if_complete(Call& call);
    void close_now(Call& call);
    void on_too_long(Call& call);
    void on_announced(Call& call);
    Result<CallId> hang_up(const model::Hangup& command);
    Result<CallId> release(const model::Release& command);

    // conductor_watch.cpp: the watchdog
    friend struct PlantedFault;  ///< of its tests, which break what cannot break by itself
    void watch_agents();
    void watch_agent(const acd::AgentView& agent);
    void watch_calls();
    void watch_call(Call& call);
    bool watch_legs(Call& call);
    void watch_queues();
    void watch_callbacks();
    void watch_alarm();
    bool is_stuck(model::Fault fault, std::int64_t id, TenantId tenant, CallId call, UserId user);

    World world_;
    Config config_;
    SignalPort* signal_ = nullptr;
    MediaPort* media_ = nullptr;
    LookupPort* lookup_ = nullptr;
    MessagePort* messages_ = nullptr;
    MeterSink* meter_sink_ = nullptr;
    CustomerPort* customers_ = nullptr;
    model::DirectoryPtr directory_;
    model::HidingPoolsPtr hiding_pools_ = std::make_shared<const model::HidingPools>();

    acd::Acd acd_;
    std::deque<acd::Input> undecided_;
    bool deciding_ = false;
    TimerId acd_wake_;
    MonoTime acd_wake_at_;
    CallBook book_;
    std::unordered_map<UserId, TimerId> away_;           ///< browsers that are away, until their agents count as gone
    std::unordered_map<UserId, WallTime> signed_in_at_;  ///< agents who are not offline, since when
    std::unordered_map<CallId, Callback> callbacks_;     ///< by the call that asked
    std::unordered_set<UserId> devices_;                 ///< users whose own device is registered
    std::unordered_set<UserId> mobiles_;                 ///< users who are signed in by mobile
    Watch watch_;
    bool draining_ = false;
    metrics::Gauge& up_;
    metrics::Counter& finished_;
    metrics::Counter& busy_surprises_;
};

}  // namespace yh::calls
