#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/event.h"
#include "model/ids.h"
#include "model/stuck.h"
#include "model/words.h"

// The conductor's view of the world: small ports that sip and media implement, and the upcalls they make.
// Everything here happens on the call loop. SDP crosses as opaque text between the two adapters.
namespace yh::calls {

using model::CallId;
using model::LegId;
using model::RecordingId;
using model::TenantId;
using model::TrunkId;
using model::UserId;

// ---------------------------------------------------------------- signalling

/// A device registered for a user; all of the user's live bindings ring, the first to answer wins.
struct ToExtension {
    UserId user;
};
/// An outside number through a trunk.
struct ToTrunk {
    TrunkId trunk;
    std::string number;
};

struct OutgoingLeg {
    LegId leg;
    TenantId tenant;
    std::variant<ToExtension, ToTrunk> target;
    std::string caller_number;  ///< From user and P-Asserted-Identity
    std::string caller_name;
    std::string sdp;                                           ///< our offer
    std::vector<std::pair<std::string, std::string>> headers;  ///< extra, e.g. Alert-Info
    Duration answer_within{};  ///< silence of the far end for so long, not even 100, is a 408; 0: as SIP has it
};

struct FromExtension {
    UserId user;
};
struct FromTrunk {
    TrunkId trunk;
};

/// A call that reached us and passed authentication.
struct Invited {
    LegId leg;  ///< made by sip from the call loop's shared IdMaker
    TenantId tenant;
    std::variant<FromExtension, FromTrunk> source;
    std::string from_number;
    std::string from_name;
    std::string to_number;
    std::string sdp;  ///< empty: the peer wants our offer in the 200
    std::string sip_call_id;
};

/// How a leg is told to go: `status` for one that was not answered (486, 480, 503 …), the Reason header otherwise.
struct LegClosing {
    int status = 480;
    std::string reason_text;
    int q850_cause = 16;
};

/// Implemented by sip. Nothing here waits; outcomes come back through SignalEvents. An unknown leg is ignored.
class SignalPort {
  public:
    virtual ~SignalPort() = default;
    /// Errors at once: device.offline (no binding), trunk.unknown, trunk.down, sip.address.
    virtual Result<void> invite(OutgoingLeg leg) = 0;
    /// Whether all the user's live bindings are reached over TLS, so that a key may stand in an SDP to them.
    virtual bool is_private(UserId user) const {
        (void)user;
        return false;
    }
    /// 180 or 183 on an incoming leg; with SDP it is early media.
    virtual void progress(LegId leg, int status, std::string sdp) = 0;
    virtual void answer(LegId leg, std::string sdp) = 0;
    /// Our re-INVITE inside an established leg; glare (491) is retried inside.
    virtual void offer(LegId leg, std::string sdp) = 0;
    /// Answers the offer of on_offer; an error sends 488.
    virtual void answer_offer(LegId leg, Result<std::string> sdp) = 0;
    /// Rejects, cancels or hangs up, whatever the leg's state asks for. No on_ended follows.
    virtual void close(LegId leg, LegClosing why) = 0;
    /// The dialog known as `from` is known as `to` from now on: its party moves to another call (RFC 3891). Errors:
    /// leg.unknown; command.unsupported where nobody has made it.
    virtual Result<void> rename(LegId from, LegId to) {
        (void)from;
        (void)to;
        return Error{ErrorKind::Unsupported, "command.unsupported", {}};
    }
    /// Whether it still has this leg: the watchdog asks (B24).
    virtual bool has_leg(LegId /*leg*/) const { return true; }
};

/// Implemented by calls. After on_failed or on_ended the leg is gone for sip.
class SignalEvents {
  public:
    virtual ~SignalEvents() = default;
    virtual void on_invited(Invited invited) = 0;
    /// 180 or 183 from the far end; `sdp` is empty or early media.
    virtual void on_progress(LegId leg, int status, std::string sdp) = 0;
    /// `sdp`: the answer to our offer; for an incoming leg without offer, the answer in the ACK.
    virtual void on_answered(LegId leg, std::string sdp) = 0;
    /// A leg that we called will not be answered: final status, or 408 on silence, 503 when the flow broke.
    virtual void on_failed(LegId leg, int status, std::string reason_text) = 0;
    /// The peer's re-INVITE or UPDATE; must be answered with answer_offer, now or later. Empty SDP: wants our offer.
    virtual void on_offer(LegId leg, std::string sdp) = 0;
    /// BYE, CANCEL, session timer ran out, or the flow was lost for good.
    virtual void on_ended(LegId leg, model::Ending ending) = 0;
    virtual void on_dtmf(LegId leg, char digit) = 0;
    /// A telephone of ours asks by REFER (RFC 3515) that the other party of `leg` goes on to `to`; with `replaces`
    /// (RFC 3891) to the party of that other leg of the same user. `leg` may be closed in here: its BYE waits until the
    /// telephone has heard the outcome. Errors are what it hears; command.unsupported where nobody has made it.
    virtual Result<void> on_refer(LegId leg, std::string to, LegId replaces) {
        (void)leg;
        (void)to;
        (void)replaces;
        return Error{ErrorKind::Unsupported, "command.unsupported", {}};
    }
    /// The user's first binding came (true) or the last went.
    virtual void on_device(TenantId tenant, UserId user, bool online) = 0;
};

// ---------------------------------------------------------------- media

/// WebRtc: ICE-lite and DTLS-SRTP towards a browser. An offer that comes with a fingerprint is answered so by itself.
enum class MediaSecurity { None, SdesOptional, Sdes, WebRtc };

/// How to set a leg up.
struct MediaProfile {
    LegId like;  ///< prefer this leg's codec, so that relaying needs no transcoding; none: our own order
    MediaSecurity security = MediaSecurity::None;
    bool prefer_opus = false;  ///< of a browser: else G.711, which needs no transcoding
    /// Only these are spoken, the best first, `like` before them: "PCMA", "PCMU", "G722", "opus". Empty: our own
    /// choice.
    std::vector<std::string> codecs{};
};

/// Who may send, from our side of the leg.
enum class MediaFlow { Both, SendOnly, ReceiveOnly, Nothing };

struct Negotiated {
    std::string sdp;  ///< what to send to the peer; empty after `accept`
    MediaFlow flow = MediaFlow::Both;
};

/// A list of prompts played one after the other: "tone:ringback", "tone:busy", "tone:beep", "music:default",
/// "prompt:NAME", "say:TEXT" (read aloud), "digits:8001" (read digit by digit), "recording:PATH" (below the recordings
/// folder). `id` comes back in on_program_finished; a looping program never finishes.
struct Program {
    std::int64_t id = 0;
    std::vector<std::string> items;
    bool loop = false;

