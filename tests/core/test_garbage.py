"""The collector of cycles is out of the way for a while, and never longer."""

import gc

import pytest

from lt_admin.core.garbage import not_collecting


def test_nothing_is_collected_meanwhile():
    with not_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_failure():
    with pytest.raises(ZeroDivisionError), not_collecting():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_one_inside_another_changes_nothing():
    with not_collecting():
        with not_collecting():
            pass
        assert not gc.isenabled()
