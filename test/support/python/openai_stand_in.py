"""What the pages use of the package `openai`, over HTTP: for machines that reach no package index."""

import json
from types import SimpleNamespace
from urllib.request import Request, urlopen


class OpenAI:
    def __init__(self, *, base_url, api_key):
        self._base_url = base_url
        self._api_key = api_key
        self.chat = SimpleNamespace(completions=SimpleNamespace(create=self._chat))
        self.responses = SimpleNamespace(create=self._respond)

    def _post(self, path, body):
        headers = {"Authorization": f"Bearer {self._api_key}", "Content-Type": "application/json"}
        return urlopen(Request(self._base_url + path, json.dumps(body).encode(), headers))

    def _chat(self, **body):
        answer = self._post("/chat/completions", body)
        return self._chunks(answer) if body.get("stream") else _object(answer.read())

    def _chunks(self, answer):
        for line in answer:
            data = line.decode().removeprefix("data: ").strip()
            if data == "[DONE]":
                return
            if data.startswith("{"):
                chunk = _object(data)
                for choice in chunk.choices:
                    choice.delta.content = getattr(choice.delta, "content", None)
                yield chunk

    def _respond(self, **body):
        response = _object(self._post("/responses", body).read())
        response.output_text = "".join(
            part.text
            for item in response.output
            if item.type == "message"
            for part in item.content
            if part.type == "output_text"
        )
        return response


def _object(text):
    return json.loads(text, object_hook=lambda fields: SimpleNamespace(**fields))
