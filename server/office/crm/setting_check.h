#pragma once

#include <string>
#include <vector>

#include "http/reply.h"
#include "office/crm/book.h"
#include "office/crm/setting_store.h"

// What is wrong with a setting that somebody wants to save. Each puts in order what is sent (blanks around names, lists
// that mean nothing where everybody is meant) and keeps what cannot be changed; `before` is the one that it replaces,
// or null. What a setting named before, it may go on naming, though the person has left. Pure.
namespace yh::office::crm {

struct CheckAgainst {
    const Book& book;
    const Namable& namable;
};
using Problems = std::vector<http::FieldProblem>;

/// Codes: config.required, config.twice, config.out_of_range, config.malformed, config.unknown_user, customer.too_long,
/// crm.fixed (cannot be changed), crm.unknown_field, crm.unknown_choice, crm.unknown_tag, crm.unknown_pool,
/// crm.unknown_role, crm.unknown_department, crm.too_many, crm.no_order, crm.no_limit, crm.across, crm.types_differ,
/// crm.tells_nobody_apart.
Problems check_setting(const CheckAgainst& against, Field& wanted, const Field* before);
Problems check_setting(const CheckAgainst& against, Stage& wanted, const Stage* before);
Problems check_setting(const CheckAgainst& against, TagGroup& wanted, const TagGroup* before);
Problems check_setting(const CheckAgainst& against, Group& wanted, const Group* before);
Problems check_setting(const CheckAgainst& against, DedupRule& wanted, const DedupRule* before);
Problems check_setting(const CheckAgainst& against, AllocationRule& wanted, const AllocationRule* before);
Problems check_setting(const CheckAgainst& against, Pool& wanted, const Pool* before);
Problems check_setting(const CheckAgainst& against, FollowUpTemplate& wanted, const FollowUpTemplate* before);
Problems check_setting(const CheckAgainst& against, Mapping& wanted, const Mapping* before);

/// Which settings name this field, tag or pool, by their names: who deletes one is told.
std::vector<std::string> users_of(const Book& book, const Field& field);
std::vector<std::string> users_of(const Book& book, const Pool& pool);
std::vector<std::string> users_of(const Book& book, const Stage& stage);
template <class T>
std::vector<std::string> users_of(const Book&, const T&) {
    return {};
}

/// Whether a field of this type holds keys of its choices.
bool has_choices(FieldType type);

}  // namespace yh::office::crm
