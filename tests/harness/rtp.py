"""RTP streams that send exact tones and digits and remember everything they hear.

All streams of a test share one pacer that sends a packet each 20 ms, late or not: time stamps stay true.
"""
import secrets
import socket
import struct
import time

from harness import tone
from harness.patience import patient
from harness.reactor import reactor

FRAME_S = 0.02
FRAME_SAMPLES = 160
PCMU, PCMA, TELEPHONE_EVENT = 0, 8, 101
CODEC_NAMES = {PCMU: "PCMU/8000", PCMA: "PCMA/8000", TELEPHONE_EVENT: "telephone-event/8000"}
DIGITS = "0123456789*#ABCD"


class Pacer:
    """Calls every stream once in 20 ms. Thread: reactor."""

    def __init__(self):
        self._streams = set()
        self._next = None

    def join(self, stream):
        with reactor().lock:
            self._streams.add(stream)
            if self._next is None:
                self._next = time.monotonic()
                reactor().at(self._next, self._tick)

    def leave(self, stream):
        with reactor().lock:
            self._streams.discard(stream)

    def _tick(self):
        if not self._streams:
            self._next = None
            return
        for stream in list(self._streams):
            stream.send_frame()
        self._next += FRAME_S
        reactor().at(self._next, self._tick)


_pacer = Pacer()


class Packet:
    __slots__ = ("arrival", "sequence", "timestamp", "payload_type", "ssrc", "marker", "payload", "source")

    def __init__(self, data, source):
        self.arrival, self.source = time.monotonic(), source
        first, second, self.sequence, self.timestamp, self.ssrc = struct.unpack("!BBHII", data[:12])
        self.marker, self.payload_type = second >> 7, second & 0x7F
        self.payload = data[12 + 4 * (first & 15):]


