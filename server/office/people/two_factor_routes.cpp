#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/people/one_time_code.h"
#include "office/people/own_routes.h"
#include "office/people/password_question.h"
#include "office/people/two_factor_store.h"

// One's own second factor: set up in two steps, so that nobody is shut out by an app that never got the secret.
namespace yh::office::people {

namespace {

struct MyTwoFactor : TwoFactorView {
    bool needed = false;  ///< the company wants it: cannot be switched off
};
BOOST_DESCRIBE_STRUCT(MyTwoFactor, (TwoFactorView), (needed))

struct OwnPassword {
    std::string password;
};
BOOST_DESCRIBE_STRUCT(OwnPassword, (), (password))

struct AuthenticatorSecret {
    std::string secret;  ///< to be typed where no picture can be scanned
    std::string uri;     ///< what the picture says
};
BOOST_DESCRIBE_STRUCT(AuthenticatorSecret, (), (secret, uri))

struct AuthenticatorCode {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(AuthenticatorCode, (), (code))

struct RecoveryCodes {
    std::vector<std::string> codes;  ///< shown this once
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (codes))

using SharedReply = std::shared_ptr<http::Reply>;

SharedReply shared(http::Reply reply) {
    return std::make_shared<http::Reply>(std::move(reply));
}

std::vector<std::string> make_codes() {
    constexpr std::size_t how_many = 10;
    std::vector<std::string> codes(how_many);
    std::ranges::generate(codes, make_recovery_code);
    return codes;
}

bool is_needed(const Office& office, const SignedIn& who) {
    return office.chart && needs_two_factor(office.chart->sign_in_rules(who.tenant), who.role);
}

/// Runs a change on the writer and, when it did something, shows `done`; else `refusal`.
void change(Office& office, SharedReply reply, std::function<Result<bool>(db::Connection&)> act, Error refusal,
            std::function<void(http::Reply&)> done) {
    office.writer.write(office.home, std::move(act),
                        [reply, refusal = std::move(refusal), done = std::move(done)](const Result<bool>& changed) {
                            if (!changed.ok()) {
                                reply->fail(changed.error());
                            } else if (!*changed) {
                                reply->fail(refusal);
                            } else {
                                done(*reply);
                            }
                        });
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [user = asker(request).user.value](db::Connection& connection) { return two_factor_of(connection, user); },
        [needed = is_needed(office, asker(request)), reply = shared(std::move(reply))](Result<TwoFactorView> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
                return;
            }
            MyTwoFactor view;
            static_cast<TwoFactorView&>(view) = *found;
            view.needed = needed;
            answer(*reply, view);
        });
}

/// Lets `act` go on when the asker has given the own password once more.
template <class Act>
void after_password(Office& office, const http::Request& request, http::Reply reply, Act act) {
    auto wish = body_of<OwnPassword>(request, reply);
    if (!wish) {
        return;
    }
    const auto& who = asker(request);
    ask_password(office, {who, std::move(wish->password), std::move(reply)},
                 [who, act](http::Reply waiting, const std::string&) { act(who, shared(std::move(waiting))); });
}

void begin(Office& office, const http::Request& request, http::Reply reply) {
    after_password(office, request, std::move(reply), [&office](const SignedIn& who, auto waiting) {
        const auto secret = make_secret();
        const auto* tenant = office.directory->find_tenant(who.tenant);
        const auto issuer = tenant == nullptr ? std::string{} : " " + tenant->code;
        const AuthenticatorSecret told{secret, authenticator_uri("Yinghe" + issuer, who.number, secret)};
        change(
            office, std::move(waiting),
            [user = who.user.value, sealed = office.numbers.seal(who.tenant, secret), now = to_ms(office.clock.wall())](
                db::Connection& connection) { return keep_new_secret(connection, user, sealed, now); },
            conflict("two_factor.on_already"), [told](http::Reply& to) { answer(to, told, 201); });
    });
}

void confirm(Office& office, const http::Request& request, http::Reply reply) {
    auto wish = body_of<AuthenticatorCode>(request, reply);
    if (!wish) {
        return;
    }
    const auto& who = asker(request);
    const RecoveryCodes codes{make_codes()};
    const Unseal unseal = [numbers = office.numbers,
                           tenant = who.tenant](std::string_view sealed) -> std::optional<std::string> {
        auto opened = numbers.open(tenant, sealed);
        return opened.ok() ? std::optional{*std::move(opened)} : std::nullopt;
    };
    change(
        office, shared(std::move(reply)),
        [user = who.user.value, code = std::move(wish->code), unseal, codes, now = to_ms(office.clock.wall())](
            db::Connection& connection) { return switch_on(connection, user, code, unseal, codes.codes, now); },
        invalid_input("two_factor.wrong_code"),
        [codes, number = who.number](http::Reply& to) {
            log().info("two_factor.on", {{"user", number}});
            answer(to, codes);
        });
}

void new_recovery_codes(Office& office, const http::Request& request, http::Reply reply) {
    after_password(office, request, std::move(reply), [&office](const SignedIn& who, auto waiting) {
        const RecoveryCodes codes{make_codes()};
        change(
            office, std::move(waiting),
            [user = who.user.value, codes](db::Connection& connection) {
                return replace_recovery_codes(connection, user, codes.codes);
            },
            conflict("two_factor.off"), [codes](http::Reply& to) { answer(to, codes, 201); });
    });
}

void switch_off(Office& office, const http::Request& request, http::Reply reply) {
    if (is_needed(office, asker(request))) {
        reply.fail(conflict("two_factor.needed"));
        return;
    }
    after_password(office, request, std::move(reply), [&office](const SignedIn& who, auto waiting) {
        change(
            office, std::move(waiting),
            [user = who.user.value](db::Connection& connection) { return forget_two_factor(connection, user); },
            conflict("two_factor.off"),
            [number = who.number](http::Reply& to) {
                log().info("two_factor.off", {{"user", number}});
                to.no_content();
            });
    });
}

}  // namespace

