#include "http/openapi_check.h"

#include <algorithm>

#include "http/text.h"

namespace yh::http {

namespace {

std::string_view text_of(const JsonValue* value) {
    const auto* text = value == nullptr ? nullptr : value->as_text();
    return text == nullptr ? std::string_view{} : std::string_view{*text};
}

bool has_type(const JsonValue& value, std::string_view type) {
    if (type == "object") {
        return value.as_object() != nullptr;
    }
    if (type == "array") {
        return value.as_array() != nullptr;
    }
    if (type == "string") {
        return value.as_text() != nullptr;
    }
    if (type == "integer") {
        return value.as_int() != nullptr;
    }
    if (type == "number") {
        return value.as_int() != nullptr || value.as_number() != nullptr;
    }
    if (type == "boolean") {
        return value.as_bool() != nullptr;
    }
    return type == "null" && value.is_null();
}

const JsonValue* find_path(const JsonValue& from, std::initializer_list<std::string_view> names) {
    const auto* at = &from;
    for (const auto name : names) {
        at = at == nullptr ? nullptr : at->find(name);
    }
    return at;
}

}  // namespace

Result<OpenApiCheck> OpenApiCheck::create(std::string_view document) {
    YH_TRY(auto parsed, JsonValue::parse(document, {.max_bytes = 64 * 1024 * 1024, .max_depth = 64}));
    if (!text_of(parsed.find("openapi")).starts_with("3.1")) {
        return invalid_input("openapi.not_a_document");
    }
    return OpenApiCheck{std::move(parsed)};
}

const JsonValue* OpenApiCheck::resolve(std::string_view reference) const {
    if (!reference.starts_with("#/")) {
        return nullptr;
    }
    const auto* at = &document_;
    for (const auto name : split(reference.substr(2), '/')) {
        at = at == nullptr ? nullptr : at->find(name);
    }
    return at;
}

const JsonValue* OpenApiCheck::follow(const JsonValue& schema) const {
    const auto* reference = schema.find("$ref");
    return reference == nullptr ? &schema : resolve(text_of(reference));
}

void OpenApiCheck::check_references(const JsonValue& value, std::vector<std::string>& problems) const {
    if (const auto* array = value.as_array()) {
        for (const auto& item : *array) {
            check_references(item, problems);
        }
    } else if (const auto* object = value.as_object()) {
        for (const auto& member : *object) {
            if (member.name == "$ref" && resolve(text_of(&member.value)) == nullptr) {
                problems.push_back("dangling reference " + std::string{text_of(&member.value)});
            }
            check_references(member.value, problems);
        }
    }
}

std::vector<std::string> OpenApiCheck::document_problems() const {
    std::vector<std::string> problems;
    if (text_of(find_path(document_, {"info", "title"})).empty() ||
        text_of(find_path(document_, {"info", "version"})).empty()) {
        problems.push_back("info needs title and version");
    }
    const auto* paths = document_.find("paths");
    if (paths == nullptr || paths->as_object() == nullptr) {
        problems.push_back("no paths");
        return problems;
    }
    for (const auto& [pattern, operations] : *paths->as_object()) {
        for (const auto& [method, operation] : *operations.as_object()) {
            auto where = method;
            where.append(" ").append(pattern);
            const auto* responses = operation.find("responses");
            if (responses == nullptr || responses->as_object() == nullptr || responses->as_object()->empty()) {
                problems.push_back(where + " has no responses");
            }
            if (text_of(operation.find("summary")).empty()) {
                problems.push_back(where + " has no summary");
            }
            const auto braces = static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '{'));
            const auto* parameters = operation.find("parameters");
            if (braces > 0 && (parameters == nullptr || parameters->as_array()->size() < braces)) {
                problems.push_back(where + " does not describe its parameters");
            }
        }
    }
    check_references(document_, problems);
    return problems;
}

