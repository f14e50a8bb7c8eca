#include "office/customers/conversion_routes.h"

#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/customers/conversion_store.h"
#include "office/customers/route_parts.h"
#include "office/customers/saving.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;

struct ConvertInto {
    model::CustomerId customer;
};
BOOST_DESCRIBE_STRUCT(ConvertInto, (), (customer))

void show(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [asker = asker_of(office, request), id = id_of(request)](db::Connection& connection) {
            return find_conversion(connection, asker, id);
        },
        [reply = share(std::move(reply))](Result<std::optional<Conversion>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found) {
                reply->fail(not_found("lead.unknown"));
            } else {
                answer(*reply, **found);
            }
        });
}

void convert(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    const auto into = settings::config_body<ConvertInto>(request, reply, JsonAbsent::Refused);
    if (!into) {
        return;
    }
    const auto now = to_ms(office.clock.wall());
    constexpr int ok = 200;
    save(office, asker_of(office, request), share(std::move(reply)), ok,
         [lead = id_of(request), customer = into->customer, fresh = make_ids(*ids, now), now](
             db::Connection& connection, const Asker& asker) {
             return convert_into(connection, asker, lead, customer, fresh, now);
         });
}

}  // namespace

void add_conversion_routes(http::Router& router, Office& office) {
    using http::Method;
    const auto ids = std::make_shared<IdMaker>();
    router.add({.method = Method::Get,
                .pattern = "/api/v1/leads/{id}/conversion",
                .permission = people::rights::see_leads,
                .summary = {"The customer that a lead would become", "线索转客户的预填资料"},
                .response = http::schema_of<Conversion>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/leads/{id}/convert",
                .permission = people::rights::edit_customers,
                .summary = {"A lead becomes a customer that there is already", "线索转为已有客户"},
                .request = http::schema_of<ConvertInto>(),
                .response = http::schema_of<CustomerCard>(),
                .handler = with_ids(office, ids, convert)});
}

}  // namespace yh::office::customers
