#include "office/customers/follow_ups/follow_up_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "office/customers/follow_ups/file_store.h"
#include "office/customers/follow_ups/template_check.h"

namespace yh::office::customers {

namespace {

struct FollowUpRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t customer_id = 0;
    std::optional<std::int64_t> template_id;
    std::optional<std::int64_t> call_id;
    std::int64_t user_id = 0;
    std::string note;
    std::vector<FilledField> fields;
    std::optional<std::int64_t> next_at_ms;
    std::int64_t created_at_ms = 0;
    std::string template_name;
    std::string summary;
};
BOOST_DESCRIBE_STRUCT(FollowUpRow, (),
                      (id, tenant_id, customer_id, template_id, call_id, user_id, note, fields, next_at_ms,
                       created_at_ms, template_name, summary))

struct ViewRow {
    FollowUpId id;
    std::int64_t created_at_ms = 0;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    model::CustomerId customer;
    std::string customer_name;
    std::string template_name;
    std::string note;
    std::vector<FilledField> fields;
    std::optional<std::int64_t> next_at_ms;
    std::string agent;
    std::string agent_name;
    std::optional<model::CallId> call;
    bool recorded = false;
    std::int64_t user_id = 0;
};
BOOST_DESCRIBE_STRUCT(ViewRow, (),
                      (id, created_at_ms, object, customer, customer_name, template_name, note, fields, next_at_ms,
                       agent, agent_name, call, recorded, user_id))

constexpr std::string_view view_columns =
    "SELECT item.id AS id, item.created_at_ms AS created_at_ms, customers.object AS object, item.customer_id AS "
    "customer, customers.name AS customer_name, item.template_name AS template_name, item.note AS note, item.fields AS "
    "fields, item.next_at_ms AS next_at_ms, COALESCE(users.number, '') AS agent, COALESCE(users.name, '') AS "
    "agent_name, item.call_id AS call, EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id) AS "
    "recorded, item.user_id AS user_id FROM follow_ups AS item JOIN customers ON customers.id = item.customer_id LEFT "
    "JOIN users ON users.id = item.user_id WHERE item.tenant_id = ? AND item.deleted_at_ms IS NULL AND "
    "customers.deleted_at_ms IS NULL AND ";

Result<FollowUpView> view_of(db::Connection& connection, const Asker& asker, ViewRow&& row) {
    FollowUpView view;
    view.id = row.id;
    view.created_at_ms = row.created_at_ms;
    view.object = row.object;
    view.customer = row.customer;
    view.customer_name = std::move(row.customer_name);
    view.template_name = std::move(row.template_name);
    view.note = std::move(row.note);
    view.fields = std::move(row.fields);
    view.next_at_ms = row.next_at_ms;
    view.agent = std::move(row.agent);
    view.agent_name = std::move(row.agent_name);
    view.call = row.call;
    view.recorded = row.recorded;
    view.mine = row.user_id == asker.who.user.value;
    YH_TRY(view.files, files_of(connection, row.id));
    return view;
}

Saved refused(model::CustomerId customer, Error why) {
    Saved saved;
    saved.id = customer;
    saved.refusal = std::move(why);
    return saved;
}

/// People are written down by name as well; somebody who is none of the company's is a bad value.
Result<void> name_people(db::Connection& connection, const Asker& asker, const crm::FollowUpTemplate& form,
                         std::vector<FilledField>& fields, std::vector<http::FieldProblem>& problems) {
    for (auto& one : fields) {
        const auto field = std::ranges::find(form.fields, one.key, &crm::TemplateField::key);
        if (field->type != crm::FieldType::Person) {
            continue;
        }
        YH_TRY(const auto name, connection.row<std::string>("SELECT name FROM users WHERE tenant_id = ? AND number = ?",
                                                            asker.who.tenant, one.text));
        if (name) {
            one.text = *name + " " + one.text;
        } else {
            problems.push_back({"fields." + one.key, "follow_up.bad_value"});
        }
    }
    return {};
}

struct Filled {
    std::string name;
    std::vector<FilledField> fields;
    std::vector<http::FieldProblem> problems;
    bool known = true;
};
Result<Filled> fill(db::Connection& connection, const Asker& asker, const crm::Book& book, crm::ObjectKind object,
                    const FollowUpDraft& draft) {
    Filled filled;
    if (!draft.template_id) {
        const bool any = draft.fields && draft.fields->as_object() != nullptr && !draft.fields->as_object()->empty();
        if (any) {
            filled.problems.push_back({"template_id", "config.required"});
        }
        return filled;
    }
    const auto* form = find_template(book, *draft.template_id, object, asker.who);
    if (form == nullptr) {
        filled.known = false;
        return filled;
    }
    filled.name = form->name;
    filled.fields = fill_template(*form, draft.fields.value_or(JsonValue{JsonValue::Object{}}), filled.problems);
    YH_CHECK(name_people(connection, asker, *form, filled.fields, filled.problems));
    return filled;
}

// A date is met by what is written on its day or later, and replaced by a new one.
constexpr std::int64_t a_day_ms = 24LL * 60 * 60 * 1000;
Result<void> meet_dates(db::Connection& connection, model::CustomerId customer, const FollowUpDraft& draft,
                        std::int64_t now_ms) {
    if (draft.next_at_ms) {
        return connection.change(
            "UPDATE follow_ups SET met_at_ms = ? WHERE customer_id = ? AND met_at_ms IS NULL AND next_at_ms IS NOT "
            "NULL",
            now_ms, customer);
    }
    return connection.change(
        "UPDATE follow_ups SET met_at_ms = ? WHERE customer_id = ? AND met_at_ms IS NULL AND next_at_ms < ?", now_ms,
        customer, now_ms + a_day_ms);
}

}  // namespace

