#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/words.h"
#include "office/settings/site.h"

// Rows of the configuration tables (migrations 0002, 0003, 0005, 0007 and 0011), as the stores here read and write
// them.
namespace yh::office::settings {

struct SettingRow {
    std::int64_t tenant_id = 0;  ///< 0: of the whole installation
    std::string key;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(SettingRow, (), (tenant_id, key, value))

struct TenantRow {
    std::int64_t id = 0;
    std::string code;
    std::string name;
    model::AgentState state_after_login = model::AgentState::Busy;
    std::int64_t created_at_ms = 0;
    bool prefer_opus = false;
    std::string zone;
};
BOOST_DESCRIBE_STRUCT(TenantRow, (), (id, code, name, state_after_login, created_at_ms, prefer_opus, zone))

struct UserRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string number;
    std::string name;
    std::string account;
    std::string password_hash;
    model::Role role = model::Role::Agent;
    std::optional<std::string> extension;
    model::ExtensionType extension_type = model::ExtensionType::Web;
    std::string extension_secret;
    model::SignIn sign_in = model::SignIn::Page;
    AfterCall after_call = AfterCall::Ready;
    std::int64_t wrap_up_s = 30;
    std::string mobile;
    bool network_proxy = false;
    model::RecordCalls record_calls = model::RecordCalls::AsQueue;
    std::string nickname;
    std::string email;
    std::optional<std::int64_t> department_id;
    std::optional<std::int64_t> role_id;
    UserStatus status = UserStatus::Active;
    bool must_change_password = false;
    std::optional<std::int64_t> deleted_at_ms;

    bool operator==(const UserRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(UserRow, (),
                      (id, tenant_id, number, name, account, password_hash, role, extension, extension_type,
                       extension_secret, sign_in, after_call, wrap_up_s, mobile, network_proxy, record_calls, nickname,
                       email, department_id, role_id, status, must_change_password, deleted_at_ms))

/// The columns of a UserRow; the table has more, which belong to signing in.
inline constexpr std::string_view user_columns =
    "id, tenant_id, number, name, account, password_hash, role, extension, extension_type, extension_secret, sign_in, "
    "after_call, wrap_up_s, mobile, network_proxy, record_calls, nickname, email, department_id, role_id, status, "
    "must_change_password, deleted_at_ms";

struct RoleRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string code;
    std::string name;
    std::string description;
    model::Role base = model::Role::Agent;
    std::string rights;  ///< JSON: keys
    people::DataScope data = people::DataScope::Own;
    std::string hidden_fields;  ///< JSON: keys
    std::string fixed_fields;
};
BOOST_DESCRIBE_STRUCT(RoleRow, (),
                      (id, tenant_id, code, name, description, base, rights, data, hidden_fields, fixed_fields))

struct DepartmentRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string code;
    std::string name;
    std::optional<std::int64_t> parent_id;
};
BOOST_DESCRIBE_STRUCT(DepartmentRow, (), (id, tenant_id, code, name, parent_id))

struct TrunkRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string name;
    model::TrunkKind kind = model::TrunkKind::Peer;
    std::string address;
    model::Transport transport = model::Transport::Udp;
    std::string username;
    std::string password;
    bool srtp = false;
    std::int64_t max_calls = 0;
    std::string proxy;
    std::int64_t expires_s = 3600;
    std::string codecs;

    bool operator==(const TrunkRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(TrunkRow, (),
                      (id, tenant_id, name, kind, address, transport, username, password, srtp, max_calls, proxy,
                       expires_s, codecs))

struct QueueRow : SiteQueueService {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string number;
    std::string name;
    model::Strategy strategy = model::Strategy::LongestIdle;
    std::int64_t ring_timeout_s = 20;
    std::int64_t max_wait_s = 600;
    std::string on_timeout;
    bool record = true;
    model::AnswerOn answer_on = model::AnswerOn::Entry;
    bool join_when_empty = true;
    bool leave_when_empty = false;
    std::int64_t max_waiting = 0;
    std::string greeting;
    std::string music;
    std::optional<std::int64_t> deleted_at_ms;

    bool operator==(const QueueRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(QueueRow, (SiteQueueService),
                      (id, tenant_id, number, name, strategy, ring_timeout_s, max_wait_s, on_timeout, record, answer_on,
                       join_when_empty, leave_when_empty, max_waiting, greeting, music, deleted_at_ms))

struct MemberRow {
    std::int64_t queue_id = 0;
    std::int64_t user_id = 0;
    std::int64_t place = 0;
    std::int64_t penalty = 0;
    std::int64_t skill_level = 0;

    bool operator==(const MemberRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(MemberRow, (), (queue_id, user_id, place, penalty, skill_level))

struct LeaderRow {
    std::int64_t queue_id = 0;
    std::int64_t user_id = 0;

    bool operator==(const LeaderRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(LeaderRow, (), (queue_id, user_id))

struct InboundRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t place = 0;
    std::string did;
    std::optional<std::int64_t> trunk_id;
    std::string destination;
};
BOOST_DESCRIBE_STRUCT(InboundRow, (), (id, tenant_id, place, did, trunk_id, destination))

struct OutboundRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t place = 0;
    std::string pattern;
    std::int64_t trunk_id = 0;
    std::int64_t strip = 0;
    std::string prepend;
    std::string caller_id;
    std::string backup_trunks = "[]";  ///< JSON: names
};
BOOST_DESCRIBE_STRUCT(OutboundRow, (),
                      (id, tenant_id, place, pattern, trunk_id, strip, prepend, caller_id, backup_trunks))

struct FlowRow {
    std::int64_t tenant_id = 0;
    std::string code;
    std::optional<std::string> published;  ///< JSON of a model::Flow
    std::optional<std::int64_t> published_at_ms;
    std::optional<std::string> draft;
    std::optional<std::int64_t> draft_at_ms;
};
BOOST_DESCRIBE_STRUCT(FlowRow, (), (tenant_id, code, published, published_at_ms, draft, draft_at_ms))

struct ScheduleRow {
    std::int64_t tenant_id = 0;
    std::string code;
    std::string document;  ///< JSON of a model::Schedule
};
BOOST_DESCRIBE_STRUCT(ScheduleRow, (), (tenant_id, code, document))

struct RoomRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string number;
    std::string name;
    std::string description;

    bool operator==(const RoomRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(RoomRow, (), (id, tenant_id, number, name, description))

struct ParticipantRow {
    std::int64_t room_id = 0;
    std::int64_t user_id = 0;
    std::int64_t place = 0;

    bool operator==(const ParticipantRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(ParticipantRow, (), (room_id, user_id, place))

/// The setting that holds a tenant's model::TenantOptions.
inline constexpr std::string_view options_key = "options";

}  // namespace yh::office::settings
