#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "model/destination.h"
#include "model/flow.h"
#include "model/ids.h"
#include "model/schedule.h"
#include "model/tenant_options.h"
#include "model/time_zone.h"
#include "model/words.h"

namespace yh::model {

struct Tenant {
    TenantId id;
    std::string code;
    std::string name;
    AgentState state_after_login = AgentState::Busy;  ///< Busy or Ready (U3)
    bool prefer_opus = false;                         ///< in browsers
    TenantOptions options{};
    std::string zone_name = "Asia/Shanghai";  ///< where its days begin and end
    TimeZonePtr zone{};                       ///< of that name; set by `Directory::index`
};

/// A person, with the device that rings for them.
struct User {
    UserId id;
    TenantId tenant;
    std::string number;  ///< 工号
    std::string name;
    Role role = Role::Agent;
    std::string extension;  ///< dialled inside the company and registered with; may be empty (no telephone)
    ExtensionType extension_type = ExtensionType::Web;
    std::string extension_secret;  ///< SIP digest password of a desk phone
    SignIn sign_in = SignIn::Page;
    bool wraps_up = false;  ///< after a queue call: wrap-up first, or ready at once
    Duration wrap_up = std::chrono::seconds{30};
    std::string mobile;
    bool network_proxy = false;  ///< R033: this person's network lets only a relay through
    RecordCalls record_calls = RecordCalls::AsQueue;
    bool sees_numbers = true;  ///< customers' numbers whole, whatever the tenant hides from others (U17)
};

struct QueueMember {
    UserId user;
    int penalty = 0;      ///< members of a higher penalty are offered calls only when no lower one can take them
    int skill_level = 0;  ///< for Strategy::Skills: higher first
};

/// What a queue does for its callers beside distributing them. Nothing of it ever delays a connection.
struct QueueService {
    bool announce_position = false;
    bool announce_wait = false;  ///< expected wait in minutes
    Duration announce_every{0};  ///< 0: only on entering
    std::string voicemail_key;   ///< "1": leave a message; empty: not offered
    std::string callback_key;    ///< "2": be called back without losing the place; empty: not offered
    std::string keys_hint;       ///< prompt that tells the keys, played after each announcement
    int callback_attempts = 3;
    Duration callback_spacing = std::chrono::minutes{5};
    bool callback_lost = false;       ///< B02: whoever gives up, or waits too long, is called back without asking
    Duration overflow_after{0};       ///< 0: never; the call keeps its time in queue
    std::string overflow_to;          ///< number of the queue it moves to
    int required_skill = 0;           ///< members below it are passed over …
    Duration skill_relaxes_every{0};  ///< … until this many seconds have lowered it by one, and again; 0: never
    std::string hours;                ///< code of a schedule; empty: always open
    Destination when_closed;
    bool forward_to_mobiles = false;  ///< R026: before on_timeout, the members' mobiles ring one after the other
    bool survey = true;               ///< takes part in the tenant's survey
    bool announce_agent = true;       ///< takes part in the tenant's announcement of the agent's number
};

struct Queue {
    QueueId id;
    TenantId tenant;
    std::string number;
    std::string name;
    Strategy strategy = Strategy::LongestIdle;
    Duration ring_timeout = std::chrono::seconds{20};
    Duration max_wait = std::chrono::seconds{600};
    Destination on_timeout;
    bool record = true;
    AnswerOn answer_on = AnswerOn::Entry;
    bool join_when_empty = true;    ///< false: a call that finds nobody signed in goes to on_timeout at once
    bool leave_when_empty = false;  ///< true: waiting calls go to on_timeout when the last member signs out
    int max_waiting = 0;            ///< 0: no limit
    std::string greeting;           ///< prompt heard on entering; empty: none
    std::string music = "music:default";
    std::vector<UserId> leaders;
    std::vector<QueueMember> members;  ///< in the order of Strategy::Linear
    QueueService service{};
};

struct Trunk {
    TrunkId id;
    TenantId tenant;
    std::string name;
    TrunkKind kind = TrunkKind::Peer;
    std::string address;  ///< "host", "host:port"; requests go there and, for a peer, come from there
    Transport transport = Transport::Udp;
    std::string username;
    std::string password;
    bool srtp = false;
    int max_calls = 0;  ///< 0: no limit
    std::string
        proxy{};  ///< requests go there instead of `address`, whose name stays in their URIs; empty: to `address`
    Duration expires = std::chrono::seconds{3600};  ///< of a registration, as we ask for it
    std::vector<std::string> codecs{};              ///< spoken with it, the best first ("PCMA"); empty: our own choice
};

/// A conference room (多方会议, R118).
struct Room {
    RoomId id;
    TenantId tenant;
    std::string number;  ///< dialled after the conference feature code
    std::string name;
    std::vector<UserId> participants;
    std::string description{};
};

struct TenantFlow {
    TenantId tenant;
    Flow flow;
};

struct TenantSchedule {
    TenantId tenant;
    Schedule schedule;
    TimeZonePtr zone{};  ///< of the schedule; set by `Directory::index`
};

struct InboundRoute {
    TenantId tenant;
    std::string did;  ///< exact number, or a pattern: * any run of digits, ? one digit
    TrunkId trunk;    ///< none: any trunk of the tenant
    Destination destination;
};

struct OutboundRule {
    TenantId tenant;
    std::vector<std::string> patterns;
    TrunkId trunk;
    int strip = 0;  ///< digits removed from the front
    std::string prepend;
    std::string caller_id;
    std::vector<TrunkId> backups{};  ///< in their order, when the trunk before them cannot serve
};

/// What the telephones need to know of all tenants: an immutable snapshot, replaced whole when anything changes.
/// Built by office/telephony; read on the call loop. Thread: any (never changes after `index`).
struct Directory {
    std::vector<Tenant> tenants;
    std::vector<User> users;
    std::vector<Queue> queues;
    std::vector<Trunk> trunks;
    std::vector<InboundRoute> inbound;
    std::vector<OutboundRule> outbound;
    std::vector<TenantFlow> flows;
    std::vector<TenantSchedule> schedules;
    std::vector<Room> rooms;