Result<Saved> add_follow_up(db::Connection& connection, const Asker& asker, const crm::Book& book,
                            model::CustomerId customer, const FollowUpDraft& draft, FollowUpId id,
                            std::int64_t now_ms) {
    YH_TRY(const bool seen, may_see(connection, asker, customer));
    if (!seen) {
        return refused(customer, not_found("customer.unknown"));
    }
    YH_TRY(const auto object, connection.one<crm::ObjectKind>("SELECT object FROM customers WHERE id = ?", customer));
    YH_TRY(auto filled, fill(connection, asker, book, object, draft));
    if (!filled.known) {
        return refused(customer, not_found("follow_up.unknown_template"));
    }
    if (!filled.problems.empty()) {
        Saved saved;
        saved.id = customer;
        saved.problems = std::move(filled.problems);
        return saved;
    }
    YH_TRY(auto transaction, connection.begin());
    YH_CHECK(meet_dates(connection, customer, draft, now_ms));
    FollowUpRow row;
    row.id = id.value;
    row.tenant_id = asker.who.tenant.value;
    row.customer_id = customer.value;
    if (draft.template_id) {
        row.template_id = draft.template_id->value;
    }
    if (asker.call) {
        row.call_id = asker.call->call.value;
    }
    row.user_id = asker.who.user.value;
    row.note = draft.note;
    row.summary = summary_of(filled.fields);
    row.fields = std::move(filled.fields);
    row.template_name = std::move(filled.name);
    row.next_at_ms = draft.next_at_ms;
    row.created_at_ms = now_ms;
    YH_CHECK(connection.insert("follow_ups", row));
    for (const auto file : draft.files) {
        YH_TRY(const bool attached, attach_file(connection, asker.who, file, id));
        if (!attached) {
            transaction.rollback();
            return refused(customer, not_found("attachment.unknown"));
        }
    }
    YH_CHECK(connection.run("UPDATE customers SET followed_at_ms = ? WHERE id = ?", now_ms, customer));
    YH_CHECK(transaction.commit());
    return Saved{customer, {}, {}, {}};
}

