#include "office/persons/person_work.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include "http/text.h"
#include "office/jobs/table_file.h"
#include "office/jobs/zip_work.h"
#include "office/lists/asked.h"
#include "office/office.h"

namespace yh::office::persons {

namespace {

namespace fs = std::filesystem;
using jobs::ZipEntry;

struct Whose {
    Parts parts;
    std::int64_t tenant = 0;
    std::int64_t user = 0;
    RequestId request;
    std::string recordings_root;
    std::int64_t now_ms = 0;
};

Result<PersonData> data_of(db::Connection& connection, const Whose& whose) {
    YH_TRY(const auto request, find_request(connection, whose.tenant, whose.request));
    if (!request || request->number.empty()) {
        return not_found("export.nothing");
    }
    YH_TRY(const auto span, span_of(connection, whose.tenant, whose.user, request->number, whose.now_ms));
    return read_person(connection, whose.parts, span);
}

Result<ZipEntry> write_table(const PersonTable& table, const std::string& folder) {
    const ZipEntry entry{fmt::format("{}/{}.csv", folder, table.name), table.name + ".csv"};
    YH_TRY(auto file, jobs::TableFile::create(jobs::Format::Csv, entry.path));
    const auto write = [&](const std::vector<std::string>& cells) {
        lists::FileRow row;
        for (const auto& cell : cells) {
            row.push_back({cell, {}});
        }
        return file->write(row);
    };
    YH_CHECK(write(table.columns));
    for (const auto& row : table.rows) {
        YH_CHECK(write(row));
    }
    YH_CHECK(file->close());
    return entry;
}

Result<ZipEntry> write_json(const PersonData& data, const std::string& folder) {
    ZipEntry entry{folder + "/person.json", "person.json"};
    std::ofstream out{entry.path, std::ios::binary};
    out << '{';
    for (std::size_t at = 0; at < data.tables.size(); ++at) {
        out << (at == 0 ? "" : ",") << '"' << data.tables[at].name << "\":" << data.tables[at].json;
    }
    out << "}\n";
    out.close();
    return out ? Result<ZipEntry>{std::move(entry)} : Result<ZipEntry>{unavailable("export.disk", entry.path)};
}

/// The files that it makes lie beside the zip until that is done.
class PersonWork final : public jobs::Work {
  public:
    explicit PersonWork(Whose whose)
        : whose_{std::move(whose)}, zip_{[this](db::Connection& connection) { return entries(connection); }} {}
    ~PersonWork() override {
        std::error_code ignored;
        if (!folder_.empty()) {
            fs::remove_all(folder_, ignored);
        }
    }
    Result<jobs::Progress> step(db::Connection& connection, const std::string& path) override {
        folder_ = path + ".parts";
        return zip_.step(connection, path);
    }
    Result<std::int64_t> count(db::Connection& connection) const override {
        YH_TRY(const auto data, data_of(connection, whose_));
        std::int64_t rows = 0;
        for (const auto& table : data.tables) {
            rows += static_cast<std::int64_t>(table.rows.size());
        }
        return rows;
    }

  private:
    Result<std::vector<ZipEntry>> entries(db::Connection& connection) {
        YH_TRY(const auto data, data_of(connection, whose_));
        std::error_code failure;
        fs::create_directories(folder_, failure);
        std::vector<ZipEntry> all;
        YH_TRY(all.emplace_back(), write_json(data, folder_));
        for (const auto& table : data.tables) {
            YH_TRY(all.emplace_back(), write_table(table, folder_));
        }
        for (const auto& file : data.files) {
            all.push_back({whose_.recordings_root + '/' + file.path, file.name});
        }
        return all;
    }

    const Whose whose_;
    std::string folder_;
    jobs::ZipWork zip_;
};

}  // namespace

jobs::Maker person_zip(Parts parts) {
    return [parts = std::move(parts)](Office& office, const lists::Reader& reader,
                                      const jobs::FileWish& wish) -> Result<jobs::Made> {
        if (!people::may(reader.who, people::rights::erase_persons)) {
            return Error{ErrorKind::Forbidden, "http.forbidden", {}};
        }
        const auto query = http::parse_query(wish.query).value_or(std::vector<http::NamedValue>{});
        YH_TRY(const auto id, parse_id(lists::text_arg(query, "request").value_or("")));
        jobs::Made made;
        made.file_name = fmt::format("person-{}.zip", id);
        made.said_zh = "一个号码的个人信息";
        made.said_en = "All of one person, by number";
        made.work =
            std::make_shared<PersonWork>(Whose{parts, reader.who.tenant.value, reader.who.user.value, RequestId{id},
                                               office.recordings_root, to_ms(office.clock.wall())});
        return made;
    };
}

}  // namespace yh::office::persons
