"""Employees, roles and departments as an administrator keeps them, and that rights follow."""
from harness.admin_desk import AdminDesk
from harness.browser_case import BrowserCase
from harness.door_desk import DoorDesk
from harness.people_desk import PeopleDesk

REFUSED = "Failed to load resource: the server responded with a status of 4"


class People(BrowserCase):
    def people(self, **options):
        desk = self.admin_desk(**options)
        desk.bar.wait(15)
        return PeopleDesk(desk)

    def user(self, number):
        return self.admin.get(f"/api/v1/config/users/{number}").json

    def row(self, number):
        return next(one for one in self.admin.get("/api/v1/config/users").json["items"] if one["number"] == number)

    def put(self, path, body):
        answer = self.admin.put(f"/api/v1/config/{path}", body)
        self.assertEqual(answer.status, 204, answer.body)


class Employees(People):
    def test_an_employee_is_created_found_and_signs_in(self):
        """R017, R257, R259."""
        people = self.people().go("users").create()
        number = people.field("number").value()
        self.assertGreaterEqual(int(number), 10000)
        people.fill(name="新同事", nickname="小新", mobile="13800138000", email="new@example.com")
        password = people.make_password()
        extension = people.field("extension").value()
        people.save().wait_saved().close().find("小新").wait_numbers(number)
        made = self.user(number)
        self.assertEqual((made["name"], made["nickname"], made["extension"], made["role"]),
                         ("新同事", "小新", extension, "agent"))
        self.assertTrue(self.row(number)["has_password"])
        people.find("13800138000").wait_numbers(number)
        newcomer = self.desk().open().sign_in(number, password)
        DoorDesk(newcomer).wait_duty().choose_password("Mine-12345", password)
        newcomer.wait_ready_to_work()

    def test_what_is_wrong_stands_at_its_field(self):
        """R017."""
        self.forgive(REFUSED)
        people = self.people().go("users").create()
        people.fill(name="重号", number="900").save().wait_refused_at("number", "10000")
        people.fill(number="10777", extension="8001").save().wait_refused_at("extension", "")
        self.assertEqual(people.field("name").value(), "重号")
        people.fill(extension="8777").save().wait_saved()
        self.assertEqual(self.user("10777")["extension"], "8777")

    def test_the_number_never_changes_and_the_department_only_by_moving(self):
        """R257."""
        self.put("departments/north", {"code": "north", "name": "华北区", "parent": "", "managers": []})
        people = self.people().go("users").open("10002")
        self.assertFalse(people.field("number").enabled())
        self.assertFalse(people.field("department").visible())
        people.fill(nickname="二号").save().wait_saved().close()
        people.act("10002", "move").move_to("north").wait_listed("10002", "华北区")
        self.assertEqual((self.user("10002")["department"], self.user("10002")["nickname"]), ("north", "二号"))

    def test_who_is_never_recorded_is_so_until_it_is_changed(self):
        """R044, U4."""
        people = self.people().go("users").open("10002")
        self.assertEqual(people.field("record_calls").value(), "as_queue")
        for word in ("never", "always"):
            people.choose(record_calls=word).save().wait_saved().close()
            self.assertEqual(self.user("10002")["record_calls"], word)
            people.open("10002")
            self.assertEqual(people.field("record_calls").value(), word)
        people.choose(record_calls="as_queue").save().wait_saved()

    def test_several_leave_and_come_back_at_once(self):
        """R257."""
        for number in ("10801", "10802"):
            self.put(f"users/{number}", {"number": number, "name": f"临时{number}", "password": f"Temp-{number}"})
        people = self.people().go("users").tick("10801", "10802").batch("left").confirm()
        people.show("left").wait_numbers("10801", "10802")
        self.forgive(REFUSED)
        self.desk().open().sign_in("10801", "Temp-10801").wait_sign_in_problem("")
        people.tick("10801", "10802").batch("active").wait_numbers()
        people.show("active").find("临时").wait_numbers("10801", "10802")
        self.desk().open().sign_in("10801", "Temp-10801").bar.wait(15)

    def test_a_password_is_reset_and_an_account_unlocked(self):
        """R008, R010, R259."""
        self.put("users/10811", {"number": "10811", "name": "健忘", "password": "Temp-10811"})
        self.forgive(REFUSED)
        locked = self.desk().open()
        for _ in range(5):
            locked.sign_in("10811", "wrong-1").wait_sign_in_problem("密码", "锁")
        people = self.people().go("users").show("locked").wait_numbers("10811")
        people.act("10811", "unlock").wait_numbers()
        people.show("all").find("健忘").wait_numbers("10811")
        password = people.reset_password("10811")
        owner = self.desk().open().sign_in("10811", password)
        DoorDesk(owner).wait_duty().choose_password("Mine-12345", password)
        owner.bar.wait(15)

    def test_who_is_needed_is_not_deleted(self):
        """R257."""
        self.forgive(REFUSED)
        self.put("users/10821", {"number": "10821", "name": "建错的"})
        people = self.people().go("users").act("10821", "remove").confirm_question()
        people.find("建错的").wait_numbers()
        people.find("10001").act("10001", "remove").confirm_question()
        people.desk.page.at("toast-bad").wait()
        self.assertEqual(self.user("10001")["number"], "10001")


