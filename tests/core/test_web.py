from __future__ import annotations


def test_the_front_page_is_for_people_who_signed_in(anyone):
    response = anyone.get("/")

    assert response.status_code == 302
    assert response.location == "/login?next=%2F"


def test_the_front_page_greets(client_of, coordinator):
    page = client_of(coordinator).page("/")

    assert "Ilse" in page.text


def test_an_address_of_nothing_is_told_kindly(client_of, coordinator):
    assert client_of(coordinator).get("/nothing-here").status_code == 404
