"""``python -m gonghui``."""

from gonghui.cli import main

if __name__ == "__main__":
    main()
