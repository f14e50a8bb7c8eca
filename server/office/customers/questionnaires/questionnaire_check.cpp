#include "office/customers/questionnaires/questionnaire_check.h"

#include <algorithm>
#include <string_view>

#include "base/utf8.h"
#include "http/text.h"

namespace yh::office::customers {

namespace {

constexpr std::size_t longest_name_bytes = 180;
constexpr std::size_t longest_question_bytes = 600;
constexpr std::size_t longest_option_bytes = 300;
constexpr std::size_t longest_answer_bytes = 3000;

/// Takes blanks off; what is wrong with what is left.
std::string_view check_text(std::string& text, std::size_t most_bytes) {
    text = std::string{http::trimmed(text)};
    return text.empty()                                       ? "config.required"
           : text.size() > most_bytes || !is_clean_utf8(text) ? "customer.too_long"
                                                              : "";
}

void check_options(Question& question, const std::string& place, std::vector<http::FieldProblem>& problems) {
    if (question.kind == QuestionKind::Text) {
        if (!question.options.empty()) {
            problems.push_back({place + ".options", "questionnaire.no_options"});
        }
        return;
    }
    constexpr std::size_t least_options = 2;
    if (question.options.size() < least_options) {
        problems.push_back({place + ".options", "questionnaire.too_few_options"});
    }
    if (question.options.size() > most_options) {
        problems.push_back({place + ".options", "crm.too_many"});
    }
    std::set<std::string> seen;
    for (std::size_t at = 0; at < question.options.size(); ++at) {
        auto& option = question.options[at];
        auto wrong = check_text(option.text, longest_option_bytes);
        if (wrong.empty() && !seen.insert(option.text).second) {
            wrong = "config.twice";
        }
        if (!wrong.empty()) {
            problems.push_back({place + ".options[" + std::to_string(at) + "]", wrong});
        }
    }
}

/// What is wrong with an answer to this question; empty: nothing.
std::string_view wrong_in(const Question& question, const KeptOptions& kept, AnswerDraft& answer) {
    if (question.kind == QuestionKind::Text) {
        const auto wrong = check_text(answer.text, longest_answer_bytes);
        return !answer.options.empty() ? "questionnaire.bad_answer" : wrong == "config.required" ? "" : wrong;
    }
    const auto kept_here = kept.find(question.id);
    const auto exists = [&](OptionId id) {
        return std::ranges::find(question.options, id, &QuestionOption::id) != question.options.end() ||
               (kept_here != kept.end() && kept_here->second.contains(id));
    };
    std::ranges::sort(answer.options);
    const bool twice = std::ranges::adjacent_find(answer.options) != answer.options.end();
    const bool several = answer.options.size() > 1 && question.kind != QuestionKind::Multiple;
    const bool good = answer.text.empty() && !twice && !several && std::ranges::all_of(answer.options, exists);
    return good ? "" : "questionnaire.bad_answer";
}

bool says_nothing(const AnswerDraft& answer) {
    return answer.options.empty() && answer.text.empty();
}

}  // namespace

std::vector<http::FieldProblem> check_questionnaire(QuestionnaireDraft& draft) {
    std::vector<http::FieldProblem> problems;
    if (const auto wrong = check_text(draft.name, longest_name_bytes); !wrong.empty()) {
        problems.push_back({"name", wrong});
    }
    if (draft.questions.size() > most_questions) {
        problems.push_back({"questions", "crm.too_many"});
    }
    for (std::size_t at = 0; at < draft.questions.size(); ++at) {
        auto& question = draft.questions[at];
        const auto place = "questions[" + std::to_string(at) + "]";
        if (const auto wrong = check_text(question.text, longest_question_bytes); !wrong.empty()) {
            problems.push_back({place + ".text", wrong});
        }
        check_options(question, place, problems);
    }
    return problems;
}

std::vector<http::FieldProblem> check_answers(const std::vector<Question>& form, const KeptOptions& kept,
                                              std::vector<AnswerDraft>& answers) {
    std::vector<http::FieldProblem> problems;
    std::set<QuestionId> answered;
    for (auto& answer : answers) {
        const auto question = std::ranges::find(form, answer.question, &Question::id);
        std::string_view wrong = "questionnaire.unknown_question";
        if (question != form.end()) {
            wrong = wrong_in(*question, kept, answer);
        }
        if (wrong.empty() && !says_nothing(answer) && !answered.insert(answer.question).second) {
            wrong = "questionnaire.bad_answer";
        }
        if (!wrong.empty()) {
            problems.push_back({"answers." + answer.question.text(), wrong});
            answered.insert(answer.question);
        }
    }
    std::erase_if(answers, says_nothing);
    for (const auto& question : form) {
        if (question.required && !answered.contains(question.id)) {
            problems.push_back({"answers." + question.id.text(), "config.required"});
        }
    }
    return problems;
}

std::string summary_of(const std::vector<SheetAnswer>& answers) {
    std::string summary;
    for (const auto& answer : answers) {
        summary += summary.empty() ? "" : "；";
        summary += answer.asked + ": " + answer.text;
        for (std::size_t at = 0; at < answer.options.size(); ++at) {
            summary += (at == 0 ? "" : "、") + answer.options[at].text;
        }
    }
    return summary;
}

}  // namespace yh::office::customers
