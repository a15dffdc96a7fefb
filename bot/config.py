"""config.yaml and the environment as one frozen model; unknown keys are refused by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.errors import ConfigError

DISCORD_API = "https://discord.com/api/v10"
DEFAULT_FILE = Path("config.yaml")
PREFIX = "RECTIFY_"
# Variables with the prefix that are no configuration keys.
OTHER_VARIABLES = frozenset({"RECTIFY_CONFIG", "RECTIFY_TEST_OPENAPI"})


class Section(BaseModel):
    """A part of the configuration: frozen, and strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WebConfig(Section):
    """The web site."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    public_url: str | None = Field(
        None, description="address under which others reach the site, e.g. https://rectify.example.org; links use it"
    )

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, value: str | None) -> str | None:
        if not value:
            return None
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")


class DatabaseConfig(Section):
    """Where feedback and other rows are kept."""

    url: str = Field("sqlite+aiosqlite:///data/rectify.db", description="SQLAlchemy URL, SQLite or PostgreSQL")

    @field_validator("url")
    @classmethod
    def _async_driver(cls, value: str) -> str:
        """Name the driver that does not block; refuse what is no address of a database we know."""
        for plain, with_driver in (("sqlite:", "sqlite+aiosqlite:"), ("postgresql:", "postgresql+asyncpg:")):
            if value.startswith(plain):
                return with_driver + value.removeprefix(plain)
        if not value.startswith(("sqlite+aiosqlite:", "postgresql+asyncpg:")):
            raise ValueError("must start with sqlite: or postgresql:")
        return value


class EngineConfig(Section):
    """Where simulations run."""

    kind: Literal["local", "dask"] = Field(
        "local", description="local: worker processes on this machine; dask: a Dask cluster (extra `cluster`)"
    )
    workers: int = Field(0, ge=0, le=64, description="worker processes; 0 takes one per core")
    timeout_s: float = Field(20.0, gt=0, le=600, description="hard time limit of one simulation, in seconds")
    memory_mib: int = Field(1024, ge=256, le=65536, description="memory that one simulation may add, in MiB")
    address: str | None = Field(None, description="address of the Dask scheduler, e.g. tcp://10.0.0.5:8786")

    @field_validator("kind")
    @classmethod
    def _in_this_version(cls, value: str) -> str:
        if value == "dask":
            raise ValueError("dask is not part of this version; use local")
        return value


class DiscordConfig(Section):
    """The Discord face."""

    token: SecretStr | None = Field(None, description="bot token; only ever from the environment", exclude=True)
    api_base: str = Field(DISCORD_API, description="Discord's REST address, or that of a proxy or stand-in")
    message_content: bool = Field(False, description="ask for the privileged message-content intent")
    prefix: str = Field("!rectify ", description="typed commands start with it, where message_content is on")
    moderator_roles: tuple[int, ...] = Field((), description="role ids whose members are staff")
    forum_channels: tuple[int, ...] = Field((), description="forum channels in which new posts get a first reply")
    staff_channel: int | None = Field(None, description="channel where staff is told of edits, gaps and calls")
    mentor_tag: str = Field("", description="forum tag that “Ask a mentor” sets, where a forum has one of this name")
    ask_channels: tuple[int, ...] = Field((), description="channels in which every message is a question")
    prediction_s: float = Field(
        30.0, ge=0.1, le=800, description="after how long a prediction ends, and its picture is shown"
    )
    sync: Literal["changed", "always", "never"] = Field("changed", description="when slash commands are registered")
    test_guild: int | None = Field(None, description="register commands in this server only")

    @field_validator("api_base")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")


class LimitsConfig(Section):
    """What one user, and everyone together, may ask for."""

    queue_length: int = Field(64, ge=1, le=10_000, description="simulations waiting or running, all users together")
    per_user: int = Field(3, ge=1, le=100, description="simulations waiting or running for one user")
    requests_per_minute_user: int = Field(
        60, ge=1, le=10_000, description="questions, simulations and clicks of one person within a minute"
    )
    requests_per_minute_channel: int = Field(
        1200, ge=1, le=100_000, description="the same of everybody in one channel together"
    )
    staff_exempt: bool = Field(True, description="whether staff may ask as often as they like")
    cache_mib: int = Field(64, ge=1, le=65_536, description="finished results kept in memory, in MiB")
    question_chars: int = Field(4000, ge=100, le=20_000, description="longest question or intuition that is read")


class PrivacyConfig(Section):
    """How long rows about people are kept."""

    retention_days: int = Field(
        365, ge=1, le=36_500, description="days after which feedback, predictions and gaps are deleted"
    )


def _user_cache() -> Path:
    """Where programs keep what they can compute again (XDG base directories)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rectify"


