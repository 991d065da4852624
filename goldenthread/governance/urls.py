"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, include, path

from goldenthread.governance.views import (
    agenda,
    apologies,
    attendance,
    calendar,
    follow_up,
    forward_plan,
    letters,
    matrix,
    meetings,
    minutes,
    minutes_listed,
    minutes_steps,
    minutes_writing,
    packs,
    papers,
    quarters,
    quorum,
    raising,
    series,
    sign_in_sheet,
    standing,
    worries,
)

body_urls = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/add/", meetings.meeting_add, name="meeting_add"),
    path("meetings/series/add/", series.series_add, name="series_add"),
    path("standing-items/", standing.standing_item_list, name="standing_item_list"),
    path("standing-items/add/", standing.standing_item_add, name="standing_item_add"),
    path("attendance/", matrix.attendance_matrix, name="attendance_matrix"),
    path("attendance/chart.svg", matrix.attendance_chart, name="attendance_chart"),
    path("attendance/attendance.<str:form>", matrix.attendance_export, name="attendance_export"),
    path("attendance/follow-up/", follow_up.attendance_follow_up, name="attendance_follow_up"),
    path("attendance/follow-up/list.<str:form>", follow_up.follow_up_export, name="follow_up_export"),
    path("attendance/follow-up/<int:seat_id>/letter/", follow_up.attendance_letter, name="attendance_letter"),
    path(
        "attendance/follow-up/<int:seat_id>/letter.pdf", follow_up.attendance_letter_pdf, name="attendance_letter_pdf"
    ),
    path("attendance/follow-up/<int:seat_id>/letter/keep/", follow_up.letter_keep, name="letter_keep"),
    path("quorum/", quorum.quorum_page, name="quorum_page"),
    path("quorum/add/", quorum.quorum_add, name="quorum_add"),
    path("letters/", letters.letter_list, name="letter_list"),
    path("letters/add/", letters.letter_add, name="letter_add"),
    path("letters/letters.<str:form>", letters.letter_export, name="letter_export"),
    path("forward-plan/", forward_plan.forward_plan_page, name="forward_plan"),
    path("forward-plan/add/", forward_plan.forward_item_add, name="forward_item_add"),
    path("forward-plan/plan.<str:form>", forward_plan.forward_plan_export, name="forward_plan_export"),
]
quarter_urls = [
    path("", quarters.quarter_updates, name="quarter_updates"),
    path("updates.<str:form>", quarters.quarter_updates_export, name="quarter_updates_export"),
    path("edit/", quarters.quarterly_theme_edit, name="quarterly_theme_edit"),
    path("remove/", quarters.quarterly_theme_remove, name="quarterly_theme_remove"),
    path("groups/<int:body_id>/", quarters.update_write, name="update_write"),
]
worry_urls = [
    path("edit/", worries.worry_edit, name="worry_edit"),
    path("remove/", worries.worry_remove, name="worry_remove"),
    path("take-up/", worries.worry_escalate, name="worry_escalate"),
    path("answer/", worries.worry_answer, name="worry_answer"),
]
meeting_urls = [
    path("", meetings.meeting_page, name="meeting_page"),
    path("edit/", meetings.meeting_edit, name="meeting_edit"),
    path("cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("remove/", meetings.meeting_remove, name="meeting_remove"),
    path("attendance/", attendance.attendance_record, name="attendance_record"),
    path("apologies/", apologies.apology_list, name="apology_list"),
    path("apologies/<int:seat_id>/", apologies.apology_give, name="apology_give"),
    path("sign-in-sheet.pdf", sign_in_sheet.sign_in_sheet, name="sign_in_sheet"),
    path("sign-in-sheet/seats.<str:form>", sign_in_sheet.sign_in_sheet_export, name="sign_in_sheet_export"),
    path("agenda/", agenda.agenda_page, name="agenda_page"),
    path("agenda/add/", agenda.item_add, name="item_add"),
    path("agenda/copy/", agenda.agenda_copy, name="agenda_copy"),
    path("agenda/standing/", agenda.agenda_standing, name="agenda_standing"),
    path("agenda/tabled/<int:tabling_id>/", raising.agenda_tabled, name="agenda_tabled"),
    path("pack/", packs.pack_page, name="pack_page"),
    path("pack/build/", packs.pack_build, name="pack_build"),
    path("invitations/", calendar.meeting_invite, name="meeting_invite"),
    path("meeting.ics", calendar.meeting_calendar, name="meeting_calendar"),
]
calendar_urls = [
    path("", calendar.calendar_settings, name="calendar_settings"),
    path("new/", calendar.calendar_make, name="calendar_make"),
    path("close/", calendar.calendar_revoke, name="calendar_revoke"),
    path("<str:key>.ics", calendar.calendar_feed, name="calendar_feed"),
]
letter_urls = [
    path("", letters.letter_page, name="letter_page"),
    path("edit/", letters.letter_edit, name="letter_edit"),
    path("letter.pdf", letters.letter_pdf, name="letter_pdf"),
    path("send/", letters.letter_send, name="letter_send"),
    path("reply/", letters.letter_reply, name="letter_reply"),
    path("remove/", letters.letter_remove, name="letter_remove"),
]
forward_item_urls = [
    path("edit/", forward_plan.forward_item_edit, name="forward_item_edit"),
    path("remove/", forward_plan.forward_item_remove, name="forward_item_remove"),
    path("take/", forward_plan.forward_item_take, name="forward_item_take"),
]
item_urls = [
    path("edit/", agenda.item_edit, name="item_edit"),
    path("remove/", agenda.item_remove, name="item_remove"),
    path("withdraw/", agenda.item_withdraw, name="item_withdraw"),
    path("move/", agenda.item_move, name="item_move"),
    path("readers/", agenda.item_readers, name="item_readers"),
    path("readers/invite/", agenda.reader_invite, name="reader_invite"),
    path("papers/add/", papers.paper_add, name="paper_add"),
    path("comes-back/", forward_plan.forward_item_ask, name="forward_item_ask"),
]
pack_urls = [
    path("publish/", packs.pack_publish, name="pack_publish"),
    path("pack.pdf", packs.pack_download, name="pack_download"),
]
paper_urls = [
    path("", papers.paper_download, name="paper_download"),
    path("replace/", papers.paper_replace, name="paper_replace"),
    path("remove/", papers.paper_remove, name="paper_remove"),
    path("move/", papers.paper_move, name="paper_move"),
]

body_minutes_urls = [
    path("minutes/", minutes.minutes_list, name="minutes_list"),
    path("interests/", minutes_listed.interest_list, name="interest_list"),
    path("interests/interests.<str:form>", minutes_listed.interest_export, name="interest_export"),
]
minutes_urls = [
    path("", minutes.minutes_page, name="minutes_page"),
    path("minutes.<str:form>", minutes.minutes_download, name="minutes_download"),
    path("public/", minutes.minutes_public, name="minutes_public"),
    path("public/minutes.<str:form>", minutes.minutes_public_download, name="minutes_public_download"),
    path("begin/", minutes_writing.minutes_begin, name="minutes_begin"),
    path("write/", minutes_writing.minutes_write, name="minutes_write"),
    path("circulate/", minutes_steps.minutes_circulate, name="minutes_circulate"),
    path("take-back/", minutes_steps.minutes_reopen, name="minutes_reopen"),
    path("agree/", minutes_steps.minutes_agree, name="minutes_agree"),
    path("publish/", minutes_steps.minutes_publish, name="minutes_publish"),
    path("items/<int:item_id>/decisions/add/", minutes_writing.decision_add, name="decision_add"),
    path("items/<int:item_id>/declarations/add/", minutes_writing.declaration_add, name="declaration_add"),
]
decision_urls = [
    path("decisions/<int:decision_id>/edit/", minutes_writing.decision_edit, name="decision_edit"),
    path("decisions/<int:decision_id>/remove/", minutes_writing.decision_remove, name="decision_remove"),
    path("decisions/<int:decision_id>/actions/add/", raising.action_raise, name="action_raise"),
    path("declarations/<int:declaration_id>/edit/", minutes_writing.declaration_edit, name="declaration_edit"),
    path("declarations/<int:declaration_id>/remove/", minutes_writing.declaration_remove, name="declaration_remove"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("meetings/", meetings.my_meetings, name="my_meetings"),
    path("bodies/<int:body_id>/", include(body_urls)),
    path("meetings/<int:meeting_id>/", include(meeting_urls)),
    path("apologies/<int:apology_id>/withdraw/", apologies.apology_withdraw, name="apology_withdraw"),
    path("quorum-rules/<int:rule_id>/edit/", quorum.quorum_edit, name="quorum_edit"),
    path("quorum-rules/<int:rule_id>/end/", quorum.quorum_end, name="quorum_end"),
    path("letters/<int:letter_id>/", include(letter_urls)),
    path("forward-items/<int:forward_item_id>/", include(forward_item_urls)),
    path("items/<int:item_id>/", include(item_urls)),
    path("packs/<int:pack_id>/", include(pack_urls)),
    path("papers/<int:paper_id>/", include(paper_urls)),
    path("readers/<int:reader_id>/remove/", agenda.reader_remove, name="reader_remove"),
    path("series/<int:series_id>/", series.series_page, name="series_page"),
    path("standing-items/<int:standing_id>/edit/", standing.standing_item_edit, name="standing_item_edit"),
    path("standing-items/<int:standing_id>/end/", standing.standing_item_end, name="standing_item_end"),
    path("school-terms/", series.school_term_list, name="school_term_list"),
    path("school-terms/add/", series.school_term_add, name="school_term_add"),
    path("school-terms/<int:term_id>/edit/", series.school_term_edit, name="school_term_edit"),
    path("calendar/", include(calendar_urls)),
    path("bodies/<int:body_id>/", include(body_minutes_urls)),
    path("meetings/<int:meeting_id>/minutes/", include(minutes_urls)),
    path("meetings/<int:meeting_id>/matters-arising/", minutes.minutes_matters, name="minutes_matters"),
    path("", include(decision_urls)),
    path("bodies/<int:body_id>/quarterly-themes/", quarters.quarterly_theme_list, name="quarterly_theme_list"),
    path("bodies/<int:body_id>/quarterly-themes/add/", quarters.quarterly_theme_add, name="quarterly_theme_add"),
    path("quarterly-themes/<int:theme_id>/", include(quarter_urls)),
    path("bodies/<int:body_id>/worries/", worries.worry_list, name="worry_list"),
    path("bodies/<int:body_id>/worries/add/", worries.worry_add, name="worry_add"),
    path("bodies/<int:body_id>/worries/worries.<str:form>", worries.worry_export, name="worry_export"),
    path("worries/<int:worry_id>/", include(worry_urls)),
]
