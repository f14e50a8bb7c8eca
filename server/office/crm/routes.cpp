#include "office/crm/routes.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/crm/book_keeping.h"
#include "office/crm/book_view.h"
#include "office/crm/setting_store.h"
#include "office/lists/list_route.h"
#include "office/people/identity.h"
#include "office/settings/config_body.h"

namespace yh::office::crm {

namespace {

using lists::share;
using lists::SharedReply;
using people::asker;
using people::rights::configure_crm;

/// Ids of new settings and their parts. Used on the writer's thread alone.
using Ids = std::shared_ptr<IdMaker>;

struct SettingOrder {
    std::vector<SettingId> ids;
};
BOOST_DESCRIBE_STRUCT(SettingOrder, (), (ids))

SettingId id_in(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return SettingId{id.ok() ? *id : 0};
}

/// Tells what became of a change, and lets everybody have the book as it is from now on.
template <class Tell>
auto concluder(Office& office, const people::SignedIn& who, SharedReply reply, Tell tell) {
    return [&office, who, reply = std::move(reply), tell](Result<Changed> done) {
        if (!settings::answer_refused(*reply, done)) {
            log().info("crm.setting_changed", {{"by", who.number}, {"tenant", who.tenant}, {"id", done->id}});
            publish(office, who.tenant, done->book);
            tell(*reply, *done);
        }
    };
}

template <class T>
void answer_saved(http::Reply& reply, const Changed& done, int status) {
    const auto& all = done.book.*KindOf<T>::list;
    const auto saved = std::ranges::find(all, done.id, &T::id);
    if (saved == all.end()) {
        reply.fail(not_found("crm.unknown"));
    } else {
        answer(reply, *saved, status);
    }
}

template <class T>
http::Handler saver(Office& office, const Ids& ids, int status) {
    return on_home(office, [ids, status](Office& at, const http::Request& request, http::Reply reply) {
        auto wanted = settings::config_body<T>(request, reply);
        if (!wanted) {
            return;
        }
        constexpr int created = 201;
        wanted->id = status == created ? SettingId{} : id_in(request);
        if (status != created && !wanted->id) {
            reply.fail(not_found("crm.unknown"));
            return;
        }
        const auto& who = asker(request);
        at.writer.write(
            at.home,
            [who, ids, wanted = *std::move(wanted), now = to_ms(at.clock.wall())](db::Connection& connection) {
                return save_setting(connection, who, wanted, *ids, now);
            },
            concluder(at, who, share(std::move(reply)),
                      [status](http::Reply& to, const Changed& done) { answer_saved<T>(to, done, status); }));
    });
}

template <class T>
void show_all(Office& office, const http::Request& request, http::Reply reply) {
    settings::answer_items(reply, books_of(office)->of(asker(request).tenant).*KindOf<T>::list);
}

template <class T>
void remove(Office& office, const http::Request& request, http::Reply reply) {
    const auto& who = asker(request);
    office.writer.write(
        office.home,
        [who, id = id_in(request), now = to_ms(office.clock.wall())](db::Connection& connection) {
            return delete_setting<T>(connection, who, id, now);
        },
        concluder(office, who, share(std::move(reply)), [](http::Reply& to, const Changed&) { to.no_content(); }));
}

template <class T>
void put_in_order(Office& office, const http::Request& request, http::Reply reply) {
    auto order = body_of<SettingOrder>(request, reply);
    if (!order) {
        return;
    }
    const auto& who = asker(request);
    office.writer.write(
        office.home,
        [who, ids = std::move(order->ids), now = to_ms(office.clock.wall())](db::Connection& connection) {
            return order_settings<T>(connection, who, ids, now);
        },
        concluder(office, who, share(std::move(reply)), [](http::Reply& to, const Changed&) { to.no_content(); }));
}

struct KindSummaries {
    http::Summary all;
    http::Summary make;
    http::Summary change;
    http::Summary remove;
    http::Summary order;
};

template <class T>
void add_kind(http::Router& router, Office& office, const Ids& ids, const KindSummaries& summaries) {
    using http::Method;
    const auto path = "/api/v1/crm/" + std::string{KindOf<T>::path};
    constexpr int ok = 200;
    constexpr int created = 201;
    constexpr int nothing = 204;
    router.add({.pattern = path,
                .permission = configure_crm,
                .summary = summaries.all,
                .response = settings::items_of<T>(),
                .handler = on_home(office, &show_all<T>)});
    router.add({.method = Method::Post,
                .pattern = path,
                .permission = configure_crm,
                .summary = summaries.make,
                .request = http::schema_of<T>(),
                .response = http::schema_of<T>(),
                .status = created,
                .handler = saver<T>(office, ids, created)});
    router.add({.method = Method::Put,
                .pattern = path + "/{id}",
                .permission = configure_crm,
                .summary = summaries.change,
                .request = http::schema_of<T>(),
                .response = http::schema_of<T>(),
                .handler = saver<T>(office, ids, ok)});
    router.add({.method = Method::Delete,
                .pattern = path + "/{id}",
                .permission = configure_crm,
                .summary = summaries.remove,
                .status = nothing,
                .handler = on_home(office, &remove<T>)});
    router.add({.method = Method::Put,
                .pattern = path + "/order",
                .permission = configure_crm,
                .summary = summaries.order,
                .request = http::schema_of<SettingOrder>(),
                .status = nothing,
                .handler = on_home(office, &put_in_order<T>)});
}

void show_mapping(Office& office, const http::Request& request, http::Reply reply) {
    answer(reply, books_of(office)->of(asker(request).tenant).mapping);
}

void put_mapping(Office& office, const http::Request& request, http::Reply reply) {
    auto wanted = settings::config_body<Mapping>(request, reply);
    if (!wanted) {
        return;
    }
    const auto& who = asker(request);
    office.writer.write(
        office.home,
        [who, wanted = *std::move(wanted), now = to_ms(office.clock.wall())](db::Connection& connection) {
            return save_mapping(connection, who, wanted, now);
        },
        concluder(office, who, share(std::move(reply)),
                  [](http::Reply& to, const Changed& done) { answer(to, done.book.mapping); }));
}

void show_service_form(Office& office, const http::Request& request, http::Reply reply) {
    answer(reply, books_of(office)->of(asker(request).tenant).service_form);
}

void put_service_form(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    auto wanted = settings::config_body<ServiceForm>(request, reply);
    if (!wanted) {
        return;
    }
    const auto& who = asker(request);
    office.writer.write(
        office.home,
        [who, ids, wanted = *std::move(wanted), now = to_ms(office.clock.wall())](db::Connection& connection) {
            return save_service_form(connection, who, wanted, *ids, now);
        },
        concluder(office, who, share(std::move(reply)),
                  [](http::Reply& to, const Changed& done) { answer(to, done.book.service_form); }));
}

void add_service_form(http::Router& router, Office& office, const Ids& ids) {
    router.add({.pattern = "/api/v1/crm/service-form",
                .permission = configure_crm,
                .summary = {"What service records are filled in with", "服务记录选项"},
                .response = http::schema_of<ServiceForm>(),
                .handler = on_home(office, show_service_form)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/crm/service-form",
                .permission = configure_crm,
                .summary = {"Change what service records are filled in with", "修改服务记录选项"},
                .request = http::schema_of<ServiceForm>(),
                .response = http::schema_of<ServiceForm>(),
                .handler = on_home(office, [ids](Office& at, const http::Request& request, http::Reply reply) {
                    put_service_form(at, ids, request, std::move(reply));
                })});
}

void show_book(Office& office, const http::Request& request, http::Reply reply) {
    const auto& who = asker(request);
    answer(reply, view_of(books_of(office)->of(who.tenant), who));
}

void show_namable(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(office, std::move(reply), [tenant = asker(request).tenant](db::Connection& connection) {
        return load_namable(connection, tenant);
    });
}

void show_uses(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = asker(request).tenant, books = books_of(office), now = to_ms(office.clock.wall())](
            db::Connection& connection) { return rule_uses(connection, tenant, books->of(tenant).zone, now); },
        [reply = share(std::move(reply))](Result<std::vector<RuleUse>> found) {
            if (found.ok()) {
                settings::answer_items(*reply, *found);
            } else {
                reply->fail(std::move(found).error());
            }
        });
}

