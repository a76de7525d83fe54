from cms.core.markup_tree import DEEPEST, Node, grow


def _depth(node: Node) -> int:
    return 1 + max((_depth(child) for child in node.nodes()), default=0)


def test_tree_keeps_words_tags_and_attributes_in_order():
    paragraph = next(grow('<p>a <a href="/x">b</a> c</p>').nodes())

    assert paragraph.children == ["a ", Node("a", {"href": "/x"}, ["b"]), " c"]


def test_item_and_paragraph_close_the_ones_before_them():
    items = next(grow("<ul><li>a<li>b</ul>").nodes())

    assert [item.children for item in items.nodes()] == [["a"], ["b"]]
    assert [node.tag for node in grow("<p>a<p>b").nodes()] == ["p", "p"]


def test_stray_closing_tag_closes_nothing():
    assert grow("</b>a</p>").children == ["a"]


def test_element_that_closes_itself_holds_nothing():
    assert [node.tag for node in grow("<br/><em/>a").nodes()] == ["br", "em"]


def test_deep_nesting_is_laid_flat():
    assert _depth(grow("<b>" * 20_000)) <= DEEPEST + 2
