#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "office/people/identity.h"
#include "office/settings/site.h"

namespace yh::office::settings {

/// An employee as the list shows him (R257, R259): no secrets, but whether there are any.
struct PersonView {
    std::string number;
    std::string name;
    std::string nickname;
    std::string account;
    std::string mobile;
    std::string email;
    model::Role role = model::Role::Agent;
    std::string custom_role;
    std::string department;
    UserStatus status = UserStatus::Active;
    std::string extension;
    model::ExtensionType extension_type = model::ExtensionType::Web;
    model::SignIn sign_in = model::SignIn::Page;
    AfterCall after_call = AfterCall::Ready;
    std::int64_t wrap_up_s = 30;
    bool network_proxy = false;
    model::RecordCalls record_calls = model::RecordCalls::AsQueue;
    bool leads = false;  ///< a queue
    bool has_password = false;
    bool has_extension_secret = false;
    bool locked = false;
    std::int64_t avatar_at_ms = 0;  ///< 0: no picture
    bool first_password = false;    ///< not changed yet
    bool has_two_factor = false;
};
BOOST_DESCRIBE_STRUCT(PersonView, (),
                      (number, name, nickname, account, mobile, email, role, custom_role, department, status, extension,
                       extension_type, sign_in, after_call, wrap_up_s, network_proxy, record_calls, leads, has_password,
                       has_extension_secret, locked, avatar_at_ms, first_password, has_two_factor))

/// Empties what `who` may not see of a colleague (R255). One's own is another page (profile_routes.cpp).
template <class Person>
void hide_fields(const people::SignedIn& who, Person& person) {
    if (!who.fields.sees(people::fields::employee_mobile)) {
        person.mobile.clear();
    }
    if (!who.fields.sees(people::fields::employee_email)) {
        person.email.clear();
    }
}

/// Whom `who` sees: everybody, for those who manage people; else within the scope. Thread: one that may block.
Result<std::vector<PersonView>> people_of(db::Connection& connection, const people::SignedIn& who, std::int64_t now_ms);

/// All sessions of this person. Thread: the writer's.
Result<void> end_sessions(db::Connection& connection, std::int64_t tenant, std::string_view number);
/// From now on this person has no password. Thread: the writer's.
Result<void> forget_password(db::Connection& connection, std::int64_t tenant, std::string_view number);

}  // namespace yh::office::settings
