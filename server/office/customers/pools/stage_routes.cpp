#include <utility>

#include "office/customers/pools/pool_moves_store.h"
#include "office/customers/pools/stage_figures.h"
#include "office/customers/route_parts.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;

/// What a rule gave to one of its targets (使用数, R162).
struct RuleUse {
    crm::SettingId rule;
    std::string target;
    std::int64_t today = 0;
    std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(RuleUse, (), (rule, target, today, total))

template <class T>
auto answer_list(http::Reply reply) {
    return [reply = share(std::move(reply))](Result<std::vector<T>> found) {
        if (found.ok()) {
            settings::answer_items(*reply, *found);
        } else {
            reply->fail(std::move(found).error());
        }
    };
}

void show_stages(Office& office, const http::Request& request, http::Reply reply) {
    const auto object = parse_enum<crm::ObjectKind>(request.arg("object").value_or("customer"));
    if (!object.ok() || *object == crm::ObjectKind::Contact) {
        reply.fail(invalid_input("enum.unknown", "object"));
        return;
    }
    const bool leads = *object == crm::ObjectKind::Lead;
    if (leads && !people::may(people::asker(request), people::rights::see_leads)) {
        reply.fail({ErrorKind::Forbidden, "http.forbidden", {}});
        return;
    }
    office.readers.read(
        office.home,
        [asker = asker_of(office, request), object = *object](db::Connection& connection) {
            return count_by_stage(connection, asker, object);
        },
        answer_list<StageCount>(std::move(reply)));
}

void show_uses(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [asker = asker_of(office, request),
         now = to_ms(office.clock.wall())](db::Connection& connection) -> Result<std::vector<RuleUse>> {
            std::vector<RuleUse> all;
            for (const auto& rule : asker.book().allocation_rules) {
                YH_TRY(const auto uses, allocation_uses(connection, rule.id, now));
                for (const auto& use : uses) {
                    all.push_back({rule.id, use.target, use.today, use.total});
                }
            }
            return all;
        },
        answer_list<RuleUse>(std::move(reply)));
}

}  // namespace

void add_stage_routes(http::Router& router, Office& office) {
    using http::Method;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/objects/stages",
                .permission = people::rights::see_customers,
                .summary = {"How many customers or leads stand in each stage", "各阶段的客户数"},
                .query = {{"object"}},
                .response = settings::items_of<StageCount>(),
                .handler = on_home(office, show_stages)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/objects/allocations",
                .permission = people::rights::configure_crm,
                .summary = {"What allocation rules gave to whom, today and in all", "分配规则的使用数"},
                .response = settings::items_of<RuleUse>(),
                .handler = on_home(office, show_uses)});
}

}  // namespace yh::office::customers
