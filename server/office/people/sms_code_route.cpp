#include <memory>
#include <string>
#include <utility>

#include "base/log.h"
#include "model/telephone_number.h"
#include "office/answer.h"
#include "office/people/one_time_code.h"
#include "office/people/own_routes.h"
#include "office/people/pace.h"
#include "office/people/sms_code_store.h"

// A code to somebody's mobile, to sign in with.
namespace yh::office::people {

namespace {

struct SmsCodeWish {
    std::string tenant;
    std::string mobile;
};
BOOST_DESCRIBE_STRUCT(SmsCodeWish, (), (tenant, mobile))

/// Owned by the route table. Thread: home.
class SmsCodes {
  public:
    explicit SmsCodes(Office& office) : office_{office} {}

    // Whoever asks is answered before anybody is looked up: neither the answer nor its time tells whose mobile it is.
    void handle(const http::Request& request, http::Reply reply) {
        const auto wish = body_of<SmsCodeWish>(request, reply);
        if (!wish) {
            return;
        }
        const auto mobile = model::normal_number(wish->mobile);
        if (!model::is_telephone_number(mobile)) {
            reply.fail(invalid_input("number.malformed"), {{"mobile", "number.malformed"}});
            return;
        }
        const auto now = office_.clock.now();
        if (of_address_.too_often(request.peer.address, now) ||
            of_mobile_.too_often(wish->tenant + '/' + mobile, now)) {
            reply.fail_for({ErrorKind::TooMany, "session.code_too_soon", {}}, std::chrono::minutes{1});
            return;
        }
        reply.no_content();
        send_to(wish->tenant, mobile);
    }

  private:
    void send_to(const std::string& tenant, const std::string& mobile) {
        office_.readers.read(
            office_.home,
            [tenant, mobile](db::Connection& connection) { return find_account_by_mobile(connection, tenant, mobile); },
            [this, mobile](const Result<std::optional<Account>>& found) {
                if (!found.ok() || !*found || !office_.chart || !office_.send_text) {
                    return;
                }
                const model::TenantId of{(*found)->tenant_id};
                const auto& rules = office_.chart->sign_in_rules(of);
                if (rules.sms) {
                    keep_and_send(of, **found, mobile, rules.sms_text);
                }
            });
    }

    void keep_and_send(model::TenantId tenant, const Account& account, const std::string& mobile, std::string text) {
        const auto code = make_sms_code();
        constexpr std::string_view word = "{code}";
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
            text.replace(at, word.size(), code);
        }
        const auto now = to_ms(office_.clock.wall());
        office_.writer.write(
            office_.home,
            [id = ids_.make<Id<struct SmsCodeTag>>(now).value, user = account.user_id, code,
             now](db::Connection& connection) { return keep_sms_code(connection, id, user, code, now); },
            [this, tenant, mobile, text = std::move(text), number = account.number](const Result<bool>& kept) {
                log().info("session.code_asked", {{"user", number}, {"sent", kept.ok() && *kept}});
                if (kept.ok() && *kept) {
                    office_.send_text(tenant, mobile, text);
                }
            });
    }

    Office& office_;
    IdMaker ids_;
    Pace of_address_{30, std::chrono::minutes{1}};
    // R203's limits are for customers; this is one text a minute to whoever may own this mobile.
    Pace of_mobile_{1, std::chrono::minutes{1}};
};

}  // namespace

void add_sms_code_route(http::Router& router, Office& office) {
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/sign-in-codes",
                .permission = http::everyone,
                .summary = {"Send a code for signing in to a mobile, if it is somebody's", "发送登录短信验证码"},
                .request = http::schema_of<SmsCodeWish>(),
                .status = 204,
                .body_limit_bytes = 4096,
                .handler = on_home(office, [codes = std::make_shared<SmsCodes>(office)](
                                               Office&, const http::Request& request, http::Reply reply) {
                    codes->handle(request, std::move(reply));
                })});
}

}  // namespace yh::office::people
