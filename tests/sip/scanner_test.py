"""What a scanner on the internet (sipvicious and its kin) may learn: no extension, no password, no way out."""
import shutil
import statistics
import subprocess
import time
import unittest

from harness.case import CallCentreCase
from harness.phone import Phone
from harness.sip_message import parse
from harness.wire import Wire

STRANGER = "127.0.0.66"


class Scanner(CallCentreCase):
    def shape_of_answer(self, method, user, ip=STRANGER):
        """All of an answer that could tell one user from another: status, header names, lengths, realm."""
        phone = Phone(self.server.sip, user, ip=ip, domain="demo")
        try:
            request = phone.request(method, f"sip:{user}@demo")
            if method == "REGISTER":
                request = phone._register_request(300)
            started = time.monotonic()
            response = phone.ask(request)
            took = time.monotonic() - started
            names = [name.lower() for name, _ in response.headers]
            values = [value.replace(user, "USER") for name, value in response.headers
                      if name.lower() not in ("via", "from", "to", "call-id", "cseq", "www-authenticate",
                                              "proxy-authenticate", "date")]
            challenges = [value.split("nonce=")[0] for value in
                          response.all("WWW-Authenticate") + response.all("Proxy-Authenticate")]
            return (response.start_line, names, values, challenges), took
        finally:
            phone.close()

    def test_register_answers_are_the_same_for_known_and_unknown(self):
        known, _ = self.shape_of_answer("REGISTER", "8001", "127.0.0.67")
        unknown, _ = self.shape_of_answer("REGISTER", "8777", "127.0.0.68")
        self.assertEqual(known, unknown)

    def test_wrong_password_answers_are_the_same_for_known_and_unknown(self):
        shapes = []
        for user, ip in (("8001", "127.0.0.69"), ("8777", "127.0.0.70")):
            phone = Phone(self.server.sip, user, "guess", ip=ip, domain="demo")
            response = phone.register()
            shapes.append((response.start_line, [name.lower() for name, _ in response.headers]))
            phone.close()
        self.assertEqual(shapes[0], shapes[1])

    def test_invite_answers_are_the_same_for_known_and_unknown(self):
        known, _ = self.shape_of_answer("INVITE", "8001", "127.0.0.71")
        unknown, _ = self.shape_of_answer("INVITE", "8777", "127.0.0.72")
        self.assertEqual(known, unknown)

    def test_options_answers_are_the_same_for_known_and_unknown(self):
        known, _ = self.shape_of_answer("OPTIONS", "8001", "127.0.0.73")
        unknown, _ = self.shape_of_answer("OPTIONS", "8777", "127.0.0.74")
        self.assertEqual(known, unknown)

    def test_time_to_answer_does_not_tell(self):
        def median(user, first_ip):
            return statistics.median(self.shape_of_answer("REGISTER", user, f"127.0.1.{first_ip + n}")[1]
                                     for n in range(15))
        difference = abs(median("8001", 1) - median("8777", 101))
        self.assertLess(difference, 0.005, f"{difference * 1000:.1f} ms between known and unknown")

    def test_scan_of_many_extensions_slows_down_or_stops(self):
        # svwar asks for hundreds of extensions a second: what it may never get is a 200 or a 180.
        statuses = {}
        with Wire(self.server.sip, "127.0.0.75") as wire:
            for n in range(400):
                user = 7800 + n
                for method in ("REGISTER", "INVITE", "OPTIONS"):
                    wire.send((f"{method} sip:{user}@demo SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.75:{wire.port};"
                               f"branch=z9hG4bK{n}{method};rport\r\nFrom: <sip:{user}@demo>;tag=s{n}\r\n"
                               f"To: <sip:{user}@demo>\r\nCall-ID: s{n}{method}\r\nCSeq: 1 {method}\r\n"
                               f"Contact: <sip:{user}@127.0.0.75:{wire.port}>\r\nMax-Forwards: 70\r\n"
                               "User-Agent: friendly-scanner\r\nContent-Length: 0\r\n\r\n").encode())
                while (data := wire.receive(0.002)):
                    answer = parse(data)
                    if not answer.is_request:
                        key = (answer.cseq[1], answer.user_of("To") in ("8001", "8002", "8003", "8004"))
                        statuses.setdefault(key, set()).add(answer.status)
        for method in ("REGISTER", "INVITE", "OPTIONS"):
            known = statuses.get((method, True), set())
            unknown = statuses.get((method, False), set())
            self.assertTrue(known <= unknown, f"{method}: known {known}, unknown {unknown}")
            self.assertFalse({180, 183} & (known | unknown))
        agent = self.agent_phone(1)  # and nobody else was locked out by the scan
        self.assertTrue(agent.registered)

    def test_brute_force_of_one_password_does_not_find_it(self):
        # svcrack: a thousand guesses, the right one last. It must be locked out long before.
        phone = Phone(self.server.sip, "8004", ip="127.0.0.76", domain="demo")
        found = None
        started = time.monotonic()
        for guess in [f"{n:04}" for n in range(300)] + ["secret-8004"]:
            try:
                if phone.register(password=guess, timeout=0.3).status == 200:
                    found = guess
                    break
            except AssertionError:
                pass
            if time.monotonic() - started > 20:
                break
        phone.close()
        self.assertIsNone(found, "the password was found")

    @unittest.skipUnless(shutil.which("svwar"), "sipvicious is not installed")
    def test_sipvicious_finds_no_extension(self):
        host, port = self.server.sip
        for method in ("REGISTER", "INVITE", "OPTIONS"):
            done = subprocess.run(["svwar", "-b", "127.0.0.77", "-e", "7990-8010", "-m", method, "-p", str(port), "--force", host],
                                  text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
            for extension in ("8001", "8002", "8003", "8004"):
                self.assertNotIn(f"| {extension} ", done.stdout, f"{method}:\n{done.stdout}")

    @unittest.skipUnless(shutil.which("svcrack"), "sipvicious is not installed")
    def test_sipvicious_finds_no_password(self):
        host, port = self.server.sip
        done = subprocess.run(["svcrack", "-b", "127.0.0.78", "-u", "8003", "-r", "1-300", "-p", str(port), host],
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=90, check=False)
        self.assertNotIn("| 8003", done.stdout)


if __name__ == "__main__":
    unittest.main()
