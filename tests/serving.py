"""A record served on a free port of this machine, for as long as a test runs."""

import threading

import uvicorn

from onrecord.web import server
from onrecord.web.app import application
from onrecord.web.room import Room


class Server:
    """A server in a thread of its own; ``address`` is where it listens."""

    def __init__(self, record, **options):
        self.room = Room.open(record)
        self._listening = server.listen("127.0.0.1", 0)
        self.port = self._listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(application(self.room, **options), log_level="warning", access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listening]}, daemon=True)
        self._thread.start()

    def close(self):
        self._server.should_exit = True
        self._thread.join(timeout=30)
        self._listening.close()
        self.room.close()
