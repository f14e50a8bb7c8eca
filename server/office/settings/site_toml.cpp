#include "office/settings/site_toml.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <type_traits>

#include "base/json.h"
#include "office/settings/described_toml.h"
#include "office/settings/site_check.h"

namespace yh::office::settings {

namespace {

/// Says at which line an entry of a list stands: checks know entries by list and index only.
std::size_t line_of(const toml::table& root, const SitePlace& place) {
    const auto* node = root["tenant"][place.tenant].node();
    if (node != nullptr && !place.list.empty()) {
        const auto list = toml::node_view<const toml::node>{node}[place.list];
        if (const auto* entry = list.is_array() ? list[place.index].node() : list.node()) {
            node = entry;
        }
    }
    return node == nullptr ? 1 : node->source().begin.line;
}

void append_text(std::string& out, std::string_view text) {
    append_json(out, text);
}

bool is_secret(std::string_view field) {
    return field == "password" || field == "extension_secret" || field == "secret";
}

/// What an entry is known by stands first, whatever its struct says.
bool is_key(std::string_view field) {
    return field == "number" || field == "code" || field == "name" || field == "did" || field == "id";
}

/// Short structs in a list stand in one line; longer ones are tables of their own: [[tenant.flow.node]].
template <class T>
constexpr bool is_short = [] {
    if constexpr (DescribedStruct<T>) {
        return field_count<T> <= 4;
    }
    return true;
}();

enum class Shape { Value, Table, Tables };

/// How a field of a table is written. All lists of the tenant itself are tables.
template <class T>
constexpr Shape shape_of(bool of_tenant) {
    if constexpr (ListType<T>) {
        using Item = typename T::value_type;
        return DescribedStruct<Item> && (of_tenant || !is_short<Item>) ? Shape::Tables : Shape::Value;
    } else {
        return DescribedStruct<T> || OptionalType<T> ? Shape::Table : Shape::Value;
    }
}

/// Calls `visit(name, value, is_default)` for each field.
template <class T, class Visit>
void each_field(const T& entry, Visit&& visit) {
    const T defaults{};
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto field) {
        visit(field_name(field.name), entry.*field.pointer, entry.*field.pointer == defaults.*field.pointer);
    });
}

template <class T>
void append_value(std::string& out, const T& value);

template <class T>
void append_inline(std::string& out, const T& value) {
    if constexpr (requires { T::short_form(); }) {
        T alone{};
        alone.*T::short_form() = value.*T::short_form();
        if (alone == value) {
            append_text(out, value.*T::short_form());
            return;
        }
    }
    bool first = true;
    out += '{';
    each_field(value, [&](std::string_view name, const auto& field, bool is_default) {
        if (!is_default) {
            out += first ? " " : ", ";
            first = false;
            out += name;
            out += " = ";
            append_value(out, field);
        }
    });
    out += " }";
}

template <class T>
void append_value(std::string& out, const T& value) {
    if constexpr (ListType<T>) {
        out += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            out += i == 0 ? "" : ", ";
            append_value(out, value[i]);
        }
        out += ']';
    } else if constexpr (DescribedStruct<T>) {
        append_inline(out, value);
    } else if constexpr (DescribedEnum<T>) {
        append_text(out, enum_text(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
        append_text(out, value);
    } else if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else {
        out += fmt::format("{}", value);
    }
}

/// Writes the fields of one table, then its tables; the heading stands already.
class TableWriter {
  public:
    TableWriter(std::string& out, Secrets secrets) : out_{out}, secrets_{secrets} {}

    template <class T>
    void write(const std::string& heading, const T& entry) {
        constexpr bool of_tenant = std::is_same_v<T, SiteTenant>;
        for (const bool keys : {true, false}) {
            each_field(entry, [&](std::string_view name, const auto& value, bool is_default) {
                using Field = std::remove_cvref_t<decltype(value)>;
                if constexpr (shape_of<Field>(of_tenant) == Shape::Value) {
                    if (!is_default && is_key(name) == keys && !(secrets_ == Secrets::Hide && is_secret(name))) {
                        out_ += name;
                        out_ += " = ";
                        append_value(out_, value);
                        out_ += '\n';
                    }
                }
            });
        }
        each_field(entry, [&](std::string_view name, const auto& value, bool is_default) {
            using Field = std::remove_cvref_t<decltype(value)>;
            const auto inside = heading + '.' + std::string{name};
            if constexpr (OptionalType<Field>) {
                if (value) {
                    out_ += fmt::format("\n[{}]\n", inside);
                    write(inside, *value);
                }
            } else if constexpr (shape_of<Field>(of_tenant) == Shape::Table) {
                if (!is_default) {
                    out_ += fmt::format("\n[{}]\n", inside);
                    write(inside, value);
                }
            } else if constexpr (shape_of<Field>(of_tenant) == Shape::Tables) {
                for (const auto& one : value) {
                    out_ += fmt::format("\n[[{}]]\n", inside);
                    write(inside, one);
                }
            }
        });
    }

  private:
    std::string& out_;
    Secrets secrets_;
};

}  // namespace

Result<Site> read_site(std::string_view text, std::string_view file_name) {
    toml::table root;
    try {
        root = toml::parse(text, file_name);
    } catch (const toml::parse_error& error) {
        return invalid_input("site.syntax",
                             fmt::format("{}:{}: {}", file_name, error.source().begin.line, error.description()));
    }
    Site site;
    YH_CHECK(TomlReader{file_name}.read(root, site));
    if (const auto fault = find_fault(site)) {
        // A long document stands behind one line: say where in it.
        const bool inside = fault->code == "config.flow_fault" || fault->place.list == "schedule";
        const auto where = inside ? fmt::format("{} {} {}: ", fault->place.list, fault->name, fault->field) : "";
        return invalid_input("site.invalid",
                             fmt::format("{}:{}: {}{}", file_name, line_of(root, fault->place), where, fault->what));
    }
    return site;
}

std::string write_site(const Site& site, Secrets secrets) {
    std::string out;
    for (const auto& tenant : site.tenant) {
        out += "[[tenant]]\n";
        TableWriter{out, secrets}.write("tenant", tenant);
        out += '\n';
    }
    return out;
}

}  // namespace yh::office::settings
