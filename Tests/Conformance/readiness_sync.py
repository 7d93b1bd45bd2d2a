"""A client of the sync protocol, as docs/sync-protocol.md describes it. Python 3.11, standard library only."""

import copy
import gzip
import hashlib
import http.client
import json
import re
import urllib.parse
from dataclasses import dataclass, field

SCHEMA = 1
LEAVES = 256
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
KNOWN_SCOPE = re.compile(rf"o|all#hr|s:{UUID}#(?:self|manager)|c:{UUID}")


class Problem(Exception):
    """An answer of 400 and above."""

    def __init__(self, status, body, headers):
        self.status = status
        self.headers = headers
        try:
            self.body = json.loads(body)
        except ValueError:
            self.body = {}
        self.code = self.body.get("code")
        super().__init__(f"{status} {self.code}: {self.body.get('detail', body[:200])}")


class BrokenPage(Exception):
    """A page that was cut off or damaged: nothing of it counts."""


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)


def enrolment_address(text):
    """Server and code of what a QR code holds."""
    server, mark, code = text.partition("/enrol#")
    if not mark or not code or not server.startswith(("https://", "http://")):
        raise ValueError(f"{text!r} is no enrolment address")
    return server, code


def request(server, method, path, body=None, headers=None, timeout=60):
    """One call over a connection of its own; bodies may be values or bytes."""
    address = urllib.parse.urlsplit(server)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname, address.port, timeout=timeout)
    try:
        fields = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            fields["Content-Type"] = "application/json"
        connection.request(method, address.path + path, body, fields)
        response = connection.getresponse()
        content = response.read()
        found = {name.lower(): value for name, value in response.getheaders()}
    finally:
        connection.close()
    if found.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    if response.status >= 400:
        raise Problem(response.status, content, found)
    return Answer(response.status, found, content)


# Digests


def fnv1a(data):
    value = 14695981039346656037
    for byte in data:
        value = ((value ^ byte) * 1099511628211) % 2**64
    return value


def leaf_of(table, row_id):
    return fnv1a(f"{table}\n{row_id}".encode()) >> 56


def digest(rows):
    """The leaves of (table, id, text)."""
    counts, sums = [0] * LEAVES, [0] * LEAVES
    for table, row_id, text in rows:
        leaf = leaf_of(table, row_id)
        counts[leaf] += 1
        sums[leaf] = (sums[leaf] + fnv1a(f"{table}\n{row_id}\n{text}".encode())) % 2**64
    return [{"count": count, "sum": f"{total:016x}"} for count, total in zip(counts, sums)]


# Pages


def lines_of(page):
    """The page's lines as (line, text of its row), checked against its sum."""
    if not page.endswith(b"\n"):
        raise BrokenPage("cut off")
    raw = page[:-1].split(b"\n")
    try:
        lines = [parse(line) for line in raw]
    except ValueError as error:
        raise BrokenPage(str(error)) from error
    last = lines[-1][0]
    end = last.get("page") or last.get("done")
    body = page[: len(page) - len(raw[-1]) - 1]
    if not end or end["sha256"] != hashlib.sha256(body).hexdigest():
        raise BrokenPage("without its end, or damaged")
    return lines


def parse(line):
    head, mark, row = line.partition(b',"row":')
    if not mark:
        return json.loads(line), None
    if not row.endswith(b"}"):
        raise ValueError("a row without its end")
    return json.loads(head + b"}"), row[:-1].decode()


