#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/words.h"

// The function rights: one catalogue. A route names the one it needs; a role holds some of them.
namespace yh::office::people {

/// Whose data a role shows (U19): one's own; besides it the queues one leads and the departments one manages; all.
enum class DataScope { Own, Led, All };
BOOST_DESCRIBE_ENUM(DataScope, Own, Led, All)

namespace rights {
// phone
inline constexpr std::string_view use_phone = "phone.use";  ///< own state, own calls
// live
inline constexpr std::string_view see_queues = "queues.see";
inline constexpr std::string_view supervise = "agents.supervise";  ///< listen, whisper, barge in, take over
inline constexpr std::string_view force_agents = "agents.force";   ///< force states, release calls (强拆)
inline constexpr std::string_view manage_rooms = "rooms.manage";   ///< conference rooms
inline constexpr std::string_view see_screen = "screen.see";       ///< the big screen
// records
inline constexpr std::string_view see_records = "records.see";  ///< within one's scope
inline constexpr std::string_view export_records = "records.export";
inline constexpr std::string_view see_reports = "reports.see";            ///< sums of what is in one's scope
inline constexpr std::string_view handle_lost = "lost_calls.handle";      ///< occupy, complete; mark as handled
inline constexpr std::string_view cancel_callbacks = "callbacks.cancel";  ///< give up a promised call-back
inline constexpr std::string_view delete_voicemail = "voicemail.delete";
inline constexpr std::string_view delete_records = "records.delete";  ///< service records and follow-ups (R165)
// recordings
inline constexpr std::string_view play_recordings = "recordings.play";
inline constexpr std::string_view download_recordings = "recordings.download";
inline constexpr std::string_view annotate_recordings = "recordings.annotate";
inline constexpr std::string_view delete_recordings = "recordings.delete";
// customers
inline constexpr std::string_view see_customers = "customers.see";
inline constexpr std::string_view edit_customers = "customers.edit";
inline constexpr std::string_view assign_customers = "customers.assign";  ///< the owner, for others than oneself
inline constexpr std::string_view import_customers = "customers.import";
inline constexpr std::string_view export_customers = "customers.export";
inline constexpr std::string_view delete_customers = "customers.delete";
inline constexpr std::string_view see_leads = "leads.see";  ///< what may be done with customers may be done with them
inline constexpr std::string_view see_contacts = "contacts.see";
inline constexpr std::string_view merge_customers = "customers.merge";  ///< duplicates
inline constexpr std::string_view erase_persons = "persons.erase";      ///< all of one person, by number (B20)
inline constexpr std::string_view configure_crm = "crm.configure";      ///< 业务对象: fields, pools, rules
inline constexpr std::string_view see_numbers = "numbers.full";         ///< customers' numbers whole (U17)
// work orders
inline constexpr std::string_view see_orders = "orders.see";        ///< one's own, within one's scope others'
inline constexpr std::string_view handle_orders = "orders.handle";  ///< make, send, handle and urge them
inline constexpr std::string_view configure_orders = "orders.configure";
// messages
inline constexpr std::string_view see_sms = "sms.see";
inline constexpr std::string_view send_sms = "sms.send";
inline constexpr std::string_view manage_sms = "sms.manage";  ///< templates, signatures, accounts
// system
inline constexpr std::string_view see_people = "people.see";        ///< the employees, roles and departments
inline constexpr std::string_view unlock_people = "people.unlock";  ///< after too many wrong passwords (R010)
inline constexpr std::string_view manage_people = "people.manage";
inline constexpr std::string_view manage_departments = "departments.manage";
inline constexpr std::string_view manage_roles = "roles.manage";
inline constexpr std::string_view configure = "site.configure";
inline constexpr std::string_view see_logs = "logs.see";
inline constexpr std::string_view delete_data = "data.delete";  ///< R267
inline constexpr std::string_view manage_platform = "platform.manage";
inline constexpr std::string_view approve_exports = "exports.approve";  ///< of everybody in the company (B14)
}  // namespace rights

/// One line of the catalogue, and which base role has it.
struct RightLine {
    std::string_view key;
    std::string_view group;  ///< "phone", "live", "records", "recordings", "customers", "orders", "messages", "system"
    bool agent = false;
    bool leader = false;
    bool admin = true;
};

/// Every function right, in the order in which pages show them.
std::span<const RightLine> right_catalogue();
const RightLine* find_right(std::string_view key);

/// A set of function rights. A value; pure.
class Rights {
  public:
    Rights() = default;
    static Rights of(model::Role base);
    /// Keys that no catalogue knows (a newer version wrote them) are left out. Whoever manages people, departments or
    /// roles sees them, too; whoever manages people unlocks them.
    static Rights of(std::span<const std::string> keys);

    bool has(std::string_view key) const;
    void add(std::string_view key);
    /// Whether everything here is there, too.
    bool within(Rights other) const { return (bits_ & ~other.bits_) == 0; }
    std::vector<std::string> keys() const;

    bool operator==(const Rights&) const = default;

  private:
    std::uint64_t bits_ = 0;  // by the place in the catalogue
};

/// What a base role sees unless a role of the company's own says otherwise.
DataScope base_data(model::Role base);

}  // namespace yh::office::people
