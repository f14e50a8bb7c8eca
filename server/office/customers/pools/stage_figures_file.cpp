#include <fmt/format.h>

#include <memory>
#include <utility>

#include "office/customers/customer_list.h"
#include "office/customers/lead_list.h"
#include "office/customers/pools/stage_figures.h"
#include "office/jobs/table_file.h"

// The figures by stage as a file: what is on the screen, a stage a row, and all of them.
namespace yh::office::customers {

namespace {

using lists::FileCell;
using lists::FileRow;

class StagesWork final : public jobs::Work {
  public:
    StagesWork(Asker asker, crm::ObjectKind object, jobs::Format format, http::Language language)
        : asker_{std::move(asker)}, object_{object}, format_{format}, chinese_{language == http::Language::Chinese} {}

    // Twenty stages at the most: one step.
    Result<jobs::Progress> step(db::Connection& connection, const std::string& path) override {
        YH_TRY(const auto stages, count_by_stage(connection, asker_, object_));
        std::int64_t all = 0;
        for (const auto& stage : stages) {
            all += stage.customers;
        }
        YH_TRY(const auto file, jobs::TableFile::create(format_, path));
        YH_CHECK(file->write(titles()));
        for (const auto& stage : stages) {
            YH_CHECK(file->write(row_of(stage.name, stage.customers, all)));
        }
        YH_CHECK(file->write(row_of(chinese_ ? "合计" : "Total", all, all)));
        YH_CHECK(file->close());
        const auto rows = static_cast<std::int64_t>(stages.size());
        return jobs::Progress{rows, rows, true};
    }
    Result<std::int64_t> count(db::Connection&) const override {
        return static_cast<std::int64_t>(asker_.book().stages.size());
    }

  private:
    FileRow titles() const {
        const bool leads = object_ == crm::ObjectKind::Lead;
        const auto* counted = chinese_ ? (leads ? "线索数" : "客户数") : (leads ? "Leads" : "Customers");
        return {{chinese_ ? "阶段" : "Stage", {}}, {counted, {}}, {chinese_ ? "占比" : "Percent", {}}};
    }
    static FileRow row_of(const std::string& name, std::int64_t count, std::int64_t all) {
        const auto share = all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0;
        constexpr double whole = 100;
        return {{name, {}},
                {std::to_string(count), static_cast<double>(count)},
                all > 0 ? FileCell{fmt::format("{:.1f}%", share * whole), share} : FileCell{}};
    }

    Asker asker_;
    crm::ObjectKind object_;
    jobs::Format format_;
    bool chinese_;
};

}  // namespace

Result<jobs::Made> make_stages_file(Office& office, const lists::Reader& reader, const jobs::FileWish& wish) {
    const bool leads = wish.list == lead_stages;
    const auto& list = leads ? lead_list : customer_list;
    for (const auto right : {list.permission, list.exported_by}) {
        if (!people::may(reader.who, right)) {
            return Error{ErrorKind::Forbidden, "http.forbidden", std::string{right}};
        }
    }
    Asker asker;
    asker.who = reader.who;
    asker.books = reader.books;
    const bool chinese = reader.language == http::Language::Chinese;
    const auto* title =
        chinese ? (leads ? "线索阶段统计" : "客户阶段统计") : (leads ? "Leads by stage" : "Customers by stage");
    jobs::Made made;
    made.file_name = jobs::job_file_name(title, to_ms(office.clock.wall()), reader.utc_offset_min, wish.format);
    made.work = std::make_shared<StagesWork>(
        std::move(asker), leads ? crm::ObjectKind::Lead : crm::ObjectKind::Customer, wish.format, reader.language);
    return made;
}

}  // namespace yh::office::customers
