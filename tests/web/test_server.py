import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from onrecord.errors import QueryError, RecordError
from onrecord.web import server


@pytest.fixture
def serving(store):
    command = [sys.executable, "-m", "onrecord", "serve", str(store.path), "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        yield process, re.search(r"http://\S+", process.stderr.readline())[0]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.usefixtures("story")
def test_the_command_serves_until_it_is_told_to_stop(serving):
    process, address = serving
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    with urllib.request.urlopen(address) as answer:
        assert "4 statements" in answer.read().decode()
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in rest


def test_a_port_in_use_and_a_record_that_is_not_there_say_so(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(QueryError, match=f"port {port}, cannot be listened at"):
            server.serve(tmp_path / "none", host="127.0.0.1", port=port, tell=print)
    with pytest.raises(RecordError, match="there is no record"):
        server.serve(tmp_path / "none", host="127.0.0.1", port=0, tell=print)