class RtpStream:
    """One end of a voice path. Owner: a call. Ends with close()."""

    def __init__(self, ip="127.0.0.1"):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.bind((ip, 0))
        self.address = self._socket.getsockname()
        self.remote = None
        self.payload_type = PCMA
        self.packets = []
        self.rtcp_count = 0
        self.sent = 0
        self._frame = None
        self._events = []
        self._sequence, self._timestamp = secrets.randbelow(1 << 16), secrets.randbelow(1 << 32)
        self._ssrc = secrets.randbelow(1 << 32)
        self._closed = False
        reactor().add(self._socket, self._read)

    # ---- sending

    def play_tone(self, frequency_hz, level_db=-12.0):
        """Sends a tone until told otherwise. Multiples of 50 Hz only: one frame then repeats without a seam."""
        assert frequency_hz % 50 == 0, "20 ms must hold whole periods"
        self._play(tone.sine(frequency_hz, FRAME_SAMPLES, level_db))

    def play_two_tones(self, first_hz, second_hz, level_db=-12.0):
        """Two tones at once, as a key in the sound; multiples of 50 Hz, which are near enough to those of Q.23."""
        self._play([first + second for first, second in zip(tone.sine(first_hz, FRAME_SAMPLES, level_db),
                                                            tone.sine(second_hz, FRAME_SAMPLES, level_db))])

    def play_silence(self):
        self._play([0] * FRAME_SAMPLES)

    def _play(self, samples):
        encode = tone.encode_alaw if self.payload_type == PCMA else tone.encode_ulaw
        with reactor().lock:
            self._frame = encode(samples)
        _pacer.join(self)

    def stop(self):
        _pacer.leave(self)

    def dtmf(self, digits, event_type=TELEPHONE_EVENT):
        """Queues digits as RFC 4733 events: 100 ms of tone, three end packets, 60 ms between digits."""
        with reactor().lock:
            for digit in digits:
                code = DIGITS.index(digit)
                for step in range(1, 6):
                    self._events.append((event_type, code, False, step * FRAME_SAMPLES, step == 1))
                for _ in range(3):
                    self._events.append((event_type, code, True, 5 * FRAME_SAMPLES, False))
                self._events += [None] * 3
        _pacer.join(self)

    def send_frame(self):
        if self.remote is None or self._closed:
            return
        event = self._events.pop(0) if self._events else None
        if event:
            event_type, code, end, duration, first = event
            if first:
                self._event_timestamp = self._timestamp
            payload = struct.pack("!BBH", code, (0x80 if end else 0) | 10, duration)
            self._send(event_type, payload, self._event_timestamp, first)
        elif self._frame:
            self._send(self.payload_type, self._frame, self._timestamp, False)
        self._timestamp = (self._timestamp + FRAME_SAMPLES) & 0xFFFFFFFF

    def _send(self, payload_type, payload, timestamp, marker):
        header = struct.pack("!BBHII", 0x80, payload_type | (0x80 if marker else 0), self._sequence,
                             timestamp & 0xFFFFFFFF, self._ssrc)
        self.send_raw(header + payload)
        self._sequence = (self._sequence + 1) & 0xFFFF
        self.sent += 1

    def send_raw(self, data, to=None):
        try:
            self._socket.sendto(data, to or self.remote)
        except OSError:
            pass  # the other side has closed its port: what a real network would not tell us either

    # ---- hearing

    def _read(self):
        for _ in range(200):
            try:
                data, source = self._socket.recvfrom(2048)
            except (BlockingIOError, ConnectionRefusedError):
                return
            if len(data) >= 12 and data[0] >> 6 == 2:
                if 64 <= (data[1] & 0x7F) <= 95:
                    self.rtcp_count += 1
                else:
                    self.packets.append(Packet(data, source))

    def mark(self):
        """A place in what was heard, for samples(since=…)."""
        with reactor().lock:
            return len(self.packets)

    def samples(self, since=0):
        """What was heard as samples on a time line: missing packets are silence."""
        with reactor().lock:
            packets = [p for p in self.packets[since:] if p.payload_type in (PCMU, PCMA)]
        line, base, ssrc = [], 0, None
        for packet in packets:
            values = [(tone.ALAW if packet.payload_type == PCMA else tone.ULAW)[byte] for byte in packet.payload]
            place = (packet.timestamp - base) & 0xFFFFFFFF
            if packet.ssrc != ssrc or place > len(line) + 60 * tone.RATE_HZ:
                ssrc, base = packet.ssrc, (packet.timestamp - len(line)) & 0xFFFFFFFF
                place = len(line)
            if place > len(line):
                line += [0] * (place - len(line))
            line[place:place + len(values)] = values
        return line

    def heard(self, frequency_hz, since=0):
        return tone.Heard(self.samples(since), frequency_hz)

    def digits(self, since=0):
        """RFC 4733 digits received, one a time stamp."""
        with reactor().lock:
            events = {p.timestamp: p.payload[0] for p in self.packets[since:]
                      if p.payload_type not in (PCMU, PCMA) and len(p.payload) == 4}
        return "".join(DIGITS[code] for _, code in sorted(events.items()) if code < len(DIGITS))

    def wait_heard(self, frequency_hz, seconds, timeout=10, since=0):
        """Waits until at least so much of the tone was heard, and returns it."""
        deadline = time.monotonic() + patient(timeout)
        while True:
            heard = self.heard(frequency_hz, since)
            if heard.seconds >= seconds:
                return heard
            if time.monotonic() > deadline:
                raise AssertionError(f"{frequency_hz} Hz not heard for {seconds} s: {heard}, "
                                     f"{len(self.packets)} packets")
            time.sleep(0.1)

    def wait_not_heard(self, frequency_hz, timeout=10):
        """Waits until what is heard has nothing of the tone in it any more."""
        deadline = time.monotonic() + patient(timeout)
        while True:
            mark = self.mark()
            time.sleep(0.2)
            level_db = tone.tone_db(self.samples(mark), frequency_hz)
            if level_db < -40 and self.mark() > mark:
                return
            if time.monotonic() > deadline:
                raise AssertionError(f"{frequency_hz} Hz is heard still, at {level_db:.1f} dB")

    def wait_sent(self, count, timeout=5):
        """Waits until so many more packets have left."""
        until = self.sent + count
        reactor().wait_until(lambda: self.sent >= until, timeout, f"{count} packets sent")

    def close(self):
        if not self._closed:
            self._closed = True
            _pacer.leave(self)
            reactor().remove(self._socket)


def session_description(address, direction="sendrecv", codecs=(PCMA, PCMU, TELEPHONE_EVENT), version=1):
    """The SDP of one end."""
    ip, port = address
    lines = ["v=0", f"o=- 1 {version} IN IP4 {ip}", "s=-", f"c=IN IP4 {ip}", "t=0 0",
             f"m=audio {port} RTP/AVP {' '.join(str(codec) for codec in codecs)}"]
    lines += [f"a=rtpmap:{codec} {CODEC_NAMES[codec]}" for codec in codecs]
    if TELEPHONE_EVENT in codecs:
        lines.append(f"a=fmtp:{TELEPHONE_EVENT} 0-16")
    return "\r\n".join(lines + ["a=ptime:20", f"a={direction}", ""])


class Description:
    """What an SDP from the other side says."""

    def __init__(self, body):
        text = body.decode(errors="replace") if isinstance(body, bytes) else body
        self.text, self.ip, self.port, self.codecs, self.direction = text, None, 0, [], "sendrecv"
        for line in text.replace("\r", "").split("\n"):
            if line.startswith("c=IN IP4 "):
                self.ip = line[9:].split("/")[0].strip()
            elif line.startswith("m=audio "):
                fields = line.split()
                self.port, self.codecs = int(fields[1]), [int(codec) for codec in fields[3:]]
            elif line[2:] in ("sendrecv", "sendonly", "recvonly", "inactive"):
                self.direction = line[2:]

    @property
    def address(self):
        return self.ip, self.port
