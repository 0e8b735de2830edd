"""The search adapter of PostgreSQL: a hand-made tsvector of the same terms, under a GIN index.

Every term is a lexeme with a letter in front for its column. Two neighbouring characters of a name are a lexeme together,
which answers a phrase without the positions of a tsvector: those end at 16,383 words and at 256 places of one word,
where a long question would no longer be found as it is in the encrypted file. Numbers are there by every four figures in
a row: there are ten thousand such lexemes, while nearly every ending of a number would be one of its own. Where pairs or
fours could also stand apart, the text itself is looked at once more. Beginnings that people type while they go on typing
are lexemes too, since thousands begin with one letter.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.rules.pinyin import is_han
from app.rules.search_terms import CHARACTERS, DIGITS, INITIALS, PINYIN, IndexTerms, Query, Term, TermKind

LETTER_OF = {CHARACTERS: "n", PINYIN: "p", INITIALS: "i"}
PAIR, FOUR, BEGINNING = "b", "d", "L"
FIGURES = 4
BEGUN = (1, 2)
"""Lengths of the beginnings of words, pinyin and initials that are lexemes of their own."""
WORDS = (INITIALS, PINYIN, CHARACTERS)
"""The columns that letters are looked for in."""

LONGEST = 500
"""Characters of a lexeme; the server takes at most 2,046 bytes. A longer “word” is found by its first 500 characters."""
MOST_LEXEMES = 30_000
"""Of one record: the server's tsvector holds a megabyte. Only the last words of a text of a hundred pages are lost."""


class Lexemes:
    """PostgreSQL's tsvector, written by hand."""

    def index(self, session: Session, table: str, entries: Sequence[tuple[int, IndexTerms]]) -> None:
        """Index rows, replacing what was indexed of them before."""
        statement = text(
            f"INSERT INTO {table} (row_no, nm, ph, terms) "  # noqa: S608 - one of our own names
            "VALUES (:row_no, :nm, :ph, array_to_tsvector(CAST(:lexemes AS text[]))) "
            "ON CONFLICT (row_no) DO UPDATE SET nm = excluded.nm, ph = excluded.ph, terms = excluded.terms"
        )
        rows = [
            {"row_no": row_no, "nm": t.characters, "ph": numbers_of(t), "lexemes": lexemes_of(t)}
            for row_no, t in entries
        ]
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
        for place, (condition, values) in enumerate(_looked_at_again(query)):
            conditions.append(condition.format(place=place))
            given |= {f"{name}{place}": value for name, value in values.items()}
        found = f"SELECT row_no FROM {table} WHERE {' AND '.join(conditions)} ORDER BY row_no DESC LIMIT :limit"  # noqa: S608
        return list(session.connection().execute(text(f"SELECT ARRAY({found})"), given).scalar_one())


def lexemes_of(terms: IndexTerms) -> list[str]:
    """Return the lexemes of a record, each once."""
    columns = {CHARACTERS: terms.characters.split(), PINYIN: terms.pinyin.split(), INITIALS: terms.initials.split()}
    found = dict.fromkeys(_lexeme(LETTER_OF[column], token) for column, tokens in columns.items() for token in tokens)
    found |= dict.fromkeys(FOUR + ending[:FIGURES] for ending in terms.digits.split())
    beginnings = (
        token[:size] for tokens in columns.values() for token in tokens for size in BEGUN if len(token) >= size
    )
    found |= dict.fromkeys(BEGINNING + beginning for beginning in beginnings if beginning.isascii())
    found |= dict.fromkeys(PAIR + one + two for one, two in pairwise(columns[CHARACTERS]) if _is_pair(one, two))
    return list(found)[:MOST_LEXEMES]


def numbers_of(terms: IndexTerms) -> str:
    """Return the numbers of a record without their endings, which follow them one by one."""
    return " ".join(ending for before, ending in pairwise(("", *terms.digits.split())) if before[1:] != ending)


def terms_of(characters: str, numbers: str, lexemes: Iterable[str]) -> IndexTerms:
    """Return the terms that a record was indexed by, from what the server holds of them."""
    found: dict[str, list[str]] = {letter: [] for letter in LETTER_OF.values()}
    for lexeme in lexemes:
        if lexeme[0] in found:
            found[lexeme[0]].append(lexeme[1:])
    endings = dict.fromkeys(ending for number in numbers.split() for ending in _endings(number))
    return IndexTerms(
        characters, " ".join(found[LETTER_OF[PINYIN]]), " ".join(found[LETTER_OF[INITIALS]]), " ".join(endings)
    )


def literal(lexemes: Iterable[str]) -> str:
    """Return a tsvector as the server writes and reads it, for COPY."""
    return " ".join(map(_quoted, lexemes))


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
    if term.columns == WORDS and len(token) in BEGUN and token.isascii():
        return _quoted(BEGINNING + token)
    return " | ".join(_prefix(column, token) for column in term.columns)


def _prefix(column: str, token: str) -> str:
    if column != DIGITS:
        return f"{_quoted(_lexeme(LETTER_OF[column], token))}:*"
    if len(token) < FIGURES:
        return f"{_quoted(FOUR + token)}:*"
    fours = (token[place : place + FIGURES] for place in range(len(token) - FIGURES + 1))
    return "(" + " & ".join(_quoted(FOUR + four) for four in fours) + ")"


def _phrase_lexemes(term: Term) -> Iterable[str]:
    if len(term.tokens) == 1:
        return [_lexeme(LETTER_OF[CHARACTERS], term.tokens[0])]
    return [PAIR + one + two for one, two in pairwise(term.tokens)]


def _looked_at_again(query: Query) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield conditions on the text for phrases whose pairs, and numbers whose fours, could also stand apart."""
    for term in query.terms:
        if term.kind is TermKind.PHRASE and len(term.tokens) > 2:
            yield "strpos(' ' || nm || ' ', :phrase{place}) > 0", {"phrase": f" {' '.join(term.tokens)} "}
        elif term.kind is TermKind.PREFIX and DIGITS in term.columns and len(term.tokens[0]) > FIGURES:
            others = " | ".join(_prefix(column, term.tokens[0]) for column in term.columns if column != DIGITS)
            yield (
                "(strpos(ph, :number{place}) > 0 OR terms @@ CAST(:others{place} AS tsquery))",
                {"number": term.tokens[0], "others": others},
            )


def _endings(number: str) -> Iterator[str]:
    yield number
    for place in range(1, len(number) - FIGURES + 1):
        yield number[place:]


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
