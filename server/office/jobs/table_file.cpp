#include "office/jobs/table_file.h"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>

#include "office/lists/csv.h"

namespace yh::office::jobs {

namespace {

Error disk(std::string detail) {
    return unavailable("export.disk", std::move(detail));
}

class CsvFile final : public TableFile {
  public:
    explicit CsvFile(const std::string& path) : file_{path, std::ios::binary | std::ios::trunc} {}

    Result<void> write(const lists::FileRow& row) override {
        for (const auto& cell : row) {
            csv_.cell(cell.text);
        }
        csv_.end_row();
        constexpr std::size_t portion = 64 * 1024;
        return csv_.size_bytes() < portion ? Result<void>{} : flush();
    }
    Result<void> close() override {
        YH_CHECK(flush());
        file_.close();
        return file_.fail() ? Result<void>{disk("csv")} : Result<void>{};
    }

  private:
    Result<void> flush() {
        const auto text = csv_.take();
        file_.write(text.data(), static_cast<std::streamsize>(text.size()));
        return file_.good() ? Result<void>{} : Result<void>{disk("csv")};
    }

    std::ofstream file_;
    lists::Csv csv_;
};

/// A spreadsheet that keeps one row in memory: the library writes the rows before it to a temporary file.
class XlsxFile final : public TableFile {
  public:
    explicit XlsxFile(const std::string& path) : folder_{std::filesystem::path{path}.parent_path().string()} {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = folder_.data();
        book_ = ::workbook_new_opt(path.c_str(), &options);
        sheet_ = book_ == nullptr ? nullptr : ::workbook_add_worksheet(book_, nullptr);
    }
    ~XlsxFile() override {
        if (book_ != nullptr) {
            ::lxw_workbook_free(book_);
        }
    }
    XlsxFile(const XlsxFile&) = delete;
    XlsxFile& operator=(const XlsxFile&) = delete;

    Result<void> write(const lists::FileRow& row) override {
        if (sheet_ == nullptr) {
            return disk("xlsx");
        }
        lxw_col_t column = 0;
        for (const auto& cell : row) {
            const auto wrote =
                cell.number ? ::worksheet_write_number(sheet_, row_, column, *cell.number, nullptr)
                            : ::worksheet_write_string(sheet_, row_, column, shortened(cell.text).c_str(), nullptr);
            if (wrote != LXW_NO_ERROR) {
                return disk(::lxw_strerror(wrote));
            }
            ++column;
        }
        ++row_;
        return {};
    }
    Result<void> close() override {
        const auto wrote = ::workbook_close(book_);
        book_ = nullptr;
        return wrote == LXW_NO_ERROR ? Result<void>{} : Result<void>{disk(::lxw_strerror(wrote))};
    }

  private:
    // A cell holds 32,767 characters; bytes are the more careful measure. Cut between characters.
    static std::string shortened(const std::string& text) {
        constexpr std::size_t most = 32'000;
        auto end = std::min(text.size(), most);
        while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        return text.substr(0, end);
    }

    std::string folder_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_row_t row_ = 0;
};

}  // namespace

Result<std::unique_ptr<TableFile>> TableFile::create(Format format, const std::string& path) {
    if (format == Format::Xlsx) {
        return std::unique_ptr<TableFile>{std::make_unique<XlsxFile>(path)};
    }
    return std::unique_ptr<TableFile>{std::make_unique<CsvFile>(path)};
}

}  // namespace yh::office::jobs
