#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "http/reply.h"
#include "office/office.h"
#include "office/people/identity.h"
#include "office/settings/site.h"
#include "office/settings/site_check.h"

// How a page changes the configuration: the one way, through the same check and store as `yinghe apply`.
namespace yh::office::settings {

/// One change. Its functions run on the writer's thread, perhaps several times.
struct SiteEdit {
    std::string_view list;  ///< "queue", "trunk", "schedule", "flow", "room", "inbound", "outbound", "options"
    std::string name;       ///< of the entry; empty: the whole list
    /// Changes the tenant as the database holds it. Errors are answered as they are.
    std::function<Result<void>(db::Connection&, SiteTenant&)> make;
    bool removes = false;  ///< the entry goes
    /// What else belongs to the change and to no site, in the same transaction; may be absent.
    std::function<Result<void>(db::Connection&, std::int64_t tenant)> also{};
    /// What the asker had seen (config_revision.h): if somebody else has changed the entry since, nothing is changed.
    std::optional<std::int64_t> seen{};
};

/// Checks, stores, writes a line for each change to the log, and answers 204, or 200 with `body`, when the telephones
/// work with it. Errors: 422 config.invalid with the faults as fields; 409 config.in_use, where somebody else needs
/// what shall go; 412 config.changed. Thread: home.
void change_site(Office& office, const people::SignedIn& who, SiteEdit edit, http::Reply reply, std::string body = {});

/// Whether an error is the asker's mistake rather than the database's trouble.
bool is_refusal(const Error& error);

/// What a tenant may name as "prompt:NAME". Thread: one that may block.
Result<VoiceNames> load_voice_names(db::Connection& connection, std::int64_t tenant, const VoiceTools& tools);

/// 422 with these fields.
void refuse_fields(http::Reply& reply, std::vector<http::FieldProblem> fields);

}  // namespace yh::office::settings
