"""A process works on few requests at once, however many pages listen to it."""

from threading import Event, Thread

import pytest

from forum_app.server import FewAtOnce

PAGE, STREAM = {"PATH_INFO": "/vi/"}, {"PATH_INFO": "/live"}


def test_what_is_too_much_at_once_waits_and_streams_come_on_top():
    served = FewAtOnce(lambda environ, start: [environ["PATH_INFO"].encode()], many=1)
    first, done = served(PAGE, None), Event()

    def come():
        served(PAGE, None).close()
        done.set()

    second = Thread(target=come, daemon=True)
    second.start()

    assert list(served(STREAM, None)) == [b"/live"]
    assert not done.wait(0.2)
    assert list(first) == [b"/vi/"]
    assert not done.wait(0.2)  # until all of it is sent
    first.close()
    assert done.wait(5)


def test_a_request_that_fails_gives_its_place_back():
    def fails(environ, start):
        raise RuntimeError

    served = FewAtOnce(fails, many=1)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            served(PAGE, None)
