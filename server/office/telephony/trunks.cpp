#include "office/telephony/trunks.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/json.h"
#include "office/people/identity.h"
#include "office/settings/config_body.h"

namespace yh::office::telephony {

std::vector<TrunkView> trunk_views(const model::Directory& directory, model::TenantId tenant,
                                   const std::vector<model::LiveTrunk>& live) {
    std::vector<TrunkView> views;
    for (const auto& trunk : directory.trunks) {
        if (trunk.tenant != tenant) {
            continue;
        }
        TrunkView view;
        view.name = trunk.name;
        view.kind = trunk.kind;
        view.address = trunk.address;
        view.max_calls = trunk.max_calls;
        if (const auto now = std::ranges::find(live, trunk.id, &model::LiveTrunk::id); now != live.end()) {
            view.address = now->address.empty() ? view.address : now->address;
            view.state = now->state;
            view.reason = now->reason;
            view.since_ms = now->since_ms;
            view.calls = now->calls;
        }
        views.push_back(std::move(view));
    }
    std::ranges::sort(views, {}, &TrunkView::name);
    return views;
}

void add_trunk_routes(http::Router& router, Office& office) {
    router.add({.pattern = "/api/v1/trunks/status",
                .permission = people::rights::configure,
                .summary = {"How the trunks are now", "中继状态"},
                .response = settings::items_of<TrunkView>(),
                .handler = on_home(office, [](Office& at, const http::Request& request, http::Reply reply) {
                    at.look_at_trunks([&at, tenant = people::asker(request).tenant,
                                       to = std::make_shared<http::Reply>(std::move(reply))](
                                          const std::vector<model::LiveTrunk>& live) {
                        settings::answer_items(*to, trunk_views(*at.directory, tenant, live));
                    });
                })});
}

}  // namespace yh::office::telephony
