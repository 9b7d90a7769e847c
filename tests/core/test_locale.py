from flask import render_template_string


def test_a_plural_in_a_template_takes_facts_beside_its_number(app):
    words = "{{ ngettext('%(num)d of %(name)s', '%(num)d all of %(name)s', 2, name='Noor') }}"
    with app.test_request_context():
        assert render_template_string(words) == "2 all of Noor"
