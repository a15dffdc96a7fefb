"""The command line as a user's shell sees it: one sentence on standard error, exit status, JSON on standard output."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

import sims
from tests.bot.terminal_app.shell import without_settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cwd")


def rectify_afresh(folder, *arguments, **environment):
    """Start it anew, as a shell does; `rectify` does all the rest too, without importing everything again."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder, env=without_settings() | environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


REFUSED = [
    (["frobnicate"], "No such command"),
    (["ask"], "Give a text"),
    (["ask", "--loud", "x"], "No such option"),
    (["explain", "no-such-topic"], "no-such-topic"),
    (["sim", "run", "no-such-sim"], "no-such-sim"),
    (["sim", "run", "activation-plot?range=nan"], "range"),
    (["sim", "run", "activation-plot", "--set", "range"], "key=value"),
    (["sim", "run", "activation-plot", "--set", "colour=red"], "colour"),
    (["sim", "run", "activation-plot", "--out", "missing/plot.png"], "there is no folder missing"),
    (["sim", "inspect", "missing.png"], "missing.png"),
    (["eval", "missing.yaml"], "missing.yaml"),
    (["sync"], "DISCORD_TOKEN"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=[" ".join(arguments) for arguments, _ in REFUSED])
def test_wrong_input_is_one_sentence_and_status_2(rectify, folder, arguments, said):
    done = rectify(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_quotation_stands_apart_from_the_answer(rectify, folder):
    lines = rectify(folder, "check", "relu is linear").stdout.splitlines()
    quoted = next(number for number, line in enumerate(lines) if line.startswith("▌"))
    assert lines[quoted].strip() == "▌ relu is linear"
    assert lines[quoted + 1].strip() == ""
    assert not lines[quoted + 2].startswith("▌")


def test_an_evaluation_names_its_file_in_one_line(rectify, folder, repository):
    file = repository / "knowledge/labelled/intuitions_thread.yaml"
    lines = rectify(folder, "eval", str(file)).stdout.splitlines()
    assert lines[0] == str(file)
    assert any("stance" in line and "1.000" in line for line in lines)


@pytest.mark.parametrize("arguments", [["frobnicate"], ["sim", "list", "--json"], ["explain", "relu"]])
def test_a_fresh_start_says_the_same(rectify, folder, arguments):
    afresh = rectify_afresh(folder, *arguments)
    assert (afresh.returncode, afresh.stdout, afresh.stderr) == rectify(folder, *arguments)


def test_a_corrupt_entry_stops_the_start_with_file_and_line(rectify, folder, tmp_path, repository):
    broken = tmp_path / "knowledge"
    (broken / "entries" / "functions").mkdir(parents=True)
    (broken / "claims").mkdir()
    text = (repository / "knowledge" / "entries" / "functions" / "relu.md").read_text()
    (broken / "entries" / "functions" / "relu.md").write_text(text.replace("summary:", "sumary:", 1))
    for command in (["ask", "what is relu"], ["run"], ["kb", "lint"]):
        done = rectify(folder, *command, RECTIFY_KNOWLEDGE__PATH=str(broken))
        assert done.returncode in (1, 2)
        assert "relu.md:" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_a_token_in_the_file_is_refused_without_showing_it(rectify, folder, tmp_path):
    (tmp_path / "c.yaml").write_text("discord: {token: very-secret}")
    done = rectify(folder, "check-config", RECTIFY_CONFIG=str(tmp_path / "c.yaml"))
    assert done.returncode == 2
    assert "DISCORD_TOKEN" in done.stderr
    assert "very-secret" not in done.stderr + done.stdout


def test_ask_answers_lines_in_order(rectify, folder):
    questions = ["what is relu", "", "which laptop should I buy", "formula of the sigmoid function"]
    done = rectify(folder, "ask", "--jsonl", stdin="\n".join(questions) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [answer["status"] for answer in answers] == ["answer", "unsure", "unsure", "answer"]
    assert [answers[0]["matches"][0]["id"], answers[3]["matches"][0]["id"]] == ["relu", "sigmoid"]


def test_check_reads_json_strings_with_line_breaks(rectify, folder):
    posts = ["Max pooling handles\nthe brightness of images.", "hello"]
    done = rectify(folder, "check", "--jsonl", stdin="".join(json.dumps(post) + "\n" for post in posts))
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert [claim["id"] for claim in first["claims"]] == ["maxpool-handles-brightness"]
    assert second["status"] == "unsure"


def test_ask_and_explain_print_text_and_json(rectify, folder):
    shown = rectify(folder, "explain", "relu")
    assert shown.returncode == 0
    assert "max(0, z)" in shown.stdout
    assert "$" not in shown.stdout
    assert json.loads(rectify(folder, "explain", "relu", "--json").stdout)["id"] == "relu"


def test_the_catalogue_has_a_schema_for_each_simulation(rectify, folder):
    catalogue = json.loads(rectify(folder, "sim", "list", "--json").stdout)
    assert {item["name"] for item in catalogue} == set(sims.experiments())
    assert all(item["settings"]["properties"] for item in catalogue)


def test_a_simulation_is_run_saved_and_recognised(folder, tmp_path):
    file = tmp_path / "plot.png"
    done = rectify_afresh(
        folder, "sim", "run", "activation-plot?functions=relu", "--set", "range=3", "--out", str(file), "--json"
    )
    result = json.loads(done.stdout)
    assert result["recipe"] == "activation-plot?functions=relu&range=3"
    assert {"recipe", "permalink", "version", "caption", "alt_text", "runtime_s", "results"} <= result.keys()
    assert result["permalink"].endswith("/sim/activation-plot?functions=relu&range=3")
    again = json.loads(rectify_afresh(folder, "sim", "inspect", str(file), "--json").stdout)
    assert again["identical"] is True
    assert again["recipe"] == result["recipe"]
    assert again["outcome"] == "identical"


def test_a_run_is_animated(folder, tmp_path):
    file = tmp_path / "moons.gif"
    recipe = "linear-vs-nonlinear?dataset=moons&layers=1"
    done = rectify_afresh(folder, "sim", "animate", recipe, "--set", "width=4", "--seed", "3", "--out", str(file))
    assert done.returncode == 0, done.stderr
    assert "linear-vs-nonlinear.gif?dataset=moons&layers=1&seed=3&seeds=1&width=4" in done.stdout
    assert file.read_bytes().startswith(b"GIF89a")


@pytest.mark.slow
def test_the_gallery_is_written(folder, tmp_path):
    done = rectify_afresh(folder, "sim", "gallery", str(tmp_path / "docs"))
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "docs" / "gallery.md").read_text("utf-8")
    for name in sims.experiments():
        assert f"(pictures/{name}.png)" in page
        assert sims.inspect_png((tmp_path / "docs" / "pictures" / f"{name}.png").read_bytes()) == (name, sims.VERSION)


def test_run_serves_and_stops_on_the_stop_signal(rectify, folder, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = without_settings()
    environment |= {"RECTIFY_WEB__PORT": str(port), "RECTIFY_DATABASE__URL": f"sqlite:///{tmp_path}/r.db"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert ready(f"http://127.0.0.1:{port}/readyz")
        second = rectify(folder, "run", **{k: v for k, v in environment.items() if k.startswith("RECTIFY_")})
        assert second.returncode == 2
        assert "Is Rectify running already?" in second.stderr
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=15)
    finally:
        process.kill()
    assert process.returncode == 0, said
    assert time.monotonic() - started < 10
    assert "DISCORD_TOKEN is not set" in said
    assert "Traceback" not in said


def test_a_corrupt_entry_at_reload_leaves_the_last_good_library(folder, tmp_path, repository):
    content = tmp_path / "knowledge"
    (content / "claims").mkdir(parents=True)
    (content / "entries" / "functions").mkdir(parents=True)
    good = (repository / "knowledge" / "entries" / "functions" / "relu.md").read_text()
    good = re.sub(r"^related: .*$", "related: []", good, flags=re.MULTILINE)
    entry = content / "entries" / "functions" / "relu.md"
    entry.write_text(good)
    environment = without_settings()
    environment |= {
        "RECTIFY_WEB__PORT": "0",
        "RECTIFY_DATABASE__URL": f"sqlite:///{tmp_path}/r.db",
        "RECTIFY_KNOWLEDGE__PATH": str(content),
        "RECTIFY_KNOWLEDGE__CACHE": str(tmp_path / "cache"),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        said = read_until(process.stderr, "Rectify is on ")
        address = said[-1].removeprefix("Rectify is on ").strip()
        for text, event in ((good.replace("summary:", "sumary:", 1), "last good"), (good, "content reloaded")):
            entry.write_text(text)
            process.send_signal(signal.SIGHUP)
            said = read_until(process.stderr, event)
            assert "relu.md:" in said[-1] or event == "content reloaded"
            with urllib.request.urlopen(f"{address}/kb/relu", timeout=5) as page:
                assert page.status == 200
    finally:
        process.terminate()
        process.communicate(timeout=15)


def read_until(stream, words):
    """Lines up to the one that holds the words."""
    lines = []
    while not lines or words not in lines[-1]:
        lines.append(stream.readline())
        assert lines[-1], f"{words!r} was not said: {lines}"
    return lines


def ready(address, within_s=40.0):
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                return response.status == 200
        except OSError:
            time.sleep(0.2)
    return False