Result<std::optional<FollowUpView>> find_follow_up(db::Connection& connection, const Asker& asker, FollowUpId id) {
    YH_TRY(auto row, connection.row<ViewRow>(fmt::format("{} item.id = ?", view_columns), asker.who.tenant, id));
    if (!row) {
        return std::optional<FollowUpView>{};
    }
    YH_TRY(bool seen, may_see(connection, asker, row->customer));
    if (!seen) {
        lists::Reader reader;
        reader.who = asker.who;
        YH_TRY(const auto listed, lists::find_row(connection, follow_ups(), reader, id.value));
        seen = listed.has_value();
    }
    if (!seen) {
        return std::optional<FollowUpView>{};
    }
    YH_TRY(auto view, view_of(connection, asker, *std::move(row)));
    return std::optional{std::move(view)};
}

Result<std::vector<FollowUpView>> last_follow_ups(db::Connection& connection, const Asker& asker,
                                                  model::CustomerId customer, std::int64_t most) {
    std::vector<FollowUpView> views;
    YH_TRY(const bool seen, may_see(connection, asker, customer));
    if (!seen) {
        return views;
    }
    YH_TRY(auto rows, connection.rows<ViewRow>(
                          fmt::format("{} item.customer_id = ? ORDER BY item.created_at_ms DESC, item.id DESC LIMIT {}",
                                      view_columns, most),
                          asker.who.tenant, customer));
    for (auto& row : rows) {
        YH_TRY(auto view, view_of(connection, asker, std::move(row)));
        views.push_back(std::move(view));
    }
    return views;
}

Result<GoneFollowUp> delete_follow_up(db::Connection& connection, const Asker& asker, FollowUpId id,
                                      std::int64_t now_ms) {
    YH_TRY(const auto found, find_follow_up(connection, asker, id));
    if (!found) {
        return GoneFollowUp{not_found("follow_up.unknown"), {}};
    }
    if (!found->mine && !asker.who.rights().has(people::rights::delete_records)) {
        return GoneFollowUp{Error{ErrorKind::Forbidden, "follow_up.not_yours", {}}, {}};
    }
    GoneFollowUp gone;
    YH_TRY(auto transaction, connection.begin());
    YH_CHECK(connection.run("UPDATE follow_ups SET deleted_at_ms = ?, deleted_by = ? WHERE id = ?", now_ms,
                            asker.who.user, id));
    YH_TRY(gone.files, doom_files_of(connection, id));
    YH_CHECK(transaction.commit());
    return gone;
}

Result<std::vector<DueFollowUp>> due_follow_ups(db::Connection& connection, const Asker& asker,
                                                std::int64_t before_ms) {
    YH_TRY(
        auto due,
        connection.rows<DueFollowUp>(
            "SELECT item.id AS id, item.next_at_ms AS next_at_ms, customers.object AS object, item.customer_id AS "
            "customer, customers.name AS customer_name, CASE WHEN customers.pool_id IS NULL THEN "
            "COALESCE(main_number.number, '') ELSE '' END AS number, NULL AS "
            "number_token, CASE WHEN item.note <> '' THEN item.note ELSE item.summary END AS note FROM follow_ups AS "
            "item JOIN customers ON customers.id = item.customer_id LEFT JOIN customer_numbers AS main_number ON "
            "main_number.customer_id = customers.id AND main_number.position = 0 WHERE item.user_id = ? AND "
            "item.met_at_ms IS NULL AND item.next_at_ms < ? AND item.deleted_at_ms IS NULL AND "
            "customers.deleted_at_ms IS NULL ORDER BY item.next_at_ms, item.id LIMIT 100",
            asker.who.user, before_ms));
    for (auto& one : due) {
        one.number_token = people::token_for(asker.mask, asker.seal, asker.who.tenant, one.number);
        one.number = asker.mask.shown(one.number);
    }
    return due;
}

Result<bool> meet_follow_up(db::Connection& connection, const Asker& asker, FollowUpId id, std::int64_t now_ms) {
    YH_TRY(const auto met, connection.run("UPDATE follow_ups SET met_at_ms = ? WHERE id = ? AND user_id = ? AND "
                                          "tenant_id = ? AND next_at_ms IS NOT NULL",
                                          now_ms, id, asker.who.user, asker.who.tenant));
    return met > 0;
}

}  // namespace yh::office::customers
