#include "base/describe.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace yh {

namespace {

constexpr std::size_t longest_compared = 64;

// Levenshtein's distance. Both words are short, so the quadratic way is the quick one.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto replaced = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known) {
    if (word.size() > longest_compared) {
        return {};
    }
    std::string_view best;
    // Beyond about a third of its letters wrong, a guess confuses more than it helps.
    auto best_distance = word.size() / 3 + 2;
    for (const auto candidate : known) {
        const auto d = distance(word, candidate);
        if (d < best_distance) {
            best_distance = d;
            best = candidate;
        }
    }
    return best;
}

Error unknown_word(std::string_view text, std::span<const std::string_view> known) {
    std::string detail{"\""};
    detail += text.substr(0, longest_compared);
    detail += "\" is not one of";
    for (const auto word : known) {
        detail += ' ';
        detail += word;
    }
    if (const auto nearest = nearest_word(text, known); !nearest.empty()) {
        detail += "; did you mean \"";
        detail += nearest;
        detail += "\"?";
    }
    return invalid_input("enum.unknown", std::move(detail));
}

}  // namespace yh
