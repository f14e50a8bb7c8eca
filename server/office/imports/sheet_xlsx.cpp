#include <archive.h>
#include <archive_entry.h>
#include <expat.h>

#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "office/imports/sheet_builder.h"

// The first sheet of a workbook (ECMA-376), read as a stream: nothing is unpacked to the disk, and no more than its
// texts is kept. A zip says how large its parts are; what counts is what comes out.
namespace yh::office::imports {

namespace {

Error broken(std::string detail) {
    return invalid_input("import.broken_file", std::move(detail));
}

struct FreeArchive {
    void operator()(archive* open) const { ::archive_read_free(open); }
};
struct FreeParser {
    void operator()(XML_Parser open) const { ::XML_ParserFree(open); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

/// What hears the elements of a part. A trouble ends the reading.
class Listener {
  public:
    virtual ~Listener() = default;
    virtual void on_open(std::string_view /*name*/, const XML_Char** /*attributes*/) {}
    virtual void on_close(std::string_view /*name*/) {}
    virtual void on_text(std::string_view /*text*/) {}
    std::optional<Error> trouble;
};

// Some programs write every name with a prefix.
std::string_view local(const XML_Char* name) {
    const std::string_view whole = name;
    const auto colon = whole.rfind(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

std::string_view attribute(const XML_Char** attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2) {
        if (local(*attributes) == name) {
            return *(attributes + 1);
        }
    }
    return {};
}

/// The parts of a zip, one after the other.
class Zip {
  public:
    Zip(const std::string& path, std::size_t& budget) : open_{::archive_read_new()}, budget_{budget} {
        // By its directory alone: where that is missing the file was cut off.
        ::archive_read_support_format_zip_seekable(open_.get());
        constexpr std::size_t block = 64UL * 1024;
        good_ = ::archive_read_open_filename(open_.get(), path.c_str(), block) == ARCHIVE_OK;
    }

    /// Goes to the part of that name. False: there is none.
    Result<bool> find(std::string_view name) {
        constexpr int most_parts = 2000;
        for (int parts = 0; good_ && parts < most_parts; ++parts) {
            archive_entry* entry = nullptr;
            const int found = ::archive_read_next_header(open_.get(), &entry);
            if (found == ARCHIVE_EOF) {
                return false;
            }
            if (found != ARCHIVE_OK && found != ARCHIVE_WARN) {
                break;
            }
            const auto* is = ::archive_entry_pathname(entry);
            if (is != nullptr && name == is) {
                return true;
            }
        }
        return broken("zip");
    }

    /// The part as XML, to `listener`.
    Result<void> read(Listener& listener) {
        const Parser parser{::XML_ParserCreate(nullptr)};
        parser_ = parser.get();
        listener_ = &listener;
        ::XML_SetUserData(parser_, this);
        ::XML_SetElementHandler(parser_, &Zip::on_open, &Zip::on_close);
        ::XML_SetCharacterDataHandler(parser_, &Zip::on_text);
        ::XML_SetStartDoctypeDeclHandler(parser_, &Zip::on_doctype);
        std::array<char, 64UL * 1024> piece{};
        for (;;) {
            const auto count = ::archive_read_data(open_.get(), piece.data(), piece.size());
            if (count < 0) {
                return broken("part");
            }
            if (static_cast<std::size_t>(count) > budget_) {
                return invalid_input("import.unpacks_too_large");
            }
            budget_ -= static_cast<std::size_t>(count);
            if (::XML_Parse(parser_, piece.data(), static_cast<int>(count), count == 0 ? 1 : 0) != XML_STATUS_OK) {
                return listener.trouble ? *std::move(listener.trouble) : broken("xml");
            }
            if (count == 0) {
                return {};
            }
        }
    }

  private:
    static Zip& self(void* data) { return *static_cast<Zip*>(data); }
    static void on_open(void* data, const XML_Char* name, const XML_Char** attributes) noexcept {
        self(data).listener_->on_open(local(name), attributes);
        self(data).look();
    }
    static void on_close(void* data, const XML_Char* name) noexcept {
        self(data).listener_->on_close(local(name));
        self(data).look();
    }
    static void on_text(void* data, const XML_Char* text, int length) noexcept {
        self(data).listener_->on_text({text, static_cast<std::size_t>(length)});
        self(data).look();
    }
    // No spreadsheet declares entities of its own; who does wants them to grow.
    static void on_doctype(void* data, const XML_Char* /*name*/, const XML_Char* /*system*/, const XML_Char* /*pub*/,
                           int /*internal*/) noexcept {
        self(data).listener_->trouble = broken("doctype");
        self(data).look();
    }
    void look() {
        if (listener_->trouble) {
            ::XML_StopParser(parser_, XML_FALSE);
        }
    }

    std::unique_ptr<archive, FreeArchive> open_;
    std::size_t& budget_;
    bool good_ = false;
    XML_Parser parser_ = nullptr;
    Listener* listener_ = nullptr;
};

/// Reads one part of the file. False: it has none of that name.
Result<bool> read_part(const std::string& path, std::string_view name, std::size_t& budget, Listener& listener) {
    Zip zip{path, budget};
    YH_TRY(const bool found, zip.find(name));
    if (found) {
        YH_CHECK(zip.read(listener));
    }
    return found;
}

/// xl/workbook.xml: which relation the first sheet is.
class Workbook final : public Listener {
  public:
    void on_open(std::string_view name, const XML_Char** attributes) override {
        if (name == "sheet" && first.empty()) {
            first = attribute(attributes, "id");
        }
    }
    std::string first;
};

/// xl/_rels/workbook.xml.rels: where the parts are.
class Relations final : public Listener {
  public:
    void on_open(std::string_view name, const XML_Char** attributes) override {
        constexpr std::size_t most = 5000;
        if (name != "Relationship" || targets.size() > most) {
            return;
        }
        const auto target = attribute(attributes, "Target");
        const auto whole = target.starts_with('/') ? std::string{target.substr(1)} : "xl/" + std::string{target};
        targets[std::string{attribute(attributes, "Id")}] = whole;
        if (attribute(attributes, "Type").ends_with("/sharedStrings")) {
            shared = whole;
        }
    }
    std::map<std::string, std::string> targets;
    std::string shared = "xl/sharedStrings.xml";
};

/// xl/sharedStrings.xml: the texts that cells point at.
class SharedStrings final : public Listener {
  public:
    explicit SharedStrings(const SheetLimits& limits) : limits_{limits} {}

    void on_open(std::string_view name, const XML_Char** /*attributes*/) override {
        if (name == "si") {
            // As many as there may be cells.
            if (all.size() > limits_.rows * limits_.columns) {
                trouble = invalid_input("import.unpacks_too_large");
                return;
            }
            all.emplace_back();
        }
        in_text_ = name == "t" && !in_phonetic_;
        in_phonetic_ = in_phonetic_ || name == "rPh";
    }
    void on_close(std::string_view name) override {
        in_text_ = false;
        in_phonetic_ = in_phonetic_ && name != "rPh";
    }
    void on_text(std::string_view text) override {
        if (in_text_ && !all.empty()) {
            bytes_ += text.size();
            all.back() += text;
            if (bytes_ > limits_.text_bytes) {
                trouble = invalid_input("import.unpacks_too_large");
            }
        }
    }
    std::vector<std::string> all;

  private:
    const SheetLimits& limits_;
    std::size_t bytes_ = 0;
    bool in_text_ = false;
    bool in_phonetic_ = false;
};

std::int64_t whole_number(std::string_view text, std::int64_t otherwise) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? number : otherwise;
}

/// A telephone number that a program took for a number comes as 1.3812345678E10.
std::string number_text(const std::string& text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr double exact = 9e15;
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || std::abs(value) > exact ||
        std::trunc(value) != value) {
        return text;
    }
    return std::to_string(static_cast<std::int64_t>(value));
}

/// A sheet: rows of cells. Both say where they stand, or follow on the one before.
class Cells final : public Listener {
  public:
    Cells(SheetBuilder& builder, const std::vector<std::string>& shared) : builder_{builder}, shared_{shared} {}

