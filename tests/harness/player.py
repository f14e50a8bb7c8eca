"""The recording player of a page: what it shows, and what it plays."""

# Of what a player plays: tones are spoken at -12 dB.
HEARD_DB, SILENT_DB = -18, -40

# How many pixels of a picture have been drawn on.
DRAWN = """canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at]) drawn++;
  return drawn;
}"""


class Player:
    """The recording player of a page."""

    def __init__(self, page):
        self.page = page
        self._from = 0

    def wait_playing(self, timeout=8):
        self.page.wait_for(lambda: self.seconds() > 0.5, timeout,
                           lambda: f"the player moves on, is at {self.seconds()} s")
        return self

    def seconds(self):
        return self.page.at("player-audio").evaluate("audio => audio.currentTime")

    def length(self):
        """Seconds of the sound itself, not of what a list says about it."""
        return self.page.at("player-audio").evaluate("audio => audio.duration")

    def play(self):
        self.page.at("player-play").click()
        return self

    def play_from(self, seconds):
        self._from = seconds
        self.page.at("player-audio").evaluate(f"audio => {{ audio.currentTime = {seconds}; }}")
        if self.page.at("player").attribute("data-state") != "playing":
            self.play()
        return self

    def wait_heard(self, left=(), right=(), silent=(), timeout=8):
        """Waits until the tones are played on their sides at once, and the silent ones on neither. What was over before
        a busy machine had listened is played again."""
        last = [None]

        def heard():
            if self.page.at("player-audio").evaluate("audio => audio.ended"):
                self.play_from(self._from)
            every = [*left, *right, *silent]
            sides = self.page.at("player-audio").evaluate(f"audio => window.yingheEars.played(audio, {every})")
            last[0] = [{int(hz): level for hz, level in side.items()} for side in sides]
            return (all(last[0][0][hz] > HEARD_DB for hz in left) and all(last[0][1][hz] > HEARD_DB for hz in right)
                    and all(side[hz] < SILENT_DB for side in last[0] for hz in silent))
        self.page.wait_for(heard, timeout, lambda: (
            f"{left} on the left, {right} on the right, no {silent}: {last[0]} at {self.seconds():.1f} s"))
        return self

    def problem(self):
        return self.page.at("player-error").visible()

    def drawn_pixels(self, channel):
        """How much of the left or right channel's picture is drawn."""
        self.page.css(f'[data-testid="player-wave-{channel}"][data-drawn="yes"]').wait()
        return self.page.css(f'[data-testid="player-wave-{channel}"] canvas').evaluate(DRAWN)
