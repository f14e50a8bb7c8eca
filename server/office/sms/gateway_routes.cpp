#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/settings/config_body.h"
#include "office/settings/config_revision.h"
#include "office/settings/site_messages_store.h"
#include "office/sms/gateway_request.h"
#include "office/sms/routes.h"

namespace yh::office::sms {

namespace {

using people::asker;
using settings::SiteSms;

/// The gateway without its secret.
struct SmsGatewayView : SiteSms {
    bool has_secret = false;
};
BOOST_DESCRIBE_STRUCT(SmsGatewayView, (SiteSms), (has_secret))

struct SmsTrial {
    SiteSms gateway;
    std::string number;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(SmsTrial, (), (gateway, number, text))

/// What was asked, with the secret as dots, and what came back.
struct SmsTrialView {
    SmsOutcome outcome = SmsOutcome::Unclear;
    std::string reason;
    std::string detail;
    std::string asked;
    std::vector<std::string> headers;
    std::string body;
};
BOOST_DESCRIBE_STRUCT(SmsTrialView, (), (outcome, reason, detail, asked, headers, body))

void show_gateway(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = asker(request).tenant.value](db::Connection& connection) {
            return settings::load_sms(connection, tenant);
        },
        [shared = std::make_shared<http::Reply>(std::move(reply))](Result<std::optional<SiteSms>> found) {
            if (!found.ok()) {
                shared->fail(std::move(found).error());
                return;
            }
            SmsGatewayView view;
            static_cast<SiteSms&>(view) = found->value_or(SiteSms{});
            view.has_secret = !view.secret.empty();
            view.secret.clear();
            answer(*shared, view);
        });
}

void put_gateway(Office& office, const http::Request& request, http::Reply reply) {
    auto gateway = settings::config_body<SiteSms>(request, reply);
    if (!gateway) {
        return;
    }
    settings::SiteEdit edit{"sms", "sms", {}};
    edit.seen = settings::seen_change(request);
    edit.make = [gateway = *std::move(gateway)](db::Connection&, settings::SiteTenant& tenant) -> Result<void> {
        tenant.sms = gateway;
        return {};
    };
    settings::change_site(office, asker(request), std::move(edit), std::move(reply));
}

SmsTrialView view_of(SmsTrial trial, const SmsDelivery& delivery) {
    trial.gateway.secret = trial.gateway.secret.empty() ? "" : "••••";
    const auto asked = request_for({trial.gateway, trial.number, trial.text});
    return {delivery.outcome, delivery.reason, delivery.detail, asked.method + " " + asked.url,
            asked.headers,    asked.body};
}

// What stands in the form is tried, saved or not; without a secret the saved one, for the saved URL only: else a typed
// URL would tell it to anybody.
void try_it(Office& office, Outbox& outbox, const http::Request& request, http::Reply reply) {
    auto trial = settings::config_body<SmsTrial>(request, reply);
    if (!trial) {
        return;
    }
    const auto shared = std::make_shared<http::Reply>(std::move(reply));
    office.readers.read(
        office.home,
        [tenant = asker(request).tenant.value](db::Connection& connection) {
            return settings::load_sms(connection, tenant);
        },
        [&outbox, trial = *std::move(trial), shared](Result<std::optional<SiteSms>> saved) mutable {
            if (!saved.ok()) {
                shared->fail(std::move(saved).error());
                return;
            }
            auto& gateway = trial.gateway;
            if (gateway.secret.empty() && *saved && (*saved)->url == gateway.url) {
                gateway.secret = (*saved)->secret;
            }
            outbox.try_gateway({gateway, trial.number, trial.text}, [trial, shared](const SmsDelivery& delivery) {
                answer(*shared, view_of(trial, delivery));
            });
        });
}

}  // namespace

void add_gateway_routes(http::Router& router, Office& office, Outbox& outbox) {
    using http::Method;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/config/sms",
                .permission = people::rights::configure,
                .summary = {"The gateway for texts, without its secret", "短信网关配置"},
                .response = http::schema_of<SmsGatewayView>(),
                .handler = on_home(office, show_gateway)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/config/sms",
                .permission = people::rights::configure,
                .summary = {"Set the gateway; an empty secret keeps the old one", "保存短信网关"},
                .request = http::schema_of<SiteSms>(),
                .status = 204,
                .handler = on_home(office, put_gateway)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/config/sms/test",
                .permission = people::rights::configure,
                .summary = {"Send one text by this gateway, saved or not", "测试短信网关"},
                .request = http::schema_of<SmsTrial>(),
                .response = http::schema_of<SmsTrialView>(),
                .handler = on_home(office, [&outbox](Office& at, const http::Request& request, http::Reply reply) {
                    try_it(at, outbox, request, std::move(reply));
                })});
}

}  // namespace yh::office::sms
