"""Back to the state right after signing in, and what the product says of itself."""
import json

from harness.api import Api
from harness.case import CallCentreCase
from harness.site import Site


class Reset(CallCentreCase):
    @classmethod
    def site(cls, carrier_address):
        return (Site(state_after_login="busy").agent(1, after_call="wrap_up", wrap_up_s=60).queue(600, [1])
                .trunk("carrier", carrier_address).did("4008001234", "queue:600"))

    def test_whatever_was_chosen_becomes_what_it_was_after_signing_in(self):
        """R046, U3: logged with its reason; a second one changes nothing."""
        self.agent_phone(1)
        api = self.agent_api(1)
        for state in ("rest", "ready", "offline"):
            self.assertEqual(api.put("/api/v1/me/state", {"state": state}).status, 204)
            self.assertEqual(api.post("/api/v1/me/state/reset").status, 204)
            self.assertEqual(api.state(), "busy")
            self.assertEqual(api.post("/api/v1/me/state/reset").status, 204)
            self.assertEqual(api.state(), "busy")

        def newest():
            rows = self.admin.get("/api/v1/agent-states?agent=10001").json["items"]
            return rows and (rows[0]["state"], rows[0]["reason"]) == ("busy", "reset")
        self.admin.wait(newest, 5, "the log says why")

    def test_in_a_call_it_waits_for_the_end(self):
        """R046: and takes the place of after-call work."""
        phone, api = self.agent_phone(1), self.agent_api(1)
        self.assertEqual(api.put("/api/v1/me/state", {"state": "ready"}).status, 204)
        call, ringing = self.connected(phone)
        self.assertEqual(api.post("/api/v1/me/state/reset").status, 204)
        self.assertEqual(api.get("/api/v1/me").json["activity"], "talking")
        call.bye()
        ringing.wait_ended()
        api.wait(lambda: api.get("/api/v1/me").json["activity"] == "idle", 5, "free")
        self.assertEqual(api.state(), "busy")


class Product(CallCentreCase):
    def test_everybody_who_is_signed_in_is_told_the_version(self):
        """R012: and nobody else."""
        document = json.loads(self.admin.get("/api/openapi.json").body)
        told = self.admin.get("/api/v1/product").json
        self.assertEqual(told, {"version": document["info"]["version"], "licence": "Apache-2.0"})
        self.assertEqual(Api(self.server).get("/api/v1/product").status, 401)
