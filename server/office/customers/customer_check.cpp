#include "office/customers/customer_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/json.h"
#include "model/telephone_number.h"

namespace yh::office::customers {

namespace {

constexpr std::size_t longest_name_bytes = 300;  // a hundred Chinese characters
constexpr std::size_t longest_word_bytes = 60;
constexpr std::size_t longest_note_bytes = 12'000;
constexpr std::size_t longest_fields_bytes = 64UL * 1024;
constexpr std::size_t most_numbers = 20;

void trim(std::string& text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string::npos) {
        text.clear();
        return;
    }
    text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

void check_length(std::vector<http::FieldProblem>& problems, std::string_view field, const std::string& text,
                  std::size_t most) {
    if (text.size() > most) {
        problems.push_back({std::string{field}, "customer.too_long"});
    }
}

}  // namespace

std::vector<http::FieldProblem> check_draft(CustomerDraft& draft) {
    std::vector<http::FieldProblem> problems;
    trim(draft.name);
    trim(draft.level);
    trim(draft.note);
    if (draft.name.empty()) {
        problems.push_back({"name", "config.required"});
    }
    check_length(problems, "name", draft.name, longest_name_bytes);
    check_length(problems, "level", draft.level, longest_word_bytes);
    check_length(problems, "note", draft.note, longest_note_bytes);
    if (draft.fields &&
        (draft.fields->as_object() == nullptr || to_json(*draft.fields).size() > longest_fields_bytes)) {
        problems.push_back({"fields", "customer.bad_fields"});
    }
    return problems;
}

std::vector<CheckedNumber> check_numbers(const std::vector<DraftNumber>& numbers,
                                         std::vector<http::FieldProblem>& problems, NumberNeeded needed) {
    std::vector<CheckedNumber> checked;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto field = fmt::format("numbers[{}].number", i);
        CheckedNumber one{model::normal_number(numbers[i].number), numbers[i].number, numbers[i].kind};
        trim(one.typed);
        trim(one.kind);
        if (!model::is_telephone_number(one.number)) {
            problems.push_back({field, "number.malformed"});
        } else if (std::ranges::find(checked, one.number, &CheckedNumber::number) != checked.end()) {
            problems.push_back({field, "config.twice"});
        }
        check_length(problems, fmt::format("numbers[{}].kind", i), one.kind, longest_word_bytes);
        checked.push_back(std::move(one));
    }
    if (checked.empty() && needed == NumberNeeded::Yes) {
        problems.push_back({"numbers", "config.required"});
    } else if (checked.size() > most_numbers) {
        problems.push_back({"numbers", "config.out_of_range"});
    }
    return checked;
}

std::vector<http::FieldProblem> check_service(ServiceDraft& draft) {
    std::vector<http::FieldProblem> problems;
    trim(draft.result);
    trim(draft.note);
    trim(draft.kind);
    trim(draft.concerns);
    if (draft.note.empty() && draft.result.empty()) {
        problems.push_back({"note", "config.required"});
    }
    check_length(problems, "note", draft.note, longest_note_bytes);
    for (const auto& [field, text] :
         {std::pair{"result", &draft.result}, std::pair{"kind", &draft.kind}, std::pair{"concerns", &draft.concerns}}) {
        check_length(problems, field, *text, longest_word_bytes);
    }
    return problems;
}

}  // namespace yh::office::customers
