from __future__ import annotations


def test_the_demo_is_loaded_into_an_empty_database_only(demo):
    refused = demo.test_cli_runner().invoke(args=["demo", "load"])

    assert refused.exit_code == 1


def test_with_if_empty_a_second_time_does_nothing(demo):
    again = demo.test_cli_runner().invoke(args=["demo", "load", "--if-empty"])

    assert again.exit_code == 0
    assert "already" in again.output
