"""Holds a running server to docs/sync-protocol.md.

    conformance.py <<'JSON'
    {"server": "http://127.0.0.1:8080",
     "role": "HRBP", "task": "HRBP-01", "unit": "HR", "manager": "E2",
     "report": {"external_id": "E3", "name": "Cem", "unit": "HR", "role": "HRBP"},
     "codes": {"owner": ["rde_…"], "manager": ["rde_…"], "report": ["rde_…", "rde_…", "rde_…"]}}
    JSON

The codes are enrolment codes: one of an owner's account with a person, one of a manager's, three of one of the manager's
reports, who holds the role. The cases change the organisation: names of the unit, the report's manager, a consultation.
The cases are those of cases.txt, in its order. One line a case goes to standard output; the exit code is 1 when any failed,
is missing or is not in the list.
"""

import datetime
import json
import pathlib
import sys
import traceback

from readiness_sync import BrokenPage, Device, Problem, Replica, lines_of, request

CASES = []


def case(function):
    CASES.append((function.__name__.replace("_", " "), function))
    return function


def expect(condition, text="as described"):
    if not condition:
        raise AssertionError(text)


def refused(status, code, call):
    try:
        call()
    except Problem as problem:
        expect((problem.status, problem.code) == (status, code), f"{problem} instead of {status} {code}")
        expect(problem.headers["content-type"] == "application/problem+json", "the type of a problem")
        return problem
    raise AssertionError(f"taken instead of {status} {code}")


class World:
    """The devices that the cases share."""

    def __init__(self, given):
        self.given = given
        self.server = given["server"]
        self.codes = given["codes"]
        self.owner = Device.enrol(self.server, self.codes["owner"][0], "Owner's phone")
        self.manager = Device.enrol(self.server, self.codes["manager"][0], "Manager's phone")
        self.phone = Device.enrol(self.server, self.codes["report"][0], "Report's phone")
        self.names = 0
        for device in (self.owner, self.manager):
            device.pull()
        closes = datetime.date.today() + datetime.timedelta(days=14)
        asked = self.owner.run("consultation.open", {"role": given["role"], "closesOn": closes.isoformat()})
        code = asked.get("problem", {}).get("code")
        expect(asked["outcome"] == "applied" or code == "already-asked", f"consultation.open: {asked}")

    def apply(self, device, name, arguments):
        result = device.run(name, arguments)
        expect(result["outcome"] == "applied", f"{name}: {result}")
        return result

    def rename(self):
        """Changes one row that everyone holds."""
        self.names += 1
        name = f"Unit {self.names}"
        row = {"row": 2, "cells": [self.given["unit"], name, f"部门 {self.names}"]}
        sheet = {"header": ["code", "name_en", "name_zh"], "rows": [row]}
        self.apply(self.owner, "unit.import", {"sheet": sheet})
        return name

    def place(self, manager):
        """Makes somebody the report's manager, or nobody."""
        person = {**self.given["report"], "manager id": manager}
        sheet = {"header": list(person), "rows": [{"row": 2, "cells": list(person.values())}]}
        arguments = {
            "sheet": sheet, "mapping": {"columns": {}}, "leavers": "keep", "allowingMostToLeave": False,
        }
        self.apply(self.owner, "people.import", arguments)

    def answer(self, level):
        return {"role": self.given["role"], "task": self.given["task"], "desiredLevel": level}

    def unit(self, device):
        """The key of the unit's row."""
        for (scope, row_id), row in device.replica.table("unit").items():
            if row["code"] == self.given["unit"]:
                return (scope, "unit", row_id)
        raise AssertionError("the unit is not there")

    def report_scope(self):
        person = next(scope for scope in self.phone.replica.scopes() if scope.endswith("#self"))
        return person.replace("#self", "#manager")


def rows_in(page):
    return [line for line, _ in lines_of(page) if "put" in line or "del" in line]


# Pulling


