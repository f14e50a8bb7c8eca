#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

#include "model/words.h"

namespace yh::office::people {

/// Who must have a second factor. Leaders: leaders and administrators, by their base roles.
enum class TwoFactorNeed { Optional, Leaders, Everybody };
BOOST_DESCRIBE_ENUM(TwoFactorNeed, Optional, Leaders, Everybody)

/// How people of a company may sign in (登录安全): a part of its site.
struct SignInRules {
    bool sms = false;  ///< with mobile number and a code by SMS, beside the password (R003)
    std::string sms_text = "您的登录验证码是 {code}，5 分钟内有效，请勿告诉他人。";
    TwoFactorNeed two_factor = TwoFactorNeed::Optional;  ///< B19
    std::vector<std::string> allow_from;  ///< "203.0.113.7", "10.0.0.0/8", "2001:db8::/32"; empty: from anywhere

    bool operator==(const SignInRules&) const = default;
};
BOOST_DESCRIBE_STRUCT(SignInRules, (), (sms, sms_text, two_factor, allow_from))

inline bool needs_two_factor(const SignInRules& rules, model::Role base) {
    return rules.two_factor == TwoFactorNeed::Everybody ||
           (rules.two_factor == TwoFactorNeed::Leaders && base != model::Role::Agent);
}

}  // namespace yh::office::people
