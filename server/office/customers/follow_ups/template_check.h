#pragma once

#include <string>
#include <vector>

#include "http/reply.h"
#include "office/customers/follow_ups/follow_up.h"
#include "office/people/identity.h"

// What is filled in by a template (R133, R164). Pure.
namespace yh::office::customers {

/// The template that this person may use for such an object: published, for him, for that; none: there is no such.
const crm::FollowUpTemplate* find_template(const crm::Book& book, crm::SettingId id, crm::ObjectKind object,
                                           const people::SignedIn& who);

/// The fields that hold something, in the template's order and as they are called now; or what is wrong with them, by
/// "fields.<key>". Codes: config.required, follow_up.unknown_field, follow_up.bad_value, customer.too_long.
std::vector<FilledField> fill_template(const crm::FollowUpTemplate& form, const JsonValue& values,
                                       std::vector<http::FieldProblem>& problems);

/// "意向: 高；预算: 3000".
std::string summary_of(const std::vector<FilledField>& fields);

/// What is wrong with the rest of a draft: it says something, its next date is not past, its files are not too many.
std::vector<http::FieldProblem> check_follow_up(FollowUpDraft& draft, std::int64_t now_ms);

}  // namespace yh::office::customers
