"""What an administrator sets up on the pages, and that calls follow it."""
import array
import io
import wave

from harness import tone
from harness.admin_desk import AdminDesk
from harness.browser_case import BrowserCase


class Setup(BrowserCase):
    def administrator(self):
        desk = self.admin_desk()
        desk.bar.wait(15)
        return AdminDesk(desk)

    def test_flow_is_built_by_mouse_and_keyboard_and_published(self):
        """R030, B07."""
        admin = self.administrator().go("flows").new_flow("Main menu", "built")
        admin.put_node("menu").say("For service press 1.")
        # The first key's line comes with the click: the new node stands behind the chosen one.
        admin.put_node("go").go_to("queue", "600")
        admin.choose("menu1").drop_node("hangup")
        self.assertEqual(admin.nodes(), 3)
        for output in ("2", "timeout"):
            admin.connect("menu1", output, "hangup1")
        admin.wait_problems(1)  # wrong keys lead nowhere
        self.assertEqual(admin.loose_ends(), 1)
        self.assertFalse(admin.may_publish())
        admin.choose("hangup1").jump_to_first_problem()
        self.assertEqual(admin.chosen_node(), "menu1")
        admin.lead("invalid", "hangup1").wait_problems(0).wait_saved()
        said = admin.publish()
        self.assertIn("+", said)
        published = self.flow_of("built")["published"]
        self.assertEqual([one["kind"] for one in published["node"]], ["menu", "go", "hangup"])
        self.assertFalse(admin.may_publish())  # nothing new any more

    def test_keys_undo_copy_and_delete(self):
        admin = self.administrator().go("flows").new_flow("Keys", "keys")
        admin.put_node("play").choose("play1")
        before = admin.node("play1").box()
        for _ in range(3):
            admin.press("ArrowDown")
        self.assertGreater(admin.node("play1").box()["y"], before["y"])
        admin.press("Control+d")
        self.assertEqual(admin.nodes(), 2)
        admin.press("Control+z")
        self.assertEqual(admin.nodes(), 1)
        admin.press("Control+y")
        self.assertEqual(admin.nodes(), 2)
        admin.choose("play1")
        admin.press("Delete")
        self.assertEqual(admin.nodes(), 1)
        admin.look_at("list")
        admin.wait_step("play2")

    def test_wrong_flow_is_refused(self):
        admin = self.administrator().go("flows").new_flow("Wrong", "wrong")
        admin.put_node("go").wait_problems(1)
        self.assertFalse(admin.may_publish())
        admin.go_to("queue", "600").wait_problems(0)
        self.assertTrue(admin.may_publish())
        # The server itself says no as well, whoever asks.
        flow = {"code": "wrong2", "name": "", "start": "a", "node": [{"id": "a", "kind": "play", "prompt": "say:x"}]}
        answer = self.admin.put("/api/v1/config/flows/wrong2/draft", flow)
        self.assertEqual(answer.status, 204, answer.body)
        answer = self.admin.post("/api/v1/config/flows/wrong2/publish")
        self.assertEqual(answer.status, 422, answer.body)

    def test_draft_outlives_a_lost_network(self):
        admin = self.administrator().go("flows").new_flow("Offline", "offline").put_node("play").wait_saved()
        self.forgive_network()
        admin.lose_network()
        admin.say("Kept in the browser").wait_saved("local", timeout=20)
        admin.find_network()
        admin.wait_saved(timeout=20)
        draft = self.flow_of("offline")["draft"]
        self.assertEqual(draft["node"][0]["prompt"], "say:Kept in the browser")

    def test_queue_is_created(self):
        admin = self.administrator().go("queues").create()
        admin.fill("number", "650").save()
        admin.wait_refused()  # it has no name yet
        admin.fill("name", "Fresh queue")
        admin.add_member("10001")
        admin.save().wait_form_saved()
        admin.wait_listed("650", "Fresh queue")
        queues = self.admin.get("/api/v1/config/queues").json["items"]
        made = next(queue for queue in queues if queue["number"] == "650")
        self.assertEqual([member["user"] for member in made["members"]], ["10001"])

    def test_hours_are_saved_and_asked(self):
        admin = self.administrator().go("hours").create()
        admin.fill("name", "Office").fill("code", "office").send_to("when_open", "queue", "600")
        admin.save().wait_form_saved()
        self.assertIn(admin.is_open_at("1000"), ("上班时间", "下班时间"))
        admin.wait_listed("office", "Office")
        made = self.admin.get("/api/v1/config/schedules").json["items"]
        self.assertEqual([(one["code"], one["when_open"]) for one in made], [("office", "queue:600")])

    def test_voice_is_recorded_in_the_browser(self):
        """R261."""
        admin = self.administrator().go("voices").record_voice("mine", seconds=1.5)
        admin.wait_voice("mine", "wav")
        made = self.admin.get("/api/v1/voices").json["items"]
        self.assertEqual([(one["name"], one["format"]) for one in made], [("mine", "wav")])
        self.assertGreater(made[0]["duration_ms"], 1000)

    def test_words_are_read_aloud_heard_and_kept(self):
        """R262."""
        admin = self.administrator().go("voices").speak_voice("welcome", "欢迎致电，请稍候。")
        admin.wait_voice("welcome", "wav")
        sound = self.admin.get("/api/v1/voices/welcome/audio").body
        with wave.open(io.BytesIO(sound)) as read:
            self.assertEqual((read.getnchannels(), read.getframerate()), (1, 8000))
            samples = array.array("h", read.readframes(read.getnframes()))
        self.assertGreater(len(samples), 8000, "a second of speech")
        self.assertGreater(tone.level_db(samples), -40, "that can be heard")

    def test_outbound_rules_are_tried(self):
        """R029."""
        admin = self.administrator().go("outbound")
        allowed, words = admin.try_dialling("10001", "13800138000")
        self.assertTrue(allowed, words)
        self.assertIn("carrier", words)
        allowed, words = admin.try_dialling("10001", "7777777")
        self.assertFalse(allowed, words)

    def test_an_agent_sees_none_of_it(self):
        """R036."""
        agent = AdminDesk(self.agent(1))
        self.assertFalse(agent.sees("flows"))
        agent.is_refused("flows")

    # ---- what the server holds

    def flow_of(self, code):
        return self.admin.get(f"/api/v1/config/flows/{code}").json
