#include "office/people/sign_in.h"

#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/password.h"
#include "office/people/sign_in_log.h"
#include "office/people/sms_code_store.h"
#include "office/people/two_factor_store.h"

namespace yh::office::people {

namespace {

constexpr auto session_lifetime = std::chrono::hours{12};
constexpr auto lock_for = std::chrono::minutes{15};

/// How a sign-in with a right password, or with a code by SMS of which nobody knows yet, came out.
enum class Verdict { Opened, WrongSmsCode, CodeMissing, WrongCode };

}  // namespace

struct SignIn::Attempt {
    FirstFactor by = FirstFactor::Password;
    std::string tenant;
    std::string who;  ///< the account, or the mobile number
    std::string first;
    std::optional<std::string> second;
    http::Reply reply;
    bool over_tls = false;
    std::string address{};
    std::optional<Account> account{};
    Token token{};

    std::int64_t user_id() const { return account ? account->user_id : 0; }
};

void SignIn::by_password(const http::Request& request, http::Reply reply) {
    if (auto given = body_of<Credentials>(request, reply)) {
        begin(std::make_shared<Attempt>(Attempt{
            FirstFactor::Password, std::move(given->tenant), std::move(given->account), std::move(given->password),
            std::move(given->code), std::move(reply), request.over_tls, request.peer.address}));
    }
}

void SignIn::by_sms(const http::Request& request, http::Reply reply) {
    if (auto given = body_of<SmsCredentials>(request, reply)) {
        begin(std::make_shared<Attempt>(Attempt{FirstFactor::Sms, std::move(given->tenant), std::move(given->mobile),
                                                std::move(given->sms_code), std::move(given->code), std::move(reply),
                                                request.over_tls, request.peer.address}));
    }
}

void SignIn::begin(AttemptPtr attempt) {
    if (pace_.too_often(attempt->address, office_.clock.now())) {
        attempt->reply.fail({ErrorKind::TooMany, "session.too_often", {}});
        return;
    }
    office_.readers.read(
        office_.home,
        [tenant = attempt->tenant, who = attempt->who, by = attempt->by](db::Connection& connection) {
            return by == FirstFactor::Sms ? find_account_by_mobile(connection, tenant, who)
                                          : find_account(connection, tenant, who);
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

void SignIn::check(const AttemptPtr& attempt) {
    if (attempt->account && turned_away(attempt)) {
        return;
    }
    if (attempt->by == FirstFactor::Password) {
        compare_password(attempt);
        return;
    }
    const bool sends_codes = office_.chart && attempt->account &&
                             office_.chart->sign_in_rules(model::TenantId{attempt->account->tenant_id}).sms;
    if (sends_codes) {
        judge(attempt);
    } else {
        does_not_fit(attempt);
    }
}

/// Locked, or in a place from where the company lets nobody in.
bool SignIn::turned_away(const AttemptPtr& attempt) {
    const auto& account = *attempt->account;
    const auto now = to_ms(office_.clock.wall());
    const bool refused =
        office_.chart && !office_.chart->may_come_from(model::TenantId{account.tenant_id}, attempt->address);
    const auto left_ms = account.locked_until_ms - now;
    if (!refused && left_ms <= 0) {
        return false;
    }
    const auto outcome = refused ? SignInOutcome::AddressRefused : SignInOutcome::Locked;
    office_.writer.submit(
        [user = account.user_id, address = attempt->address, outcome, now](db::Connection& connection) {
            return note_sign_in(connection, user, address, outcome, now);
        });
    if (refused) {
        attempt->reply.fail({ErrorKind::Forbidden, "session.address_refused", {}});
    } else {
        attempt->reply.fail_for({ErrorKind::Locked, "account.locked", {}},
                                std::chrono::seconds{(left_ms + 999) / 1000});
    }
    return true;
}

void SignIn::compare_password(const AttemptPtr& attempt) {
    const bool taken = office_.hashing.post([this, attempt] {
        const bool fit =
            password_fits(attempt->first, attempt->account ? attempt->account->password_hash : std::string{});
        office_.home.post([this, attempt, fit] { fit ? judge(attempt) : does_not_fit(attempt); });
    });
    if (!taken) {
        attempt->reply.fail({ErrorKind::TooMany, "session.too_often", "too many passwords are being checked"});
    }
}

namespace {

/// What the writer needs of an attempt: values only, because the job may run twice.
struct Trial {
    FirstFactor by = FirstFactor::Password;
    std::int64_t user_id = 0;
    std::string sms_code;
    std::optional<std::string> second;
    std::string token_hash;
    std::string address;
    std::int64_t now_ms = 0;
};

Result<Verdict> wrong_code(db::Connection& connection, const Trial& trial, Verdict verdict) {
    YH_CHECK(note_sign_in(connection, trial.user_id, trial.address, SignInOutcome::WrongCode, trial.now_ms));
    YH_CHECK(note_failure(connection, trial.user_id, trial.now_ms, lock_for));
    return verdict;
}

// In one transaction, so that two sign-ins never spend the same code. A text's code is spent only when everything fits:
// whoever has to look for the app may send it again with the same one.
Result<Verdict> try_codes(db::Connection& connection, const Trial& trial, const Unseal& unseal) {
    if (trial.by == FirstFactor::Sms) {
        YH_TRY(const bool fits, sms_code_fits(connection, trial.user_id, trial.sms_code, trial.now_ms));
        if (!fits) {
            return wrong_code(connection, trial, Verdict::WrongSmsCode);
        }
    }
    YH_TRY(const auto factor, spend_second_factor(connection, trial.user_id, trial.second, unseal, trial.now_ms));
    if (factor == SecondFactor::Missing) {
        return Verdict::CodeMissing;
    }
    if (factor == SecondFactor::Wrong) {
        return wrong_code(connection, trial, Verdict::WrongCode);
    }
    if (trial.by == FirstFactor::Sms) {
        YH_CHECK(spend_sms_codes(connection, trial.user_id, trial.now_ms));
    }
    YH_CHECK(open_session(connection, trial.user_id, trial.token_hash, trial.address, trial.now_ms, session_lifetime,
                          trial.by));
    return Verdict::Opened;
}

Error refusal_of(Verdict verdict) {
    const auto code = verdict == Verdict::WrongSmsCode  ? "session.wrong_sms_code"
                      : verdict == Verdict::CodeMissing ? "session.code_needed"
                                                        : "session.wrong_code";
    return {ErrorKind::Unauthenticated, code, {}};
}

}  // namespace

void SignIn::judge(const AttemptPtr& attempt) {
    attempt->token = make_token();
    Trial trial{attempt->by,      attempt->user_id(),         attempt->first, attempt->second, attempt->token.hash,
                attempt->address, to_ms(office_.clock.wall())};
    const Unseal unseal = [numbers = office_.numbers, tenant = model::TenantId{attempt->account->tenant_id}](
                              std::string_view sealed) -> std::optional<std::string> {
        auto opened = numbers.open(tenant, sealed);
        return opened.ok() ? std::optional{*std::move(opened)} : std::nullopt;
    };
    office_.writer.write(
        office_.home,
        [trial = std::move(trial), unseal](db::Connection& connection) { return try_codes(connection, trial, unseal); },
        [this, attempt](Result<Verdict> verdict) {
            if (!verdict.ok()) {
                attempt->reply.fail(std::move(verdict).error());
            } else if (*verdict == Verdict::Opened) {
                answer(attempt);
            } else {
                attempt->reply.fail(refusal_of(*verdict));
            }
        });
}

void SignIn::answer(const AttemptPtr& attempt) {
    const auto& account = *attempt->account;
    log().info("session.opened", {{"user", account.number}, {"by_sms", attempt->by == FirstFactor::Sms}});
    std::string body;
    append_json(body, SessionAnswer{attempt->token.text, {account.number, account.name, account.role}});
    http::Response response;
    response.status = 201;
    response.headers = {{"Content-Type", "application/json"},
                        http::session_cookie("yinghe_session", attempt->token.text,
                                             std::chrono::seconds{session_lifetime}.count(), attempt->over_tls)};
    response.body = std::move(body);
    attempt->reply.send(std::move(response));
}

// The answer waits until the failure is counted, so that the next attempt meets the lock. For an account that does not
// exist the same is written to nobody: neither the answer nor its time tells the two apart.
void SignIn::does_not_fit(const AttemptPtr& attempt) {
    log().info("session.refused", {{"tenant", attempt->tenant}});
    const bool sms = attempt->by == FirstFactor::Sms;
    office_.writer.write(
        office_.home,
        [user = attempt->user_id(), sms, address = attempt->address,
         now = to_ms(office_.clock.wall())](db::Connection& connection) -> Result<void> {
            YH_CHECK(note_sign_in(connection, user, address,
                                  sms ? SignInOutcome::WrongCode : SignInOutcome::WrongPassword, now));
            return note_failure(connection, user, now, lock_for);
        },
        [attempt, sms](const Result<void>& counted) {
            if (!counted.ok()) {
                attempt->reply.fail(counted.error());
                return;
            }
            attempt->reply.fail(
                {ErrorKind::Unauthenticated, sms ? "session.wrong_sms_code" : "session.wrong_credentials", {}});
        });
}

}  // namespace yh::office::people