    void on_open(std::string_view name, const XML_Char** attributes) override {
        if (name == "row") {
            line_ = whole_number(attribute(attributes, "r"), line_ + 1);
            column_ = 0;
        } else if (name == "c") {
            column_ = column_of(attribute(attributes, "r"));
            type_ = attribute(attributes, "t");
            text_.clear();
        } else if (name == "rPh") {
            in_phonetic_ = true;
        }
        in_text_ = (name == "v" || name == "t") && !in_phonetic_;
    }
    void on_close(std::string_view name) override {
        in_text_ = false;
        if (name == "rPh") {
            in_phonetic_ = false;
        } else if (name == "c") {
            end_cell();
        } else if (name == "row") {
            if (auto added = builder_.add(line_, std::exchange(row_, {})); !added.ok()) {
                trouble = std::move(added).error();
            }
        }
    }
    void on_text(std::string_view text) override {
        if (in_text_) {
            text_ += text;
            if (text_.size() > builder_.limits().cell_bytes) {
                trouble = invalid_input("import.cell_too_long", std::to_string(line_));
            }
        }
    }

  private:
    std::size_t column_of(std::string_view place) const {
        std::size_t column = 0;
        for (const char c : place) {
            if (c < 'A' || c > 'Z' || column > 100'000) {
                break;
            }
            column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
        }
        return column == 0 ? column_ : column - 1;
    }
    void end_cell() {
        auto text = value();
        trim_cell(text);
        if (!text.empty()) {
            if (column_ >= builder_.limits().columns) {
                trouble = invalid_input("import.too_many_columns", std::to_string(line_));
                return;
            }
            if (row_.size() <= column_) {
                row_.resize(column_ + 1);
            }
            row_[column_] = std::move(text);
        }
        ++column_;
    }
    std::string value() {
        if (type_ == "s") {
            const auto at = whole_number(text_, -1);
            return at >= 0 && static_cast<std::size_t>(at) < shared_.size() ? shared_[static_cast<std::size_t>(at)]
                                                                            : std::string{};
        }
        if (type_ == "e") {
            return {};
        }
        return type_.empty() || type_ == "n" ? number_text(text_) : std::exchange(text_, {});
    }

