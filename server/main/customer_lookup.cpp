#include "main/customer_lookup.h"

#include <utility>

#include "base/log.h"
#include "office/customers/customer_store.h"

namespace yh::app {

void CustomerLookup::find_customer(model::CallId call, model::TenantId tenant, std::string number) {
    readers_.read(
        loop_,
        [tenant, number = std::move(number)](db::Connection& connection) {
            return office::customers::find_known(connection, tenant, number);
        },
        [this, call](Result<std::optional<calls::KnownCustomer>> found) {
            if (!found.ok()) {
                log().warn("customer.not_looked_up", {{"call", call}, {"code", found.error().code}});
                return;  // the call goes on without
            }
            conductor_.on_customer(call, *std::move(found));
        });
}

}  // namespace yh::app
