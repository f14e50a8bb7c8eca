"""The administrator's pages in the words of the trade: flows, queues, dial rules. Their test ids stand here only."""


class AdminDesk:
    """Owner: a test. Wraps the desk of somebody who signed in as administrator."""

    def __init__(self, desk):
        self.desk, self.page = desk, desk.page

    def go(self, name):
        self.page.at(f"nav-admin_{name}").click()
        self.page.at(f"page-admin_{name}").wait()
        return self

    def sees(self, name):
        return self.page.at(f"nav-admin_{name}").visible()

    def is_refused(self, name):
        self.desk.open(f"/admin/{name}")
        self.page.at("page-no-permission").wait()

    def press(self, key):
        self.page.press(key)
        return self

    def lose_network(self):
        self.page.context.offline(True)

    def find_network(self):
        self.page.context.offline(False)

    # ---- flows

    def new_flow(self, name, code, template="blank"):
        self.page.at("create").click()
        self.page.at("new-flow-name").fill(name)
        self.page.at("new-flow-code").fill(code)
        self.page.at(f"template-{template}").click()
        self.page.at("new-flow-create").click()
        self.page.at("flow-editor").wait()
        if self.page.at("flow-help").visible():
            self.page.at("flow-help-close").click()
        return self

    def put_node(self, kind):
        """A click in the palette: behind the chosen node, and joined to its first open output."""
        self.page.at(f"palette-{kind}").click()
        return self

    def node(self, node):
        return self.page.at(f"flow-node-{node}")

    def drop_node(self, kind):
        """Dragged from the palette onto the canvas."""
        self.page.drag(self.page.at(f"palette-{kind}"), self.page.at("flow-canvas"))
        return self

    def nodes(self):
        return self.page.css("[data-node]").count()

    def choose(self, node):
        self.node(node).evaluate("node => node.focus()")
        return self

    def connect(self, node, output, to):
        """A line drawn with the mouse from a port to a node."""
        self.page.drag(self.page.at(f"flow-port-{node}-{output}"), self.node(to))
        return self

    def lead(self, output, to):
        """The same by the inspector's list: the way of the keyboard."""
        self.page.at(f"field-exit-{output}").choose(to)
        return self

    def loose_ends(self):
        return self.page.at("flow-loose").count()

    def say(self, text):
        """What the chosen node reads aloud."""
        self.page.at("prompt-text").fill(text)
        return self

    def play_file(self, voice):
        """What the chosen node plays: a voice of the company."""
        self.page.at("prompt-mode-file").click()
        self.page.at("prompt-file").choose(f"prompt:{voice}")
        return self

    def use_key(self, key, used):
        """A key of the chosen menu: whether it leads somewhere."""
        button = self.page.at(f"menu-key-{key}")
        if (button.attribute("aria-pressed") == "true") != used:
            button.click()
        return self

    def go_to(self, kind, argument=None):
        """Where the chosen node passes the call."""
        self.page.at("destination-kind").choose(kind)
        if argument:
            self.page.at("destination-argument").choose(argument)
        return self

    def wait_problems(self, count, timeout=8):
        bar = self.page.at("flow-problems")
        self.page.wait_for(
            lambda: bar.attribute("data-checked") == "true" and bar.attribute("data-count") == str(count), timeout,
            lambda: f"{count} problems, the bar says: {bar.text()}")
        return self

    def jump_to_first_problem(self):
        self.page.at("flow-first-problem").click()
        return self

    def chosen_node(self):
        return self.page.css('[data-node][aria-pressed="true"]').attribute("data-node")

    def may_publish(self):
        return self.page.at("flow-publish").enabled()

    def wait_saved(self, *states, timeout=10):
        """saved (with the server), local (this browser only)."""
        wanted = states or ("saved",)
        state = self.page.at("flow-save-state")
        self.page.wait_for(lambda: state.attribute("data-state") in wanted, timeout,
                           lambda: f"draft {wanted}, is {state.attribute('data-state')}")
        return self

    def publish(self):
        """Publishes; returns what the dialog said would change."""
        self.page.at("flow-publish").click()
        self.page.at("publish-dialog").wait()
        rows = self.page.at("publish-dialog").text()
        self.page.at("publish-confirm").click()
        self.page.at("publish-dialog").wait_gone()
        return rows

    def look_at(self, look):
        """canvas or list."""
        self.page.at(f"flow-look-{look}").click()
        return self

    def wait_step(self, node):
        """A node in the list view."""
        self.page.at(f"flow-step-{node}").wait()
        return self

    def back_to_flows(self):
        self.page.at("flow-back").click()
        self.page.at("page-admin_flows").wait()
        return self

    # ---- forms

    def create(self):
        self.page.at("create").click()
        return self

    def fill(self, field, text):
        self.page.at(f"field-{field}").fill(text)
        return self

    def save(self):
        self.page.at("save").click()
        return self

    def wait_form_saved(self, timeout=8):
        bar = self.page.at("save-bar")
        self.page.wait_for(lambda: bar.attribute("data-dirty") == "false", timeout,
                           lambda: f"the form is saved: {bar.text()}")
        return self

    def wait_refused(self):
        """The server's sentence stands beside the button."""
        self.page.at("save-problem").wait()
        return self

    def wait_listed(self, key, *words):
        return self.page.at(f"item-{key}").wait_text(*words)

    def add_member(self, number):
        self.page.at("add-member").choose(number)
        return self

    def send_to(self, field, kind, argument):
        """A destination of a form."""
        chooser = f'[data-testid="destination-{field}"] '
        self.page.css(chooser + '[data-testid="destination-kind"]').choose(kind)
        self.page.css(chooser + '[data-testid="destination-argument"]').choose(argument)
        return self

    def add_route(self, number, kind, argument):
        """On the page of inbound numbers: one more, leading there."""
        self.page.at("add-row").click()
        last = '[data-testid="route-row"]:last-child '
        self.page.css(last + '[data-testid="route-did"]').fill(number)
        self.page.css(last + '[data-testid="destination-kind"]').choose(kind)
        argument_box = self.page.css(last + '[data-testid="destination-argument"]')
        if argument_box.value() != argument:
            argument_box.choose(argument)
        return self

    def is_open_at(self, time):
        """What the page answers for today at this time."""
        field = self.page.at("check-time")
        field.fill(time)
        field.press("Enter")
        return self.page.at("check-answer").wait_text("时间", "节假日").split("\n")[0]

    # ---- voices

    def upload_voice(self, name, path):
        self.page.at("voice-way-file").click()
        self.page.at("voice-file").give_file(path)
        self.page.at("voice-name").fill(name)
        self.page.at("voice-keep").click()
        return self.wait_voice(name, "wav")

    def record_voice(self, name, seconds):
        self.page.at("voice-way-microphone").click()
        self.page.at("record-start").click()
        self.page.at("record-stop").wait()
        self.desk.pause(seconds)
        self.page.at("record-stop").click()
        self.page.at("voice-hear").wait()
        self.page.at("voice-name").fill(name)
        self.page.at("voice-keep").click()
        return self

    def speak_voice(self, name, text):
        """Words read aloud: heard once as they come, and again by the button."""
        self.page.at("voice-way-text").click()
        self.page.at("voice-text").fill(text)
        self.page.at("voice-convert").click()
        self.page.at("voice-hear").wait().wait_text("停止", "暂停", timeout=15)
        self.page.at("voice-name").fill(name)
        self.page.at("voice-keep").click()
        return self

    def wait_voice(self, name, *words):
        self.page.at(f"voice-{name}").wait_text(*words)
        return self

    # ---- the outbound test

    def try_dialling(self, user, number):
        self.page.at("test-user").choose(user)
        self.page.at("test-number").fill(number)
        self.page.at("test-run").click()
        answer = self.page.at("test-answer").wait()
        return answer.attribute("data-allowed") == "true", answer.text()
