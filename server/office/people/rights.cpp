#include "office/people/rights.h"

#include <algorithm>
#include <array>

namespace yh::office::people {

namespace {

constexpr RightLine everybody(std::string_view key, std::string_view group) {
    return {key, group, true, true, true};
}
constexpr RightLine leaders(std::string_view key, std::string_view group) {
    return {key, group, false, true, true};
}
constexpr RightLine admins(std::string_view key, std::string_view group) {
    return {key, group, false, false, true};
}

constexpr std::array catalogue{
    everybody(rights::use_phone, "phone"),
    everybody(rights::see_queues, "live"),
    leaders(rights::supervise, "live"),
    leaders(rights::force_agents, "live"),
    leaders(rights::manage_rooms, "live"),
    leaders(rights::see_screen, "live"),
    everybody(rights::see_records, "records"),
    everybody(rights::export_records, "records"),
    leaders(rights::see_reports, "records"),
    everybody(rights::handle_lost, "records"),
    leaders(rights::cancel_callbacks, "records"),
    admins(rights::delete_voicemail, "records"),
    leaders(rights::delete_records, "records"),
    everybody(rights::play_recordings, "recordings"),
    everybody(rights::download_recordings, "recordings"),
    leaders(rights::annotate_recordings, "recordings"),
    admins(rights::delete_recordings, "recordings"),
    everybody(rights::see_customers, "customers"),
    everybody(rights::edit_customers, "customers"),
    leaders(rights::assign_customers, "customers"),
    leaders(rights::import_customers, "customers"),
    leaders(rights::export_customers, "customers"),
    leaders(rights::delete_customers, "customers"),
    everybody(rights::see_leads, "customers"),
    everybody(rights::see_contacts, "customers"),
    leaders(rights::merge_customers, "customers"),
    admins(rights::erase_persons, "customers"),
    admins(rights::configure_crm, "customers"),
    leaders(rights::see_numbers, "customers"),
    leaders("questionnaires.manage", "customers"),  // office/customers/questionnaires
    everybody(rights::see_orders, "orders"),
    everybody(rights::handle_orders, "orders"),
    admins(rights::configure_orders, "orders"),
    everybody(rights::see_sms, "messages"),
    everybody(rights::send_sms, "messages"),
    admins(rights::manage_sms, "messages"),
    leaders("announcements.manage", "messages"),  // office/tasks
    leaders(rights::see_people, "system"),
    leaders(rights::unlock_people, "system"),
    admins(rights::manage_people, "system"),
    admins(rights::manage_departments, "system"),
    admins(rights::manage_roles, "system"),
    admins(rights::configure, "system"),
    leaders(rights::see_logs, "system"),
    admins(rights::delete_data, "system"),
    admins(rights::manage_platform, "system"),
    admins(rights::approve_exports, "system"),
};
static_assert(catalogue.size() <= 64, "a set of rights is one 64-bit word");

bool base_has(const RightLine& line, model::Role base) {
    switch (base) {
        case model::Role::Agent:
            return line.agent;
        case model::Role::Leader:
            return line.leader;
        case model::Role::Admin:
            return line.admin;
    }
    return false;
}

std::uint64_t bit_of(std::string_view key) {
    const auto at = std::ranges::find(catalogue, key, &RightLine::key);
    return at == catalogue.end() ? 0 : std::uint64_t{1} << static_cast<unsigned>(at - catalogue.begin());
}

}  // namespace

std::span<const RightLine> right_catalogue() {
    return catalogue;
}

const RightLine* find_right(std::string_view key) {
    const auto at = std::ranges::find(catalogue, key, &RightLine::key);
    return at == catalogue.end() ? nullptr : &*at;
}

Rights Rights::of(model::Role base) {
    Rights made;
    for (std::size_t place = 0; place < catalogue.size(); ++place) {
        if (base_has(catalogue[place], base)) {
            made.bits_ |= std::uint64_t{1} << place;
        }
    }
    return made;
}

Rights Rights::of(std::span<const std::string> keys) {
    Rights made;
    for (const auto& key : keys) {
        made.add(key);
    }
    if (made.has(rights::manage_people)) {
        made.add(rights::unlock_people);
    }
    if (made.has(rights::unlock_people) || made.has(rights::manage_departments) || made.has(rights::manage_roles)) {
        made.add(rights::see_people);
    }
    return made;
}

bool Rights::has(std::string_view key) const {
    return (bits_ & bit_of(key)) != 0;
}

void Rights::add(std::string_view key) {
    bits_ |= bit_of(key);
}

std::vector<std::string> Rights::keys() const {
    std::vector<std::string> held;
    for (const auto& line : catalogue) {
        if (has(line.key)) {
            held.emplace_back(line.key);
        }
    }
    return held;
}

DataScope base_data(model::Role base) {
    switch (base) {
        case model::Role::Agent:
            return DataScope::Own;
        case model::Role::Leader:
            return DataScope::Led;
        case model::Role::Admin:
            return DataScope::All;
    }
    return DataScope::Own;
}

}  // namespace yh::office::people
