#include <utility>

#include "base/log.h"
#include "office/settings/site_messages_store.h"
#include "office/sms/routes.h"

// Texts that another room wants sent and nobody wants to find in a list: codes for signing in.
namespace yh::office::sms {

void serve_other_rooms(Office& office, Outbox& outbox) {
    office.send_text = [&office, &outbox](model::TenantId tenant, const std::string& number, const std::string& text) {
        office.readers.read(
            office.home, [tenant](db::Connection& connection) { return settings::load_sms(connection, tenant.value); },
            [&outbox, tenant, number, text](Result<std::optional<settings::SiteSms>> gateway) {
                if (!gateway.ok() || !*gateway || !(*gateway)->enabled) {
                    log().warn("sms.no_gateway", {{"tenant", tenant}});
                    return;
                }
                const auto& signature = (*gateway)->signature;
                auto whole = signature.empty() ? text : "【" + signature + "】" + text;
                outbox.try_gateway({**std::move(gateway), number, std::move(whole)}, [tenant](const SmsDelivery& done) {
                    log().info("sms.short_text",
                               {{"tenant", tenant}, {"outcome", enum_text(done.outcome)}, {"reason", done.reason}});
                });
            });
    };
}

}  // namespace yh::office::sms
