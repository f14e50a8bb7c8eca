"""Every upload of the product against every bad file: a clear error in both languages, and nothing is kept."""
import contextlib
import http.client
import os
import random
import socket
import struct
import urllib.parse

from harness.case import CallCentreCase
from harness.patience import patient
from harness.picture import png
from harness.table import csv_file, xlsx_file, zip_file

MB = 1024 * 1024
TRICKS = ("../../evil", "..\\..\\evil.csv", "/etc/passwd", "a\0b.csv", "a/b", "%2e%2e%2fevil", "\r\nX: y.csv")


def wav(seconds=0.2, rate=8000, channels=1):
    data = b"\0\0" * int(seconds * rate * channels)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, channels, rate,
                       2 * rate * channels, 2 * channels, 16, b"data", len(data))
    return head + data


GOOD = csv_file(["客户名称", "电话", "工号", "姓名", "号码"], ["某", "13700000001", "30001", "某人", "13900000009"])
PEM = b'{"chain":"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n","key":"y"}'
BOMB = xlsx_file(sheet="<worksheet><sheetData>" + " " * (80 * MB) + "</sheetData></worksheet>")
ENTITIES = zip_file({"xl/workbook.xml": '<!DOCTYPE w [<!ENTITY a "' + "ha" * 1000 + '"><!ENTITY b "'
                     + "&a;" * 1000 + '">]><workbook>' + "&b;" * 1000 + "</workbook>"})
WHOLE = xlsx_file(["客户名称", "电话", "工号", "姓名", "号码"], ["某", "13700000001", "30001", "某人", "13900000009"])


class Upload:
    """One way in: where, the most it takes, what is wrong with which file."""

    def __init__(self, method, path, kind, most, *bad):
        self.method, self.path, self.kind, self.most, self.bad = method, path, kind, most, bad

    def address(self, name="x"):
        return self.path + ("" if "?" not in self.path else urllib.parse.quote(name))


