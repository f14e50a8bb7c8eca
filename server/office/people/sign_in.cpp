#include "office/people/sign_in.h"

#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/password.h"
#include "office/people/sign_in_log.h"

namespace yh::office::people {

namespace {

constexpr auto session_lifetime = std::chrono::hours{12};
constexpr auto lock_for = std::chrono::minutes{15};

}  // namespace

struct SignIn::Attempt {
    Credentials credentials;
    http::Reply reply;
    bool over_tls = false;
    std::string address{};
    std::optional<Account> account{};
};

void SignIn::handle(const http::Request& request, http::Reply reply) {
    auto credentials = body_of<Credentials>(request, reply);
    if (!credentials) {
        return;
    }
    if (too_often(request.peer.address)) {
        reply.fail({ErrorKind::TooMany, "session.too_often", {}});
        return;
    }
    auto attempt = std::make_shared<Attempt>(
        Attempt{*std::move(credentials), std::move(reply), request.over_tls, request.peer.address});
    office_.readers.read(
        office_.home,
        [tenant = attempt->credentials.tenant, account = attempt->credentials.account](db::Connection& connection) {
            return find_account(connection, tenant, account);
        },
        [this, attempt](Result<std::optional<Account>> found) {
            if (!found.ok()) {
                attempt->reply.fail(std::move(found).error());
                return;
            }
            attempt->account = std::move(found).value();
            check(attempt);
        });
}

// 30 attempts a minute from one address: enough for an office behind one router at nine in the morning.
bool SignIn::too_often(const std::string& address) {
    constexpr std::size_t most = 30;
    const auto now = office_.clock.now();
    auto& times = attempts_[address];
    while (!times.empty() && now - times.front() > std::chrono::minutes{1}) {
        times.pop_front();
    }
    if (times.size() >= most) {
        return true;
    }
    times.push_back(now);
    if (attempts_.size() > 10'000) {
        std::erase_if(attempts_, [&](const auto& entry) {
            return entry.second.empty() || now - entry.second.back() > std::chrono::minutes{1};
        });
    }
    return false;
}

void SignIn::check(std::shared_ptr<Attempt> attempt) {
    const auto left_ms = attempt->account ? attempt->account->locked_until_ms - to_ms(office_.clock.wall()) : 0;
    if (left_ms > 0) {
        office_.writer.submit([user = attempt->account->user_id, address = attempt->address,
                               now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return note_sign_in(connection, user, address, SignInOutcome::Locked, now);
        });
        attempt->reply.fail_for({ErrorKind::Locked, "account.locked", {}},
                                std::chrono::seconds{(left_ms + 999) / 1000});
        return;
    }
    const bool taken = office_.hashing.post([this, attempt] {
        const bool fit = password_fits(attempt->credentials.password,
                                       attempt->account ? attempt->account->password_hash : std::string{});
        office_.home.post([this, attempt, fit] { fit ? fits(attempt) : does_not_fit(attempt); });
    });
    if (!taken) {
        attempt->reply.fail({ErrorKind::TooMany, "session.too_often", "too many passwords are being checked"});
    }
}

void SignIn::fits(const std::shared_ptr<Attempt>& attempt) {
    auto token = make_token();
    const auto now = to_ms(office_.clock.wall());
    office_.writer.write(
        office_.home,
        [user = attempt->account->user_id, hash = token.hash, address = attempt->address,
         now](db::Connection& connection) {
            return open_session(connection, user, hash, address, now, session_lifetime);
        },
        [attempt, text = token.text](Result<void> opened) {
            if (!opened.ok()) {
                attempt->reply.fail(std::move(opened).error());
                return;
            }
            const auto& account = *attempt->account;
            log().info("session.opened", {{"user", account.number}});
            std::string body;
            append_json(body, SessionAnswer{text, {account.number, account.name, account.role}});
            http::Response response;
            response.status = 201;
            response.headers = {
                {"Content-Type", "application/json"},
                http::session_cookie("yinghe_session", text, std::chrono::seconds{session_lifetime}.count(),
                                     attempt->over_tls)};
            response.body = std::move(body);
            attempt->reply.send(std::move(response));
        });
}

// The answer waits until the failure is counted, so that the next attempt meets the lock. For an account that does not
// exist the same is written to nobody: neither the answer nor its time tells the two apart.
void SignIn::does_not_fit(const std::shared_ptr<Attempt>& attempt) {
    log().info("session.refused", {{"tenant", attempt->credentials.tenant}});
    office_.writer.write(
        office_.home,
        [user = attempt->account ? attempt->account->user_id : 0, address = attempt->address,
         now = to_ms(office_.clock.wall())](db::Connection& connection) -> Result<void> {
            YH_CHECK(note_sign_in(connection, user, address, SignInOutcome::WrongPassword, now));
            return note_failure(connection, user, now, lock_for);
        },
        [attempt](const Result<void>& counted) {
            if (!counted.ok()) {
                attempt->reply.fail(counted.error());
                return;
            }
            attempt->reply.fail({ErrorKind::Unauthenticated, "session.wrong_credentials", {}});
        });
}

}  // namespace yh::office::people
