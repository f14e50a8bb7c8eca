#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "base/json.h"

namespace {

struct Leaf {
    std::string name;
    std::int32_t number = 0;
    std::optional<double> weight;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (name, number, weight))

struct Other {
    yh::Id<Leaf> id;
};
BOOST_DESCRIBE_STRUCT(Other, (), (id))

struct Tree {
    std::vector<Leaf> leaves;
    std::map<std::string, bool> flags;
    std::variant<Leaf, Other> either;
    yh::JsonValue custom;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (leaves, flags, either, custom))

}  // namespace

/// Whatever parses must be written as text that parses to the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto value = yh::JsonValue::parse(text)) {
        const auto written = yh::to_json(*value);
        const auto again = yh::JsonValue::parse(written, {.max_bytes = SIZE_MAX});
        YH_ASSERT(again.ok());
        YH_ASSERT(yh::to_json(*again) == written);
    }
    if (const auto tree = yh::from_json<Tree>(text, yh::JsonAbsent::KeepsDefault)) {
        YH_ASSERT(yh::from_json<Tree>(yh::to_json(*tree)).ok());
    }
    std::string escaped;
    yh::append_json(escaped, text);
    YH_ASSERT(yh::from_json<std::string>(escaped, yh::JsonAbsent::Refused, {.max_bytes = SIZE_MAX}).ok());
    return 0;
}
