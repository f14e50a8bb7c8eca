#pragma once

// For tests only (library yh_http_test): holds real answers against the served OpenAPI document.
#include <string>
#include <string_view>
#include <vector>

#include "base/json_value.h"
#include "base/result.h"

namespace yh::http {

/// A parsed OpenAPI 3.1 document as this program makes it.
class OpenApiCheck {
  public:
    /// Error: json.*, openapi.not_a_document.
    static Result<OpenApiCheck> create(std::string_view document);

    /// Problems of the document itself: missing parts, references that lead nowhere, operations without answers.
    std::vector<std::string> document_problems() const;
    /// What in `body` differs from what `method` on the path pattern ("/api/v1/calls/{id}") promises for `status`.
    /// Empty: all is well. `method` in lower case.
    std::vector<std::string> response_problems(std::string_view method, std::string_view pattern, int status,
                                               std::string_view body) const;

  private:
    explicit OpenApiCheck(JsonValue document) : document_{std::move(document)} {}

    const JsonValue* resolve(std::string_view reference) const;
    const JsonValue* follow(const JsonValue& schema) const;
    void check(const JsonValue& value, const JsonValue& schema, const std::string& where,
               std::vector<std::string>& problems) const;
    void check_object(const JsonValue& value, const JsonValue& schema, const std::string& where,
                      std::vector<std::string>& problems) const;
    bool check_choices(const JsonValue& value, const JsonValue& schema, const std::string& where,
                       std::vector<std::string>& problems) const;
    void check_references(const JsonValue& value, std::vector<std::string>& problems) const;

    JsonValue document_;
};

}  // namespace yh::http