    bool operator==(const Program&) const = default;
};

/// What one leg hears: a program, or other legs (one: relayed without touching the payload where both sides
/// speak the same codec; several: mixed), or nothing.
struct Hearing {
    LegId leg;
    std::vector<LegId> from;
    std::optional<Program> program;
};

struct RecordingPlan {
    RecordingId id;
    std::string path;  ///< relative to the recordings folder
    std::vector<LegId> left;
    std::vector<LegId> right;
    bool paused = false;
    bool mono = false;  ///< one channel, the left legs: a message
    Duration quiet{0};  ///< once nothing was heard on the left for so long, that is said; 0: never
};

/// The whole arrangement of one call, declared anew at every change; the worker applies the difference.
/// A leg that is not mentioned hears nothing. A recording that is no longer mentioned is closed.
struct MediaPlan {
    CallId call;
    std::vector<Hearing> legs;
    std::optional<RecordingPlan> recording;
    std::string voices{};  ///< whose voice files come before everybody's: the company's code
    bool metered = false;  ///< how loud each leg is, and how good its line, is told twice a second (on_metered)
};

/// How a leg sounds just now.
struct LegMeter {
    LegId leg;
    int level = 0;   ///< of what it says: 0 is silence (−60 dBFS and below), 100 as loud as sound can be
    double mos = 0;  ///< of its line, 1…4.5; 0: nothing was heard yet
};

/// Implemented by media. SDP work and socket set-up happen here and now (no blocking call among them);
/// packets belong to the call's media worker. All legs of one call live on one worker.
class MediaPort {
  public:
    virtual ~MediaPort() = default;
    /// Opens a leg, or renegotiates an open one, with an offer of ours. Errors: media.ports_full.
    virtual Result<std::string> offer(CallId call, LegId leg, const MediaProfile& profile) = 0;
    /// Answers the peer's offer; opens the leg the first time. Errors: sdp.malformed, sdp.no_common_codec,
    /// media.ports_full.
    virtual Result<Negotiated> answer(CallId call, LegId leg, std::string_view offer, const MediaProfile& profile) = 0;
    /// Takes the peer's answer to our offer.
    virtual Result<Negotiated> accept(LegId leg, std::string_view answer) = 0;
    virtual void arrange(MediaPlan plan) = 0;
    virtual void send_dtmf(LegId leg, std::string digits) = 0;
    /// Deletes a recording that has ended and that nobody wants.
    virtual void discard_recording(std::string /*path*/) {}
    /// These texts will be played: they are made ready meanwhile, so that no caller waits for them.
    virtual void prepare(std::vector<std::string> /*items*/) {}
    /// Frees the leg; on_measured follows for a leg that was open. The call's recording is closed with its last leg.
    virtual void close(LegId leg) = 0;
    /// Whether it still has this leg: the watchdog asks (B24).
    virtual bool has_leg(LegId /*leg*/) const { return true; }
};

/// Implemented by calls.
class MediaEvents {
  public:
    virtual ~MediaEvents() = default;
    virtual void on_program_finished(CallId call, LegId leg, std::int64_t program) = 0;
    virtual void on_media_dtmf(LegId leg, char digit) = 0;
    /// Nothing received for the time-out while the peer should be sending.
    virtual void on_media_silent(LegId leg) = 0;
    virtual void on_measured(CallId call, LegId leg, model::Quality quality) = 0;
    virtual void on_recording_ended(CallId call, model::RecordingEnded ended) = 0;
    /// As `RecordingPlan::quiet` asked for; said once.
    virtual void on_recording_quiet(CallId /*call*/, RecordingId /*recording*/) {}
    /// As `MediaPlan::metered` asked for; said twice a second.
    virtual void on_metered(CallId /*call*/, std::vector<LegMeter> /*legs*/) {}
};

// ---------------------------------------------------------------- look-ups of voice flows

/// How a look-up ended, and what it brought.
enum class LookupOutcome { Found, Missing, Failed };
using LookupFields = std::vector<std::pair<std::string, std::string>>;

/// Asks somebody else's HTTP server, for a voice flow. Implemented by main. Nothing waits here; the answer comes as
/// `Conductor::on_looked_up` on the call loop, at the latest after the time-out.
class LookupPort {
  public:
    virtual ~LookupPort() = default;
    virtual void look_up(CallId call, std::int64_t question, std::string url) = 0;
};

// ---------------------------------------------------------------- messages heard by telephone

/// A message (留言) that can be heard.
struct StoredMessage {
    RecordingId id;
    std::string path;  ///< below the recordings folder
    WallTime left_at;
    bool listened = false;  ///< somebody has heard it already
};

struct StoredMessages {
    std::vector<StoredMessage> items;
    bool may_remove = false;  ///< whether this person may delete messages
};

/// The messages that a person may hear, kept by the office. Implemented by main. Nothing waits here; what was asked
/// for comes as `Conductor::on_messages` on the call loop.
class MessagePort {
  public:
    virtual ~MessagePort() = default;
    virtual void ask_messages(CallId call, UserId user) = 0;
    virtual void mark_listened(UserId user, RecordingId message) = 0;
    virtual void remove_message(UserId user, RecordingId message) = 0;
};

// ---------------------------------------------------------------- what is told beside the events

/// A supervised call's sound, for the pages of who supervises it. Implemented by the office; must not block.
class MeterSink {
  public:
    virtual ~MeterSink() = default;
    virtual void on_meters(CallId call, UserId supervisor, const std::vector<LegMeter>& legs) = 0;
};

/// Hears what the watchdog found stuck and has healed. Implemented by main; must not block.
class WatchSink {
  public:
    virtual ~WatchSink() = default;
    virtual void on_healed(const std::vector<model::Healed>& healed) = 0;
};

// ---------------------------------------------------------------- customers

/// What a company knows of whom it talks to.
struct KnownCustomer {
    model::CustomerId id;
    std::string name;
    UserId owner;           ///< 所属人: rings first, where the company wants that (R088); none: nobody yet
    std::string level;      ///< one of the company's customer levels, by name
    std::int64_t pool = 0;  ///< the public pool that it lies in; 0: none

    bool operator==(const KnownCustomer&) const = default;
};

/// Knows customers by their numbers, in whatever way a number is written. Implemented by main. Nothing waits here; the
/// answer comes as `Conductor::on_customer` on the call loop, or never.
class CustomerPort {
  public:
    virtual ~CustomerPort() = default;
    virtual void find_customer(CallId call, TenantId tenant, std::string number) = 0;
};

// ---------------------------------------------------------------- out

/// Receives every event, in order. Thread: call loop; must not block.
class EventSink {
  public:
    virtual ~EventSink() = default;
    virtual void on_event(const model::Event& event) = 0;
};

}  // namespace yh::calls