@dataclass
class Replica:
    """What a device holds. Rows are (version, text) by (scope, table, id)."""

    rows: dict = field(default_factory=dict)
    staged: list = field(default_factory=list)
    cursor: str | None = None
    epoch: str | None = None
    head: int | None = None
    lease: str | None = None
    settled: int = 0
    purged: set = field(default_factory=set)
    is_anew: bool = True

    def take(self, page):
        """Takes a page in; true when the replica is up to date."""
        lines = lines_of(page)
        for line, _ in lines:
            if "drop" in line and KNOWN_SCOPE.fullmatch(line["drop"]):
                self.drop(line["drop"])
        version = 0
        for line, text in lines:
            scope = line.get("scope") or line.get("open")
            if scope and not KNOWN_SCOPE.fullmatch(scope):
                continue
            if "begin" in line:
                self.epoch = line["begin"]["epoch"]
            elif "open" in line:
                self.staged.append(("open", scope, None))
            elif "at" in line:
                version = line["at"]
            elif "put" in line:
                self.staged.append(("put", (scope, line["put"], line["id"]), (version, text)))
            elif "del" in line:
                self.staged.append(("del", (scope, line["del"], line["id"]), None))
            elif "page" in line:
                self.cursor = line["page"]["cursor"]
                return False
            elif "done" in line:
                self.apply(line["done"])
                return True
        raise BrokenPage("without its end")

    def drop(self, scope):
        self.rows = {key: row for key, row in self.rows.items() if key[0] != scope}
        self.staged = [
            entry for entry in self.staged if (entry[1] if entry[0] == "open" else entry[1][0]) != scope
        ]
        self.purged.add(scope)

    def apply(self, done):
        opened = {key for kind, key, _ in self.staged if kind == "open"}
        if self.is_anew:
            self.rows = {key: row for key, row in self.rows.items() if key[0] in opened}
            self.is_anew = False
        for kind, key, row in self.staged:
            if kind == "open":
                self.rows = {other: held for other, held in self.rows.items() if other[0] != key}
            elif kind == "put":
                self.rows[key] = row
            else:
                self.rows.pop(key, None)
        self.staged = []
        self.cursor, self.head, self.lease = done["cursor"], done["head"], done["lease"]
        self.settled = done["lastSequence"]

    def begin_anew(self):
        self.cursor, self.staged, self.is_anew = None, [], True

    def scopes(self):
        return {scope for scope, _, _ in self.rows}

    def table(self, name, scope=None):
        """The rows of a table, decoded, by scope and id."""
        return {
            (key[0], key[2]): json.loads(text)
            for key, (_, text) in self.rows.items()
            if key[1] == name and scope in (None, key[0])
        }

    def digest(self, scope):
        return digest((key[1], key[2], text) for key, (_, text) in self.rows.items() if key[0] == scope)


