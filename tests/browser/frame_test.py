"""What surrounds every page: tabs, the search, a person's own settings, the manual."""
import pathlib
import struct
import tempfile
import zlib

from harness.browser_case import BrowserCase
from harness.frame_desk import FrameDesk

REFUSED = "Failed to load resource: the server responded with a status of 4"


def picture(path, width=64, height=64, colour=(43, 82, 196)):
    """A PNG of one colour."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = (b"\0" + bytes(colour) * width) * height
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
                     chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return path


class Tabs(BrowserCase):
    def frame(self, *routes):
        desk = self.leader_desk()
        desk.wait_ready_to_work()
        for route in routes:
            desk.go(route)
        return FrameDesk(desk)

    def test_a_right_click_closes_this_others_the_right_and_all(self):
        """R081."""
        frame = self.frame("records", "queues", "settings").wait_tabs("desk", "records", "queues", "settings")
        frame.tab_menu("desk")
        self.assertFalse(frame.may_close("current"))
        self.assertTrue(frame.may_close("right"))
        frame.desk.press("Escape")
        frame.close_by_menu("records", "current").wait_tabs("desk", "queues", "settings")
        frame.close_by_menu("queues", "right").wait_tabs("desk", "queues").wait_current("queues")
        frame.desk.go("records").go("settings")
        frame.close_by_menu("records", "others").wait_tabs("desk", "records").wait_current("records")
        frame.close_by_menu("records", "all").wait_tabs("desk").wait_current("desk")

    def test_the_wheel_closes_and_the_desk_stays(self):
        """R081."""
        frame = self.frame("records")
        frame.close_by_wheel("desk").close_by_wheel("records").wait_tabs("desk").wait_current("desk")

    def test_keys_walk_the_tabs_and_each_is_as_it_was_left(self):
        """R081."""
        frame = self.frame("records")
        search = frame.desk.on_page("records", "list-search")
        search.fill("138001")
        frame.desk.go("queues")
        frame.desk.press("Control+Alt+ArrowLeft")
        frame.wait_current("records")
        self.assertEqual(search.value(), "138001")
        frame.desk.press("Control+Alt+ArrowLeft")
        frame.wait_current("desk")
        frame.desk.press("Control+Alt+ArrowLeft")
        frame.wait_current("queues")
        # A page whose tab was closed opens fresh.
        frame.close_by_wheel("records").wait_tabs("desk", "queues")
        frame.desk.go("records")
        self.assertEqual(search.value(), "")


class Search(BrowserCase):
    def test_people_queues_pages_and_calls_are_found(self):
        call = self.customer_calls()
        call.hang_up()
        desk = self.leader_desk()
        desk.wait_ready_to_work()
        frame = FrameDesk(desk)
        frame.search("10001").wait_hit("person:10001").close_search()
        frame.search("600").wait_hit("queue:600").close_search()
        frame.search("录音").wait_hit("page:recordings").go_to_first_hit()
        frame.wait_current("recordings")
        def records():
            return self.admin.get("/api/v1/call-records").json["items"]
        self.admin.wait(records, 8, "the call is in the records")
        record = records()[0]
        frame.search(record["customer_number"][-5:]).wait_hit(f"call:{record['id']}").go_to_first_hit()
        frame.wait_current("records")
        desk.page.at("drawer").wait()


class Own(BrowserCase):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.TemporaryDirectory(prefix="yinghe-test-pictures-")
        self.addCleanup(self.folder.cleanup)

    def settings(self, number, password):
        desk = self.desk().open().sign_in(number, password)
        desk.bar.wait(15)
        desk.go("settings")
        return FrameDesk(desk)

    def test_what_somebody_says_of_himself_is_kept(self):
        """R013."""
        frame = self.settings("10002", "Agent-10002")
        frame.set_profile(nickname="二号", email="two@example.com", mobile="13900139000", after_call="wrap_up")
        kept = self.admin.get("/api/v1/config/users/10002").json
        self.assertEqual((kept["nickname"], kept["email"], kept["mobile"], kept["after_call"]),
                         ("二号", "two@example.com", "13900139000", "wrap_up"))

    def test_a_picture_is_previewed_sent_shown_and_taken_away(self):
        """R013."""
        frame = self.settings("10001", "Agent-10001")
        self.assertEqual(frame.picture_address(), "")
        words = pathlib.Path(self.folder.name, "words.txt")
        words.write_text("no picture")
        frame.choose_picture(words)
        self.assertIn("jpg", frame.picture_problem())
        frame.choose_picture(picture(pathlib.Path(self.folder.name, "me.png"))).use_picture()
        self.assertIn("/users/10001/avatar", frame.picture_address())
        frame.page.wait_for(lambda: frame.page.css('[data-testid="avatar-menu"] img').evaluate(
            "one => one.complete && one.naturalWidth === 64"), 8, "the picture is drawn")
        frame.page.at("avatar-remove").click()
        frame.page.wait_for(lambda: frame.picture_address() == "", 8, "the picture is gone")

    def test_a_skin_changes_the_colours_at_once_and_is_kept(self):
        """R083."""
        frame = self.settings("10001", "Agent-10001")

        def brand():
            return frame.page.at("skin-ink").evaluate("one => getComputedStyle(one).getPropertyValue('--brand').trim()")
        seen = [brand()]
        for skin in ("teal", "plum", "ink"):
            frame.page.at(f"skin-{skin}").click()
            seen.append(brand())
        self.assertEqual(len(set(seen)), 4, seen)
        frame.page.reload()
        frame.page.at("skin-ink").wait()
        self.assertEqual((frame.page.at("skin-ink").attribute("aria-checked"), brand()), ("true", seen[-1]))

    def test_the_own_password(self):
        """R008, R009."""
        self.forgive(REFUSED)
        made = {"number": "10841", "name": "本人", "password": "Temp-10841"}
        self.assertEqual(self.admin.put("/api/v1/config/users/10841", made).status, 204)
        frame = self.settings("10841", "Temp-10841")
        frame.change_password("Temp-10841", "onlyletters").password_problem("字母和数字")
        frame.change_password("Temp-10841", "Fresh-1", "Fresh-2").password_problem("不一样")
        frame.change_password("wrong-one", "Fresh-1").password_problem("原密码不对")
        frame.change_password("Temp-10841", "Fresh-1")
        frame.page.at("toast-ok").wait_text("密码")
        self.desk().open().sign_in("10841", "Fresh-1").bar.wait(15)


class Manual(BrowserCase):
    def test_the_manual_of_ones_role_is_read_searched_and_taken_along(self):
        """R014."""
        agent = FrameDesk(self.agent(1))
        agent.desk.go("help")
        self.assertIn("接听来电", agent.manual())
        self.assertEqual(agent.manuals(), [])
        found = agent.find_in_manual("保持")
        self.assertRegex(found, r"^1 / \d+$")
        self.assertTrue(agent.page.at("help-download").enabled())

        desk = self.admin_desk()
        desk.bar.wait(15)
        desk.go("help")
        frame = FrameDesk(desk)
        self.assertEqual(frame.manuals(), ["agent", "leader", "admin", "pbx"])
        self.assertIn("员工", frame.manual())
        frame.choose_manual("pbx").page.at("manual").wait_text("TURN")
