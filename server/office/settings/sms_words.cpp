#include "office/settings/sms_words.h"

#include <algorithm>

namespace yh::office::settings {

namespace {

/// Calls `on_text` and `on_word` for the pieces of `text` in their order. A word is letters and _ in braces.
template <class OnText, class OnWord>
void walk_words(std::string_view text, OnText on_text, OnWord on_word) {
    while (!text.empty()) {
        const auto open = text.find('{');
        if (open == std::string_view::npos) {
            break;
        }
        const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", open + 1);
        if (end != std::string_view::npos && text[end] == '}' && end > open + 1) {
            on_text(text.substr(0, open));
            on_word(text.substr(open + 1, end - open - 1));
            text.remove_prefix(end + 1);
        } else {
            on_text(text.substr(0, open + 1));
            text.remove_prefix(open + 1);
        }
    }
    on_text(text);
}

}  // namespace

std::optional<std::string> find_unknown_word(std::string_view text, std::span<const std::string_view> known) {
    std::optional<std::string> found;
    walk_words(
        text, [](std::string_view) {},
        [&](std::string_view word) {
            if (!found && std::ranges::find(known, word) == known.end()) {
                found = std::string{word};
            }
        });
    return found;
}

std::string fill_words(std::string_view text, const WordValues& values,
                       const std::function<std::string(std::string_view)>& encode) {
    std::string filled;
    walk_words(
        text, [&](std::string_view piece) { filled += piece; },
        [&](std::string_view word) {
            const auto value = std::ranges::find(values, word, &WordValues::value_type::first);
            if (value == values.end()) {
                filled += '{';
                filled += word;
                filled += '}';
            } else {
                filled += encode ? encode(value->second) : value->second;
            }
        });
    return filled;
}

}  // namespace yh::office::settings
