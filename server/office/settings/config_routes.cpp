#include "office/settings/config_routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/people/identity.h"
#include "office/settings/config_body.h"
#include "office/settings/config_change.h"
#include "office/settings/config_revision.h"
#include "office/settings/dial_preview.h"
#include "office/settings/site_store.h"

namespace yh::office::settings {

namespace {

struct InboundList {
    std::vector<SiteInbound> items;
};
BOOST_DESCRIBE_STRUCT(InboundList, (), (items))

struct OutboundList {
    std::vector<SiteOutbound> items;
};
BOOST_DESCRIBE_STRUCT(OutboundList, (), (items))

struct DialQuestion {
    std::string user;  ///< 工号
    std::string number;
};
BOOST_DESCRIBE_STRUCT(DialQuestion, (), (user, number))

/// One list of a tenant: its entries, what they are called by, and its word.
template <class Entry>
struct ConfigList {
    std::string_view word;  ///< a literal
    std::vector<Entry> SiteTenant::*entries;
    std::string Entry::*name;
};

constexpr ConfigList<SiteQueue> queues{"queue", &SiteTenant::queue, &SiteQueue::number};
constexpr ConfigList<SiteTrunk> trunks{"trunk", &SiteTenant::trunk, &SiteTrunk::name};
constexpr ConfigList<model::Schedule> schedules{"schedule", &SiteTenant::schedule, &model::Schedule::code};
constexpr ConfigList<SiteRoom> rooms{"room", &SiteTenant::room, &SiteRoom::number};
constexpr ConfigList<SiteSmsSignature> sms_signatures{"sms_signature", &SiteTenant::sms_signature,
                                                      &SiteSmsSignature::name};
constexpr ConfigList<SiteSmsTemplate> sms_templates{"sms_template", &SiteTenant::sms_template, &SiteSmsTemplate::name};

/// Reads the tenant and answers with what `show` makes of it.
void with_tenant(Office& office, const http::Request& request, http::Reply reply,
                 std::function<void(http::Reply&, SiteTenant&)> show) {
    office.readers.read(
        office.home,
        [tenant = people::asker(request).tenant.value](db::Connection& connection) {
            return load_tenant(connection, tenant);
        },
        [show = std::move(show), reply = std::make_shared<http::Reply>(std::move(reply))](Result<SiteTenant> tenant) {
            if (!tenant.ok()) {
                reply->fail(std::move(tenant).error());
                return;
            }
            for (auto& trunk : tenant->trunk) {
                trunk.password.clear();
            }
            show(*reply, *tenant);
        });
}

template <class Entry>
void show_list(Office& office, const http::Request& request, http::Reply reply,
               std::vector<Entry> SiteTenant::*entries) {
    with_tenant(office, request, std::move(reply),
                [entries](http::Reply& to, SiteTenant& tenant) { answer_items(to, tenant.*entries); });
}

template <class Entry>
void put_entry(Office& office, const ConfigList<Entry>& list, const http::Request& request, http::Reply reply) {
    auto entry = config_body<Entry>(request, reply);
    if (!entry) {
        return;
    }
    const std::string name{request.param("name")};
    if ((*entry).*list.name != name) {
        refuse_fields(reply, {{list.word == "trunk" || list.word.starts_with("sms_") ? "name"
                               : list.word == "schedule"                             ? "code"
                                                                                     : "number",
                               "config.name_differs"}});
        return;
    }
    SiteEdit edit{list.word, name, {}};
    edit.seen = seen_change(request);
    edit.make = [list, entry = *std::move(entry)](db::Connection&, SiteTenant& tenant) -> Result<void> {
        auto& all = tenant.*list.entries;
        const auto at = std::ranges::find(all, entry.*list.name, list.name);
        if (at == all.end()) {
            all.push_back(entry);
        } else {
            *at = entry;
        }
        return {};
    };
    change_site(office, people::asker(request), std::move(edit), std::move(reply));
}

template <class Entry>
void delete_entry(Office& office, const ConfigList<Entry>& list, const http::Request& request, http::Reply reply) {
    SiteEdit edit{list.word, std::string{request.param("name")}, {}, true};
    edit.make = [list, name = edit.name](db::Connection&, SiteTenant& tenant) -> Result<void> {
        const auto gone = std::erase_if(tenant.*list.entries, [&](const Entry& one) { return one.*list.name == name; });
        return gone == 0 ? Result<void>{not_found("config.unknown")} : Result<void>{};
    };
    change_site(office, people::asker(request), std::move(edit), std::move(reply));
}

/// A list that is sent whole, in its order.
template <class List, class Entry>
void put_list(Office& office, std::string_view word, std::vector<Entry> SiteTenant::*entries,
              const http::Request& request, http::Reply reply) {
    auto body = config_body<List>(request, reply);
    if (!body) {
        return;
    }
    SiteEdit edit{word, {}, {}};
    edit.seen = seen_change(request);
    edit.make = [entries, items = std::move(body->items)](db::Connection&, SiteTenant& tenant) -> Result<void> {
        tenant.*entries = items;
        return {};
    };
    change_site(office, people::asker(request), std::move(edit), std::move(reply));
}

/// The options as their page has them: with the zone, which is the company's own.
struct OptionsForm : model::TenantOptions {
    std::string zone = "Asia/Shanghai";
};
BOOST_DESCRIBE_STRUCT(OptionsForm, (model::TenantOptions), (zone))

void put_options(Office& office, const http::Request& request, http::Reply reply) {
    auto options = config_body<OptionsForm>(request, reply);
    if (!options) {
        return;
    }
    SiteEdit edit{"options", {}, {}};
    edit.seen = seen_change(request);
    edit.make = [options = *std::move(options)](db::Connection&, SiteTenant& tenant) -> Result<void> {
        tenant.options = static_cast<const model::TenantOptions&>(options);
        tenant.zone = options.zone;
        return {};
    };
    change_site(office, people::asker(request), std::move(edit), std::move(reply));
}

void show_options(Office& office, const http::Request& request, http::Reply reply) {
    with_tenant(office, request, std::move(reply), [](http::Reply& to, SiteTenant& tenant) {
        answer(to, OptionsForm{tenant.options.value_or(model::TenantOptions{}), tenant.zone});
    });
}

void test_outbound(Office& office, const http::Request& request, http::Reply reply) {
    const auto question = config_body<DialQuestion>(request, reply);
    if (!question) {
        return;
    }
    const auto tenant = people::asker(request).tenant;
    const auto user = std::ranges::find_if(office.directory->users, [&](const model::User& one) {
        return one.tenant == tenant && one.number == question->user;
    });
    if (user == office.directory->users.end()) {
        refuse_fields(reply, {{"user", "config.unknown_user"}});
        return;
    }
    answer(reply, test_dial(*office.directory, *user, question->number, request.language()));
}

template <class Entry>
void add_list(http::Router& router, Office& office, const ConfigList<Entry>& list, std::string_view path,
              http::Summary summary) {
    const std::string pattern = "/api/v1/config/" + std::string{path};
    router.add({.pattern = pattern,
                .permission = people::rights::configure,
                .summary = summary,
                .response = items_of<Entry>(),
                .handler = on_home(office, [list](Office& at, const http::Request& request, http::Reply reply) {
                    show_list(at, request, std::move(reply), list.entries);
                })});
    router.add({.method = http::Method::Put,
                .pattern = pattern + "/{name}",
                .permission = people::rights::configure,
                .summary = {"Create or replace one", "新建或修改"},
                .request = http::schema_of<Entry>(),
                .status = 204,
                .handler = on_home(office, [list](Office& at, const http::Request& request, http::Reply reply) {
                    put_entry(at, list, request, std::move(reply));
                })});
    router.add({.method = http::Method::Delete,
                .pattern = pattern + "/{name}",
                .permission = people::rights::configure,
                .summary = {"Delete one that nothing uses", "删除（未被使用时）"},
                .status = 204,
                .handler = on_home(office, [list](Office& at, const http::Request& request, http::Reply reply) {
                    delete_entry(at, list, request, std::move(reply));
                })});
}

template <class List, class Entry>
void add_ordered(http::Router& router, Office& office, std::string_view word, std::vector<Entry> SiteTenant::*entries,
                 http::Summary summary) {
    const std::string pattern = "/api/v1/config/" + std::string{word};
    router.add({.pattern = pattern,
                .permission = people::rights::configure,
                .summary = summary,
                .response = items_of<Entry>(),
                .handler = on_home(office, [entries](Office& at, const http::Request& request, http::Reply reply) {
                    show_list(at, request, std::move(reply), entries);
                })});
    router.add(
        {.method = http::Method::Put,
         .pattern = pattern,
         .permission = people::rights::configure,
         .summary = {"Set the whole list, in its order", "整体保存（按顺序）"},
         .request = http::schema_of<List>(),
         .status = 204,
         .handler = on_home(office, [word, entries](Office& at, const http::Request& request, http::Reply reply) {
             put_list<List>(at, word, entries, request, std::move(reply));
         })});
}

}  // namespace

void add_config_routes(http::Router& router, Office& office) {
    add_revision_route(router, office);
    add_list(router, office, queues, "queues", {"The queues as configured", "队列配置"});
    add_list(router, office, trunks, "trunks", {"The trunks as configured, without passwords", "中继配置"});
    add_list(router, office, schedules, "schedules", {"Working hours and holidays", "工作时间与节假日"});
    add_list(router, office, rooms, "rooms", {"The conference rooms as configured", "会议室配置"});
    add_list(router, office, sms_signatures, "sms-signatures", {"Signatures of texts", "短信签名"});
    add_list(router, office, sms_templates, "sms-templates", {"Templates of texts", "短信模板"});
    add_ordered<InboundList>(router, office, "inbound", &SiteTenant::inbound, {"Inbound routes", "呼入路由"});
    add_ordered<OutboundList>(router, office, "outbound", &SiteTenant::outbound, {"Outbound rules", "外呼规则"});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/config/outbound/test",
                .permission = people::rights::configure,
                .summary = {"What would happen if this person dialled this number", "外呼测试"},
                .request = http::schema_of<DialQuestion>(),
                .response = http::schema_of<DialTest>(),
                .handler = on_home(office, test_outbound)});
    router.add({.pattern = "/api/v1/config/options",
                .permission = people::rights::configure,
                .summary = {"What the company chose once for all its calls", "系统设置"},
                .response = http::schema_of<OptionsForm>(),
                .handler = on_home(office, show_options)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/config/options",
                .permission = people::rights::configure,
                .summary = {"Choose anew", "保存系统设置"},
                .request = http::schema_of<OptionsForm>(),
                .status = 204,
                .handler = on_home(office, put_options)});
}

}  // namespace yh::office::settings
