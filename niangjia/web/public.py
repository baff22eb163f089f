"""The public door: what this is, the rule books in force, and how the pages can be used by everyone."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from niangjia.core import clock
from niangjia.creditbank.programmes.queries import code_names
from niangjia.creditbank.rulebooks.consultation import notices_running
from niangjia.creditbank.rulebooks.queries import engine_book, in_force, published
from niangjia.web.rulebook_page import rule_book_tables


def home(request: HttpRequest) -> HttpResponse:
    """What the credit bank is, in the words of a newspaper, and the rule books in force."""
    books = list(in_force(clock.today()))
    return render(request, "public/home.html", {"here": "home", "books": books, "today": clock.today()})


def rule_books(request: HttpRequest) -> HttpResponse:
    """The rule books in force, and earlier versions."""
    on = clock.today()
    return render(
        request,
        "public/rule_books.html",
        {
            "here": "rule-books",
            "books": list(in_force(on)),
            "earlier": list(published().select_related("publisher")),
            "drafts": notices_running(at=clock.now()),
            "on": on,
        },
    )


def rule_book(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """One published rule book, row by row."""
    row = published().select_related("publisher").filter(id=rule_book_id).first()
    if row is None:
        raise Http404
    return render(
        request,
        "public/rule_book.html",
        {
            "here": "rule-books",
            "row": row,
            "tables": rule_book_tables(engine_book(row), names=code_names(row.publisher_id)),
        },
    )


def accessibility(request: HttpRequest) -> HttpResponse:
    """How these pages can be used by everyone, and what does not work yet."""
    return render(request, "public/accessibility.html", {"here": "accessibility"})
