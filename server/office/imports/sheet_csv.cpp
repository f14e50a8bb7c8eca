#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "office/imports/sheet_builder.h"

// Comma separated texts (RFC 4180), as spreadsheets of all countries write them.
namespace yh::office::imports {

namespace {

class Converter {
  public:
    explicit Converter(const char* from) : handle_{::iconv_open("UTF-8", from)} {}
    ~Converter() {
        if (good()) {
            ::iconv_close(handle_);
        }
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    Result<std::string> convert(std::string bytes) {
        std::string out;
        char* from = bytes.data();
        std::size_t left = bytes.size();
        std::array<char, 16UL * 1024> piece{};
        while (good() && left > 0) {
            char* to = piece.data();
            std::size_t room = piece.size();
            const auto done = ::iconv(handle_, &from, &left, &to, &room);
            out.append(piece.data(), piece.size() - room);
            if (done == static_cast<std::size_t>(-1) && errno != E2BIG) {
                return invalid_input("import.encoding");
            }
        }
        return good() ? Result<std::string>{std::move(out)} : Result<std::string>{invalid_input("import.encoding")};
    }

  private:
    bool good() const {
        return handle_ != reinterpret_cast<iconv_t>(-1);  // NOLINT: that is how iconv says no
    }

    iconv_t handle_;
};

/// Whether something stands here that no text has: a picture or a program that was given a name ending in csv.
bool is_binary(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < ' ' && c != '\t' && c != '\r' && c != '\n';
    });
}

Result<std::string> as_utf8(std::string bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.erase(0, 3);
    } else if (bytes.starts_with("\xFF\xFE")) {
        YH_TRY(bytes, Converter{"UTF-16LE"}.convert(bytes.substr(2)));
    } else if (bytes.starts_with("\xFE\xFF")) {
        YH_TRY(bytes, Converter{"UTF-16BE"}.convert(bytes.substr(2)));
    }
    if (is_binary(bytes)) {
        return invalid_input("import.not_a_table");
    }
    if (!is_clean_utf8(bytes)) {
        YH_TRY(bytes, Converter{"GB18030"}.convert(std::move(bytes)));
    }
    return bytes;
}

/// What separates the cells: the one of these that stands most often in the first line.
char separator_of(std::string_view text) {
    const auto line = text.substr(0, text.find('\n'));
    char best = ',';
    for (const char candidate : {';', '\t'}) {
        if (std::ranges::count(line, candidate) > std::ranges::count(line, best)) {
            best = candidate;
        }
    }
    return best;
}

class CsvReader {
  public:
    CsvReader(std::string_view text, const SheetLimits& limits)
        : text_{text}, separator_{separator_of(text)}, builder_{limits} {}

    Result<Sheet> read() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"' && cell_.empty() && !was_quoted_) {
                YH_CHECK(read_quoted());
            } else if (c == separator_) {
                YH_CHECK(end_cell());
                ++at_;
            } else if (c == '\n' || c == '\r') {
                YH_CHECK(end_row());
                at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
                line_ = ++lines_;
            } else {
                cell_ += c;
                ++at_;
            }
        }
        YH_CHECK(end_row());
        return builder_.take();
    }

  private:
    Result<void> read_quoted() {
        was_quoted_ = true;
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '"' && !text_.substr(at_).starts_with("\"\"")) {
                ++at_;
                return {};
            }
            at_ += c == '"' ? 1U : 0U;
            lines_ += c == '\n' ? 1 : 0;
            cell_ += c;
            if (cell_.size() > builder_.limits().cell_bytes) {
                break;
            }
        }
        // A quote that never ends: the file was cut off, or is no table at all.
        return invalid_input("import.broken_file", std::to_string(line_));
    }
    Result<void> end_cell() {
        was_quoted_ = false;
        // A line of nothing but commas is no row of a million cells.
        if (cells_.size() >= builder_.limits().columns) {
            return cell_.empty() ? Result<void>{}
                                 : Result<void>{invalid_input("import.too_many_columns", std::to_string(line_))};
        }
        // What was written into a file by us is guarded against being taken for a formula.
        if (cell_.size() > 1 && cell_[0] == '\'' && std::string_view{"=+-@"}.find(cell_[1]) != std::string_view::npos) {
            cell_.erase(0, 1);
        }
        cells_.push_back(std::exchange(cell_, {}));
        return {};
    }
    Result<void> end_row() {
        YH_CHECK(end_cell());
        return builder_.add(line_, std::exchange(cells_, {}));
    }

    const std::string_view text_;
    const char separator_;
    SheetBuilder builder_;
    std::size_t at_ = 0;
    std::int64_t lines_ = 1;  // begun so far
    std::int64_t line_ = 1;   // in which the row began
    std::vector<std::string> cells_;
    std::string cell_;
    bool was_quoted_ = false;
};

}  // namespace

Result<Sheet> read_csv(std::string bytes, const SheetLimits& limits) {
    YH_TRY(const auto text, as_utf8(std::move(bytes)));
    return CsvReader{text, limits}.read();
}

}  // namespace yh::office::imports
