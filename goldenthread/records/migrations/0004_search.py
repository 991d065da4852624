"""The search index: its rows, what is due, and the table of words, which each database keeps in its own way."""

from datetime import date

from django.db import migrations, models


def parts():
    """The parts of the table on PostgreSQL, the newest first: two years each. Places are those of models/search.py."""
    first = "MINVALUE"
    for year in range(2040, 2010, -2):
        last = (2**17 - 1 - (date(year - 1, 12, 31) - date(1900, 1, 1)).days) << 46
        yield year, first, last
        first = last
    yield "older", first, "MAXVALUE"


SQLITE = [
    "CREATE VIRTUAL TABLE records_searchwords USING fts5("
    "title, body, marks, tokenize = 'porter unicode61 remove_diacritics 0', prefix = '3')",
]
POSTGRESQL = [
    # English endings are taken off; no word is left out, since people are called Will and May.
    "CREATE TEXT SEARCH DICTIONARY records_english_endings (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION records_english (COPY = pg_catalog.simple)",
    "ALTER TEXT SEARCH CONFIGURATION records_english ALTER MAPPING FOR asciiword, word WITH records_english_endings",
    "CREATE TABLE records_searchwords ("
    "place bigint PRIMARY KEY, words tsvector NOT NULL, marks text[] NOT NULL CHECK (cardinality(marks) > 1)) "
    "PARTITION BY RANGE (place)",
    *(
        f"CREATE TABLE records_searchwords_{name} PARTITION OF records_searchwords FOR VALUES FROM ({first}) TO ({last})"
        for name, first, last in parts()
    ),
    # Without a list of entries still to be merged in, which every search would read through.
    "CREATE INDEX records_searchwords_found ON records_searchwords USING gin (words, marks) WITH (fastupdate = off)",
]
SQLITE_BACK = ["DROP TABLE records_searchwords"]
POSTGRESQL_BACK = [
    "DROP TABLE records_searchwords",
    "DROP TEXT SEARCH CONFIGURATION records_english",
    "DROP TEXT SEARCH DICTIONARY records_english_endings",
]


def make_words(apps, schema_editor):
    """Make the table of words."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_words(apps, schema_editor):
    """Drop it again."""
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0003_clocks'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60)),
                ('number', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='SearchLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60)),
                ('number', models.BigIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['label', 'number'], name='search_link_from'), models.Index(fields=['kind', 'object_id'], name='search_link_to')],
            },
        ),
        migrations.CreateModel(
            name='SearchRow',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.BigIntegerField()),
                ('title', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('dated_on', models.DateField(null=True)),
                ('page', models.CharField(max_length=100)),
                ('args', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'object_id'], name='search_object')],
            },
        ),
        migrations.RunPython(make_words, drop_words),
    ]
