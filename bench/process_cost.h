#pragma once

#include <filesystem>
#include <fstream>
#include <string>

// What this process used so far, as the kernel counts it (Linux, /proc).

/// CPU seconds of this process's threads whose name begins with `name`.
inline double cpu_of(const std::string& name) {
    double total = 0;
    for (const auto& task : std::filesystem::directory_iterator{"/proc/self/task"}) {
        std::string comm;
        std::getline(std::ifstream{task.path() / "comm"}, comm);
        if (comm.starts_with(name)) {
            double ns = 0;
            std::ifstream{task.path() / "schedstat"} >> ns;
            total += ns / 1e9;
        }
    }
    return total;
}

inline double resident_kb() {
    std::ifstream statm{"/proc/self/statm"};
    double size = 0;
    double resident = 0;
    statm >> size >> resident;
    return resident * 4;
}