class Roles(People):
    def test_a_role_is_made_given_and_obeyed(self):
        """R002, R036, R255."""
        people = self.people().go("roles").create("admin_roles")
        people.fill(name="巡视", code="patrol")
        self.assertTrue(people.holds("records.see"))
        people.tick_group("live").tick_right("recordings.play").choose_data("all").save().wait_saved()
        role = next(one for one in self.admin.get("/api/v1/config/roles").json["items"] if one["code"] == "patrol")
        self.assertEqual((role["base"], role["data"]), ("agent", "all"))
        self.assertIn("agents.supervise", role["rights"])
        self.assertNotIn("recordings.play", role["rights"])
        self.assertTrue(people.may_remove("admin_roles"))

        self.put("users/10831", {"number": "10831", "name": "巡视员", "password": "Temp-10831", "custom_role": "patrol"})
        desk = self.desk().open().sign_in("10831", "Temp-10831")
        desk.bar.wait(15)
        self.assertTrue(desk.page.at("nav-wall").visible())
        self.assertFalse(desk.page.at("nav-recordings").visible())
        self.assertFalse(desk.page.at("nav-admin_users").visible())
        desk.go("wall")
        desk.open("/recordings").page.at("page-no-permission").wait()

        people.go("users").go("roles").open_item("patrol")
        people.page.wait_for(lambda: not people.may_remove("admin_roles"), 8, "a role that somebody has is kept")

    def test_a_role_that_nobody_has_is_deleted(self):
        """R255."""
        self.put("roles/spare", {"code": "spare", "name": "备用", "description": "", "base": "agent", "rights": [],
                                 "data": "own"})
        people = self.people().go("roles").open_item("spare").remove("admin_roles")
        people.page.at("item-spare").wait_gone()
        self.assertNotIn("spare", [one["code"] for one in self.admin.get("/api/v1/config/roles").json["items"]])

    def test_built_in_roles_cannot_be_changed(self):
        people = self.people().go("roles").open_item("base:admin")
        self.assertFalse(people.page.at("right-site.configure").enabled())
        self.assertFalse(people.page.css('[data-testid="save"]:visible').visible())


class Departments(People):
    def test_a_tree_is_built_filled_and_taken_down(self):
        """R256."""
        people = self.people().go("departments").create("admin_departments")
        people.fill(name="客服中心", code="service").save().wait_saved()
        people.open_item("service")
        people.page.at("add-below").click()
        people.fill(name="质检组", code="quality").save().wait_saved()
        made = {one["code"]: one for one in self.admin.get("/api/v1/config/departments").json["items"]}
        self.assertEqual(made["quality"]["parent"], "service")

        people.choose_people("managers", "10090").save().wait_saved()
        people.choose_people("newcomers", "10001").take_in().wait_members("10001")
        self.assertEqual(self.user("10001")["department"], "quality")
        made = {one["code"]: one for one in self.admin.get("/api/v1/config/departments").json["items"]}
        self.assertEqual(made["quality"]["managers"], ["10090"])
        people.page.wait_for(lambda: not people.may_remove("admin_departments"), 8, "one with people is kept")
        people.open_item("service")
        self.assertFalse(people.may_remove("admin_departments"))

        self.put("users/10001", {**self.user("10001"), "department": ""})
        people.go("users").go("departments").open_item("quality")
        people.page.wait_for(lambda: people.may_remove("admin_departments"), 8, "an empty one can be deleted")
        people.remove("admin_departments").page.at("item-quality").wait_gone()
        people.open_item("service").remove("admin_departments").page.at("item-service").wait_gone()

    def test_the_tree_is_walked_by_keys(self):
        """R256."""
        for code, parent in (("a", ""), ("a1", "a"), ("b", "")):
            self.put(f"departments/{code}", {"code": code, "name": code, "parent": parent, "managers": []})
        people = self.people().go("departments").open_item("a")
        people.press_in_tree("a", "ArrowDown")
        self.assertEqual(people.focused_in_tree(), "a1")
        people.press_in_tree("a1", "ArrowLeft")
        self.assertEqual(people.focused_in_tree(), "a")
        people.press_in_tree("a", "ArrowLeft").page.at("item-a1").wait_gone()
        people.press_in_tree("a", "ArrowDown")
        self.assertEqual(people.focused_in_tree(), "b")
        people.press_in_tree("b", "Enter")
        people.page.wait_for(lambda: people.field("name").value() == "b", 8, "the form shows b")
        people.press_in_tree("b", "Insert")
        people.page.wait_for(lambda: people.field("parent").value() == "b", 8, "a new one below b")


class Rights(People):
    def test_a_leader_sees_people_and_changes_nobody(self):
        """R010, R254."""
        desk = self.leader_desk()
        desk.wait_ready_to_work()
        people = PeopleDesk(desk).go("users")
        people.wait_listed("10001", "10001")
        self.assertFalse(people.page.at("create").visible())
        self.assertFalse(people.page.at("tick-10001").visible())
        self.assertFalse(people.sees("roles"))

    def test_an_agent_sees_none_of_it(self):
        """R036."""
        agent = AdminDesk(self.agent(1))
        for name in ("users", "roles", "departments"):
            self.assertFalse(agent.sees(name))
            agent.is_refused(name)

    def test_unsaved_text_is_asked_about(self):
        people = self.people().go("users").open("10001").fill(nickname="没存")
        people.go("roles").go("users")  # it outlives a look at another page
        self.assertEqual(people.field("nickname").value(), "没存")
        people.close()
        people.page.css(".question").wait()
        people.keep_editing()
        self.assertEqual(people.field("nickname").value(), "没存")
        people.close().give_up()
        people.page.at("drawer").wait_gone()
        self.assertEqual(self.user("10001")["nickname"], "")