class Device:
    """An enrolled device: its tokens, its replica and its outbox."""

    def __init__(self, server, tokens):
        self.server = server
        self.store(tokens)
        self.replica = Replica()
        self.outbox = []
        self.last_sequence = 0

    @classmethod
    def enrol(cls, server, code, name="Conformance"):
        tokens = request(server, "POST", "/v1/devices", {"code": code, "name": name, "platform": "Python"})
        return cls(server, tokens.json())

    def store(self, tokens):
        self.id = tokens["device"]
        self.access_token = tokens["accessToken"]
        self.refresh_token = tokens["refreshToken"]

    def copy(self):
        """As from a backup of the phone."""
        return copy.deepcopy(self)

    def refresh(self, token=None):
        answer = request(self.server, "POST", "/v1/devices/token", {"refreshToken": token or self.refresh_token})
        self.store(answer.json())
        return answer.json()

    def confirm_purge(self):
        """Says, of a device that has ended, that nothing is left of what it held."""
        return request(self.server, "POST", "/v1/devices/purged", {"refreshToken": self.refresh_token})

    def headers(self, **changed):
        fields = {
            "Authorization": f"Bearer {self.access_token}",
            "Sync-Protocol": "1",
            "Sync-Schema": str(SCHEMA),
            "Sync-Device": self.id,
        }
        fields.update({name.replace("_", "-"): value for name, value in changed.items()})
        return {name: value for name, value in fields.items() if value is not None}

    def call(self, method, path, body=None, **changed):
        """A call with the access token, and once more with the next when it is not taken."""
        try:
            return request(self.server, method, path, body, self.headers(**changed))
        except Problem as problem:
            if problem.status != 401:
                raise
        self.refresh()
        return request(self.server, method, path, body, self.headers(**changed))

    # Pulling

    def pull_body(self, limit=None, cursor=None):
        body = {"cursor": cursor or self.replica.cursor, "limit": limit, "lastSequence": self.last_sequence}
        if self.replica.purged:
            body["purged"] = sorted(self.replica.purged)
        return {key: value for key, value in body.items() if value is not None}

    def page(self, limit=None, **changed):
        """The next page, not taken in."""
        return self.call("POST", "/v1/sync/pull", self.pull_body(limit), **changed).body

    def pull(self, limit=None):
        """Pulls until the replica is up to date; returns the pages."""
        pages = []
        while True:
            told = set(self.replica.purged)
            page = self.page(limit)
            self.replica.purged -= told
            pages.append(page)
            if self.replica.take(page):
                return pages

    # Pushing

    def add(self, name, arguments, base=None):
        """Takes a command into the outbox, with the next sequence."""
        self.last_sequence += 1
        mutation = {"sequence": self.last_sequence, "schema": SCHEMA, "name": name, "arguments": arguments}
        if base:
            mutation["base"] = base
        self.outbox.append(mutation)
        return mutation

    def send(self, mutations, epoch=None):
        body = {"epoch": epoch or self.replica.epoch, "mutations": mutations}
        return self.call("POST", "/v1/sync/push", body).json()

    def push(self):
        answer = self.send(self.outbox)
        settled = {result["sequence"] for result in answer["results"]}
        self.outbox = [mutation for mutation in self.outbox if mutation["sequence"] not in settled]
        return answer

    def run(self, name, arguments, base=None):
        """Pushes one command; returns its result."""
        self.add(name, arguments, base)
        return self.push()["results"][-1]

    def base(self, scope, table, row_id):
        version, _ = self.replica.rows[(scope, table, row_id)]
        return {"scope": scope, "table": table, "id": row_id, "version": version}

    # The rest

    def head(self, known=None, wait=0):
        return self.call("GET", f"/v1/sync/head?wait={wait}", If_None_Match=known)

    def verify(self, scope):
        return self.call("POST", "/v1/sync/verify", {"scope": scope}).json()

    def repair(self):
        """Replaces what differs from the server; returns how many leaves did."""
        repaired = 0
        for scope in sorted(self.replica.scopes()):
            told = self.verify(scope)
            if told["version"] != self.replica.head:
                continue
            own = self.replica.digest(scope)
            for leaf in range(LEAVES):
                if own[leaf] != told["leaves"][leaf]:
                    repaired += self.fetch_leaf(scope, leaf)
        return repaired

    def fetch_leaf(self, scope, leaf):
        page = self.call("POST", "/v1/sync/verify", {"scope": scope, "leaf": leaf}).body
        lines = lines_of(page)
        if lines[-1][0]["done"]["head"] != self.replica.head:
            return 0
        self.replica.rows = {
            key: row
            for key, row in self.replica.rows.items()
            if key[0] != scope or leaf_of(key[1], key[2]) != leaf
        }
        version = 0
        for line, text in lines:
            version = line.get("at", version)
            if "put" in line:
                self.replica.rows[(scope, line["put"], line["id"])] = (version, text)
        return 1

    def live(self, timeout=30):
        """The heads that the live stream tells."""
        address = urllib.parse.urlsplit(self.server)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = kind(address.hostname, address.port, timeout=timeout)
        try:
            connection.request("GET", address.path + "/v1/sync/live", headers=self.headers())
            response = connection.getresponse()
            if response.status != 200:
                raise Problem(response.status, response.read(), {})
            while line := response.readline():
                if line.startswith(b"data:"):
                    yield json.loads(line[5:])["head"]
        finally:
            connection.close()
