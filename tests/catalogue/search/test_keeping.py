"""What is kept up to so many bytes: the oldest goes first, and what is put again is the youngest."""

from catalogue.search.keeping import Kept


def test_the_oldest_goes_first():
    kept = Kept(10, weigh=len)
    for key in ("a", "b", "c", "d"):
        assert kept.put(key, "xxx") == "xxx"
    assert [kept.get(key) for key in ("a", "b", "c", "d")] == [None, "xxx", "xxx", "xxx"]


def test_what_is_put_again_counts_once_and_is_the_youngest():
    kept = Kept(10, weigh=len)
    for key in ("a", "b", "a", "c", "d"):
        kept.put(key, "xxx")
    assert [kept.get(key) for key in ("a", "b", "c", "d")] == ["xxx", None, "xxx", "xxx"]


def test_one_thing_is_kept_however_large():
    kept = Kept(10, weigh=len)
    kept.put("a", "x")
    kept.put("b", "x" * 20)
    assert (len(kept), kept.get("a"), kept.get("b")) == (1, None, "x" * 20)
    kept.have_room(30)
    kept.put("c", "x" * 10)
    assert len(kept) == 2