std::vector<std::string> OpenApiCheck::response_problems(std::string_view method, std::string_view pattern, int status,
                                                         std::string_view body) const {
    const auto* responses = find_path(document_, {"paths", pattern, method, "responses"});
    if (responses == nullptr) {
        return {"not in the document: " + std::string{method} + " " + std::string{pattern}};
    }
    const auto* response = responses->find(std::to_string(status));
    if (response == nullptr) {
        response = status >= 400 ? responses->find("default") : nullptr;
    }
    response = response == nullptr ? nullptr : follow(*response);
    if (response == nullptr) {
        return {"status " + std::to_string(status) + " is not in the document"};
    }
    const auto* schema = find_path(*response, {"content", "application/json", "schema"});
    if (schema == nullptr) {
        return body.empty() || response->find("content") != nullptr ? std::vector<std::string>{}
                                                                    : std::vector<std::string>{"promised no content"};
    }
    const auto value = JsonValue::parse(body, {.max_bytes = 64 * 1024 * 1024, .max_depth = 64});
    if (!value) {
        return {"not JSON: " + value.error().detail};
    }
    std::vector<std::string> problems;
    check(*value, *schema, "body", problems);
    return problems;
}

bool OpenApiCheck::check_choices(const JsonValue& value, const JsonValue& schema, const std::string& where,
                                 std::vector<std::string>& problems) const {
    const auto* choices = schema.find("anyOf") != nullptr ? schema.find("anyOf") : schema.find("oneOf");
    if (choices == nullptr) {
        return false;
    }
    std::vector<std::string> why;
    for (const auto& choice : *choices->as_array()) {
        std::vector<std::string> here;
        check(value, choice, where, here);
        if (here.empty()) {
            return true;
        }
        why.insert(why.end(), here.begin(), here.end());
    }
    problems.push_back(where + " fits no choice");
    problems.insert(problems.end(), why.begin(), why.end());
    return true;
}

void OpenApiCheck::check(const JsonValue& value, const JsonValue& schema, const std::string& where,
                         std::vector<std::string>& problems) const {
    const auto* actual = follow(schema);
    if (actual == nullptr) {
        problems.push_back(where + ": dangling reference");
        return;
    }
    if (check_choices(value, *actual, where, problems)) {
        return;
    }
    if (const auto* constant = actual->find("const"); constant != nullptr && !(*constant == value)) {
        problems.push_back(where + " is not the constant");
    }
    if (const auto* words = actual->find("enum"); words != nullptr) {
        const auto& known = *words->as_array();
        if (std::find(known.begin(), known.end(), value) == known.end()) {
            problems.push_back(where + " is none of the words");
        }
    }
    const auto type = text_of(actual->find("type"));
    if (!type.empty() && !has_type(value, type)) {
        problems.push_back(where + " is " + std::string{value.kind()} + ", not " + std::string{type});
        return;
    }
    if (const auto* array = value.as_array(); array != nullptr && actual->find("items") != nullptr) {
        for (std::size_t i = 0; i < array->size(); ++i) {
            check((*array)[i], *actual->find("items"), where + "[" + std::to_string(i) + "]", problems);
        }
    }
    if (value.as_object() != nullptr) {
        check_object(value, *actual, where, problems);
    }
}

void OpenApiCheck::check_object(const JsonValue& value, const JsonValue& schema, const std::string& where,
                                std::vector<std::string>& problems) const {
    if (const auto* required = schema.find("required")) {
        for (const auto& name : *required->as_array()) {
            if (value.find(text_of(&name)) == nullptr) {
                problems.push_back(where + " lacks " + std::string{text_of(&name)});
            }
        }
    }
    const auto* properties = schema.find("properties");
    const auto* others = schema.find("additionalProperties");
    for (const auto& member : *value.as_object()) {
        const auto* known = properties == nullptr ? nullptr : properties->find(member.name);
        const auto inside = where + "." + member.name;
        if (known != nullptr) {
            check(member.value, *known, inside, problems);
        } else if (others != nullptr && others->as_bool() != nullptr && !*others->as_bool()) {
            problems.push_back(inside + " is not in the document");
        } else if (others != nullptr && others->as_object() != nullptr) {
            check(member.value, *others, inside, problems);
        }
    }
}

}  // namespace yh::http
