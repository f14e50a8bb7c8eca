#include <algorithm>
#include <iterator>
#include <optional>

#include "base/describe.h"
#include "base/json.h"
#include "office/crm/field_value.h"
#include "office/crm/field_view.h"
#include "office/crm/setting_names.h"
#include "office/crm/setting_store.h"
#include "office/customers/customer_rows.h"
#include "office/customers/follow_ups/file_store.h"
#include "office/customers/privacy/person_cards.h"
#include "office/customers/privacy/person_traces.h"

namespace yh::office::customers {

namespace {

struct PersonCard {
    std::int64_t id = 0;
    std::string object;
    std::string name;
    std::string gender;
    std::string level;
    std::string note;
    JsonValue fields;  ///< by the names that the company calls them
    std::string tags;
    std::string stage;
    std::string group;
    std::string pool;
    std::string source;
    std::string owner;
    std::int64_t created_at_ms = 0;
    std::int64_t updated_at_ms = 0;
    std::optional<std::int64_t> deleted_at_ms;
};
BOOST_DESCRIBE_STRUCT(PersonCard, (),
                      (id, object, name, gender, level, note, fields, tags, stage, group, pool, source, owner,
                       created_at_ms, updated_at_ms, deleted_at_ms))

struct PersonNumber {
    std::int64_t customer = 0;
    std::string kind;
    std::string number;
};
BOOST_DESCRIBE_STRUCT(PersonNumber, (), (customer, kind, number))

struct PersonNote {
    std::int64_t customer = 0;
    std::int64_t created_at_ms = 0;
    std::string agent;
    std::string note;
    std::string details;
};
BOOST_DESCRIBE_STRUCT(PersonNote, (), (customer, created_at_ms, agent, note, details))

struct PersonAttachment {
    std::int64_t id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(PersonAttachment, (), (id, name))

Result<std::vector<std::int64_t>> cards_of(db::Connection& connection, const PersonSpan& span) {
    return connection.rows<std::int64_t>(
        with_numbers("SELECT DISTINCT customer_id FROM customer_numbers WHERE tenant_id = ? AND number IN {numbers} "
                     "ORDER BY customer_id",
                     span),
        person_params(span));
}

Result<std::vector<ErasedCount>> count(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto cards, cards_of(connection, span));
    std::vector<ErasedCount> counts{{"cards", 0}, {"contacts", 0}, {"follow_ups", 0}, {"services", 0}, {"plans", 0}};
    counts.front().count = static_cast<std::int64_t>(cards.size());
    for (const auto card : cards) {
        std::size_t at = 1;
        for (const std::string_view sql : {"SELECT COUNT(*) FROM customers WHERE parent_id = ?",
                                           "SELECT COUNT(*) FROM follow_ups WHERE customer_id = ?",
                                           "SELECT COUNT(*) FROM service_records WHERE customer_id = ?",
                                           "SELECT COUNT(*) FROM tasks WHERE customer_id = ?"}) {
            YH_TRY(const auto rows, connection.one<std::int64_t>(sql, card));
            counts[at++].count += rows;
        }
    }
    YH_TRY(const auto drafts, count_drafts(connection, span));
    counts.push_back({"drafts", drafts});
    return counts;
}

/// Adds what each card has of one kind to the rows of all.
template <class T>
Result<void> add_rows(db::Connection& connection, std::int64_t card, std::string_view sql, std::vector<T>& all) {
    YH_TRY(auto rows, connection.rows<T>(sql, card));
    std::ranges::move(rows, std::back_inserter(all));
    return {};
}

/// As people read them; what the company has no field for any more keeps its key.
JsonValue readable_fields(const crm::Book& book, crm::ObjectKind object, const JsonValue& stored) {
    JsonValue readable{JsonValue::Object{}};
    for (const auto& member : *stored.as_object()) {
        const auto* field = crm::find_field(book, object, member.name);
        readable.set(field ? field->name : member.name,
                     field ? JsonValue{crm::text_of(*field, member.value)} : member.value);
    }
    return readable;
}

Result<PersonCard> read_card(db::Connection& connection, const crm::Book& book, std::int64_t id) {
    YH_TRY(const auto row, connection.one<CustomerRow>("SELECT * FROM customers WHERE id = ?", id));
    YH_TRY(const auto fields, JsonValue::parse(row.fields));
    YH_TRY(const auto owner, person_of(connection, row.owner_id));
    const auto name = [&](std::optional<std::int64_t> setting) {
        return setting ? std::string{crm::name_of(book, crm::SettingId{*setting})} : std::string{};
    };
    return PersonCard{row.id,
                      std::string{enum_text(row.object)},
                      row.name,
                      std::string{enum_text(row.gender)},
                      row.level,
                      row.note,
                      readable_fields(book, row.object, fields),
                      crm::names_in(book, to_json(row.tags), ", "),
                      row.object == crm::ObjectKind::Contact ? std::string{} : name(row.stage_id.value_or(0)),
                      name(row.group_id),
                      name(row.pool_id),
                      std::string{enum_text(row.source)},
                      owner ? owner->name : std::string{},
                      row.created_at_ms,
                      row.updated_at_ms,
                      row.deleted_at_ms};
}

Result<void> add_files(db::Connection& connection, const PersonSpan& span, std::int64_t card,
                       std::vector<PersonFile>& all) {
    YH_TRY(const auto files,
           connection.rows<PersonAttachment>(
               "SELECT follow_up_files.id AS id, follow_up_files.name AS name FROM follow_up_files JOIN follow_ups ON "
               "follow_ups.id = follow_up_files.follow_up_id WHERE follow_ups.customer_id = ?",
               card));
    for (const auto& file : files) {
        all.push_back({attachment_path(model::TenantId{span.tenant}, FollowUpFileId{file.id}),
                       "files/" + std::to_string(file.id) + "-" + file.name});
    }
    return {};
}

Result<PersonData> read(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto ids, cards_of(connection, span));
    YH_TRY(const auto book, crm::load_book(connection, model::TenantId{span.tenant}));
    PersonData data;
    std::vector<PersonCard> cards;
    std::vector<PersonNumber> numbers;
    std::vector<PersonNote> follow_ups;
    std::vector<PersonNote> services;
    std::vector<PersonNote> plans;
    std::vector<PersonNote> history;
    for (const auto id : ids) {
        YH_TRY(cards.emplace_back(), read_card(connection, book, id));
        YH_CHECK(add_rows(connection, id,
                          "SELECT customer_id AS customer, kind, typed AS number FROM customer_numbers WHERE "
                          "customer_id = ? ORDER BY position",
                          numbers));
        YH_CHECK(add_rows(connection, id,
                          "SELECT customer_id AS customer, follow_ups.created_at_ms AS created_at_ms, "
                          "COALESCE(users.name, '') AS agent, note, fields AS details FROM follow_ups LEFT JOIN users "
                          "ON users.id = follow_ups.user_id WHERE customer_id = ? ORDER BY follow_ups.created_at_ms",
                          follow_ups));
        YH_CHECK(add_rows(connection, id,
                          "SELECT customer_id AS customer, service_records.created_at_ms AS created_at_ms, "
                          "COALESCE(users.name, '') AS agent, note, result AS details FROM service_records LEFT JOIN "
                          "users ON users.id = service_records.user_id WHERE customer_id = ? ORDER BY "
                          "service_records.created_at_ms",
                          services));
        YH_CHECK(add_rows(connection, id,
                          "SELECT customer_id AS customer, due_at_ms AS created_at_ms, COALESCE(users.name, '') AS "
                          "agent, content AS note, related AS details FROM tasks LEFT JOIN users ON users.id = "
                          "tasks.user_id WHERE customer_id = ? ORDER BY due_at_ms",
                          plans));
        YH_CHECK(add_rows(connection, id,
                          "SELECT customer_id AS customer, at_ms AS created_at_ms, COALESCE(users.name, '') AS agent, "
                          "what AS note, changes AS details FROM customer_history LEFT JOIN users ON users.id = "
                          "customer_history.user_id WHERE customer_id = ? ORDER BY at_ms",
                          history));
        YH_CHECK(add_files(connection, span, id, data.files));
    }
    YH_TRY(const auto drafts, read_drafts(connection, span));
    data.tables = {person_table("cards", cards),           person_table("numbers", numbers),
                   person_table("follow_ups", follow_ups), person_table("services", services),
                   person_table("plans", plans),           person_table("history", history),
                   person_table("drafts", drafts)};
    return data;
}

Result<void> erase_card(db::Connection& connection, const PersonSpan& span, std::int64_t card,
                        std::vector<std::string>& files) {
    YH_CHECK(erase_traces(connection, span, card));
    YH_TRY(auto gone, erase_follow_ups(connection, card));
    std::ranges::move(gone, std::back_inserter(files));
    return run_each(
        connection, card,
        {"DELETE FROM task_people WHERE task_id IN (SELECT id FROM tasks WHERE customer_id = ?)",
         "DELETE FROM tasks WHERE customer_id = ?", "DELETE FROM service_records WHERE customer_id = ?",
         "DELETE FROM customer_history WHERE customer_id = ?", "DELETE FROM customer_tags WHERE customer_id = ?",
         "DELETE FROM customer_field_values WHERE customer_id = ?", "DELETE FROM customer_keys WHERE customer_id = ?",
         "DELETE FROM pool_moves WHERE customer_id = ?",
         "UPDATE customers SET converted_to = NULL WHERE converted_to = ?",
         "DELETE FROM customer_numbers WHERE customer_id = ?", "DELETE FROM customers WHERE id = ?"});
}

Result<Erased> erase(db::Connection& connection, const PersonSpan& span, std::int64_t most) {
    YH_TRY(auto cards, cards_of(connection, span));
    Erased erased;
    erased.rows = std::min<std::int64_t>(most, static_cast<std::int64_t>(cards.size()));
    cards.resize(static_cast<std::size_t>(erased.rows));
    for (const auto card : cards) {
        // Contacts of the customer, and duplicates that went into it.
        YH_TRY(const auto with_it, connection.rows<std::int64_t>(
                                       "SELECT id FROM customers WHERE parent_id = ? OR merged_into = ?", card, card));
        for (const auto one : with_it) {
            YH_CHECK(erase_card(connection, span, one, erased.files));
        }
        YH_CHECK(erase_card(connection, span, card, erased.files));
    }
    YH_CHECK(erase_drafts(connection, span));
    return erased;
}

}  // namespace

constinit const PersonPart person_cards{"cards", &count, nullptr, &read, &erase};

}  // namespace yh::office::customers
