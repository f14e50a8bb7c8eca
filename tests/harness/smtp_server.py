"""A company's mail server, as a script says: it takes messages, wants a password, refuses, or is slow to answer."""
import base64
import email
import email.policy
import socketserver
import ssl
import threading


class Mail:
    """One message as it arrived."""

    def __init__(self, sender, recipients, data, login):
        self.sender, self.recipients, self.login = sender, recipients, login
        self.message = email.message_from_bytes(data, policy=email.policy.default)

    @property
    def subject(self):
        return self.message["Subject"]

    @property
    def text(self):
        return self.message.get_content()


class SmtpServer:
    """Owner: a test. Knows just what a client of RFC 5321 with AUTH PLAIN and LOGIN asks."""

    def __init__(self, password=None, certificate=None, start_tls=False):
        """`password`: (name, password) that must be given; `certificate`: (chain file, key file) for TLS from the first
        byte, or with `start_tls` after that word; before it nobody may sign in."""
        self.mails, self.password, self.refuses_recipients, self.seen = [], password, (), []
        self._changed = threading.Condition()
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*map(str, certificate))
        server = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 30

            def setup(self):
                if context and not start_tls:
                    self.request = context.wrap_socket(self.request, server_side=True)
                super().setup()

            def handle(self):
                try:
                    if start_tls:
                        server._talk(self.rfile, self.wfile, "greets")
                        self.request = context.wrap_socket(self.request, server_side=True)
                        super().setup()
                        server._talk(self.rfile, self.wfile, "goes on")
                    else:
                        server._talk(self.rfile, self.wfile)
                except (OSError, ValueError):
                    pass  # whoever talked has gone

        class Quiet(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # a handshake that came to nothing

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def clear(self):
        with self._changed:
            self.mails.clear()
            self.seen.clear()

    def wait_mails(self, count, seconds):
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.mails) >= count, seconds):
                raise AssertionError(f"{len(self.mails)} of {count} messages came; said to us: {self.seen[-10:]}")
            return self.mails[:]

    def _talk(self, lines, out, start_tls=""):
        """Returns when the client has gone, or "greets" is over: the client wants TLS."""
        def say(text):
            out.write(text.encode() + b"\r\n")

        def hear():
            line = lines.readline()
            if not line:
                raise ValueError("gone")
            self.seen.append(line.decode().rstrip())
            return self.seen[-1]

        sender, recipients, login = None, [], None
        if start_tls != "goes on":
            say("220 mail.test ready")
        while True:
            line = hear()
            word = line.split(" ")[0].upper()
            if word in ("EHLO", "HELO"):
                say("250-mail.test")
                say("250 STARTTLS" if start_tls == "greets" else "250 AUTH PLAIN LOGIN")
            elif start_tls == "greets":
                if word == "STARTTLS":
                    say("220 go on")
                    return
                say("530 5.7.0 TLS first")
            elif word == "AUTH":
                login = self._login(line, hear, say)
                good = login == self.password
                say("235 welcome" if good else "535 5.7.8 wrong name or password")
                login = login if good else None
            elif word == "MAIL":
                if self.password and not login:
                    say("530 5.7.0 sign in first")
                    continue
                sender, recipients = line.split("<")[1].split(">")[0], []
                say("250 fine")
            elif word == "RCPT":
                recipient = line.split("<")[1].split(">")[0]
                if recipient in self.refuses_recipients:
                    say(f"550 5.1.1 no such mailbox: {recipient}")
                    continue
                recipients.append(recipient)
                say("250 fine")
            elif word == "DATA":
                say("354 go on")
                data = b""
                while not data.endswith(b"\r\n.\r\n"):
                    piece = lines.readline()
                    if not piece:
                        raise ValueError("gone")
                    data += piece
                with self._changed:
                    self.mails.append(Mail(sender, recipients, data[:-3], login))
                    self._changed.notify_all()
                say("250 taken")
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")

    @staticmethod
    def _login(line, hear, say):
        words = line.split(" ")
        if words[1].upper() == "PLAIN":
            if len(words) < 3:
                say("334 ")
                words.append(hear())
            name, password = base64.b64decode(words[2]).decode().split("\0")[1:]
            return name, password
        given = []
        if len(words) > 2:
            given.append(base64.b64decode(words[2]).decode())
        for question in ("VXNlcm5hbWU6", "UGFzc3dvcmQ6")[len(given):]:
            say(f"334 {question}")
            given.append(base64.b64decode(hear()).decode())
        return tuple(given)
