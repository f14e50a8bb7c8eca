#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

#include "model/words.h"
#include "office/people/field_rights.h"
#include "office/people/rights.h"

// What a site says of who may what: roles of a company's own and its departments (R255, R256).
namespace yh::office::settings {

/// Whether somebody is with the company (在职) or was (离职): he cannot sign in, and keeps his records (R257).
enum class UserStatus { Active, Left };
BOOST_DESCRIBE_ENUM(UserStatus, Active, Left)

/// Exactly the rights that are ticked. The base decides what kind of telephone person its people are.
struct SiteRole {
    std::string code;
    std::string name;
    std::string description;
    model::Role base = model::Role::Agent;
    std::vector<std::string> rights;  ///< keys of the catalogue
    people::DataScope data = people::DataScope::Own;
    std::vector<std::string> hidden_fields{};  ///< keys of the catalogue of fields: neither seen nor changed
    std::vector<std::string> fixed_fields{};   ///< seen, and not changed

    bool operator==(const SiteRole&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteRole, (), (code, name, description, base, rights, data, hidden_fields, fixed_fields))

struct SiteDepartment {
    std::string code;
    std::string name;
    std::string parent;                 ///< code; empty: at the top
    std::vector<std::string> managers;  ///< 工号; they see the department and those below it

    bool operator==(const SiteDepartment&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteDepartment, (), (code, name, parent, managers))

}  // namespace yh::office::settings
