#include <memory>
#include <utility>

#include "main/simulation.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/supervision/live_views.h"

namespace yh::app {

namespace {

using office::people::asker;

struct SimulationWish {
    bool running = false;
};
BOOST_DESCRIBE_STRUCT(SimulationWish, (), (running))

struct CallMeAnswer {
    std::string extension;
};
BOOST_DESCRIBE_STRUCT(CallMeAnswer, (), (extension))

void show(Simulation& simulation, const http::Request& request, http::Reply reply) {
    const auto view = simulation.view(asker(request).tenant);
    if (!view.available) {
        reply.fail(not_found("demo.none"));
        return;
    }
    office::answer(reply, view);
}

void set(Simulation& simulation, const http::Request& request, http::Reply reply) {
    const auto wish = office::body_of<SimulationWish>(request, reply);
    if (!wish) {
        return;
    }
    const auto tenant = asker(request).tenant;
    auto shared = std::make_shared<http::Reply>(std::move(reply));
    simulation.set_running(tenant, wish->running, [&simulation, tenant, shared](const Result<void>& switched) {
        if (switched.ok()) {
            office::answer(*shared, simulation.view(tenant));
        } else {
            shared->fail(switched.error());
        }
    });
}

void call_me(office::Office& office, Simulation& simulation, const http::Request& request, http::Reply reply) {
    const auto* user = office.directory->find_user(asker(request).user);
    if (user == nullptr || !simulation.view(user->tenant).available) {
        reply.fail(not_found("demo.none"));
        return;
    }
    auto shared = std::make_shared<http::Reply>(std::move(reply));
    office.desk.picture(office.home, [&office, &simulation, id = user->id, shared](const model::LiveSnapshotPtr& live) {
        const auto* me = office::supervision::find_agent(*live, id);
        const auto* known = office.directory->find_user(id);
        if (known == nullptr || me == nullptr || !me->device_online) {
            shared->fail(conflict("device.offline"));
            return;
        }
        if (me->call) {
            shared->fail(conflict("agent.in_call"));
            return;
        }
        simulation.call(*known, *office.directory, [shared, extension = known->extension](const Result<void>& called) {
            if (called.ok()) {
                office::answer(*shared, CallMeAnswer{extension}, 202);
            } else {
                shared->fail(called.error());
            }
        });
    });
}

}  // namespace

void add_simulation_routes(http::Router& router, office::Office& office, Simulation& simulation) {
    using http::Method;
    using office::on_home;
    router.add(
        {.method = Method::Get,
         .pattern = "/api/v1/demo/simulation",
         .permission = http::signed_in,
         .summary = {"Whether simulated calls are running", "模拟呼叫是否开启"},
         .response = http::schema_of<Simulation::View>(),
         .handler = on_home(office, [&simulation](office::Office&, const http::Request& request, http::Reply reply) {
             show(simulation, request, std::move(reply));
         })});
    router.add(
        {.method = Method::Put,
         .pattern = "/api/v1/demo/simulation",
         .permission = http::signed_in,
         .summary = {"Switch simulated calls on or off", "开关模拟呼叫"},
         .request = http::schema_of<SimulationWish>(),
         .response = http::schema_of<Simulation::View>(),
         .handler = on_home(office, [&simulation](office::Office&, const http::Request& request, http::Reply reply) {
             set(simulation, request, std::move(reply));
         })});
    router.add(
        {.method = Method::Post,
         .pattern = "/api/v1/demo/call-me",
         .permission = office::people::rights::use_phone,
         .summary = {"A robot customer calls my device", "让模拟客户呼叫我"},
         .response = http::schema_of<CallMeAnswer>(),
         .status = 202,
         .handler = on_home(office, [&simulation](office::Office& at, const http::Request& request, http::Reply reply) {
             call_me(at, simulation, request, std::move(reply));
         })});
}

}  // namespace yh::app
