"""Drives SIPp, a second independent caller: one scenario file of tests/sip/scenarios, run to its end."""
import csv
import pathlib
import shutil
import subprocess
import tempfile

from harness import tone

SCENARIOS = pathlib.Path(__file__).resolve().parents[1] / "sip" / "scenarios"


class SippResult:
    def __init__(self, returncode, folder):
        self.returncode = returncode
        self.output = (folder / "output").read_text(errors="replace")
        self.errors = "".join(path.read_text(errors="replace") for path in folder.glob("*errors*.log"))
        rows = list(csv.DictReader((folder / "statistics.csv").open(), delimiter=";")) if \
            (folder / "statistics.csv").exists() else []
        last = rows[-1] if rows else {}
        self.successful = int(last.get("SuccessfulCall(C)") or 0)
        self.failed = int(last.get("FailedCall(C)") or 0)
        self.retransmissions = int(last.get("Retransmissions(C)") or 0)

    def __repr__(self):
        return (f"SippResult(exit {self.returncode}, {self.successful} successful, {self.failed} failed)\n"
                f"{self.errors[-1500:]}")


class Sipp:
    """A running SIPp. `wait()` gives its result; as a context manager it is ended at the close."""

    def __init__(self, scenario, server=None, ip="127.0.0.1", port=0, number="100", calls=1, rate=10,
                 duration_ms=1000, tone_hz=450, rows=(), transport="u1", limit=2000, media_port=None, echo=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sipp-"))
        tone_file = tone.encode_alaw(tone.sine(tone_hz, tone.RATE_HZ))
        (self.folder / "tone.al").write_bytes(tone_file)
        command = ["sipp", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", ip, "-s", str(number), "-r", str(rate),
                   "-d", str(duration_ms), "-l", str(limit), "-t", transport, "-nostdin", "-trace_stat",
                   "-stf", "statistics.csv", "-fd", "1", "-trace_err", "-timeout", "120"]
        command += ["-p", str(port)] if port else []
        command += ["-m", str(calls)] if calls else []
        command += ["-mp", str(media_port)] if media_port else []
        command += ["-rtp_echo"] if echo else []
        if rows:
            (self.folder / "rows.csv").write_text("SEQUENTIAL\n" + "\n".join(rows) + "\n")
            command += ["-inf", "rows.csv"]
        command += [f"{server[0]}:{server[1]}"] if server else []
        self._output = open(self.folder / "output", "wb")
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=self._output, stderr=subprocess.STDOUT,
                                        stdin=subprocess.DEVNULL)

    def wait(self, timeout=150):
        self.process.wait(timeout)
        return SippResult(self.process.returncode, self.folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(5)
        self._output.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def registration_rows(extensions):
    return [f"{extension};[authentication username={extension} password=secret-{extension}]"
            for extension in extensions]
