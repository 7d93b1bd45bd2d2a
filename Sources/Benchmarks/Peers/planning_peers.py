"""Solves planning problems exactly, as the peers of the planning benchmark: HiGHS and CP-SAT of OR-tools.

Reads requests as lines of JSON and answers each with a line of JSON: "plans", the best that were found, "bound", what no
plans can exceed, "isProven", whether nothing better exists, and the "seconds" it took; "error" is why there is no answer.

Both get one model, with the rules that `PlanningProblem` states: each activity once and after its prerequisites; a lift
works from a level that was measured or is reached earlier in the plan; hours, money and seats are kept to.
"""

import json
import os
import sys
import time

import highspy
from ortools.sat.python import cp_model

# CP-SAT counts in whole numbers.
SCALE = 1_000_000


class CPSAT:
    def __init__(self):
        self.model, self.solver = cp_model.CpModel(), cp_model.CpSolver()

    def binary(self):
        return self.model.new_bool_var("")

    def place(self, count):
        return self.model.new_int_var(0, count, "")

    def require(self, constraint):
        self.model.add(constraint)

    def follow(self, first, second, _, condition):
        self.model.add(first < second).only_enforce_if(condition)

    def maximize(self, terms, limit):
        self.model.maximize(sum(round(SCALE * worth) * variable for worth, variable in terms))
        self.solver.parameters.max_time_in_seconds = limit
        self.solver.parameters.num_workers = os.cpu_count()
        status = self.solver.solve(self.model)
        # Each worth was rounded by at most half a unit.
        bound = (self.solver.best_objective_bound + len(terms) / 2) / SCALE
        return status == cp_model.OPTIMAL, bound

    def value(self, variable):
        return self.solver.value(variable)


class HiGHS:
    def __init__(self):
        self.model = highspy.Highs()
        self.model.silent()

    def binary(self):
        return self.model.addBinary()

    def place(self, count):
        return self.model.addVariable(0, count)

    def require(self, constraint):
        self.model.addConstr(constraint)

    def follow(self, first, second, count, condition):
        self.model.addConstr(first + 1 <= second + (count + 1) * (1 - condition))

    def maximize(self, terms, limit):
        model = self.model
        model.setOptionValue("time_limit", limit)
        model.setOptionValue("mip_rel_gap", 0.0)
        model.setOptionValue("mip_abs_gap", 1e-7)
        model.maximize(model.qsum(worth * variable for worth, variable in terms) if terms else None)
        isProven = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        self.values = model.getSolution().col_value
        return isProven, model.getInfo().mip_dual_bound + 1e-6

    def value(self, variable):
        return round(self.values[variable.index])


class Course:
    """What one learner can do, and what is worth what to them."""

    def __init__(self, model, learner, activities):
        self.model, self.terms = model, []
        self.gaps = {gap["domain"]: gap for gap in learner["gaps"]}
        done = set(learner["done"])
        self.activities = self.relevant(activities, done)
        self.count = len(self.activities)
        self.takes = {code: model.binary() for code in self.activities}
        self.places = {code: model.place(self.count) for code in self.activities}
        for code, activity in self.activities.items():
            for first in activity["prerequisites"]:
                if first not in done:
                    model.require(self.takes[code] <= self.takes[first])
                    model.follow(self.places[first], self.places[code], self.count, self.takes[code])
        for domain, gap in self.gaps.items():
            self.lift(domain, gap)
        if self.takes:
            hours = sum(self.activities[code]["hours"] * take for code, take in self.takes.items())
            model.require(hours <= learner["hours"])

    def relevant(self, activities, done):
        """What lifts into a gap, and what comes before that."""
        names = {activity["code"]: activity for activity in activities}
        waiting = [activity["code"] for activity in activities if any(map(self.is_of_use, activity["lifts"]))]
        wanted = {}
        while waiting:
            code = waiting.pop()
            if code not in done and code not in wanted:
                wanted[code] = names[code]
                waiting += names[code]["prerequisites"]
        return dict(sorted(wanted.items()))

    def is_of_use(self, lift):
        gap = self.gaps.get(lift["domain"])
        return gap is not None and lift["to"] > gap["level"] and lift["from"] < gap["required"]

    def lift(self, domain, gap):
        lifts = {
            code: (lift["from"], lift["to"])
            for code, activity in self.activities.items()
            for lift in activity["lifts"]
            if lift["domain"] == domain and self.is_of_use(lift)
        }
        works = {code: self.model.binary() for code in lifts}
        for code, (base, _) in lifts.items():
            self.model.require(works[code] <= self.takes[code])
            if base > gap["level"]:
                self.support(code, base, lifts, works)
        for level in range(gap["level"] + 1, gap["required"] + 1):
            leading = [works[code] for code in lifts if lifts[code][1] >= level]
            if leading:
                reached = self.model.binary()
                self.model.require(reached <= sum(leading))
                self.terms.append((gap["worths"][level] - gap["worths"][level - 1], reached))

    def support(self, code, base, lifts, works):
        """The lift works only after one that works and leads to where it begins."""
        supports = []
        for other, (low, high) in lifts.items():
            if other != code and low < base <= high:
                support = self.model.binary()
                self.model.require(support <= works[other])
                self.model.follow(self.places[other], self.places[code], self.count, support)
                supports.append(support)
        self.model.require(works[code] <= sum(supports) if supports else works[code] <= 0)

    def plan(self):
        taken = [code for code, take in self.takes.items() if self.model.value(take)]
        return sorted(taken, key=lambda code: (self.model.value(self.places[code]), code))


def solve(request):
    model = {"CP-SAT": CPSAT, "HiGHS": HiGHS}[request["solver"]]()
    activities = request["activities"]
    courses = [Course(model, learner, activities) for learner in request["learners"]]
    costs = [
        course.activities[code]["cost"] * take
        for course in courses
        for code, take in course.takes.items()
        if course.activities[code]["cost"] > 0
    ]
    if request.get("budget") is not None and costs:
        model.require(sum(costs) <= request["budget"])
    for activity in activities:
        takes = [course.takes[activity["code"]] for course in courses if activity["code"] in course.takes]
        if activity.get("seats") is not None and takes:
            model.require(sum(takes) <= activity["seats"])
    terms = [term for course in courses for term in course.terms]
    if not terms:
        return {"plans": [[] for _ in courses], "bound": 0, "isProven": True, "seconds": 0}
    start = time.perf_counter()
    is_proven, bound = model.maximize(terms, request["limit"])
    seconds = time.perf_counter() - start
    plans = [course.plan() for course in courses]
    return {"plans": plans, "bound": bound, "isProven": is_proven, "seconds": seconds}


def main():
    # What the libraries print goes elsewhere.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            answer = solve(json.loads(line))
        except Exception as error:
            answer = {"error": repr(error)}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
