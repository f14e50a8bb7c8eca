#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/lists/asked.h"
#include "office/lists/list.h"
#include "office/people/number_mask.h"

// Numbers of who lies in a public pool that hides them from its reader (号码隐藏 of a pool, R151, B14), in every list:
// whoever the company knows by the number at this moment, as the telephones know a caller. Decided row by row, because
// one list has rows of many. Thread: one that may block.
namespace yh::office::lists {

/// Whether a pool hides some number from this reader that he sees whole elsewhere.
bool some_are_hidden(const Reader& reader);

/// The condition under which the number in `number` is hidden from this reader; both are SQL. Empty: none is.
std::string hidden_clause(const Reader& reader, std::string_view number, std::string_view tenant);
/// … that of a row of this list.
std::string hidden_clause(const List& list, const Reader& reader);

using HiddenRows = std::unordered_set<std::int64_t>;
/// Which of these rows have a number that is hidden.
Result<HiddenRows> hidden_rows(db::Connection& connection, const List& list, const Reader& reader,
                               const std::vector<std::int64_t>& ids);

/// How numbers look in a row. A company that hides numbers from nobody else hides the middle of these.
people::NumberMask mask_of(const Reader& reader, bool hidden);
Result<people::NumberMask> mask_of_row(db::Connection& connection, const List& list, const Reader& reader,
                                       std::int64_t id);
Result<people::NumberMask> mask_of_number(db::Connection& connection, const Reader& reader, const std::string& number);

}  // namespace yh::office::lists
