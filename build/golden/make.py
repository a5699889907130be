"""Makes golden.json again: python make.py [topic ...]. Needs mpmath and numpy."""
import importlib
import json
import pathlib
import sys
import time

from golden import Book

TOPICS = ["activations", "kernels", "far", "networks", "images", "flows", "synthesis", "metrics", "stability"]

book = Book()
target = pathlib.Path(__file__).with_name("golden.json")
chosen = sys.argv[1:] or TOPICS
if chosen != TOPICS and target.exists():
    book.files = json.loads(target.read_text())
for topic in chosen:
    start = time.time()
    importlib.import_module(topic).fill(book)
    print(f"{topic}: {time.time() - start:.0f} s", file=sys.stderr)
target.write_text(json.dumps(book.files, indent=1) + "\n")
