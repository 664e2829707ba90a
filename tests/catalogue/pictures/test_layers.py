"""Columns of things that lead to others: longest path, places for long lines, few crossings, the same each time."""

import random

import pytest

from catalogue.pictures.layers import layered, placed


def test_the_last_column_holds_what_leads_nowhere_and_lines_run_to_the_right():
    found = layered(["part", "whole", "alone", "degree"], [("part", "whole"), ("whole", "degree"), ("alone", "degree")])
    assert [sorted(column) for column in found.columns] == [["part"], ["alone", "whole"], ["degree"]]
    assert found.routes == {}


def test_a_long_line_has_a_place_in_each_column_that_it_crosses():
    found = layered(["part", "whole", "degree"], [("part", "whole"), ("whole", "degree"), ("part", "degree")])
    (place,) = found.routes["part", "degree"]
    assert place in found.columns[1]
    assert found.steps(("part", "degree")) == [("part", place), (place, "degree")]
    assert found.steps(("part", "whole")) == [("part", "whole")]


def test_lines_that_need_not_cross_do_not():
    found = layered(["a", "b", "c", "x", "y", "z"], [("a", "z"), ("b", "y"), ("c", "x")])
    left, right = found.columns
    partner = {"a": "z", "b": "y", "c": "x"}
    assert [partner[node] for node in left] == right


def test_a_circle_is_refused():
    with pytest.raises(ValueError, match="circle"):
        layered(["a", "b"], [("a", "b"), ("b", "a")])


def test_nothing_gives_an_empty_column():
    assert layered([], []).columns == [[]]


def test_every_node_stands_once_whatever_the_edges():
    chance = random.Random(5)
    for _ in range(30):
        nodes = [f"n{number}" for number in range(chance.randint(1, 14))]
        pairs = [(a, b) for place, a in enumerate(nodes) for b in nodes[place + 1 :]]
        edges = chance.sample(pairs, min(len(pairs), chance.randint(0, 20)))
        found = layered(nodes, edges)
        column_of = {node: number for number, column in enumerate(found.columns) for node in column}
        assert set(nodes) <= set(column_of)
        assert len(column_of) == sum(map(len, found.columns))
        steps = [step for edge in edges for step in found.steps(edge)]
        assert all(column_of[end] == column_of[start] + 1 for start, end in steps)
        assert found == layered(nodes, edges)


def test_things_in_a_column_stay_in_order_apart_and_inside():
    tops = placed([10, 20, 10], [50, 50, 50], gap=5, room=100)
    assert tops == sorted(tops)
    assert tops[1] >= tops[0] + 15
    assert tops[2] >= tops[1] + 25
    assert tops[2] + 10 <= 100
    assert placed([10], [50], gap=5, room=100) == [45]
    assert placed([60, 60], [0, 0], gap=5, room=100) == [0, 65], "what does not fit takes the room it needs"