    SheetBuilder& builder_;
    const std::vector<std::string>& shared_;
    std::int64_t line_ = 0;
    std::size_t column_ = 0;
    std::string type_;
    std::string text_;
    std::vector<std::string> row_;
    bool in_text_ = false;
    bool in_phonetic_ = false;
};

}  // namespace

Result<Sheet> read_xlsx(const std::string& path, const SheetLimits& limits) {
    auto budget = limits.unpacked_bytes;
    Workbook book;
    YH_TRY(const bool is_book, read_part(path, "xl/workbook.xml", budget, book));
    if (!is_book) {
        return invalid_input("import.not_a_table", "a zip without a workbook");
    }
    Relations relations;
    YH_CHECK(read_part(path, "xl/_rels/workbook.xml.rels", budget, relations));
    SharedStrings shared{limits};
    YH_CHECK(read_part(path, relations.shared, budget, shared));
    const auto at = relations.targets.find(book.first);
    SheetBuilder builder{limits};
    Cells cells{builder, shared.all};
    YH_TRY(const bool found,
           read_part(path, at == relations.targets.end() ? "xl/worksheets/sheet1.xml" : at->second, budget, cells));
    return found ? builder.take() : Result<Sheet>{broken("sheet")};
}

}  // namespace yh::office::imports
