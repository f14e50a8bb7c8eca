#include "office/customers/customer_import.h"

#include <array>
#include <utility>

#include "office/customers/importing/object_importer.h"
#include "office/imports/routes.h"

namespace yh::office::customers {

namespace {

struct ImportOf {
    crm::ObjectKind object;
    std::string_view name;
    lists::Title title;
    std::string_view right;
};

constexpr std::array imports_of{
    ImportOf{crm::ObjectKind::Customer, "customers", {"客户", "Customers"}, people::rights::see_customers},
    ImportOf{crm::ObjectKind::Lead, "leads", {"线索", "Leads"}, people::rights::see_leads},
    ImportOf{crm::ObjectKind::Contact, "contacts", {"联系人", "Contacts"}, people::rights::see_contacts}};

}  // namespace

void add_customer_import(http::Router& router, Office& office) {
    for (const auto& [object, name, title, right] : imports_of) {
        imports::Kind kind;
        kind.name = name;
        kind.title = title;
        kind.right = people::rights::import_customers;
        kind.also_right = right;
        // Written together, in a time that the writer's other work does not notice.
        kind.portion = 250;
        kind.make = [what = object](const Office& at, const people::SignedIn& who, imports::Existing existing) {
            return std::make_shared<ObjectImporter>(at, who, what, existing);
        };
        kind.columns_for = [what = object](const Office& at, const people::SignedIn& who) {
            static const auto first = std::make_shared<const crm::Books>();
            const auto& books = at.books ? at.books : first;
            return columns_of(books->of(who.tenant), what, who).columns;
        };
        imports::add_kind(router, office, std::move(kind));
    }
}

}  // namespace yh::office::customers
