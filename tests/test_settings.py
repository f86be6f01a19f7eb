"""Settings: none is needed; what is wrong is told at once, all of it, and no secret is repeated."""

from pathlib import Path

import pytest

from bot.settings import BadSettings, load

NO_FILE = Path("/nonexistent/.env")


def test_nothing_has_to_be_set() -> None:
    settings = load({}, NO_FILE)

    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert not settings.has_line
    assert not settings.has_telegram
    assert settings.agency.is_file()


def test_the_environment_wins_over_the_file_and_the_file_over_defaults(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# comment\nPORT=9000\nexport HOST='0.0.0.0'\n\n")

    settings = load({"PORT": "9001"}, file)

    assert (settings.host, settings.port) == ("0.0.0.0", 9001)


def test_every_problem_is_named_in_one_message_and_no_secret_in_it() -> None:
    secrets = {
        "CASE_KEY": "hunter2-is-not-a-key",
        "NEW_CASE_KEY": "hunter3-is-not-a-key",
        "LINE_CHANNEL_SECRET": "line-secret-value",
        "TELEGRAM_BOT_TOKEN": "not a token value",
        "TELEGRAM_WEBHOOK_SECRET": "ลับมาก",
    }
    with pytest.raises(BadSettings) as told:
        load(
            {
                **secrets,
                "PORT": "80x",
                "PUBLIC_URL": "ftp://example.org",
                "TRUSTED_PROXIES": "10.0.0.0/8, nowhere",
                "AGENCY": "/nonexistent/agency.toml",
            },
            NO_FILE,
        )

    message = str(told.value)
    for name in (*secrets, "PORT", "PUBLIC_URL", "TRUSTED_PROXIES", "AGENCY"):
        assert name in message
    for value in secrets.values():
        assert value not in message


def test_a_line_of_the_file_that_is_no_setting_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PROT=9000\n")

    with pytest.raises(BadSettings, match="line 1"):
        load({}, file)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "๘๐๘๐", "9" * 5000, ""])
def test_a_port_is_a_port(port: str) -> None:
    if port == "":
        assert load({"PORT": ""}, NO_FILE).port == 8080
        return
    with pytest.raises(BadSettings, match="PORT"):
        load({"PORT": port}, NO_FILE)


@pytest.mark.parametrize(
    "address",
    [
        "http://h:70000",
        "http://h:x",
        "http://a..b",
        "http:///x",
        "http://me:geheim@h",
        "http://me@h",
    ],
)
@pytest.mark.parametrize("name", ["LINE_API_BASE", "TELEGRAM_API_BASE", "PUBLIC_URL"])
def test_an_address_that_nobody_can_be_reached_by_is_told(name: str, address: str) -> None:
    with pytest.raises(BadSettings, match=name) as told:
        load({name: address}, NO_FILE)
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize("token", ["one\r\nAnother: 1", "โทเคน", "one\0"])
def test_a_token_that_is_no_header_is_told_and_not_shown(token: str) -> None:
    with pytest.raises(BadSettings, match="LINE_CHANNEL_ACCESS_TOKEN") as told:
        load({"LINE_CHANNEL_SECRET": "s", "LINE_CHANNEL_ACCESS_TOKEN": token}, NO_FILE)
    assert token not in str(told.value)


def test_settings_do_not_show_secrets() -> None:
    settings = load(
        {"LINE_CHANNEL_SECRET": "s3cret", "LINE_CHANNEL_ACCESS_TOKEN": "t0ken"}, NO_FILE
    )

    assert "s3cret" not in repr(settings)
    assert "t0ken" not in repr(settings)
