#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yh::office::settings {

/// What a template may leave open.
inline constexpr std::array<std::string_view, 5> template_words{"customer", "agent", "agent_number", "company",
                                                                "number"};

/// The first {word} in `text` that is none of these; braces around anything else are only text.
std::optional<std::string> find_unknown_word(std::string_view text, std::span<const std::string_view> known);

using WordValues = std::vector<std::pair<std::string_view, std::string>>;
/// `text` with each {word} of `values` replaced by `encode(value)`; other braces stay. What is filled in is not looked
/// at again.
std::string fill_words(std::string_view text, const WordValues& values,
                       const std::function<std::string(std::string_view)>& encode = {});

}  // namespace yh::office::settings