class KnowledgeConfig(Section):
    """What Rectify says."""

    path: Path = Field(
        Path(__file__).parent.parent / "knowledge",
        description="folder with entries/ and claims/ (default: the bundled)",
    )
    labelled: Path = Field(
        Path(__file__).parent.parent / "knowledge" / "labelled",
        description="folder with labelled questions*.yaml and intuitions*.yaml, asked before an edit is saved",
    )
    cache: Path = Field(
        default_factory=_user_cache, description="folder for what search learned from the content; safe to delete"
    )


class Config(BaseSettings):
    """The whole configuration. Precedence: environment, then config.yaml, then defaults."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid", populate_by_name=True
    )

    web: WebConfig = WebConfig()
    database: DatabaseConfig = DatabaseConfig()
    engine: EngineConfig = EngineConfig()
    discord: DiscordConfig = DiscordConfig()
    limits: LimitsConfig = LimitsConfig()
    privacy: PrivacyConfig = PrivacyConfig()
    knowledge: KnowledgeConfig = KnowledgeConfig()
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="log lines: json, or console on a terminal"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then what was read from the file (given as init values)."""
        return (env_settings, init_settings)


def read_config(path: Path | None = None) -> Config:
    """Read the configuration from a YAML file and the environment.

    Args:
        path: the file; without it RECTIFY_CONFIG names one, and else ./config.yaml is read where it exists.

    Raises:
        ConfigError: the file is missing or broken, or a key or value is not allowed; the message names it.
    """
    named = path or (Path(os.environ["RECTIFY_CONFIG"]) if os.environ.get("RECTIFY_CONFIG") else None)
    file = named or DEFAULT_FILE
    values = _read_file(file) if named or file.exists() else {}
    _refuse_unknown_variables()
    discord = values.get("discord") or {}
    if isinstance(discord, dict):
        if "token" in discord:
            raise ConfigError(
                f"{file}: discord.token is not read from a file. Set the environment variable DISCORD_TOKEN instead."
            )
        secrets = {"token": os.environ.get("DISCORD_TOKEN") or None, "api_base": os.environ.get("DISCORD_API_BASE")}
        values["discord"] = discord | {key: value for key, value in secrets.items() if value}
    try:
        return Config(**_without_blanks(values))
    except ValidationError as error:
        raise ConfigError(_sentence(error, file)) from None  # the cause holds input values, perhaps the token
    except SettingsError as error:
        raise ConfigError(f"An environment variable {PREFIX}… does not hold valid JSON: {error}.") from None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"Cannot read the configuration file {path}: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise ConfigError(f"{path}{where} is not valid YAML: {getattr(error, 'problem', error)}.") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ConfigError(f"{path} must hold sections such as `web:`, not {type(values).__name__}.")
    return values


def _refuse_unknown_variables() -> None:
    """Refuse RECTIFY_… variables that name no section: pydantic-settings would pass over them in silence."""
    sections = {name.upper() for name in Config.model_fields}
    for variable in os.environ:
        if not variable.startswith(PREFIX) or variable in OTHER_VARIABLES:
            continue
        if variable.removeprefix(PREFIX).split("__")[0] not in sections:
            known = ", ".join(f"{PREFIX}{name}__…" for name in sorted(sections))
            raise ConfigError(f"The environment variable {variable} is no configuration key. Known are {known}.")


def _sentence(error: ValidationError, file: Path) -> str:
    problems = []
    for item in error.errors(include_input=False, include_url=False):
        key = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            problems.append(f"unknown key {key}{_known_keys(item['loc'])}")
        else:
            problems.append(f"{key}: {item['msg']}")
    return f"The configuration ({file} and the environment) is not valid: {'; '.join(problems)}."


def _known_keys(location: tuple[int | str, ...]) -> str:
    fields = Config.model_fields
    if len(location) > 1:
        section = fields[str(location[0])].annotation
        fields = section.model_fields if isinstance(section, type) and issubclass(section, BaseModel) else {}
    return f" (known: {', '.join(sorted(fields))})" if fields else ""


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    """Drop keys that were left blank in the file: they mean the default."""
    return {
        key: _without_blanks(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value is not None
    }
