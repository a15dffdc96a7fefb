"""Configuration: what is refused and how it is said, what overrides what, what is never shown."""

import pytest

from bot.config import Config, read_config
from bot.errors import ConfigError

REFUSED_FILES = [
    ("web: {prot: 1}", "unknown key web.prot (known: host, port, public_url)"),
    ("wbe: {port: 1}", "unknown key wbe"),
    ("web: {port: 99999}", "web.port"),
    ("web: {port: none}", "web.port"),
    ("web: {public_url: example.org}", "must start with http"),
    ("engine: {kind: moon}", "engine.kind"),
    ("engine: {kind: dask}", "not part of this version"),
    ("database: {url: nonsense}", "must start with sqlite: or postgresql:"),
    ("engine: {timeout_s: .nan}", "engine.timeout_s"),
    ("limits: {per_user: 0}", "limits.per_user"),
    ("discord: {token: abc}", "DISCORD_TOKEN"),
    ("discord: {moderator_roles: 7x}", "discord.moderator_roles"),
    ("- a list", "must hold sections"),
    ("web: [", "line 2 is not valid YAML"),
    ("web: {port: 1}\nbad\n", "is not valid YAML"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED_FILES, ids=[said for _, said in REFUSED_FILES])
def test_a_wrong_file_is_refused_by_name(clean_environment, text, said):
    (clean_environment / "config.yaml").write_text(text + "\n")
    with pytest.raises(ConfigError) as refusal:
        read_config()
    assert said in str(refusal.value)
    assert "config.yaml" in str(refusal.value)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("RECTIFY_WEB__PROT", "1", "web.prot"),
        ("RECTIFY_WBE__PORT", "1", "RECTIFY_WBE__PORT"),
        ("RECTIFY_WEB__PORT", "many", "web.port"),
        ("RECTIFY_WEB", "{", "valid JSON"),
        ("RECTIFY_CONFIG", "missing.yaml", "missing.yaml"),
        ("DISCORD_API_BASE", "ftp://x", "discord.api_base"),
    ],
)
def test_a_wrong_variable_is_refused_by_name(clean_environment, monkeypatch, variable, value, said):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=said):
        read_config()


def test_defaults_work_without_a_file(clean_environment):
    config = read_config()
    assert (config.web.host, config.web.port, config.discord.token) == ("127.0.0.1", 8080, None)
    assert (config.knowledge.path / "entries").is_dir()


def test_the_environment_overrides_the_file(clean_environment, monkeypatch):
    (clean_environment / "config.yaml").write_text("web: {port: 1000, host: localhost}\nlimits:\n  per_user:\n")
    monkeypatch.setenv("RECTIFY_WEB__PORT", "2000")
    monkeypatch.setenv("RECTIFY_DISCORD__MODERATOR_ROLES", "[1, 2]")
    config = read_config()
    assert (config.web.port, config.web.host) == (2000, "localhost")
    assert config.discord.moderator_roles == (1, 2)
    assert config.limits.per_user == 3, "a blank key means the default"


def test_rectify_config_names_the_file(clean_environment, monkeypatch):
    (clean_environment / "other.yaml").write_text("web: {port: 7}")
    monkeypatch.setenv("RECTIFY_CONFIG", "other.yaml")
    assert read_config().web.port == 7


def test_the_repository_file_says_the_defaults(clean_environment, repository):
    assert read_config(repository / "config.yaml") == Config()


@pytest.mark.parametrize(
    ("given", "driver"),
    [("sqlite:///x.db", "sqlite+aiosqlite:///x.db"), ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d")],
)
def test_database_urls_get_an_async_driver(clean_environment, monkeypatch, given, driver):
    monkeypatch.setenv("RECTIFY_DATABASE__URL", given)
    assert read_config().database.url == driver


def test_the_token_is_never_shown(clean_environment, monkeypatch):
    secret = "MTA.secret-token"
    monkeypatch.setenv("DISCORD_TOKEN", secret)
    config = read_config()
    assert config.discord.token is not None
    assert config.discord.token.get_secret_value() == secret
    for shown in (repr(config), str(config), config.model_dump_json(), repr(config.discord), str(config.model_dump())):
        assert secret not in shown
    monkeypatch.setenv("RECTIFY_WEB__PORT", "x")
    with pytest.raises(ConfigError) as refusal:
        read_config()
    assert secret not in str(refusal.value)
    assert refusal.value.__cause__ is None
