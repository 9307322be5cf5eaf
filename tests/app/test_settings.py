import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, from_environment


def test_an_empty_environment_serves_from_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    settings = from_environment({"SPIEGELBEELD_DATA": str(tmp_path / "data")})

    assert settings.database_url == f"sqlite:///{tmp_path}/data/spiegelbeeld.db"
    assert settings.base_url == "http://127.0.0.1:8000"


def test_the_secret_key_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    environment = {"SPIEGELBEELD_DATA": str(tmp_path)}

    first = from_environment(environment).secret_key

    assert from_environment(environment).secret_key == first
    assert len(first) >= 43  # 256 bits
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_workers_that_start_together_get_one_secret_key(tmp_path: Path) -> None:
    environment = {"SPIEGELBEELD_DATA": str(tmp_path)}

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: from_environment(environment).secret_key, range(32)))

    assert len(keys) == 1


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_reached_through_psycopg_3(tmp_path: Path, scheme: str) -> None:
    environment = {"SPIEGELBEELD_DATA": str(tmp_path), "DATABASE_URL": f"{scheme}://host/name"}

    assert from_environment(environment).database_url == "postgresql+psycopg://host/name"


def test_the_port_is_in_the_address_unless_an_address_is_given(tmp_path: Path) -> None:
    environment = {"SPIEGELBEELD_DATA": str(tmp_path), "PORT": "8080"}

    assert from_environment(environment).base_url == "http://127.0.0.1:8080"
    behind = from_environment(environment | {"BASE_URL": "https://beeld.example/"})
    assert behind.base_url == "https://beeld.example"
    assert behind.is_https


@pytest.mark.parametrize("setting", [{"PORT": "many"}, {"PORT": "-1"}, {"TRUSTED_PROXIES": "1.5"}])
def test_a_number_that_is_none_is_refused_by_name(tmp_path: Path, setting: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(setting))):
        from_environment({"SPIEGELBEELD_DATA": str(tmp_path)} | setting)


@pytest.mark.parametrize(
    "setting", [{"SECRET_KEY": "short"}, {"BASE_URL": "beeld.example"}, {"BASE_URL": "file:///x"}]
)
def test_an_unsafe_setting_is_refused_by_name(tmp_path: Path, setting: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(setting))):
        from_environment({"SPIEGELBEELD_DATA": str(tmp_path)} | setting)


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url="sqlite://", secret_key="x" * 32)

    with pytest.raises(AttributeError):
        settings.port = 80  # type: ignore[misc]  # that is the point