@case
def a_first_sync_in_pages_of_three_equals_one_in_a_single_round(world):
    pages = world.phone.pull(limit=3)
    expect(len(pages) > 5, f"{len(pages)} pages")
    for page in pages:
        lines = lines_of(page)
        expect("begin" in lines[0][0], "begin is the first line")
        expect(len(rows_in(page)) <= 3, "at most three rows")
    expect(all("page" in lines_of(page)[-1][0] for page in pages[:-1]), "page ends all but the last")
    whole = world.phone.copy()
    whole.replica = Replica()
    whole.pull()
    expect(whole.replica.rows == world.phone.replica.rows, "the same rows")
    expect(whole.replica.head == world.phone.replica.head, "the same version")
    expect(world.phone.replica.lease > datetime.datetime.now(datetime.UTC).isoformat(), "a lease ahead")


@case
def a_page_that_was_cut_or_damaged_is_discarded_and_the_sync_goes_on_from_the_last_stored_one(world):
    device = world.phone.copy()
    device.replica = Replica()
    for _ in range(2):
        device.replica.take(device.page(3))
    before = device.copy().replica
    page = device.page(3)
    flipped = page.replace(b'"put"', b'"pat"', 1) if b'"put"' in page else page[:10] + b"x" + page[11:]
    for broken in (page[: len(page) // 2], page[:-1], page[: page[:-1].rindex(b"\n") + 1], b"", flipped):
        try:
            device.replica.take(broken)
            raise AssertionError("a broken page was taken in")
        except BrokenPage:
            expect(device.replica == before, "nothing of it is kept")
    device.pull(limit=7)
    expect(device.replica.rows == world.phone.replica.rows, "the same rows")


@case
def rows_that_change_in_the_middle_of_a_round_are_met_again(world):
    device = world.phone.copy()
    device.replica = Replica()
    for _ in range(4):
        device.replica.take(device.page(3))
    name = world.rename()
    device.pull(limit=3)
    world.phone.pull()
    expect(device.replica.rows == world.phone.replica.rows, "the same rows")
    expect(name in json.dumps(list(device.replica.table("unit").values())), "with the change")


@case
def a_replica_that_is_up_to_date_is_sent_what_has_changed_alone(world):
    world.phone.pull()
    [nothing] = world.phone.pull()
    expect(not rows_in(nothing), "nothing is sent twice")
    before = dict(world.phone.replica.rows)
    name = world.rename()
    pages = world.phone.pull()
    key = world.unit(world.phone)
    changed = {(line["scope"], line.get("put"), line["id"]) for page in pages for line in rows_in(page)}
    expect(changed == {key}, f"the unit alone, not {changed}")
    expect(not any("open" in line for page in pages for line, _ in lines_of(page)), "no scope is opened again")
    version, text = world.phone.replica.rows[key]
    expect(name in text and version > before[key][0], "at a higher version")


@case
def what_is_granted_no_longer_is_dropped_until_the_device_says_that_it_is_purged(world):
    scope = world.report_scope()
    world.manager.pull()
    expect(scope in world.manager.replica.scopes(), "a manager holds their report")
    world.place("")
    page = world.manager.page()
    expect({"drop": scope} in [line for line, _ in lines_of(page)], "the next page drops it")
    again = world.manager.page()
    expect({"drop": scope} in [line for line, _ in lines_of(again)], "told again while nothing is said")
    world.manager.replica.take(page)
    expect(scope not in world.manager.replica.scopes(), "nothing of it is left")
    world.manager.pull()
    expect(not any("drop" in line for line, _ in lines_of(world.manager.page())), "told no more once it is purged")
    refused(404, "not-found", lambda: world.manager.verify(scope))
    world.place(world.given["manager"])
    pages = world.manager.pull(limit=3)
    opened = [line for page in pages for line, _ in lines_of(page) if "open" in line]
    expect({"open": scope} in opened, "granted anew it is sent from its beginning")
    expect(world.manager.replica.digest(scope) == world.manager.verify(scope)["leaves"], "and whole")


@case
def scopes_are_those_of_the_account(world):
    expect(world.owner.replica.scopes() >= {"o", "all#hr"}, "an owner holds everyone")
    scopes = {scope.split("#")[-1] for scope in world.phone.replica.scopes()}
    expect(scopes == {"o", "self"}, f"an employee holds their own, not {scopes}")


@case
def a_cursor_is_good_for_its_device_alone_and_cannot_be_made(world):
    world.phone.pull()
    cursor = world.phone.replica.cursor
    middle = len(cursor) // 2
    other = "A" if cursor[middle] != "A" else "B"
    for forged in (cursor[:middle] + other + cursor[middle + 1 :], cursor[:-4], "", "AAAA", "!", world.owner.replica.cursor):
        body = {"cursor": forged, "lastSequence": world.phone.last_sequence}
        refused(400, "cursor-invalid", lambda: world.phone.call("POST", "/v1/sync/pull", body))
    world.phone.replica.begin_anew()
    held = dict(world.phone.replica.rows)
    world.phone.pull()
    expect(world.phone.replica.rows == held, "begun anew it holds the same")


@case
def a_page_is_compressed_for_whoever_takes_gzip(world):
    body = {"lastSequence": world.phone.last_sequence}
    plain = world.phone.call("POST", "/v1/sync/pull", body)
    packed = world.phone.call("POST", "/v1/sync/pull", body, Accept_Encoding="gzip")
    expect("content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip", "the coding")
    expect(lines_of(plain.body)[:-1] == lines_of(packed.body)[:-1], "the same lines")
    expect(plain.headers["cache-control"] == "private, no-store", "it is not to be stored")
    expect(plain.headers["content-type"] == "application/x-ndjson", "the type")


# Pushing


@case
def a_pushed_command_takes_effect_and_comes_back_with_a_pull(world):
    world.phone.add("consultation.record", world.answer("H2"))
    answer = world.phone.push()
    expect([result["outcome"] for result in answer["results"]] == ["applied"], f"{answer}")
    expect(answer["lastSequence"] == world.phone.last_sequence, "its sequence is settled")
    world.phone.pull()
    expect(world.phone.replica.head >= answer["version"], "the head has come to the push's version")
    expect(world.phone.replica.settled == world.phone.last_sequence, "done tells the last sequence")
    expect("H2" in json.dumps(list(world.phone.replica.table("consultation").values())), "the answer is there")


@case
def a_push_that_is_sent_again_is_answered_as_before_and_has_no_second_effect(world):
    mutation = world.phone.add("consultation.record", world.answer("H3"))
    world.phone.outbox = []
    first = world.phone.send([mutation])
    world.phone.pull()
    rows = dict(world.phone.replica.rows)
    again = world.phone.send([mutation])
    expect(again["results"] == first["results"], f"{again} is not {first}")
    world.phone.pull()
    expect(world.phone.replica.rows == rows, "nothing has changed")
    following = world.phone.add("consultation.record", world.answer("H4"))
    world.phone.outbox = []
    answer = world.phone.send([mutation, following])
    expect(len(answer["results"]) == 2 and answer["results"][0] == first["results"][0], "a replay may go on")


@case
def a_gap_is_refused_whole(world):
    world.phone.pull()
    rows, last = dict(world.phone.replica.rows), world.phone.last_sequence
    for sequences in ([last + 2], [last + 1, last + 3], [last + 2, last + 1]):
        mutations = [
            {"sequence": number, "schema": 1, "name": "consultation.record", "arguments": world.answer("H1")}
            for number in sequences
        ]
        refused(409, "sequence-gap", lambda: world.phone.send(mutations))
    world.phone.pull()
    expect(world.phone.replica.rows == rows and world.phone.replica.settled == last, "nothing was applied")


@case
def a_refused_command_uses_its_sequence_up_and_blocks_nothing(world):
    for arguments in (world.answer("H2"), {**world.answer("H2"), "role": "NOWHERE"}, {"role": 7}, world.answer("H5")):
        world.phone.add("consultation.record", arguments)
    world.phone.add("no.such.command", {})
    old = world.phone.add("consultation.record", world.answer("H5"))
    old["schema"] = 0
    answer = world.phone.push()
    outcomes = [result["outcome"] for result in answer["results"]]
    expect(outcomes == ["applied", "rejected", "rejected", "applied", "rejected", "rejected"], f"{outcomes}")
    codes = [result["problem"]["code"] for result in answer["results"] if "problem" in result]
    expect(codes == ["not-found", "malformed", "unknown-command", "schema-unsupported"], f"{codes}")
    expect(answer["lastSequence"] == world.phone.last_sequence, "all are settled")
    expect(world.phone.run("consultation.record", world.answer("H1"))["outcome"] == "applied", "the next one goes on")


@case
def a_command_that_rests_on_a_changed_row_is_a_conflict_and_tells_the_row(world):
    world.phone.pull()
    base = world.phone.base(*world.unit(world.phone))
    expect(world.phone.run("consultation.record", world.answer("H2"), base)["outcome"] == "applied", "while it holds")
    name = world.rename()
    conflict = world.phone.run("consultation.record", world.answer("H3"), base)
    expect(conflict["outcome"] == "conflict" and conflict["problem"]["code"] == "row-changed", f"{conflict}")
    expect(name in json.dumps(conflict["current"]), "the row as it is now")
    world.phone.pull()
    expect(conflict["current"] == json.loads(world.phone.replica.rows[world.unit(world.phone)][1]), "as it is pulled")
    answers = json.dumps(list(world.phone.replica.table("consultation").values()))
    expect("H3" not in answers and "H2" in answers, "nothing was done")
    hidden = {"scope": "all#hr", "table": "person", "id": base["id"], "version": 10**6}
    gone = world.phone.run("consultation.record", world.answer("H4"), hidden)
    expect(gone["outcome"] == "conflict" and gone.get("current") is None, "nothing is told of what it may not hold")


@case
def two_copies_of_a_device_are_found_out(world):
    backup = world.phone.copy()
    expect(world.phone.run("consultation.record", world.answer("H2"))["outcome"] == "applied", "the original writes")
    refused(409, "device-forked", backup.pull)
    refused(409, "device-forked", lambda: backup.run("consultation.record", world.answer("H5")))
    expect(world.phone.run("consultation.record", world.answer("H3"))["outcome"] == "applied", "and goes on")


@case
def a_push_of_another_epoch_is_refused_whole(world):
    world.phone.pull()
    mutation = {
        "sequence": world.phone.last_sequence + 1, "schema": 1, "name": "consultation.record",
        "arguments": world.answer("H1"),
    }
    other = "00000000-0000-4000-8000-000000000000"
    refused(410, "epoch-changed", lambda: world.phone.send([mutation], epoch=other))
    world.phone.pull()
    expect(world.phone.replica.settled == world.phone.last_sequence, "nothing was applied")


@case
def a_push_has_one_to_five_hundred_mutations(world):
    refused(400, "batch-size", lambda: world.phone.send([]))
    first = world.phone.last_sequence + 1
    many = [
        {"sequence": first + number, "schema": 1, "name": "consultation.record", "arguments": world.answer("H1")}
        for number in range(501)
    ]
    refused(400, "batch-size", lambda: world.phone.send(many))
    large = [dict(many[0], arguments={"role": "x" * (1 << 20)})]
    refused(413, "too-large", lambda: world.phone.send(large))


# Digests


@case
def the_digests_of_all_leaves_equal_those_of_the_server(world):
    for device in (world.owner, world.manager, world.phone):
        device.pull()
    for device in (world.owner, world.manager, world.phone):
        for scope in device.replica.scopes():
            told = device.verify(scope)
            expect(told["version"] == device.replica.head, "at the replica's version")
            expect(len(told["leaves"]) == 256 and told["leaves"] == device.replica.digest(scope), f"in {scope}")


@case
def a_damaged_replica_is_repaired_by_its_leaves(world):
    world.owner.pull()
    sound = dict(world.owner.replica.rows)
    keys = sorted(key for key in sound if key[0] == "o")
    version, text = sound[keys[0]]
    world.owner.replica.rows[keys[0]] = (version, text.replace("}", ' ,"damaged":true}', 1))
    del world.owner.replica.rows[keys[1]]
    world.owner.replica.rows[("o", "task", "00000000-0000-4000-8000-000000000000")] = (1, "{}")
    repaired = world.owner.repair()
    expect(1 <= repaired <= 3, f"{repaired} leaves")
    expect(world.owner.replica.rows == sound, "as before")
    expect(world.owner.repair() == 0, "nothing is left to repair")
    refused(400, "out-of-range", lambda: world.owner.fetch_leaf("o", 256))


# Head and live


@case
def a_head_that_is_known_is_answered_by_304_and_a_waiting_one_ends_when_something_moves(world):
    tag = world.phone.head().headers["etag"]
    expect(world.phone.head(known=tag).status == 304, "nothing is new")
    world.rename()
    moved = world.phone.head(known=tag, wait=25)
    expect(moved.status == 204 and moved.headers["etag"] != tag, "something is new")
    expect(world.phone.head(known=tag).status == 204, "and stays so")


@case
def a_live_stream_tells_the_version_at_once_and_when_it_moves(world):
    world.phone.pull()
    heads = world.phone.live()
    first = next(heads)
    expect(first == world.phone.replica.head, "the version as it is")
    world.rename()
    expect(next(heads) > first, "a higher one")
    heads.close()


# Requests


@case
def headers_and_bodies_that_do_not_fit_get_their_error(world):
    def pull(body=None, **changed):
        return lambda: world.phone.call("POST", "/v1/sync/pull", body or {"lastSequence": 10**6}, **changed)

    refused(409, "protocol-unsupported", pull(Sync_Protocol="2"))
    refused(409, "schema-unsupported", pull(Sync_Schema="99"))
    refused(400, "malformed-header", pull(Sync_Schema="x"))
    refused(400, "malformed-header", pull(Sync_Device="x"))
    refused(403, "wrong-device", pull(Sync_Device=world.owner.id))
    refused(400, "encoded-body", pull(b"\x1f\x8b", Content_Encoding="gzip"))
    refused(400, "out-of-range", pull({"limit": 0}))
    refused(400, "out-of-range", pull({"limit": 2001}))
    refused(400, "malformed", pull({"purged": ["everything"]}))
    refused(400, "malformed", pull(b"{"))
    refused(404, "not-found", lambda: world.phone.verify("all#hr"))


# Tokens, last: they end devices


@case
def an_enrolment_code_lets_one_device_in(world):
    code = world.codes["report"][0]
    refused(401, "wrong-code", lambda: Device.enrol(world.server, code))
    refused(401, "wrong-code", lambda: Device.enrol(world.server, "rde_none"))
    refused(422, "out-of-range", lambda: Device.enrol(world.server, world.codes["report"][1], "x" * 101))


@case
def a_refresh_token_is_traded_once_and_its_reuse_ends_the_device(world):
    device = Device.enrol(world.server, world.codes["report"][1])
    first, access = device.refresh_token, device.access_token
    lost = device.refresh()["refreshToken"]
    device.refresh(first)
    expect(device.refresh_token != lost, "a trade whose answer was lost may be repeated")
    headers = device.headers(Authorization=f"Bearer {access}")
    refused(401, "unauthenticated", lambda: request(world.server, "GET", "/v1/sync/head", headers=headers))
    device.pull()
    device.refresh()
    thief = device.copy()
    refused(401, "device-revoked", lambda: thief.refresh(first))
    refused(401, "device-revoked", device.refresh)
    refused(401, "device-revoked", device.head)


@case
def a_device_that_is_revoked_is_let_in_no_longer(world):
    device = Device.enrol(world.server, world.codes["report"][2])
    device.pull()
    world.apply(world.owner, "device.revoke", {"device": device.id, "reason": "lost"})
    headers = device.headers()
    refused(401, "unauthenticated", lambda: request(world.server, "GET", "/v1/sync/head", headers=headers))
    refused(401, "device-revoked", device.pull)
    expect(device.confirm_purge().status == 204, "its word that nothing is left is taken")
    refused(401, "unauthenticated", world.phone.confirm_purge)
    expect(world.phone.head().status == 204, "the same person's other device is not touched")


def listed():
    """The names of the cases that every client is held to."""
    lines = pathlib.Path(__file__).with_name("cases.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(":")[0] for line in lines if line and not line.startswith("#")]


def main():
    names = [name for name, _ in CASES]
    if names != listed():
        astray = sorted(set(names) ^ set(listed())) or "the order"
        print(f"FAILED  the cases are not those of cases.txt: {astray}", flush=True)
        return 1
    world = World(json.load(sys.stdin))
    failed = 0
    for name, run in CASES:
        try:
            run(world)
            print(f"passed  {name}", flush=True)
        except Exception as error:  # whatever it is, the next case is run
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
            traceback.print_exc()
    print(f"{len(CASES) - failed} of {len(CASES)} passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
