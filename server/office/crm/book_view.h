#pragma once

#include "office/crm/book.h"
#include "office/people/identity.h"

// The book as one person sees it: what forms, lists and choices need.
namespace yh::office::crm {

/// A field that he reads.
struct BookField {
    SettingId id;
    ObjectKind object = ObjectKind::Customer;
    std::string key;
    bool system = false;
    FieldType type = FieldType::Text;
    std::string name;
    std::vector<FieldChoice> choices;
    JsonValue initial;
    std::string remark;
    bool required = false;
    bool listed = false;
    bool may_change = false;
};
BOOST_DESCRIBE_STRUCT(BookField, (),
                      (id, object, key, system, type, name, choices, initial, remark, required, listed, may_change))

/// Everybody may give up into any pool; who may look into it is told by `may_use`.
struct BookPool {
    SettingId id;
    ObjectKind object = ObjectKind::Customer;
    std::string name;
    bool administers = false;
    bool may_use = false;
    ClaimRule claim;
};
BOOST_DESCRIBE_STRUCT(BookPool, (), (id, object, name, administers, may_use, claim))

/// A published one that he may choose.
struct BookTemplate {
    SettingId id;
    std::string name;
    std::vector<ObjectKind> objects;
    std::vector<TemplateField> fields;  ///< those that are switched on
};
BOOST_DESCRIBE_STRUCT(BookTemplate, (), (id, name, objects, fields))

struct BookView {
    std::vector<BookField> fields;
    std::vector<Stage> stages;
    std::vector<TagGroup> tag_groups;
    std::vector<Group> groups;
    std::vector<BookPool> pools;
    std::vector<BookTemplate> templates;
    ServiceForm service_form;
};
BOOST_DESCRIBE_STRUCT(BookView, (), (fields, stages, tag_groups, groups, pools, templates, service_form))

/// Pure; thread: any.
BookView view_of(const Book& book, const people::SignedIn& who);

}  // namespace yh::office::crm
