"""Posts set into an article are direct speech without quotation marks of whoever posted them (``onrecord.posts``)."""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.assemble.drafts import Circumstances, Draft, Regions, share
from onrecord.layout import Layout
from onrecord.posts import posts

_CONFIDENCE = 0.9  # the layout is unmistakable
_TWITTER = Circumstances(medium="Twitter")


def with_posts(shape: Layout, drafts: Sequence[Draft], regions: Regions) -> list[Draft]:
    """Return the drafts, with those added of posts, and without what the tagger made of names and days below them."""
    found = [(post, home) for post in posts(shape.plain) if (home := regions.at(post.words[0]))]
    if not found:
        return list(drafts)
    signed = [(post.words[1], post.when[1]) for post, _ in found]
    told = [post.words for post, _ in found]
    kept = []
    for draft in drafts:
        if share((*draft.source, *draft.cue), signed) or (not draft.source and share(draft.content, told)):
            continue
        draft.content = [(a, min([b, *(start for start, _ in signed if a <= start)])) for a, b in draft.content]
        kept.append(draft)
    made = [Draft((post.name,), (post.when,), [post.words], _CONFIDENCE, home.kind) for post, home in found]
    return [*kept, *(replace(draft, around=_TWITTER, spoken=True) for draft in made)]
