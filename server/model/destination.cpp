#include "model/destination.h"

#include <array>
#include <utility>

namespace yh::model {

namespace {

enum class Argument { None, Needed, Possible };

struct Word {
    DestinationKind kind;
    std::string_view text;
    Argument argument;
};

constexpr std::array words{
    Word{DestinationKind::Hangup, "hangup", Argument::None},
    Word{DestinationKind::Queue, "queue", Argument::Needed},
    Word{DestinationKind::Extension, "extension", Argument::Needed},
    Word{DestinationKind::External, "external", Argument::Needed},
    Word{DestinationKind::Voicemail, "voicemail", Argument::Possible},
    Word{DestinationKind::Ivr, "ivr", Argument::Needed},
    Word{DestinationKind::Hours, "hours", Argument::Needed},
    Word{DestinationKind::Announce, "announce", Argument::Needed},
    Word{DestinationKind::Callback, "callback", Argument::None},
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
        const bool fits = word.argument == Argument::Possible || argument.empty() == (word.argument == Argument::None);
        if (word.text == name && fits) {
            return Destination{word.kind, std::string{argument}};
        }
    }
    return invalid_input(
        "destination.malformed",
        "'" + std::string{text} +
            "' is no destination; expected hangup, voicemail, voicemail:NUMBER, callback, queue:NUMBER, "
            "extension:NUMBER, external:NUMBER, ivr:NAME, hours:NAME or announce:NAME");
}

}  // namespace yh::model
