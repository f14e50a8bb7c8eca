#include <algorithm>
#include <set>
#include <utility>

#include "office/supervision/call_control_routes.h"
#include "office/supervision/live_views.h"
#include "office/supervision/route_parts.h"

// Whom I may send a call to, or ask: the leaders (组长) and members (成员) of the queue that was called, others (其他)
// with whom I share another queue, and the queues. R053, R057.
namespace yh::office::supervision {

namespace {

struct TargetView {
    std::string number;  ///< 工号, or the queue's number
    std::string name;
    std::string extension;  ///< empty for a queue
    std::optional<model::AgentState> state;
    std::optional<model::AgentActivity> activity;
    bool reachable = false;  ///< would ring now
};
BOOST_DESCRIBE_STRUCT(TargetView, (), (number, name, extension, state, activity, reachable))

struct TargetGroup {
    std::string key;
    std::vector<TargetView> items;
};
BOOST_DESCRIBE_STRUCT(TargetGroup, (), (key, items))

struct TargetGroups {
    std::vector<TargetGroup> groups;
};
BOOST_DESCRIBE_STRUCT(TargetGroups, (), (groups))

bool belongs_to(const model::Queue& queue, model::UserId user) {
    return std::ranges::find(queue.members, user, &model::QueueMember::user) != queue.members.end() ||
           std::ranges::find(queue.leaders, user) != queue.leaders.end();
}

/// Sorts people into groups; everybody appears once, in the first group that fits.
class Sorter {
  public:
    Sorter(const people::SignedIn& who, const model::LiveSnapshot& live, const model::Directory& directory)
        : live_{live}, directory_{directory}, seen_{who.user} {}

    void add(TargetGroup& group, model::UserId id) {
        const auto* user = directory_.find_user(id);
        const auto* agent = find_agent(live_, id);
        const bool online = agent != nullptr && agent->state != model::AgentState::Offline;
        if (user == nullptr || user->extension.empty() || !online || !seen_.insert(id).second) {
            return;
        }
        const bool free = agent->device_online && agent->activity == model::AgentActivity::Idle;
        group.items.push_back({user->number, user->name, user->extension, agent->state, agent->activity, free});
    }

  private:
    const model::LiveSnapshot& live_;
    const model::Directory& directory_;
    std::set<model::UserId> seen_;
};

TargetGroups targets_of(const people::SignedIn& who, model::QueueId called, const model::LiveSnapshot& live,
                        const model::Directory& directory) {
    TargetGroups all{{{"leaders", {}}, {"members", {}}, {"others", {}}, {"queues", {}}}};
    Sorter sorter{who, live, directory};
    if (const auto* queue = directory.find_queue(called)) {
        for (const auto leader : queue->leaders) {
            sorter.add(all.groups[0], leader);
        }
        for (const auto& member : queue->members) {
            sorter.add(all.groups[1], member.user);
        }
    }
    for (const auto& queue : directory.queues) {
        if (queue.tenant != who.tenant) {
            continue;
        }
        if (belongs_to(queue, who.user)) {
            for (const auto leader : queue.leaders) {
                // Without a queue that was called, the leaders of my own are the ones to ask.
                sorter.add(all.groups[called ? 2 : 0], leader);
            }
            for (const auto& member : queue.members) {
                sorter.add(all.groups[2], member.user);
            }
        }
        const auto* picture = find_queue(live, queue.id);
        all.groups[3].items.push_back(
            {queue.number, queue.name, {}, std::nullopt, std::nullopt, picture != nullptr && picture->ready > 0});
    }
    return all;
}

void show_targets(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.arg("call").value_or(""));
    office.desk.picture(office.home, [&office, who = people::asker(request), call = model::CallId{id.ok() ? *id : 0},
                                      reply = share(std::move(reply))](const model::LiveSnapshotPtr& live) {
        const auto found = std::ranges::find(live->calls, call, &model::LiveCall::id);
        const auto queue = found == live->calls.end() ? model::QueueId{} : found->queue;
        // `ready` is counted here: a picture of all queues does not come with it for every viewer.
        answer(*reply, targets_of(who, queue, *live, *office.directory));
    });
}

}  // namespace

void add_target_routes(http::Router& router, Office& office) {
    router.add({.pattern = "/api/v1/me/transfer-targets",
                .permission = people::rights::use_phone,
                .summary = {"Whom I may send a call to, or ask", "可转接、可咨询的人与队列"},
                .query = {{.name = "call"}},
                .response = http::schema_of<TargetGroups>(),
                .handler = on_home(office, show_targets)});
}

}  // namespace yh::office::supervision
