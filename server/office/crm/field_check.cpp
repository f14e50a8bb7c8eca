#include "office/crm/field_check.h"

#include <algorithm>
#include <utility>

#include "office/crm/field_value.h"
#include "office/crm/field_view.h"

namespace yh::office::crm {

namespace {

/// One own field of a row that is saved.
class FieldCheck {
  public:
    FieldCheck(CheckedFields& checked, const people::SignedIn& who, IsNew is_new, bool sent)
        : checked_{checked}, who_{who}, is_new_{is_new}, sent_{sent} {}

    void check(const Field& field, const JsonValue* stored, const JsonValue* wanted) {
        const auto path = "fields." + field.key;
        // Of a new row what its writer says; where he says nothing, the default.
        auto value = stored != nullptr ? *stored : is_new_ == IsNew::Yes ? field.initial : JsonValue{};
        if (wanted != nullptr) {
            auto kept = is_nothing(wanted) ? Result<JsonValue>{JsonValue{}} : kept_value(field, *wanted, stored);
            if (may_write(field, who_)) {
                if (!kept.ok()) {
                    checked_.problems.push_back({path, kept.error().code});
                    return;
                }
                value = *std::move(kept);
            } else if (const bool came_back_empty = !may_read(field, who_) && is_nothing(wanted);
                       !came_back_empty && (!kept.ok() || *kept != value)) {
                checked_.problems.push_back({path, "field.fixed"});
                return;
            }
        }
        const bool asked = is_new_ == IsNew::Yes || sent_;
        if (field.required && asked && is_nothing(&value) && may_write(field, who_)) {
            checked_.problems.push_back({path, "config.required"});
        }
        keep(field, path, stored, std::move(value));
    }

  private:
    void keep(const Field& field, const std::string& path, const JsonValue* stored, JsonValue value) {
        if (is_nothing(&value)) {
            return;
        }
        if (field.type == FieldType::Person && (stored == nullptr || *stored != value)) {
            checked_.people.emplace_back(path, *value.as_text());
        }
        checked_.fields.set(field.key, std::move(value));
    }

    CheckedFields& checked_;
    const people::SignedIn& who_;
    IsNew is_new_;
    bool sent_;
};

const JsonValue* member_of(const std::optional<JsonValue>& object, std::string_view name) {
    return object ? object->find(name) : nullptr;
}

/// What programs keep beside the fields, and values of fields that are gone.
void check_others(const Book& book, ObjectKind object, const people::SignedIn& who, const JsonValue& stored,
                  const std::optional<JsonValue>& wanted, CheckedFields& checked) {
    const auto is_field = [&](const std::string& key) {
        const auto* field = find_field(book, object, key);
        return field != nullptr && !field->system && field->enabled;
    };
    if (const auto* members = stored.as_object()) {
        for (const auto& member : *members) {
            if (!is_field(member.name)) {
                checked.fields.set(member.name, member.value);
            }
        }
    }
    const auto* members = wanted ? wanted->as_object() : nullptr;
    for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
        const auto& [key, value] = (*members)[i];
        const auto* now = stored.find(key);
        if (is_field(key) || (now != nullptr && *now == value)) {
            continue;
        }
        if (is_own_key(key)) {
            checked.problems.push_back({"fields." + key, "crm.unknown_field"});
        } else if (!who.fields.changes(people::fields::customer_own_fields)) {
            checked.problems.push_back({"fields", "field.fixed"});
        } else {
            checked.fields.set(key, value);
        }
    }
}

}  // namespace

CheckedFields check_fields(const Book& book, ObjectKind object, const people::SignedIn& who, const JsonValue& stored,
                           const std::optional<JsonValue>& wanted, IsNew is_new) {
    CheckedFields checked;
    check_others(book, object, who, stored, wanted, checked);
    FieldCheck check{checked, who, is_new, wanted.has_value()};
    for (const auto& field : book.fields) {
        if (field.object == object && !field.system && field.enabled) {
            check.check(field, stored.find(field.key), member_of(wanted, field.key));
        }
    }
    return checked;
}

bool is_missing(const Book& book, ObjectKind object, std::string_view key, bool is_empty, const people::SignedIn& who) {
    const auto* field = find_field(book, object, key);
    return is_empty && field != nullptr && field->required && may_write(*field, who);
}

bool needs_number(const Book& book, ObjectKind object) {
    const auto* field = find_field(book, object, "numbers");
    return field == nullptr || field->required;
}

std::vector<FieldValue> values_to_find(const Book& book, ObjectKind object, const JsonValue& fields) {
    std::vector<FieldValue> values;
    for (const auto& field : book.fields) {
        const auto* value = field.object == object && !field.system ? fields.find(field.key) : nullptr;
        if (value == nullptr || !is_closed(field.type)) {
            continue;
        }
        if (const auto* text = value->as_text()) {
            values.push_back({field.id, *text});
        } else if (const auto* list = value->as_array()) {
            for (const auto& one : *list) {
                if (const auto* key = one.as_text()) {
                    values.push_back({field.id, *key});
                }
            }
        }
    }
    return values;
}

}  // namespace yh::office::crm
