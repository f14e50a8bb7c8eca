#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "model/ids.h"

// Plans, memos and announcements as the API gives them.
namespace yh::office::tasks {

/// One object for all that reminds (U25): a plan has people who take part, a memo is one's own.
enum class TaskKind { Plan, Memo };
BOOST_DESCRIBE_ENUM(TaskKind, Plan, Memo)

struct TaskWish {
    TaskKind kind = TaskKind::Memo;
    std::string content;
    std::string related;  ///< a customer's name, an order: what it is about; may be empty
    std::int64_t due_at_ms = 0;
    std::vector<std::string> people;            ///< 工号 of those who take part, beside the author
    std::optional<model::CustomerId> customer;  ///< whom it is about (回访计划); absent: as it was, or nobody
};
BOOST_DESCRIBE_STRUCT(TaskWish, (), (kind, content, related, due_at_ms, people, customer))

struct TaskFields {
    Id<struct TaskTag> id;
    TaskKind kind = TaskKind::Memo;
    std::string content;
    std::string related;
    std::int64_t due_at_ms = 0;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> reminded_at_ms;
    std::optional<std::int64_t> completed_at_ms;
    std::string author;
    std::string author_name;
    bool mine = false;  ///< may be changed and deleted
    std::optional<model::CustomerId> customer;
};
BOOST_DESCRIBE_STRUCT(TaskFields, (),
                      (id, kind, content, related, due_at_ms, created_at_ms, reminded_at_ms, completed_at_ms, author,
                       author_name, mine, customer))
struct TaskView : TaskFields {
    std::vector<std::string> people;  ///< 工号 of those who take part
};
BOOST_DESCRIBE_STRUCT(TaskView, (TaskFields), (people))

struct AnnouncementWish {
    std::string title;
    std::string content;
    std::vector<std::string> departments;  ///< codes; none: everybody
};
BOOST_DESCRIBE_STRUCT(AnnouncementWish, (), (title, content, departments))

struct AnnouncementView {
    Id<struct AnnouncementTag> id;
    std::string title;
    std::string content;
    std::int64_t created_at_ms = 0;
    std::int64_t changed_at_ms = 0;
    std::string author_name;
    std::vector<std::string> departments;  ///< codes
    std::vector<std::string> department_names;
};
BOOST_DESCRIBE_STRUCT(AnnouncementView, (),
                      (id, title, content, created_at_ms, changed_at_ms, author_name, departments, department_names))

}  // namespace yh::office::tasks