void add_single_routes(http::Router& router, Office& office) {
    router.add({.pattern = "/api/v1/crm/book",
                .permission = http::signed_in,
                .summary = {"What customers, leads and contacts are made of, as I see it", "业务对象设置（本人可见）"},
                .response = http::schema_of<BookView>(),
                .handler = on_home(office, show_book)});
    router.add({.pattern = "/api/v1/crm/namable",
                .permission = configure_crm,
                .summary = {"Whom settings can name: roles, departments, people", "设置中可选的角色、部门与员工"},
                .response = http::schema_of<Namable>(),
                .handler = on_home(office, show_namable)});
    router.add({.pattern = "/api/v1/crm/allocation-rules/used",
                .permission = configure_crm,
                .summary = {"How many each rule has given to whom", "分配规则已分配数量"},
                .response = settings::items_of<RuleUse>(),
                .handler = on_home(office, show_uses)});
    router.add({.pattern = "/api/v1/crm/mapping",
                .permission = configure_crm,
                .summary = {"Which field of a lead becomes which of a customer", "业务对象映射"},
                .response = http::schema_of<Mapping>(),
                .handler = on_home(office, show_mapping)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/crm/mapping",
                .permission = configure_crm,
                .summary = {"Change it", "保存业务对象映射"},
                .request = http::schema_of<Mapping>(),
                .response = http::schema_of<Mapping>(),
                .handler = on_home(office, put_mapping)});
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    const auto ids = std::make_shared<IdMaker>();
    add_service_form(router, office, ids);
    add_kind<Field>(router, office, ids,
                    {{"Fields of the business objects", "字段设置"},
                     {"Add a field of the company's own", "新建自定义字段"},
                     {"Change a field", "修改字段"},
                     {"Delete a field of the company's own; its values stay", "删除自定义字段"},
                     {"The order of the fields of one object, as forms show them", "调整字段顺序"}});
    add_kind<Stage>(router, office, ids,
                    {{"Stages of customers", "客户阶段"},
                     {"Add a stage", "新建客户阶段"},
                     {"Change a stage", "修改客户阶段"},
                     {"Delete a stage", "删除客户阶段"},
                     {"The order of the stages", "调整客户阶段顺序"}});
    add_kind<TagGroup>(router, office, ids,
                       {{"Groups of tags", "标签设置"},
                        {"Add a group of tags", "新建标签分组"},
                        {"Change a group of tags", "修改标签分组"},
                        {"Delete a group of tags", "删除标签分组"},
                        {"The order of the groups of tags", "调整标签分组顺序"}});
    add_kind<Group>(router, office, ids,
                    {{"Groups of customers", "客户分组"},
                     {"Add a group", "新建客户分组"},
                     {"Rename a group", "修改客户分组"},
                     {"Delete a group; its customers are in none then", "删除客户分组"},
                     {"The order of the groups", "调整客户分组顺序"}});
    add_kind<DedupRule>(router, office, ids,
                        {{"Rules against duplicates", "去重规则"},
                         {"Add a rule against duplicates", "新建去重规则"},
                         {"Change a rule against duplicates", "修改去重规则"},
                         {"Delete a rule against duplicates", "删除去重规则"},
                         {"The order in which they are asked", "调整去重规则顺序"}});
    add_kind<AllocationRule>(router, office, ids,
                             {{"Rules of allocation", "分配规则"},
                              {"Add a rule of allocation", "新建分配规则"},
                              {"Change a rule of allocation", "修改分配规则"},
                              {"Delete a rule of allocation", "删除分配规则"},
                              {"The order in which they are asked", "调整分配规则顺序"}});
    add_kind<Pool>(router, office, ids,
                   {{"Public pools", "公海配置"},
                    {"Add a pool", "新建公海"},
                    {"Change a pool", "修改公海"},
                    {"Delete a pool in which nothing lies", "删除公海"},
                    {"The order of the pools", "调整公海顺序"}});
    add_kind<FollowUpTemplate>(router, office, ids,
                               {{"Templates of follow-ups", "写跟进模板"},
                                {"Add a template", "新建写跟进模板"},
                                {"Change a template", "修改写跟进模板"},
                                {"Delete a template; what was written by it stays", "删除写跟进模板"},
                                {"The order of the templates", "调整写跟进模板顺序"}});
    add_single_routes(router, office);
}

}  // namespace yh::office::crm
