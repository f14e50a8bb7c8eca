#include "office/telephony/directory_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/json.h"
#include "base/log.h"
#include "http/text.h"
#include "office/people/chart.h"
#include "office/settings/site_rows.h"

namespace yh::office::telephony {

namespace {

using settings::FlowRow;
using settings::InboundRow;
using settings::LeaderRow;
using settings::MemberRow;
using settings::OutboundRow;
using settings::ParticipantRow;
using settings::QueueRow;
using settings::RoomRow;
using settings::ScheduleRow;
using settings::SettingRow;
using settings::TenantRow;
using settings::TrunkRow;
using settings::UserRow;

model::User user_of(const UserRow& row) {
    model::User user;
    user.id = model::UserId{row.id};
    user.tenant = model::TenantId{row.tenant_id};
    user.number = row.number;
    user.name = row.name;
    user.role = row.role;
    user.extension = row.extension.value_or("");
    user.extension_type = row.extension_type;
    user.extension_secret = row.extension_secret;
    user.sign_in = row.sign_in;
    user.wraps_up = row.after_call == settings::AfterCall::WrapUp;
    user.wrap_up = std::chrono::seconds{row.wrap_up_s};
    user.mobile = row.mobile;
    user.network_proxy = row.network_proxy;
    user.record_calls = row.record_calls;
    return user;
}

// A destination was checked when it was stored; one that no longer parses ends the call instead of the server.
model::Destination destination_of(const std::string& text) {
    auto parsed = model::parse_destination(text);
    if (!parsed.ok()) {
        log().error("directory.bad_destination", {{"text", text}});
        return {};
    }
    return *std::move(parsed);
}

model::QueueService service_of(const settings::SiteQueueService& row) {
    model::QueueService service;
    service.announce_position = row.announce_position;
    service.announce_wait = row.announce_wait;
    service.announce_every = std::chrono::seconds{row.announce_every_s};
    service.voicemail_key = row.voicemail_key;
    service.callback_key = row.callback_key;
    service.keys_hint = row.keys_hint;
    service.callback_attempts = static_cast<int>(row.callback_attempts);
    service.callback_spacing = std::chrono::seconds{row.callback_spacing_s};
    service.callback_lost = row.callback_lost;
    service.overflow_after = std::chrono::seconds{row.overflow_after_s};
    service.overflow_to = row.overflow_to;
    service.required_skill = static_cast<int>(row.required_skill);
    service.skill_relaxes_every = std::chrono::seconds{row.skill_relaxes_every_s};
    service.hours = row.hours;
    service.when_closed = destination_of(row.when_closed);
    service.forward_to_mobiles = row.forward_to_mobiles;
    service.survey = row.survey;
    service.announce_agent = row.announce_agent;
    return service;
}

model::Queue queue_of(const QueueRow& row) {
    model::Queue queue;
    queue.id = model::QueueId{row.id};
    queue.tenant = model::TenantId{row.tenant_id};
    queue.number = row.number;
    queue.name = row.name;
    queue.strategy = row.strategy;
    queue.ring_timeout = std::chrono::seconds{row.ring_timeout_s};
    queue.max_wait = std::chrono::seconds{row.max_wait_s};
    queue.on_timeout = destination_of(row.on_timeout);
    queue.record = row.record;
    queue.answer_on = row.answer_on;
    queue.join_when_empty = row.join_when_empty;
    queue.leave_when_empty = row.leave_when_empty;
    queue.max_waiting = static_cast<int>(row.max_waiting);
    queue.greeting = row.greeting;
    queue.music = row.music;
    queue.service = service_of(row);
    return queue;
}

model::Trunk trunk_of(const TrunkRow& row) {
    model::Trunk trunk;
    trunk.id = model::TrunkId{row.id};
    trunk.tenant = model::TenantId{row.tenant_id};
    trunk.name = row.name;
    trunk.kind = row.kind;
    trunk.address = row.address;
    trunk.transport = row.transport;
    trunk.username = row.username;
    trunk.password = row.password;
    trunk.srtp = row.srtp;
    trunk.max_calls = static_cast<int>(row.max_calls);
    trunk.proxy = row.proxy;
    trunk.expires = std::chrono::seconds{row.expires_s};
    for (const auto codec : http::split(row.codecs, '|')) {
        if (!codec.empty()) {
            trunk.codecs.emplace_back(codec);
        }
    }
    return trunk;
}

/// JSON was checked when it was stored. What can no longer be read (a newer version wrote it) is left out and said.
template <class T>
std::optional<T> read_document(std::string_view what, std::string_view name, const std::string& text) {
    auto read = from_json<T>(text, JsonAbsent::KeepsDefault);
    if (!read.ok()) {
        log().error("directory.bad_document", {{"what", what}, {"name", name}, {"why", read.error().detail}});
        return std::nullopt;
    }
    return *std::move(read);
}

std::vector<std::string> patterns_of(std::string_view text) {
    std::vector<std::string> patterns;
    while (!text.empty()) {
        const auto bar = text.find('|');
        patterns.emplace_back(text.substr(0, bar));
        text = bar == std::string_view::npos ? std::string_view{} : text.substr(bar + 1);
    }
    return patterns;
}

/// The trunks are there already. One that is gone is left out: the rule has others.
std::vector<model::TrunkId> backups_of(const OutboundRow& row, const model::Directory& directory) {
    std::vector<model::TrunkId> ids;
    for (const auto& name : read_document<std::vector<std::string>>("backup_trunks", row.pattern, row.backup_trunks)
                                .value_or(std::vector<std::string>{})) {
        const auto trunk = std::ranges::find_if(directory.trunks, [&](const model::Trunk& one) {
            return one.tenant.value == row.tenant_id && one.name == name;
        });
        if (trunk != directory.trunks.end()) {
            ids.push_back(trunk->id);
        }
    }
    return ids;
}

Result<void> load_queues(db::Connection& connection, model::Directory& directory) {
    std::unordered_map<std::int64_t, std::size_t> at;
    YH_CHECK(connection.each<QueueRow>("SELECT * FROM queues WHERE deleted_at_ms IS NULL ORDER BY number",
                                       [&](QueueRow&& row) {
                                           at.emplace(row.id, directory.queues.size());
                                           directory.queues.push_back(queue_of(row));
                                       }));
    YH_CHECK(connection.each<LeaderRow>(
        "SELECT queue_leaders.* FROM queue_leaders JOIN users ON users.id = user_id AND status = 'active' ORDER BY "
        "user_id",
        [&](LeaderRow&& row) { directory.queues[at.at(row.queue_id)].leaders.emplace_back(row.user_id); }));
    return connection.each<MemberRow>(
        "SELECT queue_members.* FROM queue_members JOIN users ON users.id = user_id AND status = 'active' ORDER BY "
        "place",
        [&](MemberRow&& row) {
            directory.queues[at.at(row.queue_id)].members.push_back(
                {model::UserId{row.user_id}, static_cast<int>(row.penalty), static_cast<int>(row.skill_level)});
        });
}

Result<void> load_rooms(db::Connection& connection, model::Directory& directory) {
    std::unordered_map<std::int64_t, std::size_t> at;
    YH_CHECK(connection.each<RoomRow>("SELECT * FROM rooms ORDER BY number", [&](RoomRow&& row) {
        at.emplace(row.id, directory.rooms.size());
        directory.rooms.push_back(
            {model::RoomId{row.id}, model::TenantId{row.tenant_id}, row.number, row.name, {}, row.description});
    }));
    return connection.each<ParticipantRow>(
        "SELECT room_participants.* FROM room_participants JOIN users ON users.id = user_id AND status = 'active' "
        "ORDER BY place",
        [&](ParticipantRow&& row) { directory.rooms[at.at(row.room_id)].participants.emplace_back(row.user_id); });
}

Result<void> load_documents(db::Connection& connection, model::Directory& directory) {
    YH_CHECK(connection.each<SettingRow>(
        "SELECT tenant_id, key, value FROM settings WHERE key = 'options'", [&](SettingRow&& row) {
            const auto tenant =
                std::ranges::find(directory.tenants, model::TenantId{row.tenant_id}, &model::Tenant::id);
            if (tenant != directory.tenants.end()) {
                tenant->options = read_document<model::TenantOptions>("options", tenant->code, row.value)
                                      .value_or(model::TenantOptions{});
            }
        }));
    YH_CHECK(
        connection.each<FlowRow>("SELECT * FROM flows WHERE published IS NOT NULL ORDER BY code", [&](FlowRow&& row) {
            if (auto flow = read_document<model::Flow>("flow", row.code, *row.published)) {
                directory.flows.push_back({model::TenantId{row.tenant_id}, *std::move(flow)});
            }
        }));
    return connection.each<ScheduleRow>("SELECT * FROM schedules ORDER BY code", [&](ScheduleRow&& row) {
        if (auto schedule = read_document<model::Schedule>("schedule", row.code, row.document)) {
            directory.schedules.push_back({model::TenantId{row.tenant_id}, *std::move(schedule)});
        }
    });
}

}  // namespace

Result<model::DirectoryPtr> load_directory(db::Connection& connection) {
    auto directory = std::make_shared<model::Directory>();
    YH_TRY(auto transaction, connection.begin());  // all tables as of one moment
    YH_CHECK(connection.each<TenantRow>("SELECT * FROM tenants ORDER BY id", [&](TenantRow&& row) {
        directory->tenants.push_back(
            {model::TenantId{row.id}, row.code, row.name, row.state_after_login, row.prefer_opus, {}, row.zone});
    }));
    YH_TRY(const auto chart, people::Chart::load(connection));
    // Somebody who left has no telephone, no queue and no number any more.
    YH_CHECK(connection.each<UserRow>(
        fmt::format("SELECT {} FROM users WHERE deleted_at_ms IS NULL AND status = 'active' ORDER BY id",
                    settings::user_columns),
        [&](UserRow&& row) {
            auto& user = directory->users.emplace_back(user_of(row));
            user.sees_numbers = chart->rights_of(user.id, user.role).has(people::rights::see_numbers);
        }));
    YH_CHECK(connection.each<TrunkRow>("SELECT * FROM trunks ORDER BY id",
                                       [&](TrunkRow&& row) { directory->trunks.push_back(trunk_of(row)); }));
    YH_CHECK(load_queues(connection, *directory));
    YH_CHECK(load_rooms(connection, *directory));
    YH_CHECK(load_documents(connection, *directory));
    YH_CHECK(
        connection.each<InboundRow>("SELECT * FROM inbound_routes ORDER BY tenant_id, place", [&](InboundRow&& row) {
            directory->inbound.push_back({model::TenantId{row.tenant_id}, row.did,
                                          model::TrunkId{row.trunk_id.value_or(0)}, destination_of(row.destination)});
        }));
    YH_CHECK(
        connection.each<OutboundRow>("SELECT * FROM outbound_rules ORDER BY tenant_id, place", [&](OutboundRow&& row) {
            directory->outbound.push_back({model::TenantId{row.tenant_id}, patterns_of(row.pattern),
                                           model::TrunkId{row.trunk_id}, static_cast<int>(row.strip), row.prepend,
                                           row.caller_id, backups_of(row, *directory)});
        }));
    transaction.rollback();
    directory->index();
    return model::DirectoryPtr{std::move(directory)};
}

}  // namespace yh::office::telephony
