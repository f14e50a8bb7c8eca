#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/flow.h"
#include "model/schedule.h"
#include "model/tenant_options.h"
#include "model/words.h"
#include "office/people/sign_in_rules.h"
#include "office/settings/site_advanced.h"
#include "office/settings/site_messages.h"
#include "office/settings/site_people.h"
#include "office/settings/site_retention.h"

// A site: everything that `yinghe apply` declares and `yinghe export` prints, in the words of the site file.
// The fields and their defaults are the file's keys and defaults (durations in seconds).
namespace yh::office::settings {

enum class AfterCall { Ready, WrapUp };
BOOST_DESCRIBE_ENUM(AfterCall, Ready, WrapUp)

struct SiteUser {
    std::string number;
    std::string name;
    std::string account;   ///< empty: the number
    std::string password;  ///< empty: cannot sign in on the page (a new user), or keeps the old one
    model::Role role = model::Role::Agent;
    std::string extension;
    model::ExtensionType extension_type = model::ExtensionType::Web;
    std::string extension_secret;  ///< empty: keeps the old one
    model::SignIn sign_in = model::SignIn::Page;
    AfterCall after_call = AfterCall::Ready;
    std::int64_t wrap_up_s = 30;
    std::string mobile;
    bool network_proxy = false;  ///< the browser's telephone uses the relay only
    model::RecordCalls record_calls = model::RecordCalls::AsQueue;
    std::string nickname;
    std::string email;
    std::string department;   ///< code
    std::string custom_role;  ///< code; empty: the base role itself. Else `role` is its base, whatever stands there
    UserStatus status = UserStatus::Active;
    /// The password is only a first one: it must be changed before anything else (R006), and once there is a password,
    /// declaring it again changes nothing. As read: whether it has not been changed yet.
    bool first_password = false;

    bool operator==(const SiteUser&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteUser, (),
                      (number, name, account, password, role, extension, extension_type, extension_secret, sign_in,
                       after_call, wrap_up_s, mobile, network_proxy, record_calls, nickname, email, department,
                       custom_role, status, first_password))

struct SiteMember {
    std::string user;  ///< 工号
    std::int64_t penalty = 0;
    std::int64_t skill_level = 0;

    bool operator==(const SiteMember&) const = default;
    /// In a file, the user alone may stand for the member.
    static constexpr auto short_form() { return &SiteMember::user; }
};
BOOST_DESCRIBE_STRUCT(SiteMember, (), (user, penalty, skill_level))

/// What a queue does for its callers beside distributing them; in a file these keys stand beside the queue's others.
struct SiteQueueService {
    bool announce_position = false;
    bool announce_wait = false;
    std::int64_t announce_every_s = 0;  ///< 0: only on entering
    std::string voicemail_key;          ///< "1"; empty: not offered
    std::string callback_key;
    std::string keys_hint;  ///< prompt that tells the keys
    std::int64_t callback_attempts = 3;
    std::int64_t callback_spacing_s = 300;
    bool callback_lost = false;
    std::int64_t overflow_after_s = 0;  ///< 0: never
    std::string overflow_to;            ///< number of a queue
    std::int64_t required_skill = 0;
    std::int64_t skill_relaxes_every_s = 0;  ///< 0: never
    std::string hours;                       ///< code of a schedule; empty: always open
    std::string when_closed = "hangup";
    bool forward_to_mobiles = false;
    bool survey = true;
    bool announce_agent = true;

    bool operator==(const SiteQueueService&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteQueueService, (),
                      (announce_position, announce_wait, announce_every_s, voicemail_key, callback_key, keys_hint,
                       callback_attempts, callback_spacing_s, callback_lost, overflow_after_s, overflow_to,
                       required_skill, skill_relaxes_every_s, hours, when_closed, forward_to_mobiles, survey,
                       announce_agent))

struct SiteQueue : SiteQueueService {
    std::string number;
    std::string name;
    model::Strategy strategy = model::Strategy::LongestIdle;
    std::int64_t ring_timeout_s = 20;
    std::int64_t max_wait_s = 600;
    std::string on_timeout = "hangup";
    bool record = true;
    model::AnswerOn answer_on = model::AnswerOn::Entry;
    bool join_when_empty = true;
    bool leave_when_empty = false;
    std::int64_t max_waiting = 0;
    std::string greeting;
    std::string music = "music:default";
    std::vector<std::string> leaders;
    std::vector<SiteMember> members;

