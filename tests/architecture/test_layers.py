"""Imports go down only: the contract of pyproject.toml holds. Unbuilt apps are optional layers in it."""

from importlinter.cli import lint_imports


def test_imports_go_down_only(capsys):
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out
