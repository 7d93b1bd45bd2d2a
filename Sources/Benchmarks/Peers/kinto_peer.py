"""Runs Kinto over PostgreSQL, behind uWSGI and nginx, as the peer of the benchmark of synchronisation.

Reads requests as lines of JSON and answers each with a line of JSON; "error" is why there is no answer. The first request
starts it: "folder", where everything of it goes, "host", the folder of PostgreSQL's socket, "user", a superuser, "rows",
how many records to load, "bytes", how long each is, and "changed", how many of them to change afterwards. The answer has
what a load tool needs. Kinto ends with this process's standard input.
"""

import atexit
import base64
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

AUTHORIZATION = "Basic " + base64.b64encode(b"benchmark:benchmark").decode()
BUCKET = "/v1/buckets/benchmark"

KINTO = """
[app:main]
use = egg:kinto
kinto.includes = kinto.plugins.default_bucket
kinto.storage_backend = kinto.core.storage.postgresql
kinto.storage_url = {url}
kinto.permission_backend = kinto.core.permission.postgresql
kinto.permission_url = {url}
kinto.cache_backend = kinto.core.cache.memory
kinto.storage_pool_size = 5
kinto.permission_pool_size = 5
kinto.batch_max_requests = 100
kinto.storage_max_fetch_size = 10000
kinto.userid_hmac_secret = benchmark
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Authenticated
"""

WSGI = """
import configparser
import logging

from kinto import main

logging.basicConfig(level=logging.WARNING)
settings = configparser.ConfigParser(interpolation=None)
settings.read({ini!r})
application = main({{}}, **{{k: v for k, v in settings.items("app:main") if k != "use"}})
"""

UWSGI = """
[uwsgi]
wsgi-file = {folder}/app.wsgi
socket = {folder}/uwsgi.sock
chmod-socket = 666
processes = {processes}
enable-threads = true
master = true
lazy = true
lazy-apps = true
single-interpreter = true
buffer-size = 65535
post-buffering = 65535
disable-logging = true
die-on-term = true
"""

NGINX = """
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
worker_processes 1;
daemon off;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  gzip off;
  keepalive_requests 1000000;
  client_max_body_size 20m;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  scgi_temp_path {folder}/scgi;
  uwsgi_temp_path {folder}/uwsgi;
  uwsgi_buffer_size 64k;
  uwsgi_buffers 16 512k;
  uwsgi_busy_buffers_size 1m;
  server {{
    listen 127.0.0.1:{port};
    location / {{ include /etc/nginx/uwsgi_params; uwsgi_pass unix:{folder}/uwsgi.sock; }}
  }}
}}
"""

running = []


def stop():
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        process.wait(30)


atexit.register(stop)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def create_database(host, user):
    import psycopg2

    connection = psycopg2.connect(host=host, user=user, dbname="postgres")
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE kinto ENCODING 'UTF8'")
    connection.close()


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def spawn(log, *command):
    # Not on standard output, which answers.
    with open(log, "w") as file:
        running.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file))


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def call(self, method, path, body=None):
        headers = {"Authorization": AUTHORIZATION, "Content-Type": "application/json"}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]}")
        return {name.lower(): value for name, value in response.getheaders()}, content

    def put(self, collection, numbers, size, version):
        requests = [
            {"path": f"{records(collection)}/{identity(n)}", "body": {"data": record(n, size, version)}} for n in numbers
        ]
        for start in range(0, len(requests), 100):
            part = {"defaults": {"method": "PUT"}, "requests": requests[start : start + 100]}
            answers = json.loads(self.call("POST", "/v1/batch", part)[1])["responses"]
            refused = [answer for answer in answers if answer["status"] not in (200, 201)]
            if refused:
                raise RuntimeError(f"a record was refused: {refused[0]}")


def records(collection):
    return f"{BUCKET}/collections/{collection}/records"


def identity(n):
    return f"{n:08x}-0000-4000-8000-{n:012x}"


def record(n, size, version):
    """A record that takes about `size` bytes in an answer, its identity and time included."""
    made = {"name": f"Record {n}", "list": identity(n % 50), "position": n, "done": n % 2 == 1, "version": version}
    answered = dict(made, id=identity(n), last_modified=1234567890123, text="")
    made["text"] = "x" * max(0, size - len(json.dumps(answered, separators=(",", ":"))) - 1)
    return made


def start(request):
    folder = request["folder"]
    os.makedirs(folder, exist_ok=True)
    port = free_port()
    create_database(request["host"], request["user"])
    url = f"postgresql://{request['user']}@/kinto?host={request['host']}"
    write(f"{folder}/kinto.ini", KINTO.format(url=url))
    write(f"{folder}/app.wsgi", WSGI.format(ini=f"{folder}/kinto.ini"))
    write(f"{folder}/uwsgi.ini", UWSGI.format(folder=folder, processes=os.cpu_count()))
    user = "user root;" if os.geteuid() == 0 else ""
    write(f"{folder}/nginx.conf", NGINX.format(folder=folder, port=port, user=user))
    programs = os.path.dirname(sys.executable)
    migrated = subprocess.run(
        [f"{programs}/kinto", "migrate", "--ini", f"{folder}/kinto.ini"], capture_output=True, text=True
    )
    if migrated.returncode != 0:
        raise RuntimeError(migrated.stderr[-1000:])
    spawn(f"{folder}/uwsgi.log", f"{programs}/uwsgi", "--ini", f"{folder}/uwsgi.ini")
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    nginx = next((f"{p}/nginx" for p in path.split(":") if os.access(f"{p}/nginx", os.X_OK)), None)
    if nginx is None:
        raise RuntimeError("nginx is not there (Debian: nginx-light)")
    spawn(f"{folder}/nginx.out", nginx, "-c", f"{folder}/nginx.conf")
    await_answer(port)
    return dict(load(port, request), port=port, processes=[process.pid for process in running])


def await_answer(port):
    for attempt in range(120):
        try:
            return Client(port).call("GET", "/v1/")
        except (OSError, RuntimeError, http.client.HTTPException):
            if attempt == 119:
                raise
            time.sleep(0.5)


def load(port, request):
    client = Client(port)
    client.call("PUT", BUCKET, {})
    for collection in ["rows", *(f"push{n}" for n in range(request["writers"]))]:
        client.call("PUT", f"{BUCKET}/collections/{collection}", {})
    rows, size, changed = request["rows"], request["bytes"], request["changed"]
    client.put("rows", range(rows), size, 0)
    since = client.call("HEAD", records("rows"))[0]["etag"]
    client.put("rows", range(0, rows, rows // changed)[:changed], size, 1)
    now = client.call("HEAD", records("rows"))[0]["etag"]
    pull = f"{records('rows')}?_since={since}".replace('"', "%22")
    answer = client.call("GET", pull)[1]
    return {
        "authorization": AUTHORIZATION,
        "poll": records("rows"),
        "tag": now,
        "pull": pull,
        "pulled": len(json.loads(answer)["data"]),
        "pullBytes": len(answer),
        "pages": {limit: pages(client, limit) for limit in request["pages"]},
    }


def pages(client, limit):
    path, paths = f"{records('rows')}?_limit={limit}", []
    while path:
        paths.append(path)
        following = client.call("GET", path)[0].get("next-page")
        path = re.sub(r"^https?://[^/]+", "", following) if following else None
    return paths


for line in sys.stdin:
    try:
        answer = start(json.loads(line))
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