    bool operator==(const SiteQueue&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteQueue, (SiteQueueService),
                      (number, name, strategy, ring_timeout_s, max_wait_s, on_timeout, record, answer_on,
                       join_when_empty, leave_when_empty, max_waiting, greeting, music, leaders, members))

struct SiteTrunk {
    std::string name;
    model::TrunkKind kind = model::TrunkKind::Peer;
    std::string address;
    model::Transport transport = model::Transport::Udp;
    std::string username;
    std::string password;
    bool srtp = false;
    std::int64_t max_calls = 0;
    std::string proxy;              ///< "host" or "host:port" that requests are sent to instead of the address
    std::int64_t expires_s = 3600;  ///< of a registration, as we ask for it
    std::string codecs;  ///< spoken with it, the best first, separated by |: "G722|PCMA"; empty: our own choice

    bool operator==(const SiteTrunk&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteTrunk, (),
                      (name, kind, address, transport, username, password, srtp, max_calls, proxy, expires_s, codecs))

struct SiteInbound {
    std::string did;
    std::string trunk;  ///< empty: any
    std::string destination;

    bool operator==(const SiteInbound&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteInbound, (), (did, trunk, destination))

struct SiteOutbound {
    std::string pattern;  ///< alternatives separated by |
    std::string trunk;
    std::int64_t strip = 0;
    std::string prepend;
    std::string caller_id;
    std::vector<std::string> backup_trunks{};  ///< taken in their order when the trunk before them cannot serve

    bool operator==(const SiteOutbound&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteOutbound, (), (pattern, trunk, strip, prepend, caller_id, backup_trunks))

/// A conference room (多方会议, R118).
struct SiteRoom {
    std::string number;
    std::string name;
    std::string description;
    std::vector<std::string> participants;  ///< 工号

    bool operator==(const SiteRoom&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteRoom, (), (number, name, description, participants))

struct SiteTenant {
    std::string code;
    std::string name;
    model::AgentState state_after_login = model::AgentState::Busy;
    bool prefer_opus = false;            ///< browsers speak Opus; else G.711, which carriers understand as it is
    std::string zone = "Asia/Shanghai";  ///< where its days begin and end
    std::optional<model::TenantOptions> options;  ///< not mentioned: they stay as they are
    std::vector<SiteRole> role;
    std::vector<SiteDepartment> department;
    std::vector<SiteUser> user;
    std::vector<SiteTrunk> trunk;
    std::vector<SiteQueue> queue;
    std::vector<model::Schedule> schedule;
    std::vector<model::Flow> flow;  ///< as published
    std::vector<SiteRoom> room;
    std::vector<SiteInbound> inbound;
    std::vector<SiteOutbound> outbound;
    std::optional<SiteSms> sms;  ///< not mentioned: stays as it is, as does whatever stands behind it alone
    std::vector<SiteSmsSignature> sms_signature;
    std::vector<SiteSmsTemplate> sms_template;
    std::optional<SitePlatform> platform;
    std::optional<SiteRetention> retention;
    std::optional<people::SignInRules> sign_in;
    std::optional<SitePopup> popup;
    std::optional<SiteMail> mail;
    std::optional<SiteDiskAlert> disk_alert;

    bool operator==(const SiteTenant&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteTenant, (),
                      (code, name, state_after_login, prefer_opus, zone, options, role, department, user, trunk, queue,
                       schedule, flow, room, inbound, outbound, sms, sms_signature, sms_template, platform, retention,
                       popup, mail, disk_alert, sign_in))

struct Site {
    std::vector<SiteTenant> tenant;

    bool operator==(const Site&) const = default;
};
BOOST_DESCRIBE_STRUCT(Site, (), (tenant))

}  // namespace yh::office::settings
