"""Hearing: how loud which tone is in some samples, where it drops out, when it starts.

Samples are signed 16-bit integers at 8,000 a second. Levels are in dB below a full-scale sine.
"""
import math
import struct
import wave

RATE_HZ = 8000
BLOCK = 160  # 20 ms


def _alaw_table():
    table = []
    for code in range(256):
        bits = code ^ 0x55
        exponent, mantissa = (bits >> 4) & 7, bits & 15
        value = (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << (exponent - 1)
        table.append(value if bits & 0x80 else -value)
    return table


def _ulaw_table():
    table = []
    for code in range(256):
        bits = ~code & 0xFF
        value = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
        table.append(-value if bits & 0x80 else value)
    return table


ALAW, ULAW = _alaw_table(), _ulaw_table()


def _encoder(table):
    """Maps every 16-bit sample to the nearest code, by a search over the sorted code values."""
    ordered = sorted((value, code) for code, value in enumerate(table))
    values = [value for value, _ in ordered]

    def encode(samples):
        import bisect
        out = bytearray()
        for sample in samples:
            place = bisect.bisect_left(values, sample)
            near = min(range(max(0, place - 1), min(256, place + 1)), key=lambda i: abs(values[i] - sample))
            out.append(ordered[near][1])
        return bytes(out)
    return encode


encode_alaw, encode_ulaw = _encoder(ALAW), _encoder(ULAW)


def decode_alaw(payload):
    return [ALAW[byte] for byte in payload]


def decode_ulaw(payload):
    return [ULAW[byte] for byte in payload]


def sine(frequency_hz, count, level_db=-12.0):
    amplitude = 32767 * 10 ** (level_db / 20)
    return [int(amplitude * math.sin(2 * math.pi * frequency_hz * n / RATE_HZ)) for n in range(count)]


def write_voice(path, frequency_hz, seconds):
    """A voice file of a company that says one tone."""
    samples = sine(frequency_hz, int(RATE_HZ * seconds))
    with wave.open(str(path), "wb") as voice:
        voice.setnchannels(1)
        voice.setsampwidth(2)
        voice.setframerate(RATE_HZ)
        voice.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def level_db(samples):
    """Level of everything in the samples; a full-scale sine is 0 dB, nothing at all is -100 dB."""
    if not samples:
        return -100.0
    mean_square = sum(sample * sample for sample in samples) / len(samples)
    return max(-100.0, 10 * math.log10(max(mean_square, 1e-9) * 2 / 32767 ** 2))


def tone_db(samples, frequency_hz, rate_hz=RATE_HZ):
    """Level of one frequency (Goertzel)."""
    if not samples:
        return -100.0
    coefficient = 2 * math.cos(2 * math.pi * frequency_hz / rate_hz)
    before, last = 0.0, 0.0
    for sample in samples:
        before, last = last, sample + coefficient * last - before
    power = before * before + last * last - coefficient * before * last
    amplitude = 2 * math.sqrt(max(power, 0)) / len(samples)
    return max(-100.0, 20 * math.log10(max(amplitude, 1e-6) / 32767))


def tone_blocks(samples, frequency_hz):
    """The tone's level in each 20 ms."""
    return [tone_db(samples[i:i + BLOCK], frequency_hz) for i in range(0, len(samples) - BLOCK + 1, BLOCK)]


class Heard:
    """What one frequency did over some samples: level, onset, length and drop-outs (in 20 ms blocks)."""

    def __init__(self, samples, frequency_hz, present_db=-30.0):
        blocks = tone_blocks(samples, frequency_hz)
        present = [i for i, level in enumerate(blocks) if level > present_db]
        self.blocks = len(present)
        self.seconds = len(present) * BLOCK / RATE_HZ
        self.onset_s = present[0] * BLOCK / RATE_HZ if present else None
        self.end_s = (present[-1] + 1) * BLOCK / RATE_HZ if present else None
        self.level_db = sorted(blocks[i] for i in present)[len(present) // 2] if present else -100.0
        # The first and last block are cut by where the tone began and stopped: not drop-outs.
        self.dropouts = (present[-1] - present[0] + 1 - len(present)) if present else 0

    def __repr__(self):
        return (f"Heard({self.seconds:.2f} s at {self.level_db:.1f} dB from {self.onset_s} s, "
                f"{self.dropouts} drop-outs)")


def frequency_of(samples, low_hz=200, high_hz=1600, step_hz=50):
    """The strongest of the frequencies that test tones use."""
    return max(range(low_hz, high_hz + 1, step_hz), key=lambda hz: tone_db(samples, hz))


class Wav:
    """A WAV file: rate and one list of samples a channel. Reads PCM 16, A-law and µ-law, which `wave` cannot."""

    def __init__(self, data):
        if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
            raise ValueError("not a WAV file")
        place, self.format, raw = 12, None, None
        self.declared_bytes = struct.unpack("<I", data[4:8])[0] + 8
        while place + 8 <= len(data):
            name, size = data[place:place + 4], struct.unpack("<I", data[place + 4:place + 8])[0]
            body = data[place + 8:place + 8 + size]
            if name == b"fmt ":
                self.format, self.channel_count, self.rate_hz = struct.unpack("<HHI", body[:8])
                self.bits = struct.unpack("<H", body[14:16])[0]
                if self.format == 0xFFFE:
                    self.format = struct.unpack("<H", body[24:26])[0]
            elif name == b"data":
                self.declared_data_bytes, raw = size, body
                break
            place += 8 + size + size % 2
        if self.format is None or raw is None:
            raise ValueError("a WAV file without fmt or data")
        if self.format == 1 and self.bits == 16:
            samples = list(struct.unpack(f"<{len(raw) // 2}h", raw[:len(raw) // 2 * 2]))
        elif self.format in (6, 7):
            table = ALAW if self.format == 6 else ULAW
            samples = [table[byte] for byte in raw]
        else:
            raise ValueError(f"WAV format {self.format} with {self.bits} bits")
        self.channels = [samples[i::self.channel_count] for i in range(self.channel_count)]
        self.seconds = len(self.channels[0]) / self.rate_hz if self.rate_hz else 0.0
