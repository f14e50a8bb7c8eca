#include "office/alerts/routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "office/lists/list_route.h"
#include "office/settings/config_body.h"
#include "office/settings/config_change.h"
#include "office/settings/site_messages_store.h"

namespace yh::office::alerts {

namespace {

using people::asker;
using settings::SiteMail;

struct MailTrial {
    SiteMail mail;
    std::string to;
};
BOOST_DESCRIBE_STRUCT(MailTrial, (), (mail, to))

struct MailTrialView {
    bool sent = false;
    std::string reason;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(MailTrialView, (), (sent, reason, detail))

/// What stands in the form must pass the check that saving it would.
std::vector<http::FieldProblem> problems_of(const MailTrial& trial) {
    settings::SiteTenant tenant;
    tenant.code = "trial";
    tenant.mail = trial.mail;
    // The recipient is looked at as those of an alert are.
    tenant.disk_alert = settings::SiteDiskAlert{false, 10, {trial.to}};
    std::vector<http::FieldProblem> problems;
    for (const auto& fault : find_faults(tenant, {})) {
        if (fault.place.list != "mail" && fault.place.list != "disk_alert") {
            continue;
        }
        const auto field = fault.place.list == "disk_alert" ? std::string{"test_to"} : fault.field;
        if (std::ranges::find(problems, field, &http::FieldProblem::field) == problems.end()) {
            problems.push_back({field, fault.code, {}});
        }
    }
    if (trial.mail.host.empty()) {
        problems.push_back({"host", "config.required", {}});
    }
    return problems;
}

// A password that was saved is used for the server that it was saved for: else a typed host would be told it.
void fill_secret(SiteMail& mail, const std::optional<SiteMail>& saved) {
    if (mail.secret.empty() && saved && saved->host == mail.host && saved->port == mail.port &&
        saved->security == mail.security && saved->username == mail.username) {
        mail.secret = saved->secret;
    }
}

void try_mail(Office& office, DiskWatch& watch, const http::Request& request, http::Reply reply) {
    auto trial = settings::config_body<MailTrial>(request, reply);
    if (!trial) {
        return;
    }
    if (auto problems = problems_of(*trial); !problems.empty()) {
        settings::refuse_fields(reply, std::move(problems));
        return;
    }
    office.readers.read(
        office.home,
        [tenant = asker(request).tenant.value](db::Connection& connection) {
            return settings::load_mail(connection, tenant);
        },
        [&watch, trial = *std::move(trial),
         shared = lists::share(std::move(reply))](Result<std::optional<SiteMail>> saved) mutable {
            if (!saved.ok()) {
                shared->fail(std::move(saved).error());
                return;
            }
            fill_secret(trial.mail, *saved);
            MailToSend mail{std::move(trial.mail),
                            {trial.to},
                            "应和呼叫中心：测试邮件 / Test message of Yinghe",
                            "收到这封邮件，说明邮件服务器设置正确。\n\nThis message shows that the mail server is set "
                            "up correctly.\n"};
            watch.try_mail(std::move(mail), [shared](const MailDelivery& delivery) {
                answer(*shared, MailTrialView{delivery.sent, delivery.reason, delivery.detail});
            });
        });
}

}  // namespace

void add_routes(http::Router& router, Office& office, DiskWatch& watch) {
    lists::add_list(router, office, disk_alerts());
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/config/mail/test",
                .permission = people::rights::configure,
                .summary = {"Send a test message by this mail server, saved or not", "测试邮件服务器"},
                .request = http::schema_of<MailTrial>(),
                .response = http::schema_of<MailTrialView>(),
                .handler = on_home(office, [&watch](Office& at, const http::Request& request, http::Reply reply) {
                    try_mail(at, watch, request, std::move(reply));
                })});
}

}  // namespace yh::office::alerts
