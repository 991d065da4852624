"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, include, path

from goldenthread.partnership.views import (
    agencies,
    bodies,
    checks,
    delegations,
    home,
    invitations,
    partnerships,
    people,
    seats,
    trail,
)

partnership_urls = [
    path("", partnerships.partnership_list, name="partnership_list"),
    path("switch/", partnerships.partnership_switch, name="partnership_switch"),
    path("<int:partnership_id>/", partnerships.partnership_page, name="partnership_page"),
    path("<int:partnership_id>/edit/", partnerships.partnership_edit, name="partnership_edit"),
]
body_urls = [
    path("", bodies.body_list, name="body_list"),
    path("structure/", bodies.body_structure, name="body_structure"),
    path("add/", bodies.body_add, name="body_add"),
    path("<int:body_id>/", bodies.body_page, name="body_page"),
    path("<int:body_id>/edit/", bodies.body_edit, name="body_edit"),
    path("<int:body_id>/close/", bodies.body_close, name="body_close"),
    path("<int:body_id>/distribution/", bodies.body_distribution, name="body_distribution"),
    path("<int:body_id>/seats/add/", seats.seat_add, name="seat_add"),
]
seat_urls = [
    path("<int:seat_id>/", seats.seat_page, name="seat_page"),
    path("<int:seat_id>/edit/", seats.seat_edit, name="seat_edit"),
    path("<int:seat_id>/close/", seats.seat_close, name="seat_close"),
    path("<int:seat_id>/appoint/", seats.appointment_add, name="appointment_add"),
    path("appointments/<int:appointment_id>/end/", seats.appointment_end, name="appointment_end"),
]
agency_urls = [
    path("", agencies.agency_list, name="agency_list"),
    path("add/", agencies.agency_add, name="agency_add"),
    path("<int:agency_id>/", agencies.agency_page, name="agency_page"),
    path("<int:agency_id>/edit/", agencies.agency_edit, name="agency_edit"),
    path("<int:agency_id>/succeed/", agencies.agency_succeed, name="agency_succeed"),
]
person_urls = [
    path("", people.person_list, name="person_list"),
    path("add/", people.person_add, name="person_add"),
    path("<int:person_id>/", people.person_page, name="person_page"),
    path("<int:person_id>/edit/", people.person_edit, name="person_edit"),
    path("<int:person_id>/invite/", people.person_invite, name="person_invite"),
    path("<int:person_id>/stop/", people.person_stop, name="person_stop"),
    path("<int:person_id>/let-in/", people.person_let_in, name="person_let_in"),
]
delegation_urls = [
    path("", delegations.delegation_list, name="delegation_list"),
    path("add/", delegations.delegation_add, name="delegation_add"),
    path("<int:delegation_id>/withdraw/", delegations.delegation_withdraw, name="delegation_withdraw"),
    path("<int:delegation_id>/act/", delegations.acting_begin, name="acting_begin"),
    path("stop/", delegations.acting_stop, name="acting_stop"),
]
trail_urls = [
    path("", trail.trail_list, name="trail_list"),
    path("export/", trail.trail_export, name="trail_export"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("brand.css", partnerships.brand_css, name="brand_css"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("checks/", checks.register_checks, name="register_checks"),
    path("partnerships/", include(partnership_urls)),
    path("bodies/", include(body_urls)),
    path("seats/", include(seat_urls)),
    path("agencies/", include(agency_urls)),
    path("people/", include(person_urls)),
    path("delegates/", include(delegation_urls)),
    path("trail/", include(trail_urls)),
]
