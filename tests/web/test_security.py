import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from onrecord.web.app import application
from onrecord.web.security import HEADERS, same_site


@pytest.fixture
def guarded(room):
    return TestClient(application(room, token="open sesame"), base_url="http://reading.example", follow_redirects=False)


def test_every_answer_carries_the_headers(client):
    for path in ("/", "/none", "/api", "/static/page.css", "/search.csv", "/search?page=x"):
        headers = client.get(path).headers
        for name, value in HEADERS.items():
            assert headers[name] == value, path
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert "http" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8420", 200),
        ("localhost", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("[", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_machine_are_answered(client, host, status):
    assert client.get("/", headers={"Host": host}).status_code == status


def test_a_token_opens_the_page_once_by_address_then_by_cookie(guarded):
    assert guarded.get("/").status_code == 401
    assert guarded.get("/?token=wrong").status_code == 401
    assert guarded.get("/static/page.css").status_code == 401
    answer = guarded.get("/search?text=line&token=open+sesame")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?text=line"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert guarded.get("/").status_code == 200


def test_a_program_gives_the_token_in_a_header(guarded):
    assert guarded.get("/api", headers={"Authorization": "Bearer open sesame"}).status_code == 200
    assert guarded.get("/api", headers={"Authorization": "Bearer other"}).status_code == 401
    assert guarded.get("/api", headers={"Authorization": "Basic open sesame"}).status_code == 401


def test_changes_come_only_from_the_servers_own_pages():
    assert same_site(Headers({"origin": "http://127.0.0.1:8420", "host": "127.0.0.1:8420"}))
    assert not same_site(Headers({"origin": "http://evil.example", "host": "127.0.0.1:8420"}))
    assert not same_site(Headers({"host": "127.0.0.1:8420"}))
