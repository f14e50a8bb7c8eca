#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "acd/testing/scenario.h"

namespace yh::acd::testing {
namespace {

std::vector<std::filesystem::path> scenarios() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{YINGHE_SOURCE_DIR "/tests/scenario/acd"}) {
        if (entry.path().extension() == ".txt") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

class AcdScenario : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(AcdScenario, Holds) {
    Scenario scenario;
    for (const auto& failure : scenario.run(GetParam().string())) {
        ADD_FAILURE() << GetParam().filename().string() << ": " << failure;
    }
}

INSTANTIATE_TEST_SUITE_P(Files, AcdScenario, ::testing::ValuesIn(scenarios()),
                         [](const auto& file) { return file.param.stem().string(); });

}  // namespace
}  // namespace yh::acd::testing
