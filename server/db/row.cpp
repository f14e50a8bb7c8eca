#include "db/row.h"

namespace yh::db::detail {

Error misfit(Fit fit, std::string_view column) {
    const std::string name{column};
    switch (fit) {
        case Fit::Null:
            return {ErrorKind::Internal, "db.null", "column " + name + " is NULL and its field is not optional"};
        case Fit::OutOfRange:
            return {ErrorKind::Internal, "db.wrong_type", "column " + name + " does not fit its field"};
        case Fit::WrongType:
        case Fit::Yes:
            break;
    }
    return {ErrorKind::Internal, "db.wrong_type", "column " + name + " is of another type than its field"};
}

Result<void> find_columns(const Row& row, std::span<const std::string_view> names, std::span<std::size_t> columns) {
    for (std::size_t field = 0; field < names.size(); ++field) {
        // Columns mostly come in the order of the fields: look there first.
        std::size_t tried = 0;
        std::size_t column = field;
        while (tried < row.size() && (column >= row.size() || row.name(column) != names[field])) {
            column = column + 1 >= row.size() ? 0 : column + 1;
            ++tried;
        }
        if (tried == row.size()) {
            return Error{ErrorKind::Internal, "db.missing_column", std::string{names[field]}};
        }
        columns[field] = column;
    }
    return {};
}

}  // namespace yh::db::detail
