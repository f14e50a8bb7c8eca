#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "acd/testing/scenario_world.h"

namespace yh::acd::testing {

/// One scenario file: set-up lines, then what happens (`at …`) and what must follow (`expect at …`), in the words
/// of the trade; the grammar is in tests/scenario/acd/README.md. Whatever is watched and not expected is a failure.
class Scenario {
  public:
    /// Every disagreement, with its line; empty: the scenario holds.
    std::vector<std::string> run(const std::string& path) {
        try {
            read(path);
            play();
        } catch (const std::exception& error) {
            failures_.push_back(error.what());
        }
        return failures_;
    }

  private:
    struct Line {
        int number = 0;
        Words words;  ///< after the time
    };
    struct Moments {
        std::vector<Line> happen;
        std::vector<Line> expected;
        std::vector<Line> asked;
    };

    void read(const std::string& path) {
        std::ifstream file{path};
        if (!file) {
            throw ScriptError{"cannot read " + path};
        }
        std::string text;
        for (int number = 1; std::getline(file, text); ++number) {
            std::istringstream in{text.substr(0, text.find('#'))};
            Words words;
            for (std::string word; in >> word;) {
                words.push_back(word);
            }
            try {
                if (!words.empty()) {
                    read_line(number, words);
                }
            } catch (const std::exception& error) {
                throw ScriptError{"line " + std::to_string(number) + ": " + error.what()};
            }
        }
    }

    void read_line(int number, const Words& words) {
        const auto& verb = words[0];
        if (verb == "queue") {
            world_.set_queue(words);
        } else if (verb == "agent") {
            world_.set_agent(words);
            at_start_.emplace_back(DeviceOnline{world_.agents.id(words.at(1)), true});
        } else if (verb == "member") {
            world_.set_member(words);
        } else if (verb == "watch") {
            world_.watched.insert(words.begin() + 1, words.end());
        } else if (verb == "quiet") {  // quiet until 60s
            moments_[parse_duration(words.at(2))];
        } else if (verb == "at") {
            moments_[parse_duration(words.at(1))].happen.push_back({number, {words.begin() + 2, words.end()}});
        } else if (verb == "expect" && words.size() > 3) {
            auto& moment = moments_[parse_duration(words.at(2))];
            const bool question =
                words[3] == "position" || words[3] == "waiting" || words[3] == "agent" || words[3] == "wait";
            (question ? moment.asked : moment.expected).push_back({number, {words.begin() + 3, words.end()}});
        } else {
            throw ScriptError{"cannot read: " + verb};
        }
    }

    void play() {
        hear(acd_.apply(world_.configured(), now()));
        for (const auto& input : at_start_) {
            hear(acd_.apply(input, now()));
        }
        told_.clear();
        for (const auto& [at, moment] : moments_) {
            while (acd_.next_wake() && *acd_.next_wake() < MonoTime{} + at) {
                elapsed_ = *acd_.next_wake() - MonoTime{};
                hear(acd_.wake(now()));
                if (!moments_.contains(elapsed_)) {
                    compare({});
                }
            }
            elapsed_ = at;
            hear(acd_.wake(now()));
            for (const auto& line : moment.happen) {
                happen(line);
            }
            compare(moment.expected);
            for (const auto& line : moment.asked) {
                ask(line);
            }
        }
    }

    void compare(const std::vector<Line>& expected) {
        const auto told = std::exchange(told_, {});
        const auto at = " (at " + std::to_string(to_ms(elapsed_)) + " ms)";
        for (std::size_t i = 0; i < std::max(told.size(), expected.size()); ++i) {
            if (i >= expected.size()) {
                failures_.push_back("unexpected: " + told[i] + at);
            } else if (i >= told.size()) {
                fail(expected[i], "did not happen" + at);
            } else if (!agrees(expected[i].words, told[i])) {
                fail(expected[i], "but: " + told[i] + at);
            }
        }
    }

    /// Li|Wang in an expectation stands for either.
    static bool agrees(const Words& expected, const std::string& told) {
        std::istringstream in{told};
        std::size_t i = 0;
        for (std::string word; in >> word; ++i) {
            if (i >= expected.size() || ("|" + expected[i] + "|").find("|" + word + "|") == std::string::npos) {
                return false;
            }
        }
        return i == expected.size();
    }

    void fail(const Line& line, const std::string& why) {
        std::string text = "line " + std::to_string(line.number) + ":";
        for (const auto& word : line.words) {
            text += " " + word;
        }
        failures_.push_back(text + " — " + why);
    }

    void happen(const Line& line) {
        const auto& words = line.words;
        if (words.at(0) == "call") {
            do_input(call_input(words));
        } else if (words[0] == "agent" && words.at(2) != "vanishes") {
            do_input(AgentSet{agent(words[1]), parse_word<model::AgentState>(words[2]), rest(words, 3)});
        } else if (words[0] == "device") {  // device of Li online
            do_input(DeviceOnline{agent(words.at(2)), words.at(3) == "online"});
        } else if (words[0] == "queue" || words[0] == "agent" || words[0] == "member") {
            reconfigure(words);
        } else {
            do_input(agent_input(words));
        }
    }

