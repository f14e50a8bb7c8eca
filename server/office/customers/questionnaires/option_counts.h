#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "office/customers/questionnaires/questionnaire.h"
#include "office/jobs/maker.h"
#include "office/jobs/table_file.h"
#include "office/lists/list_store.h"

// How often each option was chosen (问卷统计, R195, R224). Single and multiple choice alone are counted.
namespace yh::office::customers {

struct OptionCount {
    OptionId id;
    std::string text;
    bool retired = false;  ///< nobody can choose it any more
    std::int64_t count = 0;
    double percent = 0;  ///< of those who answered the question
};
BOOST_DESCRIBE_STRUCT(OptionCount, (), (id, text, retired, count, percent))

struct QuestionCount {
    QuestionId id;
    QuestionKind kind = QuestionKind::Single;
    std::string text;
    bool retired = false;
    std::int64_t answered = 0;  ///< sheets with an answer to it
    std::vector<OptionCount> options;
};
BOOST_DESCRIBE_STRUCT(QuestionCount, (), (id, kind, text, retired, answered, options))

struct QuestionnaireCounts {
    QuestionnaireId id;
    std::string name;
    std::int64_t sheets = 0;
    std::vector<QuestionCount> questions;
};
BOOST_DESCRIBE_STRUCT(QuestionnaireCounts, (), (id, name, sheets, questions))

/// The same conditions for choices and for sheets. Values.
struct AskedCounts {
    lists::Asked choices;
    lists::Asked sheets;
    QuestionnaireId questionnaire;
};
/// What a query may hold: `questionnaire`, and from_ms, to_ms, agent, department.
extern const lists::List counted_choices;
/// Errors: those of lists::read_query; questionnaire.unknown, when none is named.
Result<AskedCounts> read_counts_query(const std::vector<http::NamedValue>& query, const lists::Reader& reader);

/// Within what the asker sees (U19). What is retired stands there while it has answers. Error: questionnaire.unknown.
/// Thread: one that may block.
Result<QuestionnaireCounts> count_options(db::Connection& connection, const AskedCounts& asked);

inline constexpr std::string_view counts_list = "questionnaire-counts";
/// The maker of its files (jobs/maker.h).
Result<jobs::Made> make_counts_file(Office& office, const lists::Reader& reader, const jobs::FileWish& wish);

}  // namespace yh::office::customers
