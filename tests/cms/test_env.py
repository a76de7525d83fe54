import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.config.env import Secret, read


def test_the_environment_shows_no_secret_by_accident(monkeypatch):
    names = ("SECRET_KEY", "DATABASE_URL", "PARTWISE_SMTP_URL", "PARTWISE_ESP_KEY", "PARTWISE_ESP_SECRET")
    for name in names:
        monkeypatch.setenv(name, f"hidden {name}")

    env = read()

    assert "hidden" not in repr(env)
    assert env.esp_key == "hidden PARTWISE_ESP_KEY"


def test_an_empty_secret_is_seen_to_be_empty():
    assert repr(Secret()) == "''"


@pytest.mark.parametrize("said", ["", "on", "off"])
def test_the_second_factor_is_on_off_or_left_to_the_kind_of_site(monkeypatch, said):
    monkeypatch.setenv("PARTWISE_SECOND_FACTOR", said)

    assert read().second_factor == said


def test_anything_else_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("PARTWISE_SECOND_FACTOR", "yes")

    with pytest.raises(ImproperlyConfigured, match="PARTWISE_SECOND_FACTOR is 'yes'"):
        read()
