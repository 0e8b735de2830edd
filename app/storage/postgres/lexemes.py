"""The search adapter of PostgreSQL: a hand-made tsvector of the same terms, under a GIN index.

Every term is a lexeme with a letter in front for its column. Neighbouring characters of a name are a lexeme together,
which answers a phrase without the positions of a tsvector: those end at 16,383 words and at 256 places of one word,
where a long question would no longer be found as it is in the encrypted file. A phrase of three or more characters is
looked at once more in the text itself. Beginnings that people type while they go on typing are lexemes of their own,
since thousands of lexemes begin with one letter.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.rules.pinyin import is_han
from app.rules.search_terms import CHARACTERS, DIGITS, INITIALS, PINYIN, IndexTerms, Query, Term, TermKind

LETTER_OF = {CHARACTERS: "n", PINYIN: "p", INITIALS: "i", DIGITS: "d"}
PAIR = "b"
BEGINNINGS: dict[tuple[str, ...], tuple[str, tuple[int, ...]]] = {
    (INITIALS, PINYIN, CHARACTERS): ("L", (1, 2)),
    (DIGITS, CHARACTERS): ("D", (1, 4)),
}
"""For the columns that a prefix is looked for in: the letter of the beginnings, and which lengths are indexed."""

LONGEST = 500
"""Characters of a lexeme; the server takes at most 2,046 bytes. A longer “word” is found by its first 500 characters."""
MOST_LEXEMES = 30_000
"""Of one record: the server's tsvector holds a megabyte. Only the last words of a text of a hundred pages are lost."""


class Lexemes:
    """PostgreSQL's tsvector, written by hand."""

    def index(self, session: Session, table: str, entries: Sequence[tuple[int, IndexTerms]]) -> None:
        """Index rows, replacing what was indexed of them before."""
        statement = text(
            f"INSERT INTO {table} (row_no, nm, terms) VALUES (:row_no, :nm, array_to_tsvector(CAST(:lexemes AS text[]))) "  # noqa: S608
            "ON CONFLICT (row_no) DO UPDATE SET nm = excluded.nm, terms = excluded.terms"
        )
        rows = [{"row_no": row_no, "nm": t.characters, "lexemes": lexemes_of(t)} for row_no, t in entries]
        session.connection().execute(statement, rows)

    def remove(self, session: Session, table: str, row_no: int) -> None:
        """Forget a row; one that was never indexed is no error."""
        session.connection().execute(text(f"DELETE FROM {table} WHERE row_no = :row_no"), {"row_no": row_no})  # noqa: S608

    def clear(self, session: Session, table: str) -> None:
        """Forget all rows of a kind."""
        session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608

    def search(self, session: Session, table: str, query: Query, limit: int) -> list[int]:
        """Return the numbers of the rows that match all terms, newest first."""
        conditions, given = ["terms @@ CAST(:wanted AS tsquery)"], {"wanted": tsquery(query), "limit": limit}
        for place, phrase in enumerate(_long_phrases(query)):
            conditions.append(f"strpos(' ' || nm || ' ', :phrase{place}) > 0")
            given[f"phrase{place}"] = phrase
        statement = text(
            f"SELECT row_no FROM {table} WHERE {' AND '.join(conditions)} ORDER BY row_no DESC LIMIT :limit"  # noqa: S608
        )
        return list(session.connection().execute(statement, given).scalars().all())


def lexemes_of(terms: IndexTerms) -> list[str]:
    """Return the lexemes of a record, each once."""
    columns = {
        CHARACTERS: terms.characters.split(),
        PINYIN: terms.pinyin.split(),
        INITIALS: terms.initials.split(),
        DIGITS: terms.digits.split(),
    }
    found = dict.fromkeys(_lexeme(LETTER_OF[column], token) for column, tokens in columns.items() for token in tokens)
    for group, (letter, lengths) in BEGINNINGS.items():
        tokens = [token for column in group for token in columns[column]]
        beginnings = (token[:size] for token in tokens for size in lengths if len(token) >= size)
        found |= dict.fromkeys(letter + beginning for beginning in beginnings if beginning.isascii())
    found |= dict.fromkeys(PAIR + one + two for one, two in pairwise(columns[CHARACTERS]) if _is_pair(one, two))
    return list(found)[:MOST_LEXEMES]


def terms_of(characters: str, lexemes: Iterable[str]) -> IndexTerms:
    """Return the terms that a record was indexed by, from what the server holds of them."""
    found: dict[str, list[str]] = {letter: [] for letter in LETTER_OF.values()}
    for lexeme in lexemes:
        if lexeme[0] in found:
            found[lexeme[0]].append(lexeme[1:])
    pinyin, initials, digits = (" ".join(found[LETTER_OF[column]]) for column in (PINYIN, INITIALS, DIGITS))
    return IndexTerms(characters, pinyin, initials, digits)


def tsquery(query: Query) -> str:
    """Return a query in the server's language."""
    return " & ".join(f"({_condition(term)})" for term in query.terms)


def _is_pair(one: str, two: str) -> bool:
    return is_han(one[0]) and is_han(two[0])


def _lexeme(letter: str, token: str) -> str:
    return letter + token[:LONGEST]


def _condition(term: Term) -> str:
    if term.kind is TermKind.PHRASE:
        return " & ".join(_quoted(lexeme) for lexeme in _phrase_lexemes(term))
    (token,) = term.tokens
    letter, lengths = BEGINNINGS.get(term.columns, ("", ()))
    if len(token) in lengths and token.isascii():
        return _quoted(letter + token)
    return " | ".join(f"{_quoted(_lexeme(LETTER_OF[column], token))}:*" for column in term.columns)


def _phrase_lexemes(term: Term) -> Iterable[str]:
    if len(term.tokens) == 1:
        return [_lexeme(LETTER_OF[CHARACTERS], term.tokens[0])]
    return [PAIR + one + two for one, two in pairwise(term.tokens)]


def _long_phrases(query: Query) -> list[str]:
    """Return the phrases whose pairs of characters could also stand apart."""
    return [f" {' '.join(t.tokens)} " for t in query.terms if t.kind is TermKind.PHRASE and len(t.tokens) > 2]


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
