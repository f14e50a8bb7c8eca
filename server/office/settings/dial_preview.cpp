#include "office/settings/dial_preview.h"

#include <fmt/format.h>

#include "base/describe.h"

namespace yh::office::settings {

namespace {

/// Writes the steps down in the asker's language.
class Steps {
  public:
    Steps(std::vector<std::string>& into, http::Language language) : into_{into}, language_{language} {}

    void add(std::string chinese, std::string english) {
        into_.push_back(language_ == http::Language::Chinese ? std::move(chinese) : std::move(english));
    }

  private:
    std::vector<std::string>& into_;
    http::Language language_;
};

/// Empty: the number is no feature code of the company.
std::string_view feature_of(const model::Tenant& tenant, std::string_view number) {
    const auto& codes = tenant.options.feature;
    std::string_view found;
    for_each_field(codes, [&](std::string_view name, const std::string& code) {
        const bool takes_more = name == "pick_up" || name == "conference";
        if (!code.empty() && (number == code || (takes_more && found.empty() && number.starts_with(code)))) {
            found = number == code || found.empty() ? name : found;
        }
    });
    return found;
}

std::string joined(const std::vector<std::string>& patterns) {
    return fmt::format("{}", fmt::join(patterns, "|"));
}

void look_outside(const model::Directory& directory, const model::User& user, std::string_view number, DialTest& test,
                  Steps& steps) {
    const auto* rule = directory.route_outbound(user.tenant, number);
    for (const auto& one : directory.outbound) {
        if (one.tenant != user.tenant) {
            continue;
        }
        const auto patterns = joined(one.patterns);
        if (&one == rule) {
            steps.add(fmt::format("规则 {} 匹配", patterns), fmt::format("rule {} matches", patterns));
            break;
        }
        steps.add(fmt::format("规则 {} 不匹配", patterns), fmt::format("rule {} does not match", patterns));
    }
    if (rule == nullptr) {
        test.reason = "number.no_route";
        steps.add("没有外呼规则允许拨打该号码", "no outbound rule takes this number");
        return;
    }
    test.rule = joined(rule->patterns);
    test.dialled = model::dialled_number(*rule, number);
    test.caller_id = rule->caller_id.empty() ? user.extension : rule->caller_id;
    const auto* trunk = directory.find_trunk(rule->trunk);
    if (trunk == nullptr) {
        test.reason = "trunk.unknown";
        steps.add("规则的中继不存在", "the rule's trunk does not exist");
        return;
    }
    test.trunk = trunk->name;
    test.allowed = true;
    test.reason = "outside";
    if (rule->strip > 0 || !rule->prepend.empty()) {
        steps.add(fmt::format("去掉前 {} 位，加前缀“{}”", rule->strip, rule->prepend),
                  fmt::format("{} digits removed, '{}' put in front", rule->strip, rule->prepend));
    }
    steps.add(
        fmt::format("经中继 {}（{}）拨出 {}，主叫显示 {}", trunk->name, trunk->address, test.dialled, test.caller_id),
        fmt::format("{} is dialled on trunk {} ({}), showing {}", test.dialled, trunk->name, trunk->address,
                    test.caller_id));
    std::vector<std::string> backups;
    for (const auto id : rule->backups) {
        if (const auto* backup = directory.find_trunk(id)) {
            backups.push_back(backup->name);
        }
    }
    if (!backups.empty()) {
        const auto names = fmt::format("{}", fmt::join(backups, ", "));
        steps.add(fmt::format("中继 {} 不可用时依次改走 {}", trunk->name, names),
                  fmt::format("should trunk {} not serve, then over {}", trunk->name, names));
    }
}

}  // namespace

DialTest test_dial(const model::Directory& directory, const model::User& user, std::string_view number,
                   http::Language language) {
    DialTest test;
    Steps steps{test.steps, language};
    steps.add(fmt::format("{} {}（分机 {}）拨打 {}", user.number, user.name, user.extension, number),
              fmt::format("{} {} (extension {}) dials {}", user.number, user.name, user.extension, number));
    if (number.empty() || number.find_first_not_of("0123456789*#+") != std::string_view::npos) {
        test.reason = "number.malformed";
        steps.add("号码只能由 0-9、*、#、+ 组成", "a number is made of 0-9, *, # and +");
        return test;
    }
    if (user.extension.empty()) {
        test.reason = "device.none";
        steps.add("该员工没有分机", "this person has no extension");
        return test;
    }
    const auto arrive = [&](std::string reason, std::string chinese, std::string english) {
        test.allowed = true;
        test.reason = std::move(reason);
        test.dialled = number;
        test.caller_id = user.extension;
        steps.add(std::move(chinese), std::move(english));
    };
    const auto* tenant = directory.find_tenant(user.tenant);
    if (const auto feature = tenant == nullptr ? std::string_view{} : feature_of(*tenant, number); !feature.empty()) {
        arrive("feature", fmt::format("是功能码 {}", feature), fmt::format("it is the feature code {}", feature));
    } else if (const auto* callee = directory.find_extension(user.tenant, number)) {
        arrive("extension", fmt::format("是分机：{} {}", callee->number, callee->name),
               fmt::format("it is the extension of {} {}", callee->number, callee->name));
    } else if (const auto* queue = directory.find_queue(user.tenant, number)) {
        arrive("queue", fmt::format("是队列：{}", queue->name), fmt::format("it is the queue {}", queue->name));
    } else {
        look_outside(directory, user, number, test, steps);
    }
    return test;
}

}  // namespace yh::office::settings
