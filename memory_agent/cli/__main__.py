"""``python -m memory_agent.cli``: the same as the ``memory-agent`` command."""

from memory_agent.cli.app import main

if __name__ == "__main__":
    main()
