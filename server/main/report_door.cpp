#include "main/report_door.h"

#include <utility>

#include "office/settings/site_messages_store.h"

namespace yh::app {

namespace {

void hand_over(office::alerts::MailPort& mail, const office::settings::SiteMail& server,
               office::reports::ReportMail report, const std::function<void(std::string)>& done) {
    office::alerts::MailToSend message{server, std::move(report.to), std::move(report.subject), std::move(report.text)};
    message.files.push_back({std::move(report.file_name), std::move(report.file_type), std::move(report.file)});
    const auto told = [done](const office::alerts::MailDelivery& delivery) {
        done(delivery.sent ? std::string{} : delivery.reason);
    };
    if (!mail.send(std::move(message), told)) {
        done("mail.busy");
    }
}

}  // namespace

office::reports::ReportDoor report_door(office::Office& office, office::alerts::MailPort& mail) {
    return [&office, &mail](model::TenantId tenant, office::reports::ReportMail report,
                            std::function<void(std::string)> done) {
        office.readers.read(
            office.home,
            [tenant](db::Connection& connection) { return office::settings::load_mail(connection, tenant.value); },
            [&mail, report = std::move(report),
             done = std::move(done)](const Result<std::optional<office::settings::SiteMail>>& server) mutable {
                if (!server.ok() || !*server || (*server)->host.empty()) {
                    done("mail.no_server");
                } else {
                    hand_over(mail, **server, std::move(report), done);
                }
            });
    };
}

}  // namespace yh::app
