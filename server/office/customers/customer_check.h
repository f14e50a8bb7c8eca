#pragma once

#include <string>
#include <vector>

#include "http/reply.h"
#include "office/customers/customer.h"

// What is wrong with what a page wants to save. Pure.
namespace yh::office::customers {

/// A number of a draft that is known by now.
struct CheckedNumber {
    std::string number;  ///< the form by which numbers are compared
    std::string typed;
    std::string kind;
};

/// Blanks around texts go; an empty list of problems: it may be saved. Codes: config.required, config.twice,
/// number.malformed, customer.too_long, customer.bad_fields.
std::vector<http::FieldProblem> check_draft(CustomerDraft& draft);

/// The numbers, or what is wrong with them. None of them is hidden or a token any more. A company may say that there
/// need not be one (R158).
enum class NumberNeeded { No, Yes };
std::vector<CheckedNumber> check_numbers(const std::vector<DraftNumber>& numbers,
                                         std::vector<http::FieldProblem>& problems,
                                         NumberNeeded needed = NumberNeeded::Yes);

std::vector<http::FieldProblem> check_service(ServiceDraft& draft);

}  // namespace yh::office::customers
