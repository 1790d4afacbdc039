"""Does the tasks that come as lines of JSON: see test/support/clients/libraries/driver.ts."""

import asyncio
import json
import os
import sys
import threading
import traceback

BASE = os.environ["HERMES_BASE"]
KEY = os.environ["HERMES_KEY"]
SHAPE = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "degrees": {"type": "integer"}},
    "required": ["city", "degrees"],
    "additionalProperties": False,
}


def weather(city):
    """What the client's own tool gives."""
    return f"Sunny in {city}, 21 degrees"


def serve(ask):
    """Does tasks with `ask`, an async function of a task; a task is cancelled as a person stops it."""
    asyncio.run(_serve(ask))


async def _serve(ask):
    loop = asyncio.get_running_loop()
    answers = os.fdopen(3, "w")
    running = {}
    over = asyncio.Event()

    async def work(number, task):
        try:
            line = {"outcome": await ask(task)}
        except BaseException as error:  # also of those that are no `Exception`, and cancelling
            causes = "".join(traceback.format_exception(error))
            line = {"error": f"{causes[-4000:]}"}
        answers.write(json.dumps({"id": number, **line}) + "\n")
        answers.flush()

    def take(line):
        message = json.loads(line)
        number = message["id"]
        if message.get("stop"):
            if number in running:
                running[number].cancel()
        else:
            running[number] = loop.create_task(work(number, message["task"]))

    def read():
        for line in sys.stdin:
            loop.call_soon_threadsafe(take, line)
        loop.call_soon_threadsafe(over.set)

    threading.Thread(target=read, daemon=True).start()
    await over.wait()
