import memory_agent.langchain


def test_the_public_list_is_sorted_complete_and_documented() -> None:
    names = memory_agent.langchain.__all__
    assert names == sorted(names)
    assert all(getattr(memory_agent.langchain, name).__doc__ for name in names)
