#include "http/request.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "http/text.h"

namespace yh::http {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> methods{{{Method::Get, "GET"},
                                                                      {Method::Head, "HEAD"},
                                                                      {Method::Post, "POST"},
                                                                      {Method::Put, "PUT"},
                                                                      {Method::Patch, "PATCH"},
                                                                      {Method::Delete, "DELETE"},
                                                                      {Method::Options, "OPTIONS"}}};

template <class Values>
auto find_named(const Values& values, std::string_view name) {
    auto it = values.begin();
    while (it != values.end() && it->first != name) {
        ++it;
    }
    return it;
}

}  // namespace

std::string_view text(Method method) {
    for (const auto& [known, word] : methods) {
        if (known == method) {
            return word;
        }
    }
    return {};
}

std::optional<Method> find_method(std::string_view word) {
    for (const auto& [method, known] : methods) {
        if (known == word) {
            return method;
        }
    }
    return std::nullopt;
}

bool is_safe(Method method) {
    return method == Method::Get || method == Method::Head || method == Method::Options;
}

std::string_view Request::header(std::string_view name) const {
    for (const auto& header : headers) {
        if (same_text(header.name, name)) {
            return header.value;
        }
    }
    return {};
}

bool Request::has_header(std::string_view name) const {
    for (const auto& header : headers) {
        if (same_text(header.name, name)) {
            return true;
        }
    }
    return false;
}

std::optional<std::string_view> Request::arg(std::string_view name) const {
    const auto it = find_named(query, name);
    return it == query.end() ? std::nullopt : std::optional<std::string_view>{it->second};
}

std::string_view Request::param(std::string_view name) const {
    const auto it = find_named(params, name);
    return it == params.end() ? std::string_view{} : std::string_view{it->second};
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const auto& header : headers) {
        if (!same_text(header.name, "Cookie")) {
            continue;
        }
        for (const auto pair : split(header.value, ';')) {
            const auto equals = pair.find('=');
            if (equals != std::string_view::npos && trimmed(pair.substr(0, equals)) == name) {
                return trimmed(pair.substr(equals + 1));
            }
        }
    }
    return std::nullopt;
}

std::string_view Request::bearer() const {
    const auto value = header("Authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (value.size() <= scheme.size() || !same_text(value.substr(0, scheme.size()), scheme)) {
        return {};
    }
    return trimmed(value.substr(scheme.size()));
}

Language Request::language() const {
    const auto value = trimmed(header("Accept-Language"));
    return same_text(value.substr(0, 2), "en") ? Language::English : Language::Chinese;
}

UploadedFile::~UploadedFile() {
    finish();
    if (!taken_) {
        ::unlink(path_.c_str());
    }
}

std::string UploadedFile::take() {
    taken_ = true;
    return path_;
}

bool UploadedFile::append(std::string_view piece) {
    while (!piece.empty()) {
        const auto wrote = ::write(descriptor_, piece.data(), piece.size());
        if (wrote <= 0) {
            return false;
        }
        piece.remove_prefix(static_cast<std::size_t>(wrote));
        size_ += static_cast<std::uint64_t>(wrote);
    }
    return true;
}

void UploadedFile::finish() {
    if (descriptor_ >= 0) {
        ::close(std::exchange(descriptor_, -1));
    }
}

}  // namespace yh::http
