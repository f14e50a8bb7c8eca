#include <string>

#include "office/customers/questionnaires/sheet_erasers.h"

namespace yh::office::customers {

namespace {

constexpr std::string_view delete_choices = "DELETE FROM answer_choices WHERE sheet_id = ?";
constexpr std::string_view delete_texts = "DELETE FROM answer_texts WHERE sheet_id = ?";
constexpr std::string_view delete_sheet = "DELETE FROM answer_sheets WHERE id = ?";

Result<std::vector<ErasedCount>> count_old(db::Connection& connection, const EraseSpan& span) {
    return count_each(
        connection, span,
        {{"answer_sheets", "SELECT COUNT(*) FROM answer_sheets WHERE tenant_id = ? AND created_at_ms < ?"}});
}

Result<Erased> erase_old(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    return erase_each(connection, span, most,
                      "SELECT id FROM answer_sheets WHERE tenant_id = ? AND created_at_ms < ? ORDER BY created_at_ms, "
                      "id LIMIT ?",
                      {delete_choices, delete_texts, delete_sheet});
}

struct PersonSheet {
    std::int64_t id = 0;
    std::string questionnaire;
    std::string number;
    std::string answers;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> updated_at_ms;
};
BOOST_DESCRIBE_STRUCT(PersonSheet, (), (id, questionnaire, number, answers, created_at_ms, updated_at_ms))

Result<std::vector<ErasedCount>> count(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto rows, connection.one<std::int64_t>("SELECT COUNT(*)" + from_their_rows("answer_sheets", span),
                                                         their_rows_params(span)));
    return std::vector<ErasedCount>{{"answer_sheets", rows}};
}

Result<PersonData> read(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(
        const auto sheets,
        connection.rows<PersonSheet>(
            "SELECT id, (SELECT name FROM questionnaires WHERE questionnaires.id = answer_sheets.questionnaire_id) AS "
            "questionnaire, number, summary AS answers, created_at_ms, updated_at_ms" +
                from_their_rows("answer_sheets", span) + " ORDER BY created_at_ms, id",
            their_rows_params(span)));
    return PersonData{{person_table("answer_sheets", sheets)}, {}};
}

Result<Erased> erase(db::Connection& connection, const PersonSpan& span, std::int64_t most) {
    auto params = their_rows_params(span);
    params.push_back(db::Param::integer(most));
    YH_TRY(const auto ids, connection.rows<std::int64_t>(
                               "SELECT id" + from_their_rows("answer_sheets", span) + " ORDER BY id LIMIT ?", params));
    for (const auto id : ids) {
        YH_CHECK(run_each(connection, id, {delete_choices, delete_texts, delete_sheet}));
    }
    return Erased{static_cast<std::int64_t>(ids.size()), {}};
}

}  // namespace

constinit const Eraser sheet_eraser{DataKind::AnswerSheets, false, &count_old, &erase_old};
constinit const PersonPart person_sheets{"answer_sheets", &count, nullptr, &read, &erase};

}  // namespace yh::office::customers
