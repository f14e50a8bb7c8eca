#pragma once

#include <boost/describe/class.hpp>
#include <deque>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "http/reply.h"
#include "http/request.h"
#include "office/office.h"
#include "office/people/session_store.h"

namespace yh::office::people {

struct Credentials {
    std::string tenant;
    std::string account;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (tenant, account, password))

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

/// Signs people in: one answer for a wrong company, account or password, the same time for each; a lock after five
/// failures; a limit per source address. Owned by the route table. Thread: home.
class SignIn {
  public:
    explicit SignIn(Office& office) : office_{office} {}

    void handle(const http::Request& request, http::Reply reply);

  private:
    struct Attempt;

    bool too_often(const std::string& address);
    void check(std::shared_ptr<Attempt> attempt);
    void fits(const std::shared_ptr<Attempt>& attempt);
    void does_not_fit(const std::shared_ptr<Attempt>& attempt);

    Office& office_;
    std::unordered_map<std::string, std::deque<MonoTime>> attempts_;
};

}  // namespace yh::office::people
