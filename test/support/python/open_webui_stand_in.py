"""The command `open-webui`: hands its arguments and its environment to the test that stands for it."""

import json
import os
import sys
from urllib.request import Request, urlopen


def main():
    started = {
        "program": "open-webui",
        "arguments": sys.argv[1:],
        "environment": dict(os.environ),
    }
    with urlopen(Request(os.environ["STAND_IN_URL"], json.dumps(started).encode())) as answer:
        print(answer.read().decode())
