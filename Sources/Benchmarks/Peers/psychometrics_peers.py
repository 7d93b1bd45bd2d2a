"""Runs the peers of the psychometrics benchmarks.

Reads requests as lines of JSON and answers each with a line of JSON: "seconds" is what the peer's call alone took, data
being in memory and in the peer's favourite form, and "values" what it found; "error" is why it could not.
"""

import json
import os
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")

NODES = 61


def responses(request):
    matrix = np.fromfile(request["responses"], dtype=np.int8)
    return np.ascontiguousarray(matrix.reshape(-1, request["items"]).astype(np.int64))


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def fit(request, quickest={}):
    data, model = responses(request), request["model"]
    if request["library"] == "girth":
        import girth

        seconds, result = timed(lambda: girth.twopl_mml(data.T, options={"quadrature_n": NODES}))
        return [seconds], np.concatenate([result["Discrimination"], result["Difficulty"]])
    import mirt

    def run(acceleration):
        return timed(
            lambda: mirt.fit_mirt(
                data, model, n_quadpts=NODES, compute_standard_errors=False, accelerate=acceleration
            )
        )

    # Of right-or-wrong items it fits best by its native code, which knows no acceleration; of others, it depends.
    choices = ["none"] if model in ("2PL", "3PL") else ["none", "squarem"]
    key = (model, request["responses"])
    if key not in quickest:
        quickest[key] = min(choices, key=lambda choice: run(choice)[0])
    seconds, result = run(quickest[key])
    found = result.model.parameters
    names = ("discrimination", "difficulty", "thresholds", "steps", "guessing")
    return [seconds], np.concatenate([np.ravel(found[name]) for name in names if name in found])


def two_parameter(request):
    from mirt.models import TwoParameterLogistic

    model = TwoParameterLogistic(len(request["slopes"]))
    model.set_parameters(
        discrimination=np.array(request["slopes"]), difficulty=np.array(request["difficulties"])
    )
    # What a fit would have set; there is no public way to score on a bank of known items.
    model._is_fitted = True
    return model


def score(request):
    data, method = responses(request), request["method"]
    if request["library"] == "girth":
        import girth

        score = {"EAP": girth.ability_eap, "MAP": girth.ability_map}[method]
        slopes, difficulties = np.array(request["slopes"]), np.array(request["difficulties"])
        columns = np.ascontiguousarray(data.T)
        seconds, thetas = timed(lambda: score(columns, difficulties, slopes, {"quadrature_n": NODES}))
        return [seconds], thetas
    import mirt

    model = two_parameter(request)
    seconds, result = timed(lambda: mirt.fscores(model, data, method=method, n_quadpts=NODES))
    return [seconds], np.ravel(result.theta)


def catsim_parts(request):
    from catsim.estimation import NumericalSearchEstimator
    from catsim.selection import MaxInfoSelector

    count = len(request["slopes"])
    bank = np.column_stack([request["slopes"], request["difficulties"], np.zeros(count), np.ones(count)])
    return bank, MaxInfoSelector(), NumericalSearchEstimator()


def simulate(request):
    abilities, length, seed = np.array(request["abilities"]), request["length"], request["seed"]
    if request["library"] == "catsim":
        from catsim.initialization import FixedPointInitializer
        from catsim.simulation import Simulator
        from catsim.stopping import TestLengthStopper

        bank, selector, estimator = catsim_parts(request)
        stopper = TestLengthStopper(max_items=length)
        simulator = Simulator(bank, abilities, FixedPointInitializer(0), selector, estimator, stopper, seed=seed)
        seconds, _ = timed(lambda: simulator.simulate(verbose=False))
        return [seconds], np.array(simulator.latest_estimations)
    from mirt.cat import CATEngine

    # An error that no test reaches leaves the length to end it and keeps the native simulation possible.
    engine = CATEngine(
        two_parameter(request), se_threshold=1e-6, max_items=length, n_quadpts=NODES, seed=seed
    )
    seconds, results = timed(lambda: engine.run_batch_simulation(abilities))
    return [seconds], np.array([result.theta for result in results])


def steps(request):
    """The seconds of each step of tests of the given length, by catsim: scoring an answer and choosing what is next."""
    from catsim import ItemBank, irt

    bank, selector, estimator = catsim_parts(request)
    item_bank = ItemBank(bank)
    random = np.random.default_rng(request["seed"])
    seconds = []
    for ability in request["abilities"]:
        asked, answers = [], []
        estimate = 0.0
        item = selector.select(item_bank=item_bank, administered_items=asked, est_theta=estimate)
        for _ in range(request["length"]):
            answer = bool(random.random() < irt.icc(ability, *bank[item][:4]))
            start = time.perf_counter()
            asked.append(int(item))
            answers.append(answer)
            estimate = estimator.estimate(
                item_bank=item_bank, administered_items=asked, response_vector=answers, est_theta=estimate
            )
            item = selector.select(item_bank=item_bank, administered_items=asked, est_theta=estimate)
            seconds.append(time.perf_counter() - start)
    return seconds, None


TASKS = {"fit": fit, "score": score, "simulate": simulate, "steps": steps}


def main():
    # What a peer prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            seconds, values = TASKS[request["task"]](request)
            answer = {"seconds": seconds}
            if request["wantsValues"] and values is not None:
                answer["values"] = [float(value) for value in values]
        except Exception as error:
            answer = {"seconds": [], "error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


main()
