#include "model/destination.h"

#include <array>
#include <utility>

namespace yh::model {

namespace {

struct Word {
    DestinationKind kind;
    std::string_view text;
    bool takes_argument;
};

constexpr std::array words{
    Word{DestinationKind::Hangup, "hangup", false},       Word{DestinationKind::Queue, "queue", true},
    Word{DestinationKind::Extension, "extension", true},  Word{DestinationKind::External, "external", true},
    Word{DestinationKind::Voicemail, "voicemail", false}, Word{DestinationKind::Ivr, "ivr", true},
    Word{DestinationKind::Hours, "hours", true},          Word{DestinationKind::Announce, "announce", true},
    Word{DestinationKind::Callback, "callback", false},
};

}  // namespace

std::string Destination::text() const {
    for (const auto& word : words) {
        if (word.kind == kind) {
            return argument.empty() ? std::string{word.text} : std::string{word.text} + ":" + argument;
        }
    }
    return "hangup";
}

Result<Destination> parse_destination(std::string_view text) {
    const auto colon = text.find(':');
    const auto name = text.substr(0, colon);
    const auto argument = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    for (const auto& word : words) {
        if (word.text == name && (argument.empty() != word.takes_argument)) {
            return Destination{word.kind, std::string{argument}};
        }
    }
    return invalid_input("destination.malformed",
                         "'" + std::string{text} +
                             "' is no destination; expected hangup, voicemail, callback, queue:NUMBER, "
                             "extension:NUMBER, external:NUMBER, ivr:NAME, hours:NAME or announce:NAME");
}

}  // namespace yh::model