    Input call_input(const Words& words) {
        const auto id = world_.calls.id(words.at(1));
        if (words.at(2) == "leaves") {
            return CallLeft{id};
        }
        if (words.at(2) == "is") {  // call A is known priority 5 prefers Li
            CallKnown known{id, 0, {}};
            for (std::size_t i = 4; i + 1 < words.size(); i += 2) {
                if (words[i] == "prefers") {
                    known.preferred_agent = agent(words[i + 1]);
                } else if (words[i] == "priority") {
                    known.priority = std::stoi(words[i + 1]);
                } else {
                    throw ScriptError{"unknown: " + words[i]};
                }
            }
            return known;
        }
        CallEntered entered{id, world_.queues.id(words.at(3)), 0, Duration{0}, {}};
        for (std::size_t i = 4; i < words.size(); i += 2) {
            if (words[i] == "again" || words[i] == "callback") {
                (words[i] == "again" ? entered.returned : entered.callback) = true;
                --i;
            } else if (i + 1 == words.size()) {
                throw ScriptError{"nothing after " + words[i]};
            } else if (words[i] == "priority") {
                entered.priority = std::stoi(words[i + 1]);
            } else if (words[i] == "waited") {
                entered.waited_before = parse_duration(words[i + 1]);
            } else if (words[i] == "prefers") {
                entered.preferred_agent = agent(words[i + 1]);
            } else {
                throw ScriptError{"unknown: " + words[i]};
            }
        }
        return entered;
    }

    Input agent_input(const Words& words) {
        const auto id = agent(words.at(0));
        const auto& verb = words.at(1);
        if (verb == "answers") {
            return OfferAccepted{world_.last_offer[id]};
        }
        if (verb == "takes") {  // Li takes A: a call that rings elsewhere
            return CallTaken{world_.calls.id(words.at(2)), id};
        }
        if (verb == "fails") {  // Li fails refused|no_answer|busy|unreachable
            return OfferFailed{world_.last_offer[id], parse_word<model::OfferOutcome>(words.at(2))};
        }
        if (verb == "pauses" || verb == "resumes") {
            return QueuePaused{id, world_.queues.id(words.at(2)), verb == "pauses", rest(words, 3)};
        }
        if (verb == "is") {  // Li is dialling: in a call that is not ours
            return AgentBusyWithCall{id, parse_word<model::AgentActivity>(words.at(2))};
        }
        if (verb == "finishes") {  // Li finishes queue_call | other_call
            return AgentFree{id, words.at(2) == "queue_call"};
        }
        throw ScriptError{"unknown: " + verb};
    }

    void reconfigure(const Words& words) {
        if (words.at(2) == "vanishes") {
            words[0] == "queue" ? world_.remove_queue(words[1]) : world_.remove_agent(words[1]);
        } else if (words[0] == "queue") {
            world_.set_queue(words);
        } else if (words[2] == "leaves") {  // member Li leaves sales
            world_.remove_member(words[1], words.at(3));
        } else {
            world_.set_member(words);
        }
        do_input(world_.configured());
    }

    void ask(const Line& line) {
        const auto& words = line.words;
        std::string answer;
        if (words[0] == "position") {  // position A 2
            const auto position = acd_.position(world_.calls.id(words.at(1)));
            answer = "position " + words[1] + " " + (position ? std::to_string(*position) : "none");
        } else if (words[0] == "wait") {  // wait A 90s
            const auto wait = acd_.expected_wait(world_.calls.id(words.at(1)));
            answer = "wait " + words[1] + " " + (wait ? std::to_string(to_ms(*wait) / 1000) + "s" : "none");
        } else if (words[0] == "waiting") {  // waiting sales A B
            answer = "waiting " + words.at(1);
            for (const auto& waiting : acd_.waiting(world_.queues.id(words[1]))) {
                answer += " " + world_.calls.name(waiting.call);
            }
        } else {  // agent Li ready idle [online] [asked busy] [paused sales]
            answer = "agent " + words.at(1) + picture(agent(words[1]));
        }
        if (!agrees(words, answer)) {
            fail(line, "but: " + answer);
        }
    }

    std::string picture(UserId id) {
        const auto view = acd_.agent(id);
        if (!view) {
            return " unknown";
        }
        std::string text = " " + std::string{enum_text(view->state)} + " " + std::string{enum_text(view->activity)};
        text += view->device_online ? " online" : " offline";
        text += view->asked ? " asked " + std::string{enum_text(*view->asked)} : "";
        for (const auto queue : view->paused_queues) {
            text += " paused " + world_.queues.name(queue);
        }
        return text;
    }

    static std::string rest(const Words& words, std::size_t from) { return from < words.size() ? words[from] : ""; }
    UserId agent(const std::string& name) { return world_.agents.id(name); }
    MonoTime now() const { return MonoTime{} + elapsed_; }
    void do_input(const Input& input) { hear(acd_.apply(input, now())); }
    void hear(const std::vector<Effect>& effects) {
        for (const auto& effect : effects) {
            if (auto text = world_.tell(effect); !text.empty()) {
                told_.push_back(std::move(text));
            }
        }
    }

    ScenarioWorld world_;
    std::vector<Input> at_start_;
    std::map<Duration, Moments> moments_;
    Acd acd_;
    Duration elapsed_{0};
    std::vector<std::string> told_;
    std::vector<std::string> failures_;
};

}  // namespace yh::acd::testing
