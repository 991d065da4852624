"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, include, path

from goldenthread.governance.views import attendance, follow_up, matrix, meetings

body_urls = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/add/", meetings.meeting_add, name="meeting_add"),
    path("attendance/", matrix.attendance_matrix, name="attendance_matrix"),
    path("attendance/chart.svg", matrix.attendance_chart, name="attendance_chart"),
    path("attendance/attendance.<str:form>", matrix.attendance_export, name="attendance_export"),
    path("attendance/follow-up/", follow_up.attendance_follow_up, name="attendance_follow_up"),
    path("attendance/follow-up/list.<str:form>", follow_up.follow_up_export, name="follow_up_export"),
    path("attendance/follow-up/<int:seat_id>/letter/", follow_up.attendance_letter, name="attendance_letter"),
    path(
        "attendance/follow-up/<int:seat_id>/letter.pdf", follow_up.attendance_letter_pdf, name="attendance_letter_pdf"
    ),
]
meeting_urls = [
    path("", meetings.meeting_page, name="meeting_page"),
    path("edit/", meetings.meeting_edit, name="meeting_edit"),
    path("remove/", meetings.meeting_remove, name="meeting_remove"),
    path("attendance/", attendance.attendance_record, name="attendance_record"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("bodies/<int:body_id>/", include(body_urls)),
    path("meetings/<int:meeting_id>/", include(meeting_urls)),
]
