#pragma once

#include <boost/describe/class.hpp>
#include <memory>
#include <optional>
#include <string>

#include "http/reply.h"
#include "http/request.h"
#include "office/office.h"
#include "office/people/pace.h"
#include "office/people/session_store.h"

namespace yh::office::people {

struct Credentials {
    std::string tenant;
    std::string account;
    std::string password;
    std::optional<std::string> code;  ///< second factor: of the app, or a recovery code
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (tenant, account, password, code))

struct SmsCredentials {
    std::string tenant;
    std::string mobile;
    std::string sms_code;
    std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(SmsCredentials, (), (tenant, mobile, sms_code, code))

struct SessionUser {
    std::string number;
    std::string name;
    model::Role role = model::Role::Agent;
};
BOOST_DESCRIBE_STRUCT(SessionUser, (), (number, name, role))

struct SessionAnswer {
    std::string token;
    SessionUser user;
};
BOOST_DESCRIBE_STRUCT(SessionAnswer, (), (token, user))

/// Signs people in, with a password or a code by SMS, and a second factor where there is one: one answer for a wrong
/// company, account or password, the same time for each; a lock after five failures; a limit per source address.
/// Owned by the route table. Thread: home.
class SignIn {
  public:
    explicit SignIn(Office& office) : office_{office} {}

    void by_password(const http::Request& request, http::Reply reply);
    void by_sms(const http::Request& request, http::Reply reply);

  private:
    struct Attempt;
    using AttemptPtr = std::shared_ptr<Attempt>;

    void begin(AttemptPtr attempt);
    void check(const AttemptPtr& attempt);
    bool turned_away(const AttemptPtr& attempt);
    void compare_password(const AttemptPtr& attempt);
    void judge(const AttemptPtr& attempt);
    void answer(const AttemptPtr& attempt);
    void does_not_fit(const AttemptPtr& attempt);

    Office& office_;
    // Enough for an office behind one router at nine in the morning.
    Pace pace_{30, std::chrono::minutes{1}};
};

}  // namespace yh::office::people
