"""The drafted letter as PDF."""

YEAR = {"from": "2016-04-01", "to": "2017-03-31"}


def test_the_letter_as_pdf(mere, get):
    answer = get(mere.chair, "attendance_letter_pdf", mere.board.pk, mere.seats["police"].pk, **YEAR)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert 'filename="OFFICIAL-SENSITIVE letter borough-command.pdf"' in answer["Content-Disposition"]
