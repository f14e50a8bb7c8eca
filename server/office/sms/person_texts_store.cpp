#include "office/sms/person_texts.h"

namespace yh::office::sms {

namespace {

struct PersonText {
    std::int64_t id = 0;
    std::int64_t created_at_ms = 0;
    std::string number;
    std::string text;
    std::string state;
};
BOOST_DESCRIBE_STRUCT(PersonText, (), (id, created_at_ms, number, text, state))

constexpr std::string_view theirs = "FROM sms_messages WHERE tenant_id = ? AND number IN {numbers}";

Result<std::vector<ErasedCount>> count(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto rows, connection.one<std::int64_t>(with_numbers("SELECT COUNT(*) " + std::string{theirs}, span),
                                                         person_params(span)));
    return std::vector<ErasedCount>{{"texts", rows}};
}

Result<PersonData> read(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto texts,
           connection.rows<PersonText>(with_numbers("SELECT id, created_at_ms, number, text, state " +
                                                        std::string{theirs} + " ORDER BY created_at_ms, id",
                                                    span),
                                       person_params(span)));
    return PersonData{{person_table("texts", texts)}, {}};
}

// What is being handed to the gateway just now is not pulled away under it: the next portion finds it.
Result<Erased> erase(db::Connection& connection, const PersonSpan& span, std::int64_t) {
    YH_TRY(const auto rows,
           connection.run(with_numbers("DELETE " + std::string{theirs} + " AND state <> 'sending'", span),
                          person_params(span)));
    return Erased{rows > 0 ? 1 : 0, {}};
}

}  // namespace

constinit const PersonPart person_texts{"texts", &count, nullptr, &read, &erase};

}  // namespace yh::office::sms
