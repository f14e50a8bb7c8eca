#include <algorithm>
#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/people/filter_choices_store.h"
#include "office/people/identity.h"
#include "office/people/own_routes.h"

// Who I am, what I may, and whose records I may find.
namespace yh::office::people {

namespace {

struct QueueOfMine {
    std::string number;
    std::string name;
    bool paused = false;
};
BOOST_DESCRIBE_STRUCT(QueueOfMine, (), (number, name, paused))

struct Me {
    std::string number;
    std::string name;
    model::Role role = model::Role::Agent;
    std::string tenant;
    std::string zone;  ///< of the company's clocks, by its name in the zone database
    std::string extension;
    model::ExtensionType extension_type = model::ExtensionType::Web;
    bool device_online = false;
    model::AgentState state = model::AgentState::Offline;
    model::AgentActivity activity = model::AgentActivity::Idle;
    std::string reason;
    std::int64_t since_ms = 0;
    std::int64_t wrap_up_until_ms = 0;
    std::optional<model::CallId> call;
    std::vector<QueueOfMine> queues;
    std::vector<std::string> rights;  ///< keys of the catalogue
    DataScope data = DataScope::Own;
    std::string custom_role;  ///< code; empty: the base role itself
    std::string department;   ///< its name
    std::string nickname;
    model::HideNumbers hides_numbers = model::HideNumbers::Off;  ///< from me
    std::string avatar;                                          ///< changes with the picture; empty: none
    bool must_change_password = false;                           ///< before anything else (R006)
    bool must_set_two_factor = false;                            ///< the same
    bool by_sms = false;                                         ///< signed in so: a new password needs no old one
    std::vector<std::string> hidden_fields;                      ///< keys of the catalogue of fields: kept from me
    std::vector<std::string> fixed_fields;                       ///< what I see and do not change
    bool page_watermark = false;                                 ///< pages show who looks at them
    bool exports_need_approval = false;                          ///< mine do: they are asked for with a reason
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (number, name, role, tenant, zone, extension, extension_type, device_online, state, activity,
                       reason, since_ms, wrap_up_until_ms, call, queues, rights, data, custom_role, department,
                       nickname, hides_numbers, avatar, must_change_password, must_set_two_factor, by_sms,
                       hidden_fields, fixed_fields, page_watermark, exports_need_approval))

struct RightView {
    std::string key;
    std::string group;
    bool agent = false;
    bool leader = false;
    bool admin = false;
};
BOOST_DESCRIBE_STRUCT(RightView, (), (key, group, agent, leader, admin))

struct FieldView {
    std::string key;
    std::string group;
    bool hideable = true;  ///< false: can only be kept from being changed
};
BOOST_DESCRIBE_STRUCT(FieldView, (), (key, group, hideable))

struct RightList {
    std::vector<RightView> items;
    std::vector<FieldView> fields;
};
BOOST_DESCRIBE_STRUCT(RightList, (), (items, fields))

Me picture_of(const model::User& user, const model::Directory& directory, const model::LiveSnapshot& live) {
    Me me;
    me.number = user.number;
    me.name = user.name;
    me.role = user.role;
    if (const auto* tenant = directory.find_tenant(user.tenant)) {
        me.tenant = tenant->code;
    }
    me.extension = user.extension;
    me.extension_type = user.extension_type;
    const auto agent = std::ranges::find(live.agents, user.id, &model::LiveAgent::user);
    if (agent != live.agents.end()) {
        me.device_online = agent->device_online;
        me.state = agent->state;
        me.activity = agent->activity;
        me.reason = agent->reason;
        me.since_ms = agent->since_ms;
        me.wrap_up_until_ms = agent->wrap_up_until_ms;
        if (agent->call) {
            me.call = agent->call;
        }
    }
    for (const auto& queue : directory.queues) {
        if (queue.tenant == user.tenant &&
            std::ranges::find(queue.members, user.id, &model::QueueMember::user) != queue.members.end()) {
            const bool paused = agent != live.agents.end() &&
                                std::ranges::find(agent->paused_queues, queue.id) != agent->paused_queues.end();
            me.queues.push_back({queue.number, queue.name, paused});
        }
    }
    return me;
}

/// What I may, and where I belong.
void add_standing(Me& me, const SignedIn& who, const Office& office) {
    me.rights = who.rights().keys();
    me.data = who.data();
    me.department = who.department_name;
    me.nickname = who.nickname;
    me.must_change_password = who.duty == Duty::NewPassword;
    me.must_set_two_factor = who.duty == Duty::TwoFactor;
    me.by_sms = who.by_sms;
    me.hides_numbers = mask_for(who, *office.directory).how();
    for (const auto& line : field_catalogue()) {
        if (!who.fields.sees(line.key)) {
            me.hidden_fields.emplace_back(line.key);
        } else if (!who.fields.changes(line.key)) {
            me.fixed_fields.emplace_back(line.key);
        }
    }
    if (const auto* tenant = office.directory->find_tenant(who.tenant)) {
        me.zone = tenant->zone_name;
        me.page_watermark = tenant->options.page_watermark;
        me.exports_need_approval = tenant->options.approve_exports && !may(who, rights::approve_exports);
    }
    if (office.chart) {
        me.custom_role = office.chart->role_code(who.user);
        const auto avatar = office.chart->avatar_at_ms(who.user);
        me.avatar = avatar == 0 ? std::string{} : std::to_string(avatar);
    }
}

void show_me(Office& office, const http::Request& request, http::Reply reply) {
    office.desk.picture(office.home,
                        [&office, who = asker(request),
                         reply = std::make_shared<http::Reply>(std::move(reply))](const model::LiveSnapshotPtr& live) {
                            const auto* user = office.directory->find_user(who.user);
                            if (user == nullptr) {
                                reply->fail(not_found("user.gone"));
                                return;
                            }
                            auto me = picture_of(*user, *office.directory, *live);
                            add_standing(me, who, office);
                            answer(*reply, me);
                        });
}

void list_rights(Office&, const http::Request&, http::Reply reply) {
    RightList list;
    for (const auto& line : right_catalogue()) {
        list.items.push_back({std::string{line.key}, std::string{line.group}, line.agent, line.leader, line.admin});
    }
    for (const auto& line : field_catalogue()) {
        list.fields.push_back({std::string{line.key}, std::string{line.group}, line.hideable});
    }
    answer(reply, list);
}

void show_filter_choices(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home, [who = asker(request)](db::Connection& connection) { return filter_choices(connection, who); },
        [reply = std::make_shared<http::Reply>(std::move(reply))](Result<FilterChoices> found) {
            if (found.ok()) {
                answer(*reply, *found);
            } else {
                reply->fail(std::move(found).error());
            }
        });
}

}  // namespace

void add_standing_routes(http::Router& router, Office& office) {
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/me",
                .permission = http::signed_in,
                .summary = {"Who I am, my device and my state", "当前用户、话机与状态"},
                .response = http::schema_of<Me>(),
                .handler = on_home(office, show_me)});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/rights",
                .permission = http::signed_in,
                .summary = {"Every function right and which base role has it; every field that can be kept from a role",
                            "功能权限与字段权限目录"},
                .response = http::schema_of<RightList>(),
                .handler = on_home(office, list_rights)});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/filter-choices",
                .permission = rights::see_records,
                .summary = {"The queues and people whose records I may find, former ones among them",
                            "列表筛选可选的队列与坐席"},
                .response = http::schema_of<FilterChoices>(),
                .handler = on_home(office, show_filter_choices)});
}

}  // namespace yh::office::people