void add_two_factor_routes(http::Router& router, Office& office) {
    using http::Method;
    const std::string pattern = "/api/v1/me/two-factor";
    router.add({.pattern = pattern,
                .permission = http::signed_in,
                .summary = {"My second factor", "本人的两步验证"},
                .response = http::schema_of<MyTwoFactor>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Post,
                .pattern = pattern,
                .permission = http::signed_in,
                .summary = {"Begin to set it up: a new secret for the app", "开始设置两步验证"},
                .request = http::schema_of<OwnPassword>(),
                .response = http::schema_of<AuthenticatorSecret>(),
                .status = 201,
                .body_limit_bytes = 4096,
                .handler = on_home(office, begin)});
    router.add({.method = Method::Put,
                .pattern = pattern,
                .permission = http::signed_in,
                .summary = {"Switch it on with a code of the app; answers with recovery codes", "启用两步验证"},
                .request = http::schema_of<AuthenticatorCode>(),
                .response = http::schema_of<RecoveryCodes>(),
                .body_limit_bytes = 4096,
                .handler = on_home(office, confirm)});
    router.add({.method = Method::Post,
                .pattern = pattern + "/recovery-codes",
                .permission = http::signed_in,
                .summary = {"New recovery codes; those before fit no more", "重新生成恢复码"},
                .request = http::schema_of<OwnPassword>(),
                .response = http::schema_of<RecoveryCodes>(),
                .status = 201,
                .body_limit_bytes = 4096,
                .handler = on_home(office, new_recovery_codes)});
    router.add({.method = Method::Post,
                .pattern = pattern + "/off",
                .permission = http::signed_in,
                .summary = {"Switch it off", "关闭两步验证"},
                .request = http::schema_of<OwnPassword>(),
                .status = 204,
                .body_limit_bytes = 4096,
                .handler = on_home(office, switch_off)});
}

}  // namespace yh::office::people
