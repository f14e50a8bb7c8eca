"""A company's gateway for texts, as a script says: it takes them, refuses, is slow, talks nonsense or hangs up."""
import http.server
import json
import threading
import time
import urllib.parse


class Text:
    """One request as it arrived."""

    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query))
        self.at = time.monotonic()

    @property
    def json(self):
        return json.loads(self.body)


class SmsGateway:
    """Owner: a test. Each text is answered by the next of `script` (a function of the text that returns status and
    body, or nothing for a connection that is cut), at the end by `usual`."""

    def __init__(self, port=0):
        self.texts, self.script = [], []
        self.usual = lambda text: (200, '{"code":0}')
        self._changed = threading.Condition()
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                text = Text(self.command, self.path, dict(self.headers), self.rfile.read(length).decode())
                said = gateway._take(text)(text)
                if said is None:
                    self.connection.close()
                    return
                status, body = said
                body = body.encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # whoever asked has given up

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def _take(self, text):
        with self._changed:
            self.texts.append(text)
            self._changed.notify_all()
            return self.script.pop(0) if self.script else self.usual

    @property
    def port(self):
        return self._server.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/send"

    def clear(self):
        with self._changed:
            self.texts.clear()
            self.script.clear()

    def wait(self, count, seconds):
        """The texts, when there are that many."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.texts) >= count, seconds)
            return list(self.texts)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