    /// Builds the look-ups, reads the time zones of tenants and schedules; call once, when all is there. Blocks.
    void index();

    const Tenant* find_tenant(TenantId id) const;
    const Tenant* find_tenant(std::string_view code) const;
    /// UTC when there is no such tenant.
    TimeZonePtr zone_of(TenantId id) const;
    const User* find_user(UserId id) const;
    const User* find_extension(TenantId tenant, std::string_view extension) const;
    const Queue* find_queue(QueueId id) const;
    const Queue* find_queue(TenantId tenant, std::string_view number) const;
    const Trunk* find_trunk(TrunkId id) const;
    const Flow* find_flow(TenantId tenant, std::string_view code) const;
    const Schedule* find_schedule(TenantId tenant, std::string_view code) const;
    /// Is the tenant's schedule of this code open at this moment? One that does not exist is always open.
    Openness openness(TenantId tenant, std::string_view code, WallTime at) const;
    const Room* find_room(RoomId id) const;
    const Room* find_room(TenantId tenant, std::string_view number) const;
    /// Exact numbers win over patterns, patterns in their order.
    const InboundRoute* route_inbound(TenantId tenant, TrunkId trunk, std::string_view did) const;
    /// The first rule with a matching pattern.
    const OutboundRule* route_outbound(TenantId tenant, std::string_view number) const;

  private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    using ByText = std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>>;

    std::unordered_map<TenantId, std::size_t> tenant_by_id_;
    std::unordered_map<UserId, std::size_t> user_by_id_;
    std::unordered_map<QueueId, std::size_t> queue_by_id_;
    std::unordered_map<TrunkId, std::size_t> trunk_by_id_;
    std::unordered_map<TenantId, ByText> extension_by_text_;
    std::unordered_map<TenantId, ByText> queue_by_text_;
};

using DirectoryPtr = std::shared_ptr<const Directory>;

/// "010*" matches 01088886666; ? stands for one character. An empty pattern matches nothing.
bool pattern_matches(std::string_view pattern, std::string_view number);

/// What is really dialled on the trunk: `strip` digits removed, then `prepend` put in front.
std::string dialled_number(const OutboundRule& rule, std::string_view number);

}  // namespace yh::model
