#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_value.h"

namespace yh {

/// What reading does with a field that the text does not have.
enum class JsonAbsent {
    Refused,       ///< json.missing_field, unless the field is optional: requests
    KeepsDefault,  ///< the struct's own default stays: settings and whatever was stored by an older version
};

class JsonReader;

/// One field of the object that is being read.
struct JsonField {
    std::string_view name;
    void* into = nullptr;
    bool (*read)(JsonReader&, const JsonValue&, void* into) = nullptr;
    bool optional = false;
    bool seen = false;
};

/// The part of reading that does not depend on the type read: it is compiled once instead of in every room.
/// Lives for one from_json. A function that returns false has left its error here.
class JsonReader {
  public:
    explicit JsonReader(JsonAbsent absent) : absent_{absent} {}

    /// Where we are, for messages: on the stack while a member or an item is being read.
    class Step {
      public:
        Step(JsonReader& reader, std::string_view name) : reader_{reader} { reader_.path_.push_back({name, 0}); }
        Step(JsonReader& reader, std::size_t index) : reader_{reader} { reader_.path_.push_back({{}, index}); }
        ~Step() { reader_.path_.pop_back(); }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

      private:
        JsonReader& reader_;
    };

    /// `ignored`: a member that somebody else has read already (a variant's "type"), or null.
    bool read_object(const JsonValue& from, std::span<JsonField> fields, const char* ignored);
    bool read_bool(const JsonValue& from, bool& into);
    bool read_int(const JsonValue& from, std::int64_t least, std::int64_t most, std::int64_t& into);
    bool read_number(const JsonValue& from, double& into);
    bool read_text(const JsonValue& from, std::string& into);
    bool read_id(const JsonValue& from, std::int64_t& into);

    bool fail(std::string_view code, std::string_view what) { return fail(invalid_input(code, std::string{what})); }
    /// The same error with the path put before its detail.
    bool fail(Error error);
    bool wrong_type(std::string_view wanted, const JsonValue& got);

    Error take_error();

  private:
    struct At {
        std::string_view name;
        std::size_t index;
    };

    bool unknown(std::string_view name, std::span<const JsonField> fields);

    const JsonAbsent absent_;
    std::vector<At> path_;
    std::optional<Error> error_;
};

}  // namespace yh
