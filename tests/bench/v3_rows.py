"""Rows of the sample as API v3 sends them, in the order of its pages."""

import json

FIELDS = {
    "url_from": "url_from", "url_to": "url_to",
    "ahrefs_rank": "url_rating_source",
    "domain_rating": "domain_rating_source",
    "ahrefs_top": "ahrefs_rank_target", "ip_from": "ip_source",
    "links_internal": "links_internal", "links_external": "links_external",
    "page_size": "page_size", "encoding": "encoding", "language": "languages",
    "title": "title", "first_seen": "first_seen_link",
    "last_visited": "last_visited", "original": "discovered_status",
    "link_type": "link_type", "redirect": "redirect_code",
    "nofollow": "is_nofollow", "alt": "alt", "anchor": "anchor",
    "text_pre": "snippet_left", "text_post": "snippet_right",
    "http_code": "http_code", "url_from_first_seen": "first_seen"}
ORDER = ("url_from", "url_to", "first_seen_link", "is_nofollow", "anchor")
VALUES = {
    "ahrefs_rank": float, "domain_rating": float,
    "language": lambda language: [language],
    "original": lambda original: "pagefound" if original else "linkfound",
    "link_type": lambda kind: "text" if kind == "href" else kind}


def _of(row):
    return {field: VALUES.get(column, lambda value: value)(row[column])
            for column, field in FIELDS.items() if column in row}


def _place(row):
    return [row.get(field, "") for field in ORDER]


def v3_rows(lines, count):
    """That many rows; each copy of the sample is of other pages."""
    rows = sorted((_of(json.loads(line)) for line in lines), key=_place)
    for number in range(count):
        copy, at = divmod(number, len(rows))
        row = {**rows[at], "url_from": rows[at]["url_from"] + f"?copy={copy}"}
        yield json.dumps(row, ensure_ascii=False,
                         separators=(",", ":")).encode()
