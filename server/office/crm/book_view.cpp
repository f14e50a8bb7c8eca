#include "office/crm/book_view.h"

#include <algorithm>
#include <iterator>

#include "office/crm/audience.h"
#include "office/crm/field_view.h"
#include "office/crm/pool_sight.h"

namespace yh::office::crm {

BookView view_of(const Book& book, const people::SignedIn& who) {
    BookView view;
    for (const auto& field : book.fields) {
        if (may_read(field, who)) {
            view.fields.push_back({field.id, field.object, field.key, field.system, field.type, field.name,
                                   field.choices, field.initial, field.remark, field.required, field.listed,
                                   may_write(field, who)});
        }
    }
    view.stages = book.stages;
    view.tag_groups = book.tag_groups;
    view.groups = book.groups;
    for (const auto& pool : book.pools) {
        view.pools.push_back({pool.id, pool.object, pool.name, administers(pool, who),
                              administers(pool, who) || is_meant(pool.members, who), pool.claim});
    }
    for (const auto& form : book.templates) {
        if (form.published && is_meant(form.audience, who)) {
            BookTemplate seen{form.id, form.name, form.objects, {}};
            std::ranges::copy_if(form.fields, std::back_inserter(seen.fields), &TemplateField::enabled);
            view.templates.push_back(std::move(seen));
        }
    }
    view.service_form = book.service_form;
    return view;
}

}  // namespace yh::office::crm
