#include "main/options.h"

#include <charconv>
#include <fstream>
#include <iterator>

#include "office/settings/described_toml.h"

namespace yh::app {

Result<ServeOptions> read_config(const std::string& path, ServeOptions options) {
    std::ifstream file{path};
    if (!file) {
        return invalid_input("config.missing", path + ": cannot be read");
    }
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    toml::table root;
    try {
        root = toml::parse(text, path);
    } catch (const toml::parse_error& error) {
        return invalid_input("config.syntax",
                             fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
    }
    YH_CHECK(office::settings::TomlReader{path}.read(root, options));
    return options;
}

Result<PortRange> parse_port_range(std::string_view text) {
    const auto wrong = [&] {
        return invalid_input("rtp.malformed", fmt::format("'{}' is no port range; expected ADDRESS:FIRST-LAST", text));
    };
    const auto colon = text.rfind(':');
    const auto dash = text.rfind('-');
    if (colon == std::string_view::npos || dash == std::string_view::npos || dash < colon) {
        return wrong();
    }
    PortRange range;
    range.address = text.substr(0, colon);
    const auto number = [](std::string_view digits, std::uint16_t& into) {
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
        return failure == std::errc{} && end == digits.data() + digits.size();
    };
    if (!number(text.substr(colon + 1, dash - colon - 1), range.first) || !number(text.substr(dash + 1), range.last) ||
        range.address.empty() || range.first < 1024 || range.first >= range.last) {
        return wrong();
    }
    if (range.address.front() == '[' && range.address.back() == ']') {
        range.address = range.address.substr(1, range.address.size() - 2);
    }
    return range;
}

Result<std::uint16_t> checked_webrtc_port(std::int64_t port, const PortRange& telephones) {
    if (port != 0 && (port < 1024 || port > 65535)) {
        return invalid_input("webrtc_port.malformed",
                             fmt::format("webrtc port {}: expected 1024-65535, or 0 for one of the rtp range", port));
    }
    if (port >= telephones.first && port <= telephones.last) {
        return invalid_input("webrtc_port.malformed", fmt::format("webrtc port {} lies in the rtp range {}-{}", port,
                                                                  telephones.first, telephones.last));
    }
    return static_cast<std::uint16_t>(port);
}

std::string database_url(const std::string& db, const std::string& data) {
    return db == "sqlite" ? "sqlite:" + data + "/yinghe.db" : db;
}

}  // namespace yh::app
