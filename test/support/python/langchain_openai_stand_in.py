"""What the pages use of the package `langchain-openai`, over whichever `openai` is installed."""

from openai import OpenAI


class ChatOpenAI:
    def __init__(self, *, model, base_url, api_key):
        self._model = model
        self._client = OpenAI(base_url=base_url, api_key=api_key)

    def invoke(self, text):
        answer = self._client.chat.completions.create(
            model=self._model, messages=[{"role": "user", "content": text}]
        )
        return answer.choices[0].message
