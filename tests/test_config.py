import stat

import pytest

from lt_admin.config import BadSetting, Settings


def test_with_nothing_set_everything_has_its_default(tmp_path):
    settings = Settings.from_environment({"LT_ADMIN_DATA_DIR": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/lt-admin.sqlite"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.smtp_url is None


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    environment = {"LT_ADMIN_DATA_DIR": str(tmp_path)}
    first = Settings.from_environment(environment).secret_key

    assert Settings.from_environment(environment).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LT_ADMIN_DATABASE_URL", "mysql://somewhere"),
        ("LT_ADMIN_BASE_URL", "somewhere"),
        ("LT_ADMIN_SMTP_URL", "http://mail.example"),
        ("LT_ADMIN_SMTP_URL", "smtp://mail.example:many"),
        ("LT_ADMIN_TRUSTED_PROXIES", "many"),
        ("LT_ADMIN_CLOCK", "yesterday"),
        ("LT_ADMIN_CLOCK", "2026-07-01T09:00:00"),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_line_that_names_it(tmp_path, name, value):
    with pytest.raises(BadSetting, match=name) as refused:
        Settings.from_environment({"LT_ADMIN_DATA_DIR": str(tmp_path), name: value})

    assert "\n" not in str(refused.value)
