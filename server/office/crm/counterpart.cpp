#include "office/crm/counterpart.h"

#include "office/crm/field_view.h"

namespace yh::office::crm {

std::optional<std::string> counterpart(const Book& book, ObjectKind object, ObjectKind other, std::string_view key) {
    const auto* field = find_field(book, object, key);
    if (object == other || field == nullptr || field->system) {
        return std::string{key};
    }
    for (const auto& [lead_field, customer_field] : book.mapping.fields) {
        if (object == ObjectKind::Lead && other == ObjectKind::Customer && lead_field == key) {
            return customer_field;
        }
        if (object == ObjectKind::Customer && other == ObjectKind::Lead && customer_field == key) {
            return lead_field;
        }
    }
    return std::nullopt;
}

}  // namespace yh::office::crm
