#include "office/lists/export_log_store.h"

namespace yh::office::lists {

Result<void> log_export(db::Connection& connection, IdMaker& ids, ExportLine line) {
    line.id = ids.make<Id<struct ExportLineTag>>(line.at_ms).value;
    return connection.insert("export_events", line);
}

bool needs_approval(const Office& office, const people::SignedIn& who) {
    const auto* tenant = office.directory->find_tenant(who.tenant);
    return tenant != nullptr && tenant->options.approve_exports && !people::may(who, people::rights::approve_exports);
}

}  // namespace yh::office::lists