def table(kind):
    return Upload(
        "POST", f"/api/v1/imports/{kind}?name=", "application/octet-stream", 10 * MB,
        ("nothing", b"", "import.empty"), ("only a head", csv_file(["客户名称", "电话"]), "import.empty"),
        ("a picture", png(), "import.not_a_table"), ("a program", b"\x7fELF\2\1\1" + bytes(64), "import.not_a_table"),
        ("an old Excel file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "import.old_excel"),
        ("a zip of something else", zip_file({"a.txt": "a"}), "import.not_a_table"),
        ("a spreadsheet cut off", WHOLE[:-40], "import.broken_file"),
        ("a spreadsheet cut in half", WHOLE[:len(WHOLE) // 2], "import.broken_file"),
        ("a table cut off", b'a,b\r\n"c', "import.broken_file"),
        ("noise", b"a,b\n" + bytes([0xFF, 0xFE, 0xFF, 0xFF]) * 20, "import.encoding"),
        ("columns of something else", csv_file(["甲", "乙"], ["1", "2"]), "import.no_column"),
        ("a bomb", BOMB, "import.unpacks_too_large"), ("a bomb of entities", ENTITIES, "import.broken_file"),
        ("rows without end", b"a\n" + b"1\n" * 10_001, "import.too_many_rows"))


UPLOADS = [
    table("customers"), table("leads"), table("contacts"), table("users"), table("blocked-numbers"),
    Upload("PUT", "/api/v1/regions", "text/csv", 20 * MB,
           ("nothing", b"", "regions.empty"), ("a picture", png(), None), ("a spreadsheet", WHOLE, None),
           ("a table of something else", GOOD, "regions.bad_line"), ("cut off", b"86138,\xe5\x8c", None)),
    Upload("PUT", "/api/v1/me/avatar", "image/png", MB,
           ("nothing", b"", "avatar.format"), ("a GIF", b"GIF89a" + bytes(20), "avatar.format"),
           ("a page", b"<svg onload='x'/>", "avatar.format"), ("a table", GOOD, "avatar.format"),
           ("a spreadsheet", WHOLE, "avatar.format"), ("cut off", png()[:-1], "avatar.broken"),
           ("cut in half", png()[:len(png()) // 2], "avatar.broken"),
           ("with something behind it", png() + b"<script>", "avatar.broken"),
           ("a bomb of points", png(8000, 2), "avatar.too_large")),
    Upload("POST", "/api/v1/voices?name=", "audio/wav", 10 * MB,
           ("nothing", b"", "voice.empty"), ("a picture", png(), None), ("a table", GOOD, None),
           ("two channels", wav(channels=2), None), ("another rate", wav(rate=44100), None),
           ("a head alone", wav()[:20], None), ("a spreadsheet", WHOLE, None)),
    Upload("POST", "/api/v1/follow-up-files?name=", "application/octet-stream", 10 * MB,
           ("nothing", b"", "attachment.empty"), ("a program", b"\x7fELF\2\1\1" + bytes(64), "attachment.type"),
           ("a page", b"<svg onload='x'/>", "attachment.type"), ("a script", b"#!/bin/sh\n", "attachment.type"),
           ("noise", bytes([0xFF, 0xFE, 0xFF, 0x00]) * 20, "attachment.type"),
           ("a zip of something", zip_file({"a.exe": "MZ"}), "attachment.type"),
           ("a document with a program in it",
            zip_file({"[Content_Types].xml": "<x/>", "word/vbaProject.bin": "x"}), "attachment.type"),
           ("a picture cut off", png()[:-1], "attachment.broken"),
           ("a picture with something behind it", png() + b"<script>", "attachment.broken"),
           ("a spreadsheet cut off", WHOLE[:-40], "attachment.broken"),
           ("a spreadsheet cut in half", WHOLE[:len(WHOLE) // 2], "attachment.broken"),
           ("a sound cut off", wav()[:-20], "attachment.broken"), ("a head alone", wav()[:20], "attachment.broken"),
           ("a PDF cut off", b"%PDF-1.7\n", "attachment.broken")),
    Upload("PUT", "/api/v1/certificate", "application/json", MB,
           ("nothing", b"", None), ("a picture", png(), None),
           ("no PEM", b'{"chain":"x","key":"y"}', "certificate.none"),
           ("a PEM of nothing", PEM, "certificate.malformed"), ("cut off", PEM[:60], None)),
    Upload("POST", "/api/v1/site", "application/toml", MB,
           ("a picture", png(), None), ("a table", GOOD, None), ("cut off", b"[[tenant]]\ncode = \"de", None)),
]


class Uploads(CallCentreCase):
    """One administrator, many bad files."""

    server_options = ("--https", "127.0.0.1:0")  # certificates are for servers that speak TLS

    def kept(self):
        """Everything on the disk beside the database and the log, with its size."""
        found = {}
        for folder, _, names in os.walk(self.server.data):
            for name in names:
                if not name.startswith(("yinghe.db", "server.log", "lock")) and not name.endswith((".log", "-wal", "-shm")):
                    path = os.path.join(folder, name)
                    with contextlib.suppress(FileNotFoundError):  # it went between the two looks
                        found[os.path.relpath(path, self.server.data)] = os.path.getsize(path)
        return found

    def known(self):
        """What the database says of everything that can be uploaded."""
        def count(path):
            return self.admin.get(path).json
        people = [one["number"] for one in count("/api/v1/config/users")["items"]]
        return (count("/api/v1/customers?size=10")["total"], people, count("/api/v1/config/options")["blocked"],
                count("/api/v1/voices")["items"], count("/api/v1/imports")["total"],
                count("/api/v1/regions"), count("/api/v1/certificate").get("facts"), count("/api/v1/me")["avatar"],
                count("/api/v1/config-changes")["total"])

    def send(self, upload, content, name="x", language="zh-CN"):
        return self.admin.ask(upload.method, upload.address(name), content, timeout=patient(60),
                              headers={"Content-Type": upload.kind, "Accept-Language": language})

    def setUp(self):
        super().setUp()
        self.before = (self.kept(), self.known())

    def assert_nothing_kept(self, what):
        self.admin.wait(lambda: (self.kept(), self.known()) == self.before, patient(5),
                        lambda: f"{what} is kept: {self.kept()} {self.known()} instead of {self.before}")

    def assert_refused(self, reply, code, what):
        self.assertIn(reply.status, (400, 413, 422), f"{what}: {reply}")
        error = reply.json["error"]
        self.assertTrue(error["message"], what)
        codes = {error["code"], *(field["code"] for field in error.get("fields", []))}
        if code:
            self.assertIn(code, codes, f"{what}: {reply}")
        return error["message"] + "".join(field["message"] for field in error.get("fields", []))

    def test_none_is_forgotten(self):
        """A new upload must come here: every route that takes a file is walked."""
        paths = self.admin.get("/api/openapi.json").json["paths"]
        takes_files = {(method.upper(), path) for path, methods in paths.items() for method, route in methods.items()
                       if set(route.get("requestBody", {}).get("content", {})) - {"application/json"}}
        walked = {(upload.method, upload.path.split("?")[0]) for upload in UPLOADS}
        self.assertEqual(takes_files - walked, set())

    def test_bad_files(self):
        """R013, R124, R216, R260: wrong types, cut off, bombs."""
        for upload in UPLOADS:
            for what, content, code in upload.bad:
                with self.subTest(upload=upload.path, what=what):
                    chinese = self.assert_refused(self.send(upload, content), code, what)
                    english = self.assert_refused(self.send(upload, content, language="en"), code, what)
                    self.assertRegex(chinese, "[\u4e00-\u9fff]", "in the person's language")
                    self.assertNotRegex(english, "[\u4e00-\u9fff]")
                    self.assert_nothing_kept(what)

    def test_too_large(self):
        """R013: a megabyte; R124, R260: ten. Refused by what it says, and by what it is."""
        for upload in UPLOADS:
            with self.subTest(upload=upload.path):
                status, answer = self.raw(upload, upload.most + 1, b"")
                self.assertEqual(status, 413, answer)
                self.assertIn(b"http.body_too_large", answer)
                self.assert_nothing_kept(upload.path)

    def test_cut_off_on_the_way(self):
        """The line breaks in the middle of a file: what had come is not kept."""
        for upload in UPLOADS:
            with self.subTest(upload=upload.path):
                self.raw(upload, 500_000, random.Random(1).randbytes(200_000), hang_up=True)
        self.admin.wait(lambda: (self.kept(), self.known()) == self.before, patient(5),
                        lambda: f"nothing is kept: {set(self.kept()) - set(self.before[0])}")

    def raw(self, upload, says, content, hang_up=False):
        """A request that says it is so long, and sends this much: status and body of the answer."""
        with socket.create_connection(self.server.http, timeout=patient(10)) as line:
            line.sendall(f"{upload.method} {upload.address()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                         f"{self.admin.token}\r\nContent-Type: {upload.kind}\r\nContent-Length: {says}\r\n\r\n".encode())
            try:
                line.sendall(content)
                if hang_up:
                    return None, b""
                answer = http.client.HTTPResponse(line, method=upload.method)
                answer.begin()
                return answer.status, answer.read()
            except OSError:
                return None, b""

    def test_names_lead_nowhere(self):
        """A file's name is never a path, whatever it says."""
        for upload in UPLOADS:
            if "?" not in upload.path:
                continue
            for name in TRICKS:
                with self.subTest(upload=upload.path, name=name):
                    if "voices" in upload.path:
                        self.assertGreaterEqual(self.send(upload, wav(), name).status, 400)
                        continue
                    reply = self.send(upload, GOOD, name)
                    if reply.status >= 400:
                        self.assertEqual(reply.json["error"]["code"].split(".")[0], "http", reply)
                        continue
                    if "follow-up-files" in upload.path:
                        self.assert_attachment_named_by_us(reply)
                        continue
                    shown = reply.json["file_name"]
                    self.assertFalse(set(shown) & set("/\\\0\r\n"), shown)
                    self.wait_checked(reply.json["id"])
                    self.assertEqual(sorted(set(self.kept()) - set(self.before[0])),
                                     [f"imports/{reply.json['id']}.upload"], "named by us")
                    self.assertEqual(self.admin.delete(f"/api/v1/imports/{reply.json['id']}").status, 204)
                    self.admin.wait(lambda: self.kept() == self.before[0], patient(5), "the file goes")
        for folder in (self.server.data.parent, self.server.data, "/etc", "/"):
            self.assertEqual([name for name in os.listdir(folder) if "evil" in name], [], folder)

    def assert_attachment_named_by_us(self, reply):
        """R133: a file of a follow-up, whatever it was called."""
        self.assertFalse(set(reply.json["name"]) & set("/\\\0\r\n"), reply.json["name"])
        new = [path.rsplit("/", 1)[-1] for path in set(self.kept()) - set(self.before[0])]
        self.assertEqual(new, [reply.json["id"]], "named by us")
        self.assertEqual(self.admin.delete(f"/api/v1/follow-up-files/{reply.json['id']}").status, 204)
        self.admin.wait(lambda: self.kept() == self.before[0], patient(5), "the file goes")

    def wait_checked(self, id):
        self.admin.wait(lambda: self.admin.get(f"/api/v1/imports/{id}").json["state"] == "checked", patient(10),
                        "the file is checked")
