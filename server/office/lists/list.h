#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/describe.h"
#include "base/result.h"
#include "office/people/number_mask.h"
#include "office/people/scope.h"

// What a list is: declared once, as constants. From the declaration follow its page, its total, its orders, filters and
// quick search, and the files with exactly what is shown. All text in it is ours, never of a request.
namespace yh::office::lists {

struct Asked;
struct Extra;
struct Narrowed;
struct Reader;

struct Title {
    std::string_view chinese;
    std::string_view english;
};

/// A word of a closed list as people read it in Chinese; in English it stays as it is.
struct WordTitle {
    std::string_view word;
    std::string_view chinese;
};

/// What a column holds: how it is written into files, searched and hidden.
enum class Kind {
    Text,
    Id,            ///< a number that names something: searched and counted by nobody
    Number,        ///< counts something
    Time,          ///< ms since 1970; may be absent
    Milliseconds,  ///< a length; whole seconds in files
    Seconds,       ///< likewise
    Word,          ///< of a closed list; what follows behind a blank stays as it is
    YesNo,
    Telephone,  ///< a customer's number: hidden from those who may not see it
    Dialled,    ///< the number that was dialled: hidden where it is the customer's
    Chosen,     ///< keys of `words`, one or a JSON list of several; named alike in every language
    Person,     ///< a 工号; in files with the name
    Setting,    ///< ids of the company's stages, tags, groups, pools: read, searched and written by their names
    Region      ///< where the number in `sql` belongs: named as rows are read, so neither searched nor sorted by
};

struct Column {
    std::string_view key;  ///< field of the row, order (`?sort=key`), column of files
    Title title{};
    std::string_view sql{};  ///< in what is not `shown`, {me} may stand for who asks
    Kind kind = Kind::Text;
    std::string_view order{};  ///< what it is sorted by, when that is not `sql`; of Seconds: the same in milliseconds
    std::span<const WordTitle> words{};  ///< of a Word; empty: those that all lists share
    bool shown = true;                   ///< false: the row carries it, no table and no file shows it
    /// Of the catalogue of fields (R255): empty for whoever may not see it, in pages and files, and nothing that they
    /// can sort or search by. Empty: for everybody.
    std::string_view field{};
    /// Of a Text that costs too much to be looked at row by row: the condition under which it is like ?; {tenant} is
    /// the company.
    std::string_view searched{};
    /// `sql` is a text with a JSON object, and this is the name of the member that the column shows. Empty: `sql` is
    /// the column.
    std::string_view member{};
    /// As of the list, where the column stands in a joined table that has an index by the company and it.
    std::string_view tenant{};
};

struct Choice {
    std::string_view value;
    std::string_view clause;
};

/// A narrow table with who had a part in a row: one line for each of them. It has an index over the person, the row's
/// time and its id: a list of one person's rows walks it from its end.
struct HadPart {
    std::string_view table;
    std::string_view row;     ///< column with …
    std::string_view of;      ///< … what this column of the list holds
    std::string_view person;  ///< column with who it was
    std::string_view time;    ///< column with the row's time
};

/// A narrow table with the values by which rows are found. It has an index over `group`, the value, the row's time and
/// its id: a list in its usual order walks it from its end and stops when the page is full.
struct Finder {
    std::string_view table;
    std::string_view row;    ///< column with the row's id
    std::string_view value;  ///< column with the value, a text
    std::string_view time;   ///< column with the row's time
    std::string_view group;  ///< column that says what the value is of …
    std::int64_t of = 0;     ///< … this
    bool ordered = false;    ///< a row has one value at the most, and is sorted by it as it stands there
};

enum class FilterKind {
    Text,       ///< any text; one of `choices` means its own clause
    Part,       ///< part of the text that `clause` is, in any case
    Number,     ///< a whole number
    Person,     ///< a 工号, or "me"
    HadPart,    ///< likewise: of who had a part in the row, by the list's `had_part`
    Word,       ///< of a closed list that `check` knows; one of `choices` means its own clause
    Choice,     ///< one of `choices`
    Telephone,  ///< part of a customer's number, three digits at least; `clause` is its column, or `finder` has the
                ///< numbers, of the company that `group` names
    Found,      ///< of `finder`: one of several values, separated by commas
    FoundDay,   ///< of `finder`: from one day to another, both among them: "2026-11-01..2026-11-30"; either may be left
                ///< out
    FoundPerson  ///< of `finder`: a 工号, or "me"
};

/// Most rows may fit, and planners cannot know it: an index serves such a filter only where nothing else narrows the
/// list.
enum class Wide {
    No,
    Here,
    Joined  ///< what it asks stands in a joined table, whose index knows the company; `clause` names it there
};

/// One condition of the query (`?key=value`). In `clause`, ? is the value, {tenant} and {me} are who asks.
struct Filter {
    std::string_view key;
    FilterKind kind = FilterKind::Text;
    std::string_view clause{};
    std::span<const Choice> choices{};
    Result<void> (*check)(std::string_view) = nullptr;
    /// The column is indexed and its numbers are in call_numbers: a part is looked for there.
    bool numbers_known = false;
    Wide wide = Wide::No;
    std::string_view not_with{};  ///< key of a filter that it excludes (R213, R214: department and agent)
    std::string_view field{};     ///< as of a column: refused to who may not see it
    Finder finder{};
};

struct List {
    std::string_view name;  ///< /api/v1/name, and what its files are called
    Title title;
    std::string_view permission;
    std::string_view from;              ///< tables with their joins; joins must not multiply rows
    std::string_view tenant;            ///< column
    people::ScopeColumns scope{};       ///< whose rows these are
    HadPart had_part{};                 ///< has all rows that are one's own by `scope`
    std::string_view only{};            ///< holds for every row; {tenant} and {me} as in filters
    std::string_view only_own{};        ///< holds besides for those who see but their own (DataScope::Own)
    std::string_view time;              ///< column that from_ms, to_ms and the usual order speak of
    std::string_view id;                ///< column that makes the order complete
    std::span<const Column> columns{};  ///< in the order of a file
    std::span<const Filter> filters{};  ///< besides from_ms, to_ms and search
    std::string_view customer{};        ///< key of the column with the number that may be dialled
    std::string_view exported_by = "records.export";  ///< right that writing it into a file needs
    /// Whose rows these are, where rules of the company say so and no column: in place of `scope`.
    people::ScopeClause (*seen)(const Reader&) = nullptr;
    /// How numbers look in what was asked for, where that is stricter than what the reader may see elsewhere.
    people::NumberMask (*masked)(const Asked&) = nullptr;
    /// What a company's settings add for this reader: columns and filters of its own fields.
    std::shared_ptr<const Extra> (*extra)(const Reader&) = nullptr;
    /// What it can be narrowed by that is no single condition (narrowing.h).
    const Narrowed* narrowed = nullptr;
};

const Column* find_column(const List& list, std::string_view key);
/// Whether it may hold a customer's telephone number.
inline bool is_number(const Column& column) {
    return column.kind == Kind::Telephone || column.kind == Kind::Dialled;
}
/// … or of what the company added.
const Column* find_column(const List& list, const Extra* extra, std::string_view key);

template <class E>
Result<void> is_word(std::string_view text) {
    const auto known = parse_enum<E>(text);
    return known.ok() ? Result<void>{} : Result<void>{known.error()};
}

}  // namespace yh::office::lists
